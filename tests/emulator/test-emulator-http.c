/* Who comes in, what is where, and what is no request at all. */

#include "api.h"
#include "wire.h"

#include "test-emulator.h"
#include "wire.h"

#include <string.h>
#include <sys/resource.h>

static void
test_authentication (void)
{
  g_autoptr (TestEmulator) emulator =
    test_emulator_start ("--auth", "ACone:se:cret", "--auth", "SKtwo:other", NULL);
  const char *url = test_emulator_get_url (emulator);
  g_autoptr (Api) api = api_new (url, NULL, NULL);
  const char *const pairs[][2] = {
    { "ACone", "se:cre" }, { "ACone", "other" }, { "", "" }, { "ACone", "" }, { "SKtwo", "Other" },
  };

  g_assert_cmpstr (test_emulator_get_sid (emulator), ==, "ACone");
  g_assert_cmpstr (test_emulator_get_secret (emulator), ==, "se:cret");
  JsonObject *answer = api_get (api, 401, "/PushNotifications/Users");
  g_assert_cmpint (base_json_int (api_element (answer, "errors", 0), "code", 0), ==, 20003);
  g_assert_true (g_str_has_prefix (api_get_header (api, "WWW-Authenticate"), "Basic "));
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    api_set_pair (api, pairs[i][0], pairs[i][1]);
    api_get (api, 401, "/PushNotifications/Users");
  }
  api_set_pair (api, "ACone", "se:cret");
  api_get (api, 200, "/PushNotifications/Users");
  api_set_pair (api, "SKtwo", "other");
  api_get (api, 200, "/PushNotifications/Users");
}

static Api *
start (TestEmulator **emulator)
{
  *emulator = test_emulator_start (NULL);
  return api_new (test_emulator_get_url (*emulator), test_emulator_get_sid (*emulator),
                  test_emulator_get_secret (*emulator));
}

