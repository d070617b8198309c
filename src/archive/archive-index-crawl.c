/* What a crawl writes into the index, and what it must remember to go on after a crash: which
 * generation it is, how far it has come, whom it has seen and at whom it failed. All of it is in
 * the file of the index, so that a crash loses the last findings and the place together or neither.
 */

#include "archive-index-private.h"

/* Users taken out at once: with their devices and trigrams a fraction of a second. */
#define SWEEP 500

/* In the order of ArchiveCrawlPhase. */
static const char *const phases[] = { "none", "listing", "retrying", "sweeping", "done" };

static void
crawl_call_free (ArchiveCrawlCall *call)
{
  g_free (call->base.account_id);
  g_clear_pointer (&call->findings, g_ptr_array_unref);
  g_strfreev (call->user_ids);
  g_free (call->text);
  g_clear_pointer (&call->registration, archive_registration_free);
  g_free (call);
}

static ArchiveCrawlPhase
read_phase (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (phases); i++) {
    if (g_strcmp0 (name, phases[i]) == 0) {
      return i;
    }
  }
  return ARCHIVE_CRAWL_NONE;
}

/* ?1 is the account's number. */
static ArchiveStatement *
prepare (sqlite3 *db, const char *sql, const ArchiveIndexAccount *account, GError **error)
{
  ArchiveStatement *statement = archive_statement_new (db, sql, error);

  if (statement != NULL) {
    archive_statement_bind_int (statement, 1, account->number);
  }
  return statement;
}

static gboolean
read_state (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const ArchiveCrawlCall *call = data;
  ArchiveIndexAccount account;
  g_autoptr (ArchiveStatement) row = NULL;

  if (!archive_index_find_account (db, call->base.account_id, &account, error)) {
    return FALSE;
  }
  row = prepare (db,
                 "SELECT phase, generation, token, began_at, finished_at, complete_since, n_users,"
                 " n_registrations, n_devices,"
                 " (SELECT count(*) FROM found.users WHERE users.account = number"
                 "   AND users.generation = accounts.generation),"
                 " (SELECT count(*) FROM found.failures WHERE failures.account = number)"
                 " FROM found.accounts WHERE number = ?1",
                 &account, error);
  ArchiveStep step = row != NULL ? archive_statement_step (row, error) : ARCHIVE_STEP_FAILED;
  if (step == ARCHIVE_STEP_FAILED) {
    return FALSE;
  }

  ArchiveIndexState *state = g_new0 (ArchiveIndexState, 1);
  *state = (ArchiveIndexState){ .began_at = -1, .finished_at = -1, .complete_since = -1 };
  if (step == ARCHIVE_STEP_ROW) {
    state->phase = read_phase (archive_statement_get_text (row, 0));
    state->generation = archive_statement_get_int (row, 1);
    state->page_token = g_strdup (archive_statement_get_text (row, 2));
    state->began_at = archive_statement_get_time (row, 3);
    state->finished_at = archive_statement_get_time (row, 4);
    state->complete_since = archive_statement_get_time (row, 5);
    state->n_users = (guint64) archive_statement_get_int (row, 6);
    state->n_registrations = (guint64) archive_statement_get_int (row, 7);
    state->n_devices = (guint64) archive_statement_get_int (row, 8);
    state->n_seen = (guint64) archive_statement_get_int (row, 9);
    state->n_failures = (guint64) archive_statement_get_int (row, 10);
  }
  *result = state;
  return TRUE;
}

/* One statement for each thing that a new crawl forgets; none of them if one is under way. */
static const char *const begin_sql[] = {
  "DELETE FROM found.failures WHERE account = ?1"
  " AND (SELECT phase FROM found.accounts WHERE number = ?1) IN ('none', 'done')",
  "DELETE FROM found.touches WHERE account = ?1"
  " AND (SELECT phase FROM found.accounts WHERE number = ?1) IN ('none', 'done')",
  "UPDATE found.accounts SET phase = 'listing', generation = generation + 1, token = NULL,"
  " began_at = ?2 WHERE number = ?1 AND phase IN ('none', 'done')",
};

