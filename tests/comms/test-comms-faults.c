/* What servers and networks do wrong, and what the client makes of it. Each fault is met by a GET
 * and by a POST: only the POST can leave its outcome unknown. */

#include "test-comms.h"

#define NESTED 20000
#define N_INTERIM 1000
#define N_VALUES 1000000
#define LONG_TEXT 30000

typedef struct {
  const char *name;
  TestAnswer answer;
  int code;
  const char *message; /* a part of it */
  gboolean unknown;    /* for the POST */
  gint64 retry_after;  /* 0 for none */
} Fault;

static const Fault faults[] = {
  { "html",
    { .status = 200, .type = "text/html", .body = "<html>Welcome</html>" },
    COMMS_ERROR_NOT_THIS_API,
    "not JSON",
    TRUE,
    0 },
  { "empty", { .status = 200 }, COMMS_ERROR_NOT_THIS_API, "the answer ", TRUE, 0 },
  { "blank", { .status = 200, .body = " \n" }, COMMS_ERROR_NOT_THIS_API, "not JSON", TRUE, 0 },
  { "array", { .status = 200, .body = "[]" }, COMMS_ERROR_NOT_THIS_API, "not an object", TRUE, 0 },
  { "wrong-types",
    { .status = 200, .body = "{\"id\":7,\"operationId\":{}}" },
    COMMS_ERROR_NOT_THIS_API,
    "the answer ",
    TRUE,
    0 },
  { "two-documents",
    { .status = 200, .body = "{\"operationId\":\"o\",\"id\":\"u\"}{}" },
    COMMS_ERROR_NOT_THIS_API,
    "not JSON",
    TRUE,
    0 },
  { "script",
    { .status = 200, .body = "{'operationId':'o','id':'u'}" },
    COMMS_ERROR_NOT_THIS_API,
    "not JSON",
    TRUE,
    0 },
  { "no-utf8",
    { .status = 200, .body = "{\"operationId\":\"\xff\",\"id\":\"\xff\"}" },
    COMMS_ERROR_NOT_THIS_API,
    "not JSON: not UTF-8",
    TRUE,
    0 },
  { "control-character",
    { .kind = TEST_ANSWER_RAW,
      .status = 200,
      .body = "HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n"
              "c\r\n{\"id\":\"a\x01"
              "b\"}\r\n0\r\n\r\n" },
    COMMS_ERROR_NOT_THIS_API,
    "not JSON",
    TRUE,
    0 },
  { "huge-id",
    { .status = 200, .body = "{\"operationId\":1e999,\"id\":99999999999999999999}" },
    COMMS_ERROR_NOT_THIS_API,
    "the answer ",
    TRUE,
    0 },
  { "twice",
    { .status = 200, .body = "{\"operationId\":\"o\",\"id\":\"u\",\"operationId\":7,\"id\":7}" },
    COMMS_ERROR_NOT_THIS_API,
    "the answer ",
    TRUE,
    0 },
  { "protocol-relative",
    { .status = 307, .headers = { "Location", "//evil.example/v1" } },
    COMMS_ERROR_NOT_THIS_API,
    "redirected to //evil.example/v1",
    TRUE,
    0 },
  { "no-content-redirect",
    { .status = 304 },
    COMMS_ERROR_NOT_THIS_API,
    "redirected to nowhere",
    TRUE,
    0 },
  { "not-allowed", { .status = 405 }, COMMS_ERROR_UNSUPPORTED, "status 405", FALSE, 0 },
  { "not-implemented", { .status = 501 }, COMMS_ERROR_SERVER, "status 501", TRUE, 0 },
  { "odd-status", { .status = 299, .body = "{" }, COMMS_ERROR_NOT_THIS_API, "", TRUE, 0 },
  { "redirect",
    { .status = 302, .headers = { "Location", "http://127.0.0.1:1/elsewhere" } },
    COMMS_ERROR_NOT_THIS_API,
    "redirected to http://127.0.0.1:1/elsewhere",
    TRUE,
    0 },
  { "permanent-redirect",
    { .status = 308, .headers = { "Location", "/v1/x" } },
    COMMS_ERROR_NOT_THIS_API,
    "redirected to /v1/x",
    TRUE,
    0 },
  { "cut",
    { .kind = TEST_ANSWER_CUT, .status = 200, .body = "{\"operationId\":" },
    COMMS_ERROR_INTERRUPTED,
    "",
    TRUE,
    0 },
  { "cut-before-close",
    { .kind = TEST_ANSWER_RAW,
      .status = 200,
      .body =
        "HTTP/1.1 200 x\r\nConnection: close\r\nContent-Length: 99\r\n\r\n{\"operationId\":" },
    COMMS_ERROR_INTERRUPTED,
    "shorter than it says",
    TRUE,
    0 },
  { "cut-between-chunks",
    { .kind = TEST_ANSWER_RAW,
      .status = 200,
      .body = "HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\nf\r\n{\"operationId\":\r\n" },
    COMMS_ERROR_INTERRUPTED,
    "", /* libsoup 3.6 says so before the client does, in words of its own */
    TRUE,
    0 },
  { "cut-without-length",
    { .kind = TEST_ANSWER_RAW,
      .status = 200,
      .body = "HTTP/1.0 200 x\r\n\r\n{\"operationId\":\r\n" },
    COMMS_ERROR_INTERRUPTED,
    "breaks off",
    TRUE,
    0 },
  { "endless",
    { .kind = TEST_ANSWER_ENDLESS, .status = 200, .body = "          " },
    COMMS_ERROR_TOO_LARGE,
    "does not end",
    TRUE,
    0 },
  { "trickle",
    { .kind = TEST_ANSWER_TRICKLE, .status = 200 },
    COMMS_ERROR_TIMED_OUT,
    "the time for an answer is over",
    TRUE,
    0 },
  { "closed", { .kind = TEST_ANSWER_NONE }, COMMS_ERROR_INTERRUPTED, "", TRUE, 0 },
  { "silent",
    { .kind = TEST_ANSWER_SILENT },
    COMMS_ERROR_TIMED_OUT,
    "the time for an answer is over",
    TRUE,
    0 },
  { "not-http",
    { .kind = TEST_ANSWER_RAW, .body = "SSH-2.0-OpenSSH_9.2\r\n\r\n" },
    COMMS_ERROR_NOT_THIS_API,
    "",
    TRUE,
    0 },
  { "unauthorized",
    { .status = 401,
      .body = "{\"errors\":[{\"code\":20003,\"message\":\"Authenticate\"}]}",
      .headers = { "WWW-Authenticate", "Basic realm=\"x\"" } },
    COMMS_ERROR_UNAUTHORIZED,
    "Authenticate",
    FALSE,
    0 },
  { "unauthorized-bare",
    { .status = 401 },
    COMMS_ERROR_UNAUTHORIZED,
    "status 401 without an explanation",
    FALSE,
    0 },
  { "forbidden",
    { .status = 403, .body = "{\"code\":20006,\"message\":\"Not for you\"}" },
    COMMS_ERROR_FORBIDDEN,
    "Not for you",
    FALSE,
    0 },
  { "forbidden-bare", { .status = 403 }, COMMS_ERROR_FORBIDDEN, "status 403", FALSE, 0 },
  { "not-found",
    { .status = 404, .body = "{\"errors\":[]}" },
    COMMS_ERROR_NOT_FOUND,
    "{\"errors\":[]}",
    FALSE,
    0 },
  { "not-found-html",
    { .status = 404, .type = "text/html", .body = "<h1>Nothing</h1>" },
    COMMS_ERROR_NOT_FOUND,
    "<h1>Nothing</h1>",
    FALSE,
    0 },
  { "rejected",
    { .status = 400,
      .body = "{\"errors\":[{\"code\":1,\"message\":\"A\",\"context\":\"$.to\"},"
              "{\"code\":2,\"message\":\"B\",\"context\":\"null\"}],\"status\":400}" },
    COMMS_ERROR_REJECTED,
    "A (and 1 more)",
    FALSE,
    0 },
  { "conflict", { .status = 409, .body = "no" }, COMMS_ERROR_REJECTED, "no", FALSE, 0 },
  { "rate-limited",
    { .status = 429, .body = "{}", .headers = { "Retry-After", "17" } },
    COMMS_ERROR_RATE_LIMITED,
    "{}",
    FALSE,
    17 },
  { "rate-limited-cut",
    { .kind = TEST_ANSWER_CUT, .status = 429, .body = "{\"errors\":" },
    COMMS_ERROR_RATE_LIMITED,
    "{\"errors\":",
    FALSE,
    0 },
  { "rate-limited-silent-body",
    { .kind = TEST_ANSWER_TRICKLE, .status = 429 },
    COMMS_ERROR_RATE_LIMITED,
    "status 429",
    FALSE,
    0 },
  { "server-error",
    { .status = 500, .type = "text/html", .body = "<html>Oops</html>" },
    COMMS_ERROR_SERVER,
    "<html>Oops</html>",
    TRUE,
    0 },
  { "server-error-bare", { .status = 500 }, COMMS_ERROR_SERVER, "status 500", TRUE, 0 },
  { "server-error-issues",
    { .status = 503,
      .body = "{\"errors\":[7,{\"message\":\"Later\",\"code\":\"x\"}]}",
      .headers = { "Retry-After", "garbage" } },
    COMMS_ERROR_SERVER,
    "Later",
    TRUE,
    0 },
};

