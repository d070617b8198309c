#include <archive-account.h>
#include <archive-drafts.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <test-emulator.h>
#include <test-input.h>
#include <test-ui.h>

#include "composer-fixture.h"

static void
save_draft (ComposerFixture *fixture, const char *id, const char *name, const char *title)
{
  g_autofree char *json = g_strdup_printf ("{\"title\":\"%s\"}", title);
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  ArchiveDraft *draft = archive_draft_new (id, json);

  g_free (draft->name);
  g_free (draft->heading);
  draft->name = g_strdup (name);
  draft->heading = g_strdup (title);
  draft->text = g_strdup (title);
  draft->n_recipients = 1234;
  archive_store_save_draft_async (fixture->store, carillon_account_get_id (fixture->account), draft,
                                  NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  archive_store_write_finish (fixture->store, result, &error);
  g_assert_no_error (error);
}

static void
run_sql (ComposerFixture *fixture, const char *sql)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (fixture->path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
}

static GtkWidget *
open_list (GtkWidget *window)
{
  test_ui_click (test_ui_find (window, "drafts-button"));
  GtkWidget *dialog = test_ui_wait_dialog (window);
  test_ui_wait_find (dialog, "drafts-search");
  return dialog;
}

static GtkWidget *
find_list (GtkWidget *dialog)
{
  return gtk_widget_get_ancestor (test_ui_find (dialog, "drafts-list"),
                                  g_type_from_name ("CarillonDrafts"));
}

static void
act (GtkWidget *dialog, const char *action, const char *id)
{
  gtk_widget_activate_action (find_list (dialog), action, "s", id);
}

static void
assert_no_dialog (GtkWidget *window)
{
  test_ui_settle (window);
  g_assert_true (gtk_widget_is_sensitive (test_ui_find (window, "drafts-button")));
}

/* Found, opened, and the one before is still there. */
static void
test_open (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  save_draft (fixture, "1", "October offer", "Hi {{ name }}!");
  save_draft (fixture, "2", "", "Your order ships");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  composer_wait_text (window, "title-view", "Your order ships");
  GtkWidget *dialog = open_list (window);
  test_ui_wait_shows (dialog, "October offer");
  test_ui_wait_shows (dialog, "1,234 recipients");
  test_ui_type (test_ui_find (dialog, "drafts-search"), "OCTO");
  test_ui_wait_gone (dialog, "Your order ships");
  g_signal_emit_by_name (test_ui_find (dialog, "drafts-search"), "activate");
  composer_wait_text (window, "title-view", "Hi {{ name }}!");
  composer_wait_text (window, "draft-name", "October offer");
  assert_no_dialog (window);

  /* It was only looked at, and is the one to come back to all the same. */
  composer_fixture_close (fixture);
  window = composer_fixture_open (fixture, 1360);
  composer_wait_text (window, "title-view", "Hi {{ name }}!");
}

static gboolean
is_unmapped (GtkWidget *root, gpointer widget)
{
  return !gtk_widget_get_mapped (widget);
}

static void
test_nothing_found (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1000);
  GtkWidget *dialog = open_list (window);

  test_ui_wait_shows (dialog, "No Drafts");
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "drafts-empty");
  test_ui_type (test_ui_find (dialog, "drafts-search"), "nowhere");
  test_ui_wait_shows (dialog, "Nothing Found");
  g_autoptr (GtkWidget) closed = g_object_ref (dialog);
  gtk_widget_grab_focus (test_ui_find (dialog, "drafts-search"));
  test_input_press (dialog, GDK_KEY_Escape, 0);
  test_ui_wait (window, is_unmapped, closed);
}

static void
test_rename (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  save_draft (fixture, "1", "", "First");
  save_draft (fixture, "2", "", "Second");
  GtkWidget *window = composer_fixture_open (fixture, 1360);
  composer_wait_text (window, "title-view", "Second");
  GtkWidget *dialog = open_list (window);

  test_ui_wait_shows (dialog, "First");
  act (dialog, "drafts.rename", "1");
  GtkWidget *entry = test_ui_wait_find (dialog, "draft-rename");
  test_ui_type (entry, "Renamed");
  g_signal_emit_by_name (entry, "activate");
  test_ui_wait_shows (dialog, "Renamed");

  /* The one that is open has its name at the top of the page. */
  act (dialog, "drafts.rename", "2");
  entry = test_ui_wait_find (dialog, "draft-rename");
  test_ui_type (entry, "Open one");
  g_signal_emit_by_name (entry, "activate");
  composer_wait_text (window, "draft-name", "Open one");
  test_ui_close_dialog (dialog);
  test_ui_type (test_ui_find (window, "draft-name"), "From the page");
  composer_wait_text (window, "save-state", "Draft saved");
  dialog = open_list (window);
  test_ui_wait_shows (dialog, "From the page");
  test_ui_wait_shows (dialog, "Renamed");
  test_ui_close_dialog (dialog);
}

