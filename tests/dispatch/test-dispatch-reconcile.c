/* What a crash leaves behind. The program that crashes is this one, run again: it sends through its
 * own proxy to the emulator of the first, and kills itself when the proxy says so. */

#include <signal.h>

#include "run-fixture.h"

static void
kill_self (void *data)
{
  raise (SIGKILL);
}

static void
send_and_crash (const TestProxyRule *rule)
{
  g_autoptr (TestProxy) proxy = test_proxy_new (g_getenv ("TEST_URL"));
  g_autoptr (CommsAuthorizer) authorizer =
    comms_basic_authorizer_new (g_getenv ("TEST_SID"), g_getenv ("TEST_SECRET"));
  g_autoptr (CommsClient) client = comms_client_new (test_proxy_get_url (proxy), authorizer, NULL);
  comms_client_set_retry_policy (client, NULL);
  RunFixture fixture = { .client = client, .draft = dispatch_draft_new () };

  fixture.store = run_fixture_open (g_getenv ("TEST_FOLDER"));
  g_object_set (fixture.draft, "body", "Hello", NULL);
  run_fixture_add_devices (&fixture, COMMS_MAX_RECIPIENTS + 1);
  test_proxy_push (proxy, rule);
  run_fixture_make_run (&fixture);
  run_fixture_start (&fixture, NULL, NULL);
  g_assert_not_reached ();
}

static void
run_child (RunFixture *fixture)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->store));
  g_setenv ("TEST_URL", test_emulator_get_url (fixture->emulator), TRUE);
  g_setenv ("TEST_SID", test_emulator_get_sid (fixture->emulator), TRUE);
  g_setenv ("TEST_SECRET", test_emulator_get_secret (fixture->emulator), TRUE);
  g_setenv ("TEST_FOLDER", fixture->folder, TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_failed ();
  fixture->store = run_fixture_open (fixture->folder);
}

static void
assert_journal (RunFixture *fixture, const char *send_id, const char *expected)
{
  g_autofree char *actual = run_fixture_describe_journal (fixture, send_id);

  g_assert_cmpstr (actual, ==, expected);
}

