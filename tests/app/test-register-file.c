#include <archive-jobs.h>
#include <glib/gstdio.h>

#include "carillon-job-page.h"
#include "carillon-register-file.h"
#include "carillon-register-report.h"
#include "page-fixture.h"

#define N_ROWS 300

typedef struct {
  PageFixture page;
  GtkWidget *sheet;
  GtkWidget *dialog;
  char *path;
} File;

static void
set_up (File *file, gboolean opens)
{
  page_fixture_set_up (&file->page, NULL, FALSE);
  page_fixture_show (&file->page, adw_bin_new (), 1000, 760);
  file->path = g_build_filename (file->page.folder, "devices.csv", NULL);
  if (opens) {
    file->sheet = carillon_register_file_new (file->page.session);
    carillon_register_file_present (CARILLON_REGISTER_FILE (file->sheet), file->page.page);
    file->dialog = test_ui_wait_dialog (file->page.window);
  }
}

static void
tear_down (File *file)
{
  g_unlink (file->path);
  g_free (file->path);
  page_fixture_tear_down (&file->page);
}

static void
picture (File *file, const char *name)
{
  g_autofree char *dark = g_strconcat (name, "-dark", NULL);

  if (g_getenv ("CARILLON_SCREENSHOTS") == NULL) {
    return;
  }
  test_ui_settle (file->dialog);
  test_ui_screenshot (file->dialog, name);
  test_ui_set_dark (TRUE);
  test_ui_settle (file->dialog);
  test_ui_screenshot (file->dialog, dark);
  test_ui_set_dark (FALSE);
  test_ui_settle (file->dialog);
}

/* As on the narrowest window. Only where somebody looks: libadwaita 1.7 never frees a dialog that
 * became a sheet at the bottom while it was open, and what it holds. */
static void
picture_narrow (File *file, const char *name)
{
  if (g_getenv ("CARILLON_SCREENSHOTS") == NULL) {
    return;
  }
  test_ui_resize (file->dialog, 360, 640);
  test_ui_settle (file->dialog);
  picture (file, name);
}

static void
open_bytes (File *file, const char *bytes, gssize length)
{
  g_autoptr (GFile) location = g_file_new_for_path (file->path);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (file->path, bytes, length, &error);
  g_assert_no_error (error);
  carillon_register_file_open (CARILLON_REGISTER_FILE (file->sheet), location);
}

/* Every row is good but for seven: 40 without a token, 80 of no provider, 120 of an unknown App,
 * 160 of a user that cannot be, and 200, 240 and 280 as an earlier one. The last lacks its note. */
static char *
make_file (void)
{
  GString *text = g_string_new ("User ID,appName,provider,device token,note\n");

  for (guint i = 0; i < N_ROWS; i++) {
    gboolean is_bad = i > 0 && i % 40 == 0;
    guint kind = is_bad ? i / 40 : 0;
    const char *app = kind == 3 ? "no_such_app" : "test_app";
    const char *provider = kind == 2 ? "pigeon" : "apns";
    g_autofree char *token = g_strdup_printf ("%064x", kind >= 5 ? kind : i);
    g_autofree char *note = i == N_ROWS - 1 ? g_strdup ("") : g_strdup_printf (",=%u", i);
    g_string_append_printf (text, "%s,%s,%s,%s%s\n", kind == 4 ? "ann" : "", app, provider,
                            kind == 1 ? "" : token, note);
  }
  return g_string_free (text, FALSE);
}

static gboolean
can_register (GtkWidget *root, gpointer data)
{
  gboolean can = FALSE;

  g_object_get (data, "can-register", &can, NULL);
  return can;
}

static gboolean
has_ended (GtkWidget *root, gpointer session)
{
  CarillonJob *job = carillon_jobs_find (carillon_session_get_jobs (session), 1);

  return job != NULL && carillon_job_get_state (job) == CARILLON_JOB_DONE;
}

static guint
count_posts (File *file)
{
  return (guint) test_emulator_count_requests (file->page.emulator,
                                               "POST /PushNotifications/DeviceRegistrations");
}

static ArchivePage *
list_rows (File *file, ArchiveRowState state)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;

  archive_store_list_job_rows_async (file->page.store, carillon_account_get_id (file->page.account),
                                     1, state, NULL, ARCHIVE_MAX_ROWS, NULL, test_store_result,
                                     &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  ArchivePage *page = archive_store_list_finish (file->page.store, result, &error);
  g_assert_no_error (error);
  return page;
}

