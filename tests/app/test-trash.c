/* The trash: what was deleted stands in it, comes back, or goes for good. */

#include <archive-index.h>
#include <sqlite3.h>

#include "carillon-trash-page.h"
#include "trash-fixture.h"

#define REGISTER "'method':'POST','path':'/PushNotifications/DeviceRegistrations'"

static void
show (PageFixture *fixture)
{
  page_fixture_show (fixture, carillon_trash_page_new (fixture->session), 1000, 700);
}

static void
test_empty (void)
{
  PageFixture fixture;

  trash_fixture_set_up (&fixture);
  show (&fixture);
  test_ui_wait_shows (fixture.page, "The Trash Is Empty");
  test_ui_wait_shows (fixture.page, "nothing is dropped by itself");
  page_fixture_picture (&fixture, "trash-empty-1000");
  page_fixture_resize (&fixture, 360, 640);
  page_fixture_picture (&fixture, "trash-empty-360");
  page_fixture_tear_down (&fixture);
}

/* Its devices are back at the API under the same user, and the difference is told. */
static void
test_restore (void)
{
  PageFixture fixture;

  trash_fixture_set_up (&fixture);
  g_autofree char *user = page_fixture_register (&fixture, "shop", "FCM", "first-token", NULL);
  g_free (page_fixture_register (&fixture, "shop", "APN", "second-token", user));
  g_autofree char *other = page_fixture_register (&fixture, "shop", "FCM", "of-another", NULL);
  g_autofree char *before = trash_fixture_devices (&fixture, user);
  trash_fixture_delete_registration_of (&fixture, other);
  trash_fixture_delete_registration_of (&fixture, user);
  g_autofree char *none = trash_fixture_devices (&fixture, user);
  g_assert_cmpstr (none, ==, "");

  show (&fixture);
  trash_fixture_wait_n_rows (&fixture, 2);
  trash_fixture_open_row (&fixture, 0);
  test_ui_wait_shows (fixture.page, "first-token");
  test_ui_wait_shows (fixture.page, "Confirmed by the server");
  page_fixture_picture (&fixture, "trash-details-1000");
  page_fixture_click (&fixture, "Restore…");
  page_fixture_answer (&fixture, "2 devices are registered again", "Cancel");
  page_fixture_click (&fixture, "Restore…");
  page_fixture_answer (&fixture, "registrations get other IDs", "Restore");
  test_ui_wait_shows (fixture.page, "It has another registration ID.");
  page_fixture_picture (&fixture, "trash-restored-1000");
  g_autofree char *after = trash_fixture_devices (&fixture, user);
  g_assert_cmpstr (after, ==, before);
  g_autofree char *still_none = trash_fixture_devices (&fixture, other);
  g_assert_cmpstr (still_none, ==, "");

  /* It cannot be restored twice. */
  GtkWidget *button = test_ui_find_text (fixture.page, GTK_TYPE_BUTTON, "Restore…");
  g_assert_false (gtk_widget_get_sensitive (button));
  page_fixture_tear_down (&fixture);
}

/* As a crawl would find it. */
static void
index_devices (PageFixture *fixture, const char *user_id, const char *tokens)
{
  g_autofree char *id = trash_fixture_find_registration (fixture, user_id);
  g_auto (GStrv) each = g_strsplit (tokens, " ", -1);
  g_autoptr (ArchiveRegistration) registration = archive_registration_new (id, user_id, "shop");
  g_autoptr (GError) error = NULL;
  GAsyncResult *stored = NULL;

  for (guint i = 0; each[i] != NULL; i++) {
    archive_registration_add_device (registration, "FCM", each[i]);
  }
  archive_store_index_registration_async (fixture->store,
                                          carillon_account_get_id (fixture->account), registration,
                                          NULL, test_store_result, &stored);
  g_autoptr (GAsyncResult) result = test_await (&stored);
  archive_store_write_finish (fixture->store, result, &error);
  g_assert_no_error (error);
}

