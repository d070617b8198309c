/* HTTP Basic (RFC 7617). The header is made once; it is the only form in which the secret is kept,
 * and it is overwritten before its memory is given back. */

#include "comms-authorizer.h"

#include <string.h>

struct _CommsBasicAuthorizer {
  GObject parent_instance;

  char *header;
};

static void comms_basic_authorizer_authorizer_init (CommsAuthorizerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CommsBasicAuthorizer,
                               comms_basic_authorizer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (COMMS_TYPE_AUTHORIZER,
                                                      comms_basic_authorizer_authorizer_init))

static void
free_secret (char *text)
{
  explicit_bzero (text, strlen (text));
  g_free (text);
}

static void
comms_basic_authorizer_authorize (CommsAuthorizer *authorizer, SoupMessage *message)
{
  CommsBasicAuthorizer *self = COMMS_BASIC_AUTHORIZER (authorizer);

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                self->header);
}

static void
comms_basic_authorizer_finalize (GObject *object)
{
  CommsBasicAuthorizer *self = COMMS_BASIC_AUTHORIZER (object);

  g_clear_pointer (&self->header, free_secret);
  G_OBJECT_CLASS (comms_basic_authorizer_parent_class)->finalize (object);
}

static void
comms_basic_authorizer_authorizer_init (CommsAuthorizerInterface *iface)
{
  iface->authorize = comms_basic_authorizer_authorize;
}

static void
comms_basic_authorizer_class_init (CommsBasicAuthorizerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = comms_basic_authorizer_finalize;
}

static void
comms_basic_authorizer_init (CommsBasicAuthorizer *self)
{
}

/**
 * comms_basic_authorizer_new:
 * @sid: an account SID or an API key's SID
 * @secret: the account's auth token or the key's secret; not kept as such
 *
 * Returns: (transfer full): an authorizer
 */
CommsAuthorizer *
comms_basic_authorizer_new (const char *sid, const char *secret)
{
  g_return_val_if_fail (sid != NULL, NULL);
  g_return_val_if_fail (secret != NULL, NULL);

  CommsBasicAuthorizer *self = g_object_new (COMMS_TYPE_BASIC_AUTHORIZER, NULL);
  char *pair = g_strconcat (sid, ":", secret, NULL);
  char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
  self->header = g_strconcat ("Basic ", encoded, NULL);
  free_secret (pair);
  free_secret (encoded);
  return COMMS_AUTHORIZER (self);
}