static char *
save_report (File *file)
{
  g_autofree char *path = g_build_filename (file->page.folder, "report.csv", NULL);
  g_autoptr (GFile) location = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  char *text = NULL;

  carillon_register_report_async (file->page.store, carillon_account_get_id (file->page.account), 1,
                                  location, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  carillon_register_report_finish (result, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_no_errno (g_unlink (path));
  return text;
}

/* Each row as it was in the file, with its line and what became of it; nothing is a formula. */
static void
assert_report (File *file, const char *original)
{
  g_autofree char *report = save_report (file);
  g_auto (GStrv) lines = g_strsplit (report, "\r\n", -1);
  g_auto (GStrv) originals = g_strsplit (original, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 1 + N_ROWS + 1);
  g_assert_cmpstr (
    lines[0], ==,
    "User ID,appName,provider,device token,note,Line,Result,Registration,User,Reason");
  for (guint i = 1; i <= N_ROWS; i++) {
    g_auto (GStrv) was = g_strsplit (originals[i], "=", 2);
    gboolean is_bad = i > 1 && (i - 1) % 40 == 0;
    g_autofree char *note = i == N_ROWS ? g_strdup (",") : g_strdup_printf ("\"'=%u\"", i - 1);
    g_autofree char *expected =
      g_strdup_printf ("%s%s,%u,%s,%s", was[0], note, i + 1, is_bad ? "Skipped" : "Registered",
                       is_bad ? "," : "comms_device_registration_");
    g_assert_true (g_str_has_prefix (lines[i], expected));
    g_assert_cmpint (strstr (lines[i], "comms_pushnotificationuser_") == NULL, ==, is_bad);
  }
  g_assert_true (g_str_has_suffix (lines[41], ",There is no token"));
  g_assert_true (g_str_has_suffix (lines[201], ",The same as line 7"));
}

/* The page of the job leads to the report. */
static void
show_job (File *file)
{
  GtkWidget *page = carillon_job_page_new (file->page.session, 1);

  adw_bin_set_child (ADW_BIN (file->page.page), page);
  test_ui_wait_shows (page, "There is no token");
  test_ui_wait_find_text (page, GTK_TYPE_BUTTON, "Save Report…");
  page_fixture_picture (&file->page, "register-job");
  adw_bin_set_child (ADW_BIN (file->page.page), NULL);
}

static void
test_file (void)
{
  File file;
  g_autofree char *text = make_file ();

  set_up (&file, TRUE);
  g_object_set (file.page.account, "mode", CARILLON_MODE_ASK, NULL);
  picture (&file, "register-file-choose");
  open_bytes (&file, text, -1);
  test_ui_wait_shows (file.dialog, "293 devices can be registered");
  test_ui_wait_shows (file.dialog, "7 rows are skipped");
  test_ui_wait_shows (file.dialog, "293 devices make a new user each");
  test_ui_wait_shows (file.dialog, "Line 42: There is no token");
  test_ui_wait (file.dialog, can_register, file.sheet);
  picture (&file, "register-file-preview");
  picture_narrow (&file, "register-file-preview-360");

  test_ui_click (test_ui_wait_find (file.dialog, "file-register"));
  page_fixture_answer (&file.page, "293 of them make a new user each", "Register");
  test_ui_wait (file.page.window, has_ended, file.page.session);
  g_autoptr (ArchivePage) done = list_rows (&file, ARCHIVE_ROW_DONE);
  g_autoptr (ArchivePage) skipped = list_rows (&file, ARCHIVE_ROW_SKIPPED);
  g_assert_cmpuint (done->rows->len, ==, 293);
  g_assert_cmpuint (skipped->rows->len, ==, 7);
  g_assert_cmpuint (count_posts (&file), ==, 293);
  assert_report (&file, text);
  show_job (&file);
  tear_down (&file);
}

/* What the operator chooses is looked at anew. */
static void
test_choices (void)
{
  File file;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 20; i++) {
    g_string_append_printf (text, "%u;%064x;test_app\n", i, i);
  }
  set_up (&file, TRUE);
  open_bytes (&file, text->str, -1);
  test_ui_wait_shows (file.dialog, "No row can be registered as it is");
  test_ui_wait_shows (file.dialog, "Line 1: There is no provider");
  picture (&file, "register-file-none");
  adw_combo_row_set_selected (ADW_COMBO_ROW (test_ui_find (file.dialog, "default-provider-row")),
                              2);
  test_ui_wait_shows (file.dialog, "20 devices can be registered");
  adw_combo_row_set_selected (ADW_COMBO_ROW (test_ui_find (file.dialog, "token-row")), 1);
  test_ui_wait_shows (file.dialog, "20 tokens look unusual");
  test_ui_wait_shows (file.dialog, "APNs tokens have at least 64 digits.");
  picture (&file, "register-file-unusual");
  test_ui_click (test_ui_find (file.dialog, "file-header"));
  test_ui_wait_shows (file.dialog, "19 devices can be registered");
  adw_combo_row_set_selected (ADW_COMBO_ROW (test_ui_find (file.dialog, "token-row")), 0);
  test_ui_wait_shows (file.dialog, "No row can be registered as it is");
  g_assert_false (can_register (NULL, file.sheet));
  test_ui_close_dialog (file.dialog);
  tear_down (&file);
}

static void
test_no_file (void)
{
  static const struct {
    const char *bytes;
    gssize length;
    const char *text;
  } cases[] = {
    { "", 0, "The File Has No Rows" },
    { "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16, "This Is Not a CSV File" },
    { "token\n\"abc\n", -1, "A Quotation Mark Is Not Closed" },
  };
  File file;

  set_up (&file, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    open_bytes (&file, cases[i].bytes, cases[i].length);
    test_ui_wait_shows (file.dialog, cases[i].text);
  }
  test_ui_wait_shows (file.dialog, "It is in line 2.");
  picture (&file, "register-file-failed");
  /* Another one is read in its place. */
  open_bytes (&file, "\xFF\xFEt\0o\0k\0e\0n\0\n\0a\0b\0c\0", 20);
  test_ui_wait_shows (file.dialog, "No row can be registered as it is");
  test_ui_close_dialog (file.dialog);
  tear_down (&file);
}

/* The main loop goes on while very many rows are read, looked at and written. */
static void
test_large (void)
{
  File file;
  g_autoptr (GString) text = g_string_new ("token,provider,app\n");
  gint64 longest = 0;

  for (guint i = 0; i < 100000; i++) {
    g_string_append_printf (text, "%064x,%s,test_app\n", i, i % 10 == 0 ? "?" : "APN");
  }
  set_up (&file, TRUE);
  open_bytes (&file, text->str, (gssize) text->len);
  while (!can_register (NULL, file.sheet)) {
    gint64 began = g_get_monotonic_time ();
    if (g_main_context_iteration (NULL, FALSE)) {
      longest = MAX (longest, g_get_monotonic_time () - began);
    }
  }
  g_test_message ("the main loop was held for %" G_GINT64_FORMAT " µs at most", longest);
  g_assert_true (test_ui_shows (file.dialog, "90,000 devices can be registered") ||
                 test_ui_shows (file.dialog, "90000 devices can be registered"));
  test_ui_wait_shows (file.dialog, "Line 2: The provider is neither FCM nor APN");
  test_ui_close_dialog (file.dialog);
  tear_down (&file);
}

static void
test_read_only (void)
{
  File file;
  g_autofree char *text = make_file ();

  set_up (&file, TRUE);
  g_object_set (file.page.account, "mode", CARILLON_MODE_READ_ONLY, NULL);
  open_bytes (&file, text, -1);
  test_ui_wait (file.dialog, can_register, file.sheet);
  test_ui_click (test_ui_wait_find (file.dialog, "file-register"));
  page_fixture_answer (&file.page, "Is Read Only", "Cancel");
  test_ui_wait (file.dialog, can_register, file.sheet);
  g_assert_cmpuint (count_posts (&file), ==, 0);
  test_ui_close_dialog (file.dialog);
  tear_down (&file);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/app/register/file/whole", test_file);
  g_test_add_func ("/app/register/file/choices", test_choices);
  g_test_add_func ("/app/register/file/no-file", test_no_file);
  g_test_add_func ("/app/register/file/large", test_large);
  g_test_add_func ("/app/register/file/read-only", test_read_only);
  return g_test_run ();
}