/* What the world has become meanwhile is told of each, and no fault on the way loses one. */
static void
test_changed (void)
{
  PageFixture fixture;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) users = g_ptr_array_new_with_free_func (g_free);

  trash_fixture_set_up (&fixture);
  for (guint i = 0; i < 5; i++) {
    g_autofree char *token = g_strdup_printf ("token-%u", i);
    const char *app = i == 3 ? "news" : "shop";
    g_ptr_array_add (users, page_fixture_register (&fixture, app, "FCM", token, NULL));
    if (i == 0) {
      g_free (page_fixture_register (&fixture, "shop", "FCM", "kept", users->pdata[0]));
    }
    g_ptr_array_add (ids, trash_fixture_find_registration (&fixture, users->pdata[i]));
  }
  g_ptr_array_add (ids, NULL);
  trash_fixture_delete (&fixture, ARCHIVE_JOB_DELETE_REGISTRATIONS,
                        (const char *const *) ids->pdata);

  /* A token of 0 and that of 1 went to another user, 2 is gone, so is the app of 3; 4 is as it was.
   */
  g_autofree char *heir = page_fixture_register (&fixture, "shop", "FCM", "token-0", NULL);
  g_free (page_fixture_register (&fixture, "shop", "FCM", "token-1", heir));
  index_devices (&fixture, heir, "token-0 token-1");
  trash_fixture_delete_at_api (&fixture, users->pdata[2]);
  trash_fixture_delete_app (&fixture, "news");
  g_free (test_emulator_add_fault (
    fixture.emulator, "{'kind':'status','status':429,'retryAfter':1,'times':1," REGISTER "}"));
  g_free (test_emulator_add_fault (fixture.emulator,
                                   "{'kind':'close-after','times':1,'skip':2," REGISTER "}"));

  show (&fixture);
  trash_fixture_wait_n_rows (&fixture, 5);
  trash_fixture_choose (&fixture, "state", "restorable");
  gtk_widget_activate_action (fixture.page, "trash.restore-matching", NULL);
  page_fixture_answer (&fixture, "6 devices are registered again", "Restore");
  trash_fixture_wait_n_rows (&fixture, 3);
  trash_fixture_choose (&fixture, "state", "restored");
  trash_fixture_wait_n_rows (&fixture, 2);
  trash_fixture_open_row (&fixture, trash_fixture_find (&fixture, "userId", users->pdata[0]));
  test_ui_wait_shows (fixture.page,
                      "It has another registration ID. Devices that other users have by now stayed "
                      "with them.");
  g_autofree char *kept = trash_fixture_devices (&fixture, users->pdata[0]);
  g_assert_cmpstr (kept, ==, "shop/FCM/kept");
  g_autofree char *whole = trash_fixture_devices (&fixture, users->pdata[4]);
  g_assert_cmpstr (whole, ==, "shop/FCM/token-4");
  g_autofree char *stayed = trash_fixture_devices (&fixture, users->pdata[1]);
  g_assert_cmpstr (stayed, ==, "");
  page_fixture_tear_down (&fixture);
}

/* That a user cannot come back is said before anybody tries. */
static void
test_user (void)
{
  PageFixture fixture;

  trash_fixture_set_up (&fixture);
  g_autofree char *user = page_fixture_register (&fixture, "shop", "FCM", "token-of-user", NULL);
  const char *const ids[] = { user, NULL };
  trash_fixture_delete (&fixture, ARCHIVE_JOB_DELETE_USERS, ids);

  show (&fixture);
  trash_fixture_wait_n_rows (&fixture, 1);
  test_ui_wait_shows (fixture.page, "Cannot be restored");
  trash_fixture_open_row (&fixture, 0);
  test_ui_wait_shows (fixture.page, "A deleted user cannot be made again");
  test_ui_wait_shows (fixture.page, "token-of-user");
  page_fixture_picture (&fixture, "trash-user-1000");
  GtkWidget *button = test_ui_find_text (fixture.page, GTK_TYPE_BUTTON, "Restore…");
  g_assert_false (gtk_widget_get_sensitive (button));
  gtk_widget_activate_action (fixture.page, "trash.restore-matching", NULL);
  test_ui_wait_shows (fixture.window, "Nothing of this can be restored");
  page_fixture_tear_down (&fixture);
}

static void
run_sql (PageFixture *fixture, const char *sql)
{
  g_autofree char *path = g_build_filename (fixture->folder, "archive.db", NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static void
insert_items (PageFixture *fixture, guint n_items)
{
  g_autofree char *sql = g_strdup_printf (
    "BEGIN;"
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %u)"
    " INSERT INTO trash (id, account_id, kind, resource_id, user_id, app, job, row, deleted_at,"
    "  is_certain, obstacle) SELECT i, '%s', 'registration', 'registration_' || i, 'user_' || i,"
    "  'shop', 1, i, unixepoch () * 1000000 - (%u - i) * 3600000000, 1, '' FROM n;"
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %u)"
    " INSERT INTO trash_devices SELECT i, 0, 'shop', 'FCM', 'token_' || i || '_' ||"
    "  hex (randomblob (60)) FROM n;"
    "COMMIT;",
    n_items, carillon_account_get_id (fixture->account), n_items, n_items);

  run_sql (fixture, sql);
}

