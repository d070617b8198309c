#include "carillon-details.h"
#include "carillon-users-page.h"
#include "page-fixture.h"

/* More than the details have buttons and links. */
#define MAX_STOPS 20

static void
test_first_page_only (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, TRUE);
  page_fixture_show (&fixture, carillon_users_page_new (fixture.session), 1000, 700);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  page_fixture_wait_idle (&fixture);
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, CARILLON_LIST_PAGE_SIZE);
  g_assert_true (
    test_ui_shows (fixture.page, comms_resource_get_id (page_fixture_row (&fixture, 0))));
  page_fixture_picture (&fixture, "users-1000");

  page_fixture_scroll_to_end (&fixture);
  page_fixture_wait_idle (&fixture);
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, 2 * CARILLON_LIST_PAGE_SIZE);

  page_fixture_resize (&fixture, 1600, 900);
  page_fixture_picture (&fixture, "users-1600");
  page_fixture_tear_down (&fixture);
}

/* A page that nobody sees asks for nothing. */
static void
test_hidden (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, TRUE);
  GtkWidget *page = carillon_users_page_new (fixture.session);
  gtk_widget_set_visible (page, FALSE);
  page_fixture_show (&fixture, page, 1000, 700);
  g_assert_cmpint (
    comms_list_get_state (carillon_list_page_get_list (page_fixture_list (&fixture))), ==,
    COMMS_LIST_IDLE);

  gtk_widget_set_visible (page, TRUE);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  page_fixture_tear_down (&fixture);
}

static void
press_tab (GtkWidget *root, GtkDirectionType direction)
{
  g_signal_emit_by_name (root, "move-focus", direction);
}

/* The list is one stop, and from there Tab reaches the last button of the details. */
static void
test_tab (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, TRUE);
  page_fixture_show (&fixture, carillon_users_page_new (fixture.session), 1000, 700);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  page_fixture_open_row (&fixture, 3);
  GtkWidget *close = test_ui_wait_find (fixture.page, "details-close");
  GtkWidget *delete_button = test_ui_find_text (fixture.page, GTK_TYPE_BUTTON, "Delete…");
  GtkRoot *root = gtk_widget_get_root (fixture.page);
  GtkWidget *view = test_ui_find (fixture.page, "list-rows");
  GtkWidget *details = gtk_widget_get_ancestor (close, CARILLON_TYPE_DETAILS);

  gtk_widget_grab_focus (fixture.page);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (root), view));
  press_tab (GTK_WIDGET (root), GTK_DIR_TAB_FORWARD);
  g_assert_true (gtk_root_get_focus (root) == close);
  for (guint i = 0; i < MAX_STOPS && gtk_root_get_focus (root) != delete_button; i++) {
    press_tab (GTK_WIDGET (root), GTK_DIR_TAB_FORWARD);
    g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (root), details));
  }
  g_assert_true (gtk_root_get_focus (root) == delete_button);
  gtk_widget_grab_focus (close);
  press_tab (GTK_WIDGET (root), GTK_DIR_TAB_BACKWARD);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (root), view));
  press_tab (GTK_WIDGET (root), GTK_DIR_TAB_BACKWARD);
  g_assert_true (gtk_root_get_focus (root) == test_ui_find (fixture.page, "list-details"));
  page_fixture_tear_down (&fixture);
}

/* Who enters the page before its rows are there comes to them all the same, unless gone on. */
static void
test_early_focus (void)
{
  for (gboolean goes_on = FALSE; goes_on <= TRUE; goes_on++) {
    PageFixture fixture;

    page_fixture_set_up (&fixture, NULL, TRUE);
    GtkWidget *page = carillon_users_page_new (fixture.session);
    gtk_widget_set_visible (page, FALSE);
    page_fixture_show (&fixture, page, 1000, 700);
    gtk_widget_set_visible (page, TRUE);
    GtkRoot *root = gtk_widget_get_root (fixture.page);
    GtkWidget *view = test_ui_find (fixture.page, "list-rows");
    g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, 0);
    g_assert_true (gtk_widget_grab_focus (fixture.page));
    GtkWidget *waiting = gtk_root_get_focus (root);
    g_assert_true (gtk_widget_is_ancestor (waiting, fixture.page));
    if (goes_on) {
      press_tab (GTK_WIDGET (root), GTK_DIR_TAB_FORWARD);
      waiting = gtk_root_get_focus (root);
    }
    page_fixture_wait_state (&fixture, COMMS_LIST_READY);
    test_ui_settle (fixture.window);
    GtkWidget *focus = gtk_root_get_focus (root);
    g_assert_true (goes_on ? focus == waiting : gtk_widget_is_ancestor (focus, view));
    page_fixture_tear_down (&fixture);
  }
}

