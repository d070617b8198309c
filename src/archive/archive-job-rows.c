/* The rows of jobs, and what becomes of each. What is true of a row, of its item in the trash and
 * of the index is written in one transaction; the index is a file of its own, and if it alone loses
 * that to a failure of power, the next crawl mends it. */

#include "archive-jobs-private.h"
#include "archive-trash-private.h"

const char *const archive_row_states[ARCHIVE_N_ROW_STATES] = {
  [ARCHIVE_ROW_WAITING] = "waiting", [ARCHIVE_ROW_RUNNING] = "running",
  [ARCHIVE_ROW_DONE] = "done",       [ARCHIVE_ROW_GONE] = "gone",
  [ARCHIVE_ROW_FAILED] = "failed",   [ARCHIVE_ROW_UNKNOWN] = "unknown",
  [ARCHIVE_ROW_SKIPPED] = "skipped",
};

void
archive_job_device_free (ArchiveJobDevice *self)
{
  g_free (self->app_name);
  g_free (self->provider);
  g_free (self->token);
  g_free (self->user_id);
  g_free (self->new_user_id);
  g_free (self->cells);
  g_free (self);
}

void
archive_job_row_free (ArchiveJobRow *self)
{
  g_clear_pointer (&self->device, archive_job_device_free);
  g_free (self->resource_id);
  g_free (self->reason);
  g_free (self->result_id);
  g_free (self->trashed_id);
  g_free (self->user_id);
  g_free (self->app_name);
  g_free (self);
}

/* From column 6 on; NULL where the row is about no device. */
static ArchiveJobDevice *
read_device (ArchiveStatement *statement)
{
  gint64 line = archive_statement_get_int (statement, 6);

  if (line == 0) {
    return NULL;
  }
  ArchiveJobDevice *device = g_new0 (ArchiveJobDevice, 1);
  device->line = (guint) line;
  device->app_name = g_strdup (archive_statement_get_text (statement, 7));
  device->provider = g_strdup (archive_statement_get_text (statement, 8));
  device->token = g_strdup (archive_statement_get_text (statement, 9));
  device->user_id = g_strdup (archive_statement_get_text (statement, 10));
  device->new_user_id = g_strdup (archive_statement_get_text (statement, 11));
  device->cells = g_strdup (archive_statement_get_text (statement, 12));
  return device;
}

static ArchiveJobRow *
read_row (ArchiveStatement *statement)
{
  ArchiveJobRow *row = g_new0 (ArchiveJobRow, 1);
  const char *state = archive_statement_get_text (statement, 2);

  row->number = (guint) archive_statement_get_int (statement, 0);
  row->resource_id = g_strdup (archive_statement_get_text (statement, 1));
  for (guint i = 0; i < ARCHIVE_N_ROW_STATES; i++) {
    if (g_strcmp0 (archive_row_states[i], state) == 0) {
      row->state = i;
    }
  }
  row->reason = g_strdup (archive_statement_get_text (statement, 3));
  row->changed_at = archive_statement_get_int (statement, 4);
  row->result_id = g_strdup (archive_statement_get_text (statement, 5));
  row->device = read_device (statement);
  row->item = archive_statement_get_int (statement, 13);
  row->trashed_id = g_strdup (archive_statement_get_text (statement, 14));
  row->user_id = g_strdup (archive_statement_get_text (statement, 15));
  row->app_name = g_strdup (archive_statement_get_text (statement, 16));
  return row;
}

/* ?1 is the job, ?2 the row that the last page ended with, ?3 the state, ?5 the account, ?6 whether
 * it restores. A row of a deletion has put its item into the trash; one of a restore names it. */
#define SELECT_ROWS(indexed_by, of_state)                                                        \
  "SELECT r.number, r.resource_id, r.state, r.reason, r.changed_at, r.result_id, d.line, d.app," \
  " d.provider, d.token, d.user_id, d.new_user_id, d.cells, t.id, t.resource_id, t.user_id,"     \
  " t.app FROM job_rows AS r " indexed_by                                                        \
  " LEFT JOIN job_devices AS d ON d.job = r.job AND d.number = r.number"                         \
  " LEFT JOIN trash AS t ON t.account_id = ?5 AND t.id = iif (?6,"                               \
  "   CAST (r.resource_id AS INTEGER),"                                                          \
  "   (SELECT id FROM trash AS k WHERE k.job = r.job AND k.row = r.number))"                     \
  " WHERE r.job = ?1 AND r.number > ?2 AND " of_state " ORDER BY r.number LIMIT ?4"

