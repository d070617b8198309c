/* Which job runs: the first in line, when none does. Pausing cancels its run, after what is under
 * way, and lets the next one begin; resuming puts it in line again. What the operator wants of a
 * job whose run is still winding down is kept beside it, and done when the run has ended. */

#include "carillon-jobs.h"

#include "carillon-job-private.h"

/* What becomes of a job whose run was cancelled. */
typedef enum {
  THEN_PAUSE,
  THEN_RUN,
  THEN_STOP,
} Then;

typedef struct {
  CarillonJob *job; /* (owned) */
  gboolean again;   /* the rows that failed, too */
} Turn;

struct _CarillonJobs {
  GObject parent_instance;

  CommsClient *client;
  ArchiveStore *store;
  char *account_id;
  GPtrArray *jobs; /* of CarillonJob */
  GQueue line;     /* of Turn */
  GError *error;   /* (nullable) */

  CarillonJob *running; /* (owned) (nullable) */
  GCancellable *cancellable;
  Then then;
  gboolean then_again;
  CarillonJob *current; /* (unowned) (nullable): one of the jobs */
  gboolean is_loaded;
  gboolean is_closed;
};

typedef enum {
  PROP_CURRENT = 1,
  PROP_N_OPEN,
  PROP_RUNNING,
  PROP_ERROR,
} CarillonJobsProperty;

static GParamSpec *properties[PROP_ERROR + 1];

enum {
  ROW_ENDED,
  ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void carillon_jobs_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CarillonJobs,
                               carillon_jobs,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, carillon_jobs_model_init))

/* What a callback of a job comes back to. */
typedef struct {
  CarillonJobs *jobs; /* (owned) */
  CarillonJob *job;   /* (owned) */
} Return;

static Return *
return_new (CarillonJobs *jobs, CarillonJob *job)
{
  Return *back = g_new0 (Return, 1);

  back->jobs = g_object_ref (jobs);
  back->job = g_object_ref (job);
  return back;
}

static void
return_free (Return *back)
{
  g_object_unref (back->jobs);
  g_object_unref (back->job);
  g_free (back);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Return, return_free)

static void
turn_free (Turn *turn)
{
  g_object_unref (turn->job);
  g_free (turn);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Turn, turn_free)

/* As a model. */

static GType
carillon_jobs_get_item_type (GListModel *model)
{
  return CARILLON_TYPE_JOB;
}

static guint
carillon_jobs_get_n_items (GListModel *model)
{
  return CARILLON_JOBS (model)->jobs->len;
}

static gpointer
carillon_jobs_get_item (GListModel *model, guint position)
{
  CarillonJobs *self = CARILLON_JOBS (model);

  return position < self->jobs->len ? g_object_ref (self->jobs->pdata[position]) : NULL;
}

static void
carillon_jobs_model_init (GListModelInterface *iface)
{
  iface->get_item_type = carillon_jobs_get_item_type;
  iface->get_n_items = carillon_jobs_get_n_items;
  iface->get_item = carillon_jobs_get_item;
}

/* What there is to tell of first: lower comes before. */
static guint
rank (CarillonJob *job)
{
  static const guint ranks[] = {
    [CARILLON_JOB_RUNNING] = 0,     [CARILLON_JOB_FAILED] = 1, [CARILLON_JOB_DONE] = 2,
    [CARILLON_JOB_STOPPED] = 2,     [CARILLON_JOB_PAUSED] = 3, [CARILLON_JOB_WAITING] = 4,
    [CARILLON_JOB_INTERRUPTED] = 5,
  };

  return ranks[carillon_job_get_state (job)];
}

static CarillonJob *
choose_current (CarillonJobs *self)
{
  CarillonJob *best = NULL;

  for (guint i = 0; i < self->jobs->len; i++) {
    CarillonJob *job = self->jobs->pdata[i];
    if (best == NULL || rank (job) < rank (best)) {
      best = job;
    }
  }
  return best;
}

