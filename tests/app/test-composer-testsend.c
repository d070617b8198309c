#include <archive-last-send.h>
#include <carillon-own-devices.h>
#include <carillon-problems-list.h>
#include <dispatch-plan.h>
#include <dispatch-test-send.h>
#include <test-emulator.h>
#include <test-ui.h>

#include "composer-fixture.h"

#define USER "comms_user_01h9krwprkeee8fzqspvwy6nq8"
#define TOKEN "dQw4w9WgXcQ:APA91bHun4MxP5egoKMwt2KZFBaFUH-1RYqx"

static ComposerFixture *
create_fixture (TestEmulator *emulator)
{
  return composer_fixture_new (test_emulator_get_url (emulator), test_emulator_get_sid (emulator),
                               test_emulator_get_secret (emulator));
}

static void
compose (ComposerFixture *fixture)
{
  test_ui_type (test_ui_find (fixture->window, "title-view"), "Hi {{ name }}!");
  carillon_composer_page_add_user (composer_fixture_get_page (fixture), USER);
  test_ui_type (test_ui_wait_find (fixture->window, "cell-0-name"), "Ann");
  composer_wait_text (fixture->window, "preview-title", "Hi Ann!");
}

static GtkWidget *
open_sheet (GtkWidget *window)
{
  composer_wait_usable (window, "send-test");
  test_ui_click (test_ui_find (window, "send-test"));
  GtkWidget *sheet = test_ui_wait_dialog (window);
  test_ui_settle (sheet);
  return sheet;
}

static void
add_device (GtkWidget *sheet, const char *name, const char *address)
{
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (test_ui_find (sheet, "test-add-row")), TRUE);
  test_ui_settle (sheet);
  test_ui_type (test_ui_find (sheet, "test-name"), name);
  test_ui_type (test_ui_find (sheet, "test-address"), address);
  test_ui_settle (sheet);
  test_ui_click (test_ui_wait_find (sheet, "test-add"));
  test_ui_wait_shows (sheet, name);
}

static gboolean
has_ended (GtkWidget *sheet, gpointer data)
{
  return test_ui_shows (sheet, "Sent: 1, not sent: 0.");
}

static gboolean
is_shown (GtkWidget *window, gpointer data)
{
  return ((ComposerFixture *) data)->operation != NULL;
}

/* What goes out is the draft's text with one recipient's values, and nothing of the draft knows. */
static void
test_snapshot (void)
{
  g_autoptr (DispatchDraft) draft = dispatch_draft_new ();
  DispatchAudience *audience = dispatch_draft_get_audience (draft);
  g_autoptr (DispatchTable) devices = dispatch_table_new ();

  g_object_set (draft, "title", "Hi {{ name }}", "send-at", (gint64) 4102444800, NULL);
  for (guint i = 0; i < DISPATCH_MAX_TAGS; i++) {
    g_autofree char *key = g_strdup_printf ("key%u", i);
    g_autoptr (DispatchTag) tag = dispatch_tag_new (key, "value");
    g_list_store_append (dispatch_draft_get_tags (draft), tag);
  }
  dispatch_audience_append (audience, USER, "");
  dispatch_audience_set_value (audience, 0, dispatch_audience_add_column (audience, "name"), "Ann");
  dispatch_table_insert_blank (devices, 0, 1);
  dispatch_table_set (devices, 0, DISPATCH_COLUMN_TOKEN, TOKEN);
  dispatch_table_set (devices, 0, DISPATCH_COLUMN_PROVIDER, "FCM");

  DispatchSnapshot *snapshot = dispatch_test_send_new (draft, "Test", 0, devices);
  g_assert_cmpstr (snapshot->id, !=, dispatch_draft_get_id (draft));
  g_assert_cmpint (snapshot->content->send_at, ==, 0);
  g_assert_cmpuint (g_strv_length ((char **) snapshot->content->tags), ==, 2 * DISPATCH_MAX_TAGS);
  g_autoptr (DispatchPlan) plan = dispatch_plan_new (snapshot, "send");
  g_autoptr (GBytes) body = dispatch_plan_build (plan, 0);
  const char *json = g_bytes_get_data (body, NULL);
  g_assert_nonnull (g_strstr_len (json, (gssize) g_bytes_get_size (body), "Hi {{ name }}"));
  g_assert_nonnull (g_strstr_len (json, (gssize) g_bytes_get_size (body), "\"Ann\""));
  g_assert_nonnull (g_strstr_len (json, (gssize) g_bytes_get_size (body), TOKEN));
  g_assert_nonnull (g_strstr_len (json, (gssize) g_bytes_get_size (body), DISPATCH_TEST_TAG));
  g_assert_null (g_strstr_len (json, (gssize) g_bytes_get_size (body), USER));
  /* A row that is not there has no values. */
  g_autoptr (DispatchSnapshot) without = dispatch_test_send_new (draft, "Test", 7, devices);
  g_assert_cmpuint (dispatch_table_get_n_columns (without->table), ==, DISPATCH_N_FIXED_COLUMNS);
}