static ArchiveStatement *
prepare_rows (sqlite3 *db, const ArchiveJobCall *call, ArchiveJobKind kind, GError **error)
{
  gboolean all = call->row_state == ARCHIVE_N_ROW_STATES;
  ArchiveStatement *statement =
    archive_statement_new (db,
                           all ? SELECT_ROWS ("", "?3 IS NULL")
                               : SELECT_ROWS ("INDEXED BY job_rows_by_state", "r.state = ?3"),
                           error);

  if (statement != NULL) {
    archive_statement_bind_int (statement, 1, call->job);
    archive_statement_bind_int (statement, 2, call->after);
    archive_statement_bind_text (statement, 3, all ? NULL : archive_row_states[call->row_state]);
    archive_statement_bind_int (statement, 4, (gint64) call->n_rows + 1);
    archive_statement_bind_text (statement, 5, call->base.account_id);
    archive_statement_bind_int (statement, 6, kind == ARCHIVE_JOB_RESTORE);
  }
  return statement;
}

static gboolean
list_rows (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const ArchiveJobCall *call = data;
  ArchiveJobKind kind;
  g_autoptr (ArchivePage) page = g_new0 (ArchivePage, 1);
  ArchiveStep step = ARCHIVE_STEP_FAILED;

  page->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) archive_job_row_free);
  if (!archive_job_check (db, call, &kind, error)) {
    return FALSE;
  }
  g_autoptr (ArchiveStatement) row = prepare_rows (db, call, kind, error);
  while (row != NULL && (step = archive_statement_step (row, error)) == ARCHIVE_STEP_ROW &&
         page->rows->len < call->n_rows) {
    g_ptr_array_add (page->rows, read_row (row));
  }
  if (step == ARCHIVE_STEP_FAILED) {
    return FALSE;
  }
  if (step == ARCHIVE_STEP_ROW) {
    const ArchiveJobRow *last = page->rows->pdata[page->rows->len - 1];
    page->next = g_strdup_printf ("%u", last->number);
  }
  *result = g_steal_pointer (&page);
  return TRUE;
}

static gboolean
mark_row (sqlite3 *db,
          const ArchiveJobCall *call,
          ArchiveRowState state,
          const char *reason,
          GError **error)
{
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db,
                           "UPDATE job_rows SET state = ?3, reason = ?4, changed_at = ?5,"
                           " result_id = coalesce (?6, result_id) WHERE job = ?1 AND number = ?2",
                           error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 1, call->job);
  archive_statement_bind_int (statement, 2, call->row);
  archive_statement_bind_text (statement, 3, archive_row_states[state]);
  archive_statement_bind_text (statement, 4, reason);
  archive_statement_bind_int (statement, 5, g_get_real_time ());
  archive_statement_bind_text (statement, 6, call->restored_id);
  if (!archive_statement_run (statement, error)) {
    return FALSE;
  }
  if (sqlite3_changes (db) != 1) {
    g_set_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED,
                 "job %" G_GINT64_FORMAT " has no row %u", call->job, call->row);
    return FALSE;
  }
  return TRUE;
}

static gboolean
write_trash (sqlite3 *db, gpointer data, GError **error)
{
  const ArchiveJobCall *call = data;
  ArchiveJobKind kind;

  return archive_job_check (db, call, &kind, error) &&
         archive_trash_put (db, call->base.account_id, call->job, call->row, call->item, error) &&
         mark_row (db, call, ARCHIVE_ROW_RUNNING, NULL, error);
}

static gboolean
trash_row (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  return archive_sql_transact (db, write_trash, data, error);
}

/* ?1 and ?2 are the row. */
static ArchiveStatement *
prepare_for_row (sqlite3 *db, const char *sql, const ArchiveJobCall *call, GError **error)
{
  ArchiveStatement *statement = archive_statement_new (db, sql, error);

  if (statement != NULL) {
    archive_statement_bind_int (statement, 1, call->job);
    archive_statement_bind_int (statement, 2, call->row);
  }
  return statement;
}

static gboolean
run_for_row (sqlite3 *db, const char *sql, const ArchiveJobCall *call, GError **error)
{
  g_autoptr (ArchiveStatement) statement = prepare_for_row (db, sql, call, error);

  return statement != NULL && archive_statement_run (statement, error);
}

