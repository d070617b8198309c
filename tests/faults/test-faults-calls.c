/* Each fault against each kind of call: what the client says of it, compared with what the emulator
 * did. A call that is done was acted on once; one that failed can be made again and is then; one
 * that the client does not know about is not repeated, and was acted on if the fault is of a kind
 * that comes after that. All calls of a round are under way together. */

#include "fault-calls.h"

/* Of each call, where a failure is one that another attempt may cure. */
#define MAX_ATTEMPTS 2

/* Seconds. The short one is for the fault that it is the point of, and holds for attempts that this
 * fault meets alone: long enough for all of them to have reached the emulator. Nothing else comes
 * near the other. */
#define SHORT_TIMEOUT 2
#define LONG_TIMEOUT 45

/* Once and always, over new connections and over kept ones. */
#define ALL_ROUNDS 4

/* What the client says. */
typedef enum {
  DONE,
  FAILED,
  UNKNOWN,
} Verdict;

typedef struct {
  const char *name;
  const char *members; /* of the fault, with TRAP for the address of a server that listens */
  gboolean acts;       /* whether the emulator acts on what it meets */
  gboolean repeats;    /* whether calls that are no POST are made again */
  gboolean repeats_post;
  CommsError code;
  Verdict once[FAULT_N_CLASSES];   /* where the next request is met */
  Verdict always[FAULT_N_CLASSES]; /* where every request is met */
  gint64 wait;    /* seconds that the server asks for, of a failure that names them */
  guint timeout;  /* seconds; 0 for the long one */
  guint n_rounds; /* of those, where more would tell nothing new; 0 for all */
} Fault;

#define ALL(verdict)                                                          \
  {                                                                           \
    [FAULT_POST] = verdict, [FAULT_READ] = verdict, [FAULT_DELETE] = verdict, \
    [FAULT_PATCH] = verdict                                                   \
  }
#define POST_AND_REST(post, rest)                                                         \
  {                                                                                       \
    [FAULT_POST] = post, [FAULT_READ] = rest, [FAULT_DELETE] = rest, [FAULT_PATCH] = rest \
  }

