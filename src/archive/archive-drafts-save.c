/* A save of a draft: its row, the blocks that are new, and none that it does not have any more. */

#include "archive-drafts-private.h"

typedef struct {
  char *account_id;
  ArchiveDraft *draft;
  char *order; /* of its blocks, as JSON */
} SaveCall;

static void
save_call_free (SaveCall *call)
{
  g_free (call->account_id);
  g_free (call->order);
  archive_draft_free (call->draft);
  g_free (call);
}

static void
bind_draft (ArchiveStatement *statement, const SaveCall *call, const char *name, const char *text)
{
  const ArchiveDraft *draft = call->draft;

  archive_statement_bind_text (statement, 1, call->account_id);
  archive_statement_bind_text (statement, 2, draft->id);
  archive_statement_bind_text (statement, 3, draft->name);
  archive_statement_bind_text (statement, 4, draft->heading);
  archive_statement_bind_text (statement, 5, name);
  archive_statement_bind_text (statement, 6, text);
  archive_statement_bind_time (statement, 7, draft->n_recipients);
  archive_statement_bind_int (statement, 8, g_get_real_time ());
  archive_statement_bind_text (statement, 9, draft->json);
  archive_statement_bind_text (statement, 10, call->order);
}

static gboolean
write_row (sqlite3 *db, const SaveCall *call, gint64 *key, GError **error)
{
  g_autofree char *name = archive_draft_fold (call->draft->name);
  g_autofree char *text = archive_draft_fold (call->draft->text);
  g_autoptr (ArchiveStatement) statement = archive_statement_new (
    db,
    "INSERT INTO drafts (account_id, id, name, heading, folded_name, folded_text, n_recipients,"
    "  changed_at, json, block_order) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
    " ON CONFLICT (account_id, id) DO UPDATE SET name = ?3, heading = ?4, folded_name = ?5,"
    "  folded_text = ?6, n_recipients = ?7, changed_at = ?8, discarded_at = NULL, json = ?9,"
    "  block_order = ?10"
    " RETURNING key",
    error);

  if (statement == NULL) {
    return FALSE;
  }
  bind_draft (statement, call, name, text);
  return archive_statement_query_int (statement, key, error);
}

/* Before the new ones are written: those take the place of these, and a page that is given up and
 * taken again is written once. */
static gboolean
drop_blocks (sqlite3 *db, const SaveCall *call, gint64 key, GError **error)
{
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db,
                           "DELETE FROM draft_blocks WHERE draft = ?1"
                           " AND id NOT IN (SELECT value FROM json_each (?2))",
                           error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 1, key);
  archive_statement_bind_text (statement, 2, call->order);
  return archive_statement_run (statement, error);
}

/* One that is there already is the same: blocks are never changed. */
static gboolean
write_blocks (sqlite3 *db, const ArchiveDraft *draft, gint64 key, GError **error)
{
  g_autoptr (ArchiveStatement) statement = archive_statement_new (
    db, "INSERT OR IGNORE INTO draft_blocks (draft, id, bytes) VALUES (?1, ?2, ?3)", error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 1, key);
  for (guint i = 0; i < draft->order->len; i++) {
    GBytes *bytes = draft->blocks->pdata[i];
    if (bytes == NULL) {
      continue;
    }
    archive_statement_bind_int (statement, 2, g_array_index (draft->order, gint64, i));
    archive_statement_bind_bytes (statement, 3, bytes);
    if (!archive_statement_run (statement, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
check_blocks (sqlite3 *db, const SaveCall *call, gint64 key, GError **error)
{
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db,
                           "SELECT (SELECT count(DISTINCT value) FROM json_each (?2))"
                           " - (SELECT count(*) FROM draft_blocks WHERE draft = ?1)",
                           error);
  gint64 n_missing = 0;

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 1, key);
  archive_statement_bind_text (statement, 2, call->order);
  if (!archive_statement_query_int (statement, &n_missing, error)) {
    return FALSE;
  }
  if (n_missing != 0) {
    g_set_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_STALE,
                 "%" G_GINT64_FORMAT " blocks of the draft are not there", n_missing);
    return FALSE;
  }
  return TRUE;
}

static gboolean
save_all (sqlite3 *db, gpointer data, GError **error)
{
  const SaveCall *call = data;
  const ArchiveDraft *draft = call->draft;
  gint64 key = 0;

  return write_row (db, call, &key, error) && drop_blocks (db, call, key, error) &&
         write_blocks (db, draft, key, error) && check_blocks (db, call, key, error) &&
         (draft->state == NULL ||
          archive_draft_write_state (db, call->account_id, draft->id, draft->state, error));
}

static gboolean
save_draft (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  return archive_sql_transact (db, save_all, data, error);
}

/**
 * archive_store_save_draft_async:
 * @self: a store
 * @account_id: whose draft it is
 * @draft: (transfer full): the draft; one of the same ID is replaced, discarded or not
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Saves a draft as a whole or, on error, not at all: then what was saved before is still there.
 * Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_save_draft_async (ArchiveStore *self,
                                const char *account_id,
                                ArchiveDraft *draft,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && draft != NULL && draft->json != NULL);

  SaveCall *call = g_new0 (SaveCall, 1);
  call->account_id = g_strdup (account_id);
  call->draft = draft;
  call->order = archive_draft_write_order (draft);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_save_draft_async);
  g_task_set_task_data (task, call, (GDestroyNotify) save_call_free);
  archive_store_push (self, task, save_draft, NULL);
}
