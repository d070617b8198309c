/* The history of jobs: what became of each row, and why; and what can be done about it. */

#include "carillon-job-control.h"
#include "carillon-trash-page.h"
#include "trash-fixture.h"

#define DELETE "'method':'DELETE'"

typedef struct {
  PageFixture page;
  GPtrArray *users; /* of char * */
  GPtrArray *ids;   /* of char *, with NULL at the end */
} JobsFixture;

static void
set_up (JobsFixture *fixture, guint n_users)
{
  trash_fixture_set_up (&fixture->page);
  fixture->users = g_ptr_array_new_with_free_func (g_free);
  fixture->ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n_users; i++) {
    g_autofree char *token = g_strdup_printf ("token-%u", i);
    char *user = page_fixture_register (&fixture->page, "shop", "FCM", token, NULL);

    g_ptr_array_add (fixture->users, user);
    g_ptr_array_add (fixture->ids, trash_fixture_find_registration (&fixture->page, user));
  }
  g_ptr_array_add (fixture->ids, NULL);
}

static void
tear_down (JobsFixture *fixture)
{
  page_fixture_tear_down (&fixture->page);
  g_ptr_array_unref (fixture->users);
  g_ptr_array_unref (fixture->ids);
}

static gint64
delete_all (JobsFixture *fixture)
{
  return trash_fixture_delete (&fixture->page, ARCHIVE_JOB_DELETE_REGISTRATIONS,
                               (const char *const *) fixture->ids->pdata);
}

static void
show (JobsFixture *fixture, int width)
{
  page_fixture_show (&fixture->page, carillon_trash_page_new (fixture->page.session), width, 700);
}

static void
show_jobs (JobsFixture *fixture)
{
  show (fixture, 1000);
  GtkWidget *label = test_ui_wait_find_text (fixture->page.page, GTK_TYPE_LABEL, "Jobs");
  test_ui_click (gtk_widget_get_ancestor (label, GTK_TYPE_TOGGLE_BUTTON));
  test_ui_settle (fixture->page.window);
}

