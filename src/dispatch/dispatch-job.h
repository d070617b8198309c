#pragma once

#include <archive-jobs.h>
#include <comms-client.h>

G_BEGIN_DECLS

/* Carries out a job of the archive, row by row: deletes registrations or users, registers again
 * what stands in the trash, or registers the devices of a file. What it deletes is in the trash
 * before the request goes out, and what became of each row is on disk before the job ends; after a
 * crash the same job goes on with what is left. Whether the account may be written to is for the
 * caller to know, before the job is run.
 *
 * Properties, read-only and notified: "n-waiting", "n-done", "n-gone", "n-failed" (guint, rows; the
 * last counts those that are UNKNOWN too), "resumes-at" (gint64, monotonic microseconds: when the
 * wait that the server asked for ends or has ended; 0 for none), "paused" (gboolean).
 * Signal "row-ended" (string, guint): the ID of what a row is about, and the ArchiveRowState that
 * is on disk now. */
#define DISPATCH_TYPE_JOB (dispatch_job_get_type ())
G_DECLARE_FINAL_TYPE (DispatchJob, dispatch_job, DISPATCH, JOB, GObject)

/* What is different of something restored, as words in the reason of its row and of its item in the
 * trash, with a space between. */
#define DISPATCH_RESTORED_ID "id"           /* it is another registration */
#define DISPATCH_RESTORED_USER "user"       /* it belongs to another user */
#define DISPATCH_RESTORED_MOVED "moved"     /* devices that other users have by now stayed there */
#define DISPATCH_RESTORED_MISSING "missing" /* it has fewer devices than before */
#define DISPATCH_RESTORED_MORE "more"       /* it has devices that it had not before */
/* Why it FAILED: it cannot be restored, or is not in the trash any more. */
#define DISPATCH_RESTORED_OBSTACLE "obstacle"
#define DISPATCH_RESTORED_DISCARDED "discarded" /* the same: it is in the trash no more */

/* The reason of a REGISTER that is DONE: it is registered, but what came of it could not be read,
 * so that the index does not have it and its user is not known. */
#define DISPATCH_REGISTERED_UNREAD "unread"

DispatchJob *
dispatch_job_new (CommsClient *client, ArchiveStore *store, const char *account_id, gint64 job);
guint dispatch_job_get_n_rows (DispatchJob *self, ArchiveRowState state);
gint64 dispatch_job_get_resumes_at (DispatchJob *self);
gboolean dispatch_job_get_paused (DispatchJob *self);
void dispatch_job_pause (DispatchJob *self);
void dispatch_job_resume (DispatchJob *self);
void dispatch_job_stop (DispatchJob *self); /* the rest is not wanted: it ends as STOPPED */

/* Runs to the end, or until it is stopped: TRUE, although rows may have FAILED; with @again those
 * that FAILED before are tried once more. Cancelling leaves it PAUSED, after what is under way: to
 * be run again. Errors: G_IO_ERROR_CANCELLED, those of COMMS_ERROR that no row would be spared,
 * ARCHIVE_ERROR; it is PAUSED after them, too. */
void dispatch_job_run_async (DispatchJob *self,
                             gboolean again,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean dispatch_job_run_finish (DispatchJob *self, GAsyncResult *result, GError **error);

G_END_DECLS
