#pragma once

#include <comms-client.h>

G_BEGIN_DECLS

/* Follows an operation to its end by polling with back-off. Properties, read-only and notified:
 * "operation" (CommsOperation, nullable), "error" (boxed GError of the last poll, nullable),
 * "active" (gboolean; false once it has ended, was stopped, or cannot go on). */
#define DISPATCH_TYPE_WATCH (dispatch_watch_get_type ())
G_DECLARE_FINAL_TYPE (DispatchWatch, dispatch_watch, DISPATCH, WATCH, GObject)

DispatchWatch *dispatch_watch_new (CommsClient *client, const char *operation_id);
const char *dispatch_watch_get_operation_id (DispatchWatch *self);
CommsOperation *dispatch_watch_get_operation (DispatchWatch *self);
const GError *dispatch_watch_get_error (DispatchWatch *self);
gboolean dispatch_watch_get_active (DispatchWatch *self);
void dispatch_watch_start (DispatchWatch *self); /* or poll now, when it waits */
void dispatch_watch_stop (DispatchWatch *self);

G_END_DECLS
