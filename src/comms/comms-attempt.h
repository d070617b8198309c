#pragma once

#include "comms-request.h"

G_BEGIN_DECLS

/* A request made once. @request belongs to the caller, who keeps it until the callback. */
void comms_attempt_run (CommsClient *client,
                        const CommsRequest *request,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
gpointer comms_attempt_finish (GAsyncResult *result, GError **error);

G_END_DECLS
