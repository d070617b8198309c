#pragma once

#include <archive-store.h>
#include <comms-client.h>

#include "dispatch-snapshot.h"

G_BEGIN_DECLS

typedef enum {
  DISPATCH_RUN_READY,
  DISPATCH_RUN_POSTING,
  DISPATCH_RUN_RECONCILING, /* an outcome is unknown and is being looked up */
  DISPATCH_RUN_ACCEPTED,    /* every request has its operation */
  DISPATCH_RUN_REJECTED,    /* at least one request was refused or could not be sent, and none is
                               unknown */
  DISPATCH_RUN_UNKNOWN,     /* at least one request may or may not have been acted on */
} DispatchRunState;

#define DISPATCH_TYPE_RUN_STATE (dispatch_run_state_get_type ())
GType dispatch_run_state_get_type (void);

/* One send, exactly once. It freezes the draft when it is made, and journals each request before
 * its first byte leaves; only what is proven not to have been acted on may be posted again, and
 * only by start_async. Properties, read-only and notified: "state" (DispatchRunState), "n-accepted"
 * (guint, requests), "resumes-at" (gint64, monotonic microseconds: when the last pause between two
 * attempts ends or has ended; 0 for none). */
#define DISPATCH_TYPE_RUN (dispatch_run_get_type ())
G_DECLARE_FINAL_TYPE (DispatchRun, dispatch_run, DISPATCH, RUN, GObject)

DispatchRun *dispatch_run_new (CommsClient *client,
                               ArchiveStore *store,
                               const char *account_id,
                               DispatchDraft *draft);
DispatchRun *dispatch_run_new_for_snapshot (CommsClient *client,
                                            ArchiveStore *store,
                                            const char *account_id,
                                            DispatchSnapshot *snapshot); /* (transfer full) */
const char *dispatch_run_get_send_id (DispatchRun *self);
DispatchRunState dispatch_run_get_state (DispatchRun *self);
guint dispatch_run_get_n_requests (DispatchRun *self);
gint64 dispatch_run_get_resumes_at (DispatchRun *self);
GPtrArray *dispatch_run_get_operation_ids (DispatchRun *self); /* of char *; accepted so far */

/* Posts what is not yet accepted. On error nothing more was sent than the journal says; the error
 * is the first that stopped it, of COMMS_ERROR, ARCHIVE_ERROR (nothing more was posted) or
 * G_IO_ERROR. Cancelling takes effect between requests, and ends a pause between two attempts of
 * one at once. */
void dispatch_run_start_async (DispatchRun *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean dispatch_run_start_finish (DispatchRun *self, GAsyncResult *result, GError **error);

/* Settles what a crash or a cut connection left open: each POSTING or UNKNOWN request of the
 * account is looked up by its tag. Finishes with the requests that are still unknown, of
 * ArchiveRequest. */
void dispatch_reconcile_async (CommsClient *client,
                               ArchiveStore *store,
                               const char *account_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GPtrArray *dispatch_reconcile_finish (GAsyncResult *result, GError **error);

/* The same for one send that is not running. Finishes with all of its requests as they are then. */
void dispatch_reconcile_send_async (CommsClient *client,
                                    ArchiveStore *store,
                                    const char *send_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GPtrArray *dispatch_reconcile_send_finish (GAsyncResult *result, GError **error);

/* What a send did not bring out, as a new draft: its text, and the recipients of those requests
 * that are PLANNED or REJECTED. @json is what the journal has of the send, @requests (of
 * ArchiveRequest) are all of it. */
DispatchDraft *dispatch_draft_from_unsent (const char *json, GPtrArray *requests, GError **error);

G_END_DECLS