static void
test_details (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, TRUE);
  page_fixture_show (&fixture, carillon_users_page_new (fixture.session), 1000, 700);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  g_assert_null (test_ui_lookup_text (fixture.page, GTK_TYPE_BUTTON, "Copy as JSON"));

  const char *id = comms_resource_get_id (page_fixture_row (&fixture, 3));
  page_fixture_open_row (&fixture, 3);
  GtkWidget *details = gtk_widget_get_ancestor (test_ui_wait_find (fixture.page, "details-close"),
                                                g_type_from_name ("CarillonDetails"));
  g_assert_true (test_ui_shows (details, id));
  g_assert_true (test_ui_shows (details, "Created"));
  g_assert_false (test_ui_shows (details, "Other Fields"));
  page_fixture_picture (&fixture, "users-details-1000");

  test_ui_click (test_ui_find_text (details, GTK_TYPE_BUTTON, "Copy User ID"));
  g_autofree char *copied_id = page_fixture_clipboard (&fixture);
  g_assert_cmpstr (copied_id, ==, id);
  test_ui_click (test_ui_find_text (details, GTK_TYPE_BUTTON, "Copy as JSON"));
  g_autofree char *copied_json = page_fixture_clipboard (&fixture);
  g_assert_nonnull (strstr (copied_json, "\"createdAt\""));

  test_ui_click (test_ui_find_text (details, GTK_TYPE_BUTTON, "Show Registrations"));
  g_autofree char *expected = g_strconcat ("show-user-registrations ", id, NULL);
  g_assert_cmpstr (fixture.activated, ==, expected);
  test_ui_click (test_ui_find_text (details, GTK_TYPE_BUTTON, "Compose to User"));
  g_assert_true (g_str_has_prefix (fixture.activated, "compose-to "));

  page_fixture_resize (&fixture, 360, 640);
  page_fixture_picture (&fixture, "users-details-360");
  test_ui_click (test_ui_find (details, "details-close"));
  test_ui_settle (fixture.window);
  g_assert_false (gtk_widget_get_mapped (details));
  page_fixture_picture (&fixture, "users-360");
  page_fixture_tear_down (&fixture);
}

typedef struct {
  PageFixture *fixture;
  const char *id;
} Gone;

static gboolean
has_gone (GtkWidget *root, gpointer data)
{
  const Gone *gone = data;

  for (guint i = 0; i < page_fixture_n_rows (gone->fixture); i++) {
    if (g_str_equal (comms_resource_get_id (page_fixture_row (gone->fixture, i)), gone->id)) {
      return FALSE;
    }
  }
  return TRUE;
}

static void
test_delete (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, TRUE);
  page_fixture_show (&fixture, carillon_users_page_new (fixture.session), 1000, 700);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);

  g_autofree char *id = g_strdup (comms_resource_get_id (page_fixture_row (&fixture, 1)));
  g_autofree char *next = g_strdup (comms_resource_get_id (page_fixture_row (&fixture, 2)));
  page_fixture_open_row (&fixture, 1);
  page_fixture_click (&fixture, "Delete…");
  page_fixture_answer (&fixture, "Users cannot be restored", "Cancel");
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, CARILLON_LIST_PAGE_SIZE);

  page_fixture_click (&fixture, "Delete…");
  page_fixture_answer (&fixture, "Delete 1 User?", "Delete 1");
  test_ui_wait_shows (fixture.window, "1 user deleted");
  test_ui_wait (fixture.window, has_gone, &(Gone){ &fixture, id });
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, CARILLON_LIST_PAGE_SIZE - 1);
  CommsResource *selected = carillon_list_page_get_selected_item (page_fixture_list (&fixture));
  g_assert_cmpstr (comms_resource_get_id (selected), ==, next);
  page_fixture_tear_down (&fixture);
}

/* Where the details lie over the rows, those of the next user must not pass for the deleted one's.
 */
static void
test_delete_narrow (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, TRUE);
  page_fixture_show (&fixture, carillon_users_page_new (fixture.session), 360, 640);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  g_autofree char *id = g_strdup (comms_resource_get_id (page_fixture_row (&fixture, 1)));
  page_fixture_open_row (&fixture, 1);
  page_fixture_click (&fixture, "Delete…");
  page_fixture_answer (&fixture, "Users cannot be restored", "Delete 1");
  test_ui_wait (fixture.window, has_gone, &(Gone){ &fixture, id });
  test_ui_settle (fixture.window);
  g_assert_false (gtk_widget_get_mapped (test_ui_find (fixture.page, "details-close")));
  page_fixture_tear_down (&fixture);
}