/* What is in the index of something that is gone at the API is gone there too. */
static gboolean
forget (sqlite3 *db, const ArchiveJobCall *call, ArchiveJobKind kind, GError **error)
{
  g_autoptr (ArchiveStatement) statement = prepare_for_row (
    db, "SELECT resource_id FROM job_rows WHERE job = ?1 AND number = ?2", call, error);
  g_autoptr (ArchiveIndexWriter) writer =
    archive_index_writer_new (db, call->base.account_id, error);

  if (statement == NULL || writer == NULL) {
    return FALSE;
  }
  if (archive_statement_step (statement, error) != ARCHIVE_STEP_ROW) {
    return FALSE;
  }
  const char *id = archive_statement_get_text (statement, 0);
  return kind == ARCHIVE_JOB_DELETE_USERS ? archive_index_forget_user (writer, id, error)
                                          : archive_index_forget_registration (writer, id, error);
}

static gboolean
write_deleted (sqlite3 *db, const ArchiveJobCall *call, ArchiveJobKind kind, GError **error)
{
  g_autoptr (ArchiveStatement) count =
    prepare_for_row (db, "SELECT count(*) FROM trash WHERE job = ?1 AND row = ?2", call, error);
  gint64 n_items = 0;

  if (count == NULL || !archive_statement_query_int (count, &n_items, error)) {
    return FALSE;
  }
  return run_for_row (db, "UPDATE trash SET is_certain = 1 WHERE job = ?1 AND row = ?2", call,
                      error) &&
         forget (db, call, kind, error) &&
         mark_row (db, call, n_items > 0 ? ARCHIVE_ROW_DONE : call->row_state, NULL, error);
}

/* What an earlier run put into the trash, and may have deleted, stays there if this one did not get
 * as far as to ask for it. */
static gboolean
write_failed (sqlite3 *db, const ArchiveJobCall *call, GError **error)
{
  return (call->is_unknown ||
          run_for_row (db,
                       "DELETE FROM trash WHERE job = ?1 AND row = ?2 AND 'running' ="
                       " (SELECT state FROM job_rows WHERE job = ?1 AND number = ?2)",
                       call, error)) &&
         mark_row (db, call, ARCHIVE_ROW_FAILED, call->reason, error);
}

/* The row names its item by the ID. */
static gboolean
write_restored (sqlite3 *db, const ArchiveJobCall *call, GError **error)
{
  g_autoptr (ArchiveStatement) statement = prepare_for_row (
    db,
    "UPDATE trash SET restored_at = ?4, restored_id = ?5, difference = ?6 WHERE account_id = ?3"
    " AND id = (SELECT CAST (resource_id AS INTEGER) FROM job_rows WHERE job = ?1 AND number = ?2)",
    call, error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 3, call->base.account_id);
  archive_statement_bind_int (statement, 4, g_get_real_time ());
  archive_statement_bind_text (statement, 5, call->restored_id);
  archive_statement_bind_text (statement, 6, call->reason);
  return archive_statement_run (statement, error) &&
         mark_row (db, call, call->row_state, call->reason, error);
}

static gboolean
write_registered (sqlite3 *db, const ArchiveJobCall *call, GError **error)
{
  g_autoptr (ArchiveStatement) statement = prepare_for_row (
    db, "UPDATE job_devices SET new_user_id = ?3 WHERE job = ?1 AND number = ?2", call, error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 3, call->new_user_id);
  return archive_statement_run (statement, error) &&
         mark_row (db, call, call->row_state, call->reason, error);
}

static gboolean
write_mark (sqlite3 *db, gpointer data, GError **error)
{
  const ArchiveJobCall *call = data;
  ArchiveJobKind kind;

  return archive_job_check (db, call, &kind, error) &&
         mark_row (db, call, call->row_state, NULL, error);
}

static gboolean
mark_job_row (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  return archive_sql_transact (db, write_mark, data, error);
}

