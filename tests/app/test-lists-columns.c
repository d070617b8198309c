/* Which columns a list shows, and what of that is remembered. */

#include <signal.h>
#include <sys/resource.h>

#include "carillon-config.h"
#include "carillon-users-page.h"
#include "page-fixture.h"

static void
show_page (PageFixture *fixture, int width)
{
  page_fixture_show (fixture, carillon_users_page_new (fixture->session), width, 640);
  page_fixture_wait_state (fixture, COMMS_LIST_READY);
  page_fixture_wait_idle (fixture);
}

static void
show_users (PageFixture *fixture, int width)
{
  page_fixture_set_up (fixture, NULL, TRUE);
  show_page (fixture, width);
}

static GListModel *
columns (PageFixture *fixture)
{
  GtkWidget *view = carillon_list_page_get_view (page_fixture_list (fixture));

  return gtk_column_view_get_columns (GTK_COLUMN_VIEW (view));
}

/* Kept by the view. */
static GtkColumnViewColumn *
column_at (PageFixture *fixture, guint position)
{
  g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns (fixture), position);

  g_assert_nonnull (column);
  return column;
}

static gboolean
is_shown (PageFixture *fixture, guint position)
{
  return gtk_column_view_column_get_visible (column_at (fixture, position));
}

static void
toggle (PageFixture *fixture, const char *action)
{
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (page_fixture_list (fixture)), action, NULL));
  test_ui_settle (fixture->window);
}

static void
test_room (void)
{
  PageFixture fixture;
  show_users (&fixture, 1000);
  g_assert_true (is_shown (&fixture, 2));
  page_fixture_resize (&fixture, 400, 640);
  g_assert_false (is_shown (&fixture, 2));

  /* What was chosen is shown without room too. */
  toggle (&fixture, "columns.show-updated");
  g_assert_true (is_shown (&fixture, 2));
  page_fixture_picture (&fixture, "columns-chosen-400");
  toggle (&fixture, "columns.reset");
  g_assert_false (is_shown (&fixture, 2));
  page_fixture_tear_down (&fixture);
}

static void
test_last_one_stays (void)
{
  PageFixture fixture;
  show_users (&fixture, 1000);
  toggle (&fixture, "columns.show-updated");
  toggle (&fixture, "columns.show-created");
  toggle (&fixture, "columns.show-id");
  g_assert_true (is_shown (&fixture, 0));
  g_assert_false (is_shown (&fixture, 1));
  g_assert_false (is_shown (&fixture, 2));
  page_fixture_tear_down (&fixture);
}

static gboolean
oldest_is_first (GtkWidget *root, gpointer fixture)
{
  CarillonListRows *rows = carillon_list_page_get_rows (page_fixture_list (fixture));
  g_autoptr (CommsResource) first = g_list_model_get_item (G_LIST_MODEL (rows), 0);
  g_autoptr (CommsResource) second = g_list_model_get_item (G_LIST_MODEL (rows), 1);

  return first != NULL && second != NULL &&
         comms_resource_get_created_at (first) < comms_resource_get_created_at (second);
}

static void
test_remembered (void)
{
  PageFixture fixture;
  show_users (&fixture, 1000);
  GtkColumnView *view =
    GTK_COLUMN_VIEW (carillon_list_page_get_view (page_fixture_list (&fixture)));
  GtkColumnViewColumn *created = column_at (&fixture, 1);

  toggle (&fixture, "columns.show-updated");
  gtk_column_view_insert_column (view, 0, created);
  gtk_column_view_column_set_fixed_width (created, 222);
  /* As a click on its header does. */
  gtk_column_view_sort_by_column (view, created, GTK_SORT_ASCENDING);
  test_ui_wait (fixture.window, oldest_is_first, &fixture);

  page_fixture_reconnect (&fixture);
  show_page (&fixture, 1000);
  GtkColumnViewColumn *first = column_at (&fixture, 0);
  g_assert_cmpstr (gtk_column_view_column_get_title (first), ==, "Created");
  g_assert_cmpint (gtk_column_view_column_get_fixed_width (first), ==, 222);
  g_assert_false (is_shown (&fixture, 2));
  test_ui_wait (fixture.window, oldest_is_first, &fixture);
  page_fixture_picture (&fixture, "columns-remembered");

  /* The other direction, from the menu. */
  toggle (&fixture, "columns.descending");
  while (oldest_is_first (fixture.window, &fixture)) {
    g_main_context_iteration (NULL, TRUE);
  }
  toggle (&fixture, "columns.reset");
  g_assert_cmpstr (gtk_column_view_column_get_title (column_at (&fixture, 0)), ==, "User ID");
  g_assert_true (is_shown (&fixture, 2));
  page_fixture_tear_down (&fixture);
}

