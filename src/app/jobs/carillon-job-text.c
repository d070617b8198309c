#include "carillon-job-text.h"

#include <comms-error.h>
#include <glib/gi18n.h>

#include "carillon-error-text.h"
#include "carillon-format.h"

#define MINUTE 60
#define HOUR (60 * MINUTE)

typedef struct {
  const char *running;
  const char *paused;
  const char *interrupted;
  const char *failed;
  const char *stopped;
  const char *done;
} KindText;

static const KindText texts[] = {
  [ARCHIVE_JOB_DELETE_REGISTRATIONS] = {
    N_ ("Deleting registrations"),
    N_ ("Deleting registrations is paused"),
    N_ ("Deleting registrations was interrupted"),
    N_ ("Deleting registrations cannot go on"),
    N_ ("Deleting registrations was stopped"),
    N_ ("Deleting registrations has ended"),
  },
  [ARCHIVE_JOB_DELETE_USERS] = {
    N_ ("Deleting users"),
    N_ ("Deleting users is paused"),
    N_ ("Deleting users was interrupted"),
    N_ ("Deleting users cannot go on"),
    N_ ("Deleting users was stopped"),
    N_ ("Deleting users has ended"),
  },
  [ARCHIVE_JOB_RESTORE] = {
    N_ ("Restoring registrations"),
    N_ ("Restoring registrations is paused"),
    N_ ("Restoring registrations was interrupted"),
    N_ ("Restoring registrations cannot go on"),
    N_ ("Restoring registrations was stopped"),
    N_ ("Restoring registrations has ended"),
  },
  [ARCHIVE_JOB_REGISTER] = {
    N_ ("Registering devices"),
    N_ ("Registering devices is paused"),
    N_ ("Registering devices was interrupted"),
    N_ ("Registering devices cannot go on"),
    N_ ("Registering devices was stopped"),
    N_ ("Registering devices has ended"),
  },
};

static const KindText *
get_texts (CarillonJob *job)
{
  return &texts[MIN (carillon_job_get_kind (job), G_N_ELEMENTS (texts) - 1)];
}

char *
carillon_job_title (CarillonJob *job)
{
  g_return_val_if_fail (CARILLON_IS_JOB (job), NULL);

  const KindText *text = get_texts (job);
  const char *const titles[] = {
    [CARILLON_JOB_WAITING] = text->running,
    [CARILLON_JOB_RUNNING] = text->running,
    [CARILLON_JOB_PAUSED] = text->paused,
    [CARILLON_JOB_FAILED] = text->failed,
    [CARILLON_JOB_INTERRUPTED] = text->interrupted,
    [CARILLON_JOB_STOPPED] = text->stopped,
    [CARILLON_JOB_DONE] = text->done,
  };
  return g_strdup (_ (titles[carillon_job_get_state (job)]));
}

/* Done, and all. */
static char *
describe_done (CarillonJob *job, const char *done, const char *all)
{
  switch (carillon_job_get_kind (job)) {
  case ARCHIVE_JOB_RESTORE:
    /* Translators: numbers of registrations */
    return g_strdup_printf (_ ("%s of %s restored"), done, all);
  case ARCHIVE_JOB_REGISTER:
    /* Translators: numbers of devices */
    return g_strdup_printf (_ ("%s of %s registered"), done, all);
  case ARCHIVE_JOB_DELETE_REGISTRATIONS:
  case ARCHIVE_JOB_DELETE_USERS:
  default:
    /* Translators: numbers of users or registrations */
    return g_strdup_printf (_ ("%s of %s deleted"), done, all);
  }
}

