/* Drafts: one JSON document each, which the store does not look into. */

#include "archive-sql.h"
#include "archive-store-private.h"

typedef struct {
  char *account_id;
  char *draft_id; /* (nullable) */
  char *json;     /* (nullable) */
} DraftCall;

static DraftCall *
draft_call_new (const char *account_id, const char *draft_id, const char *json)
{
  DraftCall *call = g_new0 (DraftCall, 1);

  call->account_id = g_strdup (account_id);
  call->draft_id = g_strdup (draft_id);
  call->json = g_strdup (json);
  return call;
}

static void
draft_call_free (DraftCall *call)
{
  g_free (call->account_id);
  g_free (call->draft_id);
  g_free (call->json);
  g_free (call);
}

void
archive_draft_free (ArchiveDraft *draft)
{
  g_free (draft->id);
  g_free (draft->json);
  g_free (draft);
}

static gboolean
save_draft (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const DraftCall *call = data;
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db,
                           "INSERT INTO drafts (account_id, id, json, changed_at)"
                           " VALUES (?1, ?2, ?3, ?4)"
                           " ON CONFLICT (account_id, id)"
                           " DO UPDATE SET json = ?3, changed_at = ?4",
                           error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, call->account_id);
  archive_statement_bind_text (statement, 2, call->draft_id);
  archive_statement_bind_text (statement, 3, call->json);
  archive_statement_bind_int (statement, 4, g_get_real_time ());
  return archive_statement_run (statement, error);
}

static gboolean
delete_draft (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const DraftCall *call = data;
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db, "DELETE FROM drafts WHERE account_id = ?1 AND id = ?2", error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, call->account_id);
  archive_statement_bind_text (statement, 2, call->draft_id);
  return archive_statement_run (statement, error);
}

static ArchiveDraft *
read_draft (ArchiveStatement *row)
{
  ArchiveDraft *draft = g_new0 (ArchiveDraft, 1);

  draft->id = g_strdup (archive_statement_get_text (row, 0));
  draft->json = g_strdup (archive_statement_get_text (row, 1));
  draft->changed_at = archive_statement_get_int (row, 2);
  return draft;
}

static gboolean
list_drafts (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const DraftCall *call = data;
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db,
                           "SELECT id, json, changed_at FROM drafts WHERE account_id = ?1"
                           " ORDER BY changed_at DESC, rowid DESC",
                           error);
  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, call->account_id);

  g_autoptr (GPtrArray) drafts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) archive_draft_free);
  ArchiveStep step;
  while ((step = archive_statement_step (statement, error)) == ARCHIVE_STEP_ROW) {
    g_ptr_array_add (drafts, read_draft (statement));
  }
  if (step == ARCHIVE_STEP_FAILED) {
    return FALSE;
  }
  *result = g_steal_pointer (&drafts);
  return TRUE;
}

/**
 * archive_store_save_draft_async:
 * @self: a store
 * @account_id: whose draft it is
 * @draft_id: its ID; a draft of the same ID is replaced
 * @json: its content
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_save_draft_async (ArchiveStore *self,
                                const char *account_id,
                                const char *draft_id,
                                const char *json,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && draft_id != NULL && json != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_save_draft_async);
  g_task_set_task_data (task, draft_call_new (account_id, draft_id, json),
                        (GDestroyNotify) draft_call_free);
  archive_store_push (self, task, save_draft, NULL);
}

/**
 * archive_store_delete_draft_async:
 * @self: a store
 * @account_id: whose draft it is
 * @draft_id: its ID; one that is not there is deleted already
 * @cancellable: (nullable): a cancellable
 * @callback: called when that is on disk
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_delete_draft_async (ArchiveStore *self,
                                  const char *account_id,
                                  const char *draft_id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && draft_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_delete_draft_async);
  g_task_set_task_data (task, draft_call_new (account_id, draft_id, NULL),
                        (GDestroyNotify) draft_call_free);
  archive_store_push (self, task, delete_draft, NULL);
}

/**
 * archive_store_list_drafts_async:
 * @self: a store
 * @account_id: whose drafts
 * @cancellable: (nullable): a cancellable
 * @callback: called with them
 * @user_data: for @callback
 */
void
archive_store_list_drafts_async (ArchiveStore *self,
                                 const char *account_id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_list_drafts_async);
  g_task_set_task_data (task, draft_call_new (account_id, NULL, NULL),
                        (GDestroyNotify) draft_call_free);
  archive_store_push (self, task, list_drafts, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * archive_store_list_drafts_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a [error@Archive.Error], %G_IO_ERROR_CANCELLED or
 *   %G_IO_ERROR_CLOSED
 *
 * Returns: (transfer full) (nullable) (element-type ArchiveDraft): the drafts, newest first
 */
GPtrArray *
archive_store_list_drafts_finish (ArchiveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
