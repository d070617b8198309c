/* What is kept of an account, summed up, and forgotten: what is in the archive's own file at once,
 * the index some users at a time, so that others need not wait for it. A crawl that still writes is
 * refused from the beginning. */

#include "archive-account.h"

#include "archive-index-private.h"

/* Users of the index forgotten at once: with their devices and trigrams a fraction of a second. */
#define FORGET 500

typedef struct {
  char *account_id;
} AccountCall;

static void
account_call_free (AccountCall *call)
{
  g_free (call->account_id);
  g_free (call);
}

static AccountCall *
account_call_new (const char *account_id)
{
  AccountCall *call = g_new0 (AccountCall, 1);

  call->account_id = g_strdup (account_id);
  return call;
}

/* In the order of ArchiveAccountSummary. */
static const char summary_sql[] =
  "SELECT (SELECT count(*) FROM drafts WHERE account_id = ?1"
  "   AND discarded_at IS NULL),"
  " (SELECT count(*) FROM sends WHERE account_id = ?1),"
  " (SELECT count(*) FROM sends WHERE account_id = ?1 AND EXISTS (SELECT 1 FROM requests"
  "   WHERE send_id = sends.id AND state IN ('posting', 'unknown'))),"
  " (SELECT count(*) FROM trash WHERE account_id = ?1 AND obstacle = '' AND is_certain"
  "   AND restored_at IS NULL),"
  " (SELECT count(*) FROM jobs WHERE account_id = ?1 AND state IN ('running', 'paused')"
  "   AND id NOT IN (SELECT job FROM planned_jobs))";

