/* What the composer finds out about recipients by itself: from the account's Apps at the real
 * emulator, from the index and from the journal. */

#include <archive-index.h>
#include <base-hash.h>
#include <carillon-checker.h>
#include <carillon-facts.h>
#include <carillon-report-summary.h>
#include <test-emulator.h>
#include <test-ui.h>

#include "composer-fixture.h"

#define ANN "comms_user_01h9krwprkeee8fzqspvwy6nq8"

typedef struct {
  TestEmulator *emulator;
  ComposerFixture *composer;
  DispatchDraft *draft;
  CarillonFacts *facts;
  CarillonChecker *checker;
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->emulator = test_emulator_start (data, NULL);
  fixture->composer = composer_fixture_new (test_emulator_get_url (fixture->emulator),
                                            test_emulator_get_sid (fixture->emulator),
                                            test_emulator_get_secret (fixture->emulator));
  fixture->draft = dispatch_draft_new ();
  fixture->facts = carillon_facts_new (fixture->composer->session);
  fixture->checker = carillon_checker_new ();
  g_object_bind_property (fixture->facts, "facts", fixture->checker, "facts",
                          G_BINDING_SYNC_CREATE);
  dispatch_audience_append (dispatch_draft_get_audience (fixture->draft), ANN, NULL);
  g_object_set (fixture->draft, "body", "Hi", NULL);
  g_object_set (fixture->facts, "draft", fixture->draft, NULL);
  g_object_set (fixture->checker, "draft", fixture->draft, NULL);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  carillon_facts_stop (fixture->facts);
  g_clear_object (&fixture->facts);
  g_clear_object (&fixture->checker);
  g_clear_object (&fixture->draft);
  composer_fixture_free (fixture->composer);
  test_emulator_stop (fixture->emulator);
}

static DispatchFacts *
get_facts (Fixture *fixture)
{
  DispatchFacts *facts = NULL;

  g_object_get (fixture->facts, "facts", &facts, NULL);
  dispatch_facts_unref (facts); /* its owner has it still */
  return facts;
}

static DispatchProblem *
find_problem (Fixture *fixture, DispatchProblemKind kind)
{
  GListModel *report = G_LIST_MODEL (carillon_checker_get_report (fixture->checker));

  for (guint i = 0; report != NULL && i < g_list_model_get_n_items (report); i++) {
    g_autoptr (DispatchProblem) problem = g_list_model_get_item (report, i);
    if (dispatch_problem_get_kind (problem) == kind) {
      return problem; /* the report has it still */
    }
  }
  return NULL;
}

static void
wait_until (Fixture *fixture, gboolean (*func) (Fixture *))
{
  while (!func (fixture)) {
    g_main_context_iteration (NULL, TRUE);
  }
}

static gboolean
knows_apps (Fixture *fixture)
{
  return dispatch_facts_get_credential (get_facts (fixture), "FCM") != DISPATCH_CREDENTIAL_UNKNOWN;
}

static gboolean
knows_nothing_of_apps (Fixture *fixture)
{
  return !knows_apps (fixture);
}

static void
test_apps (Fixture *fixture, gconstpointer data)
{
  wait_until (fixture, knows_apps);
  g_object_set (fixture->draft, "sender", DISPATCH_SENDER_APP, "app-name", "none_such", NULL);
  wait_until (fixture, knows_nothing_of_apps);
  g_object_set (fixture->draft, "app-name", "nordwind_air", NULL);
  wait_until (fixture, knows_apps);
}

static gboolean
is_checked (Fixture *fixture)
{
  return carillon_checker_get_state (fixture->checker) == CARILLON_CHECK_DONE;
}

/* What was found in one draft is not told of another. */
static void
test_other_draft (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DispatchDraft) other = dispatch_draft_new ();

  wait_until (fixture, is_checked);
  g_assert_nonnull (carillon_checker_get_report (fixture->checker));
  g_object_set (fixture->checker, "draft", other, NULL);
  g_assert_null (carillon_checker_get_report (fixture->checker));
  wait_until (fixture, is_checked);
}

