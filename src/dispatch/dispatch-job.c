/* A job, at its pace. Rows that wait are read a page at a time; what became of each is written as
 * soon as it is known. Everything happens in step (), which is called after whatever came to an
 * end.
 *
 * A row whose outcome could not be written stays RUNNING in the archive. That is no harm: the next
 * run looks at the thing again, finds it gone, and sees in the trash that it was this job. */

#include "dispatch-job.h"

#include <string.h>

#include "dispatch-reason.h"
#include "dispatch-row.h"
#include "dispatch-stint.h"

/* Rows in memory: enough that reading them is not what a job waits for. */
#define PAGE 200

struct _DispatchJob {
  GObject parent_instance;

  CommsClient *client; /* its own: the pace decides what is asked again */
  ArchiveStore *store;
  char *account_id;
  gint64 id;
  ArchiveJobKind kind;
  guint n_rows[ARCHIVE_N_ROW_STATES];

  /* Of a run. */
  DispatchStint stint;
  GQueue waiting;     /* of DispatchRow */
  char *after;        /* (nullable): the rows behind it were not read */
  gboolean is_read;   /* there are none */
  gboolean has_ended; /* its state is written */
  gboolean is_stopped;
  guint n_writing;
};

typedef enum {
  PROP_N_WAITING = 1,
  PROP_N_DONE,
  PROP_N_GONE,
  PROP_N_FAILED,
  PROP_RESUMES_AT,
  PROP_PAUSED,
} DispatchJobProperty;

static GParamSpec *properties[PROP_PAUSED + 1];
static guint row_ended_signal;

static const guint state_properties[ARCHIVE_N_ROW_STATES] = {
  [ARCHIVE_ROW_WAITING] = PROP_N_WAITING, [ARCHIVE_ROW_RUNNING] = PROP_N_WAITING,
  [ARCHIVE_ROW_DONE] = PROP_N_DONE,       [ARCHIVE_ROW_GONE] = PROP_N_GONE,
  [ARCHIVE_ROW_FAILED] = PROP_N_FAILED,   [ARCHIVE_ROW_UNKNOWN] = PROP_N_FAILED,
};

G_DEFINE_FINAL_TYPE (DispatchJob, dispatch_job, G_TYPE_OBJECT)

/* A row under way keeps the job. */
typedef struct {
  DispatchJob *job; /* (owned) */
  DispatchRow *row; /* (owned) */
} Working;

static void step (DispatchJob *self);

static void
working_free (Working *working)
{
  g_clear_object (&working->job);
  g_clear_pointer (&working->row, dispatch_row_free);
  g_free (working);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Working, working_free)

static void
count_row (DispatchJob *self, ArchiveRowState state)
{
  self->n_rows[ARCHIVE_ROW_WAITING]--;
  self->n_rows[state]++;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_WAITING]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[state_properties[state]]);
}

static void
take_counts (DispatchJob *self, const ArchiveJob *job)
{
  memcpy (self->n_rows, job->n_rows, sizeof self->n_rows);
  for (guint i = PROP_N_WAITING; i <= PROP_N_FAILED; i++) {
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  }
}

static void
conclude (DispatchJob *self)
{
  g_autoptr (GTask) task = dispatch_stint_end (&self->stint);

  g_queue_clear_full (&self->waiting, (GDestroyNotify) dispatch_row_free);
  dispatch_stint_return (task);
}

/* Rows. */

static void
on_recorded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Working) working = user_data;
  DispatchJob *self = working->job;
  g_autoptr (GError) error = NULL;

  self->n_writing--;
  if (archive_store_write_finish (ARCHIVE_STORE (source), result, &error)) {
    count_row (self, working->row->state);
    g_signal_emit (self, row_ended_signal, 0, working->row->resource_id,
                   (guint) working->row->state);
  } else {
    dispatch_stint_fail (&self->stint, g_steal_pointer (&error));
  }
  step (self);
}

static void
record (Working *working)
{
  DispatchJob *self = working->job;
  const DispatchRow *row = working->row;
  const ArchiveRowResult outcome = {
    .state = row->state,
    .reason = row->reason,
    .is_unknown = row->is_unknown,
    .restored_id = row->restored_id,
    .new_user_id = row->new_user_id,
  };

