#pragma once

#include "archive-drafts.h"
#include "archive-sql.h"
#include "archive-store-private.h"

G_BEGIN_DECLS

char *archive_draft_fold (const char *text);
char *archive_draft_write_order (const ArchiveDraft *draft);
gboolean archive_draft_write_state (
  sqlite3 *db, const char *account_id, const char *draft_id, const char *state, GError **error);

G_END_DECLS
