/* The watch against a server that says what the test wants. No test waits for the watch's own
 * timer: dispatch_watch_start() polls at once. */

#include <comms-client.h>
#include <dispatch-backoff.h>
#include <dispatch-watch.h>
#include <test-emulator.h>
#include <test-server.h>

#define OPERATION(state, sent)                                                               \
  {                                                                                          \
    .status = 200, .body = "{\"id\":\"op\",\"status\":\"" state "\",\"stats\":{\"total\":2," \
                           "\"sent\":" #sent "}}"                                            \
  }

static const TestAnswer processing_0 = OPERATION ("PROCESSING", 0);
static const TestAnswer processing_1 = OPERATION ("PROCESSING", 1);
static const TestAnswer completed = OPERATION ("COMPLETED", 2);
static const TestAnswer silent = { .kind = TEST_ANSWER_SILENT };
static const TestAnswer missing = { .status = 404, .body = "{}" };
static const TestAnswer refused = { .status = 400, .body = "{}" };

typedef struct {
  TestServer *server;
  CommsClient *client;
  DispatchWatch *watch;
  guint n_operations;
  guint n_errors;
  GString *activity;
} Fixture;

static void
count (GObject *object, GParamSpec *pspec, guint *n)
{
  (*n)++;
}

static void
log_activity (DispatchWatch *watch, GParamSpec *pspec, GString *activity)
{
  g_string_append (activity, dispatch_watch_get_active (watch) ? "+" : "-");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CommsAuthorizer) authorizer = comms_basic_authorizer_new ("AC1", "secret");
  g_autoptr (GError) error = NULL;

  fixture->server = test_server_new ();
  fixture->client = comms_client_new (test_server_get_url (fixture->server), authorizer, &error);
  g_assert_no_error (error);
  fixture->watch = dispatch_watch_new (fixture->client, "op");
  fixture->activity = g_string_new (NULL);
  g_signal_connect (fixture->watch, "notify::operation", G_CALLBACK (count),
                    &fixture->n_operations);
  g_signal_connect (fixture->watch, "notify::error", G_CALLBACK (count), &fixture->n_errors);
  g_signal_connect (fixture->watch, "notify::active", G_CALLBACK (log_activity), fixture->activity);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->watch != NULL) {
    g_assert_finalize_object (fixture->watch);
  }
  /* What was given up comes back before it lets go of the client. */
  test_server_free (fixture->server);
  g_object_add_weak_pointer (G_OBJECT (fixture->client), (gpointer *) &fixture->client);
  g_object_unref (fixture->client);
  while (fixture->client != NULL) {
    g_main_context_iteration (NULL, TRUE);
  }
  g_string_free (fixture->activity, TRUE);
}

static void
poll (Fixture *fixture, const TestAnswer *answer)
{
  guint n_before = fixture->n_operations + fixture->n_errors;

  test_server_push (fixture->server, answer);
  dispatch_watch_start (fixture->watch);
  while (fixture->n_operations + fixture->n_errors == n_before) {
    g_main_context_iteration (NULL, TRUE);
  }
}

static void
await_request (Fixture *fixture, guint n)
{
  while (test_server_get_n_requests (fixture->server) < n) {
    g_main_context_iteration (NULL, TRUE);
  }
}

static void
test_to_the_end (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (dispatch_watch_get_operation_id (fixture->watch), ==, "op");
  g_assert_false (dispatch_watch_get_active (fixture->watch));
  g_assert_null (dispatch_watch_get_operation (fixture->watch));
  poll (fixture, &processing_0);
  g_assert_true (dispatch_watch_get_active (fixture->watch));
  poll (fixture, &processing_1);
  CommsOperation *operation = dispatch_watch_get_operation (fixture->watch);
  g_assert_cmpint (comms_operation_get_count (operation, COMMS_COUNT_SENT), ==, 1);
  poll (fixture, &completed);
  g_assert_cmpstr (fixture->activity->str, ==, "+-");
  g_assert_cmpuint (fixture->n_operations, ==, 3);
  g_assert_null (dispatch_watch_get_error (fixture->watch));

  dispatch_watch_start (fixture->watch);
  g_assert_false (dispatch_watch_get_active (fixture->watch));
  g_assert_cmpuint (test_server_get_n_requests (fixture->server), ==, 3);
}

/* The one test that lets the timer run: it waits longer after a poll that showed nothing new. */
static void
test_by_itself (Fixture *fixture, gconstpointer data)
{
  poll (fixture, &processing_0);
  poll (fixture, &processing_0);
  gint64 start = g_get_monotonic_time ();
  test_server_push (fixture->server, &completed);
  while (fixture->n_operations < 3) {
    g_main_context_iteration (NULL, TRUE);
  }
  g_assert_cmpint (g_get_monotonic_time () - start, >, DISPATCH_BACKOFF_MIN * 1000);
  g_assert_false (dispatch_watch_get_active (fixture->watch));
}

