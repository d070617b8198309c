/* What is shown follows from the session's "current" job. The words change with every property of
 * it, and while it waits for the server with every second. */

#include "carillon-jobs-bar.h"

#include <glib/gi18n.h>

#include "carillon-ask.h"
#include "carillon-config.h"
#include "carillon-error-text.h"
#include "carillon-format.h"
#include "carillon-guard.h"
#include "carillon-job-text.h"
#include "carillon-toast.h"
#include "carillon-wrap-layout.h"

/* What so few things are done to without a failure is told in passing. */
#define FEW_ROWS 10

struct _CarillonJobsBar {
  GtkWidget parent_instance;

  CarillonSession *session; /* (owned) (nullable) */
  CarillonJobs *jobs;       /* (owned) (nullable): of the session */
  CarillonJob *job;         /* (owned) (nullable): the current one */
  GSignalGroup *signals;    /* (owned): of the job */
  char *title;              /* (nullable) */
  char *counts;             /* (nullable) */
  char *detail;             /* (nullable) */
  guint clock;              /* a source; 0 for none */

  GtkWidget *words;
};

typedef enum {
  PROP_SESSION = 1,
  PROP_JOB,
  PROP_TITLE,
  PROP_COUNTS,
  PROP_DETAIL,
} CarillonJobsBarProperty;

static GParamSpec *properties[PROP_DETAIL + 1];

G_DEFINE_FINAL_TYPE (CarillonJobsBar, carillon_jobs_bar, GTK_TYPE_WIDGET)

/* A question about a job, which may have become another when it is answered. */
typedef struct {
  CarillonJobs *jobs; /* (owned) */
  CarillonJob *job;   /* (owned) */
  gboolean again;
} Question;

static Question *
question_new (CarillonJobsBar *self)
{
  Question *question = g_new0 (Question, 1);

  question->jobs = g_object_ref (self->jobs);
  question->job = g_object_ref (self->job);
  return question;
}

static void
question_free (Question *question)
{
  g_object_unref (question->jobs);
  g_object_unref (question->job);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

/* The words. */

static void
take_text (CarillonJobsBar *self, char **text, char *value, CarillonJobsBarProperty property)
{
  g_autofree char *taken = value;

  if (g_strcmp0 (*text, taken) != 0) {
    g_free (*text);
    *text = g_steal_pointer (&taken);
    g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
  }
}

/* What goes on besides, and what comes after. */
static char *
describe_others (CarillonJobsBar *self)
{
  guint n_open = carillon_jobs_get_n_open (self->jobs);
  guint n_others = n_open - (carillon_job_is_open (self->job) ? 1 : 0);
  g_autofree char *count = carillon_format_count (n_others);

  return n_others > 0
           ? g_strdup_printf (ngettext ("%s more job is open.", "%s more jobs are open.", n_others),
                              count)
           : NULL;
}

static char *
make_detail (CarillonJobsBar *self)
{
  g_autofree char *detail = carillon_job_detail (self->job);
  g_autofree char *others = describe_others (self);

  if (detail == NULL || others == NULL) {
    return g_strdup (detail != NULL ? detail : others);
  }
  return g_strdup_printf ("%s · %s", detail, others);
}

/* Where the archive cannot be read there is no job to tell of. */
static void
tell_error (CarillonJobsBar *self)
{
  const GError *error = self->jobs != NULL ? carillon_jobs_get_error (self->jobs) : NULL;

  take_text (self, &self->title, error != NULL ? g_strdup (_ ("A job was not begun")) : NULL,
             PROP_TITLE);
  take_text (self, &self->counts, error != NULL ? carillon_error_title (error) : NULL, PROP_COUNTS);
  take_text (self, &self->detail, error != NULL ? carillon_error_advice (error) : NULL,
             PROP_DETAIL);
}

static gboolean on_second (gpointer user_data);

static void
tell (CarillonJobsBar *self)
{
  if (self->job == NULL) {
    tell_error (self);
    return;
  }
  take_text (self, &self->title, carillon_job_title (self->job), PROP_TITLE);
  take_text (self, &self->counts, carillon_job_counts (self->job), PROP_COUNTS);
  take_text (self, &self->detail, make_detail (self), PROP_DETAIL);
  if (self->clock == 0 && carillon_job_get_resumes_at (self->job) > g_get_monotonic_time ()) {
    self->clock = g_timeout_add_seconds (1, on_second, self);
  }
}

static gboolean
on_second (gpointer user_data)
{
  CarillonJobsBar *self = user_data;

  self->clock = 0;
  tell (self);
  return G_SOURCE_REMOVE;
}

static char *
get_main_label (CarillonJobsBar *self, CarillonJobState state)
{
  static const char *const labels[] = {
    [CARILLON_JOB_WAITING] = NULL,
    [CARILLON_JOB_RUNNING] = N_ ("_Pause"),
    [CARILLON_JOB_PAUSED] = N_ ("_Resume"),
    [CARILLON_JOB_INTERRUPTED] = N_ ("C_ontinue"),
    [CARILLON_JOB_FAILED] = N_ ("_Try Again"),
    [CARILLON_JOB_STOPPED] = NULL,
    [CARILLON_JOB_DONE] = N_ ("_Retry Failed"),
  };

  return labels[state] != NULL ? g_strdup (_ (labels[state])) : NULL;
}

static gboolean
has_main (CarillonJobsBar *self, CarillonJobState state, guint n_failed)
{
  return self->job != NULL && state != CARILLON_JOB_WAITING && state != CARILLON_JOB_STOPPED &&
         (state != CARILLON_JOB_DONE || n_failed > 0);
}

static char *
get_show_label (CarillonJobsBar *self, CarillonJobState state)
{
  gboolean over = state == CARILLON_JOB_DONE || state == CARILLON_JOB_STOPPED;

  return g_strdup (over ? _ ("_Show Results") : _ ("_Show"));
}

static gboolean
has_show (CarillonJobsBar *self, CarillonJobState state)
{
  return self->job != NULL && state != CARILLON_JOB_RUNNING && state != CARILLON_JOB_WAITING;
}

static gboolean
is_open (CarillonJobsBar *self, CarillonJobState state)
{
  return self->job != NULL && state != CARILLON_JOB_DONE && state != CARILLON_JOB_STOPPED;
}

static gboolean
is_over (CarillonJobsBar *self, CarillonJobState state)
{
  return self->job != NULL && !is_open (self, state);
}

static double
get_fraction (CarillonJobsBar *self, guint n_rows, guint n_waiting)
{
  return n_rows > 0 ? (double) (n_rows - MIN (n_waiting, n_rows)) / n_rows : 0;
}

static gboolean
is_set (CarillonJobsBar *self, const char *text)
{
  return text != NULL && *text != '\0';
}

/* The buttons. */

static void
go_on (const Question *question)
{
  if (question->again) {
    carillon_jobs_retry (question->jobs, question->job);
  } else {
    carillon_jobs_resume (question->jobs, question->job);
  }
}

static void
on_guarded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;

  if (carillon_guard_finish (result)) {
    go_on (question);
  }
}

