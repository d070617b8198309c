#include "archive-last-send.h"

#include "archive-sql.h"
#include "archive-store-private.h"

typedef struct {
  char *account_id;
  char *draft_id;
  char *name; /* (nullable) */
} LastSendCall;

static void
last_send_call_free (LastSendCall *call)
{
  g_free (call->account_id);
  g_free (call->draft_id);
  g_free (call->name);
  g_free (call);
}

void
archive_last_send_free (ArchiveLastSend *self)
{
  g_clear_pointer (&self->send, archive_send_free);
  g_free (self->json);
  g_free (self);
}

/* A draft that was duplicated, or written anew for every month, has another ID and the same name;
 * names are kept as long as the recipients are. */
static const char last_send_sql[] =
  "SELECT id, draft_id, created_at, draft_json FROM sends"
  " WHERE account_id = ?1"
  " AND (draft_id = ?2 OR id IN (SELECT send_id FROM send_addresses WHERE name = ?3))"
  " AND EXISTS (SELECT 1 FROM requests WHERE requests.send_id = sends.id"
  "  AND state IN ('posting', 'accepted', 'unknown'))"
  " ORDER BY draft_id = ?2 DESC, created_at DESC, id LIMIT 1";

static ArchiveLastSend *
read_row (ArchiveStatement *row)
{
  ArchiveLastSend *last = g_new0 (ArchiveLastSend, 1);

  last->send = g_new0 (ArchiveSend, 1);
  last->send->id = g_strdup (archive_statement_get_text (row, 0));
  last->send->draft_id = g_strdup (archive_statement_get_text (row, 1));
  last->send->created_at = archive_statement_get_int (row, 2);
  last->send->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) archive_request_free);
  last->json = g_strdup (archive_statement_get_text (row, 3));
  return last;
}

static gboolean
read_requests (sqlite3 *db, ArchiveSend *send, GError **error)
{
  gpointer requests = NULL;

  if (!archive_journal_list_of_send (db, send->id, &requests, error)) {
    return FALSE;
  }
  g_ptr_array_unref (send->requests);
  send->requests = requests;
  return TRUE;
}

static gboolean
read_last_send (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const LastSendCall *call = data;
  g_autoptr (ArchiveStatement) statement = archive_statement_new (db, last_send_sql, error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, call->account_id);
  archive_statement_bind_text (statement, 2, call->draft_id);
  archive_statement_bind_text (statement, 3, call->name);

  ArchiveStep step = archive_statement_step (statement, error);
  if (step != ARCHIVE_STEP_ROW) {
    return step == ARCHIVE_STEP_DONE;
  }
  g_autoptr (ArchiveLastSend) last = read_row (statement);
  if (!read_requests (db, last->send, error)) {
    return FALSE;
  }
  *result = g_steal_pointer (&last);
  return TRUE;
}

/**
 * archive_store_read_last_send_async:
 * @self: a store
 * @account_id: whose sends
 * @draft_id: a draft; the journal knows it after it is gone
 * @name: (nullable): what an operator knows it by
 * @cancellable: (nullable): a cancellable
 * @callback: called with the send
 * @user_data: for @callback
 *
 * Reads the newest send of the draft, or else one that had its name, with at least one request that
 * may have gone out.
 */
void
archive_store_read_last_send_async (ArchiveStore *self,
                                    const char *account_id,
                                    const char *draft_id,
                                    const char *name,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && draft_id != NULL);

  LastSendCall *call = g_new0 (LastSendCall, 1);
  call->account_id = g_strdup (account_id);
  call->draft_id = g_strdup (draft_id);
  call->name = name != NULL && *name != '\0' ? g_strdup (name) : NULL;

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_read_last_send_async);
  g_task_set_task_data (task, call, (GDestroyNotify) last_send_call_free);
  archive_store_push (self, task, read_last_send, (GDestroyNotify) archive_last_send_free);
}

/**
 * archive_store_read_last_send_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a [error@Archive.Error], %G_IO_ERROR_CANCELLED or
 *   %G_IO_ERROR_CLOSED
 *
 * Returns: (transfer full) (nullable): the send with all of its requests; %NULL without an error
 *   where there is none
 */
ArchiveLastSend *
archive_store_read_last_send_finish (ArchiveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