/* To be called when a job came, went, or is in another state. */
static void
update (CarillonJobs *self)
{
  CarillonJob *current = choose_current (self);

  g_object_freeze_notify (G_OBJECT (self));
  if (self->current != current) {
    self->current = current;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_OPEN]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
set_state (CarillonJobs *self, CarillonJob *job, CarillonJobState state, const GError *error)
{
  carillon_job_set_state (job, state, error);
  update (self);
}

static void
take_error (CarillonJobs *self, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static CarillonJob *
add_job (CarillonJobs *self, const ArchiveJob *job, CarillonJobState state)
{
  CarillonJob *added = carillon_job_new (job, state);

  g_ptr_array_add (self->jobs, added);
  g_list_model_items_changed (G_LIST_MODEL (self), self->jobs->len - 1, 0, 1);
  update (self);
  return added;
}

/* Running. */

static void begin_next (CarillonJobs *self);

static void
join_line (CarillonJobs *self, CarillonJob *job, gboolean again)
{
  Turn *turn = g_new0 (Turn, 1);

  turn->job = g_object_ref (job);
  turn->again = again;
  g_queue_push_tail (&self->line, turn);
  set_state (self, job, CARILLON_JOB_WAITING, NULL);
  begin_next (self);
}

static GList *
find_in_line (CarillonJobs *self, CarillonJob *job)
{
  GList *link = self->line.head;

  while (link != NULL && ((Turn *) link->data)->job != job) {
    link = link->next;
  }
  return link;
}

static void
leave_line (CarillonJobs *self, CarillonJob *job)
{
  GList *link = find_in_line (self, job);

  if (link != NULL) {
    turn_free (link->data);
    g_queue_delete_link (&self->line, link);
  }
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Return) back = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ArchiveJob) job =
    archive_store_read_job_finish (ARCHIVE_STORE (source), result, &error);

  if (job == NULL) {
    set_state (back->jobs, back->job, CARILLON_JOB_FAILED, error);
  } else {
    carillon_job_take (back->job, job);
    set_state (back->jobs, back->job, CARILLON_JOB_STOPPED, NULL);
  }
}

/* One that does not run. */
static void
write_stopped (CarillonJobs *self, CarillonJob *job)
{
  archive_store_set_job_state_async (self->store, self->account_id, carillon_job_get_id (job),
                                     ARCHIVE_JOB_STOPPED, FALSE, NULL, on_stopped,
                                     return_new (self, job));
}

static void
conclude_cancelled (CarillonJobs *self, CarillonJob *job)
{
  switch (self->then) {
  case THEN_RUN:
    join_line (self, job, self->then_again);
    break;
  case THEN_STOP:
    write_stopped (self, job);
    break;
  case THEN_PAUSE:
  default:
    set_state (self, job, CARILLON_JOB_PAUSED, NULL);
  }
}

static void
conclude (CarillonJobs *self, CarillonJob *job, const GError *error)
{
  gboolean is_cut = carillon_job_count (job, ARCHIVE_ROW_WAITING) > 0;
  gboolean is_unwanted = error != NULL && self->then == THEN_STOP;

  if (is_unwanted || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    conclude_cancelled (self, job);
    return;
  }
  if (error != NULL) {
    set_state (self, job, CARILLON_JOB_FAILED, error);
  } else {
    set_state (self, job, is_cut ? CARILLON_JOB_STOPPED : CARILLON_JOB_DONE, NULL);
  }
  if (error != NULL || !is_cut) {
    g_signal_emit (self, signals[ENDED], 0, job);
  }
}

static void
on_run_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Return) back = user_data;
  CarillonJobs *self = back->jobs;
  g_autoptr (GError) error = NULL;

  dispatch_job_run_finish (DISPATCH_JOB (source), result, &error);
  g_signal_handlers_disconnect_by_data (source, self);
  carillon_job_follow (back->job, NULL);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->running);
  conclude (self, back->job, error);
  begin_next (self);
}

static void
on_row_ended (CarillonJobs *self, const char *id, guint state)
{
  g_signal_emit (self, signals[ROW_ENDED], 0, self->running, id, state);
}

static void
begin (CarillonJobs *self, CarillonJob *job, gboolean again)
{
  g_autoptr (DispatchJob) run =
    dispatch_job_new (self->client, self->store, self->account_id, carillon_job_get_id (job));

  self->running = g_object_ref (job);
  self->cancellable = g_cancellable_new ();
  self->then = THEN_PAUSE;
  g_signal_connect_swapped (run, "row-ended", G_CALLBACK (on_row_ended), self);
  carillon_job_follow (job, run);
  dispatch_job_run_async (run, again, self->cancellable, on_run_ended, return_new (self, job));
  set_state (self, job, CARILLON_JOB_RUNNING, NULL);
}

static void
begin_next (CarillonJobs *self)
{
  if (self->running != NULL || self->is_closed || g_queue_is_empty (&self->line)) {
    return;
  }
  g_autoptr (Turn) turn = g_queue_pop_head (&self->line);
  begin (self, turn->job, turn->again);
}

/* What the operator wants. */

static void
on_confirmed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonJobs) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ArchiveJob) job =
    archive_store_read_job_finish (ARCHIVE_STORE (source), result, &error);

  if (self->is_closed) {
    return;
  }
  if (job == NULL) {
    take_error (self, g_steal_pointer (&error));
    return;
  }
  CarillonJob *known = carillon_jobs_find (self, job->id);
  if (known == NULL) {
    known = add_job (self, job, CARILLON_JOB_WAITING);
  }
  carillon_jobs_resume (self, known);
}