/* What was decided in an earlier session, or a second time, is guarded as if it were new. */
static void
go_on_guarded (CarillonJobsBar *self, ArchiveRowState rows)
{
  Question *question = question_new (self);
  guint n_rows = carillon_job_count (self->job, rows);
  gboolean deletes = carillon_job_get_kind (self->job) <= ARCHIVE_JOB_DELETE_USERS;
  g_autofree char *count = carillon_format_count (n_rows);
  g_autofree char *body = g_strdup_printf (ngettext ("%s is left.", "%s are left.", n_rows), count);
  const CarillonIntent intent = {
    .heading = deletes ? _ ("Continue to Delete?") : _ ("Continue?"),
    .body = body,
    .confirm = _ ("C_ontinue"),
    .n_things = n_rows,
    .is_destructive = deletes,
  };

  question->again = rows == ARCHIVE_ROW_FAILED;
  carillon_guard_async (GTK_WIDGET (self), carillon_session_get_account (self->session), &intent,
                        NULL, on_guarded, question);
}

static void
on_main (CarillonJobsBar *self)
{
  switch (carillon_job_get_state (self->job)) {
  case CARILLON_JOB_RUNNING:
    carillon_jobs_pause (self->jobs, self->job);
    break;
  case CARILLON_JOB_PAUSED:
    carillon_jobs_resume (self->jobs, self->job);
    break;
  case CARILLON_JOB_INTERRUPTED:
  case CARILLON_JOB_FAILED:
    go_on_guarded (self, ARCHIVE_ROW_WAITING);
    break;
  case CARILLON_JOB_DONE:
    go_on_guarded (self, ARCHIVE_ROW_FAILED);
    break;
  case CARILLON_JOB_WAITING:
  case CARILLON_JOB_STOPPED:
  default:
    break;
  }
}

static void
on_show (CarillonJobsBar *self)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, carillon_job_get_id (self->job));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-job", "s", id);
}

static void
on_stop_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;

  if (carillon_ask_finish (result)) {
    carillon_jobs_stop (question->jobs, question->job);
  }
}

static void
on_stop (CarillonJobsBar *self)
{
  guint n_left = carillon_job_count (self->job, ARCHIVE_ROW_WAITING);
  g_autofree char *counts = carillon_job_counts (self->job);
  g_autofree char *left = carillon_format_count (n_left);
  g_autofree char *body = g_strdup_printf (
    /* Translators: the first %s is "312 of 1,000 deleted", the second a number */
    ngettext ("%s. What is done stays done; the other %s will not be touched.",
              "%s. What is done stays done; the other %s will not be touched.", n_left),
    counts, left);

  carillon_ask_async (GTK_WIDGET (self), _ ("Stop for Good?"), body, _ ("_Stop"),
                      CARILLON_ASK_DESTRUCTIVE, NULL, NULL, on_stop_answered, question_new (self));
}

static void
on_dismiss (CarillonJobsBar *self)
{
  carillon_jobs_dismiss (self->jobs, self->job);
}

/* The session. */

