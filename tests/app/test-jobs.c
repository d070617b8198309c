/* Jobs as an operator sees them: from the rows that are selected over the plan to the bar at the
 * foot, against an emulator that fails. */

#include <archive-jobs.h>

#include "carillon-jobs.h"
#include "carillon-registrations-page.h"
#include "carillon-users-page.h"
#include "page-fixture.h"

#define DELETE_USER "DELETE /PushNotifications/Users/{userId}"
#define SLOW "{'kind':'late','delay':40,'method':'DELETE'}"

/* Waits are short, or a server that has gone would be waited for for half a minute. */
#define FIRST_WAIT 10

static CarillonJobs *
jobs_of (PageFixture *fixture)
{
  return carillon_session_get_jobs (fixture->session);
}

static CarillonJob *
current_of (PageFixture *fixture)
{
  return carillon_jobs_get_current (jobs_of (fixture));
}

static void
hurry (PageFixture *fixture)
{
  const CommsRetryPolicy policy = { .max_attempts = 3, .first_wait = FIRST_WAIT };

  comms_client_set_retry_policy (carillon_session_get_client (fixture->session), &policy);
}

static void
set_up (PageFixture *fixture, const char *data)
{
  page_fixture_set_up (fixture, data, TRUE);
  hurry (fixture);
  page_fixture_show (fixture, carillon_users_page_new (fixture->session), 1000, 700);
  page_fixture_wait_state (fixture, COMMS_LIST_READY);
}

static GtkSelectionModel *
rows_of (PageFixture *fixture)
{
  return GTK_SELECTION_MODEL (carillon_list_page_get_rows (page_fixture_list (fixture)));
}

/* Until so many rows are loaded, which are then selected. */
static void
select_rows (PageFixture *fixture, guint n_rows)
{
  while (page_fixture_n_rows (fixture) < n_rows) {
    page_fixture_scroll_to_end (fixture);
    page_fixture_wait_idle (fixture);
  }
  gtk_selection_model_select_range (rows_of (fixture), 0, n_rows, TRUE);
  carillon_list_page_set_show_details (page_fixture_list (fixture), TRUE);
  test_ui_settle (fixture->window);
}

static GPtrArray *
get_ids (PageFixture *fixture, guint n_rows)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n_rows; i++) {
    g_ptr_array_add (ids, g_strdup (comms_resource_get_id (page_fixture_row (fixture, i))));
  }
  return ids;
}

static void
begin (PageFixture *fixture, guint n_rows)
{
  g_autofree char *button = g_strdup_printf ("Delete %u", n_rows);

  select_rows (fixture, n_rows);
  page_fixture_click (fixture, n_rows > 1 ? "Delete Selected…" : "Delete…");
  page_fixture_answer (fixture, "Users cannot be restored", button);
}

typedef struct {
  PageFixture *fixture;
  CarillonJobState state;
  guint n_done;
} Wanted;

static gboolean
is_so (GtkWidget *root, gpointer data)
{
  const Wanted *wanted = data;
  CarillonJob *job = current_of (wanted->fixture);

  return job != NULL && carillon_job_get_state (job) == wanted->state &&
         carillon_job_count (job, ARCHIVE_ROW_DONE) >= wanted->n_done;
}

static void
wait_for (PageFixture *fixture, CarillonJobState state, guint n_done)
{
  test_ui_wait (fixture->window, is_so, &(Wanted){ fixture, state, n_done });
}

static gboolean
is_quiet (GtkWidget *root, gpointer fixture)
{
  return !carillon_jobs_get_running (jobs_of (fixture));
}

static void
wait_quiet (PageFixture *fixture)
{
  test_ui_wait (fixture->window, is_quiet, fixture);
}

static void
click (PageFixture *fixture, const char *button)
{
  test_ui_click (test_ui_wait_find_text (fixture->window, GTK_TYPE_BUTTON, button));
}