/* Before accounts kept it, one look was kept for all of them. */
static void
test_taken_over (void)
{
  PageFixture fixture;
  g_autoptr (GSettings) settings = g_settings_new (CARILLON_APP_ID);
  g_autoptr (GVariant) old = g_variant_ref_sink (g_variant_new_parsed (
    "{'users': <{'shown': <{'updated': false}>, 'order': <['created', 'gone', 'id']>}>, 'x': <1>}"));

  g_settings_set_value (settings, "lists", old);
  show_users (&fixture, 1000);
  g_settings_reset (settings, "lists");
  g_assert_cmpstr (gtk_column_view_column_get_title (column_at (&fixture, 0)), ==, "Created");
  g_assert_false (is_shown (&fixture, 2));
  page_fixture_reconnect (&fixture);
  show_page (&fixture, 1000);
  g_assert_false (is_shown (&fixture, 2));

  /* Another account has a look of its own. */
  g_clear_object (&fixture.account);
  page_fixture_reconnect (&fixture);
  show_page (&fixture, 1000);
  g_assert_true (is_shown (&fixture, 2));
  page_fixture_tear_down (&fixture);
}

/* As on a disk without room. */
static void
limit_files (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &limit));
  limit.rlim_cur = bytes;
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));
}

static gboolean
is_kept (GtkWidget *root, gpointer session)
{
  return carillon_list_choices_get_error (carillon_session_get_list_choices (session)) == NULL;
}

static void
test_not_kept (void)
{
  PageFixture fixture;
  signal (SIGXFSZ, SIG_IGN);
  show_users (&fixture, 1000);

  limit_files (0);
  toggle (&fixture, "columns.show-updated");
  test_ui_wait_shows (fixture.window, "Local Data Could Not Be Used: how lists look is not kept");
  g_assert_false (is_shown (&fixture, 2));
  limit_files (RLIM_INFINITY);
  page_fixture_picture (&fixture, "columns-not-kept");

  /* The next choice of any list takes along what is still to be written. */
  carillon_list_choices_set (carillon_session_get_list_choices (fixture.session), "other",
                             g_variant_new ("a{sv}", NULL));
  test_ui_wait (fixture.window, is_kept, fixture.session);
  page_fixture_reconnect (&fixture);
  show_page (&fixture, 1000);
  g_assert_false (is_shown (&fixture, 2));
  page_fixture_tear_down (&fixture);
}

static void
test_menu (void)
{
  PageFixture fixture;
  show_users (&fixture, 360);
  GtkWidget *button = test_ui_find (fixture.page, "list-menu");

  test_ui_click (button);
  test_ui_wait_shows (button, "Sort By");
  test_ui_settle (fixture.window);
  test_ui_screenshot (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))),
                      "columns-menu");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  page_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/lists/columns/room", test_room);
  g_test_add_func ("/lists/columns/last-one-stays", test_last_one_stays);
  g_test_add_func ("/lists/columns/remembered", test_remembered);
  g_test_add_func ("/lists/columns/taken-over", test_taken_over);
  g_test_add_func ("/lists/columns/not-kept", test_not_kept);
  g_test_add_func ("/lists/columns/menu", test_menu);
  return g_test_run ();
}
