/* What is tried again, how often and when. No test waits: the policies here have no waits of their
 * own, and where the server asks for one it is looked at and then ended. */

#include "test-comms.h"

#include <comms-retry.h>

static const CommsRetryPolicy at_once = { .max_attempts = 4,
                                          .longest_wait = 60000,
                                          .total = 120000 };

static const TestAnswer user = { .status = 200, .body = "{\"id\":\"u1\"}" };
static const TestAnswer accepted = { .status = 202,
                                     .body = "{\"operationId\":\"op1\",\"resourceId\":\"r1\"}" };
static const TestAnswer done = { .status = 202, .body = "{\"resourceId\":\"u1\"}" };
static const TestAnswer limited = { .status = 429, .body = "{}" };
static const TestAnswer silent = { .kind = TEST_ANSWER_SILENT };

static void
test_plan (void)
{
  const CommsRetryPolicy policy = {
    .max_attempts = 8, .first_wait = 500, .longest_wait = 6000, .total = 20000
  };
  static const struct {
    guint n_attempts;
    guint64 elapsed;
    gint64 retry_after;
    double chance;
    int wait; /* -1 for none */
  } cases[] = {
    { 1, 0, -1, 0, 0 },          { 1, 0, -1, 0.5, 250 },   { 1, 0, -1, 0.999, 499 },
    { 2, 0, -1, 0.5, 500 },      { 3, 0, -1, 0.5, 1000 },  { 4, 0, -1, 0.5, 2000 },
    { 5, 0, -1, 0.5, 3000 },                          /* bounded */
    { 7, 0, -1, 0.5, 3000 },     { 8, 0, -1, 0, -1 }, /* often enough */
    { 9, 0, -1, 0, -1 },         { 1, 0, 0, 0.5, 250 },    { 1, 0, 5, 0, 5000 },
    { 1, 0, 5, 0.5, 5250 },                          /* what is asked for is the least */
    { 1, 0, 6, 0.5, 6250 },      { 1, 0, 7, 0, -1 }, /* too long a pause */
    { 1, 0, G_MAXINT64, 0, -1 }, { 1, 20000, -1, 0, 0 },   { 1, 20001, -1, 0, -1 }, /* too late */
    { 1, 15000, 5, 0, 5000 },    { 1, 15000, 5, 0.5, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint wait = 0;
    gboolean again = comms_retry_plan (&policy, cases[i].n_attempts, cases[i].elapsed,
                                       cases[i].retry_after, cases[i].chance, &wait);
    g_test_message ("case %" G_GSIZE_FORMAT, i);
    g_assert_cmpint (again ? (int) wait : -1, ==, cases[i].wait);
  }
}

static void
test_plan_extremes (void)
{
  const CommsRetryPolicy patient = {
    .max_attempts = G_MAXUINT, .first_wait = 1, .longest_wait = G_MAXUINT, .total = G_MAXUINT
  };
  guint wait = 0;

  g_assert_true (comms_retry_plan (&patient, G_MAXUINT - 1, 0, -1, 0.5, &wait));
  g_assert_cmpuint (wait, ==, G_MAXUINT / 2);
}

static void
test_harmless (void)
{
  static const struct {
    CommsError code;
    guint status;
    gboolean unknown;
    gboolean harmless;
  } cases[] = {
    { COMMS_ERROR_INVALID_URI, 0, FALSE, FALSE },
    { COMMS_ERROR_UNREACHABLE, 0, FALSE, TRUE },
    { COMMS_ERROR_TLS, 0, FALSE, FALSE },
    { COMMS_ERROR_TIMED_OUT, 0, FALSE, TRUE },
    { COMMS_ERROR_TIMED_OUT, 0, TRUE, FALSE },
    { COMMS_ERROR_INTERRUPTED, 0, FALSE, TRUE },
    { COMMS_ERROR_INTERRUPTED, 200, TRUE, FALSE },
    { COMMS_ERROR_UNAUTHORIZED, 401, FALSE, FALSE },
    { COMMS_ERROR_FORBIDDEN, 403, FALSE, FALSE },
    { COMMS_ERROR_NOT_FOUND, 404, FALSE, FALSE },
    { COMMS_ERROR_REJECTED, 400, FALSE, FALSE },
    { COMMS_ERROR_RATE_LIMITED, 429, FALSE, TRUE },
    { COMMS_ERROR_SERVER, 500, FALSE, TRUE },
    { COMMS_ERROR_SERVER, 500, TRUE, FALSE },
    { COMMS_ERROR_SERVER, 501, FALSE, FALSE },
    { COMMS_ERROR_SERVER, 502, FALSE, TRUE },
    { COMMS_ERROR_SERVER, 503, FALSE, TRUE },
    { COMMS_ERROR_SERVER, 503, TRUE, FALSE },
    { COMMS_ERROR_SERVER, 504, FALSE, TRUE },
    { COMMS_ERROR_SERVER, 505, FALSE, FALSE },
    { COMMS_ERROR_NOT_THIS_API, 200, FALSE, FALSE },
    { COMMS_ERROR_TOO_LARGE, 200, FALSE, FALSE },
    { COMMS_ERROR_UNSUPPORTED, 405, FALSE, FALSE },
    { COMMS_ERROR_ABANDONED, 0, TRUE, FALSE },
    { COMMS_ERROR_READ_ONLY, 0, FALSE, FALSE },
  };
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const CommsErrorDetail detail = {
      .status = cases[i].status,
      .retry_after = -1,
      .outcome_unknown = cases[i].unknown,
    };
    g_autoptr (GError) error = comms_error_new (cases[i].code, &detail, "");
    g_test_message ("code %d, status %u", (int) cases[i].code, cases[i].status);
    g_assert_cmpint (comms_retry_is_harmless (error), ==, cases[i].harmless);
  }
  g_assert_false (comms_retry_is_harmless (foreign));
}