static gboolean
is_late (const Fault *fault)
{
  return fault->answer.kind == TEST_ANSWER_SILENT || fault->answer.kind == TEST_ANSWER_TRICKLE;
}

static void
check_error (const Fault *fault, const GError *error, gboolean unknown)
{
  g_assert_error (error, COMMS_ERROR, fault->code);
  g_assert_nonnull (strstr (error->message, fault->message));
  g_assert_cmpuint (comms_error_get_status (error), ==, fault->answer.status);
  g_assert_cmpint (comms_error_is_outcome_unknown (error), ==, unknown);
  g_assert_cmpint (comms_error_get_retry_after (error), ==,
                   fault->retry_after > 0 ? fault->retry_after : -1);
}

static CommsClient *
client_for (TestServer *server, const Fault *fault)
{
  CommsClient *client = test_client_new (test_server_get_url (server));

  test_server_push (server, &fault->answer);
  /* libsoup repeats a GET once if its connection closes without an answer. */
  test_server_push (server, &fault->answer);
  if (is_late (fault)) {
    comms_client_set_timeout (client, 1);
  }
  return client;
}

static void
test_get (gconstpointer data)
{
  const Fault *fault = data;
  g_autoptr (TestServer) server = test_server_new ();
  CommsClient *client = client_for (server, fault);
  g_autoptr (GError) error = NULL;
  g_autoptr (CommsUser) user = test_fetch_user (client, "u1", &error);

  g_assert_null (user);
  check_error (fault, error, FALSE);
  g_assert_finalize_object (client);
}

