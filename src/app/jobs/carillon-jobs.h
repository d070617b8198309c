#pragma once

#include <archive-jobs.h>
#include <comms-client.h>

#include "carillon-job.h"

G_BEGIN_DECLS

/* The jobs of a session: one for each that runs, waits in line, is paused, was interrupted by the
 * end of an earlier session, or has ended since this one began and was not dismissed. One runs at a
 * time, the others wait in line. What was interrupted is offered and never goes on by itself. A job
 * is in the archive before it is here, so that nothing is lost when this ends in the middle.
 *
 * A GListModel of CarillonJob, oldest first. Properties, read-only and notified: "current"
 * (CarillonJob, nullable: the one to tell of), "n-open" (guint: those that run or could go on),
 * "running" (gboolean), "error" (boxed GError, nullable: the archive could not be read or written).
 * Signals: "row-ended" (CarillonJob, string, guint): the ID of what a row is about, and the
 * ArchiveRowState that is on disk; "ended" (CarillonJob): it came to its end by itself, well or
 * with an error. */
#define CARILLON_TYPE_JOBS (carillon_jobs_get_type ())
G_DECLARE_FINAL_TYPE (CarillonJobs, carillon_jobs, CARILLON, JOBS, GObject)

CarillonJobs *carillon_jobs_new (CommsClient *client, ArchiveStore *store, const char *account_id);
void carillon_jobs_load (CarillonJobs *self);               /* what an earlier session left */
void carillon_jobs_run (CarillonJobs *self, gint64 job_id); /* a job of the archive, in its turn */
void carillon_jobs_pause (CarillonJobs *self, CarillonJob *job);
void carillon_jobs_resume (CarillonJobs *self, CarillonJob *job);
void carillon_jobs_stop (CarillonJobs *self, CarillonJob *job);
void carillon_jobs_retry (CarillonJobs *self, CarillonJob *job);   /* and the rows that failed */
void carillon_jobs_dismiss (CarillonJobs *self, CarillonJob *job); /* one that is not active */
void carillon_jobs_close (CarillonJobs *self); /* pauses all; for the end of the session */
CarillonJob *carillon_jobs_get_current (CarillonJobs *self);         /* (nullable) */
CarillonJob *carillon_jobs_find (CarillonJobs *self, gint64 job_id); /* (nullable) */
guint carillon_jobs_get_n_open (CarillonJobs *self);
gboolean carillon_jobs_get_running (CarillonJobs *self);
const GError *carillon_jobs_get_error (CarillonJobs *self); /* (nullable) */

G_END_DECLS
