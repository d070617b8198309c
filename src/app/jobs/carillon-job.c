/* A run tells of every row; what is shown of it changes a few times a second, which is as often as
 * anybody can read. */

#include "carillon-job-private.h"

/* Milliseconds. */
#define TELL_INTERVAL 100

/* How long it will take is told from how it went lately, once that says something. */
#define SAMPLE_INTERVAL G_USEC_PER_SEC
#define N_SAMPLES 30
#define LEAST_SAMPLES 5
#define LEAST_ROWS 20

typedef struct {
  gint64 at; /* monotonic microseconds */
  guint n_waiting;
} Sample;

struct _CarillonJob {
  GObject parent_instance;

  gint64 id;
  ArchiveJobKind kind;
  CarillonJobState state;
  guint n_rows[ARCHIVE_N_ROW_STATES];
  gint64 resumes_at;
  int seconds_left;
  GError *error; /* (nullable) */

  DispatchJob *run; /* (owned) (nullable) */
  guint teller;     /* a source; 0 for none */
  Sample samples[N_SAMPLES];
  guint n_samples; /* that there ever were; the last ones are in the ring */
};

typedef enum {
  PROP_ID = 1,
  PROP_KIND,
  PROP_STATE,
  PROP_N_ROWS,
  PROP_N_WAITING,
  PROP_N_DONE,
  PROP_N_GONE,
  PROP_N_FAILED,
  PROP_RESUMES_AT,
  PROP_SECONDS_LEFT,
  PROP_ERROR,
} CarillonJobProperty;

static GParamSpec *properties[PROP_ERROR + 1];