static void
test_post (gconstpointer data)
{
  const Fault *fault = data;
  g_autoptr (TestServer) server = test_server_new ();
  CommsClient *client = client_for (server, fault);
  g_autoptr (GError) error = NULL;
  g_autofree char *operation = test_send (client, "{}", &error);

  g_assert_null (operation);
  check_error (fault, error, fault->unknown);
  g_assert_cmpuint (test_server_get_n_requests (server), ==, 1);
  g_assert_finalize_object (client);
}

static void
test_nested (void)
{
  g_autoptr (GString) body = g_string_new ("{\"operationId\":");
  for (guint i = 0; i < NESTED; i++) {
    g_string_append_c (body, '[');
  }
  const TestAnswer answers[] = { { .status = 200, .body = body->str },
                                 { .status = 500, .body = body->str } };
  g_autoptr (TestServer) server = test_server_new ();
  g_autoptr (CommsClient) client = test_client_new (test_server_get_url (server));
  g_autoptr (GError) success = NULL;
  g_autoptr (GError) failure = NULL;

  test_server_push (server, &answers[0]);
  g_assert_null (test_send (client, "{}", &success));
  g_assert_error (success, COMMS_ERROR, COMMS_ERROR_NOT_THIS_API);
  g_assert_true (comms_error_is_outcome_unknown (success));

  test_server_push (server, &answers[1]);
  g_assert_null (test_send (client, "{}", &failure));
  g_assert_error (failure, COMMS_ERROR, COMMS_ERROR_SERVER);
  g_assert_cmpuint (strlen (failure->message), ==, 400);
}