typedef struct {
  TestServer *server;
  CommsClient *client;
  GString *waits; /* "2:0 " for each signal: attempt and milliseconds */
  GCancellable *cancellable;
  gboolean cancels; /* at the next wait */
} Fixture;

static void
on_retrying (CommsClient *client, guint attempt, guint wait, GError *error, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (comms_retry_is_harmless (error));
  g_string_append_printf (fixture->waits, "%u:%u ", attempt, wait);
  if (fixture->cancels) {
    g_cancellable_cancel (fixture->cancellable);
  }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = test_server_new ();
  fixture->client = test_client_new (test_server_get_url (fixture->server));
  fixture->waits = g_string_new (NULL);
  fixture->cancellable = g_cancellable_new ();
  comms_client_set_retry_policy (fixture->client, &at_once);
  g_signal_connect (fixture->client, "retrying", G_CALLBACK (on_retrying), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->client);
  test_server_free (fixture->server);
  g_string_free (fixture->waits, TRUE);
  g_object_unref (fixture->cancellable);
}

/* The kinds of calls. Each answers whether it succeeded. */
static gboolean
get (Fixture *fixture, GError **error)
{
  g_autoptr (CommsUser) fetched = test_fetch_user (fixture->client, "u1", error);

  return fetched != NULL;
}

static gboolean
list (Fixture *fixture, GError **error)
{
  g_autoptr (CommsPage) page =
    test_list (fixture->client, comms_client_list_users_async, NULL, NULL, error);

  return page != NULL;
}

static gboolean delete (Fixture *fixture, GError **error)
{
  return test_delete_user (fixture->client, "u1", error);
}

static gboolean
patch (Fixture *fixture, GError **error)
{
  return test_update_app (fixture->client, "shop", TRUE, error);
}

static gboolean
send (Fixture *fixture, GError **error)
{
  g_autofree char *id = test_send (fixture->client, "{\"to\":[1]}", error);

  return id != NULL;
}

static gboolean
reg (Fixture *fixture, GError **error)
{
  g_autofree char *id = test_register (fixture->client, NULL, error);

  return id != NULL;
}

static gboolean
create (Fixture *fixture, GError **error)
{
  const CommsNewCredential credential = { .credential_type = "FCM", .private_key = "{}" };
  g_autofree char *id = test_create_credential (fixture->client, &credential, error);

  return id != NULL;
}

static gboolean
cancel (Fixture *fixture, GError **error)
{
  return test_cancel_operation (fixture->client, "op1", error);
}

typedef struct {
  const char *name;
  gboolean (*make) (Fixture *fixture, GError **error);
  const TestAnswer *good;
} Kind;

