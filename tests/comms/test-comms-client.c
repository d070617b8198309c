/* The service object: which addresses it takes, and how it uses its connections. */

#include "test-comms.h"
#include "test-tls.h"

#include <comms-request.h>

static const TestAnswer accepted = { .status = 202, .body = "{\"operationId\":\"op1\"}" };
static const TestAnswer user = { .status = 200, .body = "{\"id\":\"u1\"}" };

static void
test_addresses (void)
{
  const struct {
    const char *text;
    const char *base_uri;
  } cases[] = {
    { "https://comms.twilio.com", "https://comms.twilio.com/v1" },
    { "https://comms.twilio.com/", "https://comms.twilio.com/v1" },
    { "https://comms.twilio.com/v1", "https://comms.twilio.com/v1" },
    { "https://comms.twilio.com/v1//", "https://comms.twilio.com/v1" },
    { "https://comms.twilio.com/preview/", "https://comms.twilio.com/preview" },
    { "HTTPS://example.org:8443/a/v1", "https://example.org:8443/a/v1" },
    { "http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1" },
    { "http://127.9.8.7/v1", "http://127.9.8.7/v1" },
    { "http://[::1]:8080", "http://[::1]:8080/v1" },
    { "http://localhost:8080/v1/", "http://localhost:8080/v1" },
    { "http://LOCALHOST/v1", "http://LOCALHOST/v1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    CommsClient *client = test_client_new (cases[i].text);
    g_assert_cmpstr (comms_client_get_base_uri (client), ==, cases[i].base_uri);
    g_assert_finalize_object (client);
  }
}

static void
test_refused_addresses (void)
{
  const char *texts[] = {
    "",
    "comms.twilio.com",
    "comms.twilio.com:443/v1",
    "ftp://comms.twilio.com/v1",
    "file:///etc/passwd",
    "https://",
    "https:///v1",
    "https://a b/v1",
    "https://example.org:99999/v1",
    "http://comms.twilio.com/v1",
    "http://localhost.example.org/v1",
    "http://127.0.0.1.example.org/v1",
    "http://0.0.0.0/v1",
    "http://10.0.0.1/v1",
    "http://[::2]/v1",
    "https://AC123:secret@comms.twilio.com/v1",
    "https://AC123@comms.twilio.com/v1",
    "https://comms.twilio.com/v1?a=b",
    "https://comms.twilio.com/v1#a",
  };
  g_autoptr (CommsAuthorizer) authorizer = comms_basic_authorizer_new ("AC123", "s3cret");

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", texts[i]);
    g_assert_null (comms_client_new (texts[i], authorizer, &error));
    g_assert_error (error, COMMS_ERROR, COMMS_ERROR_INVALID_URI);
    g_assert_null (strstr (error->message, "secret"));
  }
}

static void
on_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
test_timeout (void)
{
  g_autoptr (CommsClient) client = test_client_new ("https://comms.twilio.com");
  guint n_notified = 0;
  guint seconds = 0;

  g_signal_connect (client, "notify::timeout", G_CALLBACK (on_notify), &n_notified);
  g_assert_cmpuint (comms_client_get_timeout (client), ==, COMMS_DEFAULT_TIMEOUT);
  g_object_set (client, "timeout", 5, NULL);
  comms_client_set_timeout (client, 5);
  g_object_get (client, "timeout", &seconds, NULL);
  g_assert_cmpuint (seconds, ==, 5);
  g_assert_cmpuint (n_notified, ==, 1);
}

/* A POST would take a connection of its own each time. */
static void
test_connection_reuse (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autoptr (CommsClient) client = test_client_new (test_server_get_url (server));

  for (guint i = 0; i < 20; i++) {
    g_autoptr (GError) error = NULL;
    test_server_push (server, &accepted);
    g_autofree char *operation = test_send (client, "{}", &error);
    g_assert_no_error (error);
    g_assert_cmpstr (operation, ==, "op1");
  }
  g_assert_cmpuint (test_server_get_n_requests (server), ==, 20);
  g_assert_cmpuint (test_server_get_n_connections (server), ==, 1);
}

/* A connection that the server closed after an answer is not taken for a POST, which would fail on
 * it with nobody knowing what became of it. */
static void
test_connection_closed (void)
{
  const TestAnswer last = {
    .kind = TEST_ANSWER_RAW,
    .body = "HTTP/1.1 202 Accepted\r\nContent-Length: 21\r\n\r\n{\"operationId\":\"op1\"}",
  };
  g_autoptr (TestServer) server = test_server_new ();
  g_autoptr (CommsClient) client = test_client_new (test_server_get_url (server));

  for (guint i = 0; i < 5; i++) {
    g_autoptr (GError) error = NULL;
    test_server_push (server, &last);
    g_autofree char *operation = test_send (client, "{}", &error);
    g_assert_no_error (error);
    g_assert_cmpstr (operation, ==, "op1");
  }
  g_assert_cmpuint (test_server_get_n_connections (server), ==, 5);
}