static void
test_duplicate_and_delete (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  save_draft (fixture, "1", "Older", "First");
  save_draft (fixture, "2", "Newer", "Second");
  GtkWidget *window = composer_fixture_open (fixture, 1360);
  composer_wait_text (window, "title-view", "Second");
  GtkWidget *dialog = open_list (window);

  test_ui_wait_shows (dialog, "Older");
  act (dialog, "drafts.duplicate", "1");
  GtkWidget *entry = test_ui_wait_find (dialog, "draft-rename");
  composer_assert_text (dialog, "draft-rename", "Older (copy)");
  g_signal_emit_by_name (entry, "activate");
  test_ui_wait_shows (dialog, "Older (copy)");

  act (dialog, "drafts.delete", "1");
  test_ui_wait_shows (dialog, "“Older” deleted");
  GtkWidget *undo = test_ui_find_text (dialog, GTK_TYPE_BUTTON, "Undo");
  gtk_widget_grab_focus (undo); /* it stays as long as it has the focus */
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "drafts-deleted");
  test_ui_click (undo);
  test_ui_wait_gone (dialog, "“Older” deleted");
  test_ui_wait_shows (dialog, "Older");

  /* The open one: an empty one takes its place. */
  act (dialog, "drafts.delete", "2");
  composer_wait_text (window, "title-view", "");
  gtk_widget_activate_action (find_list (dialog), "drafts.undo", NULL);
  test_ui_wait_shows (dialog, "Newer");
  test_ui_close_dialog (dialog);
}

/* One that cannot be read says so, and stays. */
static void
test_damaged (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  save_draft (fixture, "1", "Whole", "First");
  save_draft (fixture, "2", "Broken", "Second");
  run_sql (fixture, "UPDATE drafts SET json = 'no JSON' WHERE id = '2'");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  composer_wait_text (window, "title-view", "First");
  test_ui_wait_shows (window, "An earlier draft could not be read");
  GtkWidget *dialog = open_list (window);
  test_ui_wait_shows (dialog, "Broken");
  test_ui_wait_shows (dialog, "Cannot be read");
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "drafts-damaged");
  test_ui_close_dialog (dialog);
}

/* A thousand are shown, and so that one sees what they are. */
static void
test_many (void)
{
  static const int widths[] = { 360, 1000, 1600 };
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");

  save_draft (fixture, "first", "Needle", "In the hay");
  run_sql (fixture,
           "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
           " INSERT INTO drafts (account_id, id, name, heading, folded_name, folded_text,"
           "  n_recipients, changed_at, json)"
           " SELECT account_id, 'n' || i, CASE WHEN i % 3 THEN 'Offer of week ' || i ELSE ''"
           "  END, 'Hi {{ name }}, your order ' || i || ' ships', '', '', i * i,"
           "  changed_at - i * 3600000000, '{}' FROM drafts, n WHERE id = 'first'");
  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++) {
    GtkWidget *window = composer_fixture_open (fixture, widths[i]);
    GtkWidget *dialog = open_list (window);
    g_autofree char *name = g_strdup_printf ("drafts-%d", widths[i]);
    g_autofree char *page = g_strdup_printf ("drafts-page-%d", widths[i]);
    test_ui_wait_shows (dialog, "Offer of week 1");
    test_ui_set_dark (i == 1);
    test_ui_settle (dialog);
    test_ui_screenshot (dialog, name);
    test_ui_screenshot (window, page);
    test_ui_type (test_ui_find (dialog, "drafts-search"), "needle");
    test_ui_wait_gone (dialog, "Offer of week 1");
    test_ui_set_dark (FALSE);
    test_ui_close_dialog (dialog);
    composer_fixture_close (fixture);
  }
}

/* After a crash one goes on where one was. */
static void
test_place (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);
  GtkWidget *body = test_ui_find (window, "body-view");
  GtkTextIter at;

  test_ui_type (body, "Hello world");
  gtk_widget_grab_focus (body);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (body));
  gtk_text_buffer_get_iter_at_offset (buffer, &at, 5);
  gtk_text_buffer_place_cursor (buffer, &at);
  composer_wait_text (window, "save-state", "Draft saved");
  composer_fixture_close (fixture);

  window = composer_fixture_open (fixture, 1360);
  composer_wait_text (window, "body-view", "Hello world");
  body = test_ui_find (window, "body-view");
  g_assert_true (gtk_widget_has_focus (body));
  gtk_text_buffer_get_iter_at_mark (
    gtk_text_view_get_buffer (GTK_TEXT_VIEW (body)), &at,
    gtk_text_buffer_get_insert (gtk_text_view_get_buffer (GTK_TEXT_VIEW (body))));
  g_assert_cmpint (gtk_text_iter_get_offset (&at), ==, 5);
}