static void
wait_shows (PageFixture *fixture, const char *text)
{
  test_ui_wait_shows (fixture->window, text);
}

static guint
count_trash (PageFixture *fixture, GHashTable *ids)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *after = NULL;
  guint count = 0;

  do {
    GAsyncResult *slot = NULL;
    archive_store_list_trash_async (fixture->store, carillon_account_get_id (fixture->account),
                                    &(ArchiveTrashQuery){ .kind = ARCHIVE_TRASH_ANY }, after,
                                    ARCHIVE_MAX_ROWS, NULL, test_store_result, &slot);
    g_autoptr (GAsyncResult) result = test_await (&slot);
    g_autoptr (ArchivePage) page = archive_store_list_finish (fixture->store, result, &error);
    g_assert_no_error (error);
    for (guint i = 0; i < page->rows->len; i++) {
      const ArchiveTrashItem *item = page->rows->pdata[i];
      g_assert_true (g_hash_table_add (ids, g_strdup (item->resource_id)));
      count++;
    }
    g_free (after);
    after = g_strdup (page->next);
  } while (after != NULL);
  return count;
}

/* Each is in the trash once, and gone at the server. */
static void
assert_deleted (PageFixture *fixture, GPtrArray *ids)
{
  CommsClient *client = carillon_session_get_client (fixture->session);
  g_autoptr (GHashTable) trash = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_cmpuint (count_trash (fixture, trash), ==, ids->len);
  for (guint i = 0; i < ids->len; i++) {
    GAsyncResult *slot = NULL;
    g_autoptr (GError) error = NULL;
    g_assert_true (g_hash_table_contains (trash, ids->pdata[i]));
    comms_client_fetch_user_async (client, ids->pdata[i], NULL, test_store_result, &slot);
    g_autoptr (GAsyncResult) result = test_await (&slot);
    g_autoptr (CommsUser) user = comms_client_fetch_user_finish (client, result, &error);
    /* The API may go on to show a deleted user as such. */
    if (user != NULL) {
      g_assert_cmpint (comms_user_get_deleted_at (user), >=, 0);
    } else {
      g_assert_error (error, COMMS_ERROR, COMMS_ERROR_NOT_FOUND);
    }
  }
}

static void
test_many (void)
{
  PageFixture fixture;

  set_up (&fixture, NULL);
  select_rows (&fixture, 300);
  g_autoptr (GPtrArray) ids = get_ids (&fixture, 300);
  static const char *const faults[] = {
    "{'kind':'status','status':400,'times':2,'skip':10,'method':'DELETE'}",
    "{'kind':'status','status':429,'retryAfter':1,'times':3,'skip':30,'method':'DELETE'}",
    "{'kind':'close-after','times':3,'skip':60,'method':'DELETE'}",
    "{'kind':'status','status':503,'act':true,'times':2,'skip':120,'method':'DELETE'}",
    "{'kind':'cut','times':2,'skip':200,'method':'GET'}",
  };
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_free (test_emulator_add_fault (fixture.emulator, faults[i]));
  }

  begin (&fixture, 300);
  wait_shows (&fixture, "Trying again in 1 second…");
  page_fixture_picture (&fixture, "jobs-waiting-for-server");
  wait_shows (&fixture, "298 of 300 deleted · 2 failed");
  wait_for (&fixture, CARILLON_JOB_DONE, 298);
  page_fixture_picture (&fixture, "jobs-some-failed");
  page_fixture_resize (&fixture, 360, 640);
  page_fixture_picture (&fixture, "jobs-some-failed-360");
  click (&fixture, "Show Results");
  g_assert_cmpstr (fixture.activated, ==, "show-job 1");
  click (&fixture, "Retry Failed");
  wait_shows (&fixture, "300 of 300 deleted");
  wait_for (&fixture, CARILLON_JOB_DONE, 300);
  assert_deleted (&fixture, ids);
  page_fixture_wait_idle (&fixture);
  for (guint i = 0; i < page_fixture_n_rows (&fixture); i++) {
    const char *id = comms_resource_get_id (page_fixture_row (&fixture, i));
    g_assert_false (g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL));
  }
  test_ui_click (test_ui_find (fixture.window, "job-dismiss"));
  test_ui_wait_gone (fixture.window, "300 of 300 deleted");
  page_fixture_tear_down (&fixture);
}