static void
test_routes (void)
{
  g_autoptr (TestEmulator) emulator = NULL;
  g_autoptr (Api) api = start (&emulator);
  const char *unknown[] = { "",
                            "/",
                            "/Nothing",
                            "/PushNotifications/",
                            "/PushNotifications/x",
                            "/PushNotifications/Users/",
                            "/PushNotifications/Users/comms_user_01h9krwprkeee8fzqspvwy6nq9",
                            "/PushNotifications/Users/" API_USER "/more",
                            "/PushNotifications/Operations/" API_USER,
                            "/PushNotifications/DeviceRegistrations/%2e%2e" };
  const struct {
    const char *method, *path, *allow;
  } wrong[] = {
    { "PUT", "/PushNotifications", "POST, GET, HEAD, OPTIONS" },
    { "DELETE", "/PushNotifications/Operations", "GET, HEAD, OPTIONS" },
    { "POST", "/PushNotifications/Users", "GET, HEAD, OPTIONS" },
    { "POST", "/PushNotifications/Users/" API_USER, "GET, HEAD, DELETE, OPTIONS" },
    { "PATCH", "/PushNotifications/x", "GET, HEAD, OPTIONS" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++) {
    JsonObject *answer = api_get (api, 404, "%s", unknown[i]);
    g_assert_cmpint (base_json_int (api_element (answer, "errors", 0), "code", 0), ==, 20404);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *url = g_strconcat (api_get_base (api), wrong[i].path, NULL);
    api_request (api, wrong[i].method, 405, url);
    g_assert_cmpstr (api_get_header (api, "Allow"), ==, wrong[i].allow);
  }
}

/* Asks what an address takes, and for an answer without its body. */
static void
test_head_and_options (void)
{
  g_autoptr (TestEmulator) emulator = NULL;
  g_autoptr (Api) api = start (&emulator);
  g_autofree char *users = g_strconcat (api_get_base (api), "/PushNotifications/Users", NULL);
  g_autofree char *nothing = g_strconcat (api_get_base (api), "/Nothing", NULL);

  api_request_empty (api, "OPTIONS", 204, users);
  g_assert_cmpstr (api_get_header (api, "Allow"), ==, "GET, HEAD, OPTIONS");
  g_assert_cmpstr (api_get_header (api, "Connection"), ==, "close");
  api_request (api, "OPTIONS", 404, nothing);
  api_get (api, 200, "/PushNotifications/Users");
  g_autofree char *length = g_strdup (api_get_header (api, "Content-Length"));
  api_request_empty (api, "HEAD", 200, users);
  g_assert_cmpstr (api_get_header (api, "Content-Length"), ==, length);
  g_assert_cmpstr (api_get_header (api, "Content-Type"), ==, "application/json");
  api_request_empty (api, "HEAD", 404, nothing);
  api_get (api, 200, "/PushNotifications/Users");
}

/* Addresses as people and programs mistype them. */
static void
test_queries (void)
{
  g_autoptr (TestEmulator) emulator = NULL;
  g_autoptr (Api) api = start (&emulator);
  const char *known[] = { "",
                          "?",
                          "?&&",
                          "?=",
                          "?=&x&y=%20&x=2&x=3",
                          "?pageToken=",
                          "?pagesize=0",
                          "?pageSize=1&",
                          "?%70ageSize=1" };
  const struct {
    const char *query;
    const char *contexts;
  } refused[] = {
    { "?pageSize=", "$.pageSize" },
    { "?pageSize", "$.pageSize" },
    { "?pageSize=1&pageSize=1", "$.pageSize" },
    { "?pageToken=&pageSize=5&pageToken=", "$.pageToken" },
    { "?pageSize=+1", "$.pageSize" },
    { "?pageSize=1%00", "$.pageSize" },
    { "?pageSize=%ff&pageToken=%ff", "$.pageSize $.pageToken" },
    { "?pageToken=%00", "$.pageToken" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++) {
    JsonObject *answer = api_get (api, 200, "/PushNotifications/Users%s", known[i]);
    g_assert_cmpuint (api_count (answer, "users"), ==, 1);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_auto (GStrv) contexts = g_strsplit (refused[i].contexts, " ", -1);
    api_get (api, 400, "/PushNotifications/Users%s", refused[i].query);
    api_assert_contexts (api, (const char *const *) contexts);
  }
  api_get (api, 400, "/PushNotifications?tags=key:%%00");
}

/* Spellings of the guides, and escapes that nobody needs but anybody may use. */
static void
test_spellings (void)
{
  g_autoptr (TestEmulator) emulator = NULL;
  g_autoptr (Api) api = start (&emulator);
  g_autofree char *operation =
    api_send (api, "{'to':[{'token':'t','provider':'FCM'}],'content':{'body':'b'}}");
  const char *bare = strrchr (operation, '_') + 1;

  api_get (api, 200, "/PushNotifications/Users/%%63omms_user_01h9krwprkeee8fzqspvwy6nq8");
  api_get (api, 200, "/Users/comms_user_01h9krwprkeee8fzqspvwy6nq8");
  api_get (api, 200, "/Users/" API_USER);
  api_get (api, 200, "/Users");
  api_get (api, 200, "/PushNotifications/Apps/test%%5fapp");
  api_get (api, 404, "/PushNotifications/Apps/test%%2fapp");
  api_get (api, 404, "/Users/");
  api_delete (api, 404, "/UsersX");
  api_get (api, 404, "/Users/01h9krwprkeee8fzqspvwy6nq8");
  JsonObject *answer = api_get (api, 200, "/PushNotifications/Operations/%s", bare);
  g_assert_cmpstr (base_json_string (answer, "id"), ==, operation);
  answer = api_get (api, 200, "/PushNotifications?operation_id=%s", bare);
  g_autofree char *id =
    g_strdup (base_json_string (api_element (answer, "notifications", 0), "id"));
  g_autofree char *alias = g_strconcat ("comms_notification_", strrchr (id, '_') + 1, NULL);
  answer = api_get (api, 200, "/PushNotifications/%s", alias);
  g_assert_cmpstr (base_json_string (answer, "id"), ==, id);
}

/* The preview's addresses lead to the same resources, which go on calling themselves /v1. */
static void
test_versions (void)
{
  g_autoptr (TestEmulator) emulator = NULL;
  g_autoptr (Api) api = start (&emulator);
  g_autoptr (GString) preview = g_string_new (api_get_base (api));

  g_string_replace (preview, "/v1", "/preview", 0);
  g_autofree char *user = g_strconcat (preview->str, "/PushNotifications/Users/" API_USER, NULL);
  api_request (api, "GET", 200, user);
  JsonObject *answer = api_request (api, "DELETE", 202, user);
  g_assert_true (
    g_str_has_prefix (base_json_string (answer, "resourceLocation"), api_get_base (api)));
  g_string_replace (preview, "/preview", "/v2", 0);
  g_autofree char *other = g_strconcat (preview->str, "/PushNotifications/Users", NULL);
  api_request (api, "GET", 404, other);
}

static void
test_garbage (void)
{
  g_autoptr (TestEmulator) emulator = NULL;
  g_autoptr (Api) api = start (&emulator);
  const char *bodies[] = {
    "", "<html><body>Bad gateway</body></html>", "{", "null", "[]", "\"text\"", "7", "{'to':"
  };
  const char *paths[] = { "/PushNotifications", "/PushNotifications/DeviceRegistrations" };
  const char *const root[] = { "$", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++) {
    for (gsize j = 0; j < G_N_ELEMENTS (paths); j++) {
      api_post (api, 400, paths[j], bodies[i]);
      api_assert_contexts (api, root);
    }
  }
  g_autofree char *nested = g_strnfill (20000, '[');
  api_post (api, 400, paths[0], nested);
  api_assert_contexts (api, root);
  g_autoptr (GBytes) binary = g_bytes_new_static ("\xff\xfe\0{}", 5);
  api_post_bytes (api, 400, paths[0], binary);
  api_assert_contexts (api, root);
  api_get (api, 200, "/PushNotifications");
}

/* The status of a send with these headers besides its credentials. */
static guint
send_with (TestEmulator *emulator, Wire *wire, const char *scheme, const char *headers)
{
  const char *body =
    "{\"to\":[{\"token\":\"t\",\"provider\":\"FCM\"}],\"content\":{\"body\":\"b\"}}";
  g_autofree char *pair = g_strdup_printf ("%s:%s", test_emulator_get_sid (emulator),
                                           test_emulator_get_secret (emulator));
  g_autofree char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
  g_autofree char *text = g_strdup_printf (
    "POST /v1/PushNotifications HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s %s\r\n%s"
    "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
    scheme, encoded, headers, strlen (body), body);

  wire_write (wire, text);
  g_autoptr (WireAnswer) answer = wire_read_answer (wire);
  return wire_answer_get_status (answer);
}

static void
test_headers (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  g_autoptr (Wire) wire = wire_open (emulator);
  const struct {
    const char *scheme;
    const char *headers;
    guint status;
  } cases[] = {
    { "Basic", "", 202 },
    { "basic", "", 202 },
    { "BASIC", "", 202 },
    { "Bearer", "", 401 },
    { "Basically", "", 401 },
    { "Basic", "Content-Type: application/json\r\n", 202 },
    { "Basic", "content-type: Application/JSON; charset=\"utf-8\"\r\n", 202 },
    { "Basic", "Content-Type: application/problem+json\r\n", 202 },
    { "Basic", "Content-Type: application/x-www-form-urlencoded\r\n", 202 },
    { "Basic", "Content-Type: application/jsonx\r\n", 415 },
    { "Basic", "Content-Type: text/plain\r\n", 415 },
    { "Bearer", "Content-Type: text/plain\r\n", 401 },
    { "Basic", "Content-Encoding: identity\r\n", 202 },
    { "Basic", "Content-Type: application/json\r\nContent-Encoding: gzip\r\n", 415 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s %s", cases[i].scheme, cases[i].headers);
    g_assert_cmpuint (send_with (emulator, wire, cases[i].scheme, cases[i].headers), ==,
                      cases[i].status);
  }
}

static void
test_length (void)
{
  g_autoptr (TestEmulator) emulator = NULL;
  g_autoptr (Api) api = start (&emulator);
  const gsize limit = 10 * 1024 * 1024;
  g_autofree char *text = g_strnfill (limit + 1, ' ');
  g_autoptr (GBytes) allowed = g_bytes_new_static (text, limit);
  g_autoptr (GBytes) too_long = g_bytes_new_static (text, limit + 1);

  api_post_bytes (api, 400, "/PushNotifications", allowed);
  api_post_bytes (api, 413, "/PushNotifications", too_long);
  api_get (api, 200, "/PushNotifications");
}

static GSocketConnection *
connect_to (Api *api)
{
  g_autoptr (GUri) uri = g_uri_parse (api_get_base (api), G_URI_FLAGS_NONE, NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection = g_socket_client_connect_to_host (
    client, g_uri_get_host (uri), (guint16) g_uri_get_port (uri), NULL, &error);

  g_assert_no_error (error);
  return connection;
}

/* What no client of ours would send. */
static void
test_no_addresses (void)
{
  g_autoptr (TestEmulator) emulator = NULL;
  g_autoptr (Api) api = start (&emulator);
  const char *addresses[] = {
    "/v1/PushNotifications/Users/%zz",          "/v1/PushNotifications/Users/%",
    "/v1/PushNotifications/Users/%00",          "/v1/..%2f..",
    "/v1/PushNotifications/Users?pageSize=%zz", "no-address"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_autoptr (GSocketConnection) connection = connect_to (api);
    g_autofree char *request = g_strdup_printf (
      "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", addresses[i]);
    char answer[1000] = { 0 };
    gsize length = 0;
    g_assert_true (
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                                 strlen (request), NULL, NULL, NULL));
    g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)), answer,
                             sizeof answer - 1, &length, NULL, NULL);
    g_test_message ("%s: %s", addresses[i], answer);
    g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 400 "));
    g_assert_nonnull (strstr (answer, "{\"errors\":[{\"code\":400,"));
  }
  api_get (api, 200, "/PushNotifications");
}

