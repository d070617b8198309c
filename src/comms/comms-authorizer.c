#include "comms-authorizer.h"

G_DEFINE_INTERFACE (CommsAuthorizer, comms_authorizer, G_TYPE_OBJECT)

static void
comms_authorizer_default_init (CommsAuthorizerInterface *iface)
{
}

/**
 * comms_authorizer_authorize:
 * @self: who may sign
 * @message: a request that is about to be sent
 *
 * Adds to @message what makes the server accept it.
 */
void
comms_authorizer_authorize (CommsAuthorizer *self, SoupMessage *message)
{
  g_return_if_fail (COMMS_IS_AUTHORIZER (self));
  g_return_if_fail (SOUP_IS_MESSAGE (message));

  COMMS_AUTHORIZER_GET_IFACE (self)->authorize (self, message);
}
