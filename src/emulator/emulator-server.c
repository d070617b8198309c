/* HTTP: takes a request apart, finds its handler, runs it in a transaction and writes the answer.
 * Beside the recorder the only file that knows libsoup. */

#include "emulator-server.h"

#include "emulator-call.h"
#include "emulator-openapi.h"
#include "emulator-legacy-answer.h"

#include <base-json.h>
#include <libsoup/soup.h>
#include <string.h>
#include <sys/socket.h>

/* The API's limit of a request (reference, "Limits"). */
#define MAX_REQUEST (10 * 1024 * 1024)

/* What is too long is read on to answer properly, but not for ever. */
#define MAX_READ (4 * MAX_REQUEST)

/* The version first that the addresses in answers have. */
static const char *const versions[] = { "/v1", "/preview" };

struct _EmulatorServer {
  SoupServer *server;
  SoupAuthDomain *auth;
  EmulatorWorld *world;       /* (unowned) */
  GStrv pairs;                /* "SID:SECRET" each */
  char *url;                  /* (nullable): until it listens */
  EmulatorRecorder *recorder; /* (unowned) (nullable) */
};

/* Takes as long whatever the texts are, but for their lengths. */
static gboolean
is_equal (const char *a, const char *b)
{
  gsize length = strlen (a);
  guchar difference = 0;

  if (strlen (b) != length) {
    return FALSE;
  }
  for (gsize i = 0; i < length; i++) {
    difference |= (guchar) (a[i] ^ b[i]);
  }
  return difference == 0;
}

static gboolean
on_authenticate (SoupAuthDomain *domain,
                 SoupServerMessage *message,
                 const char *user,
                 const char *password,
                 gpointer user_data)
{
  EmulatorServer *self = user_data;
  g_autofree char *given = g_strconcat (user, ":", password, NULL);
  gboolean known = FALSE;

  for (gsize i = 0; self->pairs[i] != NULL; i++) {
    known |= is_equal (given, self->pairs[i]);
  }
  return known;
}

static const char *
skip_version (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++) {
    gsize length = strlen (versions[i]);
    if (g_str_has_prefix (path, versions[i]) && path[length] == '/') {
      return path + length;
    }
  }
  return NULL;
}

/* What a handler may do is done by the time its answer goes out, or not at all. */
static guint
run_handler (EmulatorCall *call, const EmulatorRoute *route, GError **error)
{
  EmulatorStore *store = call->world->store;

  if (g_str_equal (route->method, SOUP_METHOD_GET)) {
    return route->handler (call, error);
  }
  if (!emulator_store_begin (store, error)) {
    return 0;
  }
  guint status = route->handler (call, error);
  if (!SOUP_STATUS_IS_SUCCESSFUL (status)) {
    emulator_store_rollback (store);
    return status;
  }
  if (!emulator_store_commit (store, error)) {
    emulator_store_rollback (store);
    return 0;
  }
  emulator_delivery_wake (call->world->delivery);
  return status;
}

static guint
call_route (EmulatorCall *call, const EmulatorRoute *route, GBytes *body, GError **error)
{
  const EmulatorPath root = { NULL };
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (JsonNode) document = NULL;

  if (route->takes_body) {
    document = base_json_parse (body, &parse_error);
    call->body = base_json_node_object (document);
  }
  if (parse_error != NULL) {
    emulator_issues_add (call->issues, &root, "is no JSON: %s", parse_error->message);
    return SOUP_STATUS_BAD_REQUEST;
  }
  if (route->takes_body && call->body == NULL) {
    emulator_issues_add (call->issues, &root, "must be an object");
    return SOUP_STATUS_BAD_REQUEST;
  }
  return run_handler (call, route, error);
}

/* For anybody: it tells nothing of the data. */
static guint
describe (SoupServerMessage *message, EmulatorCall *call)
{
  if (!g_str_equal (soup_server_message_get_method (message), SOUP_METHOD_GET)) {
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow",
                                  SOUP_METHOD_GET);
    return SOUP_STATUS_METHOD_NOT_ALLOWED;
  }
  emulator_openapi_write (call->reply, call->base_url);
  return SOUP_STATUS_OK;
}

