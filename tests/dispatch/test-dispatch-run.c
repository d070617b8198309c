#include "run-fixture.h"

#include <sqlite3.h>
#include <test-server.h>

static void
assert_journal (RunFixture *fixture, const char *expected)
{
  g_autofree char *actual =
    run_fixture_describe_journal (fixture, dispatch_run_get_send_id (fixture->run));

  g_assert_cmpstr (actual, ==, expected);
}

static void
assert_state (RunFixture *fixture, DispatchRunState state, guint n_accepted)
{
  g_assert_cmpint (dispatch_run_get_state (fixture->run), ==, state);
  guint n = G_MAXUINT;
  g_object_get (fixture->run, "n-accepted", &n, NULL);
  g_assert_cmpuint (n, ==, n_accepted);
  g_assert_cmpuint (dispatch_run_get_operation_ids (fixture->run)->len, ==, n_accepted);
}

static void
note_state (DispatchRun *run, GParamSpec *pspec, GString *log)
{
  g_string_append_printf (log, "%d", dispatch_run_get_state (run));
}

static void
test_accepted (RunFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) log = g_string_new (NULL);

  run_fixture_add_devices (fixture, 3);
  run_fixture_make_run (fixture);
  g_signal_connect (fixture->run, "notify::state", G_CALLBACK (note_state), log);
  assert_state (fixture, DISPATCH_RUN_READY, 0);
  g_assert_cmpuint (dispatch_run_get_n_requests (fixture->run), ==, 1);
  g_assert_true (run_fixture_start (fixture, NULL, &error));
  g_assert_no_error (error);
  assert_state (fixture, DISPATCH_RUN_ACCEPTED, 1);
  g_assert_cmpstr (log->str, ==, "13");
  assert_journal (fixture, "accepted");

  /* There is no more to do, and nothing is done. */
  g_assert_true (run_fixture_start (fixture, NULL, &error));
  g_assert_cmpuint (run_fixture_count_operations (fixture), ==, 1);
}

static void
test_frozen (RunFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  run_fixture_add_devices (fixture, 3);
  run_fixture_make_run (fixture);
  g_object_set (fixture->draft, "sender", DISPATCH_SENDER_APP, "app-name", "there_is_no_such_app",
                NULL);
  dispatch_audience_remove (dispatch_draft_get_audience (fixture->draft), 0, 3);
  g_assert_true (run_fixture_start (fixture, NULL, &error));
  g_assert_no_error (error);
  assert_state (fixture, DISPATCH_RUN_ACCEPTED, 1);
}