/* Nothing is asked for while it is paused; what is stopped is not begun any more. */
static void
test_pause_and_stop (void)
{
  PageFixture fixture;

  set_up (&fixture, NULL);
  g_free (test_emulator_add_fault (fixture.emulator, SLOW));
  begin (&fixture, 200);
  wait_for (&fixture, CARILLON_JOB_RUNNING, 20);
  page_fixture_picture (&fixture, "jobs-running");
  click (&fixture, "Pause");
  wait_shows (&fixture, "Deleting users is paused");
  wait_quiet (&fixture);
  gint64 n_requests = test_emulator_count_requests (fixture.emulator, NULL);
  page_fixture_picture (&fixture, "jobs-paused");
  g_assert_cmpint (test_emulator_count_requests (fixture.emulator, DELETE_USER), <, 200);

  click (&fixture, "Resume");
  guint n_paused = carillon_job_count (current_of (&fixture), ARCHIVE_ROW_DONE);
  wait_for (&fixture, CARILLON_JOB_RUNNING, n_paused + 10);
  g_assert_cmpint (test_emulator_count_requests (fixture.emulator, NULL), >, n_requests);
  click (&fixture, "Stop…");
  page_fixture_answer (&fixture, "What is done stays done", "Stop");
  wait_for (&fixture, CARILLON_JOB_STOPPED, n_paused + 10);
  wait_quiet (&fixture);
  CarillonJob *job = current_of (&fixture);
  guint n_done = carillon_job_count (job, ARCHIVE_ROW_DONE);
  g_assert_cmpuint (n_done, <, 200);
  g_assert_cmpint (test_emulator_count_requests (fixture.emulator, DELETE_USER), ==, n_done);
  wait_shows (&fixture, "The rest was not touched.");
  page_fixture_picture (&fixture, "jobs-stopped");
  page_fixture_tear_down (&fixture);
}

/* Whatever page is above them. */
static void
assert_buttons_inside (PageFixture *fixture)
{
  static const char *const names[] = { "job-main", "job-show", "job-stop" };
  int height = gtk_widget_get_height (fixture->window);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    GtkWidget *button = test_ui_wait_find (fixture->window, names[i]);
    graphene_rect_t area;
    g_assert_true (gtk_widget_compute_bounds (button, fixture->window, &area));
    g_assert_cmpfloat (area.origin.y + area.size.height, <=, height);
  }
}

/* The session goes in the middle; another one over the same archive offers to go on. */
static void
test_next_session (void)
{
  PageFixture fixture;

  set_up (&fixture, "emulator.db");
  select_rows (&fixture, 150);
  g_autoptr (GPtrArray) ids = get_ids (&fixture, 150);
  g_free (test_emulator_add_fault (fixture.emulator, SLOW));
  begin (&fixture, 150);
  wait_for (&fixture, CARILLON_JOB_RUNNING, 20);
  page_fixture_reconnect (&fixture);
  hurry (&fixture);
  page_fixture_show (&fixture, carillon_registrations_page_new (fixture.session), 1000, 700);
  wait_for (&fixture, CARILLON_JOB_INTERRUPTED, 20);
  g_assert_cmpuint (carillon_job_count (current_of (&fixture), ARCHIVE_ROW_DONE), <, 150);
  page_fixture_picture (&fixture, "jobs-interrupted");
  page_fixture_resize (&fixture, 360, 640);
  page_fixture_picture (&fixture, "jobs-interrupted-360");
  page_fixture_resize (&fixture, 360, 560);
  assert_buttons_inside (&fixture);
  g_object_set (fixture.account, "mode", CARILLON_MODE_READ_ONLY, NULL);
  click (&fixture, "Continue");
  page_fixture_answer (&fixture, "Is Read Only", "Cancel");
  g_assert_cmpint (carillon_job_get_state (current_of (&fixture)), ==, CARILLON_JOB_INTERRUPTED);
  g_object_set (fixture.account, "mode", CARILLON_MODE_OPEN, NULL);
  click (&fixture, "Continue");
  wait_for (&fixture, CARILLON_JOB_DONE, 150);
  g_assert_cmpuint (carillon_job_count (current_of (&fixture), ARCHIVE_ROW_GONE), ==, 0);
  g_assert_cmpint (test_emulator_count_requests (fixture.emulator, DELETE_USER), ==, 150);
  assert_deleted (&fixture, ids);
  page_fixture_tear_down (&fixture);
}