static void
test_file (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  g_autofree char *path = g_build_filename (fixture->folder, "offer.carillon", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "Before");
  g_assert_true (g_file_set_contents (path,
                                      "{\n  \"carillon\": 1,\n  \"name\": \"Offer\",\n"
                                      "  \"title\": \"From a file\"\n}\n\n"
                                      "userId,token,provider,name\n,token-1,FCM,Ann\n",
                                      -1, NULL));
  carillon_composer_page_open_file (composer_fixture_get_page (fixture), file);
  composer_wait_text (window, "title-view", "From a file");
  composer_wait_text (window, "draft-name", "Offer");
  composer_wait_text (window, "save-state", "Draft saved");
  GtkWidget *dialog = open_list (window);
  test_ui_wait_shows (dialog, "Before");
  test_ui_close_dialog (dialog);
}

/* Whatever a file is, what is wrong is said, and what was written stays. */
static void
test_bad_files (void)
{
  static const struct {
    const char *text; /* (nullable): NULL where there is no file */
    const char *heading;
    const char *body;
  } files[] = {
    { NULL, "The File Is Not There", "offer.carillon: It may" },
    { "", "This Is Not a Draft", "offer.carillon: Choose" },
    { "\x89PNG\r\n\x1a\n\xff", "This Is Not a Draft", "offer.carillon: Choose" },
    { "{\n  \"carillon\": 1,\n  \"title\": \"Hi", "The File Is Damaged",
      "offer.carillon, line 3: It" },
    { "{\n  \"carillon\": 1,\n  \"title\": 7\n}\n", "The File Has a Wrong Value",
      "offer.carillon, line 3: “title” is" },
    { "{\n  \"carillon\": 99\n}\n", "The File Is from a Newer Version",
      "offer.carillon, line 2: Update" },
  };
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  g_autofree char *path = g_build_filename (fixture->folder, "offer.carillon", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "Precious");
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_assert_true (files[i].text == NULL || g_file_set_contents (path, files[i].text, -1, NULL));
    carillon_composer_page_open_file (composer_fixture_get_page (fixture), file);
    GtkWidget *dialog = test_ui_wait_dialog (window);
    test_ui_wait_shows (dialog, files[i].heading);
    test_ui_wait_shows (dialog, files[i].body);
    test_ui_settle (dialog);
    test_ui_screenshot (dialog, "drafts-bad-file");
    test_ui_close_dialog (dialog);
  }
  composer_assert_text (window, "title-view", "Precious");
  composer_wait_text (window, "save-state", "Draft saved");
}

static void
wait_kept (ComposerFixture *fixture, guint n_wanted)
{
  const char *account_id = carillon_account_get_id (fixture->account);

  for (guint n_drafts = 0; n_drafts < n_wanted;) {
    g_autoptr (GError) error = NULL;
    GAsyncResult *slot = NULL;

    archive_store_sum_up_account_async (fixture->store, account_id, NULL, test_store_result, &slot);
    g_autoptr (GAsyncResult) result = test_await (&slot);
    g_autofree ArchiveAccountSummary *summary =
      archive_store_sum_up_account_finish (fixture->store, result, &error);
    g_assert_no_error (error);
    n_drafts = summary->n_drafts;
  }
}

/* As a file manager hands them over: all at once, while something is being written. */
static void
test_files (void)
{
  static const char *const names[] = { "One", "Two", "Three" };
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "Before");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *base = g_strdup_printf ("%s.carillon", names[i]);
    g_autofree char *path = g_build_filename (fixture->folder, base, NULL);
    g_autofree char *text =
      g_strdup_printf ("{\n  \"carillon\": 1,\n  \"title\": \"%s\"\n}\n", names[i]);
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_assert_true (g_file_set_contents (path, text, -1, NULL));
    carillon_composer_page_open_file (composer_fixture_get_page (fixture), file);
  }
  wait_kept (fixture, G_N_ELEMENTS (names) + 1);
  GtkWidget *dialog = open_list (window);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    test_ui_wait_shows (dialog, names[i]);
  }
  test_ui_wait_shows (dialog, "Before");
  test_ui_close_dialog (dialog);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/composer/drafts/open", test_open);
  g_test_add_func ("/composer/drafts/nothing-found", test_nothing_found);
  g_test_add_func ("/composer/drafts/rename", test_rename);
  g_test_add_func ("/composer/drafts/duplicate-and-delete", test_duplicate_and_delete);
  g_test_add_func ("/composer/drafts/damaged", test_damaged);
  g_test_add_func ("/composer/drafts/many", test_many);
  g_test_add_func ("/composer/drafts/place", test_place);
  g_test_add_func ("/composer/drafts/file", test_file);
  g_test_add_func ("/composer/drafts/bad-files", test_bad_files);
  g_test_add_func ("/composer/drafts/files", test_files);
  return g_test_run ();
}