static void
test_delete_fails (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, TRUE);
  page_fixture_show (&fixture, carillon_users_page_new (fixture.session), 1000, 700);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  g_free (
    test_emulator_add_fault (fixture.emulator, "{'kind':'status','status':400,'method':'DELETE'}"));

  page_fixture_open_row (&fixture, 1);
  page_fixture_click (&fixture, "Delete…");
  page_fixture_answer (&fixture, "Delete 1 User?", "Delete 1");
  test_ui_wait_shows (fixture.window, "0 of 1 deleted · 1 failed");
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, CARILLON_LIST_PAGE_SIZE);
  page_fixture_picture (&fixture, "users-delete-failed");

  test_emulator_remove_faults (fixture.emulator);
  test_ui_click (test_ui_wait_find_text (fixture.window, GTK_TYPE_BUTTON, "Retry Failed"));
  test_ui_wait_shows (fixture.window, "1 user deleted");
  page_fixture_tear_down (&fixture);
}

static void
test_failed_and_retried (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, "emulator.db", TRUE);
  page_fixture_stop_emulator (&fixture);
  page_fixture_show (&fixture, carillon_users_page_new (fixture.session), 1000, 700);
  page_fixture_wait_state (&fixture, COMMS_LIST_FAILED);
  g_assert_true (test_ui_shows (fixture.page, "The Server Could Not Be Reached"));
  page_fixture_picture (&fixture, "users-failed");

  page_fixture_restart_emulator (&fixture);
  test_ui_click (test_ui_find_text (fixture.page, GTK_TYPE_BUTTON, "Try Again"));
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  page_fixture_tear_down (&fixture);
}

static void
test_later_page_failed_and_retried (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, "emulator.db", TRUE);
  page_fixture_show (&fixture, carillon_users_page_new (fixture.session), 1000, 700);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  page_fixture_stop_emulator (&fixture);

  page_fixture_scroll_to_end (&fixture);
  GtkWidget *problem = test_ui_wait_find (fixture.page, "list-more-problem");
  test_ui_wait_shows (problem, "The Server Could Not Be Reached");
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, CARILLON_LIST_PAGE_SIZE);
  page_fixture_picture (&fixture, "users-more-failed");

  page_fixture_restart_emulator (&fixture);
  test_ui_click (test_ui_find_text (problem, GTK_TYPE_BUTTON, "Try Again"));
  page_fixture_wait_idle (&fixture);
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, 2 * CARILLON_LIST_PAGE_SIZE);
  test_ui_wait_gone (fixture.page, "The Server Could Not Be Reached");
  page_fixture_tear_down (&fixture);
}

static void
test_refresh_keeps_selection (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, TRUE);
  page_fixture_show (&fixture, carillon_users_page_new (fixture.session), 1000, 700);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  page_fixture_open_row (&fixture, 5);
  CommsResource *before = page_fixture_row (&fixture, 5);
  g_autofree char *id = g_strdup (comms_resource_get_id (before));

  test_ui_click (test_ui_find (fixture.page, "list-refresh"));
  page_fixture_wait_idle (&fixture);
  CommsResource *selected = carillon_list_page_get_selected_item (page_fixture_list (&fixture));
  g_assert_nonnull (selected);
  g_assert_cmpstr (comms_resource_get_id (selected), ==, id);
  page_fixture_tear_down (&fixture);
}

static void
test_delete_last (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, FALSE);
  page_fixture_show (&fixture, carillon_users_page_new (fixture.session), 1000, 700);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, 1);

  page_fixture_open_row (&fixture, 0);
  page_fixture_click (&fixture, "Delete…");
  page_fixture_answer (&fixture, "Delete 1 User?", "Delete 1");
  page_fixture_wait_state (&fixture, COMMS_LIST_EMPTY);
  test_ui_wait_shows (fixture.page, "No Users");
  page_fixture_picture (&fixture, "users-empty");
  page_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/lists/users/first-page-only", test_first_page_only);
  g_test_add_func ("/lists/users/hidden", test_hidden);
  g_test_add_func ("/lists/users/details", test_details);
  g_test_add_func ("/lists/users/tab", test_tab);
  g_test_add_func ("/lists/users/early-focus", test_early_focus);
  g_test_add_func ("/lists/users/delete", test_delete);
  g_test_add_func ("/lists/users/delete-narrow", test_delete_narrow);
  g_test_add_func ("/lists/users/delete-fails", test_delete_fails);
  g_test_add_func ("/lists/users/failed-and-retried", test_failed_and_retried);
  g_test_add_func ("/lists/users/later-page-failed-and-retried",
                   test_later_page_failed_and_retried);
  g_test_add_func ("/lists/users/refresh-keeps-selection", test_refresh_keeps_selection);
  g_test_add_func ("/lists/users/delete-last", test_delete_last);
  return g_test_run ();
}