/* The archive searches all of it, not what is loaded; pages come while one scrolls. */
static void
test_search (void)
{
  PageFixture fixture;

  trash_fixture_set_up (&fixture);
  insert_items (&fixture, 2000);
  show (&fixture);
  trash_fixture_wait_n_rows (&fixture, 100);
  page_fixture_resize (&fixture, 1600, 900);
  page_fixture_picture (&fixture, "trash-full-1600");
  page_fixture_resize (&fixture, 360, 640);
  page_fixture_picture (&fixture, "trash-full-360");
  carillon_list_page_search (trash_fixture_list (&fixture), "TOKEN_17_");
  trash_fixture_wait_n_rows (&fixture, 1);
  g_assert_cmpstr (comms_resource_get_id (trash_fixture_row (&fixture, 0)), ==, "17");
  carillon_list_page_search (trash_fixture_list (&fixture), "registration_1999");
  trash_fixture_wait_n_rows (&fixture, 1);
  carillon_list_page_search (trash_fixture_list (&fixture), "");
  trash_fixture_choose (&fixture, "kind", "user");
  test_ui_wait_shows (fixture.page, "No Matches");
  page_fixture_tear_down (&fixture);
}

/* An archive that cannot be read says so in place of the rows. */
static void
test_unreadable (void)
{
  PageFixture fixture;

  trash_fixture_set_up (&fixture);
  insert_items (&fixture, 3);
  run_sql (&fixture, "ALTER TABLE trash RENAME TO elsewhere");
  show (&fixture);
  test_ui_wait_shows (fixture.page, "Local Data Could Not Be Used");
  page_fixture_picture (&fixture, "trash-error-1000");
  run_sql (&fixture, "ALTER TABLE elsewhere RENAME TO trash");
  page_fixture_click (&fixture, "Try Again");
  trash_fixture_wait_n_rows (&fixture, 3);
  page_fixture_tear_down (&fixture);
}

static gint64
count_trash (PageFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *stored = NULL;

  archive_store_count_trash_async (fixture->store, carillon_account_get_id (fixture->account), NULL,
                                   NULL, test_store_result, &stored);
  g_autoptr (GAsyncResult) result = test_await (&stored);
  return archive_store_count_finish (fixture->store, result, &error);
}

/* Many are confirmed by their number. */
static void
confirm (PageFixture *fixture, const char *heading, const char *count)
{
  GtkWidget *dialog = test_ui_wait_dialog (fixture->window);

  test_ui_wait_shows (dialog, heading);
  GtkWidget *button = test_ui_wait_find_text (dialog, GTK_TYPE_BUTTON, "Discard");
  g_assert_false (gtk_widget_get_sensitive (button));
  test_ui_type (test_ui_find (dialog, "confirm-count"), count);
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "trash-discard-many");
  g_assert_true (gtk_widget_get_sensitive (button));
  test_ui_click (button);
}

static void
test_discard (void)
{
  PageFixture fixture;

  trash_fixture_set_up (&fixture);
  g_object_set (fixture.account, "confirm-above", 100, NULL);
  insert_items (&fixture, 2000);
  show (&fixture);
  trash_fixture_wait_n_rows (&fixture, 100);
  trash_fixture_select (&fixture, 0, TRUE);
  trash_fixture_select (&fixture, 1, FALSE);
  page_fixture_picture (&fixture, "trash-several-1000");
  page_fixture_click (&fixture, "Discard…");
  page_fixture_answer (&fixture, "Discard 2 Items for Good?", "Cancel");
  g_assert_cmpint (count_trash (&fixture), ==, 2000);
  page_fixture_click (&fixture, "Discard…");
  page_fixture_answer (&fixture, "Nothing brings them back", "Discard");
  test_ui_wait_shows (fixture.window, "2 items discarded");
  g_assert_cmpint (count_trash (&fixture), ==, 1998);

  /* One each hour back from now; 720 of them are younger than 30 days, less what was discarded. */
  gtk_widget_activate_action (fixture.page, "trash.discard-older", "i", 30);
  confirm (&fixture, "Discard 1,2", "1280");
  test_ui_wait_shows (fixture.window, "1,280 items discarded");
  g_assert_cmpint (count_trash (&fixture), ==, 718);
  gtk_widget_activate_action (fixture.page, "trash.empty", NULL);
  confirm (&fixture, "Discard 718 Items for Good?", "718");
  test_ui_wait_shows (fixture.page, "The Trash Is Empty");
  page_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/trash/empty", test_empty);
  g_test_add_func ("/trash/restore", test_restore);
  g_test_add_func ("/trash/changed", test_changed);
  g_test_add_func ("/trash/user", test_user);
  g_test_add_func ("/trash/search", test_search);
  g_test_add_func ("/trash/unreadable", test_unreadable);
  g_test_add_func ("/trash/discard", test_discard);
  return g_test_run ();
}