static gboolean
write_begin (sqlite3 *db, gpointer data, GError **error)
{
  const ArchiveCrawlCall *call = data;
  ArchiveIndexAccount account;

  if (!archive_index_make_account (db, call->base.account_id, &account, error)) {
    return FALSE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (begin_sql); i++) {
    g_autoptr (ArchiveStatement) statement = prepare (db, begin_sql[i], &account, error);
    if (statement == NULL) {
      return FALSE;
    }
    if (i == G_N_ELEMENTS (begin_sql) - 1) {
      archive_statement_bind_int (statement, 2, g_get_real_time ());
    }
    if (!archive_statement_run (statement, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
begin_crawl (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  return archive_sql_transact (db, write_begin, data, error) &&
         read_state (db, data, result, error);
}

/* What an earlier crawl has to say, or one whose index was damaged and replaced, is of no use. */
static gboolean
check_generation (sqlite3 *db,
                  const ArchiveCrawlCall *call,
                  ArchiveIndexAccount *account,
                  GError **error)
{
  gint64 generation = 0;

  if (!archive_index_find_account (db, call->base.account_id, account, error)) {
    return FALSE;
  }
  g_autoptr (ArchiveStatement) statement = prepare (
    db, "SELECT generation FROM found.accounts WHERE number = ?1 AND phase NOT IN ('none', 'done')",
    account, error);
  if (statement == NULL || !archive_statement_query_int (statement, &generation, error)) {
    return FALSE;
  }
  if (generation != call->generation) {
    g_set_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED,
                 "the crawl %" G_GINT64_FORMAT " is over", call->generation);
    return FALSE;
  }
  return TRUE;
}

static gboolean
write_findings (sqlite3 *db, gpointer data, GError **error)
{
  const ArchiveCrawlCall *call = data;
  ArchiveIndexAccount account;

  if (!check_generation (db, call, &account, error)) {
    return FALSE;
  }
  g_autoptr (ArchiveIndexWriter) writer =
    archive_index_writer_new (db, call->base.account_id, error);
  for (guint i = 0; writer != NULL && i < call->findings->len; i++) {
    if (!archive_index_write_finding (writer, call->generation, call->findings->pdata[i], error)) {
      return FALSE;
    }
  }
  return writer != NULL;
}

static gboolean
record_findings (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  return archive_sql_transact (db, write_findings, data, error);
}

static gboolean
list_unseen (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const ArchiveCrawlCall *call = data;
  ArchiveIndexAccount account;
  g_autoptr (GPtrArray) unseen = g_ptr_array_new_with_free_func (g_free);

  if (!archive_index_find_account (db, call->base.account_id, &account, error)) {
    return FALSE;
  }
  g_autoptr (ArchiveStatement) statement =
    prepare (db,
             "SELECT (SELECT count(*) FROM found.users"
             "   WHERE account = ?1 AND id = ?2 AND generation >= ?3)"
             " + (SELECT count(*) FROM found.failures WHERE account = ?1 AND user_id = ?2)",
             &account, error);
  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 3, call->generation);
  for (guint i = 0; call->user_ids[i] != NULL; i++) {
    gint64 seen = 0;
    archive_statement_bind_text (statement, 2, call->user_ids[i]);
    if (!archive_statement_query_int (statement, &seen, error)) {
      return FALSE;
    }
    if (seen == 0) {
      g_ptr_array_add (unseen, g_strdup (call->user_ids[i]));
    }
  }
  *result = g_steal_pointer (&unseen);
  return TRUE;
}

static gboolean
list_failures (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const ArchiveCrawlCall *call = data;
  ArchiveIndexAccount account;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  ArchiveStep step;

  if (!archive_index_find_account (db, call->base.account_id, &account, error)) {
    return FALSE;
  }
  g_autoptr (ArchiveStatement) statement =
    prepare (db,
             "SELECT user_id FROM found.failures WHERE account = ?1 AND user_id > ?2"
             " ORDER BY user_id LIMIT ?3",
             &account, error);
  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 2, call->text != NULL ? call->text : "");
  archive_statement_bind_int (statement, 3, call->n_rows);
  while ((step = archive_statement_step (statement, error)) == ARCHIVE_STEP_ROW) {
    g_ptr_array_add (ids, g_strdup (archive_statement_get_text (statement, 0)));
  }
  if (step == ARCHIVE_STEP_FAILED) {
    return FALSE;
  }
  *result = g_steal_pointer (&ids);
  return TRUE;
}

static gboolean
write_place (sqlite3 *db, gpointer data, GError **error)
{
  const ArchiveCrawlCall *call = data;
  ArchiveIndexAccount account;

  if (!check_generation (db, call, &account, error)) {
    return FALSE;
  }
  g_autoptr (ArchiveStatement) statement = prepare (
    db, "UPDATE found.accounts SET phase = ?2, token = ?3 WHERE number = ?1", &account, error);
  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 2, phases[call->phase]);
  archive_statement_bind_text (statement, 3, call->text);
  return archive_statement_run (statement, error);
}