static const Fault faults[] = {
  { .name = "429",
    .members = "'kind':'status','status':429",
    .repeats = TRUE,
    .repeats_post = TRUE,
    .code = COMMS_ERROR_RATE_LIMITED,
    .once = ALL (DONE),
    .always = ALL (FAILED) },
  { .name = "429-seconds",
    .members = "'kind':'status','status':429,'retryAfter':0",
    .repeats = TRUE,
    .repeats_post = TRUE,
    .code = COMMS_ERROR_RATE_LIMITED,
    .once = ALL (DONE),
    .always = ALL (FAILED),
    .n_rounds = 2 },
  { .name = "429-date",
    .members = "'kind':'status','status':429,'retryAfter':0,'retryAfterFormat':'date'",
    .repeats = TRUE,
    .repeats_post = TRUE,
    .code = COMMS_ERROR_RATE_LIMITED,
    .once = ALL (DONE),
    .always = ALL (FAILED),
    .n_rounds = 2 },
  /* Nobody waits for an hour. */
  { .name = "429-long",
    .members = "'kind':'status','status':429,'retryAfter':3600",
    .code = COMMS_ERROR_RATE_LIMITED,
    .once = ALL (FAILED),
    .always = ALL (FAILED),
    .wait = 3600,
    .n_rounds = 2 },
  { .name = "429-long-date",
    .members = "'kind':'status','status':429,'retryAfter':3600,'retryAfterFormat':'date'",
    .code = COMMS_ERROR_RATE_LIMITED,
    .once = ALL (FAILED),
    .always = ALL (FAILED),
    .wait = 3600,
    .n_rounds = 2 },
  { .name = "400",
    .members = "'kind':'status','status':400",
    .code = COMMS_ERROR_REJECTED,
    .once = ALL (FAILED),
    .always = ALL (FAILED),
    .n_rounds = 2 },
  { .name = "401",
    .members = "'kind':'status','status':401",
    .code = COMMS_ERROR_UNAUTHORIZED,
    .once = ALL (FAILED),
    .always = ALL (FAILED),
    .n_rounds = 2 },
  { .name = "403",
    .members = "'kind':'status','status':403",
    .code = COMMS_ERROR_FORBIDDEN,
    .once = ALL (FAILED),
    .always = ALL (FAILED),
    .n_rounds = 2 },
  { .name = "405",
    .members = "'kind':'status','status':405",
    .code = COMMS_ERROR_UNSUPPORTED,
    .once = ALL (FAILED),
    .always = ALL (FAILED),
    .n_rounds = 2 },
  { .name = "409",
    .members = "'kind':'status','status':409",
    .code = COMMS_ERROR_REJECTED,
    .once = ALL (FAILED),
    .always = ALL (FAILED),
    .n_rounds = 2 },
  { .name = "500",
    .members = "'kind':'status','status':500",
    .repeats = TRUE,
    .code = COMMS_ERROR_SERVER,
    .once = POST_AND_REST (UNKNOWN, DONE),
    .always = POST_AND_REST (UNKNOWN, FAILED) },
  { .name = "500-after-all",
    .members = "'kind':'status','status':500,'act':true",
    .acts = TRUE,
    .repeats = TRUE,
    .code = COMMS_ERROR_SERVER,
    .once = POST_AND_REST (UNKNOWN, DONE),
    .always = POST_AND_REST (UNKNOWN, FAILED),
    .n_rounds = 2 },
  /* Will not be otherwise in a moment. */
  { .name = "501",
    .members = "'kind':'status','status':501",
    .code = COMMS_ERROR_SERVER,
    .once = POST_AND_REST (UNKNOWN, FAILED),
    .always = POST_AND_REST (UNKNOWN, FAILED),
    .n_rounds = 2 },
  { .name = "503",
    .members = "'kind':'status','status':503,'retryAfter':0",
    .repeats = TRUE,
    .code = COMMS_ERROR_SERVER,
    .once = POST_AND_REST (UNKNOWN, DONE),
    .always = POST_AND_REST (UNKNOWN, FAILED),
    .n_rounds = 2 },
  { .name = "503-bare",
    .members = "'kind':'status','status':503",
    .repeats = TRUE,
    .code = COMMS_ERROR_SERVER,
    .once = POST_AND_REST (UNKNOWN, DONE),
    .always = POST_AND_REST (UNKNOWN, FAILED),
    .n_rounds = 2 },
  { .name = "close-before",
    .members = "'kind':'close-before'",
    .repeats = TRUE,
    .code = COMMS_ERROR_INTERRUPTED,
    .once = POST_AND_REST (UNKNOWN, DONE),
    .always = POST_AND_REST (UNKNOWN, FAILED) },
  { .name = "close-after",
    .members = "'kind':'close-after'",
    .acts = TRUE,
    .repeats = TRUE,
    .code = COMMS_ERROR_INTERRUPTED,
    .once = POST_AND_REST (UNKNOWN, DONE),
    .always = POST_AND_REST (UNKNOWN, FAILED) },
  { .name = "late",
    .members = "'kind':'late','delay':300",
    .acts = TRUE,
    .once = ALL (DONE),
    .always = ALL (DONE) },
  { .name = "too-late",
    .members = "'kind':'late','delay':300000",
    .acts = TRUE,
    .repeats = TRUE,
    .code = COMMS_ERROR_TIMED_OUT,
    .once = POST_AND_REST (UNKNOWN, DONE),
    .always = POST_AND_REST (UNKNOWN, FAILED),
    .timeout = SHORT_TIMEOUT,
    .n_rounds = 2 },
  /* A second DELETE is answered with 404, and the status says enough. */
  { .name = "cut",
    .members = "'kind':'cut'",
    .acts = TRUE,
    .repeats = TRUE,
    .code = COMMS_ERROR_INTERRUPTED,
    .once = POST_AND_REST (UNKNOWN, DONE),
    .always = { [FAULT_POST] = UNKNOWN,
                [FAULT_READ] = FAILED,
                [FAULT_DELETE] = DONE,
                [FAULT_PATCH] = FAILED } },
  { .name = "html",
    .members = "'kind':'html'",
    .code = COMMS_ERROR_NOT_THIS_API,
    .once = POST_AND_REST (UNKNOWN, FAILED),
    .always = POST_AND_REST (UNKNOWN, FAILED) },
  /* Whatever writes is answered in the headers too. */
  { .name = "wrong-types",
    .members = "'kind':'wrong-types'",
    .acts = TRUE,
    .code = COMMS_ERROR_NOT_THIS_API,
    .once = { [FAULT_READ] = FAILED },
    .always = { [FAULT_READ] = FAILED } },
  { .name = "redirect",
    .members = "'kind':'redirect','location':'TRAP'",
    .code = COMMS_ERROR_NOT_THIS_API,
    .once = POST_AND_REST (UNKNOWN, FAILED),
    .always = POST_AND_REST (UNKNOWN, FAILED) },
  { .name = "endless",
    .members = "'kind':'endless'",
    .acts = TRUE,
    .code = COMMS_ERROR_TOO_LARGE,
    .once = POST_AND_REST (UNKNOWN, FAILED),
    .always = POST_AND_REST (UNKNOWN, FAILED),
    .n_rounds = 1 },
};