static const TestAnswer page = { .status = 200, .body = "{\"users\":[]}" };

static const Kind idempotent[] = {
  { "get", get, &user },
  { "list", list, &page },
  { "delete", delete, &done },
  { "patch", patch, &done },
};

static const Kind posts[] = {
  { "send", send, &accepted },
  { "register", reg, &accepted },
  { "create", create, &accepted },
  { "cancel", cancel, &accepted },
};

static const TestAnswer passing[] = {
  { .status = 429, .body = "{}" },
  { .status = 500, .type = "text/html", .body = "<h1>" },
  { .status = 502 },
  { .status = 503, .headers = { "Retry-After", "0" } },
  { .status = 504 },
  { .kind = TEST_ANSWER_CUT, .status = 200, .body = "{" },
};

static const TestAnswer lasting[] = {
  { .status = 400 },
  { .status = 401 },
  { .status = 403 },
  { .status = 409 },
  { .status = 501 },
  { .status = 302, .headers = { "Location", "/" } },
  { .status = 200, .type = "text/html", .body = "<h1>" },
};

static guint
make (Fixture *fixture, const Kind *kind, gboolean success, gboolean unknown)
{
  guint before = test_server_get_n_requests (fixture->server);
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", kind->name);
  g_string_truncate (fixture->waits, 0);
  g_assert_cmpint (kind->make (fixture, &error), ==, success);
  g_assert_cmpint (error == NULL, ==, success);
  g_assert_cmpint (comms_error_is_outcome_unknown (error), ==, unknown);
  return test_server_get_n_requests (fixture->server) - before;
}

static void
push (Fixture *fixture, const TestAnswer *answer, guint times)
{
  for (guint i = 0; i < times; i++) {
    test_server_push (fixture->server, answer);
  }
}

static void
test_idempotent (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (idempotent); i++) {
    for (gsize j = 0; j < G_N_ELEMENTS (passing); j++) {
      push (fixture, &passing[j], 3);
      push (fixture, idempotent[i].good, 1);
      g_assert_cmpuint (make (fixture, &idempotent[i], TRUE, FALSE), ==, 4);
      g_assert_cmpstr (fixture->waits->str, ==, "2:0 3:0 4:0 ");
      push (fixture, &passing[j], 4);
      g_assert_cmpuint (make (fixture, &idempotent[i], FALSE, FALSE), ==, 4);
      g_assert_cmpstr (fixture->waits->str, ==, "2:0 3:0 4:0 ");
    }
    for (gsize j = 0; j < G_N_ELEMENTS (lasting); j++) {
      push (fixture, &lasting[j], 1);
      g_assert_cmpuint (make (fixture, &idempotent[i], FALSE, FALSE), ==, 1);
    }
  }
}

/* The whole point: nothing that may have been acted on is made again. */
static void
test_posts (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (posts); i++) {
    push (fixture, &limited, 3);
    push (fixture, posts[i].good, 1);
    g_assert_cmpuint (make (fixture, &posts[i], TRUE, FALSE), ==, 4);
    g_assert_cmpstr (fixture->waits->str, ==, "2:0 3:0 4:0 ");
    push (fixture, &limited, 4);
    g_assert_cmpuint (make (fixture, &posts[i], FALSE, FALSE), ==, 4);

    for (gsize j = 1; j < G_N_ELEMENTS (passing); j++) {
      push (fixture, &passing[j], 1);
      g_assert_cmpuint (make (fixture, &posts[i], FALSE, TRUE), ==, 1);
      g_assert_cmpstr (fixture->waits->str, ==, "");
      push (fixture, &limited, 1);
      push (fixture, &passing[j], 1);
      g_assert_cmpuint (make (fixture, &posts[i], FALSE, TRUE), ==, 2);
    }
  }
}

static void
test_same_request (Fixture *fixture, gconstpointer data)
{
  push (fixture, &limited, 1);
  push (fixture, &accepted, 1);
  make (fixture, &posts[0], TRUE, FALSE);
  for (guint i = 0; i < 2; i++) {
    const TestRequest *request = test_server_get_request (fixture->server, i);
    g_assert_cmpstr (request->method, ==, "POST");
    g_assert_cmpstr (request->target, ==, "/v1/PushNotifications");
    g_assert_cmpstr (request->body, ==, "{\"to\":[1]}");
    g_assert_cmpstr (request->type, ==, "application/json");
    g_assert_cmpstr (request->authorization, ==, "Basic QUMxMjM6czNjcmV0");
  }
}