static gboolean
sum_up (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const AccountCall *call = data;
  g_autoptr (ArchiveStatement) row = archive_statement_new (db, summary_sql, error);

  if (row == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (row, 1, call->account_id);
  if (archive_statement_step (row, error) != ARCHIVE_STEP_ROW) {
    return FALSE;
  }
  ArchiveAccountSummary *summary = g_new (ArchiveAccountSummary, 1);
  *summary = (ArchiveAccountSummary){
    .n_drafts = (guint) archive_statement_get_int (row, 0),
    .n_sends = (guint) archive_statement_get_int (row, 1),
    .n_unsettled = (guint) archive_statement_get_int (row, 2),
    .n_restorable = (guint) archive_statement_get_int (row, 3),
    .n_open_jobs = (guint) archive_statement_get_int (row, 4),
  };
  *result = summary;
  return TRUE;
}

/* Rows of other tables refer to these and go along. */
static const char *const forget_sql[] = {
  "DELETE FROM requests WHERE send_id IN (SELECT id FROM sends WHERE account_id = ?1)",
  "DELETE FROM sends WHERE account_id = ?1",
  "DELETE FROM drafts WHERE account_id = ?1",
  "DELETE FROM trash WHERE account_id = ?1",
  "DELETE FROM jobs WHERE account_id = ?1",
  "DELETE FROM choices WHERE account_id = ?1",
};

static gboolean
delete_account (sqlite3 *db, gpointer data, GError **error)
{
  const AccountCall *call = data;

  for (guint i = 0; i < G_N_ELEMENTS (forget_sql); i++) {
    g_autoptr (ArchiveStatement) statement = archive_statement_new (db, forget_sql[i], error);
    if (statement == NULL) {
      return FALSE;
    }
    archive_statement_bind_text (statement, 1, call->account_id);
    if (!archive_statement_run (statement, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
forget (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  return archive_sql_transact (db, delete_account, data, error);
}

/* The index. */

typedef struct {
  const ArchiveIndexCall *call;
  gint64 n_forgotten;
} Forgetting;

static gboolean
run_of_account (sqlite3 *db, const char *sql, gint64 number, GError **error)
{
  g_autoptr (ArchiveStatement) statement = archive_statement_new (db, sql, error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 1, number);
  return archive_statement_run (statement, error);
}

/* The first statement ends a crawl; those behind the users are for when there are none left. */
static gboolean
delete_users (sqlite3 *db, gpointer data, GError **error)
{
  static const char *const last_sql[] = {
    "DELETE FROM found.failures WHERE account = ?1",
    "DELETE FROM found.touches WHERE account = ?1",
    "DELETE FROM found.accounts WHERE number = ?1",
  };
  Forgetting *forgetting = data;
  ArchiveIndexAccount account;

  if (!archive_index_find_account (db, forgetting->call->account_id, &account, error) ||
      !run_of_account (db,
                       "UPDATE found.accounts SET phase = 'none', token = NULL,"
                       " generation = generation + 1 WHERE number = ?1",
                       account.number, error) ||
      !run_of_account (db,
                       "DELETE FROM found.users WHERE key IN (SELECT key FROM found.users"
                       " WHERE account = ?1 LIMIT " G_STRINGIFY (FORGET) ")",
                       account.number, error)) {
    return FALSE;
  }
  forgetting->n_forgotten = sqlite3_changes (db);
  for (guint i = 0; forgetting->n_forgotten == 0 && i < G_N_ELEMENTS (last_sql); i++) {
    if (!run_of_account (db, last_sql[i], account.number, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
forget_users (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  Forgetting forgetting = { .call = data };

  if (!archive_sql_transact (db, delete_users, &forgetting, error)) {
    return FALSE;
  }
  *result = g_memdup2 (&forgetting.n_forgotten, sizeof forgetting.n_forgotten);
  return TRUE;
}

static void
index_call_free (ArchiveIndexCall *call)
{
  g_free (call->account_id);
  g_free (call);
}

static void on_users_forgotten (GObject *source, GAsyncResult *result, gpointer user_data);

/* @task: (transfer full): has an AccountCall */
static void
forget_more_users (GTask *task)
{
  const AccountCall *call = g_task_get_task_data (task);
  ArchiveStore *self = g_task_get_source_object (task);
  GTask *step = g_task_new (self, g_task_get_cancellable (task), on_users_forgotten, task);

  g_task_set_source_tag (step, forget_more_users);
  archive_index_push (self, step, g_new0 (ArchiveIndexCall, 1), call->account_id, forget_users,
                      (GDestroyNotify) index_call_free, g_free);
}

static void
on_users_forgotten (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gint64 n_forgotten = archive_store_count_finish (ARCHIVE_STORE (source), result, &error);

  if (error != NULL) {
    g_task_return_error (task, error);
  } else if (n_forgotten > 0) {
    forget_more_users (g_steal_pointer (&task));
  } else {
    g_task_return_boolean (task, TRUE);
  }
}

static void
on_forgotten (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!archive_store_write_finish (ARCHIVE_STORE (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  forget_more_users (g_steal_pointer (&task));
}

/**
 * archive_store_sum_up_account_async:
 * @self: a store
 * @account_id: an account
 * @cancellable: (nullable): a cancellable
 * @callback: called with what there is
 * @user_data: for @callback
 */
void
archive_store_sum_up_account_async (ArchiveStore *self,
                                    const char *account_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_sum_up_account_async);
  g_task_set_task_data (task, account_call_new (account_id), (GDestroyNotify) account_call_free);
  archive_store_push (self, task, sum_up, g_free);
}

/**
 * archive_store_sum_up_account_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a [error@Archive.Error], %G_IO_ERROR_CANCELLED or
 *   %G_IO_ERROR_CLOSED
 *
 * Returns: (transfer full) (nullable): how much there is
 */
ArchiveAccountSummary *
archive_store_sum_up_account_finish (ArchiveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * archive_store_forget_account_async:
 * @self: a store
 * @account_id: an account that nobody uses any more
 * @cancellable: (nullable): stops it where it is
 * @callback: called when nothing is left
 * @user_data: for @callback
 *
 * Forgets drafts, the journal, the trash, jobs, choices and the index of the account. Other calls
 * take their turn in between. Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_forget_account_async (ArchiveStore *self,
                                    const char *account_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_forget_account_async);
  g_task_set_task_data (task, account_call_new (account_id), (GDestroyNotify) account_call_free);

  GTask *first = g_task_new (self, cancellable, on_forgotten, task);
  g_task_set_source_tag (first, archive_store_forget_account_async);
  g_task_set_task_data (first, account_call_new (account_id), (GDestroyNotify) account_call_free);
  archive_store_push (self, first, forget, NULL);
}
