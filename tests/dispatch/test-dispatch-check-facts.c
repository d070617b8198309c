/* What a check says of recipients for what is known elsewhere. */

#include <base-hash.h>
#include <stdlib.h>
#include <string.h>
#include <test-emulator.h>

#include "dispatch-fixture.h"

#define ANN "comms_user_01h9krwprkeee8fzqspvwy6nq8"
#define BOB "comms_user_01k7q2bx0mft5bvbxh3781hkmr"
#define APPLE "abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789"

typedef struct {
  DispatchDraft *draft;
  DispatchFacts *facts;
  DispatchCheck *check;
  char *google; /* a token */
} Fixture;

/* Ann, Bob, a device of Google's and one of Apple's. */
static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->draft = dispatch_draft_new ();
  fixture->facts = dispatch_facts_new ();
  fixture->check = dispatch_check_new ();
  fixture->google = g_strnfill (140, 'g');
  DispatchAudience *audience = dispatch_draft_get_audience (fixture->draft);
  g_object_set (fixture->draft, "body", "Hi", NULL);
  dispatch_audience_append (audience, ANN, NULL);
  dispatch_audience_append (audience, BOB, NULL);
  dispatch_audience_append (audience, fixture->google, "FCM");
  dispatch_audience_append (audience, APPLE, "APN");
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->check); /* a worker may hold it a moment longer */
  g_clear_pointer (&fixture->facts, dispatch_facts_unref);
  g_clear_object (&fixture->draft);
  g_free (fixture->google);
}

static void
assert_found (Fixture *fixture, const char *expected, guint n_rendered)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;

  dispatch_check_set_facts (fixture->check, fixture->facts);
  dispatch_check_run_async (fixture->check, dispatch_snapshot_new (fixture->draft), NULL,
                            test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_autoptr (DispatchReport) report = dispatch_check_run_finish (fixture->check, result, &error);
  g_assert_no_error (error);
  g_autofree char *actual = test_describe_report (report);
  g_assert_cmpstr (actual, ==, expected);
  g_assert_cmpuint (dispatch_report_get_n_rendered (report), ==, n_rendered);
}

static guint64
hash (const char *text)
{
  return base_hash_text (text, strlen (text));
}

static int
compare (gconstpointer a, gconstpointer b)
{
  guint64 first = *(const guint64 *) a, second = *(const guint64 *) b;

  return first < second ? -1 : first > second;
}

static GBytes *
make_hashes (const char *const *texts, gsize n)
{
  g_autofree guint64 *hashes = g_new (guint64, n);

  for (gsize i = 0; i < n; i++) {
    hashes[i] = hash (texts[i]);
  }
  qsort (hashes, n, sizeof *hashes, compare);
  return g_bytes_new (hashes, n * sizeof *hashes);
}

/* What is not known is no news, and news need no rendering. */
static void
test_credentials (Fixture *fixture, gconstpointer data)
{
  assert_found (fixture, "", 4);
  dispatch_facts_set_credential (fixture->facts, "FCM", DISPATCH_CREDENTIAL_PRESENT);
  assert_found (fixture, "", 0);
  dispatch_facts_set_credential (fixture->facts, "APN", DISPATCH_CREDENTIAL_MISSING);
  assert_found (fixture, "E no-credential recipients APN #3\n", 0);
  dispatch_facts_set_credential (fixture->facts, "FCM", DISPATCH_CREDENTIAL_MISSING);
  assert_found (fixture,
                "E no-credential recipients FCM #2\nE no-credential recipients APN #3\n"
                "E no-credential recipients #0,1\n",
                0);
}

/* Credentials of the message itself stand above what an App has. */
static void
test_chosen (Fixture *fixture, gconstpointer data)
{
  dispatch_facts_set_credential (fixture->facts, "FCM", DISPATCH_CREDENTIAL_MISSING);
  g_object_set (fixture->draft, "sender", DISPATCH_SENDER_CREDENTIALS, NULL);
  assert_found (fixture, "E sender sender\n", 4);
  g_object_set (fixture->draft, "fcm-credential-id", "comms_credential_1", NULL);
  assert_found (fixture, "E no-credential recipients APN #3\n", 0);
  g_object_set (fixture->draft, "apn-credential-id", "comms_credential_2", NULL);
  assert_found (fixture, "", 0);
}