static GBytes *
compress (const char *text, gsize length)
{
  g_autoptr (GConverter) gzip =
    G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, gzip);
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (stream, text, length, NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (stream, NULL, &error);
  g_assert_no_error (error);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

/* Little on the wire, too much once it is unpacked: the limit is for what has to be kept. */
static void
test_bomb (void)
{
  g_autofree char *blank = g_strnfill (2 * COMMS_MAX_ANSWER, ' ');
  g_autoptr (GBytes) body = compress (blank, 2 * COMMS_MAX_ANSWER);
  const TestAnswer answer = {
    .status = 200,
    .body = g_bytes_get_data (body, NULL),
    .headers = { "Content-Encoding", "gzip" },
    .length = g_bytes_get_size (body),
  };
  g_autoptr (TestServer) server = test_server_new ();
  g_autoptr (CommsClient) client = test_client_new (test_server_get_url (server));
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (answer.length, <, COMMS_MAX_ANSWER / 100);
  test_server_push (server, &answer);
  g_assert_null (test_fetch_user (client, "u1", &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_TOO_LARGE);
}

/* Few bytes, but each two of them would be an object. */
static void
test_many_values (void)
{
  g_autoptr (GString) text = g_string_new ("{\"operationId\":\"o1\",\"errors\":[{}");
  for (guint i = 0; i < N_VALUES; i++) {
    g_string_append (text, ",{}");
  }
  g_string_append (text, "]}");
  const TestAnswer answers[] = {
    { .status = 202, .body = text->str },
    { .status = 400, .body = text->str },
  };
  g_autoptr (TestServer) server = test_server_new ();
  g_autoptr (CommsClient) client = test_client_new (test_server_get_url (server));
  g_autoptr (GError) success = NULL;
  g_autoptr (GError) failure = NULL;

  test_server_push (server, &answers[0]);
  g_assert_null (test_send (client, "{}", &success));
  g_assert_error (success, COMMS_ERROR, COMMS_ERROR_TOO_LARGE);
  g_assert_true (comms_error_is_outcome_unknown (success));
  test_server_push (server, &answers[1]);
  g_assert_null (test_send (client, "{}", &failure));
  g_assert_error (failure, COMMS_ERROR, COMMS_ERROR_REJECTED);
}

/* An operator is to read it, in a label. */
static void
test_long_texts (void)
{
  g_autofree char *text = g_strnfill (LONG_TEXT, 'x');
  g_autofree char *body = g_strconcat ("{\"errors\":[{\"message\":\"", text, "\",\"context\":\"",
                                       text, "\",\"infoUrl\":\"", text, "\"}]}", NULL);
  const TestAnswer answers[] = {
    { .status = 400, .body = body },
    { .status = 307, .headers = { "Location", text } },
  };
  g_autoptr (TestServer) server = test_server_new ();
  g_autoptr (CommsClient) client = test_client_new (test_server_get_url (server));

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (GError) error = NULL;
    test_server_push (server, &answers[i]);
    g_assert_null (test_send (client, "{}", &error));
    g_assert_cmpuint (strlen (error->message), ==, 4096);
  }
}

/* A server that answers with the request that it does not like: the error is kept in the journal.
 */
static void
test_echo (void)
{
  const TestAnswer answers[] = {
    { .status = 500, .type = "text/plain", .body = "Authorization: Basic QUMxMjM6czNjcmV0 \r\n" },
    { .status = 400,
      .body = "{\"errors\":[{\"message\":\"QUMxMjM6czNjcmV0QUMxMjM6czNjcmV0!\","
              "\"context\":\"QUMxMjM6czNjcmV0\"}]}" },
  };
  const char *messages[] = { "Authorization: Basic ................",
                             "................................!" };
  g_autoptr (TestServer) server = test_server_new ();
  g_autoptr (CommsClient) client = test_client_new (test_server_get_url (server));

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (GError) error = NULL;
    test_server_push (server, &answers[i]);
    g_assert_null (test_send (client, "{}", &error));
    g_assert_cmpstr (error->message, ==, messages[i]);
  }
}