/**
 * carillon_jobs_run:
 * @self: the jobs
 * @job_id: what archive_store_create_job_async() and its like answered
 *
 * Runs the job, or lets it wait in line.
 */
void
carillon_jobs_run (CarillonJobs *self, gint64 job_id)
{
  g_return_if_fail (CARILLON_IS_JOBS (self));

  archive_store_set_job_state_async (self->store, self->account_id, job_id, ARCHIVE_JOB_PAUSED,
                                     FALSE, NULL, on_confirmed, g_object_ref (self));
}

/* What is left, and with @again what failed. */
static void
go_on (CarillonJobs *self, CarillonJob *job, gboolean again)
{
  if (self->running == job) {
    if (g_cancellable_is_cancelled (self->cancellable)) {
      self->then = THEN_RUN;
      self->then_again = again;
      set_state (self, job, CARILLON_JOB_RUNNING, NULL);
    }
  } else if (find_in_line (self, job) == NULL) {
    join_line (self, job, again);
  }
}

void
carillon_jobs_resume (CarillonJobs *self, CarillonJob *job)
{
  g_return_if_fail (CARILLON_IS_JOBS (self));
  g_return_if_fail (CARILLON_IS_JOB (job));

  go_on (self, job, FALSE);
}

void
carillon_jobs_retry (CarillonJobs *self, CarillonJob *job)
{
  g_return_if_fail (CARILLON_IS_JOBS (self));
  g_return_if_fail (CARILLON_IS_JOB (job));

  go_on (self, job, TRUE);
}

static void
wind_down (CarillonJobs *self, Then then, CarillonJobState state)
{
  self->then = then;
  g_cancellable_cancel (self->cancellable);
  set_state (self, self->running, state, NULL);
}

/**
 * carillon_jobs_pause:
 * @self: the jobs
 * @job: one that runs or waits in line
 *
 * What is under way comes to its end; the next in line begins.
 */
void
carillon_jobs_pause (CarillonJobs *self, CarillonJob *job)
{
  g_return_if_fail (CARILLON_IS_JOBS (self));
  g_return_if_fail (CARILLON_IS_JOB (job));

  if (self->running == job) {
    wind_down (self, THEN_PAUSE, CARILLON_JOB_PAUSED);
  } else if (find_in_line (self, job) != NULL) {
    leave_line (self, job);
    set_state (self, job, CARILLON_JOB_PAUSED, NULL);
  }
}

/**
 * carillon_jobs_stop:
 * @self: the jobs
 * @job: one that has not ended
 *
 * What was done stays done; the rest will not be.
 */
void
carillon_jobs_stop (CarillonJobs *self, CarillonJob *job)
{
  g_return_if_fail (CARILLON_IS_JOBS (self));
  g_return_if_fail (CARILLON_IS_JOB (job));

  if (self->running == job) {
    self->then = THEN_STOP;
    dispatch_job_stop (carillon_job_get_run (job));
  } else if (carillon_job_is_open (job)) {
    leave_line (self, job);
    write_stopped (self, job);
  }
}

/**
 * carillon_jobs_dismiss:
 * @self: the jobs
 * @job: one that neither runs nor waits in line
 *
 * Tells of it no more. It stays in the archive.
 */
void
carillon_jobs_dismiss (CarillonJobs *self, CarillonJob *job)
{
  guint position;

  g_return_if_fail (CARILLON_IS_JOBS (self));
  g_return_if_fail (CARILLON_IS_JOB (job));

  if (self->running == job || find_in_line (self, job) != NULL ||
      !g_ptr_array_find (self->jobs, job, &position)) {
    return;
  }
  g_autoptr (CarillonJob) gone = g_ptr_array_steal_index (self->jobs, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  update (self);
}

/* So that the history does not say that it runs. */
static void
mark_interrupted (CarillonJobs *self, const ArchiveJob *job)
{
  if (job->state == ARCHIVE_JOB_RUNNING) {
    archive_store_set_job_state_async (self->store, self->account_id, job->id, ARCHIVE_JOB_PAUSED,
                                       FALSE, NULL, NULL, NULL);
  }
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonJobs) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ArchivePage) page = archive_store_list_finish (ARCHIVE_STORE (source), result, &error);

  if (self->is_closed) {
    return;
  }
  if (page == NULL) {
    take_error (self, g_steal_pointer (&error));
    return;
  }
  for (guint i = page->rows->len; i > 0; i--) {
    const ArchiveJob *job = page->rows->pdata[i - 1];
    if (carillon_jobs_find (self, job->id) == NULL) {
      add_job (self, job, CARILLON_JOB_INTERRUPTED);
      mark_interrupted (self, job);
    }
  }
}

/**
 * carillon_jobs_load:
 * @self: the jobs
 *
 * Offers what an earlier session left, and throws away its plans. Does nothing the second time.
 */