/* What failed for good while the server was gone is tried again. */
static gboolean
is_through (GtkWidget *root, gpointer data)
{
  PageFixture *fixture = data;
  CarillonJob *job = current_of (fixture);
  gboolean some_failed = carillon_job_count (job, ARCHIVE_ROW_FAILED) > 0;

  if (carillon_job_get_state (job) == CARILLON_JOB_DONE && some_failed) {
    carillon_jobs_retry (jobs_of (fixture), job);
  }
  return carillon_job_get_state (job) == CARILLON_JOB_DONE;
}

/* A server that has gone is waited for some time; when it is back, the job goes on. */
static void
test_server_gone (void)
{
  PageFixture fixture;

  set_up (&fixture, "emulator.db");
  select_rows (&fixture, 100);
  g_autoptr (GPtrArray) ids = get_ids (&fixture, 100);
  g_free (test_emulator_add_fault (fixture.emulator, SLOW));
  begin (&fixture, 100);
  wait_for (&fixture, CARILLON_JOB_RUNNING, 10);
  page_fixture_stop_emulator (&fixture);
  wait_for (&fixture, CARILLON_JOB_FAILED, 10);
  wait_shows (&fixture, "Deleting users cannot go on");
  wait_shows (&fixture, "The Server Could Not Be Reached. The rest waits to be tried again.");
  page_fixture_picture (&fixture, "jobs-failed");
  page_fixture_restart_emulator (&fixture);
  click (&fixture, "Try Again");
  test_ui_wait (fixture.window, is_through, &fixture);
  g_assert_cmpuint (carillon_job_count (current_of (&fixture), ARCHIVE_ROW_DONE), ==, 100);
  assert_deleted (&fixture, ids);
  page_fixture_tear_down (&fixture);
}

/* A second job waits in line until the first is paused, stopped or done. */
static void
test_line (void)
{
  PageFixture fixture;

  set_up (&fixture, NULL);
  g_free (test_emulator_add_fault (fixture.emulator, SLOW));
  begin (&fixture, 100);
  wait_for (&fixture, CARILLON_JOB_RUNNING, 5);
  CarillonJob *first = current_of (&fixture);
  gtk_selection_model_select_range (rows_of (&fixture), page_fixture_n_rows (&fixture) - 1, 1,
                                    TRUE);
  page_fixture_click (&fixture, "Delete…");
  page_fixture_answer (&fixture, "Delete 1 User?", "Delete 1");
  wait_shows (&fixture, "1 more job is open.");
  page_fixture_picture (&fixture, "jobs-line");
  CarillonJob *second = carillon_jobs_find (jobs_of (&fixture), 2);
  g_assert_nonnull (second);
  g_assert_cmpint (carillon_job_get_state (second), ==, CARILLON_JOB_WAITING);
  carillon_jobs_pause (jobs_of (&fixture), first);
  wait_shows (&fixture, "1 user deleted");
  g_assert_cmpint (carillon_job_get_state (first), ==, CARILLON_JOB_PAUSED);
  wait_quiet (&fixture);
  carillon_jobs_resume (jobs_of (&fixture), first);
  wait_for (&fixture, CARILLON_JOB_RUNNING, 5);
  carillon_jobs_stop (jobs_of (&fixture), first);
  wait_for (&fixture, CARILLON_JOB_STOPPED, 5);
  wait_quiet (&fixture);
  page_fixture_tear_down (&fixture);
}