/* libsoup reads answers before the answer one after the other, without a look at anything else. */
static void
test_interim (void)
{
  const char end[] = "HTTP/1.1 202 x\r\nContent-Length: 20\r\n\r\n{\"operationId\":\"o1\"}";
  g_autoptr (GString) many = g_string_new (NULL);
  for (guint i = 0; i < N_INTERIM; i++) {
    g_string_append (many, "HTTP/1.1 102 x\r\n\r\n");
  }
  g_string_append (many, end);
  g_autofree char *few =
    g_strconcat ("HTTP/1.1 100 x\r\n\r\nHTTP/1.1 103 x\r\nLink: <x>\r\n\r\n", end, NULL);
  const TestAnswer answers[] = {
    { .kind = TEST_ANSWER_RAW, .body = few },
    { .kind = TEST_ANSWER_RAW, .body = many->str },
  };
  g_autoptr (TestServer) server = test_server_new ();
  CommsClient *client = test_client_new (test_server_get_url (server));
  g_autoptr (GError) error = NULL;

  test_server_push (server, &answers[0]);
  g_autofree char *operation = test_send (client, "{}", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (operation, ==, "o1");

  test_server_push (server, &answers[1]);
  g_assert_null (test_send (client, "{}", &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_NOT_THIS_API);
  g_assert_true (comms_error_is_outcome_unknown (error));
  g_assert_finalize_object (client);
}

/* A zero is neither the end of an answer nor that of an ID. */
static void
test_zero_bytes (void)
{
  const char raw[] = "{\"id\":\"u1\0\"}";
  const char after[] = "{\"id\":\"u1\"}\0{}";
  const TestAnswer bad[] = {
    { .status = 200, .body = raw, .length = sizeof raw - 1 },
    { .status = 200, .body = after, .length = sizeof after - 1 },
  };
  const TestAnswer escaped = { .status = 200, .body = "{\"id\":\"u1\\u0000x\"}" };
  g_autoptr (TestServer) server = test_server_new ();
  g_autoptr (CommsClient) client = test_client_new (test_server_get_url (server));
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    test_server_push (server, &bad[i]);
    g_assert_null (test_fetch_user (client, "u1", &error));
    g_assert_error (error, COMMS_ERROR, COMMS_ERROR_NOT_THIS_API);
    g_clear_error (&error);
  }
  test_server_push (server, &escaped);
  g_autoptr (CommsUser) user = test_fetch_user (client, "u1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (comms_resource_get_id (COMMS_RESOURCE (user)), ==, "u1\xef\xbf\xbdx");
}

/* A body of an unknown kind, cut inside a character and with a broken one before. */
static void
test_excerpt (void)
{
  g_autoptr (GString) body = g_string_new ("\xff");
  while (body->len < 1000) {
    g_string_append (body, "é");
  }
  const TestAnswer answer = { .status = 400, .body = body->str };
  g_autoptr (TestServer) server = test_server_new ();
  g_autoptr (CommsClient) client = test_client_new (test_server_get_url (server));
  g_autoptr (GError) error = NULL;

  test_server_push (server, &answer);
  g_assert_null (test_send (client, "{}", &error));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_true (g_str_has_suffix (error->message, "é"));
}

static void
test_issues (void)
{
  const TestAnswer answer = {
    .status = 400,
    .body = "{\"errors\":[{\"code\":20001,\"message\":\"bad\",\"context\":\"$.to[3].provider\","
            "\"infoUrl\":\"https://x/20001\"},{\"message\":7},{\"code\":-5,\"message\":\"worse\","
            "\"context\":\"null\",\"infoUrl\":null}]}",
  };
  const TestAnswer old = {
    .status = 400,
    .body = "{\"code\":21614,\"message\":\"bad\",\"more_info\":\"https://x/21614\"}",
  };
  g_autoptr (TestServer) server = test_server_new ();
  g_autoptr (CommsClient) client = test_client_new (test_server_get_url (server));
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) old_error = NULL;

  test_server_push (server, &answer);
  g_assert_null (test_send (client, "{}", &error));
  GPtrArray *issues = comms_error_get_issues (error);
  g_assert_cmpuint (issues->len, ==, 2);
  const CommsIssue *first = issues->pdata[0];
  g_assert_cmpint (first->code, ==, 20001);
  g_assert_cmpstr (first->message, ==, "bad");
  g_assert_cmpstr (first->context, ==, "$.to[3].provider");
  g_assert_cmpstr (first->info_url, ==, "https://x/20001");
  const CommsIssue *second = issues->pdata[1];
  g_assert_cmpint (second->code, ==, 0);
  g_assert_cmpstr (second->message, ==, "worse");
  g_assert_null (second->context);
  g_assert_null (second->info_url);

  test_server_push (server, &old);
  g_assert_null (test_send (client, "{}", &old_error));
  issues = comms_error_get_issues (old_error);
  g_assert_cmpuint (issues->len, ==, 1);
  g_assert_cmpstr (((CommsIssue *) issues->pdata[0])->info_url, ==, "https://x/21614");

  g_autoptr (GError) copy = g_error_copy (error);
  g_assert_true (comms_error_get_issues (copy) == comms_error_get_issues (error));
}

static void
test_retry_after_date (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) later = g_date_time_add_seconds (now, 600);
  g_autofree char *date = soup_date_time_to_string (later, SOUP_DATE_HTTP);
  const TestAnswer answers[] = {
    { .status = 429, .headers = { "Retry-After", date } },
    { .status = 429, .headers = { "Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT" } },
  };
  g_autoptr (TestServer) server = test_server_new ();
  g_autoptr (CommsClient) client = test_client_new (test_server_get_url (server));
  g_autoptr (GError) future = NULL;
  g_autoptr (GError) past = NULL;

  test_server_push (server, &answers[0]);
  test_server_push (server, &answers[1]);
  g_assert_null (test_send (client, "{}", &future));
  g_assert_cmpint (comms_error_get_retry_after (future), >, 500);
  g_assert_cmpint (comms_error_get_retry_after (future), <=, 600);
  g_assert_null (test_send (client, "{}", &past));
  g_assert_cmpint (comms_error_get_retry_after (past), ==, 0);
}

