#pragma once

#include <json-glib/json-glib.h>

#include "dispatch-draft-file.h"

G_BEGIN_DECLS

/* Of the files that are written now. */
#define DISPATCH_DRAFT_FILE_VERSION 1

gboolean dispatch_draft_file_knows (const char *member);
/* Where the JSON at the beginning of a text ends, and how many lines it has. */
gsize dispatch_draft_file_find_end (const char *text, gsize length, guint *n_lines);

G_END_DECLS