/* Connections that die in hand: after libsoup has looked whether they live, and before anything is
 * written. */
typedef struct {
  GHashTable *connecting;  /* (element-type SoupMessage GIOStream) (owned) */
  GHashTable *connections; /* (element-type guint64 GIOStream) (owned): by their ID */
  guint n_deaths;          /* to come, each of the connection that is used next */
} Deaths;

static void
remember (SoupMessage *message, GSocketClientEvent event, GIOStream *connection, Deaths *deaths)
{
  if (event == G_SOCKET_CLIENT_CONNECTED) {
    g_hash_table_insert (deaths->connecting, message, g_object_ref (connection));
  }
}

static void
die (SoupMessage *message, Deaths *deaths)
{
  gint64 id = (gint64) soup_message_get_connection_id (message);
  GIOStream *connected = g_hash_table_lookup (deaths->connecting, message);
  g_autoptr (GError) error = NULL;

  if (connected != NULL && !g_hash_table_contains (deaths->connections, &id)) {
    g_hash_table_insert (deaths->connections, g_memdup2 (&id, sizeof id), g_object_ref (connected));
  }
  g_hash_table_remove (deaths->connecting, message);
  if (deaths->n_deaths > 0) {
    GSocketConnection *connection = g_hash_table_lookup (deaths->connections, &id);
    deaths->n_deaths--;
    g_socket_shutdown (g_socket_connection_get_socket (connection), TRUE, TRUE, &error);
    g_assert_no_error (error);
  }
}

static void
on_queued (SoupSession *session, SoupMessage *message, Deaths *deaths)
{
  g_signal_connect (message, "network-event", G_CALLBACK (remember), deaths);
  g_signal_connect (message, "starting", G_CALLBACK (die), deaths);
}

/* Two at a time, so that two connections are there after them. */
static void
fetch_twice (TestServer *server, CommsClient *client)
{
  GAsyncResult *results[2] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (results); i++) {
    test_server_push (server, &user);
    comms_client_fetch_user_async (client, "u1", NULL, test_store_result, &results[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (results); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GAsyncResult) result = test_await (&results[i]);
    g_autoptr (CommsUser) fetched = comms_client_fetch_user_finish (client, result, &error);
    g_assert_no_error (error);
  }
}

typedef struct {
  TestServer *server;
  CommsClient *client;
  Deaths deaths;
} Dying;

static void
dying_set_up (Dying *dying, gconstpointer data)
{
  dying->server = test_server_new ();
  dying->client = test_client_new (test_server_get_url (dying->server));
  dying->deaths.connecting = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  dying->deaths.connections =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  g_signal_connect (comms_client_get_session (dying->client), "request-queued",
                    G_CALLBACK (on_queued), &dying->deaths);
}

static void
dying_tear_down (Dying *dying, gconstpointer data)
{
  g_assert_finalize_object (dying->client);
  test_server_free (dying->server);
  g_hash_table_unref (dying->deaths.connecting);
  g_hash_table_unref (dying->deaths.connections);
}

/* libsoup makes a GET or DELETE again at once where it has another connection. It must have told of
 * the first attempt by then, or it takes that for the end of the second one. */
static void
test_connection_dies (Dying *dying, gconstpointer data)
{
  const TestAnswer done = { .status = 200, .body = "{}" };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 10; i++) {
    fetch_twice (dying->server, dying->client);
    test_server_push (dying->server, &done);
    dying->deaths.n_deaths = 1;
    test_delete_user (dying->client, "u1", &error);
    g_assert_no_error (error);
    g_assert_cmpuint (dying->deaths.n_deaths, ==, 0);
  }
  g_assert_cmpuint (test_server_get_n_requests (dying->server), ==, 30);

  /* Nobody makes a POST again. */
  dying->deaths.n_deaths = 1;
  g_assert_null (test_send (dying->client, "{}", &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_INTERRUPTED);
  g_assert_true (comms_error_is_outcome_unknown (error));
  g_assert_cmpuint (test_server_get_n_requests (dying->server), ==, 30);
}

/* Lets the answer be there before libsoup looks for it the first time. */
static void
wait_for_answer (SoupMessage *message, Deaths *deaths)
{
  gint64 id = (gint64) soup_message_get_connection_id (message);
  GSocketConnection *connection = g_hash_table_lookup (deaths->connections, &id);
  g_autoptr (GError) error = NULL;

  g_socket_condition_wait (g_socket_connection_get_socket (connection), G_IO_IN, NULL, &error);
  g_assert_no_error (error);
}

static void
on_queued_quick (SoupSession *session, SoupMessage *message, Deaths *deaths)
{
  g_signal_connect (message, "wrote-headers", G_CALLBACK (wait_for_answer), deaths);
}

