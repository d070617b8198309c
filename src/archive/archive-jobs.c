/* Jobs as a whole; their rows are in archive-job-rows.c. */

#include "archive-jobs-private.h"
#include "archive-trash-private.h"

/* In the order of their enumerations. */
static const char *const kinds[] = { "delete-registrations", "delete-users", "restore",
                                     "register" };
static const char *const states[] = { "running", "paused", "stopped", "done" };

void
archive_job_free (ArchiveJob *self)
{
  g_free (self->title);
  g_free (self->header);
  g_free (self);
}

ArchiveJobCall *
archive_job_call_new (gint64 job)
{
  ArchiveJobCall *call = g_new0 (ArchiveJobCall, 1);

  call->job = job;
  return call;
}

static void
job_call_free (ArchiveJobCall *call)
{
  g_free (call->base.account_id);
  g_strfreev (call->resource_ids);
  g_clear_pointer (&call->devices, archive_device_query_free);
  g_clear_pointer (&call->users, archive_user_query_free);
  g_clear_pointer (&call->trash, archive_trash_query_free);
  g_clear_pointer (&call->item, archive_trash_item_free);
  g_free (call->reason);
  g_free (call->restored_id);
  g_free (call->new_user_id);
  g_clear_pointer (&call->batch, archive_batch_unref);
  g_free (call);
}

void
archive_job_push (ArchiveStore *self,
                  GTask *task,
                  ArchiveJobCall *call,
                  const char *account_id,
                  ArchiveWork work,
                  GDestroyNotify free_result)
{
  archive_index_push (self, task, &call->base, account_id, work, (GDestroyNotify) job_call_free,
                      free_result);
}

static guint
index_of (const char *const *names, guint n_names, const char *name)
{
  for (guint i = 0; i < n_names; i++) {
    if (g_strcmp0 (names[i], name) == 0) {
      return i;
    }
  }
  return 0;
}

static gboolean
set_missing (const ArchiveJobCall *call, GError **error)
{
  g_set_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED,
               "the account has no job %" G_GINT64_FORMAT, call->job);
  return FALSE;
}

/**
 * archive_job_check:
 * @db: a connection
 * @call: a call of a job
 * @kind: (out): what the job does
 * @error: return location for a [error@Archive.Error], which is FAILED where the account has no
 * such job
 *
 * Returns: whether it has
 */
gboolean
archive_job_check (sqlite3 *db, const ArchiveJobCall *call, ArchiveJobKind *kind, GError **error)
{
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db, "SELECT kind FROM jobs WHERE account_id = ?1 AND id = ?2", error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, call->base.account_id);
  archive_statement_bind_int (statement, 2, call->job);
  switch (archive_statement_step (statement, error)) {
  case ARCHIVE_STEP_ROW:
    *kind = index_of (kinds, G_N_ELEMENTS (kinds), archive_statement_get_text (statement, 0));
    return TRUE;
  case ARCHIVE_STEP_DONE:
    return set_missing (call, error);
  case ARCHIVE_STEP_FAILED:
  default:
    return FALSE;
  }
}

/* Making a job. */
typedef struct {
  const ArchiveJobCall *call;
  sqlite3 *db;
  gint64 job;
  guint n_rows;
  ArchiveStatement *insert; /* (owned) (nullable) */
} Making;

static gboolean
add_row (const char *id, gpointer data, GError **error)
{
  Making *making = data;

  archive_statement_bind_int (making->insert, 2, making->n_rows);
  archive_statement_bind_text (making->insert, 3, id);
  if (!archive_statement_run (making->insert, error)) {
    return FALSE;
  }
  making->n_rows += (guint) sqlite3_changes (making->db);
  return TRUE;
}

static gboolean
insert_job (sqlite3 *db, Making *making, GError **error)
{
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db,
                           "INSERT INTO jobs (account_id, kind, state, created_at, changed_at,"
                           " title, header) VALUES (?1, ?2, 'paused', ?3, ?3, ?4, ?5)",
                           error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, making->call->base.account_id);
  archive_statement_bind_text (statement, 2, kinds[making->call->kind]);
  archive_statement_bind_int (statement, 3, g_get_real_time ());
  if (making->call->batch != NULL) {
    archive_statement_bind_text (statement, 4, archive_batch_get_title (making->call->batch));
    archive_statement_bind_text (statement, 5, archive_batch_get_header (making->call->batch));
  }
  gboolean done = archive_statement_run (statement, error);
  making->job = sqlite3_last_insert_rowid (db);
  return done;
}