static gboolean
write_outcome (sqlite3 *db, gpointer data, GError **error)
{
  const ArchiveJobCall *call = data;
  ArchiveJobKind kind;

  if (!archive_job_check (db, call, &kind, error)) {
    return FALSE;
  }
  if (kind == ARCHIVE_JOB_REGISTER) {
    return write_registered (db, call, error);
  }
  if (kind == ARCHIVE_JOB_RESTORE) {
    return call->row_state == ARCHIVE_ROW_DONE
             ? write_restored (db, call, error)
             : mark_row (db, call, call->row_state, call->reason, error);
  }
  return call->row_state == ARCHIVE_ROW_FAILED ? write_failed (db, call, error)
                                               : write_deleted (db, call, kind, error);
}

static gboolean
finish_row (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  return archive_sql_transact (db, write_outcome, data, error);
}

/**
 * archive_store_list_job_rows_async:
 * @self: a store
 * @account_id: whose job
 * @job: its ID
 * @state: of the rows; %ARCHIVE_N_ROW_STATES is any
 * @after: (nullable): where the last page said that the next one begins; %NULL is the first page
 * @n_rows: how many at most, up to %ARCHIVE_MAX_ROWS
 * @cancellable: (nullable): a cancellable
 * @callback: called with them
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.list_finish].
 */
void
archive_store_list_job_rows_async (ArchiveStore *self,
                                   const char *account_id,
                                   gint64 job,
                                   ArchiveRowState state,
                                   const char *after,
                                   guint n_rows,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);
  g_return_if_fail (state <= ARCHIVE_N_ROW_STATES);
  g_return_if_fail (n_rows > 0 && n_rows <= ARCHIVE_MAX_ROWS);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_list_job_rows_async);
  ArchiveJobCall *call = archive_job_call_new (job);
  call->row_state = state;
  call->after = after != NULL ? g_ascii_strtoll (after, NULL, 10) : -1;
  call->n_rows = n_rows;
  archive_job_push (self, task, call, account_id, list_rows, (GDestroyNotify) archive_page_free);
}

/**
 * archive_store_trash_job_row_async:
 * @self: a store
 * @account_id: whose job
 * @job: its ID
 * @row: the number of the row
 * @item: what is going to be deleted, as it is now
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.write_finish]; nothing may be deleted before that.
 */
void
archive_store_trash_job_row_async (ArchiveStore *self,
                                   const char *account_id,
                                   gint64 job,
                                   guint row,
                                   const ArchiveTrashItem *item,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && item != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_trash_job_row_async);
  ArchiveJobCall *call = archive_job_call_new (job);
  call->row = row;
  call->item = archive_trash_item_copy (item);
  archive_job_push (self, task, call, account_id, trash_row, NULL);
}

/**
 * archive_store_mark_job_row_async:
 * @self: a store
 * @account_id: whose job
 * @job: its ID
 * @row: the number of the row
 * @state: RUNNING or WAITING
 * @result_id: (nullable): the registration, where that much is known; %NULL leaves it as it is
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_mark_job_row_async (ArchiveStore *self,
                                  const char *account_id,
                                  gint64 job,
                                  guint row,
                                  ArchiveRowState state,
                                  const char *result_id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);
  g_return_if_fail (state == ARCHIVE_ROW_WAITING || state == ARCHIVE_ROW_RUNNING);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_mark_job_row_async);
  ArchiveJobCall *call = archive_job_call_new (job);
  call->row = row;
  call->row_state = state;
  call->restored_id = g_strdup (result_id);
  archive_job_push (self, task, call, account_id, mark_job_row, NULL);
}

/**
 * archive_store_finish_job_row_async:
 * @self: a store
 * @account_id: whose job
 * @job: its ID
 * @row: the number of the row
 * @outcome: what became of it
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * What was deleted stays in the trash and goes from the index; what was not deleted goes from the
 * trash, unless that is not certain. Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_finish_job_row_async (ArchiveStore *self,
                                    const char *account_id,
                                    gint64 job,
                                    guint row,
                                    const ArchiveRowResult *outcome,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && outcome != NULL);
  g_return_if_fail (outcome->state >= ARCHIVE_ROW_DONE && outcome->state <= ARCHIVE_ROW_UNKNOWN);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_finish_job_row_async);
  ArchiveJobCall *call = archive_job_call_new (job);
  call->row = row;
  call->row_state = outcome->state;
  call->is_unknown = outcome->is_unknown;
  call->reason = g_strdup (outcome->reason);
  call->restored_id = g_strdup (outcome->restored_id);
  call->new_user_id = g_strdup (outcome->new_user_id);
  archive_job_push (self, task, call, account_id, finish_row, NULL);
}