static void
test_users (Fixture *fixture, gconstpointer data)
{
  static const char *const known[] = { BOB, "comms_user_others" };
  g_autoptr (GBytes) users = make_hashes (known, G_N_ELEMENTS (known));
  DispatchAudience *audience = dispatch_draft_get_audience (fixture->draft);

  dispatch_facts_set_users (fixture->facts, users);
  assert_found (fixture, "W unknown-user recipients #0\n", 4);
  /* Of an ID that is none it is said once. */
  dispatch_audience_append (audience, "comms_user_x", NULL);
  assert_found (fixture, "E bad-user-id recipients #4\nW unknown-user recipients #0\n", 1);
}

static void
test_owners (Fixture *fixture, gconstpointer data)
{
  DispatchOwner owners[] = { { hash (fixture->google), hash (BOB) },
                             { hash (APPLE), hash ("comms_user_others") } };
  g_autoptr (GBytes) bytes = NULL;

  qsort (owners, G_N_ELEMENTS (owners), sizeof *owners, compare);
  bytes = g_bytes_new (owners, sizeof owners);
  dispatch_facts_set_owners (fixture->facts, bytes);
  assert_found (fixture, "W user-and-token recipients #2\n", 4);
}

static void
test_recent (Fixture *fixture, gconstpointer data)
{
  const char *const first[] = { ANN, APPLE }, *const second[] = { fixture->google, "other" };
  g_autoptr (GBytes) one = make_hashes (first, 2), two = make_hashes (second, 2);
  g_autoptr (GBytes) none = g_bytes_new_static (NULL, 0);

  dispatch_facts_add_recent (fixture->facts, "1", "Gates", G_GINT64_CONSTANT (1693491322000000),
                             one);
  dispatch_facts_add_recent (fixture->facts, "2", NULL, 0, two);
  dispatch_facts_add_recent (fixture->facts, "3", "Nobody", 0, none);
  assert_found (fixture, "W recently-sent recipients Gates #0,3\nW recently-sent recipients  #2\n",
                4);
}

static void
test_ignored (Fixture *fixture, gconstpointer data)
{
  static const char *const ignored[] = { "duplicate", "no-credential", "odd-token:recipients",
                                         NULL };
  DispatchAudience *audience = dispatch_draft_get_audience (fixture->draft);

  dispatch_audience_append (audience, ANN, NULL);
  dispatch_audience_append (audience, "short", "FCM");
  dispatch_facts_set_credential (fixture->facts, "APN", DISPATCH_CREDENTIAL_MISSING);
  g_object_set (fixture->draft, "ignored", ignored, NULL);
  g_autoptr (DispatchReport) report = test_check (fixture->draft);
  g_autofree char *found = test_describe_report (report);
  g_assert_cmpstr (found, ==, "W odd-token recipients #5\nW duplicate recipients #4\n");
  for (guint i = 0; i < 2; i++) {
    g_autoptr (DispatchProblem) problem = g_list_model_get_item (G_LIST_MODEL (report), i);
    g_assert_true (dispatch_problem_is_ignored (problem));
  }
  g_assert_cmpuint (dispatch_report_count (report, DISPATCH_WARNING), ==, 0);
}

/* The API would refuse it all the same. */
static void
test_errors_stay (Fixture *fixture, gconstpointer data)
{
  static const char *const ignored[] = { "bad-row", "no-address:recipients", NULL };

  dispatch_audience_append (dispatch_draft_get_audience (fixture->draft), "", NULL);
  g_object_set (fixture->draft, "ignored", ignored, NULL);
  g_autoptr (DispatchReport) report = test_check (fixture->draft);
  g_autoptr (DispatchProblem) problem = g_list_model_get_item (G_LIST_MODEL (report), 0);
  g_assert_cmpstr (dispatch_problem_get_code (problem), ==, "bad-row");
  g_assert_false (dispatch_problem_is_ignored (problem));
  g_assert_cmpuint (dispatch_report_count (report, DISPATCH_ERROR), ==, 1);
}

#define ADD(path, func) \
  g_test_add ("/dispatch/check-facts/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("credentials", test_credentials);
  ADD ("chosen", test_chosen);
  ADD ("users", test_users);
  ADD ("owners", test_owners);
  ADD ("recent", test_recent);
  ADD ("ignored", test_ignored);
  ADD ("errors-stay", test_errors_stay);
  return g_test_run ();
}
