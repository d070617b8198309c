/* Where an operator sends tests to, kept in the archive, which may fail. */

#include <carillon-own-device-adding.h>
#include <carillon-own-devices.h>
#include <sqlite3.h>
#include <test-emulator.h>
#include <test-ui.h>

#include "composer-fixture.h"

#define USER "comms_user_01h9krwprkeee8fzqspvwy6nq8"
#define TOKEN "dQw4w9WgXcQ:APA91bHun4MxP5egoKMwt2KZFBaFUH-1RYqx"
#define OTHER "740f4707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bb78ad"

/* What the archive has is out of reach, and there again. */
#define TAKE_AWAY "ALTER TABLE choices RENAME TO taken_away"
#define GIVE_BACK "ALTER TABLE taken_away RENAME TO choices"

static void
run_sql (ComposerFixture *fixture, const char *sql)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (fixture->path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
}

static char *
query (ComposerFixture *fixture, const char *sql)
{
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_open (fixture->path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  char *text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  g_assert_cmpint (sqlite3_finalize (statement), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
  return text;
}

static char *
read_disk (ComposerFixture *fixture)
{
  return query (fixture, "SELECT value FROM choices WHERE name = 'devices'");
}

static void
assert_on_disk (ComposerFixture *fixture, const char *text, gboolean there)
{
  g_autofree char *disk = read_disk (fixture);

  g_assert_true ((strstr (disk, text) != NULL) == there);
}

static CarillonOwnDevices *
open_list (ComposerFixture *fixture)
{
  return carillon_own_devices_new (fixture->store, carillon_account_get_id (fixture->account));
}

static void
wait_ready (CarillonOwnDevices *devices)
{
  while (!carillon_own_devices_is_ready (devices)) {
    g_main_context_iteration (NULL, TRUE);
  }
}

static void
wait_error (CarillonOwnDevices *devices)
{
  while (carillon_own_devices_get_error (devices) == NULL) {
    g_main_context_iteration (NULL, TRUE);
  }
}

static void
add (CarillonOwnDevices *devices, const char *name, const char *address, const char *provider)
{
  g_autoptr (CarillonOwnDevice) device = carillon_own_device_new (name, address, provider);

  g_assert_true (carillon_own_devices_add (devices, device));
}

static void
keep_one (ComposerFixture *fixture)
{
  g_autoptr (CarillonOwnDevices) devices = open_list (fixture);

  add (devices, "Old phone", TOKEN, "FCM");
  wait_ready (devices);
}

/* What is added before the list was read neither waits for it nor takes its place. */
static void
test_early (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");

  keep_one (fixture);
  g_autoptr (CarillonOwnDevices) devices = open_list (fixture);
  add (devices, "New phone", OTHER, "APN");
  g_assert_false (carillon_own_devices_is_ready (devices));
  wait_ready (devices);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (devices)), ==, 2);
  assert_on_disk (fixture, "Old phone", TRUE);
  assert_on_disk (fixture, "New phone", TRUE);
}

static void
test_unread (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");

  keep_one (fixture);
  run_sql (fixture, TAKE_AWAY);
  g_autoptr (CarillonOwnDevices) devices = open_list (fixture);
  wait_error (devices);
  run_sql (fixture, GIVE_BACK);
  add (devices, "New phone", OTHER, "APN");
  assert_on_disk (fixture, "New phone", FALSE);
  assert_on_disk (fixture, "Old phone", TRUE);
  carillon_own_devices_try_again (devices);
  wait_ready (devices);
  g_assert_null (carillon_own_devices_get_error (devices));
  assert_on_disk (fixture, "Old phone", TRUE);
  assert_on_disk (fixture, "New phone", TRUE);
}

/* What is no list is kept beside the new one. */
static void
test_damaged (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");

  keep_one (fixture);
  run_sql (fixture, "UPDATE choices SET value = '[(''Old' WHERE name = 'devices'");
  g_autoptr (CarillonOwnDevices) devices = open_list (fixture);
  wait_ready (devices);
  g_assert_error (carillon_own_devices_get_error (devices), G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  add (devices, "New phone", OTHER, "APN");
  wait_ready (devices);
  g_assert_null (carillon_own_devices_get_error (devices));
  assert_on_disk (fixture, "New phone", TRUE);
  g_autofree char *aside =
    query (fixture, "SELECT value FROM choices WHERE name = 'devices-set-aside'");
  g_assert_cmpstr (aside, ==, "[('Old");
}

/* The sheet. */

static GtkWidget *
open_sheet (ComposerFixture *fixture)
{
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "Hello!");
  composer_wait_usable (window, "send-test");
  test_ui_click (test_ui_find (window, "send-test"));
  GtkWidget *sheet = test_ui_wait_dialog (window);
  test_ui_settle (sheet);
  return sheet;
}

static void
add_in_sheet (GtkWidget *sheet, const char *address)
{
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (test_ui_find (sheet, "test-add-row")), TRUE);
  test_ui_settle (sheet);
  test_ui_type (test_ui_find (sheet, "test-address"), address);
  test_ui_settle (sheet);
  test_ui_click (test_ui_wait_find (sheet, "test-add"));
}