static DispatchDraft *
get_draft (ComposerFixture *fixture)
{
  g_autoptr (CarillonChecker) checker = NULL;
  GtkWidget *list = gtk_widget_get_ancestor (test_ui_find (fixture->window, "problems"),
                                             CARILLON_TYPE_PROBLEMS_LIST);

  g_object_get (list, "checker", &checker, NULL);
  return carillon_checker_get_draft (checker);
}

static void
assert_never_sent (ComposerFixture *fixture)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GError) error = NULL;
  DispatchDraft *draft = get_draft (fixture);

  archive_store_read_last_send_async (
    fixture->store, carillon_account_get_id (fixture->account), dispatch_draft_get_id (draft),
    dispatch_draft_get_name (draft), NULL, test_store_result, &waiting);
  g_autoptr (GAsyncResult) result = test_await (&waiting);
  g_autoptr (ArchiveLastSend) last =
    archive_store_read_last_send_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  g_assert_null (last);
}

static void
test_sent (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start ("--control", "--pace", "0.1", NULL);
  g_autoptr (ComposerFixture) fixture = create_fixture (emulator);
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  compose (fixture);
  GtkWidget *sheet = open_sheet (window);
  g_assert_false (gtk_widget_is_sensitive (test_ui_find (sheet, "test-send")));
  test_ui_screenshot (sheet, "composer-test-empty");
  add_device (sheet, "My phone", TOKEN);
  add_device (sheet, "My user", USER);
  test_ui_settle (sheet);
  GtkWidget *second = gtk_widget_get_ancestor (test_ui_find_text (sheet, GTK_TYPE_LABEL, "My user"),
                                               GTK_TYPE_LIST_BOX_ROW);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (test_ui_find (second, "test-check")), FALSE);
  test_ui_settle (sheet);
  test_ui_screenshot (sheet, "composer-test-devices");
  test_ui_click (test_ui_find (sheet, "test-send"));
  test_ui_wait (sheet, has_ended, NULL);
  test_ui_screenshot (sheet, "composer-test-sent");
  test_ui_click (test_ui_find (sheet, "test-show"));
  test_ui_wait (window, is_shown, fixture);
  composer_assert_text (window, "title-view", "Hi {{ name }}!");
  composer_assert_text (window, "cell-0-name", "Ann");
  assert_never_sent (fixture);
  g_assert_cmpint (test_emulator_count_sends (emulator, "accepted"), ==, 1);

  /* The list is there again, and nothing else is. */
  composer_fixture_close (fixture);
  window = composer_fixture_open (fixture, 360);
  composer_wait_text (window, "title-view", "Hi {{ name }}!");
  test_ui_click (test_ui_find (window, "tab-preview"));
  sheet = open_sheet (window);
  test_ui_wait_shows (sheet, "My phone");
  test_ui_settle (sheet);
  test_ui_screenshot (sheet, "composer-test-360");
  test_ui_click (test_ui_find (test_ui_find (sheet, "own-devices"), "test-remove"));
  test_ui_wait_gone (sheet, "My phone");
  test_ui_close_dialog (sheet);
}

static void
test_read_only (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start ("--control", NULL);
  g_autoptr (ComposerFixture) fixture = create_fixture (emulator);
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  g_object_set (fixture->account, "mode", CARILLON_MODE_READ_ONLY, NULL);
  compose (fixture);
  GtkWidget *sheet = open_sheet (window);
  add_device (sheet, "My phone", TOKEN);
  test_ui_click (test_ui_find (sheet, "test-send"));
  GtkWidget *dialog = test_ui_wait_dialog (sheet);
  test_ui_wait_shows (dialog, "Is Read Only");
  test_ui_close_dialog (dialog);
  test_ui_settle (sheet);
  g_assert_false (gtk_widget_get_visible (test_ui_find (sheet, "test-outcome")));
  test_ui_close_dialog (sheet);
  g_assert_cmpint (test_emulator_count_sends (emulator, "accepted"), ==, 0);
}

static void
test_failed (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  compose (fixture);
  GtkWidget *sheet = open_sheet (window);
  add_device (sheet, "My phone", TOKEN);
  test_ui_click (test_ui_find (sheet, "test-send"));
  test_ui_wait_shows (sheet, "Test Not Sent");
  test_ui_settle (sheet);
  test_ui_screenshot (sheet, "composer-test-failed");
  g_assert_true (gtk_widget_is_sensitive (test_ui_find (sheet, "test-send")));
  test_ui_close_dialog (sheet);
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/composer/test-send/snapshot", test_snapshot);
  g_test_add_func ("/composer/test-send/sent", test_sent);
  g_test_add_func ("/composer/test-send/read-only", test_read_only);
  g_test_add_func ("/composer/test-send/failed", test_failed);
  return g_test_run ();
}