/* Sends for as long as it is let. */
static void
test_endless_body (void)
{
  g_autoptr (TestEmulator) emulator = NULL;
  g_autoptr (Api) api = start (&emulator);
  g_autoptr (GSocketConnection) connection = connect_to (api);
  g_autoptr (GError) error = NULL;
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autoptr (GString) chunk = g_string_new ("10000\r\n");
  const char head[] = "POST /v1/PushNotifications HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                      "Transfer-Encoding: chunked\r\n\r\n";
  gsize total = 0;

  for (gsize i = 0; i < 0x10000; i++) {
    g_string_append_c (chunk, ' ');
  }
  g_string_append (chunk, "\r\n");
  g_assert_true (g_output_stream_write_all (output, head, strlen (head), NULL, NULL, NULL));
  while (g_output_stream_write_all (output, chunk->str, chunk->len, NULL, NULL, &error)) {
    total += chunk->len;
    g_assert_cmpuint (total, <, 100 * 1024 * 1024);
  }
  g_assert_cmpuint (total, >, 10 * 1024 * 1024);
  api_get (api, 200, "/PushNotifications");
}

/* A connection that is closed between two requests costs nothing any more: with a few descriptors
 * there can be any number of them, one after the other. */
static void
test_connections (void)
{
  struct rlimit limit = { 0 };
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  const struct rlimit low = { .rlim_cur = 64, .rlim_max = limit.rlim_max };

  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &low), ==, 0);
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  for (guint i = 0; i < 200; i++) {
    g_autoptr (Wire) wire = wire_open (emulator);
    wire_request (wire, "GET", "/v1/PushNotifications", NULL);
    g_autoptr (WireAnswer) answer = wire_read_answer (wire);
    g_assert_cmpuint (wire_answer_get_status (answer), ==, 200);
    if (i % 2 == 0) {
      wire_reset_at_end (wire);
    }
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/emulator/http/authentication", test_authentication);
  g_test_add_func ("/emulator/http/routes", test_routes);
  g_test_add_func ("/emulator/http/head-and-options", test_head_and_options);
  g_test_add_func ("/emulator/http/queries", test_queries);
  g_test_add_func ("/emulator/http/spellings", test_spellings);
  g_test_add_func ("/emulator/http/versions", test_versions);
  g_test_add_func ("/emulator/http/garbage", test_garbage);
  g_test_add_func ("/emulator/http/headers", test_headers);
  g_test_add_func ("/emulator/http/length", test_length);
  g_test_add_func ("/emulator/http/no-addresses", test_no_addresses);
  g_test_add_func ("/emulator/http/endless-body", test_endless_body);
  g_test_add_func ("/emulator/http/connections", test_connections);
  return g_test_run ();
}
