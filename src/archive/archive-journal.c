/* The journal of sends: what was asked for, and what is known of each of its requests. It is never
 * rewritten but by the steps that the table below allows, so that two programs on one file cannot
 * both post a request, and nothing that was accepted is ever forgotten. */

#include "archive-schema.h"
#include "archive-recent-private.h"
#include "archive-sql.h"
#include "archive-store-private.h"

static const char *const state_names[] = {
  [ARCHIVE_REQUEST_PLANNED] = "planned",   [ARCHIVE_REQUEST_POSTING] = "posting",
  [ARCHIVE_REQUEST_ACCEPTED] = "accepted", [ARCHIVE_REQUEST_REJECTED] = "rejected",
  [ARCHIVE_REQUEST_UNKNOWN] = "unknown",   [ARCHIVE_REQUEST_ABANDONED] = "abandoned",
};

/* What a request must be to become the state of the index; PLANNED is where it starts, and
 * ABANDONED is for whole sends. An accepted or unknown one is never posted. */
static const char *const allowed_before[] = {
  [ARCHIVE_REQUEST_PLANNED] = "''",
  [ARCHIVE_REQUEST_POSTING] = "'planned', 'rejected'",
  [ARCHIVE_REQUEST_ACCEPTED] = "'posting', 'unknown'",
  [ARCHIVE_REQUEST_REJECTED] = "'posting', 'unknown'",
  [ARCHIVE_REQUEST_UNKNOWN] = "'posting', 'unknown'",
  [ARCHIVE_REQUEST_ABANDONED] = "''",
};

#define REQUEST_COLUMNS \
  "send_id, number, state, n_recipients, operation_id, detail, requests.changed_at"

typedef struct {
  char *account_id;
  char *send_id;
  char *draft_json;
  char *name;        /* (nullable) */
  GBytes *addresses; /* (nullable) */
  guint *n_recipients;
  guint n_requests;
} SendCall;

static void
send_call_free (SendCall *call)
{
  g_free (call->account_id);
  g_free (call->send_id);
  g_free (call->draft_json);
  g_free (call->name);
  g_clear_pointer (&call->addresses, g_bytes_unref);
  g_free (call->n_recipients);
  g_free (call);
}

void
archive_request_free (ArchiveRequest *request)
{
  g_free (request->send_id);
  g_free (request->operation_id);
  g_free (request->detail);
  g_free (request);
}

static gboolean
insert_send (sqlite3 *db, const SendCall *call, GError **error)
{
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db,
                           "INSERT INTO sends (id, account_id, created_at, draft_json, draft_id)"
                           " VALUES (?1, ?2, ?3, ?4, " ARCHIVE_DRAFT_ID ("?4") ")",
                           error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, call->send_id);
  archive_statement_bind_text (statement, 2, call->account_id);
  archive_statement_bind_int (statement, 3, g_get_real_time ());
  archive_statement_bind_text (statement, 4, call->draft_json);
  return archive_statement_run (statement, error);
}