static gboolean
has_unknown_user (Fixture *fixture)
{
  return find_problem (fixture, DISPATCH_PROBLEM_UNKNOWN_USER) != NULL;
}

static void
finish_crawl (Fixture *fixture)
{
  ArchiveStore *store = fixture->composer->store;
  const char *account_id = carillon_account_get_id (fixture->composer->account);
  GAsyncResult *begun = NULL, *swept = NULL;

  archive_store_begin_crawl_async (store, account_id, NULL, test_store_result, &begun);
  g_autoptr (GAsyncResult) result = test_await (&begun);
  g_autoptr (ArchiveIndexState) state = archive_store_index_state_finish (store, result, NULL);
  archive_store_sweep_crawl_async (store, account_id, state->generation, NULL, test_store_result,
                                   &swept);
  g_autoptr (GAsyncResult) last = test_await (&swept);
  g_assert_cmpint (archive_store_count_finish (store, last, NULL), ==, 0);
  carillon_index_changed (carillon_session_get_index (fixture->composer->session));
}

/* Once a crawl has come to its end, whom it has not seen is not there. */
static void
test_index (Fixture *fixture, gconstpointer data)
{
  wait_until (fixture, is_checked);
  g_assert_false (has_unknown_user (fixture));
  finish_crawl (fixture);
  wait_until (fixture, has_unknown_user);
}

static gboolean
has_recent (Fixture *fixture)
{
  return find_problem (fixture, DISPATCH_PROBLEM_RECENTLY_SENT) != NULL;
}

static gboolean
is_ignored (Fixture *fixture)
{
  DispatchProblem *problem = find_problem (fixture, DISPATCH_PROBLEM_RECENTLY_SENT);

  return problem != NULL && dispatch_problem_is_ignored (problem);
}

static gboolean
is_minded (Fixture *fixture)
{
  return !is_ignored (fixture);
}

static void
send (Fixture *fixture)
{
  ArchiveStore *store = fixture->composer->store;
  guint64 hash = base_hash_text (ANN, strlen (ANN));
  g_autoptr (GBytes) addresses = g_bytes_new (&hash, sizeof hash);
  static const guint one = 1;
  GAsyncResult *begun = NULL, *posting = NULL;

  archive_store_begin_send_async (store, carillon_account_get_id (fixture->composer->account),
                                  "send", "{}", "Gates", addresses, &one, 1, NULL,
                                  test_store_result, &begun);
  archive_store_mark_request_async (store, "send", 0, ARCHIVE_REQUEST_POSTING, NULL, NULL, NULL,
                                    test_store_result, &posting);
  g_autoptr (GAsyncResult) first = test_await (&begun);
  g_autoptr (GAsyncResult) second = test_await (&posting);
}

/* Who got something today is told of, unless the operator says that it is meant so. */
static void
test_recent (Fixture *fixture, gconstpointer data)
{
  wait_until (fixture, is_checked);
  g_assert_false (has_recent (fixture));
  send (fixture);
  carillon_facts_refresh (fixture->facts);
  wait_until (fixture, has_recent);

  carillon_problem_set_ignored (fixture->draft,
                                find_problem (fixture, DISPATCH_PROBLEM_RECENTLY_SENT), TRUE);
  wait_until (fixture, is_ignored);
  g_assert_cmpstr (dispatch_draft_get_ignored (fixture->draft)[0], ==,
                   "recently-sent:recipients:Gates");
  carillon_problem_set_ignored (fixture->draft,
                                find_problem (fixture, DISPATCH_PROBLEM_RECENTLY_SENT), FALSE);
  wait_until (fixture, is_minded);
}

#define ADD(path, data, func) \
  g_test_add ("/composer/facts/" path, Fixture, data, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  ADD ("apps", "--demo", test_apps);
  ADD ("index", NULL, test_index);
  ADD ("recent", NULL, test_recent);
  ADD ("other-draft", NULL, test_other_draft);
  return g_test_run ();
}
