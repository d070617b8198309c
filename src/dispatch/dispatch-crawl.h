#pragma once

#include <archive-index.h>
#include <comms-client.h>

G_BEGIN_DECLS

/* A walk over all users of an account and the registrations of each, which fills the index of the
 * archive: the API lists registrations by user only. Where it is stands in the archive with what it
 * found, so that one that is stopped, or killed, goes on at its next start and neither misses nor
 * doubles anything; what is no longer at the API leaves the index at its end.
 *
 * Properties, read-only and notified a few times a second at most: "n-users" (guint64, seen by this
 * crawl, also before it was interrupted), "n-registrations" (guint64, of those seen since the
 * start), "n-failures" (guint64, users that could not be read so far), "phase" (guint,
 * ArchiveCrawlPhase), "resumes-at" (gint64, monotonic microseconds: when the wait that the server
 * asked for ends or has ended; 0 for none), "paused" (gboolean). */
#define DISPATCH_TYPE_CRAWL (dispatch_crawl_get_type ())
G_DECLARE_FINAL_TYPE (DispatchCrawl, dispatch_crawl, DISPATCH, CRAWL, GObject)

DispatchCrawl *
dispatch_crawl_new (CommsClient *client, ArchiveStore *store, const char *account_id);
void dispatch_crawl_set_page_size (DispatchCrawl *self, guint size);
guint64 dispatch_crawl_get_n_users (DispatchCrawl *self);
guint64 dispatch_crawl_get_n_failures (DispatchCrawl *self);
ArchiveCrawlPhase dispatch_crawl_get_phase (DispatchCrawl *self);
gint64 dispatch_crawl_get_resumes_at (DispatchCrawl *self);
gboolean dispatch_crawl_get_paused (DispatchCrawl *self);
void dispatch_crawl_pause (DispatchCrawl *self);
void dispatch_crawl_resume (DispatchCrawl *self);

/* Runs to the end: TRUE, although users may have failed. Cancelling stops it where it is. Errors:
 * G_IO_ERROR_CANCELLED, those of COMMS_ERROR that no user would be spared, ARCHIVE_ERROR; after any
 * of them the next start goes on there, also with another object in another process. */
void dispatch_crawl_run_async (DispatchCrawl *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean dispatch_crawl_run_finish (DispatchCrawl *self, GAsyncResult *result, GError **error);

G_END_DECLS