static gboolean
insert_requests (sqlite3 *db, const SendCall *call, GError **error)
{
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db,
                           "INSERT INTO requests (send_id, number, state, n_recipients, changed_at)"
                           " VALUES (?1, ?2, 'planned', ?3, ?4)",
                           error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, call->send_id);
  archive_statement_bind_int (statement, 4, g_get_real_time ());
  for (guint i = 0; i < call->n_requests; i++) {
    archive_statement_bind_int (statement, 2, i);
    archive_statement_bind_int (statement, 3, call->n_recipients[i]);
    if (!archive_statement_run (statement, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
run_with_send_id (sqlite3 *db, const char *sql, const SendCall *call, GError **error)
{
  g_autoptr (ArchiveStatement) statement = archive_statement_new (db, sql, error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, call->send_id);
  return archive_statement_run (statement, error);
}

/* Otherwise an operator would be told of recipients who have got it by now. */
static gboolean
replace_earlier (sqlite3 *db, const SendCall *call, GError **error)
{
  return run_with_send_id (db,
                           "UPDATE requests SET state = 'abandoned'"
                           " WHERE state IN ('planned', 'rejected') AND send_id IN"
                           " (SELECT earlier.id FROM sends AS earlier JOIN sends AS this"
                           "  ON earlier.account_id = this.account_id"
                           "  AND earlier.draft_id = this.draft_id AND earlier.id <> this.id"
                           "  WHERE this.id = ?1)",
                           call, error);
}

/* From here on the journal has what was typed. A draft that stayed would be found after a crash,
 * and sent again. */
static gboolean
take_draft (sqlite3 *db, const SendCall *call, GError **error)
{
  return run_with_send_id (db,
                           "DELETE FROM drafts WHERE (account_id, id) ="
                           " (SELECT account_id, draft_id FROM sends WHERE id = ?1)",
                           call, error);
}

static gboolean
insert_all (sqlite3 *db, gpointer data, GError **error)
{
  const SendCall *call = data;

  return insert_send (db, call, error) && insert_requests (db, call, error) &&
         archive_recent_insert (db, call->send_id, call->name, call->addresses, error) &&
         replace_earlier (db, call, error) && take_draft (db, call, error) &&
         run_with_send_id (db, "INSERT INTO current_sends (id) VALUES (?1)", call, error);
}

static gboolean
begin_send (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  return archive_sql_transact (db, insert_all, data, error);
}

static void
bind_request (ArchiveStatement *statement, const ArchiveRequest *request)
{
  archive_statement_bind_text (statement, 1, request->send_id);
  archive_statement_bind_int (statement, 2, request->index);
  archive_statement_bind_text (statement, 3, state_names[request->state]);
  archive_statement_bind_text (statement, 4, request->operation_id);
  archive_statement_bind_text (statement, 5, request->detail);
  archive_statement_bind_int (statement, 6, g_get_real_time ());
}

static gboolean
mark_request (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const ArchiveRequest *request = data;
  g_autofree char *sql =
    g_strdup_printf ("UPDATE requests"
                     " SET state = ?3, operation_id = ?4, detail = ?5, changed_at = ?6"
                     " WHERE send_id = ?1 AND number = ?2 AND state IN (%s)",
                     allowed_before[request->state]);
  g_autoptr (ArchiveStatement) statement = archive_statement_new (db, sql, error);

  if (statement == NULL) {
    return FALSE;
  }
  bind_request (statement, request);
  if (!archive_statement_run (statement, error)) {
    return FALSE;
  }
  if (sqlite3_changes (db) != 1) {
    g_set_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED,
                 "request %u of send %s is not there, or in no state to become %s", request->index,
                 request->send_id, state_names[request->state]);
    return FALSE;
  }
  return TRUE;
}

static ArchiveRequestState
read_state (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++) {
    if (g_strcmp0 (name, state_names[i]) == 0) {
      return i;
    }
  }
  /* The table allows no other name; in a file that has one all the same, nothing is safe to say. */
  return ARCHIVE_REQUEST_UNKNOWN;
}

static ArchiveRequest *
read_request (ArchiveStatement *row)
{
  ArchiveRequest *request = g_new0 (ArchiveRequest, 1);

  request->send_id = g_strdup (archive_statement_get_text (row, 0));
  request->index = (guint) archive_statement_get_int (row, 1);
  request->state = read_state (archive_statement_get_text (row, 2));
  request->n_recipients = (guint) archive_statement_get_int (row, 3);
  request->operation_id = g_strdup (archive_statement_get_text (row, 4));
  request->detail = g_strdup (archive_statement_get_text (row, 5));
  request->changed_at = archive_statement_get_int (row, 6);
  return request;
}

static gboolean
list_requests (sqlite3 *db, const char *sql, const char *id, gpointer *result, GError **error)
{
  g_autoptr (ArchiveStatement) statement = archive_statement_new (db, sql, error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, id);

  g_autoptr (GPtrArray) requests =
    g_ptr_array_new_with_free_func ((GDestroyNotify) archive_request_free);
  ArchiveStep step;
  while ((step = archive_statement_step (statement, error)) == ARCHIVE_STEP_ROW) {
    g_ptr_array_add (requests, read_request (statement));
  }
  if (step == ARCHIVE_STEP_FAILED) {
    return FALSE;
  }
  *result = g_steal_pointer (&requests);
  return TRUE;
}

gboolean
archive_journal_list_of_send (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  return list_requests (
    db, "SELECT " REQUEST_COLUMNS " FROM requests WHERE send_id = ?1 ORDER BY number", data, result,
    error);
}

static gboolean
list_unsettled (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  return list_requests (db,
                        "SELECT " REQUEST_COLUMNS " FROM requests JOIN sends ON sends.id = send_id"
                        " WHERE state IN ('posting', 'unknown') AND account_id = ?1"
                        " ORDER BY created_at, send_id, number",
                        data, result, error);
}

/**
 * archive_store_begin_send_async:
 * @self: a store
 * @account_id: the account that sends
 * @send_id: a fresh ID
 * @draft_json: what is sent
 * @name: (nullable): what an operator knows it by
 * @addresses: (nullable): ascending hashes (guint64) of the recipients, for
 *   [method@Archive.Store.list_recent_async]
 * @n_recipients: (array length=n_requests): of each request
 * @n_requests: how many requests
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_begin_send_async (ArchiveStore *self,
                                const char *account_id,
                                const char *send_id,
                                const char *draft_json,
                                const char *name,
                                GBytes *addresses,
                                const guint *n_recipients,
                                guint n_requests,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && send_id != NULL && draft_json != NULL);
  g_return_if_fail (n_recipients != NULL && n_requests > 0);

  SendCall *call = g_new0 (SendCall, 1);
  call->account_id = g_strdup (account_id);
  call->send_id = g_strdup (send_id);
  call->draft_json = g_strdup (draft_json);
  call->name = g_strdup (name);
  call->addresses = addresses != NULL ? g_bytes_ref (addresses) : NULL;
  call->n_recipients = g_memdup2 (n_recipients, n_requests * sizeof *n_recipients);
  call->n_requests = n_requests;

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_begin_send_async);
  g_task_set_task_data (task, call, (GDestroyNotify) send_call_free);
  archive_store_push (self, task, begin_send, NULL);
}

/**
 * archive_store_mark_request_async:
 * @self: a store
 * @send_id: a send that was begun
 * @index: a request of it, from 0
 * @state: what it becomes
 * @operation_id: (nullable): what the API answered; ACCEPTED has one
 * @detail: (nullable): why it was rejected or is unknown
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Only what is PLANNED or REJECTED can become POSTING, and only what is POSTING or UNKNOWN anything
 * else; other steps fail and change nothing. Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_mark_request_async (ArchiveStore *self,
                                  const char *send_id,
                                  guint index,
                                  ArchiveRequestState state,
                                  const char *operation_id,
                                  const char *detail,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (send_id != NULL);
  g_return_if_fail (state <= ARCHIVE_REQUEST_ABANDONED);

  ArchiveRequest *request = g_new0 (ArchiveRequest, 1);
  request->send_id = g_strdup (send_id);
  request->index = index;
  request->state = state;
  request->operation_id = g_strdup (operation_id);
  request->detail = g_strdup (detail);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_mark_request_async);
  g_task_set_task_data (task, request, (GDestroyNotify) archive_request_free);
  archive_store_push (self, task, mark_request, NULL);
}

/**
 * archive_store_list_unsettled_async:
 * @self: a store
 * @account_id: whose requests
 * @cancellable: (nullable): a cancellable
 * @callback: called with them
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.list_requests_finish].
 */
void
archive_store_list_unsettled_async (ArchiveStore *self,
                                    const char *account_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_list_unsettled_async);
  g_task_set_task_data (task, g_strdup (account_id), g_free);
  archive_store_push (self, task, list_unsettled, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * archive_store_list_requests_async:
 * @self: a store
 * @send_id: a send; one that never began has no requests
 * @cancellable: (nullable): a cancellable
 * @callback: called with them
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.list_requests_finish].
 */
void
archive_store_list_requests_async (ArchiveStore *self,
                                   const char *send_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (send_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_list_requests_async);
  g_task_set_task_data (task, g_strdup (send_id), g_free);
  archive_store_push (self, task, archive_journal_list_of_send, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * archive_store_list_requests_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a [error@Archive.Error], %G_IO_ERROR_CANCELLED or
 *   %G_IO_ERROR_CLOSED
 *
 * Returns: (transfer full) (nullable) (element-type ArchiveRequest): the requests, oldest send
 *   first, each send's in their order
 */
GPtrArray *
archive_store_list_requests_finish (ArchiveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