static void
test_sheet_unread (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");

  keep_one (fixture);
  run_sql (fixture, TAKE_AWAY);
  GtkWidget *sheet = open_sheet (fixture);
  test_ui_wait_shows (sheet, "Local Data Could Not Be Used");
  add_in_sheet (sheet, USER);
  test_ui_wait_shows (sheet, "User …6nq8");
  test_ui_settle (sheet);
  test_ui_screenshot (sheet, "own-devices-unread");
  run_sql (fixture, GIVE_BACK);
  test_ui_click (test_ui_wait_find (sheet, "notice-button"));
  test_ui_wait_shows (sheet, "Old phone");
  test_ui_wait_gone (sheet, "Local Data Could Not Be Used");
  test_ui_close_dialog (sheet);
  g_autoptr (CarillonOwnDevices) devices = open_list (fixture);
  wait_ready (devices);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (devices)), ==, 2);
}

static void
test_sheet_unwritten (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");

  keep_one (fixture);
  GtkWidget *sheet = open_sheet (fixture);
  test_ui_wait_shows (sheet, "Old phone");
  run_sql (fixture, TAKE_AWAY);
  add_in_sheet (sheet, USER);
  test_ui_wait_shows (sheet, "Local Data Could Not Be Used");
  run_sql (fixture, GIVE_BACK);
  assert_on_disk (fixture, USER, FALSE);
  test_ui_click (test_ui_wait_find (sheet, "notice-button"));
  test_ui_wait_gone (sheet, "Local Data Could Not Be Used");
  assert_on_disk (fixture, USER, TRUE);
  test_ui_close_dialog (sheet);
}

static void
fill (CarillonOwnDevices *devices)
{
  for (guint i = 0; !carillon_own_devices_is_full (devices); i++) {
    g_autofree char *name = g_strdup_printf ("Phone %u", i);
    g_autofree char *token = g_strdup_printf ("%s%u", TOKEN, i);
    add (devices, name, token, "FCM");
  }
  wait_ready (devices);
}

static void
test_sheet_full (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  g_autoptr (CarillonOwnDevices) devices = open_list (fixture);

  fill (devices);
  GtkWidget *sheet = open_sheet (fixture);
  test_ui_wait_shows (sheet, "The list is full");
  g_assert_false (adw_expander_row_get_enable_expansion (
    ADW_EXPANDER_ROW (test_ui_find (sheet, "test-add-row"))));
  test_ui_click (test_ui_find (test_ui_find (sheet, "own-devices"), "test-remove"));
  test_ui_wait_gone (sheet, "The list is full");
  test_ui_close_dialog (sheet);
}

/* Adding from elsewhere. */

static GtkWidget *
open_question (ComposerFixture *fixture, const char *address, const char *provider)
{
  g_autoptr (GVariant) recipients =
    g_variant_ref_sink (g_variant_new_parsed ("[(%s, %s)]", address, provider));

  carillon_own_device_adding_ask (GTK_WIDGET (composer_fixture_get_page (fixture)),
                                  fixture->session, recipients);
  GtkWidget *dialog = test_ui_wait_dialog (fixture->window);
  test_ui_settle (dialog);
  return dialog;
}

/* It tells why not, instead of asking for a name. */
static void
test_hindered (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");

  keep_one (fixture);
  composer_fixture_open (fixture, 1000);
  GtkWidget *dialog = open_question (fixture, TOKEN, "FCM");
  g_assert_true (test_ui_shows (dialog, "as “Old phone”"));
  g_assert_null (test_ui_lookup (dialog, "own-device-name"));
  test_ui_screenshot (dialog, "own-devices-known");
  test_ui_close_dialog (dialog);

  g_autoptr (CarillonOwnDevices) devices = open_list (fixture);
  wait_ready (devices);
  fill (devices);
  dialog = open_question (fixture, USER, "");
  g_assert_true (test_ui_shows (dialog, "It has room for 50 devices"));
  g_assert_null (test_ui_lookup (dialog, "own-device-name"));
  test_ui_screenshot (dialog, "own-devices-full");
  test_ui_close_dialog (dialog);
}

static gboolean
is_on_disk (GtkWidget *root, gpointer fixture)
{
  g_autofree char *disk = read_disk (fixture);

  return strstr (disk, USER) != NULL && strstr (disk, "Old phone") != NULL;
}

static void
test_hindered_by_archive (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");

  keep_one (fixture);
  GtkWidget *window = composer_fixture_open (fixture, 1000);
  run_sql (fixture, TAKE_AWAY);
  GtkWidget *dialog = open_question (fixture, USER, "");
  g_assert_true (test_ui_shows (dialog, "Local Data Could Not Be Used"));
  test_ui_screenshot (dialog, "own-devices-not-read");
  run_sql (fixture, GIVE_BACK);
  test_ui_click (test_ui_find_text (dialog, GTK_TYPE_BUTTON, "Try Again"));
  dialog = test_ui_wait_dialog (window);
  test_ui_wait_find (dialog, "own-device-name");
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "own-devices-add");
  test_ui_click (test_ui_find_text (dialog, GTK_TYPE_BUTTON, "Add"));
  test_ui_wait (window, is_on_disk, fixture);
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/own-devices/early", test_early);
  g_test_add_func ("/own-devices/unread", test_unread);
  g_test_add_func ("/own-devices/damaged", test_damaged);
  g_test_add_func ("/own-devices/sheet/unread", test_sheet_unread);
  g_test_add_func ("/own-devices/sheet/unwritten", test_sheet_unwritten);
  g_test_add_func ("/own-devices/sheet/full", test_sheet_full);
  g_test_add_func ("/own-devices/hindered/by-itself", test_hindered);
  g_test_add_func ("/own-devices/hindered/by-archive", test_hindered_by_archive);
  return g_test_run ();
}
