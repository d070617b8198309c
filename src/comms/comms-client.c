/* The service object: where the API is, who signs, and one session. The calls are in
 * comms-client-calls.c, what happens to each in comms-request.c. */

#include "comms-request.h"

/* Requests at a time. Bulk work is bounded by its callers, this keeps a page of the console from
 * waiting behind it; servers commonly allow dozens. */
#define MAX_CONNECTIONS 16
#define MAX_CONNECTIONS_PER_HOST 8

/* Shorter than servers keep a connection (commonly 60 s and more): a POST on one that the server is
 * just closing has an unknown outcome. */
#define IDLE_SECONDS 15

struct _CommsClient {
  GObject parent_instance;

  char *base_uri; /* (owned): without a slash at its end */
  CommsAuthorizer *authorizer;
  SoupSession *session;
  guint timeout; /* seconds */
};

G_DEFINE_FINAL_TYPE (CommsClient, comms_client, G_TYPE_OBJECT)

enum {
  PROP_BASE_URI = 1,
  PROP_TIMEOUT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
comms_client_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CommsClient *self = COMMS_CLIENT (object);

  switch (id) {
  case PROP_BASE_URI:
    g_value_set_string (value, self->base_uri);
    break;
  case PROP_TIMEOUT:
    g_value_set_uint (value, self->timeout);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
comms_client_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CommsClient *self = COMMS_CLIENT (object);

  switch (id) {
  case PROP_TIMEOUT:
    comms_client_set_timeout (self, g_value_get_uint (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
comms_client_finalize (GObject *object)
{
  CommsClient *self = COMMS_CLIENT (object);

  g_clear_pointer (&self->base_uri, g_free);
  g_clear_object (&self->authorizer);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (comms_client_parent_class)->finalize (object);
}

static void
comms_client_class_init (CommsClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = comms_client_get_property;
  object_class->set_property = comms_client_set_property;
  object_class->finalize = comms_client_finalize;

  properties[PROP_BASE_URI] =
    g_param_spec_string ("base-uri", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TIMEOUT] =
    g_param_spec_uint ("timeout", NULL, NULL, 1, G_MAXINT, COMMS_DEFAULT_TIMEOUT,
                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

/* No cookies, no redirects, no password prompts: a request carries what its authorizer stamped on
 * it, and time is kept by each request as a whole. */
static void
comms_client_init (CommsClient *self)
{
  self->timeout = COMMS_DEFAULT_TIMEOUT;
  self->session = soup_session_new_with_options (
    "max-conns", MAX_CONNECTIONS, "max-conns-per-host", MAX_CONNECTIONS_PER_HOST, "idle-timeout",
    IDLE_SECONDS, "timeout", 0, "user-agent", COMMS_USER_AGENT, NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL ? g_inet_address_get_is_loopback (address)
                         : g_ascii_strcasecmp (host, "localhost") == 0;
}

/* GUri lets through what no name or address can contain. */
static gboolean
is_host (const char *host)
{
  gsize length = 0;

  while (g_ascii_isalnum (host[length]) || (guchar) host[length] >= 0x80 ||
         (host[length] != '\0' && strchr ("-._:", host[length]) != NULL)) {
    length++;
  }
  return length > 0 && host[length] == '\0';
}

static const char *
find_fault (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  gboolean is_http = g_strcmp0 (g_uri_get_scheme (uri), "http") == 0;

  if (!is_http && g_strcmp0 (g_uri_get_scheme (uri), "https") != 0) {
    return "the address does not begin with https://";
  }
  if (host == NULL || !is_host (host)) {
    return "the address names no host";
  }
  if (is_http && !is_loopback (host)) {
    return "plain http would show the credentials to the network";
  }
  if (g_uri_get_userinfo (uri) != NULL) {
    return "the address contains credentials";
  }
  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL) {
    return "the address contains a query";
  }
  return NULL;
}

/* Without slashes at the end, and with the version where only a host was given. */
static char *
normalise (GUri *uri)
{
  g_autofree char *path = g_strdup (g_uri_get_path (uri));

  for (gsize length = strlen (path); length > 0 && path[length - 1] == '/'; length--) {
    path[length - 1] = '\0';
  }
  return g_uri_join (SOUP_HTTP_URI_FLAGS, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                     g_uri_get_port (uri), path[0] != '\0' ? path : "/v1", NULL, NULL);
}

static char *
read_base_uri (const char *text, GError **error)
{
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (GUri) uri = g_uri_parse (text, SOUP_HTTP_URI_FLAGS, &parse_error);
  const char *fault = uri != NULL ? find_fault (uri) : parse_error->message;

  if (fault != NULL) {
    g_propagate_error (error, comms_error_new (COMMS_ERROR_INVALID_URI, NULL, fault));
    return NULL;
  }
  return normalise (uri);
}

/**
 * comms_client_new:
 * @base_uri: where the API is, with its version; a URI without a path gets "/v1"
 * @authorizer: who signs the requests
 * @error: return location for a %COMMS_ERROR_INVALID_URI
 *
 * Only https, or http to this machine (127.0.0.0/8, ::1, localhost), which then goes past any
 * proxy.
 *
 * Returns: (transfer full): a client for the thread that made it
 */
CommsClient *
comms_client_new (const char *base_uri, CommsAuthorizer *authorizer, GError **error)
{
  g_return_val_if_fail (base_uri != NULL, NULL);
  g_return_val_if_fail (COMMS_IS_AUTHORIZER (authorizer), NULL);

  g_autofree char *normalised = read_base_uri (base_uri, error);
  if (normalised == NULL) {
    return NULL;
  }

  CommsClient *self = g_object_new (COMMS_TYPE_CLIENT, NULL);
  self->authorizer = g_object_ref (authorizer);
  self->base_uri = g_steal_pointer (&normalised);
  if (g_str_has_prefix (self->base_uri, "http:")) {
    soup_session_set_proxy_resolver (self->session, NULL);
  }
  return self;
}

/**
 * comms_client_get_base_uri:
 * @self: a client
 *
 * Returns: where the API is, without a slash at the end
 */
const char *
comms_client_get_base_uri (CommsClient *self)
{
  g_return_val_if_fail (COMMS_IS_CLIENT (self), NULL);

  return self->base_uri;
}

/**
 * comms_client_get_timeout:
 * @self: a client
 *
 * Returns: seconds that a call may take as a whole
 */
guint
comms_client_get_timeout (CommsClient *self)
{
  g_return_val_if_fail (COMMS_IS_CLIENT (self), 0);

  return self->timeout;
}

/**
 * comms_client_set_timeout:
 * @self: a client
 * @seconds: how long each later call may take as a whole, from its start to the last byte of its
 *   answer
 */
void
comms_client_set_timeout (CommsClient *self, guint seconds)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));
  g_return_if_fail (seconds > 0);

  if (self->timeout != seconds) {
    self->timeout = seconds;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIMEOUT]);
  }
}

SoupSession *
comms_client_get_session (CommsClient *self)
{
  return self->session;
}

CommsAuthorizer *
comms_client_get_authorizer (CommsClient *self)
{
  return self->authorizer;
}