/* One call of a round. */
typedef struct {
  const FaultCall *call;
  FaultTarget target;
  CommsClient *client;
  GAsyncResult *result;
  char *fault_id;
} Try;

typedef struct {
  FaultWorld *world;
  const Fault *fault;
  GSocketService *trap;
  char *trap_url;
  gboolean is_always;
  Try tries[FAULT_N_CALLS];
} Round;

static gboolean
on_trapped (GSocketService *trap, GSocketConnection *connection, GObject *source, gpointer data)
{
  g_error ("somebody followed a redirect");
  return TRUE;
}

static void
set_trap (Round *round)
{
  g_autoptr (GError) error = NULL;

  round->trap = g_socket_service_new ();
  guint16 port =
    g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (round->trap), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (round->trap, "incoming", G_CALLBACK (on_trapped), NULL);
  round->trap_url = g_strdup_printf ("http://127.0.0.1:%u/v1/PushNotifications", port);
}

/* Whoever is on the way into it is let in first. */
static void
remove_trap (Round *round)
{
  while (g_main_context_iteration (NULL, FALSE)) {
  }
  g_socket_service_stop (round->trap);
  while (g_main_context_iteration (NULL, FALSE)) {
  }
  g_socket_listener_close (G_SOCKET_LISTENER (round->trap));
  g_assert_finalize_object (round->trap);
  g_free (round->trap_url);
}