static gboolean
advance_crawl (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  return archive_sql_transact (db, write_place, data, error);
}

static gboolean
conclude_crawl (sqlite3 *db, const ArchiveIndexAccount *account, GError **error)
{
  g_autoptr (ArchiveStatement) statement =
    prepare (db,
             "UPDATE found.accounts SET phase = 'done', token = NULL, finished_at = ?2,"
             " complete_since = began_at WHERE number = ?1",
             account, error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 2, g_get_real_time ());
  return archive_statement_run (statement, error);
}

typedef struct {
  const ArchiveCrawlCall *call;
  gint64 n_removed;
} Sweep;

/* Who could not be read is not known to be gone. */
static gboolean
write_sweep (sqlite3 *db, gpointer data, GError **error)
{
  Sweep *sweep = data;
  ArchiveIndexAccount account;

  if (!check_generation (db, sweep->call, &account, error)) {
    return FALSE;
  }
  g_autoptr (ArchiveStatement) statement =
    prepare (db,
             "DELETE FROM found.users WHERE key IN (SELECT key FROM found.users INDEXED BY"
             " users_by_generation WHERE account = ?1 AND generation < ?2 AND NOT EXISTS"
             " (SELECT 1 FROM found.failures AS f WHERE f.account = ?1 AND f.user_id = users.id)"
             " LIMIT ?3)",
             &account, error);
  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 2, sweep->call->generation);
  archive_statement_bind_int (statement, 3, SWEEP);
  if (!archive_statement_run (statement, error)) {
    return FALSE;
  }
  sweep->n_removed = sqlite3_changes (db);
  return sweep->n_removed > 0 || conclude_crawl (db, &account, error);
}

static gboolean
sweep_crawl (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  Sweep sweep = { .call = data };

  if (!archive_sql_transact (db, write_sweep, &sweep, error)) {
    return FALSE;
  }
  *result = g_memdup2 (&sweep.n_removed, sizeof sweep.n_removed);
  return TRUE;
}

/* All of these have an account, and some a part of the rest. @call is taken. */
void
archive_crawl_push (ArchiveStore *self,
                    gpointer source_tag,
                    const char *account_id,
                    ArchiveCrawlCall *call,
                    ArchiveWork work,
                    GDestroyNotify free_result,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  archive_index_push (self, task, &call->base, account_id, work, (GDestroyNotify) crawl_call_free,
                      free_result);
}

/**
 * archive_store_read_index_async:
 * @self: a store
 * @account_id: whose index
 * @cancellable: (nullable): a cancellable
 * @callback: called with what there is and how old it is
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.index_state_finish].
 */
void
archive_store_read_index_async (ArchiveStore *self,
                                const char *account_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  archive_crawl_push (self, archive_store_read_index_async, account_id,
                      g_new0 (ArchiveCrawlCall, 1), read_state,
                      (GDestroyNotify) archive_index_state_free, cancellable, callback, user_data);
}

/**
 * archive_store_begin_crawl_async:
 * @self: a store
 * @account_id: whose users are going to be walked over
 * @cancellable: (nullable): a cancellable
 * @callback: called with where to begin
 * @user_data: for @callback
 *
 * A crawl that did not come to its end goes on where it was; otherwise a new generation begins.
 * What earlier ones found stays until this one is through.
 *
 * Finish with [method@Archive.Store.index_state_finish].
 */
void
archive_store_begin_crawl_async (ArchiveStore *self,
                                 const char *account_id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  archive_crawl_push (self, archive_store_begin_crawl_async, account_id,
                      g_new0 (ArchiveCrawlCall, 1), begin_crawl,
                      (GDestroyNotify) archive_index_state_free, cancellable, callback, user_data);
}

/**
 * archive_store_index_state_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a [error@Archive.Error], %G_IO_ERROR_CANCELLED or
 *   %G_IO_ERROR_CLOSED
 *
 * Returns: (transfer full) (nullable): what there is, and how far the crawl is
 */