static guint
answer (EmulatorServer *self, SoupServerMessage *message, const char *path, EmulatorCall *call)
{
  g_autofree char *user = soup_auth_domain_accepts (self->auth, message);
  g_autofree char *id = NULL;
  g_autofree char *allowed = NULL;
  g_autoptr (GError) error = NULL;
  const char *resource = skip_version (path);

  if (g_str_equal (path, EMULATOR_OPENAPI_PATH)) {
    return describe (message, call);
  }
  if (user == NULL) {
    soup_auth_domain_challenge (self->auth, message);
    return SOUP_STATUS_UNAUTHORIZED;
  }
  const EmulatorRoute *route =
    resource != NULL
      ? emulator_routes_find (soup_server_message_get_method (message), resource, &id, &allowed)
      : NULL;
  if (route == NULL && allowed != NULL) {
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow",
                                  allowed);
    return g_str_equal (soup_server_message_get_method (message), SOUP_METHOD_OPTIONS)
             ? SOUP_STATUS_NO_CONTENT
             : SOUP_STATUS_METHOD_NOT_ALLOWED;
  }
  if (route == NULL) {
    return SOUP_STATUS_NOT_FOUND;
  }

  g_autoptr (GBytes) body =
    soup_message_body_flatten (soup_server_message_get_request_body (message));
  call->id = id;
  guint status = call_route (call, route, body, &error);
  if (status == 0) {
    g_printerr ("carillon-emulator: %s %s failed: %s\n", route->method, path, error->message);
    return g_error_matches (error, EMULATOR_STORE_ERROR, EMULATOR_STORE_ERROR_NO_SPACE)
             ? SOUP_STATUS_INSUFFICIENT_STORAGE
             : SOUP_STATUS_INTERNAL_SERVER_ERROR;
  }
  return status;
}

static void
set_header (const char *name, const char *value, gpointer user_data)
{
  soup_message_headers_replace (user_data, name, value);
}

/* The address that the request would have under the version of the addresses in answers. */
static char *
make_address (EmulatorServer *self, SoupServerMessage *message)
{
  GUri *uri = soup_server_message_get_uri (message);
  const char *resource = skip_version (g_uri_get_path (uri));
  const char *query = g_uri_get_query (uri);

  return g_strconcat (self->url, resource != NULL ? resource : "", query != NULL ? "?" : NULL,
                      query, NULL);
}

/* Older documents answer a write with headers and no body, not even the header of today's. */
static void
respond_with_headers (SoupServerMessage *message, JsonNode *body)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_remove (headers, "Location");
  emulator_legacy_list_headers (body, set_header, headers);
}

static void
write_answer (EmulatorServer *self, SoupServerMessage *message, guint status, JsonNode *answer)
{
  EmulatorLegacy shapes = self->world->legacy;
  g_autofree char *address = make_address (self, message);

  soup_server_message_set_status (message, status, NULL);
  if (status == SOUP_STATUS_NO_CONTENT) {
    return;
  }
  g_autoptr (JsonNode) body = emulator_legacy_convert (shapes, status, answer, address);
  if (status == SOUP_STATUS_ACCEPTED && (shapes & EMULATOR_LEGACY_HEADERS) != 0) {
    respond_with_headers (message, body);
    return;
  }
  char *text = json_to_string (body, FALSE);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, text,
                                    strlen (text));
}

static void
respond (EmulatorServer *self, SoupServerMessage *message, guint status, JsonNode *answer)
{
  write_answer (self, message, status, answer);
  if (self->recorder != NULL) {
    emulator_recorder_add (self->recorder, message);
  }
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  EmulatorServer *self = user_data;
  g_autoptr (EmulatorQuery) parameters =
    emulator_query_new (g_uri_get_query (soup_server_message_get_uri (message)));
  g_autoptr (EmulatorIssues) issues = emulator_issues_new ();
  g_autoptr (JsonBuilder) reply = json_builder_new_immutable ();
  EmulatorCall call = {
    .world = self->world,
    .base_url = self->url,
    .query = parameters,
    .issues = issues,
    .reply = reply,
  };

  guint status = answer (self, message, path, &call);
  g_autofree char *location = g_steal_pointer (&call.location);
  g_autoptr (JsonNode) body = SOUP_STATUS_IS_SUCCESSFUL (status)
                                ? json_builder_get_root (reply)
                                : emulator_issues_to_json (issues, status);
  if (SOUP_STATUS_IS_SUCCESSFUL (status) && location != NULL) {
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Location",
                                  location);
  }
  respond (self, message, status, body);
}