static guint
count_plans (PageFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  guint n_plans = 0;

  for (gint64 id = 1; id < 5; id++) {
    archive_store_read_job_async (fixture->store, carillon_account_get_id (fixture->account), id,
                                  NULL, test_store_result, &slot);
    g_autoptr (GAsyncResult) result = test_await (&slot);
    g_autoptr (ArchiveJob) job = archive_store_read_job_finish (fixture->store, result, NULL);
    n_plans += job != NULL ? 1 : 0;
  }
  return n_plans;
}

/* Above the account's number it has to be typed; a read-only account sees the plan, and why. */
static void
test_modes (void)
{
  PageFixture fixture;

  set_up (&fixture, NULL);
  g_object_set (fixture.account, "confirm-above", 10, NULL);
  select_rows (&fixture, 12);
  page_fixture_click (&fixture, "Delete Selected…");
  GtkWidget *dialog = test_ui_wait_dialog (fixture.window);
  test_ui_wait_shows (dialog, "Delete 12 Users?");
  test_ui_wait_shows (dialog, "Unknown until read");
  GtkWidget *delete_button = test_ui_find (dialog, "plan-delete");
  g_assert_false (gtk_widget_is_sensitive (delete_button));
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "jobs-plan-typed");
  test_ui_type (test_ui_find (dialog, "confirm-count"), "11");
  g_assert_false (gtk_widget_is_sensitive (delete_button));
  test_ui_type (test_ui_find (dialog, "confirm-count"), "12");
  g_assert_true (gtk_widget_is_sensitive (delete_button));
  test_ui_set_dark (TRUE);
  gtk_expander_set_expanded (GTK_EXPANDER (test_ui_find (dialog, "plan-chosen")), TRUE);
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "jobs-plan-chosen-dark");
  test_ui_set_dark (FALSE);
  GListModel *shown =
    G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (test_ui_find (dialog, "plan-ids"))));
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 12);
  g_object_set (fixture.account, "mode", CARILLON_MODE_READ_ONLY, NULL);
  g_assert_false (gtk_widget_is_sensitive (delete_button));
  test_ui_wait_shows (dialog, "The account is read only.");
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "jobs-plan-read-only");
  test_ui_click (test_ui_find (dialog, "plan-cancel"));
  test_ui_settle (fixture.window);
  g_assert_cmpuint (count_plans (&fixture), ==, 0);
  g_assert_cmpint (test_emulator_count_requests (fixture.emulator, DELETE_USER), ==, 0);

  g_object_set (fixture.account, "mode", CARILLON_MODE_OPEN, NULL);
  page_fixture_resize (&fixture, 360, 640);
  page_fixture_click (&fixture, "Delete Selected…");
  dialog = test_ui_wait_dialog (fixture.window);
  test_ui_wait_shows (dialog, "Delete 12 Users?");
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "jobs-plan-360");
  test_ui_close_dialog (dialog);
  test_ui_settle (fixture.window);
  g_assert_cmpuint (count_plans (&fixture), ==, 0);
  page_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/jobs/many", test_many);
  g_test_add_func ("/jobs/pause-and-stop", test_pause_and_stop);
  g_test_add_func ("/jobs/next-session", test_next_session);
  g_test_add_func ("/jobs/server-gone", test_server_gone);
  g_test_add_func ("/jobs/line", test_line);
  g_test_add_func ("/jobs/modes", test_modes);
  return g_test_run ();
}
