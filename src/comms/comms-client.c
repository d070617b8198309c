/* The service object: where the API is, who signs, one session, and how often to try. The calls are
 * in one file for each resource, comms-client-users.c and so on; what happens to each is in
 * comms-request.c. */

#include "comms-collection.h"
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
  CommsRetryPolicy policy;
  gboolean *read_only; /* (owned): of GRcBox, shared with those derived from each other */
};

G_DEFINE_FINAL_TYPE (CommsClient, comms_client, G_TYPE_OBJECT)

enum {
  PROP_BASE_URI = 1,
  PROP_TIMEOUT,
  PROP_READ_ONLY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum {
  RETRYING,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const CommsRetryPolicy default_policy = {
  .max_attempts = COMMS_RETRY_ATTEMPTS,
  .first_wait = COMMS_RETRY_FIRST_WAIT,
  .longest_wait = COMMS_RETRY_LONGEST_WAIT,
  .total = COMMS_RETRY_TOTAL,
};

static const CommsRetryPolicy once = { .max_attempts = 1 };

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
  case PROP_READ_ONLY:
    g_value_set_boolean (value, comms_client_get_read_only (self));
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
  case PROP_READ_ONLY:
    comms_client_set_read_only (self, g_value_get_boolean (value));
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
  g_clear_pointer (&self->read_only, g_rc_box_release);
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
  properties[PROP_READ_ONLY] =
    g_param_spec_boolean ("read-only", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * CommsClient::retrying:
   * @self: the client
   * @attempt: which attempt of its call comes next, from 2
   * @wait: milliseconds until it begins
   * @error: why the one before it failed
   *
   * A call of this client failed, harmlessly, and is going to be tried again.
   */
  signals[RETRYING] = g_signal_new ("retrying", COMMS_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_ERROR);
}

static void
comms_client_init (CommsClient *self)
{
  self->timeout = COMMS_DEFAULT_TIMEOUT;
  self->policy = default_policy;
}

/* No cookies, no redirects, no password prompts: a request carries what its authorizer stamped on
 * it, and time is kept by each attempt as a whole. */
static SoupSession *
make_session (void)
{
  SoupSession *session = soup_session_new_with_options (
    "max-conns", MAX_CONNECTIONS, "max-conns-per-host", MAX_CONNECTIONS_PER_HOST, "idle-timeout",
    IDLE_SECONDS, "timeout", 0, "user-agent", COMMS_USER_AGENT, NULL);

  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  return session;
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL ? g_inet_address_get_is_loopback (address)
                         : g_ascii_strcasecmp (host, "localhost") == 0;
}

static gboolean
is_local (const char *base_uri)
{
  g_autoptr (GUri) uri = g_uri_parse (base_uri, SOUP_HTTP_URI_FLAGS, NULL);

  return is_loopback (g_uri_get_host (uri));
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
 * Only https, or http to this machine (127.0.0.0/8, ::1, localhost). What is for this machine goes
 * past any proxy, for which that name or address would be another one.
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
  self->session = make_session ();
  self->read_only = g_rc_box_new0 (gboolean);
  self->base_uri = g_steal_pointer (&normalised);
  if (is_local (self->base_uri)) {
    soup_session_set_proxy_resolver (self->session, NULL);
  }
  return self;
}

/**
 * comms_client_derive:
 * @self: a client
 * @policy: (nullable): how the new one repeats its calls; %NULL tries each once
 *
 * For callers with a pace of their own, such as polling, beside others with none. The two share the
 * connections, so that together they do not exceed what one may use.
 *
 * Returns: (transfer full): a client of the same API with the same authorizer and timeout; from
 *   then on what makes one of the two read only makes both
 */
CommsClient *
comms_client_derive (CommsClient *self, const CommsRetryPolicy *policy)
{
  g_return_val_if_fail (COMMS_IS_CLIENT (self), NULL);

  CommsClient *derived = g_object_new (COMMS_TYPE_CLIENT, NULL);
  derived->authorizer = g_object_ref (self->authorizer);
  derived->session = g_object_ref (self->session);
  derived->base_uri = g_strdup (self->base_uri);
  derived->timeout = self->timeout;
  derived->read_only = g_rc_box_acquire (self->read_only);
  comms_client_set_retry_policy (derived, policy);
  return derived;
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
 * comms_client_get_resource_uri:
 * @self: a client
 * @resource: what it answered
 *
 * Returns: (transfer full) (nullable): where @resource is fetched; %NULL for what has no address of
 * its own, as errors of operations
 */
char *
comms_client_get_resource_uri (CommsClient *self, CommsResource *resource)
{
  g_return_val_if_fail (COMMS_IS_CLIENT (self), NULL);
  g_return_val_if_fail (COMMS_IS_RESOURCE (resource), NULL);

  g_autofree char *target = comms_collection_get_resource_target (resource);
  return target != NULL ? g_strconcat (self->base_uri, target, NULL) : NULL;
}

/**
 * comms_client_get_timeout:
 * @self: a client
 *
 * Returns: seconds that one attempt of a call may take as a whole
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
 * @seconds: how long each attempt of a later call may take as a whole, from its start to the last
 *   byte of its answer
 *
 * How long a call may take with all of its attempts is a matter of its retry policy.
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

/**
 * comms_client_get_retry_policy:
 * @self: a client
 *
 * Returns: (transfer none): how calls are repeated
 */
const CommsRetryPolicy *
comms_client_get_retry_policy (CommsClient *self)
{
  g_return_val_if_fail (COMMS_IS_CLIENT (self), NULL);

  return &self->policy;
}

/**
 * comms_client_set_retry_policy:
 * @self: a client
 * @policy: (nullable): how each later call is repeated; %NULL tries it once
 *
 * The policy bounds how often and when. Whether a failed attempt is repeated at all depends on what
 * is known about it (sections 4.7 and 4.8 of the API):
 *
 * - GET, DELETE and PATCH: where the server could not be reached, did not answer in time or was cut
 *   off, and after 429, 500, 502, 503 and 504.
 * - POST: where no byte of it was written, and after 429. Anything else leaves its outcome unknown
 *   (see comms_error_is_outcome_unknown()), whatever the server says about coming back.
 *
 * A Retry-After of the answer, in seconds or as a date, is the least that is waited. Cancelling
 * ends a wait at once.
 */
void
comms_client_set_retry_policy (CommsClient *self, const CommsRetryPolicy *policy)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));
  g_return_if_fail (policy == NULL || policy->max_attempts > 0);