G_DEFINE_FINAL_TYPE (CarillonJob, carillon_job, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (CarillonJobState,
                    carillon_job_state,
                    G_DEFINE_ENUM_VALUE (CARILLON_JOB_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (CARILLON_JOB_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (CARILLON_JOB_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (CARILLON_JOB_INTERRUPTED, "interrupted"),
                    G_DEFINE_ENUM_VALUE (CARILLON_JOB_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (CARILLON_JOB_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (CARILLON_JOB_DONE, "done"))

static void
set_count (CarillonJob *self, ArchiveRowState state, guint count, CarillonJobProperty property)
{
  if (self->n_rows[state] != count) {
    self->n_rows[state] = count;
    g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
  }
}

static void
take_counts (CarillonJob *self, const guint *n_rows)
{
  g_object_freeze_notify (G_OBJECT (self));
  set_count (self, ARCHIVE_ROW_WAITING, n_rows[ARCHIVE_ROW_WAITING] + n_rows[ARCHIVE_ROW_RUNNING],
             PROP_N_WAITING);
  set_count (self, ARCHIVE_ROW_DONE, n_rows[ARCHIVE_ROW_DONE], PROP_N_DONE);
  set_count (self, ARCHIVE_ROW_GONE, n_rows[ARCHIVE_ROW_GONE], PROP_N_GONE);
  set_count (self, ARCHIVE_ROW_FAILED, n_rows[ARCHIVE_ROW_FAILED] + n_rows[ARCHIVE_ROW_UNKNOWN],
             PROP_N_FAILED);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
set_seconds_left (CarillonJob *self, int seconds)
{
  if (self->seconds_left != seconds) {
    self->seconds_left = seconds;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SECONDS_LEFT]);
  }
}

static int
estimate (CarillonJob *self)
{
  if (self->n_samples < LEAST_SAMPLES) {
    return -1;
  }
  guint n_kept = MIN (self->n_samples, N_SAMPLES);
  const Sample *last = &self->samples[(self->n_samples - 1) % N_SAMPLES];
  const Sample *first = &self->samples[(self->n_samples - n_kept) % N_SAMPLES];
  if (first->n_waiting < last->n_waiting + LEAST_ROWS) {
    return -1;
  }
  double seconds_per_row = (double) (last->at - first->at) / G_USEC_PER_SEC /
                           (double) (first->n_waiting - last->n_waiting);
  return (int) MIN (seconds_per_row * last->n_waiting, G_MAXINT);
}

static void
add_sample (CarillonJob *self)
{
  gint64 now = g_get_monotonic_time ();
  const Sample *last =
    self->n_samples > 0 ? &self->samples[(self->n_samples - 1) % N_SAMPLES] : NULL;

  if (last == NULL || now - last->at >= SAMPLE_INTERVAL) {
    self->samples[self->n_samples % N_SAMPLES] = (Sample){ now, self->n_rows[ARCHIVE_ROW_WAITING] };
    self->n_samples++;
    set_seconds_left (self, estimate (self));
  }
}

static void
set_resumes_at (CarillonJob *self, gint64 resumes_at)
{
  if (self->resumes_at != resumes_at) {
    self->resumes_at = resumes_at;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESUMES_AT]);
  }
}

static void
tell (CarillonJob *self)
{
  guint n_rows[ARCHIVE_N_ROW_STATES];

  for (guint i = 0; i < ARCHIVE_N_ROW_STATES; i++) {
    n_rows[i] = dispatch_job_get_n_rows (self->run, i);
  }
  g_object_freeze_notify (G_OBJECT (self));
  take_counts (self, n_rows);
  set_resumes_at (self, dispatch_job_get_resumes_at (self->run));
  add_sample (self);
  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
on_time_to_tell (gpointer user_data)
{
  CarillonJob *self = user_data;

  self->teller = 0;
  tell (self);
  return G_SOURCE_REMOVE;
}

static void
on_progress (CarillonJob *self)
{
  if (self->teller == 0) {
    self->teller = g_timeout_add (TELL_INTERVAL, on_time_to_tell, self);
  }
}

static void
carillon_job_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonJob *self = CARILLON_JOB (object);

  switch ((CarillonJobProperty) id) {
  case PROP_ID:
    g_value_set_int64 (value, self->id);
    break;
  case PROP_KIND:
    g_value_set_uint (value, self->kind);
    break;
  case PROP_STATE:
    g_value_set_enum (value, (int) self->state);
    break;
  case PROP_N_ROWS:
    g_value_set_uint (value, carillon_job_get_n_rows (self));
    break;
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
    g_value_set_uint (value, self->n_rows[ARCHIVE_ROW_FAILED]);
    break;
  case PROP_RESUMES_AT:
    g_value_set_int64 (value, self->resumes_at);
    break;
  case PROP_SECONDS_LEFT:
    g_value_set_int (value, self->seconds_left);
    break;
  case PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_job_dispose (GObject *object)
{
  CarillonJob *self = CARILLON_JOB (object);

  carillon_job_follow (self, NULL);
  G_OBJECT_CLASS (carillon_job_parent_class)->dispose (object);
}

static void
carillon_job_finalize (GObject *object)
{
  g_clear_error (&CARILLON_JOB (object)->error);
  G_OBJECT_CLASS (carillon_job_parent_class)->finalize (object);
}

static void
carillon_job_class_init (CarillonJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  static const char *const counts[] = {
    [PROP_N_ROWS] = "n-rows", [PROP_N_WAITING] = "n-waiting", [PROP_N_DONE] = "n-done",
    [PROP_N_GONE] = "n-gone", [PROP_N_FAILED] = "n-failed",
  };

  object_class->get_property = carillon_job_get_property;
  object_class->dispose = carillon_job_dispose;
  object_class->finalize = carillon_job_finalize;
  properties[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_KIND] = g_param_spec_uint ("kind", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, CARILLON_TYPE_JOB_STATE, CARILLON_JOB_WAITING, flags);
  for (guint i = PROP_N_ROWS; i <= PROP_N_FAILED; i++) {
    properties[i] = g_param_spec_uint (counts[i], NULL, NULL, 0, G_MAXUINT, 0, flags);
  }
  properties[PROP_RESUMES_AT] =
    g_param_spec_int64 ("resumes-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_SECONDS_LEFT] =
    g_param_spec_int ("seconds-left", NULL, NULL, -1, G_MAXINT, -1, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
carillon_job_init (CarillonJob *self)
{
  self->seconds_left = -1;
}

CarillonJob *
carillon_job_new (const ArchiveJob *job, CarillonJobState state)
{
  CarillonJob *self = g_object_new (CARILLON_TYPE_JOB, NULL);

  self->id = job->id;
  self->kind = job->kind;
  self->state = state;
  take_counts (self, job->n_rows);
  return self;
}

void
carillon_job_take (CarillonJob *self, const ArchiveJob *job)
{
  take_counts (self, job->n_rows);
}

void
carillon_job_set_state (CarillonJob *self, CarillonJobState state, const GError *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (self->error != NULL || error != NULL) {
    g_clear_error (&self->error);
    self->error = error != NULL ? g_error_copy (error) : NULL;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  }
  if (self->state != state) {
    self->state = state;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  }
  g_object_thaw_notify (G_OBJECT (self));
}

void
carillon_job_follow (CarillonJob *self, DispatchJob *run)
{
  if (self->run != NULL) {
    g_signal_handlers_disconnect_by_func (self->run, on_progress, self);
    tell (self);
    set_resumes_at (self, 0);
    set_seconds_left (self, -1);
  }
  g_clear_handle_id (&self->teller, g_source_remove);
  g_set_object (&self->run, run);
  self->n_samples = 0;
  if (run != NULL) {
    g_signal_connect_object (run, "notify", G_CALLBACK (on_progress), self, G_CONNECT_SWAPPED);
  }
}

DispatchJob *
carillon_job_get_run (CarillonJob *self)
{
  return self->run;
}

gint64
carillon_job_get_id (CarillonJob *self)
{
  g_return_val_if_fail (CARILLON_IS_JOB (self), 0);

  return self->id;
}

ArchiveJobKind
carillon_job_get_kind (CarillonJob *self)
{
  g_return_val_if_fail (CARILLON_IS_JOB (self), ARCHIVE_JOB_DELETE_REGISTRATIONS);

  return self->kind;
}

CarillonJobState
carillon_job_get_state (CarillonJob *self)
{
  g_return_val_if_fail (CARILLON_IS_JOB (self), CARILLON_JOB_DONE);

  return self->state;
}

/**
 * carillon_job_count:
 * @self: a job
 * @state: of rows
 *
 * Returns: how many rows are in it; those under way count as WAITING
 */
guint
carillon_job_count (CarillonJob *self, ArchiveRowState state)
{
  g_return_val_if_fail (CARILLON_IS_JOB (self), 0);
  g_return_val_if_fail (state < ARCHIVE_N_ROW_STATES, 0);

  return self->n_rows[state];
}

guint
carillon_job_get_n_rows (CarillonJob *self)
{
  g_return_val_if_fail (CARILLON_IS_JOB (self), 0);

  guint n_rows = 0;
  for (guint i = 0; i < ARCHIVE_N_ROW_STATES; i++) {
    n_rows += self->n_rows[i];
  }
  return n_rows;
}

gint64
carillon_job_get_resumes_at (CarillonJob *self)
{
  g_return_val_if_fail (CARILLON_IS_JOB (self), 0);

  return self->resumes_at;
}

int
carillon_job_get_seconds_left (CarillonJob *self)
{
  g_return_val_if_fail (CARILLON_IS_JOB (self), -1);

  return self->seconds_left;
}

const GError *
carillon_job_get_error (CarillonJob *self)
{
  g_return_val_if_fail (CARILLON_IS_JOB (self), NULL);

  return self->error;
}

/**
 * carillon_job_is_open:
 * @self: a job
 *
 * Returns: whether rows wait that the operator has not given up
 */
gboolean
carillon_job_is_open (CarillonJob *self)
{
  g_return_val_if_fail (CARILLON_IS_JOB (self), FALSE);

  return self->state != CARILLON_JOB_STOPPED && self->state != CARILLON_JOB_DONE;
}