static void
test_nobody (RunFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  run_fixture_make_run (fixture);
  g_assert_false (run_fixture_start (fixture, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_cmpuint (test_proxy_get_n_posts (fixture->proxy), ==, 0);
}

static void
test_several_requests (RunFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  run_fixture_add_devices (fixture, COMMS_MAX_RECIPIENTS + 1);
  run_fixture_make_run (fixture);
  g_assert_true (run_fixture_start (fixture, NULL, &error));
  g_assert_no_error (error);
  assert_state (fixture, DISPATCH_RUN_ACCEPTED, 2);
  assert_journal (fixture, "accepted accepted");
  g_assert_cmpuint (run_fixture_count_operations (fixture), ==, 2);
}

static void
test_rejected (RunFixture *fixture, gconstpointer data)
{
  run_fixture_add_devices (fixture, COMMS_MAX_RECIPIENTS + 1);
  g_object_set (fixture->draft, "sender", DISPATCH_SENDER_APP, "app-name", "there_is_no_such_app",
                NULL);
  run_fixture_make_run (fixture);
  for (guint i = 1; i <= 2; i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (run_fixture_start (fixture, NULL, &error));
    g_assert_error (error, COMMS_ERROR, COMMS_ERROR_REJECTED);
    assert_state (fixture, DISPATCH_RUN_REJECTED, 0);
    assert_journal (fixture, "rejected planned");
    g_assert_cmpuint (test_proxy_get_n_posts (fixture->proxy), ==, i);
  }
  g_assert_cmpuint (run_fixture_count_operations (fixture), ==, 0);
}

static void
test_cut_after_acceptance (RunFixture *fixture, gconstpointer data)
{
  const TestProxyRule rule = { .action = TEST_PROXY_CUT_AFTER };
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) log = g_string_new (NULL);

  run_fixture_add_devices (fixture, COMMS_MAX_RECIPIENTS + 1);
  test_proxy_push (fixture->proxy, &rule);
  run_fixture_make_run (fixture);
  g_signal_connect (fixture->run, "notify::state", G_CALLBACK (note_state), log);
  g_assert_true (run_fixture_start (fixture, NULL, &error));
  g_assert_no_error (error);
  assert_state (fixture, DISPATCH_RUN_ACCEPTED, 2);
  g_assert_cmpstr (log->str, ==, "1213");
  assert_journal (fixture, "accepted accepted");
  g_assert_cmpuint (test_proxy_get_n_posts (fixture->proxy), ==, 2);
  g_assert_cmpuint (run_fixture_count_operations (fixture), ==, 2);
}

/* An unknown request is never posted again; the others are, once they are asked for. */
static void
test_cut_before_acceptance (RunFixture *fixture, gconstpointer data)
{
  const TestProxyRule rule = { .action = TEST_PROXY_CUT_BEFORE };
  g_autoptr (GError) error = NULL;

  run_fixture_add_devices (fixture, COMMS_MAX_RECIPIENTS + 1);
  test_proxy_push (fixture->proxy, &rule);
  run_fixture_make_run (fixture);
  g_assert_false (run_fixture_start (fixture, NULL, &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_INTERRUPTED);
  assert_state (fixture, DISPATCH_RUN_UNKNOWN, 0);
  assert_journal (fixture, "unknown planned");
  g_assert_cmpuint (run_fixture_count_operations (fixture), ==, 0);

  for (guint i = 0; i < 2; i++) {
    g_clear_error (&error);
    g_assert_false (run_fixture_start (fixture, NULL, &error));
    g_assert_error (error, COMMS_ERROR, COMMS_ERROR_INTERRUPTED);
    assert_state (fixture, DISPATCH_RUN_UNKNOWN, 1);
    assert_journal (fixture, "unknown accepted");
    g_assert_cmpuint (test_proxy_get_n_posts (fixture->proxy), ==, 2);
  }
  g_assert_cmpuint (run_fixture_count_operations (fixture), ==, 1);
}

static void
test_found_later (RunFixture *fixture, gconstpointer data)
{
  const TestProxyRule rule = { .action = TEST_PROXY_CUT_AFTER };
  g_autoptr (GError) error = NULL;

  run_fixture_add_devices (fixture, 2);
  test_proxy_push (fixture->proxy, &rule);
  test_proxy_set_blind (fixture->proxy, TRUE);
  run_fixture_make_run (fixture);
  g_assert_false (run_fixture_start (fixture, NULL, &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_INTERRUPTED);
  assert_state (fixture, DISPATCH_RUN_UNKNOWN, 0);
  assert_journal (fixture, "unknown");
  g_clear_error (&error);

  test_proxy_set_blind (fixture->proxy, FALSE);
  g_assert_true (run_fixture_start (fixture, NULL, &error));
  g_assert_no_error (error);
  assert_state (fixture, DISPATCH_RUN_ACCEPTED, 1);
  assert_journal (fixture, "accepted");
  g_assert_cmpuint (test_proxy_get_n_posts (fixture->proxy), ==, 1);
  g_assert_cmpuint (run_fixture_count_operations (fixture), ==, 1);
}

static void
test_server_error (RunFixture *fixture, gconstpointer data)
{
  const TestProxyRule rule = { .action = TEST_PROXY_ANSWER, .status = 503 };
  g_autoptr (GError) error = NULL;

  run_fixture_add_devices (fixture, 2);
  test_proxy_push (fixture->proxy, &rule);
  run_fixture_make_run (fixture);
  g_assert_false (run_fixture_start (fixture, NULL, &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_SERVER);
  assert_state (fixture, DISPATCH_RUN_UNKNOWN, 0);
  assert_journal (fixture, "unknown");
}

/* What is proven not to have been acted on: posted again when asked, once. */
static void
test_refused_for_now (RunFixture *fixture, gconstpointer data)
{
  static const struct {
    guint status;
    CommsError code;
  } answers[] = {
    { 429, COMMS_ERROR_RATE_LIMITED },
    { 401, COMMS_ERROR_UNAUTHORIZED },
    { 403, COMMS_ERROR_FORBIDDEN },
  };

  run_fixture_add_devices (fixture, 2);
  run_fixture_make_run (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    const TestProxyRule rule = { .action = TEST_PROXY_ANSWER, .status = answers[i].status };
    g_autoptr (GError) error = NULL;
    test_proxy_push (fixture->proxy, &rule);
    g_assert_false (run_fixture_start (fixture, NULL, &error));
    g_assert_error (error, COMMS_ERROR, (int) answers[i].code);
    assert_state (fixture, DISPATCH_RUN_REJECTED, 0);
    assert_journal (fixture, "rejected");
  }
  g_assert_true (run_fixture_start (fixture, NULL, NULL));
  assert_state (fixture, DISPATCH_RUN_ACCEPTED, 1);
  assert_journal (fixture, "accepted");
  g_assert_cmpuint (run_fixture_count_operations (fixture), ==, 1);
}

static void
test_unreachable (RunFixture *fixture, gconstpointer data)
{
  g_autofree char *url = test_server_make_dead_url ();
  g_autoptr (CommsClient) nowhere = run_fixture_make_client (fixture->emulator, url);
  g_autoptr (GError) error = NULL;

  run_fixture_add_devices (fixture, 2);
  fixture->run = dispatch_run_new (nowhere, fixture->store, "account", fixture->draft);
  g_assert_false (run_fixture_start (fixture, NULL, &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_UNREACHABLE);
  assert_state (fixture, DISPATCH_RUN_REJECTED, 0);
  assert_journal (fixture, "rejected");
}

static void
test_no_journal_no_send (RunFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  run_fixture_add_devices (fixture, 2);
  run_fixture_make_run (fixture);
  archive_store_close (fixture->store);
  g_assert_false (run_fixture_start (fixture, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  assert_state (fixture, DISPATCH_RUN_REJECTED, 0);
  g_assert_cmpuint (test_proxy_get_n_posts (fixture->proxy), ==, 0);
}

static void
close_store (void *store)
{
  archive_store_close (store);
}

/* The journal fails while a request is under way: that one counts, the next is not posted, and what
 * the journal still says is mended from the API. */
static void
test_journal_lost_meanwhile (RunFixture *fixture, gconstpointer data)
{
  const TestProxyRule rule = { .late_hook = close_store, .data = fixture->store };
  g_autoptr (GError) error = NULL;

  run_fixture_add_devices (fixture, COMMS_MAX_RECIPIENTS + 1);
  test_proxy_push (fixture->proxy, &rule);
  run_fixture_make_run (fixture);
  g_assert_false (run_fixture_start (fixture, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  assert_state (fixture, DISPATCH_RUN_REJECTED, 1);
  g_assert_cmpuint (test_proxy_get_n_posts (fixture->proxy), ==, 1);
  g_clear_error (&error);

  ArchiveStore *closed = fixture->store;
  fixture->store = run_fixture_open (fixture->folder);
  assert_journal (fixture, "posting planned");
  g_autoptr (GPtrArray) open = run_fixture_reconcile (fixture, fixture->client, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (open->len, ==, 0);
  assert_journal (fixture, "accepted planned");
  g_assert_cmpuint (run_fixture_count_operations (fixture), ==, 1);
  g_assert_finalize_object (g_steal_pointer (&fixture->run));
  g_assert_finalize_object (closed);
}

static void
run_sql (const RunFixture *fixture, const char *sql)
{
  g_autofree char *path = g_build_filename (fixture->folder, "archive.db", NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static void
break_journal (void *fixture)
{
  run_sql (fixture, "ALTER TABLE requests RENAME TO away");
}

/* What could not be journalled at its time is journalled by the next start, before anything else:
 * a request that was refused can then be posted again. */
static void
test_journal_away_for_a_while (RunFixture *fixture, gconstpointer data)
{
  const TestProxyRule rule = {
    .action = TEST_PROXY_ANSWER,
    .status = 429,
    .hook = break_journal,
    .data = fixture,
  };
  g_autoptr (GError) error = NULL;

  run_fixture_add_devices (fixture, 2);
  test_proxy_push (fixture->proxy, &rule);
  run_fixture_make_run (fixture);
  g_assert_false (run_fixture_start (fixture, NULL, &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_RATE_LIMITED);
  g_clear_error (&error);
  g_assert_false (run_fixture_start (fixture, NULL, &error));
  g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED);
  g_assert_cmpuint (test_proxy_get_n_posts (fixture->proxy), ==, 1);
  g_clear_error (&error);

  run_sql (fixture, "ALTER TABLE away RENAME TO requests");
  assert_journal (fixture, "posting");
  g_assert_true (run_fixture_start (fixture, NULL, &error));
  g_assert_no_error (error);
  assert_journal (fixture, "accepted");
  g_assert_cmpuint (run_fixture_count_operations (fixture), ==, 1);
}

static void
cancel (void *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
test_cancelled (RunFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const TestProxyRule rule = { .hook = cancel, .data = cancellable };
  g_autoptr (GError) error = NULL;

  run_fixture_add_devices (fixture, COMMS_MAX_RECIPIENTS + 1);
  test_proxy_push (fixture->proxy, &rule);
  run_fixture_make_run (fixture);
  g_assert_false (run_fixture_start (fixture, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_state (fixture, DISPATCH_RUN_READY, 1);
  assert_journal (fixture, "accepted planned");
  g_clear_error (&error);

  g_assert_true (run_fixture_start (fixture, NULL, &error));
  g_assert_no_error (error);
  assert_journal (fixture, "accepted accepted");
  g_assert_cmpuint (run_fixture_count_operations (fixture), ==, 2);
}

static void
push_answers (RunFixture *fixture, guint status, guint times)
{
  const TestProxyRule rule = { .action = TEST_PROXY_ANSWER, .status = status };

  for (guint i = 0; i < times; i++) {
    test_proxy_push (fixture->proxy, &rule);
  }
}

/* A pause that the server asks for ends neither the run nor its certainty. */
static void
test_goes_on (RunFixture *fixture, gconstpointer data)
{
  const CommsRetryPolicy at_once = { .max_attempts = 3, .total = G_MAXUINT };
  g_autoptr (GError) error = NULL;

  comms_client_set_retry_policy (fixture->client, &at_once);
  run_fixture_add_devices (fixture, COMMS_MAX_RECIPIENTS + 1);
  push_answers (fixture, 429, 2);
  run_fixture_make_run (fixture);
  g_assert_true (run_fixture_start (fixture, NULL, &error));
  g_assert_no_error (error);
  assert_state (fixture, DISPATCH_RUN_ACCEPTED, 2);
  assert_journal (fixture, "accepted accepted");
  g_assert_cmpuint (test_proxy_get_n_posts (fixture->proxy), ==, 4);
  g_assert_cmpuint (run_fixture_count_operations (fixture), ==, 2);
}

static void
on_pause (DispatchRun *run, GParamSpec *pspec, gpointer cancellable)
{
  if (dispatch_run_get_resumes_at (run) > 0) {
    g_assert_cmpint (dispatch_run_get_resumes_at (run), >, g_get_monotonic_time ());
    g_cancellable_cancel (cancellable);
  }
}

/* Stopping does not sit out such a pause, and knows that nothing was sent in it. */
static void
test_stopped_in_a_pause (RunFixture *fixture, gconstpointer data)
{
  const CommsRetryPolicy patient = {
    .max_attempts = 3, .first_wait = G_MAXINT, .longest_wait = G_MAXINT, .total = G_MAXINT
  };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  comms_client_set_retry_policy (fixture->client, &patient);
  run_fixture_add_devices (fixture, 2);
  push_answers (fixture, 429, 1);
  run_fixture_make_run (fixture);
  g_signal_connect (fixture->run, "notify::resumes-at", G_CALLBACK (on_pause), cancellable);
  g_assert_false (run_fixture_start (fixture, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (dispatch_run_get_resumes_at (fixture->run), ==, 0);
  assert_state (fixture, DISPATCH_RUN_READY, 0);
  assert_journal (fixture, "rejected");
  g_assert_cmpuint (test_proxy_get_n_posts (fixture->proxy), ==, 1);
  g_clear_error (&error);

  g_assert_true (run_fixture_start (fixture, NULL, &error));
  g_assert_no_error (error);
  assert_journal (fixture, "accepted");
  g_assert_cmpuint (run_fixture_count_operations (fixture), ==, 1);
}

static void
test_started_twice (RunFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *first = NULL;

  run_fixture_add_devices (fixture, 2);
  run_fixture_make_run (fixture);
  dispatch_run_start_async (fixture->run, NULL, test_store_result, &first);
  g_assert_false (run_fixture_start (fixture, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  g_autoptr (GAsyncResult) result = test_await (&first);
  g_assert_true (dispatch_run_start_finish (fixture->run, result, NULL));
  g_assert_cmpuint (run_fixture_count_operations (fixture), ==, 1);
}

/* A server that ignores the filter by tag answers with what somebody else sent. */
static void
test_tag_of_another (RunFixture *fixture, gconstpointer data)
{
  static const TestAnswer answers[] = {
    { .kind = TEST_ANSWER_NONE },
    { .status = 200,
      .body = "{\"notifications\":[{\"id\":\"n1\",\"tags\":{},\"related\":[{\"name\":\"operation\","
              "\"id\":\"o1\"}]},{\"id\":\"n2\",\"tags\":{\"carillon_send\":\"another.0\"},"
              "\"related\":[{\"name\":\"operation\",\"id\":\"o2\"}]}],"
              "\"pagination\":{\"next\":null}}" },
  };
  g_autoptr (TestServer) server = test_server_new ();
  g_autoptr (CommsClient) client =
    run_fixture_make_client (fixture->emulator, test_server_get_url (server));
  g_autoptr (GError) error = NULL;

  test_server_push (server, &answers[0]);
  test_server_push (server, &answers[1]);
  run_fixture_add_devices (fixture, 2);
  fixture->run = dispatch_run_new (client, fixture->store, "account", fixture->draft);
  g_assert_false (run_fixture_start (fixture, NULL, &error));
  assert_state (fixture, DISPATCH_RUN_UNKNOWN, 0);
  g_autofree char *tag =
    g_strdup_printf ("carillon_send%%3A%s.0%%3B", dispatch_run_get_send_id (fixture->run));
  g_assert_nonnull (strstr (test_server_get_request (server, 1)->target, tag));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  run_fixture_add ("/dispatch/run/accepted", test_accepted);
  run_fixture_add ("/dispatch/run/frozen", test_frozen);
  run_fixture_add ("/dispatch/run/nobody", test_nobody);
  run_fixture_add ("/dispatch/run/several-requests", test_several_requests);
  run_fixture_add ("/dispatch/run/rejected", test_rejected);
  run_fixture_add ("/dispatch/run/goes-on", test_goes_on);
  run_fixture_add ("/dispatch/run/stopped-in-a-pause", test_stopped_in_a_pause);
  run_fixture_add ("/dispatch/run/cut-after-acceptance", test_cut_after_acceptance);
  run_fixture_add ("/dispatch/run/cut-before-acceptance", test_cut_before_acceptance);
  run_fixture_add ("/dispatch/run/found-later", test_found_later);
  run_fixture_add ("/dispatch/run/server-error", test_server_error);
  run_fixture_add ("/dispatch/run/refused-for-now", test_refused_for_now);
  run_fixture_add ("/dispatch/run/unreachable", test_unreachable);
  run_fixture_add ("/dispatch/run/no-journal-no-send", test_no_journal_no_send);
  run_fixture_add ("/dispatch/run/journal-lost-meanwhile", test_journal_lost_meanwhile);
  run_fixture_add ("/dispatch/run/journal-away-for-a-while", test_journal_away_for_a_while);
  run_fixture_add ("/dispatch/run/cancelled", test_cancelled);
  run_fixture_add ("/dispatch/run/started-twice", test_started_twice);
  run_fixture_add ("/dispatch/run/tag-of-another", test_tag_of_another);
  return g_test_run ();
}
