#pragma once

#include <comms-client.h>

G_BEGIN_DECLS

/* Asks the API whether it has acted on a request: looks for a notification with its tag. */
void dispatch_lookup_async (CommsClient *client,
                            const char *send_id,
                            guint request,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean dispatch_lookup_finish (GAsyncResult *result, char **operation_id, GError **error);

G_END_DECLS
