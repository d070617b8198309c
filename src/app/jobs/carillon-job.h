#pragma once

#include <dispatch-job.h>

G_BEGIN_DECLS

typedef enum {
  CARILLON_JOB_WAITING, /* in line: another one runs */
  CARILLON_JOB_RUNNING,
  CARILLON_JOB_PAUSED,      /* by the operator */
  CARILLON_JOB_INTERRUPTED, /* by the end of an earlier session; nobody has decided yet */
  CARILLON_JOB_FAILED,      /* see "error"; what waits can be tried again */
  CARILLON_JOB_STOPPED,     /* the rest is not wanted */
  CARILLON_JOB_DONE,        /* no row is left; some may have failed */
} CarillonJobState;

#define CARILLON_TYPE_JOB_STATE (carillon_job_state_get_type ())
GType carillon_job_state_get_type (void);

/* A job of the archive as the operator sees it. Properties, read-only and notified, at most some
 * times a second while it runs: "id" (gint64), "kind" (guint, ArchiveJobKind), "state"
 * (CarillonJobState), "n-rows", "n-waiting" (those under way included), "n-done", "n-gone",
 * "n-failed" (guint; unknown ones included, skipped ones nowhere), "resumes-at" (gint64, see
 * DispatchJob), "seconds-left" (int, -1 where that cannot be told), "error" (boxed GError,
 * nullable). */
#define CARILLON_TYPE_JOB (carillon_job_get_type ())
G_DECLARE_FINAL_TYPE (CarillonJob, carillon_job, CARILLON, JOB, GObject)

gint64 carillon_job_get_id (CarillonJob *self);
ArchiveJobKind carillon_job_get_kind (CarillonJob *self);
CarillonJobState carillon_job_get_state (CarillonJob *self);
guint carillon_job_count (CarillonJob *self, ArchiveRowState state);
guint carillon_job_get_n_rows (CarillonJob *self);
gint64 carillon_job_get_resumes_at (CarillonJob *self);
int carillon_job_get_seconds_left (CarillonJob *self);
const GError *carillon_job_get_error (CarillonJob *self); /* (nullable) */
gboolean carillon_job_is_open (CarillonJob *self);        /* it runs, or could go on */

G_END_DECLS