  self->n_writing++;
  archive_store_finish_job_row_async (self->store, self->account_id, self->id, row->number,
                                      &outcome, NULL, on_recorded, working);
}

/* What the archive or the operator ends is no failure of the row. */
static gboolean
is_of_row (const GError *error)
{
  return error->domain == COMMS_ERROR;
}

static gboolean
is_repeatable (const DispatchRow *row)
{
  return row->kind != ARCHIVE_JOB_REGISTER || dispatch_register_is_repeatable (row);
}

/* What became of a row that is not tried any more. */
static void
give_up (DispatchRow *row, const GError *error)
{
  gboolean is_registered = row->kind == ARCHIVE_JOB_REGISTER && row->restored_id != NULL;

  row->state = is_registered ? ARCHIVE_ROW_DONE : ARCHIVE_ROW_FAILED;
  if (!is_repeatable (row) && comms_error_is_outcome_unknown (error)) {
    row->state = ARCHIVE_ROW_UNKNOWN;
  }
  g_free (row->reason);
  row->reason = is_registered ? g_strdup (DISPATCH_REGISTERED_UNREAD) : dispatch_reason_new (error);
}

static void
judge (Working *worked, const GError *error)
{
  g_autoptr (Working) working = worked;
  DispatchJob *self = working->job;
  DispatchRow *row = working->row;

  switch (dispatch_pace_end (self->stint.pace, error, is_repeatable (row), &row->n_attempts)) {
  case DISPATCH_VERDICT_DONE:
    record (g_steal_pointer (&working));
    break;
  case DISPATCH_VERDICT_AGAIN:
    g_queue_push_head (&self->waiting, g_steal_pointer (&working->row));
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESUMES_AT]);
    break;
  case DISPATCH_VERDICT_GIVE_UP:
    if (!is_of_row (error)) {
      dispatch_stint_fail (&self->stint, g_error_copy (error));
      break;
    }
    give_up (row, error);
    record (g_steal_pointer (&working));
    break;
  case DISPATCH_VERDICT_BROKEN:
  default:
    dispatch_stint_fail (&self->stint, g_error_copy (error));
    break;
  }
}

static void
on_worked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Working *working = user_data;
  g_autoptr (DispatchJob) self = g_object_ref (working->job);
  g_autoptr (GError) error = NULL;

  dispatch_row_finish (result, &error);
  judge (working, error);
  step (self);
}

typedef void (*RowFunc) (DispatchRow *row,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

static const RowFunc row_funcs[] = {
  [ARCHIVE_JOB_DELETE_REGISTRATIONS] = dispatch_deletion_async,
  [ARCHIVE_JOB_DELETE_USERS] = dispatch_deletion_async,
  [ARCHIVE_JOB_RESTORE] = dispatch_restore_async,
  [ARCHIVE_JOB_REGISTER] = dispatch_register_async,
};

static void
begin_rows (DispatchJob *self)
{
  GCancellable *cancellable = g_task_get_cancellable (self->stint.task);

  while (!g_queue_is_empty (&self->waiting) && dispatch_pace_begin (self->stint.pace)) {
    Working *working = g_new0 (Working, 1);
    working->job = g_object_ref (self);
    working->row = g_queue_pop_head (&self->waiting);
    row_funcs[self->kind](working->row, cancellable, on_worked, working);
  }
}

static DispatchRow *
make_row (DispatchJob *self, ArchiveJobRow *waiting)
{
  DispatchRow *row = g_new0 (DispatchRow, 1);

  row->client = g_object_ref (self->client);
  row->store = g_object_ref (self->store);
  row->account_id = g_strdup (self->account_id);
  row->job = self->id;
  row->kind = self->kind;
  row->number = waiting->number;
  row->resource_id = g_strdup (waiting->resource_id);
  row->restored_id = g_strdup (waiting->result_id);
  row->device = g_steal_pointer (&waiting->device);
  return row;
}

static void
on_rows (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DispatchJob) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ArchivePage) page = archive_store_list_finish (ARCHIVE_STORE (source), result, &error);

  self->stint.is_busy = FALSE;
  if (page == NULL) {
    dispatch_stint_fail (&self->stint, g_steal_pointer (&error));
    step (self);
    return;
  }
  for (guint i = 0; i < page->rows->len; i++) {
    g_queue_push_tail (&self->waiting, make_row (self, page->rows->pdata[i]));
  }
  self->is_read = page->next == NULL;
  g_free (self->after);
  self->after = g_strdup (page->next);
  step (self);
}