static gboolean
add_rows (sqlite3 *db, Making *making, GError **error)
{
  const ArchiveJobCall *call = making->call;

  if (call->devices != NULL) {
    return archive_index_each_device (db, call->base.account_id, call->devices,
                                      call->kind == ARCHIVE_JOB_DELETE_USERS, add_row, making,
                                      error);
  }
  if (call->users != NULL) {
    return archive_index_each_user (db, call->base.account_id, call->users, add_row, making, error);
  }
  if (call->trash != NULL) {
    return archive_trash_each_restorable (db, call->base.account_id, call->trash, add_row, making,
                                          error);
  }
  for (guint i = 0; call->resource_ids[i] != NULL; i++) {
    if (!add_row (call->resource_ids[i], making, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
insert_plan (sqlite3 *db, gint64 job, GError **error)
{
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db, "INSERT INTO planned_jobs (job) VALUES (?1)", error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 1, job);
  return archive_statement_run (statement, error);
}

static gboolean
write_job (sqlite3 *db, gpointer data, GError **error)
{
  Making *making = data;

  if (!insert_job (db, making, error) ||
      (making->call->is_plan && !insert_plan (db, making->job, error))) {
    return FALSE;
  }
  if (making->call->batch != NULL) {
    return archive_job_add_batch (db, making->job, making->call->batch, error);
  }
  making->insert =
    archive_statement_new (db,
                           "INSERT INTO job_rows (job, number, resource_id, changed_at)"
                           " VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                           error);
  if (making->insert == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (making->insert, 1, making->job);
  archive_statement_bind_int (making->insert, 4, g_get_real_time ());
  gboolean done = add_rows (db, making, error);
  g_clear_pointer (&making->insert, archive_statement_free);
  return done;
}

gboolean
archive_job_create (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  Making making = { .call = data, .db = db };

  if (!archive_sql_transact (db, write_job, &making, error)) {
    return FALSE;
  }
  *result = g_memdup2 (&making.job, sizeof making.job);
  return TRUE;
}

static gboolean
count_rows (sqlite3 *db, ArchiveJob *job, GError **error)
{
  g_autoptr (ArchiveStatement) row = archive_statement_new (
    db, "SELECT state, count(*) FROM job_rows WHERE job = ?1 GROUP BY state", error);
  ArchiveStep step;

  if (row == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (row, 1, job->id);
  while ((step = archive_statement_step (row, error)) == ARCHIVE_STEP_ROW) {
    job->n_rows[index_of (archive_row_states, ARCHIVE_N_ROW_STATES,
                          archive_statement_get_text (row, 0))] =
      (guint) archive_statement_get_int (row, 1);
  }
  return step == ARCHIVE_STEP_DONE;
}

/* ?1 is the account, ?2 the ID that the last page ended with, ?3 the only one that is wanted, ?4
 * whether only those are that have not come to their end. */
#define JOBS                                                                \
  "SELECT id, kind, state, created_at, changed_at, title, header FROM jobs" \
  " WHERE account_id = ?1 AND id < ?2 AND (?3 = 0 OR id = ?3)"              \
  " AND (?4 = 0 OR state IN ('running', 'paused'))"                         \
  " AND (?3 <> 0 OR id NOT IN (SELECT job FROM planned_jobs))"              \
  " ORDER BY id DESC"

static ArchiveStatement *
prepare_jobs (sqlite3 *db, const ArchiveJobCall *call, GError **error)
{
  ArchiveStatement *statement = archive_statement_new (db, JOBS, error);

  if (statement != NULL) {
    archive_statement_bind_text (statement, 1, call->base.account_id);
    archive_statement_bind_int (statement, 2, call->after != 0 ? call->after : G_MAXINT64);
    archive_statement_bind_int (statement, 3, call->job);
    archive_statement_bind_int (statement, 4, call->is_open);
  }
  return statement;
}

static ArchiveJob *
read_row (sqlite3 *db, ArchiveStatement *row, GError **error)
{
  g_autoptr (ArchiveJob) job = g_new0 (ArchiveJob, 1);

  job->id = archive_statement_get_int (row, 0);
  job->kind = index_of (kinds, G_N_ELEMENTS (kinds), archive_statement_get_text (row, 1));
  job->state = index_of (states, G_N_ELEMENTS (states), archive_statement_get_text (row, 2));
  job->created_at = archive_statement_get_int (row, 3);
  job->changed_at = archive_statement_get_int (row, 4);
  job->title = g_strdup (archive_statement_get_text (row, 5));
  job->header = g_strdup (archive_statement_get_text (row, 6));
  return count_rows (db, job, error) ? g_steal_pointer (&job) : NULL;
}

static gboolean
list_jobs (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const ArchiveJobCall *call = data;
  g_autoptr (ArchiveStatement) row = prepare_jobs (db, call, error);
  g_autoptr (ArchivePage) page = g_new0 (ArchivePage, 1);
  ArchiveStep step = ARCHIVE_STEP_FAILED;

  page->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) archive_job_free);
  while (row != NULL && (step = archive_statement_step (row, error)) == ARCHIVE_STEP_ROW &&
         page->rows->len < call->n_rows) {
    ArchiveJob *job = read_row (db, row, error);
    if (job == NULL) {
      return FALSE;
    }
    g_ptr_array_add (page->rows, job);
  }
  if (step == ARCHIVE_STEP_FAILED) {
    return FALSE;
  }
  if (step == ARCHIVE_STEP_ROW) {
    const ArchiveJob *last = page->rows->pdata[page->rows->len - 1];
    page->next = g_strdup_printf ("%" G_GINT64_FORMAT, last->id);
  }
  *result = g_steal_pointer (&page);
  return TRUE;
}

static gboolean
read_job (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  g_autoptr (ArchiveStatement) row = prepare_jobs (db, data, error);

  if (row == NULL) {
    return FALSE;
  }
  switch (archive_statement_step (row, error)) {
  case ARCHIVE_STEP_ROW:
    *result = read_row (db, row, error);
    return *result != NULL;
  case ARCHIVE_STEP_DONE:
    return set_missing (data, error);
  case ARCHIVE_STEP_FAILED:
  default:
    return FALSE;
  }
}

static gboolean
run_with_job (sqlite3 *db, const char *sql, const ArchiveJobCall *call, GError **error)
{
  g_autoptr (ArchiveStatement) statement = archive_statement_new (db, sql, error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, call->base.account_id);
  archive_statement_bind_int (statement, 2, call->job);
  archive_statement_bind_text (statement, 3, states[call->state]);
  archive_statement_bind_int (statement, 4, g_get_real_time ());
  return archive_statement_run (statement, error);
}

/* Each has the same parameters, so that none of them is out of place. */
#define SAME_PARAMETERS " AND ?1 IS NOT NULL AND ?3 IS NOT NULL AND ?4 > 0"

/* Nobody but the API knows, and it cannot be asked: its lists are by user. */
#define MAY_BE_REGISTERED                                                \
  "(result_id IS NULL AND EXISTS (SELECT 1 FROM job_devices AS device"   \
  " WHERE device.job = job_rows.job AND device.number = job_rows.number" \
  " AND device.user_id IS NULL))"

static gboolean
write_state (sqlite3 *db, gpointer data, GError **error)
{
  const ArchiveJobCall *call = data;
  ArchiveJobKind kind;

  return archive_job_check (db, call, &kind, error) &&
         run_with_job (db, "DELETE FROM planned_jobs WHERE job = ?2" SAME_PARAMETERS, call,
                       error) &&
         (call->state != ARCHIVE_JOB_RUNNING ||
          run_with_job (db,
                        "UPDATE job_rows SET reason = NULL, state ="
                        " CASE WHEN " MAY_BE_REGISTERED " THEN 'unknown' ELSE 'waiting' END"
                        " WHERE job = ?2 AND state = 'running'" SAME_PARAMETERS,
                        call, error)) &&
         (!call->again || run_with_job (db,
                                        "UPDATE job_rows SET state = 'waiting', reason = NULL"
                                        " WHERE job = ?2 AND state = 'failed'" SAME_PARAMETERS,
                                        call, error)) &&
         run_with_job (db,
                       "UPDATE jobs SET state = ?3, changed_at = ?4"
                       " WHERE account_id = ?1 AND id = ?2",
                       call, error);
}

static gboolean
set_job_state (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  return archive_sql_transact (db, write_state, data, error) && read_job (db, data, result, error);
}

static gboolean
discard_job (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  return run_with_job (db, "DELETE FROM jobs WHERE account_id = ?1 AND id = ?2" SAME_PARAMETERS,
                       data, error);
}

/**
 * archive_store_create_job_async:
 * @self: a store
 * @account_id: whose things
 * @kind: what to do to them
 * @resource_ids: (array zero-terminated=1): registrations, users or items of the trash, whose IDs
 *   are numbers; one that is named twice is one
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.count_finish], which answers the ID of the job.
 */
void
archive_store_create_job_async (ArchiveStore *self,
                                const char *account_id,
                                ArchiveJobKind kind,
                                const char *const *resource_ids,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && resource_ids != NULL);
  g_return_if_fail (kind <= ARCHIVE_JOB_RESTORE);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_create_job_async);
  ArchiveJobCall *call = archive_job_call_new (0);
  call->kind = kind;
  call->resource_ids = g_strdupv ((char **) resource_ids);
  archive_job_push (self, task, call, account_id, archive_job_create, g_free);
}

/**
 * archive_store_create_job_of_batch_async:
 * @self: a store
 * @account_id: whose things
 * @batch: the devices to be registered, which must not be added to any more
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.count_finish], which answers the ID of the job.
 */
void
archive_store_create_job_of_batch_async (ArchiveStore *self,
                                         const char *account_id,
                                         ArchiveBatch *batch,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && batch != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_create_job_of_batch_async);
  ArchiveJobCall *call = archive_job_call_new (0);
  call->kind = ARCHIVE_JOB_REGISTER;
  call->batch = archive_batch_ref (batch);
  archive_job_push (self, task, call, account_id, archive_job_create, g_free);
}

/**
 * archive_store_list_jobs_async:
 * @self: a store
 * @account_id: whose jobs
 * @after: (nullable): where the last page said that the next one begins; %NULL is the first page
 * @n_rows: how many at most, up to %ARCHIVE_MAX_ROWS
 * @cancellable: (nullable): a cancellable
 * @callback: called with them
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.list_finish].
 */
void
archive_store_list_jobs_async (ArchiveStore *self,
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

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_list_jobs_async);
  ArchiveJobCall *call = archive_job_call_new (0);
  call->after = after != NULL ? g_ascii_strtoll (after, NULL, 10) : 0;
  call->n_rows = n_rows;
  archive_job_push (self, task, call, account_id, list_jobs, (GDestroyNotify) archive_page_free);
}

