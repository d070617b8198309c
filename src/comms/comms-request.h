#pragma once

#include "comms-answer.h"
#include "comms-client.h"

G_BEGIN_DECLS

/* One call, from its request line to the object that its caller gets. Private to this layer. */
typedef struct {
  const char *method; /* (unowned): SOUP_METHOD_* */
  char *target; /* (owned) (nullable): path and query below the base URI; NULL refuses the call */
  GBytes *body; /* (owned) (nullable): JSON */
  CommsReader read;
  gpointer context; /* (owned) (nullable): for read */
  GDestroyNotify free_context;
  GDestroyNotify free_result;
  gboolean gone_is_done; /* a 404 is read like a success */
  gboolean is_extension; /* undocumented: a 404 means that the server lacks the call */
  gboolean is_secret;    /* what the server echoes of the body must not be shown */
  gboolean is_uncut;     /* cancelling ends waits, not attempts */
} CommsRequest;

void comms_request_run (CommsClient *client,
                        const CommsRequest *request,
                        gpointer source_tag,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);

/* What a client lends to its requests. */
SoupSession *comms_client_get_session (CommsClient *self);
CommsAuthorizer *comms_client_get_authorizer (CommsClient *self);
void comms_client_tell_retrying (CommsClient *self, guint attempt, guint wait, const GError *error);

G_END_DECLS
