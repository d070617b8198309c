/* Sends of three requests where something happens to one of them, or to the server: what the
 * journal and the run say is compared with what the emulator has, after each start. In the end an
 * operator lets go out what is shown as not sent, and everybody was sent to once.
 *
 * CARILLON_KILLS=N kills the server N times in the course of a send; --seed does the same again. */

#include <dispatch-lookup.h>
#include <run-fixture.h>

#define N_RECIPIENTS (2 * COMMS_MAX_RECIPIENTS + 5000)
#define N_REQUESTS 3

/* A data file and a client outlive the emulator that they were made with. */
#define SID "ACme"
#define SECRET "secret"

/* Nothing is delivered meanwhile: that is work for nobody here. */
#define PACE "3600"

#define DEFAULT_KILLS 5

/* The kill comes 2^n milliseconds after a start: how long a request takes depends on the machine.
 */
#define MAX_KILL_DELAY_LOG 11

/* How often the server is asked what it has, in milliseconds. */
#define LOOK_INTERVAL 20

/* What is left to be done after one start. */
typedef enum {
  NOTHING,  /* all was accepted */
  A_START,  /* it is proven that the request was not acted on, and the run ended there */
  A_CHOICE, /* whether it was acted on is not known, and the run ended there */
} Remainder;

typedef struct {
  const char *name;
  const char *members; /* of the fault */
  Remainder remainder;
  CommsError code; /* where there is a remainder */
} Fault;

static const Fault faults[] = {
  { "429", "'kind':'status','status':429,'retryAfter':0", NOTHING, 0 },
  { "429-long", "'kind':'status','status':429,'retryAfter':3600", A_START,
    COMMS_ERROR_RATE_LIMITED },
  { "close-before", "'kind':'close-before'", A_CHOICE, COMMS_ERROR_INTERRUPTED },
  { "close-after", "'kind':'close-after'", NOTHING, 0 },
  { "500", "'kind':'status','status':500", A_CHOICE, COMMS_ERROR_SERVER },
  { "late", "'kind':'late','delay':300", NOTHING, 0 },
};

static void
replace_client (RunFixture *fixture)
{
  const CommsRetryPolicy policy = {
    .max_attempts = 2,
    .first_wait = 1,
    .longest_wait = 2000,
    .total = 60000,
  };

  g_assert_finalize_object (fixture->client);
  fixture->client =
    run_fixture_make_client (fixture->emulator, test_emulator_get_url (fixture->emulator));
  comms_client_set_retry_policy (fixture->client, &policy);
}

static void
set_up (RunFixture *fixture)
{
  run_fixture_set_up_with (fixture, g_dir_make_tmp ("carillon-faults-XXXXXX", NULL),
                           test_emulator_start ("--control", "--pace", PACE, NULL));
  replace_client (fixture);
  run_fixture_add_devices (fixture, N_RECIPIENTS);
  run_fixture_make_run (fixture);
  g_assert_cmpuint (dispatch_run_get_n_requests (fixture->run), ==, N_REQUESTS);
}