/* The ID of the only open send. */
static char *
find_open_send (RunFixture *fixture)
{
  GAsyncResult *slot = NULL;

  archive_store_list_unsettled_async (fixture->store, "account", NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_autoptr (GPtrArray) open = archive_store_list_requests_finish (fixture->store, result, NULL);
  g_assert_cmpuint (open->len, ==, 1);
  return g_strdup (((ArchiveRequest *) open->pdata[0])->send_id);
}

static void
test_crash_after_acceptance (void)
{
  const TestProxyRule rule = { .late_hook = kill_self };
  RunFixture fixture = { 0 };
  g_autoptr (GError) error = NULL;

  if (g_test_subprocess ()) {
    send_and_crash (&rule);
    return;
  }
  run_fixture_set_up (&fixture, NULL);
  run_child (&fixture);
  g_autofree char *send_id = find_open_send (&fixture);
  assert_journal (&fixture, send_id, "posting planned");
  g_autoptr (GPtrArray) open = run_fixture_reconcile (&fixture, fixture.client, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (open->len, ==, 0);
  assert_journal (&fixture, send_id, "accepted planned");
  g_assert_cmpuint (run_fixture_count_operations (&fixture), ==, 1);
  g_assert_cmpuint (test_proxy_get_n_posts (fixture.proxy), ==, 0);
  run_fixture_tear_down (&fixture, NULL);
}

static void
test_crash_before_acceptance (void)
{
  const TestProxyRule rule = { .hook = kill_self };
  RunFixture fixture = { 0 };

  if (g_test_subprocess ()) {
    send_and_crash (&rule);
    return;
  }
  run_fixture_set_up (&fixture, NULL);
  run_child (&fixture);
  g_autofree char *send_id = find_open_send (&fixture);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) open = run_fixture_reconcile (&fixture, fixture.client, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (open->len, ==, 1);
    const ArchiveRequest *request = open->pdata[0];
    g_assert_cmpstr (request->send_id, ==, send_id);
    g_assert_cmpuint (request->index, ==, 0);
    g_assert_cmpint (request->state, ==, ARCHIVE_REQUEST_UNKNOWN);
    assert_journal (&fixture, send_id, "unknown planned");
  }
  g_assert_cmpuint (run_fixture_count_operations (&fixture), ==, 0);
  g_assert_cmpuint (test_proxy_get_n_posts (fixture.proxy), ==, 0);
  run_fixture_tear_down (&fixture, NULL);
}

/* Where the API cannot be asked the journal stays as it is, and a later try settles it. */
static void
test_api_away (RunFixture *fixture, gconstpointer data)
{
  const TestProxyRule rule = { .action = TEST_PROXY_CUT_AFTER };
  g_autoptr (GError) error = NULL;

  run_fixture_add_devices (fixture, 2);
  test_proxy_push (fixture->proxy, &rule);
  test_proxy_set_blind (fixture->proxy, TRUE);
  run_fixture_make_run (fixture);
  g_assert_false (run_fixture_start (fixture, NULL, NULL));
  const char *send_id = dispatch_run_get_send_id (fixture->run);

  g_assert_null (run_fixture_reconcile (fixture, fixture->client, &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_INTERRUPTED);
  assert_journal (fixture, send_id, "unknown");
  g_clear_error (&error);
  g_autoptr (GPtrArray) open = run_fixture_reconcile (fixture, fixture->direct, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (open->len, ==, 0);
  assert_journal (fixture, send_id, "accepted");
}

static GPtrArray *
reconcile_send (RunFixture *fixture, const char *send_id)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  dispatch_reconcile_send_async (fixture->direct, fixture->store, send_id, NULL, test_store_result,
                                 &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  GPtrArray *requests = dispatch_reconcile_send_finish (result, &error);
  g_assert_no_error (error);
  return requests;
}

/* No other is touched. */
static void
test_one_send (RunFixture *fixture, gconstpointer data)
{
  const TestProxyRule rule = { .action = TEST_PROXY_CUT_AFTER };
  static const guint one = 1;
  GAsyncResult *begun = NULL, *posting = NULL;

  run_fixture_add_devices (fixture, COMMS_MAX_RECIPIENTS + 1);
  test_proxy_push (fixture->proxy, &rule);
  test_proxy_set_blind (fixture->proxy, TRUE);
  run_fixture_make_run (fixture);
  g_assert_false (run_fixture_start (fixture, NULL, NULL));
  archive_store_begin_send_async (fixture->store, "account", "other", "{}", NULL, NULL, &one, 1,
                                  NULL, test_store_result, &begun);
  archive_store_mark_request_async (fixture->store, "other", 0, ARCHIVE_REQUEST_POSTING, NULL, NULL,
                                    NULL, test_store_result, &posting);
  g_autoptr (GAsyncResult) first = test_await (&begun);
  g_autoptr (GAsyncResult) second = test_await (&posting);

  const char *send_id = dispatch_run_get_send_id (fixture->run);
  g_autoptr (GPtrArray) requests = reconcile_send (fixture, send_id);
  g_assert_cmpuint (requests->len, ==, 2);
  const ArchiveRequest *found = requests->pdata[0];
  g_assert_cmpint (found->state, ==, ARCHIVE_REQUEST_ACCEPTED);
  g_assert_nonnull (found->operation_id);
  g_assert_cmpint (((ArchiveRequest *) requests->pdata[1])->state, ==, ARCHIVE_REQUEST_PLANNED);
  assert_journal (fixture, send_id, "accepted planned");
  assert_journal (fixture, "other", "posting");
}

static GPtrArray *
make_requests (const ArchiveRequestState *states, guint n_requests, guint n_recipients)
{
  GPtrArray *requests = g_ptr_array_new_with_free_func ((GDestroyNotify) archive_request_free);

  for (guint i = 0; i < n_requests; i++) {
    ArchiveRequest *request = g_new0 (ArchiveRequest, 1);
    request->index = i;
    request->state = states[i];
    request->n_recipients = n_recipients;
    g_ptr_array_add (requests, request);
  }
  return requests;
}

static void
test_unsent (void)
{
  static const ArchiveRequestState states[] = {
    ARCHIVE_REQUEST_ACCEPTED, ARCHIVE_REQUEST_REJECTED,  ARCHIVE_REQUEST_UNKNOWN,
    ARCHIVE_REQUEST_PLANNED,  ARCHIVE_REQUEST_ABANDONED,
  };
  static const char json[] =
    "{\"id\":\"draft\",\"title\":\"T\",\"body\":\"B {{ name }}\",\"appName\":\"shop\","
    "\"sound\":\"bell\",\"priority\":\"LOW\",\"tags\":[[\"k\",\"v\"]],"
    "\"variables\":[\"name\"],\"recipients\":[[\"a\",\"FCM\",\"Ann\"],[\"b\",\"APN\",\"Bob\"],"
    "[\"c\",\"FCM\",\"Cid\"],[\"d\",\"FCM\",\"\"],[\"e\",\"FCM\",\"Eve\"]]}";
  static const char expected[] =
    "\"title\":\"T\",\"body\":\"B {{ name }}\",\"images\":[],\"sender\":\"app\","
    "\"appName\":\"shop\",\"fcm\":\"\",\"apn\":\"\",\"priority\":\"LOW\",\"sound\":\"bell\","
    "\"tags\":[[\"k\",\"v\"]],\"sendAt\":0,\"zone\":\"\",\"ignored\":[],"
    "\"variables\":[\"name\"],\"recipients\":[\n[\"\",\"b\",\"APN\",\"Bob\"],\n[\"\",\"d\",\"FCM\",\"\"]]}";
  g_autoptr (GPtrArray) requests = make_requests (states, G_N_ELEMENTS (states), 1);
  g_autoptr (GError) error = NULL;

  g_autoptr (DispatchDraft) draft = dispatch_draft_from_unsent (json, requests, &error);
  g_assert_no_error (error);
  g_autofree char *actual = dispatch_draft_to_json (draft);
  g_assert_cmpstr (strstr (actual, "\"title\""), ==, expected);
  g_assert_cmpstr (dispatch_draft_get_id (draft), !=, "draft");
}

/* A journal that does not fit its draft names nobody by guess. */
static void
test_unsent_misfits (void)
{
  static const char json[] = "{\"recipients\":[[\"a\",\"FCM\"],[\"b\",\"FCM\"],[\"c\",\"FCM\"]]}";
  static const guint sizes[] = { 1, 2, G_MAXUINT };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GPtrArray) requests = make_requests ((ArchiveRequestState[]){ 0, 0 }, 2, sizes[i]);
    g_autoptr (GError) error = NULL;
    g_assert_null (dispatch_draft_from_unsent (json, requests, &error));
    g_assert_nonnull (error);
  }
}

static void
test_nothing_open (RunFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) open = run_fixture_reconcile (fixture, fixture->client, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (open->len, ==, 0);
}

static void
test_cancelled (RunFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  g_cancellable_cancel (cancellable);
  dispatch_reconcile_async (fixture->client, fixture->store, "account", cancellable,
                            test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_assert_null (dispatch_reconcile_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dispatch/reconcile/crash-after-acceptance", test_crash_after_acceptance);
  g_test_add_func ("/dispatch/reconcile/crash-before-acceptance", test_crash_before_acceptance);
  run_fixture_add ("/dispatch/reconcile/api-away", test_api_away);
  run_fixture_add ("/dispatch/reconcile/one-send", test_one_send);
  g_test_add_func ("/dispatch/reconcile/unsent", test_unsent);
  g_test_add_func ("/dispatch/reconcile/unsent-misfits", test_unsent_misfits);
  run_fixture_add ("/dispatch/reconcile/nothing-open", test_nothing_open);
  run_fixture_add ("/dispatch/reconcile/cancelled", test_cancelled);
  return g_test_run ();
}
