/* Plans: jobs that are written before anybody has decided on them, so that what is decided on is
 * exactly what will be done, however many rows there are and whatever the index becomes meanwhile;
 * and what the index knows of their rows. */

#include "archive-jobs-private.h"

void
archive_job_summary_free (ArchiveJobSummary *self)
{
  g_ptr_array_unref (self->providers);
  g_free (self);
}

static void
provider_count_free (ArchiveProviderCount *count)
{
  g_free (count->provider);
  g_free (count);
}

/* ?1 is the job, ?2 the number of its account in the index. */
typedef struct {
  const char *totals; /* rows, those unknown, users, registrations, devices */
  const char *providers;
} Sums;

static const Sums sums_of_registrations = {
  "SELECT count(*), count(*) - count(r.key), count(DISTINCT r.user), count(r.key),"
  " ifnull(sum(r.n_devices), 0) FROM job_rows AS j"
  " LEFT JOIN found.registrations AS r ON r.account = ?2 AND r.id = j.resource_id"
  " WHERE j.job = ?1",
  "SELECT d.provider, count(*) FROM job_rows AS j"
  " CROSS JOIN found.registrations AS r ON r.account = ?2 AND r.id = j.resource_id"
  " CROSS JOIN found.devices AS d ON d.registration = r.key"
  " WHERE j.job = ?1 GROUP BY d.provider ORDER BY d.provider",
};

static const Sums sums_of_users = {
  "SELECT count(*), count(*) - count(u.key), count(*), ifnull(sum(u.n_registrations), 0),"
  " ifnull(sum(u.n_devices), 0) FROM job_rows AS j"
  " LEFT JOIN found.users AS u ON u.account = ?2 AND u.id = j.resource_id"
  " WHERE j.job = ?1",
  "SELECT d.provider, count(*) FROM job_rows AS j"
  " CROSS JOIN found.users AS u ON u.account = ?2 AND u.id = j.resource_id"
  " CROSS JOIN found.registrations AS r ON r.user = u.key"
  " CROSS JOIN found.devices AS d ON d.registration = r.key"
  " WHERE j.job = ?1 GROUP BY d.provider ORDER BY d.provider",
};

static ArchiveStatement *
prepare_sum (
  sqlite3 *db, const char *sql, gint64 job, const ArchiveIndexAccount *account, GError **error)
{
  ArchiveStatement *statement = archive_statement_new (db, sql, error);

  if (statement != NULL) {
    archive_statement_bind_int (statement, 1, job);
    archive_statement_bind_int (statement, 2, account->number);
  }
  return statement;
}

static gboolean
read_totals (ArchiveStatement *row, ArchiveJobSummary *summary, GError **error)
{
  if (archive_statement_step (row, error) != ARCHIVE_STEP_ROW) {
    return FALSE;
  }
  summary->n_rows = (guint) archive_statement_get_int (row, 0);
  summary->n_unknown = (guint) archive_statement_get_int (row, 1);
  summary->n_users = (guint64) archive_statement_get_int (row, 2);
  summary->n_registrations = (guint64) archive_statement_get_int (row, 3);
  summary->n_devices = (guint64) archive_statement_get_int (row, 4);
  return TRUE;
}

static gboolean
read_providers (ArchiveStatement *row, ArchiveJobSummary *summary, GError **error)
{
  ArchiveStep step;

  while ((step = archive_statement_step (row, error)) == ARCHIVE_STEP_ROW) {
    ArchiveProviderCount *count = g_new0 (ArchiveProviderCount, 1);
    count->provider = g_strdup (archive_statement_get_text (row, 0));
    count->n_devices = (guint64) archive_statement_get_int (row, 1);
    g_ptr_array_add (summary->providers, count);
  }
  return step == ARCHIVE_STEP_DONE;
}

static gboolean
sum_up (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const ArchiveJobCall *call = data;
  ArchiveIndexAccount account;
  ArchiveJobKind kind;

  if (!archive_job_check (db, call, &kind, error) ||
      !archive_index_find_account (db, call->base.account_id, &account, error)) {
    return FALSE;
  }
  const Sums *sums = kind == ARCHIVE_JOB_DELETE_USERS ? &sums_of_users : &sums_of_registrations;
  g_autoptr (ArchiveJobSummary) summary = g_new0 (ArchiveJobSummary, 1);
  summary->providers = g_ptr_array_new_with_free_func ((GDestroyNotify) provider_count_free);
  g_autoptr (ArchiveStatement) totals = prepare_sum (db, sums->totals, call->job, &account, error);
  if (totals == NULL || !read_totals (totals, summary, error)) {
    return FALSE;
  }
  g_autoptr (ArchiveStatement) providers =
    prepare_sum (db, sums->providers, call->job, &account, error);
  if (providers == NULL || !read_providers (providers, summary, error)) {
    return FALSE;
  }
  *result = g_steal_pointer (&summary);
  return TRUE;
}

static gboolean
discard_plans (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const ArchiveJobCall *call = data;
  g_autoptr (ArchiveStatement) statement = archive_statement_new (
    db, "DELETE FROM jobs WHERE account_id = ?1 AND id IN (SELECT job FROM planned_jobs)", error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, call->base.account_id);
  return archive_statement_run (statement, error);
}

/**
 * archive_store_plan_job_async:
 * @self: a store
 * @account_id: whose things
 * @choice: what to do to which of them
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.count_finish], which answers the ID of the job.
 */
void
archive_store_plan_job_async (ArchiveStore *self,
                              const char *account_id,
                              const ArchiveJobChoice *choice,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && choice != NULL);
  g_return_if_fail (choice->resource_ids != NULL || choice->devices != NULL ||
                    choice->users != NULL || choice->trash != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_plan_job_async);
  ArchiveJobCall *call = archive_job_call_new (0);
  call->kind = choice->kind;
  call->is_plan = TRUE;
  if (choice->devices != NULL) {
    call->devices = archive_device_query_copy (choice->devices);
  } else if (choice->users != NULL) {
    call->users = archive_user_query_copy (choice->users);
  } else if (choice->trash != NULL) {
    call->trash = archive_trash_query_copy (choice->trash);
  } else {
    call->resource_ids = g_strdupv ((char **) choice->resource_ids);
  }
  archive_job_push (self, task, call, account_id, archive_job_create, g_free);
}

/**
 * archive_store_discard_plans_async:
 * @self: a store
 * @account_id: whose plans; nobody may be looking at one
 * @cancellable: (nullable): a cancellable
 * @callback: called when they are gone
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_discard_plans_async (ArchiveStore *self,
                                   const char *account_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_discard_plans_async);
  archive_job_push (self, task, archive_job_call_new (0), account_id, discard_plans, NULL);
}

/**
 * archive_store_sum_up_job_async:
 * @self: a store
 * @account_id: whose job
 * @job: its ID; it deletes registrations or users
 * @cancellable: (nullable): a cancellable
 * @callback: called with what is known
 * @user_data: for @callback
 *
 * Counts all rows, whatever became of them.
 */
void
archive_store_sum_up_job_async (ArchiveStore *self,
                                const char *account_id,
                                gint64 job,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_sum_up_job_async);
  archive_job_push (self, task, archive_job_call_new (job), account_id, sum_up,
                    (GDestroyNotify) archive_job_summary_free);
}

/**
 * archive_store_sum_up_job_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for an error, as of [method@Archive.Store.read_job_finish]
 *
 * Returns: (transfer full) (nullable): what is known
 */
ArchiveJobSummary *
archive_store_sum_up_job_finish (ArchiveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
