/* The index as an operator builds it: by the bar over the lists that show it. */

#include "carillon-index-bar.h"
#include "carillon-index-text.h"
#include "page-fixture.h"

/* Of the demo data; so that there are many pages of users, and a pause is soon in effect. */
#define PAGE_SIZE 100
#define N_USERS 2000

#define VISIT "GET /PushNotifications/DeviceRegistrations"
#define USERS_PATH "'path':'/PushNotifications/Users'"
#define VISITS_PATH "'path':'/PushNotifications/DeviceRegistrations'"

static CarillonIndex *
get_index (PageFixture *fixture)
{
  return carillon_session_get_index (fixture->session);
}

static void
show_bar (PageFixture *fixture, int width)
{
  carillon_index_set_page_size (get_index (fixture), PAGE_SIZE);
  page_fixture_show (fixture, carillon_index_bar_new (get_index (fixture)), width, 200);
}

typedef struct {
  CarillonIndex *index;
  CarillonIndexState state;
  guint64 n_seen; /* at least */
} Wanted;

static gboolean
is_as_wanted (GtkWidget *root, gpointer data)
{
  const Wanted *wanted = data;
  guint64 n_seen;

  g_object_get (wanted->index, "n-seen", &n_seen, NULL);
  return carillon_index_get_state (wanted->index) == wanted->state && n_seen >= wanted->n_seen;
}

static void
wait_for (PageFixture *fixture, CarillonIndexState state, guint64 n_seen)
{
  test_ui_wait (fixture->window, is_as_wanted, &(Wanted){ get_index (fixture), state, n_seen });
  test_ui_settle (fixture->window);
}

static void
on_seen (CarillonIndex *index, GParamSpec *pspec, gpointer user_data)
{
  GArray *numbers = user_data;
  guint64 n_seen;

  g_object_get (index, "n-seen", &n_seen, NULL);
  g_array_append_val (numbers, n_seen);
}

/* Nothing goes out before the operator says so; then it is seen how it goes on. An account that
 * only reads may do it. */
static void
test_build (void)
{
  PageFixture fixture;
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint64));

  page_fixture_set_up (&fixture, NULL, TRUE);
  g_object_set (fixture.account, "mode", CARILLON_MODE_READ_ONLY, NULL);
  show_bar (&fixture, 1000);
  wait_for (&fixture, CARILLON_INDEX_NEVER_BUILT, 0);
  g_assert_cmpint (test_emulator_count_requests (fixture.emulator, VISIT), ==, 0);
  g_assert_null (test_ui_lookup_text (fixture.window, GTK_TYPE_BUTTON, "Update Index"));

  g_signal_connect (get_index (&fixture), "notify::n-seen", G_CALLBACK (on_seen), numbers);
  carillon_index_start (get_index (&fixture));
  wait_for (&fixture, CARILLON_INDEX_RUNNING, 1);
  test_ui_wait_shows (fixture.page, "Building the Index");
  test_ui_wait_shows (fixture.page, "a second");
  page_fixture_picture (&fixture, "index-building-1000");

  page_fixture_click (&fixture, "Pause");
  test_ui_wait_shows (fixture.page, "Building Paused");
  GtkWidget *resume = test_ui_find_text (fixture.page, GTK_TYPE_BUTTON, "Resume");
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture.window)) == resume);
  page_fixture_picture (&fixture, "index-paused-1000");
  page_fixture_click (&fixture, "Resume");
  wait_for (&fixture, CARILLON_INDEX_DONE, 0);
  test_ui_wait_shows (fixture.page, "devices of 2,000 users");
  test_ui_wait_shows (fixture.page, "complete as of less than a minute ago");
  page_fixture_picture (&fixture, "index-done-1000");
  page_fixture_resize (&fixture, 360, 200);
  page_fixture_picture (&fixture, "index-done-360");

  g_assert_cmpuint (numbers->len, >, 10);
  for (guint i = 1; i < numbers->len; i++) {
    g_assert_cmpuint (g_array_index (numbers, guint64, i), >=,
                      g_array_index (numbers, guint64, i - 1));
  }
  g_assert_cmpint (test_emulator_count_requests (fixture.emulator, VISIT), ==, N_USERS);
  page_fixture_tear_down (&fixture);
}