static void
refuse_length (EmulatorServer *self, SoupServerMessage *message)
{
  const EmulatorPath root = { NULL };
  g_autoptr (EmulatorIssues) issues = emulator_issues_new ();

  emulator_issues_add (issues, &root, "is longer than %d bytes", MAX_REQUEST);
  g_autoptr (JsonNode) body =
    emulator_issues_to_json (issues, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                "close");
  respond (self, message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, body);
}

/* A body that is coming in. */
typedef struct {
  EmulatorServer *server; /* (unowned) */
  gsize length;
} Reading;

/* Whoever goes on sending is cut off with a reset: an orderly end would leave the peer waiting for
 * somebody to read what it still has. */
static void
cut_off (SoupServerMessage *message)
{
  const struct linger at_once = { .l_onoff = 1, .l_linger = 0 };
  GSocket *socket = soup_server_message_get_socket (message);

  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  g_socket_shutdown (socket, TRUE, FALSE, NULL);
}

static void
on_chunk (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  Reading *reading = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  reading->length += g_bytes_get_size (chunk);
  if (reading->length > MAX_READ) {
    cut_off (message);
  } else if (reading->length > MAX_REQUEST && soup_message_body_get_accumulate (body)) {
    soup_message_body_set_accumulate (body, FALSE);
    soup_message_body_truncate (body);
    refuse_length (reading->server, message);
  }
}

static void
free_reading (gpointer data, GClosure *closure)
{
  g_free (data);
}

/* Counts a body while it comes in, before there is more of it than anybody wants. */
static void
on_headers (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->server = user_data;
  g_signal_connect_data (message, "got-chunk", G_CALLBACK (on_chunk), reading, free_reading,
                         G_CONNECT_DEFAULT);
}

/**
 * emulator_server_is_pair:
 * @text: from outside
 *
 * Returns: whether it is "SID:SECRET"
 */
gboolean
emulator_server_is_pair (const char *text)
{
  const char *colon = strchr (text, ':');

  return colon != NULL && colon != text && colon[1] != '\0';
}

/**
 * emulator_server_new:
 * @world: (transfer none): what it serves; outlives it
 * @pairs: (array zero-terminated=1): who may come in, "SID:SECRET" each
 *
 * Returns: (transfer full): a server
 */
EmulatorServer *
emulator_server_new (EmulatorWorld *world, const char *const *pairs)
{
  g_return_val_if_fail (world != NULL && pairs != NULL, NULL);

  EmulatorServer *self = g_new0 (EmulatorServer, 1);
  self->world = world;
  self->pairs = g_strdupv ((char **) pairs);
  self->auth = soup_auth_domain_basic_new ("realm", "Twilio API", "auth-callback", on_authenticate,
                                           "auth-data", self, NULL);
  self->server = soup_server_new ("server-header", "carillon-emulator ", NULL);
  soup_server_add_early_handler (self->server, NULL, on_headers, self, NULL);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
  return self;
}

/**
 * emulator_server_free:
 * @self: (transfer full): a server
 */
void
emulator_server_free (EmulatorServer *self)
{
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_clear_object (&self->auth);
  g_clear_pointer (&self->pairs, g_strfreev);
  g_clear_pointer (&self->url, g_free);
  g_free (self);
}

/**
 * emulator_server_set_recorder:
 * @self: a server
 * @recorder: (transfer none) (nullable): what writes down its exchanges; outlives it
 */
void
emulator_server_set_recorder (EmulatorServer *self, EmulatorRecorder *recorder)
{
  g_return_if_fail (self != NULL);

  self->recorder = recorder;
}

/**
 * emulator_server_listen:
 * @self: a server
 * @port: where, on the loopback; 0 is a free one
 * @error: return location for a [error@Gio.IOErrorEnum]
 */
gboolean
emulator_server_listen (EmulatorServer *self, guint port, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!soup_server_listen_local (self->server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, error)) {
    return FALSE;
  }
  GSList *uris = soup_server_get_uris (self->server);
  g_autofree char *root = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  root[strlen (root) - 1] = '\0';
  self->url = g_strconcat (root, versions[0], NULL);
  return TRUE;
}

/**
 * emulator_server_get_url:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): where it listens, with the version:
 * "http://127.0.0.1:8080/v1"
 */
const char *
emulator_server_get_url (EmulatorServer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->url;
}
