/* Which columns a list shows, and what of that is remembered. */

#include "carillon-list-choices.h"
#include "carillon-users-page.h"
#include "page-fixture.h"

static void
forget_choices (void)
{
  carillon_list_choices_save ("users", g_variant_new ("a{sv}", NULL));
}

static void
show_users (PageFixture *fixture, int width)
{
  page_fixture_set_up (fixture, NULL, TRUE);
  page_fixture_show (fixture, carillon_users_page_new (fixture->session), width, 640);
  page_fixture_wait_state (fixture, COMMS_LIST_READY);
  page_fixture_wait_idle (fixture);
}

static GListModel *
columns (PageFixture *fixture)
{
  GtkWidget *view = carillon_list_page_get_view (page_fixture_list (fixture));

  return gtk_column_view_get_columns (GTK_COLUMN_VIEW (view));
}

static gboolean
is_shown (PageFixture *fixture, guint position)
{
  g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns (fixture), position);

  return gtk_column_view_column_get_visible (column);
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
  forget_choices ();
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
  forget_choices ();
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
  forget_choices ();
  show_users (&fixture, 1000);
  GtkColumnView *view =
    GTK_COLUMN_VIEW (carillon_list_page_get_view (page_fixture_list (&fixture)));
  g_autoptr (GtkColumnViewColumn) created = g_list_model_get_item (columns (&fixture), 1);

  toggle (&fixture, "columns.show-updated");
  gtk_column_view_insert_column (view, 0, created);
  gtk_column_view_column_set_fixed_width (created, 222);
  /* As a click on its header does. */
  gtk_column_view_sort_by_column (view, created, GTK_SORT_ASCENDING);
  test_ui_wait (fixture.window, oldest_is_first, &fixture);
  page_fixture_tear_down (&fixture);

  show_users (&fixture, 1000);
  g_autoptr (GtkColumnViewColumn) first = g_list_model_get_item (columns (&fixture), 0);
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
  g_autoptr (GtkColumnViewColumn) reset = g_list_model_get_item (columns (&fixture), 0);
  g_assert_cmpstr (gtk_column_view_column_get_title (reset), ==, "User ID");
  g_assert_true (is_shown (&fixture, 2));
  page_fixture_tear_down (&fixture);
}

static void
test_menu (void)
{
  PageFixture fixture;
  forget_choices ();
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
  g_test_add_func ("/lists/columns/menu", test_menu);
  return g_test_run ();
}