static void
test_transient (Fixture *fixture, gconstpointer data)
{
  static const TestAnswer answers[] = {
    { .status = 429, .body = "{}", .headers = { "Retry-After", "7" } },
    { .status = 503, .body = "{}" },
    { .status = 200, .type = "text/html", .body = "<html>" },
    /* twice: libsoup repeats a GET whose connection closes without an answer */
    { .kind = TEST_ANSWER_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    if (answers[i].kind == TEST_ANSWER_NONE) {
      test_server_push (fixture->server, &answers[i]);
    }
    poll (fixture, &answers[i]);
    g_assert_nonnull (dispatch_watch_get_error (fixture->watch));
    g_assert_true (dispatch_watch_get_active (fixture->watch));
    g_assert_cmpuint (fixture->n_operations, ==, 0);
  }
  g_assert_cmpstr (fixture->activity->str, ==, "+");
}

static void
test_recovers (Fixture *fixture, gconstpointer data)
{
  poll (fixture, &refused);
  g_assert_error (dispatch_watch_get_error (fixture->watch), COMMS_ERROR, COMMS_ERROR_REJECTED);
  poll (fixture, &processing_0);
  g_assert_null (dispatch_watch_get_error (fixture->watch));
  g_assert_nonnull (dispatch_watch_get_operation (fixture->watch));
  g_assert_cmpuint (fixture->n_errors, ==, 2);
}

static void
test_final (Fixture *fixture, gconstpointer data)
{
  static const TestAnswer answers[] = {
    { .status = 401, .body = "{}" },
    { .status = 403, .body = "{}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    poll (fixture, &answers[i]);
    g_assert_false (dispatch_watch_get_active (fixture->watch));
    g_assert_cmpuint (comms_error_get_status (dispatch_watch_get_error (fixture->watch)), ==,
                      answers[i].status);
  }
  g_assert_cmpstr (fixture->activity->str, ==, "+-+-");
}

/* A send has just been taken on, and its operation is not there yet. */
static void
test_not_yet (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 4; i++) {
    poll (fixture, &missing);
    g_assert_true (dispatch_watch_get_active (fixture->watch));
    g_assert_error (dispatch_watch_get_error (fixture->watch), COMMS_ERROR, COMMS_ERROR_NOT_FOUND);
  }
  poll (fixture, &processing_0);
  g_assert_null (dispatch_watch_get_error (fixture->watch));

  /* Once it was there and no longer is, waiting does not bring it back. */
  poll (fixture, &missing);
  g_assert_cmpstr (fixture->activity->str, ==, "+-");
}

static void
test_never (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 10; i++) {
    poll (fixture, &missing);
    g_assert_cmpint (dispatch_watch_get_active (fixture->watch), ==, i % 5 != 4);
  }
  g_assert_cmpstr (fixture->activity->str, ==, "+-+-");
}

static void
test_stop (Fixture *fixture, gconstpointer data)
{
  dispatch_watch_stop (fixture->watch);
  g_assert_cmpstr (fixture->activity->str, ==, "");
  test_server_push (fixture->server, &silent);
  dispatch_watch_start (fixture->watch);
  await_request (fixture, 1);
  dispatch_watch_stop (fixture->watch);
  g_assert_cmpstr (fixture->activity->str, ==, "+-");

  /* What comes of the poll that was given up is not taken for the new one's. */
  poll (fixture, &processing_1);
  g_assert_cmpuint (fixture->n_errors, ==, 0);
  g_assert_cmpuint (fixture->n_operations, ==, 1);
  dispatch_watch_stop (fixture->watch);
  g_assert_cmpstr (fixture->activity->str, ==, "+-+-");
}

static void
test_dropped_while_polling (Fixture *fixture, gconstpointer data)
{
  test_server_push (fixture->server, &silent);
  dispatch_watch_start (fixture->watch);
  await_request (fixture, 1);
  g_assert_finalize_object (g_steal_pointer (&fixture->watch));
}

static void
test_dropped_while_waiting (Fixture *fixture, gconstpointer data)
{
  poll (fixture, &processing_0);
  g_assert_finalize_object (g_steal_pointer (&fixture->watch));
}

static void
stop (DispatchWatch *watch)
{
  dispatch_watch_stop (watch);
}

static void
test_stopped_by_listener (Fixture *fixture, gconstpointer data)
{
  g_signal_connect (fixture->watch, "notify::operation", G_CALLBACK (stop), NULL);
  poll (fixture, &processing_0);
  g_assert_false (dispatch_watch_get_active (fixture->watch));
  g_assert_cmpstr (fixture->activity->str, ==, "+-");
}

static void
test_backoff (void)
{
  static const struct {
    guint delay;
    gboolean moved;
    gint64 retry_after;
    guint next;
  } cases[] = {
    { 1000, FALSE, -1, 1500 },
    { 1500, FALSE, -1, 2250 },
    { 12000, FALSE, -1, 15000 },
    { 15000, FALSE, -1, 15000 },
    { 15000, TRUE, -1, 1000 },
    { 1000, FALSE, 0, 1500 },
    { 1000, FALSE, 7, 7000 },
    { 15000, FALSE, 7, 15000 },
    { 1000, FALSE, 60, 60000 },
    { 60000, FALSE, -1, 15000 },
    { 1000, FALSE, G_MAXINT64, 3600000 },
    { 3600000, FALSE, -1, 15000 },
    { 1000, FALSE, G_MININT64, 1500 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_cmpuint (dispatch_backoff_next (cases[i].delay, cases[i].moved, cases[i].retry_after),
                      ==, cases[i].next);
  }
}

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/dispatch/watch/to-the-end", test_to_the_end);
  add ("/dispatch/watch/by-itself", test_by_itself);
  add ("/dispatch/watch/transient", test_transient);
  add ("/dispatch/watch/recovers", test_recovers);
  add ("/dispatch/watch/final", test_final);
  add ("/dispatch/watch/not-yet", test_not_yet);
  add ("/dispatch/watch/never", test_never);
  add ("/dispatch/watch/stop", test_stop);
  add ("/dispatch/watch/dropped-while-polling", test_dropped_while_polling);
  add ("/dispatch/watch/dropped-while-waiting", test_dropped_while_waiting);
  add ("/dispatch/watch/stopped-by-listener", test_stopped_by_listener);
  g_test_add_func ("/dispatch/watch/backoff", test_backoff);
  return g_test_run ();
}