static char *export(JobsFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->page.folder, "report.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  carillon_list_page_export_to (trash_fixture_list (&fixture->page), CARILLON_EXPORT_CSV, file,
                                FALSE);
  test_ui_wait_shows (fixture->page.window, "to report.csv");
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* Each failure has its reason, here and in the file, and what failed can be run again. */
static void
test_report (void)
{
  JobsFixture fixture;

  set_up (&fixture, 6);
  g_free (test_emulator_add_fault (fixture.page.emulator,
                                   "{'kind':'status','status':400,'times':2,'skip':1," DELETE "}"));
  gint64 job = delete_all (&fixture);
  show_jobs (&fixture);
  trash_fixture_wait_n_rows (&fixture.page, 1);
  test_ui_wait_shows (fixture.page.page, "Delete registrations");
  trash_fixture_select (&fixture.page, 0, TRUE);
  test_ui_wait_shows (fixture.page.page, "Done: 4 · Failed: 2");
  page_fixture_picture (&fixture.page, "jobs-1000");

  trash_fixture_open_row (&fixture.page, 0);
  trash_fixture_wait_n_rows (&fixture.page, 6);
  trash_fixture_choose (&fixture.page, "state", "failed");
  trash_fixture_wait_n_rows (&fixture.page, 2);
  trash_fixture_open_row (&fixture.page, 0);
  test_ui_wait_shows (fixture.page.page, "The Server Refused the Request: ");
  page_fixture_picture (&fixture.page, "job-failed-1000");
  g_autofree char *report = export(&fixture);
  g_auto (GStrv) lines = g_strsplit (report, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_nonnull (strstr (lines[0], "Result,Reason"));
  g_assert_nonnull (strstr (lines[1], "The Server Refused the Request: "));

  trash_fixture_choose (&fixture.page, "state", NULL);
  trash_fixture_wait_n_rows (&fixture.page, 6);
  page_fixture_click (&fixture.page, "Run Failed Again");
  test_ui_wait_shows (fixture.page.page, "Done: 6");
  page_fixture_resize (&fixture.page, 360, 640);
  page_fixture_picture (&fixture.page, "job-360");
  for (guint i = 0; i < fixture.users->len; i++) {
    g_autofree char *left = trash_fixture_devices (&fixture.page, fixture.users->pdata[i]);
    g_assert_cmpstr (left, ==, "");
  }
  page_fixture_click (&fixture.page, "Show in Trash");
  g_autofree char *expected = g_strdup_printf ("show-job-trash %" G_GINT64_FORMAT, job);
  g_assert_cmpstr (fixture.page.activated, ==, expected);
  page_fixture_click (&fixture.page, "Restore…");
  g_assert_true (g_str_has_prefix (fixture.page.activated, "restore-job "));
  tear_down (&fixture);
}

/* All that a job deleted comes back, and why a row did not is said of that row. */
static void
test_restore_job (void)
{
  JobsFixture fixture;

  set_up (&fixture, 3);
  gint64 job = delete_all (&fixture);
  trash_fixture_delete_at_api (&fixture.page, fixture.users->pdata[1]);
  show (&fixture, 1600);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, job);
  carillon_trash_page_restore_job (CARILLON_TRASH_PAGE (fixture.page.page), number);
  GtkWidget *dialog = test_ui_wait_dialog (fixture.page.window);
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "trash-restore-question");
  page_fixture_answer (&fixture.page, "3 devices are registered again", "Restore");
  test_ui_wait_shows (fixture.page.page, "Restored");
  trash_fixture_wait_jobs (&fixture.page);

  g_autofree char *restore = g_strdup_printf ("%" G_GINT64_FORMAT, job + 1);
  carillon_trash_page_show_job (CARILLON_TRASH_PAGE (fixture.page.page), restore);
  trash_fixture_wait_n_rows (&fixture.page, 3);
  test_ui_wait_shows (fixture.page.page, "Done: 2 · Failed: 1");
  test_ui_wait_shows (fixture.page.page, "It has another registration ID.");
  page_fixture_picture (&fixture.page, "job-restore-1600");
  trash_fixture_choose (&fixture.page, "state", "failed");
  trash_fixture_wait_n_rows (&fixture.page, 1);
  g_assert_cmpstr (comms_resource_get_string (trash_fixture_row (&fixture.page, 0), "userId"), ==,
                   fixture.users->pdata[1]);
  for (guint i = 0; i < 3; i++) {
    g_autofree char *back = trash_fixture_devices (&fixture.page, fixture.users->pdata[i]);
    g_autofree char *token = g_strdup_printf ("shop/FCM/token-%u", i);
    g_assert_cmpstr (back, ==, i == 1 ? "" : token);
  }
  tear_down (&fixture);
}

static gint64
create (JobsFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *stored = NULL;

  archive_store_create_job_async (
    fixture->page.store, carillon_account_get_id (fixture->page.account),
    ARCHIVE_JOB_DELETE_REGISTRATIONS, (const char *const *) fixture->ids->pdata, NULL,
    test_store_result, &stored);
  g_autoptr (GAsyncResult) result = test_await (&stored);
  gint64 job = archive_store_count_finish (fixture->page.store, result, &error);
  g_assert_no_error (error);
  return job;
}

static void
discard (JobsFixture *fixture, gint64 item)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *stored = NULL;

  archive_store_discard_trash_async (fixture->page.store,
                                     carillon_account_get_id (fixture->page.account), &item, 1,
                                     NULL, test_store_result, &stored);
  g_autoptr (GAsyncResult) result = test_await (&stored);
  archive_store_write_finish (fixture->page.store, result, &error);
  g_assert_no_error (error);
}

/* A row of a restore is about what was discarded meanwhile. */
static void
test_discarded (void)
{
  JobsFixture fixture;
  const char *const items[] = { "1", "2", NULL };

  set_up (&fixture, 2);
  delete_all (&fixture);
  discard (&fixture, 2);
  trash_fixture_delete (&fixture.page, ARCHIVE_JOB_RESTORE, items);
  show (&fixture, 1000);
  carillon_trash_page_show_job (CARILLON_TRASH_PAGE (fixture.page.page), "2");
  trash_fixture_wait_n_rows (&fixture.page, 2);
  test_ui_wait_shows (fixture.page.page, "It was discarded from the trash");
  test_ui_click (test_ui_find (fixture.page.page, "job-back"));
  trash_fixture_wait_n_rows (&fixture.page, 2);
  test_ui_wait_shows (fixture.page.page, "Delete registrations");
  tear_down (&fixture);
}