static char *
describe (const Round *round, const FaultCall *call)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, "{%s,'times':%d,'method':'%s','path':'%s'}", round->fault->members,
                   round->is_always ? 0 : 1, fault_methods[call->class], call->path);
  g_string_replace (text, "TRAP", round->trap_url, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Whether a server just closes a connection or has closed a kept one is not the same to libsoup. */
static void
warm_up (CommsClient *client)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  comms_client_list_apps_async (client, NULL, NULL, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_autoptr (CommsPage) page = comms_client_list_finish (client, result, &error);
  g_assert_no_error (error);
}

/* The attempt that no fault meets may take its time. */
static void
on_retrying (CommsClient *client, guint attempt, guint wait, GError *error, gpointer data)
{
  comms_client_set_timeout (client, LONG_TIMEOUT);
}

static void
prepare (Round *round, Try *try, const FaultCall *call, gboolean is_warm)
{
  const CommsRetryPolicy policy = {
    .max_attempts = MAX_ATTEMPTS,
    .first_wait = 1,
    .longest_wait = 2000,
    .total = 60000,
  };

  try->call = call;
  if (call->prepare != NULL) {
    call->prepare (round->world, &try->target);
  }
  try->client = fault_world_make_client (round->world);
  comms_client_set_retry_policy (try->client, &policy);
  comms_client_set_timeout (try->client,
                            round->fault->timeout > 0 ? round->fault->timeout : LONG_TIMEOUT);
  if (!round->is_always) {
    g_signal_connect (try->client, "retrying", G_CALLBACK (on_retrying), NULL);
  }
  if (is_warm) {
    warm_up (try->client);
  }
}

static Verdict
finish (Try *try, GError **error)
{
  g_autoptr (GAsyncResult) result = test_await (&try->result);

  if (try->call->finish (try->client, result, error)) {
    return DONE;
  }
  return comms_error_is_outcome_unknown (*error) ? UNKNOWN : FAILED;
}

static guint
count (const Round *round, const Try *try)
{
  return try->call->count != NULL ? try->call->count (round->world, &try->target) : 0;
}

/* Whoever made it again when it failed finds it done, and done once. */
static void
make_again (Round *round, Try *try)
{
  g_autoptr (GError) error = NULL;

  comms_client_set_timeout (try->client, LONG_TIMEOUT);
  try->call->start (round->world, &try->target, try->client, &try->result);
  Verdict verdict = finish (try, &error);
  g_assert_no_error (error);
  g_assert_cmpint (verdict, ==, DONE);
}

static void
check_truth (Round *round, Try *try, Verdict verdict)
{
  guint expected = round->fault->acts;

  if (try->call->count == NULL) {
    return;
  }
  if (verdict == DONE) {
    expected = 1;
  } else if (verdict == FAILED && try->call->class == FAULT_POST) {
    expected = 0;
  }
  g_assert_cmpuint (count (round, try), ==, expected);
  if (verdict == FAILED) {
    make_again (round, try);
    g_assert_cmpuint (count (round, try), ==, 1);
  }
}

/* libsoup repeats a GET or a DELETE by itself where a kept connection was closed, which is harmless
 * too; a POST and a PATCH it never repeats. */
static void
check_hits (const Round *round, const Try *try, gint64 hits)
{
  gboolean is_post = try->call->class == FAULT_POST;
  gboolean repeats = is_post ? round->fault->repeats_post : round->fault->repeats;
  gint64 expected = round->is_always && repeats ? MAX_ATTEMPTS : 1;

  if (is_post || try->call->class == FAULT_PATCH) {
    g_assert_cmpint (hits, ==, expected);
  } else {
    g_assert_cmpint (hits, >=, expected);
    g_assert_cmpint (hits, <=, 2 * expected);
  }
}

static void
check (Round *round, Try *try, Verdict verdict, const GError *error, gint64 hits)
{
  const Verdict *expected = round->is_always ? round->fault->always : round->fault->once;

  g_test_message ("%s: %d hits, %s", try->call->name, (int) hits,
                  error != NULL ? error->message : "done");
  g_assert_cmpint (verdict, ==, expected[try->call->class]);
  if (verdict == DONE) {
    g_assert_no_error (error);
  } else {
    g_assert_error (error, COMMS_ERROR, (int) round->fault->code);
  }
  if (round->fault->wait > 0) {
    /* A date is of whole seconds. */
    g_assert_cmpint (comms_error_get_retry_after (error), >=, round->fault->wait);
    g_assert_cmpint (comms_error_get_retry_after (error), <=, round->fault->wait + 1);
  }
  check_hits (round, try, hits);
  check_truth (round, try, verdict);
}

static void
run_round (Round *round, gboolean is_warm)
{
  Verdict verdicts[FAULT_N_CALLS];
  GError *errors[FAULT_N_CALLS] = { NULL };
  gint64 hits[FAULT_N_CALLS];

  fault_world_begin_round (round->world);
  for (guint i = 0; i < FAULT_N_CALLS; i++) {
    prepare (round, &round->tries[i], &fault_calls[i], is_warm);
  }
  gint64 n_accepted = test_emulator_count_sends (round->world->emulator, "accepted");
  for (guint i = 0; i < FAULT_N_CALLS; i++) {
    g_autofree char *description = describe (round, &fault_calls[i]);
    round->tries[i].fault_id = test_emulator_add_fault (round->world->emulator, description);
  }
  for (guint i = 0; i < FAULT_N_CALLS; i++) {
    Try *try = &round->tries[i];
    try->call->start (round->world, &try->target, try->client, &try->result);
  }
  for (guint i = 0; i < FAULT_N_CALLS; i++) {
    verdicts[i] = finish (&round->tries[i], &errors[i]);
  }
  for (guint i = 0; i < FAULT_N_CALLS; i++) {
    hits[i] = test_emulator_get_fault_hits (round->world->emulator, round->tries[i].fault_id);
  }
  test_emulator_remove_faults (round->world->emulator);
  n_accepted = test_emulator_count_sends (round->world->emulator, "accepted") - n_accepted;
  g_assert_cmpint (n_accepted, ==, count (round, &round->tries[0]));
  for (guint i = 0; i < FAULT_N_CALLS; i++) {
    check (round, &round->tries[i], verdicts[i], errors[i], hits[i]);
    g_clear_error (&errors[i]);
  }
}

static void
end_round (Round *round)
{
  for (guint i = 0; i < FAULT_N_CALLS; i++) {
    Try *try = &round->tries[i];
    fault_target_clear (&try->target);
    g_assert_finalize_object (g_steal_pointer (&try->client));
    g_clear_pointer (&try->fault_id, g_free);
  }
}

static void
test_fault (gconstpointer data)
{
  const Fault *fault = data;
  Round round = { .world = fault_world_new (), .fault = fault };

  set_trap (&round);
  for (guint i = 0; i < (fault->n_rounds > 0 ? fault->n_rounds : ALL_ROUNDS); i++) {
    round.is_always = (i & 1) != 0;
    run_round (&round, (i & 2) != 0);
    end_round (&round);
  }
  remove_trap (&round);
  g_assert_cmpint (test_emulator_count_sends (round.world->emulator, "duplicates"), ==, 0);
  g_assert_cmpint (test_emulator_count_sends (round.world->emulator, "duplicateRecipients"), ==, 0);
  fault_world_free (round.world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autofree char *path = g_strconcat ("/faults/calls/", faults[i].name, NULL);
    g_test_add_data_func (path, &faults[i], test_fault);
  }
  return g_test_run ();
}