static GPtrArray *
list_requests (RunFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_list_requests_async (fixture->store, dispatch_run_get_send_id (fixture->run), NULL,
                                     test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  GPtrArray *requests = archive_store_list_requests_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return requests;
}

static char *
look_up (RunFixture *fixture, const ArchiveRequest *request)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  char *operation_id = NULL;

  dispatch_lookup_async (fixture->direct, request->send_id, request->index, NULL, test_store_result,
                         &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  dispatch_lookup_finish (result, &operation_id, &error);
  g_assert_no_error (error);
  return operation_id;
}

static void
assert_sends (RunFixture *fixture, guint n_accepted, guint n_recipients)
{
  g_assert_cmpint (test_emulator_count_sends (fixture->emulator, "accepted"), ==, n_accepted);
  g_assert_cmpint (test_emulator_count_sends (fixture->emulator, "recipients"), ==, n_recipients);
  g_assert_cmpint (test_emulator_count_sends (fixture->emulator, "duplicates"), ==, 0);
  g_assert_cmpint (test_emulator_count_sends (fixture->emulator, "duplicateRecipients"), ==, 0);
}

/* The journal is right about what it knows, what is found is all that the emulator has, and each
 * request that is in doubt is shown to be. */
static void
check_truth (RunFixture *fixture)
{
  g_autoptr (GPtrArray) requests = list_requests (fixture);
  guint n_found = 0;
  guint n_recipients = 0;
  guint n_unknown = 0;

  for (guint i = 0; i < requests->len; i++) {
    const ArchiveRequest *request = requests->pdata[i];
    g_autofree char *operation_id = look_up (fixture, request);
    g_assert_cmpint (request->state, !=, ARCHIVE_REQUEST_POSTING);
    if (request->state == ARCHIVE_REQUEST_UNKNOWN) {
      n_unknown++;
    } else {
      g_assert_cmpstr (operation_id, ==, request->operation_id);
    }
    n_found += operation_id != NULL;
    n_recipients += operation_id != NULL ? request->n_recipients : 0;
  }
  g_assert_cmpint (dispatch_run_get_state (fixture->run) == DISPATCH_RUN_UNKNOWN, ==,
                   n_unknown > 0);
  assert_sends (fixture, n_found, n_recipients);
}

static void
await_write (RunFixture *fixture, GAsyncResult **slot)
{
  g_autoptr (GAsyncResult) result = test_await (slot);
  g_autoptr (GError) error = NULL;

  archive_store_write_finish (fixture->store, result, &error);
  g_assert_no_error (error);
}

static char *
read_send (RunFixture *fixture, const char *send_id)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_read_send_async (fixture->store, send_id, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  char *json = archive_store_read_send_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return json;
}

/* The operator says that what was not found was not sent, and sends to its recipients. */
static void
send_the_rest (RunFixture *fixture)
{
  const char *send_id = dispatch_run_get_send_id (fixture->run);
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_release_send_async (fixture->store, send_id, NULL, test_store_result, &slot);
  await_write (fixture, &slot);
  archive_store_declare_unsent_async (fixture->store, send_id, NULL, test_store_result, &slot);
  await_write (fixture, &slot);
  g_autoptr (GPtrArray) requests = list_requests (fixture);
  g_autofree char *json = read_send (fixture, send_id);
  g_assert_finalize_object (g_steal_pointer (&fixture->run));
  g_assert_finalize_object (fixture->draft);
  fixture->draft = dispatch_draft_from_unsent (json, requests, &error);
  g_assert_no_error (error);
  run_fixture_make_run (fixture);
  run_fixture_start (fixture, NULL, &error);
  g_assert_no_error (error);
}

/* With no more faults: nobody is left out, and nobody is sent to again. */
static void
settle (RunFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  if (run_fixture_start (fixture, NULL, &error)) {
    g_assert_cmpint (dispatch_run_get_state (fixture->run), ==, DISPATCH_RUN_ACCEPTED);
    check_truth (fixture);
  } else {
    g_assert_cmpint (dispatch_run_get_state (fixture->run), ==, DISPATCH_RUN_UNKNOWN);
    check_truth (fixture);
    send_the_rest (fixture);
  }
}

static void
assert_journal (RunFixture *fixture, Remainder remainder, guint index)
{
  static const char *const states[] = { "accepted", "rejected", "unknown" };
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autofree char *actual =
    run_fixture_describe_journal (fixture, dispatch_run_get_send_id (fixture->run));

  for (guint i = 0; i < N_REQUESTS; i++) {
    const char *rest = i > index && remainder != NOTHING ? "planned" : "accepted";
    g_string_append_printf (expected, "%s%s", i > 0 ? " " : "",
                            i == index ? states[remainder] : rest);
  }
  g_assert_cmpstr (actual, ==, expected->str);
}

/* A fault at one of the requests. */
static void
run_with_fault (const Fault *fault, guint index)
{
  g_autoptr (GError) error = NULL;
  RunFixture fixture = { 0 };

  set_up (&fixture);
  g_autofree char *description = g_strdup_printf (
    "{%s,'skip':%u,'method':'POST','path':'/PushNotifications'}", fault->members, index);
  g_autofree char *id = test_emulator_add_fault (fixture.emulator, description);
  gboolean is_done = run_fixture_start (&fixture, NULL, &error);
  g_assert_cmpint (test_emulator_get_fault_hits (fixture.emulator, id), ==, 1);
  g_assert_cmpint (is_done, ==, fault->remainder == NOTHING);
  if (!is_done) {
    g_assert_error (error, COMMS_ERROR, (int) fault->code);
  }
  assert_journal (&fixture, fault->remainder, index);
  check_truth (&fixture);
  settle (&fixture);
  assert_sends (&fixture, N_REQUESTS, N_RECIPIENTS);
  run_fixture_tear_down (&fixture, NULL);
}

static void
test_fault (gconstpointer data)
{
  for (guint i = 0; i < N_REQUESTS; i++) {
    run_with_fault (data, i);
  }
}

/* Whom the client knows is still there after a restart. */
typedef struct {
  RunFixture run;
  char *port;
  guint n_before; /* accepted requests after which it is killed */
} Mortal;

static TestEmulator *
start_mortal (const char *folder, const char *port)
{
  g_autofree char *data = g_build_filename (folder, "emulator.db", NULL);

  return test_emulator_start ("--control", "--pace", PACE, "--data", data, "--port", port, "--auth",
                              SID ":" SECRET, NULL);
}

static void
set_up_mortal (Mortal *self)
{
  char *folder = g_dir_make_tmp ("carillon-faults-XXXXXX", NULL);

  run_fixture_set_up_with (&self->run, folder, start_mortal (folder, "0"));
  g_autoptr (GUri) uri =
    g_uri_parse (test_emulator_get_url (self->run.emulator), G_URI_FLAGS_NONE, NULL);
  self->port = g_strdup_printf ("%d", g_uri_get_port (uri));
  replace_client (&self->run);
  run_fixture_add_devices (&self->run, N_RECIPIENTS);
  run_fixture_make_run (&self->run);
}

static void
tear_down_mortal (Mortal *self)
{
  assert_sends (&self->run, N_REQUESTS, N_RECIPIENTS);
  run_fixture_tear_down (&self->run, NULL);
  g_free (self->port);
}

static void
revive (Mortal *self)
{
  if (self->run.emulator == NULL) {
    self->run.emulator = start_mortal (self->run.folder, self->port);
  }
}

static void
on_accepted (DispatchRun *run, GParamSpec *pspec, gpointer user_data)
{
  Mortal *self = user_data;

  if (dispatch_run_get_operation_ids (run)->len == self->n_before) {
    g_clear_pointer (&self->run.emulator, test_emulator_kill);
  }
}

/* It is gone when the next request is posted. */
static void
test_killed_between (void)
{
  for (guint i = 1; i < N_REQUESTS; i++) {
    Mortal mortal = { .n_before = i };
    g_autoptr (GError) error = NULL;
    set_up_mortal (&mortal);
    g_signal_connect (mortal.run.run, "notify::n-accepted", G_CALLBACK (on_accepted), &mortal);
    g_assert_false (run_fixture_start (&mortal.run, NULL, &error));
    g_assert_null (mortal.run.emulator);
    g_assert_cmpuint (dispatch_run_get_operation_ids (mortal.run.run)->len, ==, i);
    revive (&mortal);
    check_truth (&mortal.run);
    settle (&mortal.run);
    tear_down_mortal (&mortal);
  }
}

static gboolean
on_look (gpointer user_data)
{
  Mortal *self = user_data;

  if (test_emulator_count_sends (self->run.emulator, "accepted") <= self->n_before) {
    return G_SOURCE_CONTINUE;
  }
  g_clear_pointer (&self->run.emulator, test_emulator_kill);
  return G_SOURCE_REMOVE;
}

/* It has accepted a request and is gone before it says so. */
static void
test_killed_after (void)
{
  for (guint i = 0; i < N_REQUESTS; i++) {
    Mortal mortal = { .n_before = i };
    g_autoptr (GError) error = NULL;
    set_up_mortal (&mortal);
    g_autofree char *description =
      g_strdup_printf ("{'kind':'late','delay':600000,'skip':%u,'method':'POST'}", i);
    g_autofree char *id = test_emulator_add_fault (mortal.run.emulator, description);
    g_timeout_add (LOOK_INTERVAL, on_look, &mortal);
    g_assert_false (run_fixture_start (&mortal.run, NULL, &error));
    g_assert_error (error, COMMS_ERROR, COMMS_ERROR_INTERRUPTED);
    assert_journal (&mortal.run, A_CHOICE, i);
    revive (&mortal);
    check_truth (&mortal.run);
    g_clear_error (&error);
    run_fixture_start (&mortal.run, NULL, &error);
    g_assert_no_error (error);
    tear_down_mortal (&mortal);
  }
}

static gboolean
on_moment (gpointer user_data)
{
  Mortal *self = user_data;

  g_clear_pointer (&self->run.emulator, test_emulator_kill);
  return G_SOURCE_REMOVE;
}

static void
start_and_kill (Mortal *self)
{
  guint delay = 1u << g_test_rand_int_range (0, MAX_KILL_DELAY_LOG + 1);
  g_autoptr (GSource) moment = g_timeout_source_new (delay);
  g_autoptr (GError) error = NULL;

  g_source_set_callback (moment, on_moment, self, NULL);
  g_source_attach (moment, NULL);
  gboolean is_done = run_fixture_start (&self->run, NULL, &error);
  g_test_message ("%u ms: %s, %u accepted", delay, is_done ? "done" : error->message,
                  dispatch_run_get_operation_ids (self->run.run)->len);
  g_source_destroy (moment);
}

/* It is gone at any moment, again and again. */
static void
test_killed_within (void)
{
  const char *wanted = g_getenv ("CARILLON_KILLS");
  guint n_kills = wanted != NULL ? (guint) g_ascii_strtoull (wanted, NULL, 10) : DEFAULT_KILLS;
  Mortal mortal = { 0 };

  set_up_mortal (&mortal);
  for (guint i = 0; i < n_kills; i++) {
    start_and_kill (&mortal);
    revive (&mortal);
    check_truth (&mortal.run);
  }
  settle (&mortal.run);
  tear_down_mortal (&mortal);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autofree char *path = g_strconcat ("/faults/run/", faults[i].name, NULL);
    g_test_add_data_func (path, &faults[i], test_fault);
  }
  g_test_add_func ("/faults/run/killed-between", test_killed_between);
  g_test_add_func ("/faults/run/killed-after-acceptance", test_killed_after);
  g_test_add_func ("/faults/run/killed-within", test_killed_within);
  return g_test_run ();
}