static void
on_ended (CarillonJobsBar *self, CarillonJob *job)
{
  gboolean smooth = carillon_job_get_state (job) == CARILLON_JOB_DONE &&
                    carillon_job_count (job, ARCHIVE_ROW_FAILED) == 0;

  if (!smooth || carillon_job_get_n_rows (job) > FEW_ROWS) {
    return;
  }
  g_autofree char *text = carillon_job_toast (job);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, carillon_job_get_id (job));
  carillon_toast_with_action (GTK_WIDGET (self), text, _ ("_Show"), "win.show-job", id);
  carillon_jobs_dismiss (self->jobs, job);
}

static void
on_current (CarillonJobsBar *self)
{
  CarillonJob *current = self->jobs != NULL ? carillon_jobs_get_current (self->jobs) : NULL;

  if (g_set_object (&self->job, current)) {
    g_signal_group_set_target (self->signals, current);
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOB]);
  }
  tell (self);
}

static void
drop_jobs (CarillonJobsBar *self)
{
  if (self->jobs != NULL) {
    g_signal_handlers_disconnect_by_data (self->jobs, self);
    g_clear_object (&self->jobs);
  }
  g_clear_handle_id (&self->clock, g_source_remove);
}

/**
 * carillon_jobs_bar_set_session:
 * @self: the bar
 * @session: (nullable): whose jobs to tell of
 *
 * Looks up what an earlier session left open.
 */
void
carillon_jobs_bar_set_session (CarillonJobsBar *self, CarillonSession *session)
{
  g_return_if_fail (CARILLON_IS_JOBS_BAR (self));
  g_return_if_fail (session == NULL || CARILLON_IS_SESSION (session));

  if (!g_set_object (&self->session, session)) {
    return;
  }
  drop_jobs (self);
  if (session != NULL) {
    self->jobs = g_object_ref (carillon_session_get_jobs (session));
    g_signal_connect_swapped (self->jobs, "ended", G_CALLBACK (on_ended), self);
    g_signal_connect_swapped (self->jobs, "notify", G_CALLBACK (on_current), self);
    carillon_jobs_load (self->jobs);
  }
  on_current (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

static void
carillon_jobs_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CarillonJobsBar *self = CARILLON_JOBS_BAR (object);

  switch ((CarillonJobsBarProperty) id) {
  case PROP_SESSION:
    carillon_jobs_bar_set_session (self, g_value_get_object (value));
    break;
  case PROP_JOB: /* read-only */
  case PROP_TITLE:
  case PROP_COUNTS:
  case PROP_DETAIL:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_jobs_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonJobsBar *self = CARILLON_JOBS_BAR (object);

  switch ((CarillonJobsBarProperty) id) {
  case PROP_SESSION:
    g_value_set_object (value, self->session);
    break;
  case PROP_JOB:
    g_value_set_object (value, self->job);
    break;
  case PROP_TITLE:
    g_value_set_string (value, self->title);
    break;
  case PROP_COUNTS:
    g_value_set_string (value, self->counts);
    break;
  case PROP_DETAIL:
    g_value_set_string (value, self->detail);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_jobs_bar_dispose (GObject *object)
{
  CarillonJobsBar *self = CARILLON_JOBS_BAR (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  drop_jobs (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), CARILLON_TYPE_JOBS_BAR);
  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&self->signals);
  g_clear_object (&self->job);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (carillon_jobs_bar_parent_class)->dispose (object);
}

static void
carillon_jobs_bar_finalize (GObject *object)
{
  CarillonJobsBar *self = CARILLON_JOBS_BAR (object);

  g_free (self->title);
  g_free (self->counts);
  g_free (self->detail);
  G_OBJECT_CLASS (carillon_jobs_bar_parent_class)->finalize (object);
}

#define CALL(function) gtk_widget_class_bind_template_callback (widget_class, function)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/jobs/carillon-jobs-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonJobsBar, words);
  CALL (is_set);
  CALL (is_open);
  CALL (is_over);
  CALL (get_fraction);
  CALL (get_main_label);
  CALL (has_main);
  CALL (get_show_label);
  CALL (has_show);
  CALL (on_main);
  CALL (on_show);
  CALL (on_stop);
  CALL (on_dismiss);
}

static void
carillon_jobs_bar_class_init (CarillonJobsBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags read_only = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->set_property = carillon_jobs_bar_set_property;
  object_class->get_property = carillon_jobs_bar_get_property;
  object_class->dispose = carillon_jobs_bar_dispose;
  object_class->finalize = carillon_jobs_bar_finalize;
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CARILLON_TYPE_SESSION,
                                                  read_only | G_PARAM_WRITABLE);
  properties[PROP_JOB] = g_param_spec_object ("job", NULL, NULL, CARILLON_TYPE_JOB, read_only);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, read_only);
  properties[PROP_COUNTS] = g_param_spec_string ("counts", NULL, NULL, NULL, read_only);
  properties[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, NULL, read_only);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
carillon_jobs_bar_init (CarillonJobsBar *self)
{
  self->signals = g_signal_group_new (CARILLON_TYPE_JOB);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (tell), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->words, g_object_new (CARILLON_TYPE_WRAP_LAYOUT, NULL));
}
