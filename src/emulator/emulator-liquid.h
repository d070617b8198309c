#pragma once

#include "emulator-issues.h"

G_BEGIN_DECLS

/* The texts of a send that may be templates: title, body and tags. */
typedef struct _EmulatorContent EmulatorContent;

/* What a recipient reads; NULL where it is what was sent, word for word. */
typedef struct {
  char *title;      /* (owned) (nullable) */
  char *body;       /* (owned) (nullable) */
  JsonObject *tags; /* (owned) (nullable) */
} EmulatorRendered;

EmulatorContent *emulator_content_new (JsonObject *send,
                                       gboolean is_strict,
                                       const EmulatorPath *root,
                                       EmulatorIssues *issues);
gboolean emulator_content_is_template (const char *text);
void emulator_content_free (EmulatorContent *self);
gboolean emulator_content_render (EmulatorContent *self,
                                  JsonObject *variables,
                                  EmulatorRendered *rendered,
                                  const EmulatorPath *recipient,
                                  EmulatorIssues *issues);
void emulator_rendered_clear (EmulatorRendered *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorContent, emulator_content_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EmulatorRendered, emulator_rendered_clear)

G_END_DECLS
