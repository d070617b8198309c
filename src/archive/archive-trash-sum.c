/* How much is in a part of the trash, before it is restored or discarded. */

#include "archive-trash-private.h"

/* Of rows of trash; ?1 is the account in both. */
#define SUMS                                                                               \
  "count(*), total ((SELECT count(*) FROM trash_devices AS d WHERE d.item = trash.id)),"   \
  " total (obstacle = '' AND is_certain AND restored_at IS NULL), total (NOT is_certain)," \
  " total (kind = 'registration' AND user_id IN (SELECT u.resource_id FROM trash AS u"     \
  "   WHERE u.account_id = ?1 AND u.kind = 'user' AND u.is_certain))"

#define OF_JOB                                                 \
  "SELECT " SUMS " FROM trash WHERE account_id = ?1 AND id IN" \
  " (SELECT CAST (resource_id AS INTEGER) FROM job_rows WHERE job = ?2)"

static gboolean
read_sums (ArchiveStatement *row, gpointer *result, GError **error)
{
  if (archive_statement_step (row, error) != ARCHIVE_STEP_ROW) {
    return FALSE;
  }
  ArchiveTrashSummary *summary = g_new0 (ArchiveTrashSummary, 1);
  summary->n_items = archive_statement_get_int (row, 0);
  summary->n_devices = archive_statement_get_int (row, 1);
  summary->n_restorable = archive_statement_get_int (row, 2);
  summary->n_uncertain = archive_statement_get_int (row, 3);
  summary->n_without_user = archive_statement_get_int (row, 4);
  *result = summary;
  return TRUE;
}

static gboolean
sum_up_trash (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  g_autoptr (ArchiveStatement) row = archive_trash_prepare (db, data, SUMS, 1, error);

  return row != NULL && read_sums (row, result, error);
}

/* The job is where calls of lists say after which item they begin. */
static gboolean
sum_up_restore (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const ArchiveTrashCall *call = data;
  g_autoptr (ArchiveStatement) row = archive_statement_new (db, OF_JOB, error);

  if (row == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (row, 1, call->account_id);
  archive_statement_bind_int (row, 2, call->after);
  return read_sums (row, result, error);
}

/**
 * archive_store_sum_up_trash_async:
 * @self: a store
 * @account_id: whose trash
 * @query: (nullable): which part of it; %NULL is all
 * @cancellable: (nullable): a cancellable
 * @callback: called with what is in it
 * @user_data: for @callback
 */
void
archive_store_sum_up_trash_async (ArchiveStore *self,
                                  const char *account_id,
                                  const ArchiveTrashQuery *query,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_sum_up_trash_async);
  archive_trash_push (self, task, archive_trash_call_new (account_id, query), sum_up_trash, g_free);
}

/**
 * archive_store_sum_up_restore_async:
 * @self: a store
 * @account_id: whose trash
 * @job: the ID of a job that restores
 * @cancellable: (nullable): a cancellable
 * @callback: called with what it restores
 * @user_data: for @callback
 */
void
archive_store_sum_up_restore_async (ArchiveStore *self,
                                    const char *account_id,
                                    gint64 job,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_sum_up_restore_async);
  ArchiveTrashCall *call = archive_trash_call_new (account_id, NULL);
  call->after = job;
  archive_trash_push (self, task, call, sum_up_restore, g_free);
}

/**
 * archive_store_sum_up_trash_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a [error@Archive.Error], %G_IO_ERROR_CANCELLED or
 *   %G_IO_ERROR_CLOSED
 *
 * Returns: (transfer full) (nullable): what there is
 */
ArchiveTrashSummary *
archive_store_sum_up_trash_finish (ArchiveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