static gboolean
list_users (CommsClient *client, GAsyncResult **stored, GError **error)
{
  g_autoptr (GAsyncResult) result = test_await (stored);
  g_autoptr (CommsPage) page = comms_client_list_finish (client, result, error);

  return page != NULL;
}

/* The second attempt is answered before the first one was told of: what came of both was told of a
 * message that was finished already, a critical. The server is another process, for it has to
 * answer meanwhile. */
static void
test_connection_dies_quickly (Dying *dying, gconstpointer data)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  g_autoptr (CommsAuthorizer) authorizer = comms_basic_authorizer_new (
    test_emulator_get_sid (emulator), test_emulator_get_secret (emulator));
  g_autoptr (GError) error = NULL;
  g_autoptr (CommsClient) client =
    comms_client_new (test_emulator_get_url (emulator), authorizer, &error);
  g_assert_no_error (error);

  g_signal_connect (comms_client_get_session (client), "request-queued", G_CALLBACK (on_queued),
                    &dying->deaths);
  for (guint i = 0; i < 4; i++) {
    GAsyncResult *results[3] = { NULL };
    comms_client_list_users_async (client, NULL, NULL, NULL, test_store_result, &results[0]);
    comms_client_list_users_async (client, NULL, NULL, NULL, test_store_result, &results[1]);
    g_assert_true (list_users (client, &results[0], &error));
    g_assert_true (list_users (client, &results[1], &error));

    gulong quick = g_signal_connect (comms_client_get_session (client), "request-queued",
                                     G_CALLBACK (on_queued_quick), &dying->deaths);
    dying->deaths.n_deaths = 1;
    comms_client_list_users_async (client, NULL, NULL, NULL, test_store_result, &results[2]);
    g_assert_true (list_users (client, &results[2], &error));
    g_assert_no_error (error);
    g_signal_handler_disconnect (comms_client_get_session (client), quick);
  }
}

/* What a page of the console asks for does not wait for the bulk work beside it, and all of it
 * ends. */
static void
test_at_once (void)
{
  enum { N = 40 };
  g_autoptr (TestServer) server = test_server_new ();
  CommsClient *client = test_client_new (test_server_get_url (server));
  GAsyncResult *results[N] = { NULL };

  for (guint i = 0; i < N; i++) {
    test_server_push (server, &user);
    comms_client_fetch_user_async (client, "u1", NULL, test_store_result, &results[i]);
  }
  for (guint i = 0; i < N; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GAsyncResult) done = test_await (&results[i]);
    g_autoptr (CommsUser) fetched = comms_client_fetch_user_finish (client, done, &error);
    g_assert_no_error (error);
  }
  g_assert_cmpuint (test_server_get_n_connections (server), >, 1);
  g_assert_cmpuint (test_server_get_n_connections (server), <=, 8);
  g_assert_finalize_object (client);
}

/* Cookies are not kept, and a redirect takes the credentials nowhere. */
static void
test_no_state (void)
{
  const TestAnswer cookie = {
    .status = 200,
    .body = "{\"id\":\"u1\"}",
    .headers = { "Set-Cookie", "a=b; Path=/" },
  };
  g_autoptr (TestServer) elsewhere = test_server_new ();
  const TestAnswer redirect = {
    .status = 307,
    .headers = { "Location", test_server_get_url (elsewhere) },
  };
  g_autoptr (TestServer) server = test_server_new ();
  g_autoptr (CommsClient) client = test_client_new (test_server_get_url (server));
  g_autoptr (GError) error = NULL;

  test_server_push (server, &cookie);
  test_server_push (server, &redirect);
  g_autoptr (CommsUser) first = test_fetch_user (client, "u1", &error);
  g_assert_no_error (error);
  g_autoptr (CommsUser) second = test_fetch_user (client, "u1", &error);
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_NOT_THIS_API);
  g_assert_null (test_server_get_request (server, 1)->cookie);
  g_assert_cmpuint (test_server_get_n_requests (elsewhere), ==, 0);
}