  self->policy = policy != NULL ? *policy : once;
}

/**
 * comms_client_get_read_only:
 * @self: a client
 *
 * Returns: whether this client, and those that share its connections, only read
 */
gboolean
comms_client_get_read_only (CommsClient *self)
{
  g_return_val_if_fail (COMMS_IS_CLIENT (self), TRUE);

  return *self->read_only;
}

/**
 * comms_client_set_read_only:
 * @self: a client
 * @read_only: whether it only reads
 *
 * Each attempt that begins while it is set fails with %COMMS_ERROR_READ_ONLY before anything of it
 * is sent, unless it is a GET: of a later call, and of one that waits to try again. It holds for
 * the clients that @self was derived from and those derived from it too.
 */
void
comms_client_set_read_only (CommsClient *self, gboolean read_only)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));

  read_only = read_only != FALSE;
  if (*self->read_only != read_only) {
    *self->read_only = read_only;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_ONLY]);
  }
}

/**
 * comms_client_tell_retrying:
 * @self: a client
 * @attempt: which attempt comes next
 * @wait: milliseconds until then
 * @error: why the one before failed
 *
 * Emits [signal@Comms.Client::retrying].
 */
void
comms_client_tell_retrying (CommsClient *self, guint attempt, guint wait, const GError *error)
{
  g_signal_emit (self, signals[RETRYING], 0, attempt, wait, error);
}

/**
 * comms_client_get_session:
 * @self: a client
 *
 * Returns: (transfer none): what its requests are made with
 */
SoupSession *
comms_client_get_session (CommsClient *self)
{
  return self->session;
}

/**
 * comms_client_get_authorizer:
 * @self: a client
 *
 * Returns: (transfer none): who signs its requests
 */
CommsAuthorizer *
comms_client_get_authorizer (CommsClient *self)
{
  return self->authorizer;
}