ArchiveIndexState *
archive_store_index_state_finish (ArchiveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * archive_store_record_findings_async:
 * @self: a store
 * @account_id: whose users
 * @generation: of the crawl
 * @findings: (element-type ArchiveFinding): what became of them; not changed afterwards
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is written
 * @user_data: for @callback
 *
 * Replaces all that the index has of these users. Fails with [error@Archive.Error.FAILED] where
 * that crawl is over. Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_record_findings_async (ArchiveStore *self,
                                     const char *account_id,
                                     gint64 generation,
                                     GPtrArray *findings,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && findings != NULL);

  ArchiveCrawlCall *call = g_new0 (ArchiveCrawlCall, 1);
  call->generation = generation;
  call->findings = g_ptr_array_ref (findings);
  archive_crawl_push (self, archive_store_record_findings_async, account_id, call, record_findings,
                      NULL, cancellable, callback, user_data);
}

/**
 * archive_store_list_unseen_async:
 * @self: a store
 * @account_id: whose users
 * @generation: of the crawl
 * @user_ids: (array zero-terminated=1): users
 * @cancellable: (nullable): a cancellable
 * @callback: called with those of them that the crawl has to look at
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.list_ids_finish].
 */
void
archive_store_list_unseen_async (ArchiveStore *self,
                                 const char *account_id,
                                 gint64 generation,
                                 const char *const *user_ids,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && user_ids != NULL);

  ArchiveCrawlCall *call = g_new0 (ArchiveCrawlCall, 1);
  call->generation = generation;
  call->user_ids = g_strdupv ((char **) user_ids);
  archive_crawl_push (self, archive_store_list_unseen_async, account_id, call, list_unseen,
                      (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

/**
 * archive_store_list_failures_async:
 * @self: a store
 * @account_id: whose users
 * @after: (nullable): the last of the page before; %NULL is the first page
 * @n_rows: how many at most
 * @cancellable: (nullable): a cancellable
 * @callback: called with the users that the crawl could not read
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.list_ids_finish].
 */
void
archive_store_list_failures_async (ArchiveStore *self,
                                   const char *account_id,
                                   const char *after,
                                   guint n_rows,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);
  g_return_if_fail (n_rows > 0 && n_rows <= ARCHIVE_MAX_ROWS);

  ArchiveCrawlCall *call = g_new0 (ArchiveCrawlCall, 1);
  call->text = g_strdup (after);
  call->n_rows = n_rows;
  archive_crawl_push (self, archive_store_list_failures_async, account_id, call, list_failures,
                      (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

/**
 * archive_store_list_ids_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a [error@Archive.Error], %G_IO_ERROR_CANCELLED or
 *   %G_IO_ERROR_CLOSED
 *
 * Returns: (transfer full) (nullable) (element-type utf8): the users
 */
GPtrArray *
archive_store_list_ids_finish (ArchiveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * archive_store_advance_crawl_async:
 * @self: a store
 * @account_id: whose users
 * @generation: of the crawl
 * @phase: where it is now; DONE is what sweeping ends in
 * @page_token: (nullable): where LISTING goes on
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is written
 * @user_data: for @callback
 *
 * All calls before this one take effect before it, so that what lies behind the place is in the
 * index. Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_advance_crawl_async (ArchiveStore *self,
                                   const char *account_id,
                                   gint64 generation,
                                   ArchiveCrawlPhase phase,
                                   const char *page_token,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);
  g_return_if_fail (phase > ARCHIVE_CRAWL_NONE && phase < ARCHIVE_CRAWL_DONE);

  ArchiveCrawlCall *call = g_new0 (ArchiveCrawlCall, 1);
  call->generation = generation;
  call->phase = phase;
  call->text = g_strdup (page_token);
  archive_crawl_push (self, archive_store_advance_crawl_async, account_id, call, advance_crawl,
                      NULL, cancellable, callback, user_data);
}

/**
 * archive_store_sweep_crawl_async:
 * @self: a store
 * @account_id: whose users
 * @generation: of the crawl, which has seen all that there are
 * @cancellable: (nullable): a cancellable
 * @callback: called when some more are taken out
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.count_finish], which answers how many; to be called until it is
 * none, which also ends the crawl.
 */
void
archive_store_sweep_crawl_async (ArchiveStore *self,
                                 const char *account_id,
                                 gint64 generation,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  ArchiveCrawlCall *call = g_new0 (ArchiveCrawlCall, 1);
  call->generation = generation;
  archive_crawl_push (self, archive_store_sweep_crawl_async, account_id, call, sweep_crawl, g_free,
                      cancellable, callback, user_data);
}