static gboolean
can_remove (JobsFixture *fixture, guint position)
{
  return carillon_job_control_can (
    fixture->page.session, trash_fixture_row (&fixture->page, position), CARILLON_JOB_REMOVE);
}

/* What an earlier session left, this one has not asked for. */
static void
test_unfinished (void)
{
  JobsFixture fixture;

  set_up (&fixture, 2);
  create (&fixture);
  create (&fixture);
  show_jobs (&fixture);
  trash_fixture_wait_n_rows (&fixture.page, 2);
  test_ui_wait_shows (fixture.page.page, "Not finished");
  trash_fixture_select (&fixture.page, 0, TRUE);
  g_assert_false (can_remove (&fixture, 0));
  page_fixture_click (&fixture.page, "Stop");
  test_ui_wait_shows (fixture.page.page, "Stopped");
  g_assert_true (can_remove (&fixture, 0));
  page_fixture_picture (&fixture.page, "jobs-unfinished-1000");

  trash_fixture_select (&fixture.page, 1, TRUE);
  page_fixture_click (&fixture.page, "Continue");
  test_ui_wait_shows (fixture.page.page, "Done: 2");
  g_autofree char *left = trash_fixture_devices (&fixture.page, fixture.users->pdata[0]);
  g_assert_cmpstr (left, ==, "");

  page_fixture_click (&fixture.page, "Remove from History…");
  page_fixture_answer (&fixture.page, "What it deleted stays in the trash", "Cancel");
  page_fixture_click (&fixture.page, "Remove from History…");
  page_fixture_answer (&fixture.page, "What it deleted stays in the trash", "Remove");
  trash_fixture_wait_n_rows (&fixture.page, 1);
  carillon_trash_page_show_deleted (CARILLON_TRASH_PAGE (fixture.page.page));
  trash_fixture_wait_n_rows (&fixture.page, 2);
  tear_down (&fixture);
}

static gboolean
has_current (GtkWidget *root, gpointer jobs)
{
  return carillon_jobs_get_current (jobs) != NULL;
}

/* What leaves the history is told of no more, ended or not. */
static void
test_dismissed (void)
{
  JobsFixture fixture;

  set_up (&fixture, 1);
  create (&fixture);
  show_jobs (&fixture);
  CarillonJobs *jobs = carillon_session_get_jobs (fixture.page.session);
  carillon_jobs_load (jobs);
  test_ui_wait (fixture.page.page, has_current, jobs);
  CarillonJob *job = carillon_jobs_get_current (jobs);
  g_assert_true (carillon_job_is_open (job));
  carillon_jobs_dismiss (jobs, job);
  g_assert_null (carillon_jobs_get_current (jobs));
  tear_down (&fixture);
}

/* Nothing is written with an account that only reads. */
static void
test_read_only (void)
{
  JobsFixture fixture;

  set_up (&fixture, 1);
  create (&fixture);
  g_object_set (fixture.page.account, "mode", CARILLON_MODE_READ_ONLY, NULL);
  show_jobs (&fixture);
  trash_fixture_wait_n_rows (&fixture.page, 1);
  trash_fixture_select (&fixture.page, 0, TRUE);
  page_fixture_click (&fixture.page, "Continue");
  page_fixture_answer (&fixture.page, "Is Read Only", "Cancel");
  test_ui_settle (fixture.page.window);
  /* Whatever was asked of the archive before is answered before this. */
  create (&fixture);
  CarillonJobs *jobs = carillon_session_get_jobs (fixture.page.session);
  g_assert_false (carillon_jobs_get_running (jobs));
  g_autofree char *left = trash_fixture_devices (&fixture.page, fixture.users->pdata[0]);
  g_assert_cmpstr (left, ==, "shop/FCM/token-0");
  tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/trash/jobs/report", test_report);
  g_test_add_func ("/trash/jobs/restore-job", test_restore_job);
  g_test_add_func ("/trash/jobs/discarded", test_discarded);
  g_test_add_func ("/trash/jobs/unfinished", test_unfinished);
  g_test_add_func ("/trash/jobs/dismissed", test_dismissed);
  g_test_add_func ("/trash/jobs/read-only", test_read_only);
  return g_test_run ();
}
