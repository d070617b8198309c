#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Where something stands in a document: a list of steps that lives on the stack of whoever walks
 * the document, and becomes text only when there is something to say about the place. */
typedef struct _EmulatorPath EmulatorPath;
struct _EmulatorPath {
  const EmulatorPath *parent; /* (nullable): the root has none */
  const char *member;         /* (nullable): NULL for an element of an array */
  guint index;
};

char *emulator_path_to_string (const EmulatorPath *path);

/* The problems of one request, in the order in which they were found. */
typedef struct _EmulatorIssues EmulatorIssues;

EmulatorIssues *emulator_issues_new (void);
void emulator_issues_free (EmulatorIssues *self);
void emulator_issues_add (EmulatorIssues *self, const EmulatorPath *path, const char *format, ...)
  G_GNUC_PRINTF (3, 4);
guint emulator_issues_get_count (EmulatorIssues *self);
JsonNode *emulator_issues_to_json (EmulatorIssues *self, guint status);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorIssues, emulator_issues_free)

G_END_DECLS