void
carillon_jobs_load (CarillonJobs *self)
{
  g_return_if_fail (CARILLON_IS_JOBS (self));

  if (self->is_loaded) {
    return;
  }
  self->is_loaded = TRUE;
  archive_store_discard_plans_async (self->store, self->account_id, NULL, NULL, NULL);
  archive_store_list_open_jobs_async (self->store, self->account_id, NULL, on_loaded,
                                      g_object_ref (self));
}

/**
 * carillon_jobs_close:
 * @self: the jobs
 *
 * The session ends: what runs is left to another one, after what is under way.
 */
void
carillon_jobs_close (CarillonJobs *self)
{
  g_return_if_fail (CARILLON_IS_JOBS (self));

  self->is_closed = TRUE;
  g_queue_clear_full (&self->line, (GDestroyNotify) turn_free);
  if (self->running != NULL && self->then != THEN_STOP) {
    wind_down (self, THEN_PAUSE, CARILLON_JOB_PAUSED);
  }
}

CarillonJob *
carillon_jobs_find (CarillonJobs *self, gint64 job_id)
{
  g_return_val_if_fail (CARILLON_IS_JOBS (self), NULL);

  for (guint i = 0; i < self->jobs->len; i++) {
    if (carillon_job_get_id (self->jobs->pdata[i]) == job_id) {
      return self->jobs->pdata[i];
    }
  }
  return NULL;
}

CarillonJob *
carillon_jobs_get_current (CarillonJobs *self)
{
  g_return_val_if_fail (CARILLON_IS_JOBS (self), NULL);

  return self->current;
}

guint
carillon_jobs_get_n_open (CarillonJobs *self)
{
  g_return_val_if_fail (CARILLON_IS_JOBS (self), 0);

  guint n_open = 0;
  for (guint i = 0; i < self->jobs->len; i++) {
    n_open += carillon_job_is_open (self->jobs->pdata[i]) ? 1 : 0;
  }
  return n_open;
}

gboolean
carillon_jobs_get_running (CarillonJobs *self)
{
  g_return_val_if_fail (CARILLON_IS_JOBS (self), FALSE);

  return self->running != NULL;
}

const GError *
carillon_jobs_get_error (CarillonJobs *self)
{
  g_return_val_if_fail (CARILLON_IS_JOBS (self), NULL);

  return self->error;
}

static void
carillon_jobs_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonJobs *self = CARILLON_JOBS (object);

  switch ((CarillonJobsProperty) id) {
  case PROP_CURRENT:
    g_value_set_object (value, self->current);
    break;
  case PROP_N_OPEN:
    g_value_set_uint (value, carillon_jobs_get_n_open (self));
    break;
  case PROP_RUNNING:
    g_value_set_boolean (value, self->running != NULL);
    break;
  case PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_jobs_finalize (GObject *object)
{
  CarillonJobs *self = CARILLON_JOBS (object);

  g_queue_clear_full (&self->line, (GDestroyNotify) turn_free);
  g_clear_object (&self->running);
  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->jobs);
  g_clear_error (&self->error);
  g_clear_object (&self->client);
  g_clear_object (&self->store);
  g_free (self->account_id);
  G_OBJECT_CLASS (carillon_jobs_parent_class)->finalize (object);
}

static void
carillon_jobs_class_init (CarillonJobsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = carillon_jobs_get_property;
  object_class->finalize = carillon_jobs_finalize;
  properties[PROP_CURRENT] = g_param_spec_object ("current", NULL, NULL, CARILLON_TYPE_JOB, flags);
  properties[PROP_N_OPEN] = g_param_spec_uint ("n-open", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[ROW_ENDED] =
    g_signal_new ("row-ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, CARILLON_TYPE_JOB, G_TYPE_STRING, G_TYPE_UINT);
  signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, CARILLON_TYPE_JOB);
}

static void
carillon_jobs_init (CarillonJobs *self)
{
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
  g_queue_init (&self->line);
}

/**
 * carillon_jobs_new:
 * @client: whom to ask
 * @store: where the jobs are
 * @account_id: whose they are; there must not be two that run its jobs at a time
 *
 * Returns: (transfer full): jobs, none of which are known yet
 */
CarillonJobs *
carillon_jobs_new (CommsClient *client, ArchiveStore *store, const char *account_id)
{
  g_return_val_if_fail (COMMS_IS_CLIENT (client), NULL);
  g_return_val_if_fail (ARCHIVE_IS_STORE (store), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  CarillonJobs *self = g_object_new (CARILLON_TYPE_JOBS, NULL);
  self->client = g_object_ref (client);
  self->store = g_object_ref (store);
  self->account_id = g_strdup (account_id);
  return self;
}
