/* What an earlier run of the program left open: sends that it began and did not bring to an end,
 * and how an operator deals with them. Nothing here ever touches a send of this program, which may
 * be running. */

#include "archive-sql.h"
#include "archive-store-private.h"

/* Sends with a request that may have been acted on, or that was not and whose recipients are in no
 * draft either; but not those that this connection has begun. */
#define INTERRUPTED                                                                 \
  "(id IN (SELECT send_id FROM requests WHERE state IN ('posting', 'unknown'))"     \
  " OR id IN (SELECT send_id FROM requests WHERE state IN ('planned', 'rejected'))" \
  "    AND (account_id, ifnull (draft_id, '')) NOT IN"                              \
  "      (SELECT account_id, id FROM drafts WHERE discarded_at IS NULL))"           \
  " AND id NOT IN (SELECT id FROM current_sends)"

/* Of one send, as long as no run of this program has it. */
#define SETTLE(state, detail, before)                                             \
  "UPDATE requests SET state = '" state "', detail = " detail ", changed_at = ?2" \
  " WHERE send_id = ?1 AND state IN (" before ")"                                 \
  " AND send_id NOT IN (SELECT id FROM current_sends)"

static const char declare_unsent_sql[] =
  SETTLE ("planned", "'declared not sent'", "'posting', 'unknown'");
static const char abandon_sql[] = SETTLE ("abandoned", "detail", "'planned', 'rejected'");

void
archive_send_free (ArchiveSend *send)
{
  g_free (send->id);
  g_free (send->draft_id);
  g_ptr_array_unref (send->requests);
  g_free (send);
}

static ArchiveSend *
read_send (ArchiveStatement *row)
{
  ArchiveSend *send = g_new0 (ArchiveSend, 1);

  send->id = g_strdup (archive_statement_get_text (row, 0));
  send->draft_id = g_strdup (archive_statement_get_text (row, 1));
  send->created_at = archive_statement_get_int (row, 2);
  return send;
}

static gboolean
list_sends (sqlite3 *db, const char *account_id, GPtrArray *sends, GError **error)
{
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db,
                           "SELECT id, draft_id, created_at FROM sends"
                           " WHERE account_id = ?1 AND " INTERRUPTED " ORDER BY created_at, id",
                           error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, account_id);

  ArchiveStep step;
  while ((step = archive_statement_step (statement, error)) == ARCHIVE_STEP_ROW) {
    ArchiveSend *send = read_send (statement);
    send->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) archive_request_free);
    g_ptr_array_add (sends, send);
  }
  return step != ARCHIVE_STEP_FAILED;
}

static gboolean
list_interrupted (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  g_autoptr (GPtrArray) sends = g_ptr_array_new_with_free_func ((GDestroyNotify) archive_send_free);

  if (!list_sends (db, data, sends, error)) {
    return FALSE;
  }
  for (guint i = 0; i < sends->len; i++) {
    ArchiveSend *send = sends->pdata[i];
    gpointer requests = NULL;
    if (!archive_journal_list_of_send (db, send->id, &requests, error)) {
      return FALSE;
    }
    g_ptr_array_unref (send->requests);
    send->requests = requests;
  }
  *result = g_steal_pointer (&sends);
  return TRUE;
}

static gboolean
read_content (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db, "SELECT draft_json FROM sends WHERE id = ?1", error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, data);
  ArchiveStep step = archive_statement_step (statement, error);
  if (step == ARCHIVE_STEP_DONE) {
    g_set_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED, "there is no send %s", (char *) data);
  }
  if (step != ARCHIVE_STEP_ROW) {
    return FALSE;
  }
  *result = g_strdup (archive_statement_get_text (statement, 0));
  return TRUE;
}

static gboolean
settle (sqlite3 *db, const char *sql, const char *send_id, GError **error)
{
  g_autoptr (ArchiveStatement) statement = archive_statement_new (db, sql, error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, send_id);
  archive_statement_bind_int (statement, 2, g_get_real_time ());
  return archive_statement_run (statement, error);
}