/**
 * archive_store_list_open_jobs_async:
 * @self: a store
 * @account_id: whose jobs
 * @cancellable: (nullable): a cancellable
 * @callback: called with them
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.list_finish]; there is only one page, of up to
 * %ARCHIVE_MAX_ROWS.
 */
void
archive_store_list_open_jobs_async (ArchiveStore *self,
                                    const char *account_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_list_open_jobs_async);
  ArchiveJobCall *call = archive_job_call_new (0);
  call->is_open = TRUE;
  call->n_rows = ARCHIVE_MAX_ROWS;
  archive_job_push (self, task, call, account_id, list_jobs, (GDestroyNotify) archive_page_free);
}

/**
 * archive_store_read_job_async:
 * @self: a store
 * @account_id: whose job
 * @job: its ID
 * @cancellable: (nullable): a cancellable
 * @callback: called with it
 * @user_data: for @callback
 */
void
archive_store_read_job_async (ArchiveStore *self,
                              const char *account_id,
                              gint64 job,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_read_job_async);
  archive_job_push (self, task, archive_job_call_new (job), account_id, read_job,
                    (GDestroyNotify) archive_job_free);
}

/**
 * archive_store_read_job_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a [error@Archive.Error], which is FAILED where the account has no
 * such job, %G_IO_ERROR_CANCELLED or %G_IO_ERROR_CLOSED
 *
 * Returns: (transfer full) (nullable): the job as it is now
 */
ArchiveJob *
archive_store_read_job_finish (ArchiveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * archive_store_set_job_state_async:
 * @self: a store
 * @account_id: whose job
 * @job: its ID
 * @state: what it becomes
 * @again: whether rows that FAILED are to be tried once more
 * @cancellable: (nullable): a cancellable
 * @callback: called with the job as it is then
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.read_job_finish].
 */
void
archive_store_set_job_state_async (ArchiveStore *self,
                                   const char *account_id,
                                   gint64 job,
                                   ArchiveJobState state,
                                   gboolean again,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);
  g_return_if_fail (state <= ARCHIVE_JOB_DONE);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_set_job_state_async);
  ArchiveJobCall *call = archive_job_call_new (job);
  call->state = state;
  call->again = again;
  archive_job_push (self, task, call, account_id, set_job_state, (GDestroyNotify) archive_job_free);
}

/**
 * archive_store_discard_job_async:
 * @self: a store
 * @account_id: whose job
 * @job: its ID; one that the account does not have is discarded already
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_discard_job_async (ArchiveStore *self,
                                 const char *account_id,
                                 gint64 job,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_discard_job_async);
  archive_job_push (self, task, archive_job_call_new (job), account_id, discard_job, NULL);
}