/* What a busy machine has the time for, unless the time itself is what ends it. */
#define PATIENT 20
#define IMPATIENT 1

static void
check_not_sent (const char *url, int code, guint seconds)
{
  CommsClient *client = test_client_new (url);
  g_autoptr (GError) get_error = NULL;
  g_autoptr (GError) post_error = NULL;

  comms_client_set_timeout (client, seconds);
  g_assert_null (test_fetch_user (client, "u1", &get_error));
  g_assert_error (get_error, COMMS_ERROR, code);
  g_assert_null (test_send (client, "{}", &post_error));
  g_assert_error (post_error, COMMS_ERROR, code);
  g_assert_false (comms_error_is_outcome_unknown (post_error));
  g_assert_cmpuint (comms_error_get_status (post_error), ==, 0);
  g_assert_finalize_object (client);
}

static void
test_refused (void)
{
  g_autofree char *url = test_server_make_dead_url ();

  check_not_sent (url, COMMS_ERROR_UNREACHABLE, PATIENT);
}

/* A label that is too long for the resolver to ask anyone about. */
static void
test_no_such_host (void)
{
  g_autofree char *label = g_strnfill (64, 'a');
  g_autofree char *url = g_strdup_printf ("https://%s.example/v1", label);

  check_not_sent (url, COMMS_ERROR_UNREACHABLE, PATIENT);
}