static gboolean
release (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db, "DELETE FROM current_sends WHERE id = ?1", error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, data);
  return archive_statement_run (statement, error);
}

static gboolean
declare_unsent (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  return settle (db, declare_unsent_sql, data, error);
}

static gboolean
abandon (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  return settle (db, abandon_sql, data, error);
}

/* @source: also the source tag */
static GTask *
task_new (ArchiveStore *self,
          gpointer source,
          const char *id,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source);
  g_task_set_task_data (task, g_strdup (id), g_free);
  return task;
}

/**
 * archive_store_list_interrupted_async:
 * @self: a store
 * @account_id: whose sends
 * @cancellable: (nullable): a cancellable
 * @callback: called with them
 * @user_data: for @callback
 *
 * Lists the sends that were begun, not through @self, and have a request that is PLANNED, POSTING
 * or UNKNOWN.
 */
void
archive_store_list_interrupted_async (ArchiveStore *self,
                                      const char *account_id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  GTask *task = task_new (self, archive_store_list_interrupted_async, account_id, cancellable,
                          callback, user_data);
  archive_store_push (self, task, list_interrupted, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * archive_store_list_interrupted_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a [error@Archive.Error], %G_IO_ERROR_CANCELLED or
 *   %G_IO_ERROR_CLOSED
 *
 * Returns: (transfer full) (nullable) (element-type ArchiveSend): the sends, oldest first, each
 * with all of its requests
 */
GPtrArray *
archive_store_list_interrupted_finish (ArchiveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * archive_store_read_send_async:
 * @self: a store
 * @send_id: a send that was begun
 * @cancellable: (nullable): a cancellable
 * @callback: called with its content
 * @user_data: for @callback
 *
 * Reads what was given to [method@Archive.Store.begin_send_async].
 */
void
archive_store_read_send_async (ArchiveStore *self,
                               const char *send_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (send_id != NULL);

  GTask *task =
    task_new (self, archive_store_read_send_async, send_id, cancellable, callback, user_data);
  archive_store_push (self, task, read_content, g_free);
}

/**
 * archive_store_read_send_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a [error@Archive.Error], also where there is no such send,
 *   %G_IO_ERROR_CANCELLED or %G_IO_ERROR_CLOSED
 *
 * Returns: (transfer full) (nullable): the draft as JSON
 */
char *
archive_store_read_send_finish (ArchiveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * archive_store_release_send_async:
 * @self: a store
 * @send_id: a send that was begun through @self
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called when it is done
 * @user_data: for @callback
 *
 * Says that the send runs no more and nobody looks after it: what it left open is listed with the
 * interrupted ones. Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_release_send_async (ArchiveStore *self,
                                  const char *send_id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (send_id != NULL);

  GTask *task =
    task_new (self, archive_store_release_send_async, send_id, cancellable, callback, user_data);
  archive_store_push (self, task, release, NULL);
}

/**
 * archive_store_declare_unsent_async:
 * @self: a store
 * @send_id: an interrupted send; one that was begun through @self is left as it is
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * An operator knows, or decides, that the requests of unknown outcome did not go out: those that
 * are POSTING or UNKNOWN become PLANNED. Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_declare_unsent_async (ArchiveStore *self,
                                    const char *send_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (send_id != NULL);

  GTask *task =
    task_new (self, archive_store_declare_unsent_async, send_id, cancellable, callback, user_data);
  archive_store_push (self, task, declare_unsent, NULL);
}

/**
 * archive_store_abandon_send_async:
 * @self: a store
 * @send_id: an interrupted send; one that was begun through @self is left as it is
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * What was not sent is not going to be: the requests that are PLANNED or REJECTED become ABANDONED;
 * those of unknown outcome stay open. Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_abandon_send_async (ArchiveStore *self,
                                  const char *send_id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (send_id != NULL);

  GTask *task =
    task_new (self, archive_store_abandon_send_async, send_id, cancellable, callback, user_data);
  archive_store_push (self, task, abandon, NULL);
}