char *
carillon_job_counts (CarillonJob *job)
{
  g_return_val_if_fail (CARILLON_IS_JOB (job), NULL);

  guint n_gone = carillon_job_count (job, ARCHIVE_ROW_GONE);
  guint n_failed = carillon_job_count (job, ARCHIVE_ROW_FAILED);
  g_autofree char *done =
    carillon_format_count (carillon_job_count (job, ARCHIVE_ROW_DONE) + n_gone);
  g_autofree char *all = carillon_format_count (carillon_job_get_n_rows (job));
  g_autofree char *counts = describe_done (job, done, all);
  GString *text = g_string_new (counts);

  if (n_gone > 0) {
    g_autofree char *gone = carillon_format_count (n_gone);
    g_string_append (text, " · ");
    /* Translators: %s is a number of things that were to be deleted */
    g_string_append_printf (text, ngettext ("%s was gone already", "%s were gone already", n_gone),
                            gone);
  }
  if (n_failed > 0) {
    g_autofree char *failed = carillon_format_count (n_failed);
    g_string_append (text, " · ");
    /* Translators: %s is a number of things */
    g_string_append_printf (text, ngettext ("%s failed", "%s failed", n_failed), failed);
  }
  return g_string_free (text, FALSE);
}

static char *
describe_left (int seconds)
{
  if (seconds < MINUTE) {
    return g_strdup (_ ("Less than a minute left"));
  }
  if (seconds < HOUR) {
    return g_strdup_printf (
      ngettext ("About %d minute left", "About %d minutes left", seconds / MINUTE),
      seconds / MINUTE);
  }
  return g_strdup_printf (ngettext ("About %d hour left", "About %d hours left", seconds / HOUR),
                          seconds / HOUR);
}

static char *
describe_running (CarillonJob *job)
{
  gint64 wait = carillon_job_get_resumes_at (job) - g_get_monotonic_time ();
  int seconds = (int) MIN ((wait + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC, G_MAXINT);

  if (wait > 0) {
    return g_strdup_printf (ngettext ("Waiting for the server. Trying again in %d second…",
                                      "Waiting for the server. Trying again in %d seconds…",
                                      seconds),
                            seconds);
  }
  int left = carillon_job_get_seconds_left (job);
  return left >= 0 ? describe_left (left) : NULL;
}

/* What is advised where one request failed, "Nothing was sent", is not true of a job. */
static char *
describe_error (const GError *error)
{
  g_autofree char *title = carillon_error_title (error);

  if (error->domain == COMMS_ERROR) {
    /* Translators: %s is a sentence in header capitalisation, "The Server Could Not Be Reached" */
    return g_strdup_printf (_ ("%s. The rest waits to be tried again."), title);
  }
  g_autofree char *advice = carillon_error_advice (error);

  /* Translators: what went wrong, and what helps */
  return g_strdup_printf (_ ("%s. %s"), title, advice);
}

char *
carillon_job_detail (CarillonJob *job)
{
  g_return_val_if_fail (CARILLON_IS_JOB (job), NULL);

  switch (carillon_job_get_state (job)) {
  case CARILLON_JOB_RUNNING:
    return describe_running (job);
  case CARILLON_JOB_WAITING:
    return g_strdup (_ ("It begins when the one before it has ended."));
  case CARILLON_JOB_INTERRUPTED:
    return g_strdup (_ ("Carillon was closed, or another account was chosen, before it ended."));
  case CARILLON_JOB_STOPPED:
    return g_strdup (_ ("The rest was not touched."));
  case CARILLON_JOB_FAILED:
    return describe_error (carillon_job_get_error (job));
  case CARILLON_JOB_PAUSED:
  case CARILLON_JOB_DONE:
  default:
    return NULL;
  }
}

char *
carillon_job_toast (CarillonJob *job)
{
  g_return_val_if_fail (CARILLON_IS_JOB (job), NULL);

  guint n_rows = carillon_job_get_n_rows (job);
  g_autofree char *count = carillon_format_count (n_rows);

  switch (carillon_job_get_kind (job)) {
  case ARCHIVE_JOB_DELETE_USERS:
    return g_strdup_printf (ngettext ("%s user deleted", "%s users deleted", n_rows), count);
  case ARCHIVE_JOB_RESTORE:
    return g_strdup_printf (
      ngettext ("%s registration restored", "%s registrations restored", n_rows), count);
  case ARCHIVE_JOB_REGISTER:
    return g_strdup_printf (ngettext ("%s device registered", "%s devices registered", n_rows),
                            count);
  case ARCHIVE_JOB_DELETE_REGISTRATIONS:
  default:
    return g_strdup_printf (
      ngettext ("%s registration deleted", "%s registrations deleted", n_rows), count);
  }
}
