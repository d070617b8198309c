/* HTTP: takes a request off the wire and puts its answer there. */

#include "emulator-server.h"

#include "emulator-idle.h"
#include "emulator-player.h"
#include "emulator-request.h"

#include <libsoup/soup.h>
#include <string.h>
#include <sys/socket.h>

/* The API's limit of a request (reference, "Limits"). */
#define MAX_REQUEST (10 * 1024 * 1024)

/* What is too long is read on to answer properly, but not for ever. */
#define MAX_READ (4 * MAX_REQUEST)

struct _EmulatorServer {
  SoupServer *server;
  SoupAuthDomain *auth;
  EmulatorWorld *world; /* (unowned) */
  GStrv pairs;          /* "SID:SECRET" each */
  EmulatorPlayer *player;
  EmulatorIdle *idle;
  char *root;                 /* (nullable): where it listens; NULL until then */
  char *url;                  /* (nullable): the same with the version */
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

static void
set_body (SoupServerMessage *message, const EmulatorAnswer *answer)
{
  if (answer->page != NULL) {
    soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC, answer->page,
                                      strlen (answer->page));
  } else if (answer->document != NULL) {
    char *text = json_to_string (answer->document, FALSE);
    soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, text,
                                      strlen (text));
  }
}

static void
respond (SoupServerMessage *message, const EmulatorAnswer *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  for (gsize i = 0; answer->headers != NULL && answer->headers[i] != NULL; i += 2) {
    soup_message_headers_replace (headers, answer->headers[i], answer->headers[i + 1]);
  }
  if (answer->status != 0) {
    /* libsoup has no name for this one (RFC 6585, section 4). */
    soup_server_message_set_status (message, answer->status,
                                    answer->status == 429 ? "Too Many Requests" : NULL);
  }
  if (answer->status == SOUP_STATUS_NO_CONTENT) {
    /* libsoup ends the connection after such an answer, and does not say so by itself: the next
     * request on it would be lost. */
    soup_message_headers_replace (headers, "Connection", "close");
  }
  set_body (message, answer);
}

/* What goes out because of a fault is none of the API's answers. */
static void
record (EmulatorServer *self, SoupServerMessage *message)
{
  if (self->recorder != NULL) {
    emulator_recorder_add (self->recorder, message);
  }
}

/* Schemes are the same however they are written (RFC 7235, section 2.1); to libsoup they are not.
 */
static void
spell_scheme (SoupMessageHeaders *headers)
{
  static const char scheme[] = "Basic ";
  const char *given = soup_message_headers_get_one (headers, "Authorization");

  if (given != NULL && g_ascii_strncasecmp (given, scheme, strlen (scheme)) == 0) {
    g_autofree char *spelt = g_strconcat (scheme, given + strlen (scheme), NULL);
    soup_message_headers_replace (headers, "Authorization", spelt);
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
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  spell_scheme (headers);
  g_autofree char *user = soup_auth_domain_accepts (self->auth, message);
  g_autoptr (GBytes) body =
    soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_auto (EmulatorAnswer) answer = { 0 };
  const EmulatorRequest request = {
    .method = soup_server_message_get_method (message),
    .path = path,
    .query = g_uri_get_query (soup_server_message_get_uri (message)),
    .host = soup_message_headers_get_one (headers, "Host"),
    .origin = soup_message_headers_get_one (headers, "Origin"),
    .content_type = soup_message_headers_get_content_type (headers, NULL),
    .content_encoding = soup_message_headers_get_one (headers, "Content-Encoding"),
    .body = body,
    .is_known = user != NULL,
    .server = self->root,
  };

  EmulatorFault *fault = emulator_request_answer (&request, self->world, &answer);
  if (answer.status == SOUP_STATUS_UNAUTHORIZED) {
    soup_auth_domain_challenge (self->auth, message);
  }
  respond (message, &answer);
  if (fault != NULL) {
    emulator_player_play (self->player, fault, message);
  } else {
    record (self, message);
  }
}

static void
refuse_length (EmulatorServer *self, SoupServerMessage *message)
{
  const EmulatorPath root = { NULL };
  g_autoptr (EmulatorIssues) issues = emulator_issues_new ();
  g_auto (EmulatorAnswer) answer = { 0 };

  emulator_issues_add (issues, &root, "is longer than %d bytes", MAX_REQUEST);
  emulator_answer_set_issues (&answer, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, issues,
                              self->world->legacy);
  emulator_answer_add_header (&answer, "Connection", "close");
  respond (message, &answer);
  record (self, message);
}

static void
on_taken (SoupServerMessage *message)
{
  if (soup_server_message_get_status (message) == 0) {
    soup_server_message_set_response (message, NULL, SOUP_MEMORY_STATIC, NULL, 0);
  }
}

/* libsoup refuses what is no request by itself, such as an address that cannot be decoded, without
 * asking anybody for a body. One lies ready for that until it has taken the request. */
static void
on_started (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  EmulatorServer *self = user_data;
  g_autoptr (EmulatorIssues) issues = emulator_issues_new ();
  g_auto (EmulatorAnswer) answer = { 0 };

  emulator_issues_add (issues, NULL,
                       "The address or a header of the request cannot be understood.");
  emulator_answer_set_issues (&answer, SOUP_STATUS_BAD_REQUEST, issues, self->world->legacy);
  set_body (message, &answer);
  g_signal_connect (message, "got-headers", G_CALLBACK (on_taken), NULL);
  /* Asks for it and keeps it while it can be told: who takes a connection away whose peer is gone
   * would have libsoup complain. */
  soup_server_message_get_remote_address (message);
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
  self->player = emulator_player_new ();
  self->server = soup_server_new ("server-header", "carillon-emulator ", NULL);
  self->idle = emulator_idle_new (self->server);
  g_signal_connect (self->server, "request-started", G_CALLBACK (on_started), self);
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
  g_clear_pointer (&self->player, emulator_player_free);
  g_clear_pointer (&self->idle, emulator_idle_free);
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_clear_object (&self->auth);
  g_clear_pointer (&self->pairs, g_strfreev);
  g_clear_pointer (&self->root, g_free);
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
  self->root = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  self->root[strlen (self->root) - 1] = '\0';
  self->url = g_strconcat (self->root, EMULATOR_VERSION_PATH, NULL);
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
