#pragma once

#include "emulator-issues.h"
#include "emulator-legacy.h"

G_BEGIN_DECLS

/* What a request is answered, before it is on any wire. */
typedef struct {
  guint status;
  JsonNode *document; /* (owned) (nullable): the body, where it is JSON */
  const char *page;   /* (unowned) (nullable): the body, where it is HTML; static */
  GStrv headers;      /* (owned) (nullable): name, value, name, value, … */
} EmulatorAnswer;

void emulator_answer_clear (EmulatorAnswer *self);
void emulator_answer_add_header (EmulatorAnswer *self, const char *name, const char *value);
void emulator_answer_set_document (EmulatorAnswer *self,
                                   guint status,
                                   JsonNode *document,
                                   EmulatorLegacy shapes,
                                   const char *address);
void emulator_answer_set_issues (EmulatorAnswer *self,
                                 guint status,
                                 EmulatorIssues *issues,
                                 EmulatorLegacy shapes);
void emulator_answer_set_page (EmulatorAnswer *self, guint status, const char *page);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EmulatorAnswer, emulator_answer_clear)

G_END_DECLS