/* The proxy of the environment would be told the credentials in plain text. */
static void
test_no_proxy (void)
{
  g_autoptr (TestServer) proxy = test_server_new ();
  g_autofree char *address =
    g_strndup (test_server_get_url (proxy), strlen (test_server_get_url (proxy)) - strlen ("/v1"));

  if (g_test_subprocess ()) {
    g_autoptr (TestServer) server = test_server_new ();
    g_autoptr (CommsClient) client = test_client_new (test_server_get_url (server));
    g_autoptr (GError) error = NULL;

    test_server_push (server, &user);
    g_autoptr (CommsUser) fetched = test_fetch_user (client, "u1", &error);
    g_assert_no_error (error);
    g_assert_cmpuint (test_server_get_n_requests (server), ==, 1);
    return;
  }
  g_setenv ("http_proxy", address, TRUE);
  g_setenv ("no_proxy", "", TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
  g_unsetenv ("http_proxy");
  g_unsetenv ("no_proxy");
}

static gboolean
delete_by_proxy (const char *proxy, GError **error)
{
  CommsClient *client = test_client_new ("https://api.example/v1");
  g_autoptr (GProxyResolver) resolver = g_simple_proxy_resolver_new (proxy, NULL);

  soup_session_set_proxy_resolver (comms_client_get_session (client), resolver);
  gboolean deleted = test_delete_user (client, "u1", error);
  g_assert_finalize_object (client);
  return deleted;
}

/* What a proxy says about connecting is not what the API says about the request, which was never
 * made. */
static void
test_proxy_refuses (void)
{
  const guint statuses[] = { 302, 403, 404, 407, 429, 502, 503 };
  g_autoptr (TestServer) proxy = test_server_new ();
  g_autofree char *address =
    g_strndup (test_server_get_url (proxy), strlen (test_server_get_url (proxy)) - strlen ("/v1"));

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++) {
    const TestAnswer answer = { .status = statuses[i], .headers = { "Retry-After", "60" } };
    g_autoptr (GError) error = NULL;
    test_server_push (proxy, &answer);
    g_assert_false (delete_by_proxy (address, &error));
    g_assert_error (error, COMMS_ERROR, COMMS_ERROR_UNREACHABLE);
    g_assert_cmpuint (comms_error_get_status (error), ==, 0);
    g_assert_false (comms_error_is_outcome_unknown (error));
    g_assert_cmpstr (test_server_get_request (proxy, (guint) i)->method, ==, "CONNECT");
    g_assert_null (test_server_get_request (proxy, (guint) i)->authorization);
  }
}

/* A proxy would look for the server on its own machine. */
static void
test_local_past_proxy (void)
{
  const struct {
    const char *uri;
    gboolean is_local;
  } cases[] = {
    { "https://localhost:1/v1", TRUE }, { "https://127.0.0.1:1", TRUE },
    { "https://[::1]:1", TRUE },        { "http://localhost:1", TRUE },
    { "https://api.example", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CommsClient) client = test_client_new (cases[i].uri);
    GProxyResolver *resolver = soup_session_get_proxy_resolver (comms_client_get_session (client));
    g_assert_cmpint (resolver == NULL, ==, cases[i].is_local);
  }
}

static void
test_tls (void)
{
  g_autoptr (TestServer) server = test_server_new_tls ();
  CommsClient *client = test_client_new (test_server_get_url (server));
  g_autofree char *trusted = test_trust_server (client);

  for (guint i = 0; i < 3; i++) {
    g_autoptr (GError) error = NULL;
    test_server_push (server, &accepted);
    g_autofree char *operation = test_send (client, "{}", &error);
    g_assert_no_error (error);
    g_assert_cmpstr (operation, ==, "op1");
  }
  g_assert_cmpuint (test_server_get_n_connections (server), ==, 1);
  g_assert_finalize_object (client);
  g_unlink (trusted);
}

static void
test_authorizer (void)
{
  g_autoptr (SoupMessage) message = soup_message_new ("GET", "http://127.0.0.1/");
  CommsAuthorizer *authorizer = comms_basic_authorizer_new ("Aladdin", "open sesame");

  comms_authorizer_authorize (authorizer, message);
  comms_authorizer_authorize (authorizer, message);
  g_assert_cmpstr (
    soup_message_headers_get_list (soup_message_get_request_headers (message), "Authorization"), ==,
    "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  g_assert_finalize_object (authorizer);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/comms/client/addresses", test_addresses);
  g_test_add_func ("/comms/client/refused-addresses", test_refused_addresses);
  g_test_add_func ("/comms/client/timeout", test_timeout);
  g_test_add_func ("/comms/client/connection-reuse", test_connection_reuse);
  g_test_add_func ("/comms/client/connection-closed", test_connection_closed);
  g_test_add ("/comms/client/connection-dies", Dying, NULL, dying_set_up, test_connection_dies,
              dying_tear_down);
  g_test_add ("/comms/client/connection-dies-quickly", Dying, NULL, dying_set_up,
              test_connection_dies_quickly, dying_tear_down);
  g_test_add_func ("/comms/client/at-once", test_at_once);
  g_test_add_func ("/comms/client/no-state", test_no_state);
  g_test_add_func ("/comms/client/no-proxy", test_no_proxy);
  g_test_add_func ("/comms/client/local-past-proxy", test_local_past_proxy);
  g_test_add_func ("/comms/client/proxy-refuses", test_proxy_refuses);
  g_test_add_func ("/comms/client/tls", test_tls);
  g_test_add_func ("/comms/client/authorizer", test_authorizer);
  return g_test_run ();
}
