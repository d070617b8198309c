#pragma once

#include "dispatch-snapshot.h"

G_BEGIN_DECLS

/* What a send amounts to. */
typedef struct {
  guint n_users;
  guint n_fcm; /* tokens */
  guint n_apn; /* likewise */
  guint n_requests;
  guint64 n_bytes; /* of the bodies of all requests, exactly */
} DispatchOutline;

/* Counts in a worker. */
void dispatch_outline_async (const DispatchSnapshot *snapshot,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean dispatch_outline_finish (GAsyncResult *result, DispatchOutline *outline, GError **error);

G_END_DECLS