/* Nobody listens: proven unsent, so that even a send is tried again. */
static void
test_unreachable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = test_server_make_dead_url ();

  g_assert_finalize_object (fixture->client);
  fixture->client = test_client_new (url);
  comms_client_set_retry_policy (fixture->client, &at_once);
  g_signal_connect (fixture->client, "retrying", G_CALLBACK (on_retrying), fixture);
  make (fixture, &posts[0], FALSE, FALSE);
  g_assert_cmpstr (fixture->waits->str, ==, "2:0 3:0 4:0 ");
  make (fixture, &idempotent[0], FALSE, FALSE);
  g_assert_cmpstr (fixture->waits->str, ==, "2:0 3:0 4:0 ");
}

/* The deadline is that of an attempt: one that never ends leaves time for another. */
static void
test_late (Fixture *fixture, gconstpointer data)
{
  comms_client_set_timeout (fixture->client, 1);
  push (fixture, &silent, 1);
  push (fixture, &user, 1);
  g_assert_cmpuint (make (fixture, &idempotent[0], TRUE, FALSE), ==, 2);
  push (fixture, &silent, 1);
  g_assert_cmpuint (make (fixture, &posts[0], FALSE, TRUE), ==, 1);
}

static void
test_once (Fixture *fixture, gconstpointer data)
{
  comms_client_set_retry_policy (fixture->client, NULL);
  g_assert_cmpuint (comms_client_get_retry_policy (fixture->client)->max_attempts, ==, 1);
  push (fixture, &limited, 2);
  g_assert_cmpuint (make (fixture, &idempotent[0], FALSE, FALSE), ==, 1);
  g_assert_cmpuint (make (fixture, &posts[0], FALSE, FALSE), ==, 1);
}

static void
test_default (void)
{
  g_autoptr (CommsAuthorizer) authorizer = comms_basic_authorizer_new ("AC123", "s3cret");
  g_autoptr (CommsClient) client = comms_client_new ("https://comms.twilio.com", authorizer, NULL);
  const CommsRetryPolicy *policy = comms_client_get_retry_policy (client);

  g_assert_cmpuint (policy->max_attempts, ==, COMMS_RETRY_ATTEMPTS);
  g_assert_cmpuint (policy->first_wait, ==, COMMS_RETRY_FIRST_WAIT);
  g_assert_cmpuint (policy->longest_wait, ==, COMMS_RETRY_LONGEST_WAIT);
  g_assert_cmpuint (policy->total, ==, COMMS_RETRY_TOTAL);
}

static gboolean
send_full (Fixture *fixture, CommsSendFlags flags, GError **error)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  GAsyncResult *result = NULL;

  comms_client_send_full_async (fixture->client, body, flags, fixture->cancellable,
                                test_store_result, &result);
  g_autoptr (GAsyncResult) ended = test_await (&result);
  g_autofree char *id = comms_client_send_finish (fixture->client, ended, error);
  return id != NULL;
}

/* What the server asks for is waited for, and ends at once when it is no longer wanted. The test
 * would take its minute if it did not. */