static void
test_untrusted (void)
{
  g_autoptr (TestServer) server = test_server_new_tls ();

  check_not_sent (test_server_get_url (server), COMMS_ERROR_TLS, PATIENT);
  g_assert_cmpuint (test_server_get_n_requests (server), ==, 0);
}

/* The server waits for a request where the client waits for a handshake. */
static void
test_no_handshake (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *url =
    g_strdup_printf ("https%s", test_server_get_url (server) + strlen ("http"));

  check_not_sent (url, COMMS_ERROR_UNREACHABLE, IMPATIENT);
}

typedef struct {
  TestServer *server;
  GCancellable *cancellable;
} Cancelling;

static gboolean
cancel_once_received (gpointer data)
{
  Cancelling *self = data;

  if (test_server_get_n_requests (self->server) == 0) {
    return G_SOURCE_CONTINUE;
  }
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static void
check_cancelled (gboolean is_post, gboolean before)
{
  const TestAnswer silent = { .kind = TEST_ANSWER_SILENT };
  g_autoptr (TestServer) server = test_server_new ();
  CommsClient *client = test_client_new (test_server_get_url (server));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  Cancelling cancelling = { server, cancellable };
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;

  test_server_push (server, &silent);
  if (before) {
    g_cancellable_cancel (cancellable);
  } else {
    g_idle_add (cancel_once_received, &cancelling);
  }
  if (is_post) {
    comms_client_send_async (client, body, cancellable, test_store_result, &result);
    g_autoptr (GAsyncResult) done = test_await (&result);
    g_assert_null (comms_client_send_finish (client, done, &error));
  } else {
    comms_client_fetch_user_async (client, "u1", cancellable, test_store_result, &result);
    g_autoptr (GAsyncResult) done = test_await (&result);
    g_assert_null (comms_client_fetch_user_finish (client, done, &error));
  }

  if (is_post && !before) {
    g_assert_error (error, COMMS_ERROR, COMMS_ERROR_ABANDONED);
    g_assert_true (comms_error_is_outcome_unknown (error));
  } else {
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_false (comms_error_is_outcome_unknown (error));
  }
  g_assert_cmpuint (test_server_get_n_requests (server), ==, before ? 0 : 1);
  g_assert_finalize_object (client);
}

static void
test_cancelled (void)
{
  check_cancelled (FALSE, FALSE);
  check_cancelled (TRUE, FALSE);
  check_cancelled (FALSE, TRUE);
  check_cancelled (TRUE, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autofree char *get = g_strconcat ("/comms/faults/get/", faults[i].name, NULL);
    g_autofree char *post = g_strconcat ("/comms/faults/post/", faults[i].name, NULL);
    g_test_add_data_func (get, &faults[i], test_get);
    g_test_add_data_func (post, &faults[i], test_post);
  }
  g_test_add_func ("/comms/faults/nested", test_nested);
  g_test_add_func ("/comms/faults/bomb", test_bomb);
  g_test_add_func ("/comms/faults/many-values", test_many_values);
  g_test_add_func ("/comms/faults/long-texts", test_long_texts);
  g_test_add_func ("/comms/faults/echo", test_echo);
  g_test_add_func ("/comms/faults/interim", test_interim);
  g_test_add_func ("/comms/faults/zero-bytes", test_zero_bytes);
  g_test_add_func ("/comms/faults/excerpt", test_excerpt);
  g_test_add_func ("/comms/faults/issues", test_issues);
  g_test_add_func ("/comms/faults/retry-after-date", test_retry_after_date);
  g_test_add_func ("/comms/faults/refused", test_refused);
  g_test_add_func ("/comms/faults/no-such-host", test_no_such_host);
  g_test_add_func ("/comms/faults/untrusted", test_untrusted);
  g_test_add_func ("/comms/faults/no-handshake", test_no_handshake);
  g_test_add_func ("/comms/faults/cancelled", test_cancelled);
  return g_test_run ();
}