static void
read_rows (DispatchJob *self)
{
  self->stint.is_busy = TRUE;
  archive_store_list_job_rows_async (self->store, self->account_id, self->id, ARCHIVE_ROW_WAITING,
                                     self->after, PAGE, NULL, on_rows, g_object_ref (self));
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DispatchJob) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ArchiveJob) job =
    archive_store_read_job_finish (ARCHIVE_STORE (source), result, &error);

  self->stint.is_busy = FALSE;
  if (job == NULL) {
    dispatch_stint_fail (&self->stint, g_steal_pointer (&error));
  } else {
    take_counts (self, job);
  }
  conclude (self);
}

static void
end (DispatchJob *self)
{
  gboolean is_cut = self->is_stopped && self->n_rows[ARCHIVE_ROW_WAITING] > 0;
  ArchiveJobState state = is_cut ? ARCHIVE_JOB_STOPPED : ARCHIVE_JOB_DONE;

  self->has_ended = TRUE;
  self->stint.is_busy = TRUE;
  archive_store_set_job_state_async (self->store, self->account_id, self->id,
                                     self->stint.failure != NULL ? ARCHIVE_JOB_PAUSED : state,
                                     FALSE, NULL, on_ended, g_object_ref (self));
}

static void
step (DispatchJob *self)
{
  if (self->stint.task == NULL || self->has_ended) {
    return;
  }
  gboolean is_ending = dispatch_stint_is_failing (&self->stint) || self->is_stopped;
  if (!is_ending && !self->stint.is_paused) {
    begin_rows (self);
  }
  gboolean is_quiet = dispatch_stint_is_quiet (&self->stint) && self->n_writing == 0;
  gboolean is_through = is_quiet && g_queue_is_empty (&self->waiting);
  if (self->stint.is_busy || !is_quiet) {
    return;
  }
  if (is_ending || (is_through && self->is_read)) {
    end (self);
  } else if (is_through && !self->stint.is_paused) {
    read_rows (self);
  }
}

static void
on_step (gpointer user_data)
{
  step (user_data);
}

static void
on_begun (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DispatchJob) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ArchiveJob) job =
    archive_store_read_job_finish (ARCHIVE_STORE (source), result, &error);

  self->stint.is_busy = FALSE;
  if (job == NULL) {
    dispatch_stint_fail (&self->stint, g_steal_pointer (&error));
    conclude (self);
    return;
  }
  self->kind = job->kind;
  take_counts (self, job);
  step (self);
}

/**
 * dispatch_job_run_async:
 * @self: a job that does not run
 * @again: whether to try again what FAILED
 * @cancellable: (nullable): leaves it to another time, after what is under way
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Carries out what is left of the job.
 */
void
dispatch_job_run_async (DispatchJob *self,
                        gboolean again,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (DISPATCH_IS_JOB (self));
  g_return_if_fail (self->stint.task == NULL);

  self->is_read = FALSE;
  self->has_ended = FALSE;
  self->is_stopped = FALSE;
  g_clear_pointer (&self->after, g_free);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dispatch_job_run_async);
  dispatch_stint_begin (&self->stint, task, self->client, on_step);
  self->stint.is_busy = TRUE;
  archive_store_set_job_state_async (self->store, self->account_id, self->id, ARCHIVE_JOB_RUNNING,
                                     again, NULL, on_begun, g_object_ref (self));
}

/**
 * dispatch_job_run_finish:
 * @self: a job
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: whether it came to its end or was stopped; its rows say what became of each
 */