/* While it is paused nothing goes out. */
static void
test_pause (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, TRUE);
  show_bar (&fixture, 360);
  wait_for (&fixture, CARILLON_INDEX_NEVER_BUILT, 0);
  carillon_index_start (get_index (&fixture));
  wait_for (&fixture, CARILLON_INDEX_RUNNING, 150);
  page_fixture_picture (&fixture, "index-building-360");
  page_fixture_click (&fixture, "Pause");
  wait_for (&fixture, CARILLON_INDEX_PAUSED, 0);
  page_fixture_picture (&fixture, "index-paused-360");
  gint64 n_visits = test_emulator_count_requests (fixture.emulator, VISIT);
  g_assert_cmpint (n_visits, <, N_USERS);

  page_fixture_click (&fixture, "Stop");
  wait_for (&fixture, CARILLON_INDEX_INTERRUPTED, 0);
  g_assert_cmpint (test_emulator_count_requests (fixture.emulator, VISIT), <=, n_visits + 6);
  test_ui_wait_shows (fixture.page, "Index Not Finished");
  test_ui_wait_shows (fixture.page, "can be searched so far");
  page_fixture_picture (&fixture, "index-interrupted-360");
  page_fixture_resize (&fixture, 1000, 200);
  page_fixture_picture (&fixture, "index-interrupted-1000");

  page_fixture_click (&fixture, "Continue");
  wait_for (&fixture, CARILLON_INDEX_DONE, 0);
  g_assert_cmpint (test_emulator_count_requests (fixture.emulator, VISIT), <=, N_USERS + 12);
  page_fixture_click (&fixture, "Update Index");
  wait_for (&fixture, CARILLON_INDEX_RUNNING, 300);
  test_ui_wait_shows (fixture.page, "Updating the Index");
  page_fixture_picture (&fixture, "index-updating-1000");
  page_fixture_click (&fixture, "Stop");
  wait_for (&fixture, CARILLON_INDEX_INTERRUPTED, 0);
  test_ui_wait_shows (fixture.page, "Update Not Finished");
  test_ui_wait_shows (fixture.page, "complete as of");
  page_fixture_picture (&fixture, "index-update-interrupted-1000");
  page_fixture_tear_down (&fixture);
}

/* A page of users that fails in the middle is asked for again, and so is what is refused for now.
 */
static void
test_faults (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, TRUE);
  show_bar (&fixture, 1000);
  wait_for (&fixture, CARILLON_INDEX_NEVER_BUILT, 0);
  g_autofree char *cut = test_emulator_add_fault (
    fixture.emulator, "{'kind':'cut','skip':3,'times':1,'method':'GET'," USERS_PATH "}");
  g_autofree char *limit = test_emulator_add_fault (
    fixture.emulator,
    "{'kind':'status','status':429,'retryAfter':3,'skip':500,'times':1,'method':'GET'," VISITS_PATH
    "}");
  carillon_index_start (get_index (&fixture));
  test_ui_wait_shows (fixture.page, "Waiting for the Server");
  test_ui_wait_shows (fixture.page, "going on in 3 seconds");
  page_fixture_picture (&fixture, "index-waiting-1000");
  test_ui_wait_shows (fixture.page, "going on in 1 second");
  test_ui_wait_shows (fixture.page, "Building the Index");
  wait_for (&fixture, CARILLON_INDEX_DONE, 0);
  g_assert_cmpint (test_emulator_get_fault_hits (fixture.emulator, cut), ==, 1);
  g_assert_cmpint (test_emulator_get_fault_hits (fixture.emulator, limit), ==, 1);
  test_ui_wait_shows (fixture.page, "devices of 2,000 users");
  g_assert_cmpint (test_emulator_count_requests (fixture.emulator, VISIT), ==, N_USERS + 1);
  page_fixture_tear_down (&fixture);
}