static void
test_retry_after (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) later = g_date_time_add_seconds (now, 50);
  g_autofree char *date = soup_date_time_to_string (later, SOUP_DATE_HTTP);
  const struct {
    TestAnswer answer;
    guint least, most;
  } cases[] = {
    { { .status = 429, .headers = { "Retry-After", "59" } }, 59000, 59000 },
    { { .status = 429, .headers = { "Retry-After", date } }, 30000, 50000 },
    { { .kind = TEST_ANSWER_RAW,
        .body = "HTTP/1.1 429 x\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                "Retry-After: Sunday, 06-Nov-94 08:49:57 GMT\r\nContent-Length: 0\r\n\r\n" },
      20000,
      20000 },
    { { .kind = TEST_ANSWER_RAW,
        .body = "HTTP/1.1 429 x\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                "Retry-After: Sun Nov  6 08:49:57 1994\r\nContent-Length: 0\r\n\r\n" },
      20000,
      20000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    guint wait = 0;
    fixture->cancels = TRUE;
    g_cancellable_reset (fixture->cancellable);
    g_string_truncate (fixture->waits, 0);
    push (fixture, &cases[i].answer, 1);
    g_assert_false (send_full (fixture, i % 2 == 0 ? COMMS_SEND_NONE : COMMS_SEND_UNCUT, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_true (g_str_has_prefix (fixture->waits->str, "2:"));
    wait = (guint) g_ascii_strtoull (fixture->waits->str + strlen ("2:"), NULL, 10);
    g_assert_cmpuint (wait, >=, cases[i].least);
    g_assert_cmpuint (wait, <=, cases[i].most);
    g_assert_cmpuint (test_server_get_n_requests (fixture->server), ==, i + 1);
  }
}

static void
test_retry_after_ignored (Fixture *fixture, gconstpointer data)
{
  static const char *const values[] = { "-5", "1.5", "soon", "", "5s", "0x10", "1e3" };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    const TestAnswer bad = { .status = 503, .headers = { "Retry-After", values[i] } };
    g_test_message ("%s", values[i]);
    push (fixture, &bad, 1);
    push (fixture, &user, 1);
    g_assert_cmpuint (make (fixture, &idempotent[0], TRUE, FALSE), ==, 2);
    g_assert_cmpstr (fixture->waits->str, ==, "2:0 ");
  }
}

/* A pause that nobody sits through is no pause but the end, with what the server said. */
static void
test_retry_after_long (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *value;
    gint64 seconds;
  } cases[] = {
    { "61", 61 },
    { "86399", 86399 },
    { "999999999", COMMS_MAX_RETRY_AFTER },
    { "99999999999999999999999999", COMMS_MAX_RETRY_AFTER },
    { "Thu, 31 Dec 9998 23:59:59 GMT", COMMS_MAX_RETRY_AFTER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const TestAnswer answer = { .status = 429, .headers = { "Retry-After", cases[i].value } };
    g_autoptr (GError) error = NULL;
    push (fixture, &answer, 1);
    g_assert_false (get (fixture, &error));
    g_assert_error (error, COMMS_ERROR, COMMS_ERROR_RATE_LIMITED);
    g_assert_cmpint (comms_error_get_retry_after (error), ==, cases[i].seconds);
    g_assert_cmpstr (fixture->waits->str, ==, "");
  }
}

static gboolean
cancel_once_received (gpointer data)
{
  Fixture *fixture = data;

  if (test_server_get_n_requests (fixture->server) == 0) {
    return G_SOURCE_CONTINUE;
  }
  g_cancellable_cancel (fixture->cancellable);
  return G_SOURCE_REMOVE;
}

/* Cancelling neither cuts an uncut send nor lets it be repeated. */
static void
test_uncut (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  comms_client_set_timeout (fixture->client, 1);
  push (fixture, &silent, 1);
  g_idle_add (cancel_once_received, fixture);
  g_assert_false (send_full (fixture, COMMS_SEND_UNCUT, &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_TIMED_OUT);
  g_assert_true (comms_error_is_outcome_unknown (error));
  g_clear_error (&error);

  g_assert_false (send_full (fixture, COMMS_SEND_UNCUT, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (test_server_get_n_requests (fixture->server), ==, 1);
}

static void
test_derived (Fixture *fixture, gconstpointer data)
{
  CommsClient *derived = comms_client_derive (fixture->client, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (comms_client_get_base_uri (derived), ==,
                   comms_client_get_base_uri (fixture->client));
  push (fixture, &limited, 1);
  push (fixture, &user, 2);
  g_assert_null (test_fetch_user (derived, "u1", &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_RATE_LIMITED);
  make (fixture, &idempotent[0], TRUE, FALSE);
  g_assert_cmpuint (test_server_get_n_connections (fixture->server), ==, 1);

  g_assert_finalize_object (fixture->client);
  fixture->client = derived;
  make (fixture, &idempotent[0], TRUE, FALSE);
  g_assert_cmpuint (test_server_get_n_connections (fixture->server), ==, 1);
}

/* One wait does not hold up another call. */
static void
test_others_go_on (Fixture *fixture, gconstpointer data)
{
  const TestAnswer later = { .status = 503, .headers = { "Retry-After", "59" } };
  GAsyncResult *waiting = NULL;
  g_autoptr (GError) error = NULL;

  push (fixture, &later, 1);
  push (fixture, &user, 1);
  comms_client_fetch_user_async (fixture->client, "u1", fixture->cancellable, test_store_result,
                                 &waiting);
  while (fixture->waits->len == 0) {
    g_main_context_iteration (NULL, TRUE);
  }
  g_assert_true (get (fixture, &error));
  g_assert_null (waiting);

  g_cancellable_cancel (fixture->cancellable);
  g_autoptr (GAsyncResult) ended = test_await (&waiting);
  g_assert_null (comms_client_fetch_user_finish (fixture->client, ended, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
assert_refused (Fixture *fixture, const Kind *kind)
{
  guint before = test_server_get_n_requests (fixture->server);
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", kind->name);
  g_assert_false (kind->make (fixture, &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_READ_ONLY);
  g_assert_false (comms_error_is_outcome_unknown (error));
  g_assert_cmpuint (test_server_get_n_requests (fixture->server), ==, before);
}

/* Of all that writes nothing leaves, not even a connection; what reads goes on. */
static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  const Kind *const writes[] = {
    &idempotent[2], &idempotent[3], &posts[0], &posts[1], &posts[2], &posts[3],
  };

  comms_client_set_read_only (fixture->client, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (writes); i++) {
    assert_refused (fixture, writes[i]);
  }
  g_assert_cmpuint (test_server_get_n_connections (fixture->server), ==, 0);
  push (fixture, &user, 1);
  g_assert_cmpuint (make (fixture, &idempotent[0], TRUE, FALSE), ==, 1);
  push (fixture, &page, 1);
  g_assert_cmpuint (make (fixture, &idempotent[1], TRUE, FALSE), ==, 1);

  comms_client_set_read_only (fixture->client, FALSE);
  push (fixture, &accepted, 1);
  g_assert_cmpuint (make (fixture, &posts[0], TRUE, FALSE), ==, 1);
}

/* It holds for clients that were made before, and either way. */
static void
test_read_only_derived (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CommsClient) origin = g_object_ref (fixture->client);
  g_autoptr (CommsClient) derived = comms_client_derive (origin, NULL);

  comms_client_set_read_only (origin, TRUE);
  g_assert_true (comms_client_get_read_only (derived));
  g_set_object (&fixture->client, derived);
  assert_refused (fixture, &posts[0]);
  comms_client_set_read_only (derived, FALSE);
  g_assert_false (comms_client_get_read_only (origin));
  g_set_object (&fixture->client, origin);
}

static void
become_read_only (CommsClient *client, guint attempt, guint wait, GError *error, gpointer user_data)
{
  comms_client_set_read_only (client, TRUE);
}

/* A call that waits to try again finds the door closed. */
static void
test_read_only_meanwhile (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_signal_connect (fixture->client, "retrying", G_CALLBACK (become_read_only), NULL);
  push (fixture, &limited, 1);
  g_assert_false (send (fixture, &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_READ_ONLY);
  g_assert_cmpuint (test_server_get_n_requests (fixture->server), ==, 1);
}

#define ADD(name, function) \
  g_test_add ("/comms/retry/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/comms/retry/plan", test_plan);
  g_test_add_func ("/comms/retry/plan-extremes", test_plan_extremes);
  g_test_add_func ("/comms/retry/harmless", test_harmless);
  g_test_add_func ("/comms/retry/default", test_default);
  ADD ("idempotent", test_idempotent);
  ADD ("posts", test_posts);
  ADD ("same-request", test_same_request);
  ADD ("unreachable", test_unreachable);
  ADD ("late", test_late);
  ADD ("once", test_once);
  ADD ("retry-after", test_retry_after);
  ADD ("retry-after-ignored", test_retry_after_ignored);
  ADD ("retry-after-long", test_retry_after_long);
  ADD ("uncut", test_uncut);
  ADD ("derived", test_derived);
  ADD ("others-go-on", test_others_go_on);
  ADD ("read-only", test_read_only);
  ADD ("read-only-derived", test_read_only_derived);
  ADD ("read-only-meanwhile", test_read_only_meanwhile);
  return g_test_run ();
}