gboolean
dispatch_job_run_finish (DispatchJob *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
set_paused (DispatchJob *self, gboolean is_paused)
{
  if (dispatch_stint_set_paused (&self->stint, is_paused)) {
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
    step (self);
  }
}

/**
 * dispatch_job_pause:
 * @self: a job
 *
 * Begins with no more rows; what is under way comes to its end.
 */
void
dispatch_job_pause (DispatchJob *self)
{
  g_return_if_fail (DISPATCH_IS_JOB (self));

  set_paused (self, TRUE);
}

void
dispatch_job_resume (DispatchJob *self)
{
  g_return_if_fail (DISPATCH_IS_JOB (self));

  set_paused (self, FALSE);
}

/**
 * dispatch_job_stop:
 * @self: a job
 *
 * Begins with no more rows, and ends after what is under way. Rows that wait go on to say so.
 */
void
dispatch_job_stop (DispatchJob *self)
{
  g_return_if_fail (DISPATCH_IS_JOB (self));

  if (self->stint.task != NULL) {
    self->is_stopped = TRUE;
    step (self);
  }
}

gboolean
dispatch_job_get_paused (DispatchJob *self)
{
  g_return_val_if_fail (DISPATCH_IS_JOB (self), FALSE);

  return self->stint.is_paused;
}

/**
 * dispatch_job_get_n_rows:
 * @self: a job
 * @state: a state
 *
 * Returns: how many rows are in it; those under way still count as WAITING
 */
guint
dispatch_job_get_n_rows (DispatchJob *self, ArchiveRowState state)
{
  g_return_val_if_fail (DISPATCH_IS_JOB (self), 0);
  g_return_val_if_fail (state < ARCHIVE_N_ROW_STATES, 0);

  return self->n_rows[state];
}

gint64
dispatch_job_get_resumes_at (DispatchJob *self)
{
  g_return_val_if_fail (DISPATCH_IS_JOB (self), 0);

  return dispatch_stint_get_resumes_at (&self->stint);
}

/**
 * dispatch_job_new:
 * @client: whom to ask
 * @store: where the job is
 * @account_id: of @client, whose job it is
 * @job: its ID; there must not be two that run it at a time
 *
 * Returns: (transfer full): a job that does not run
 */
DispatchJob *
dispatch_job_new (CommsClient *client, ArchiveStore *store, const char *account_id, gint64 job)
{
  g_return_val_if_fail (COMMS_IS_CLIENT (client), NULL);
  g_return_val_if_fail (ARCHIVE_IS_STORE (store), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  DispatchJob *self = g_object_new (DISPATCH_TYPE_JOB, NULL);
  self->client = dispatch_pace_derive_client (client);
  self->store = g_object_ref (store);
  self->account_id = g_strdup (account_id);
  self->id = job;
  return self;
}

static void
dispatch_job_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DispatchJob *self = DISPATCH_JOB (object);

  switch ((DispatchJobProperty) property_id) {
  case PROP_N_WAITING:
    g_value_set_uint (value, self->n_rows[ARCHIVE_ROW_WAITING]);
    break;
  case PROP_N_DONE:
    g_value_set_uint (value, self->n_rows[ARCHIVE_ROW_DONE]);
    break;
  case PROP_N_GONE:
    g_value_set_uint (value, self->n_rows[ARCHIVE_ROW_GONE]);
    break;
  case PROP_N_FAILED:
    g_value_set_uint (value, self->n_rows[ARCHIVE_ROW_FAILED] + self->n_rows[ARCHIVE_ROW_UNKNOWN]);
    break;
  case PROP_RESUMES_AT:
    g_value_set_int64 (value, dispatch_job_get_resumes_at (self));
    break;
  case PROP_PAUSED:
    g_value_set_boolean (value, self->stint.is_paused);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
dispatch_job_finalize (GObject *object)
{
  DispatchJob *self = DISPATCH_JOB (object);

  g_clear_pointer (&self->after, g_free);
  g_clear_pointer (&self->account_id, g_free);
  g_clear_object (&self->store);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (dispatch_job_parent_class)->finalize (object);
}

static void
dispatch_job_class_init (DispatchJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  static const char *const counts[] = {
    [PROP_N_WAITING] = "n-waiting",
    [PROP_N_DONE] = "n-done",
    [PROP_N_GONE] = "n-gone",
    [PROP_N_FAILED] = "n-failed",
  };

  object_class->get_property = dispatch_job_get_property;
  object_class->finalize = dispatch_job_finalize;
  for (guint i = PROP_N_WAITING; i <= PROP_N_FAILED; i++) {
    properties[i] = g_param_spec_uint (counts[i], NULL, NULL, 0, G_MAXUINT, 0, flags);
  }
  properties[PROP_RESUMES_AT] =
    g_param_spec_int64 ("resumes-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  row_ended_signal = g_signal_new ("row-ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_UINT);
}

static void
dispatch_job_init (DispatchJob *self)
{
  g_queue_init (&self->waiting);
}