/* What no user would be spared is said in an operator's words, and what there is stays. */
static void
test_failed (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, TRUE);
  show_bar (&fixture, 1000);
  wait_for (&fixture, CARILLON_INDEX_NEVER_BUILT, 0);
  g_free (test_emulator_add_fault (
    fixture.emulator,
    "{'kind':'status','status':401,'skip':600,'times':0,'method':'GET'," VISITS_PATH "}"));
  carillon_index_start (get_index (&fixture));
  wait_for (&fixture, CARILLON_INDEX_FAILED, 0);
  test_ui_wait_shows (fixture.page, "The Credentials Were Not Accepted");
  test_ui_wait_shows (fixture.page, "can be searched so far");
  page_fixture_picture (&fixture, "index-failed-1000");
  page_fixture_resize (&fixture, 360, 200);
  page_fixture_picture (&fixture, "index-failed-360");

  test_emulator_remove_faults (fixture.emulator);
  page_fixture_click (&fixture, "Try Again");
  wait_for (&fixture, CARILLON_INDEX_DONE, 0);
  test_ui_wait_shows (fixture.page, "devices of 2,000 users");
  page_fixture_tear_down (&fixture);
}

static ArchiveIndexState *
read_index (PageFixture *fixture, const char *account_id)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_read_index_async (fixture->store, account_id, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  ArchiveIndexState *found = archive_store_index_state_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return found;
}

static void
assert_done (gint64 age, const char *text, const char *icon_name)
{
  const gint64 now = (gint64) 1763800000 * G_USEC_PER_SEC;
  g_autofree char *detail =
    carillon_index_detail (NULL, CARILLON_INDEX_DONE, 0, 10, 0, 0, now - age, now, 12, 10, NULL);
  g_autofree char *icon = carillon_index_icon (NULL, CARILLON_INDEX_DONE, now - age, now);

  g_assert_cmpstr (detail, ==, text);
  g_assert_cmpstr (icon, ==, icon_name);
}

/* After a day it is said to be old. */
static void
test_age (void)
{
  assert_done (2 * G_TIME_SPAN_HOUR, "complete as of 2 hours ago", "object-select-symbolic");
  assert_done (CARILLON_INDEX_OLD_AFTER, "complete as of 1 day ago", "object-select-symbolic");
  assert_done (3 * G_TIME_SPAN_DAY, "complete as of 3 days ago · update it before you rely on it",
               "dialog-warning-symbolic");
}

/* An account that is left while its index is built loses nothing, and leaves nothing behind. */
static void
test_dispose (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, TRUE);
  guint n_references = G_OBJECT (fixture.store)->ref_count;
  g_autoptr (CarillonIndex) index =
    carillon_index_new (carillon_session_get_client (fixture.session), fixture.store, "left");
  carillon_index_set_page_size (index, PAGE_SIZE);
  carillon_index_start (index);
  while (!is_as_wanted (NULL, &(Wanted){ index, CARILLON_INDEX_RUNNING, 200 })) {
    g_main_context_iteration (NULL, TRUE);
  }
  g_assert_finalize_object (g_steal_pointer (&index));
  while (G_OBJECT (fixture.store)->ref_count > n_references) {
    g_main_context_iteration (NULL, TRUE);
  }
  g_autoptr (ArchiveIndexState) found = read_index (&fixture, "left");
  g_assert_cmpint (found->phase, ==, ARCHIVE_CRAWL_LISTING);
  g_assert_cmpuint (found->n_seen, >=, 200);
  g_assert_cmpint (test_emulator_count_requests (fixture.emulator, VISIT), <=,
                   (gint64) found->n_seen + 6);
  page_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/app/index/build", test_build);
  g_test_add_func ("/app/index/pause", test_pause);
  g_test_add_func ("/app/index/faults", test_faults);
  g_test_add_func ("/app/index/failed", test_failed);
  g_test_add_func ("/app/index/age", test_age);
  g_test_add_func ("/app/index/dispose", test_dispose);
  return g_test_run ();
}
