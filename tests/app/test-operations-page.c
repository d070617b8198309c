/* The list of operations: its rows live, its panel opened and closed, and nothing asked in vain. */

#include "carillon-list-page.h"
#include "carillon-operation-cell.h"
#include "carillon-operations-page-private.h"
#include "operations-fixture.h"

static CarillonListPage *
get_list_page (OperationsFixture *fixture)
{
  GtkWidget *page = operations_fixture_find (GTK_WIDGET (fixture->page), CARILLON_TYPE_LIST_PAGE);
  g_assert_nonnull (page);
  return CARILLON_LIST_PAGE (page);
}

static GListModel *
get_rows (OperationsFixture *fixture)
{
  return G_LIST_MODEL (carillon_list_page_get_list (get_list_page (fixture)));
}

static GtkAdjustment *
get_adjustment (OperationsFixture *fixture)
{
  return gtk_scrollable_get_vadjustment (
    GTK_SCROLLABLE (carillon_list_page_get_view (get_list_page (fixture))));
}

static guint
count_watches (OperationsFixture *fixture)
{
  return carillon_live_operations_get_n_watches (
    carillon_operations_page_get_live_operations (fixture->page));
}

static gboolean
has_rows (GtkWidget *root, gpointer fixture)
{
  return g_list_model_get_n_items (get_rows (fixture)) > 0;
}

static void
open_row (OperationsFixture *fixture, guint position)
{
  g_signal_emit_by_name (carillon_list_page_get_view (get_list_page (fixture)), "activate",
                         position);
  test_ui_wait_find (fixture->window, "operation-id");
}

static gboolean
is_list_shown (GtkWidget *root, gpointer data)
{
  OperationsFixture *fixture = data;
  return gtk_widget_get_mapped (GTK_WIDGET (get_list_page (fixture))) &&
         operations_fixture_find (root, CARILLON_TYPE_OPERATION_PANEL) == NULL;
}

static void
test_row_follows (void)
{
  OperationsFixture fixture;
  operations_fixture_set_up (&fixture, "1", FALSE);
  g_autofree char *id = operations_fixture_send (&fixture, 3, 1, 0);
  operations_fixture_show (&fixture, 1000, 700);
  test_ui_wait (fixture.window, has_rows, &fixture);

  /* The list is not loaded again. */
  test_ui_wait_shows (fixture.window, "Completed");
  g_autoptr (CommsOperation) row = g_list_model_get_item (get_rows (&fixture), 0);
  g_assert_cmpstr (comms_operation_get_status (row), ==, "PROCESSING");
  GtkWidget *cell =
    operations_fixture_find (GTK_WIDGET (fixture.page), CARILLON_TYPE_OPERATION_CELL);
  g_assert_nonnull (cell);
  g_assert_cmpuint (count_watches (&fixture), ==, 0);
  operations_fixture_tear_down (&fixture);
}

static gboolean
has_most_watches (GtkWidget *root, gpointer fixture)
{
  return count_watches (fixture) == CARILLON_MAX_WATCHES;
}

static void
test_watches_are_bounded (void)
{
  OperationsFixture fixture;
  operations_fixture_set_up (&fixture, OPERATIONS_SLOW, FALSE);
  for (guint i = 0; i < CARILLON_MAX_WATCHES + 3; i++) {
    g_free (operations_fixture_send (&fixture, 1, 0, 0));
  }
  operations_fixture_show (&fixture, 1000, 700);
  test_ui_wait (fixture.window, has_most_watches, &fixture);

  operations_fixture_leave (&fixture);
  g_assert_cmpuint (count_watches (&fixture), ==, 0);
  operations_fixture_return (&fixture);
  test_ui_wait (fixture.window, has_most_watches, &fixture);
  operations_fixture_tear_down (&fixture);
}

/* What the key does at the page, as its class says. */
static void
press (OperationsFixture *fixture, guint key, GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->page));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
    guint n_shortcuts = GTK_IS_SHORTCUT_CONTROLLER (controller)
                          ? g_list_model_get_n_items (G_LIST_MODEL (controller))
                          : 0;
    for (guint j = 0; j < n_shortcuts; j++) {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
      GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);
      if (GTK_IS_KEYVAL_TRIGGER (trigger) &&
          gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key &&
          gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == modifiers) {
        gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0,
                                      GTK_WIDGET (fixture->page), NULL);
        return;
      }
    }
  }
  g_assert_not_reached ();
}

static void
test_keys (void)
{
  OperationsFixture fixture;
  operations_fixture_set_up (&fixture, OPERATIONS_SLOW, TRUE);
  operations_fixture_show (&fixture, 1000, 700);
  test_ui_wait (fixture.window, has_rows, &fixture);

  static const struct {
    guint key;
    GdkModifierType modifiers;
  } keys[] = { { GDK_KEY_Escape, 0 }, { GDK_KEY_Left, GDK_ALT_MASK } };
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    press (&fixture, keys[i].key, keys[i].modifiers); /* nothing to go back from */
    g_assert_true (is_list_shown (fixture.window, &fixture));
    open_row (&fixture, 0);
    press (&fixture, keys[i].key, keys[i].modifiers);
    test_ui_wait (fixture.window, is_list_shown, &fixture);
  }
  operations_fixture_tear_down (&fixture);
}

static gboolean
has_focus (OperationsFixture *fixture, GType type)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  return focus != NULL && gtk_widget_get_ancestor (focus, type) != NULL;
}

static void
test_back_to_the_same_place (void)
{
  OperationsFixture fixture;
  operations_fixture_set_up (&fixture, OPERATIONS_SLOW, TRUE);
  operations_fixture_show (&fixture, 1000, 400);
  test_ui_wait (fixture.window, has_rows, &fixture);
  test_ui_settle (fixture.window);
  operations_fixture_picture (&fixture, "operations");
  test_ui_settle (fixture.window);

  gtk_window_set_default_size (GTK_WINDOW (fixture.window), 1000, 400);
  test_ui_settle (fixture.window);
  GtkAdjustment *adjustment = get_adjustment (&fixture);
  gtk_adjustment_set_value (adjustment, 150);
  test_ui_settle (fixture.window);
  double place = gtk_adjustment_get_value (adjustment);
  g_assert_cmpfloat (place, >, 0);

  g_autoptr (CommsResource) item = g_list_model_get_item (get_rows (&fixture), 10);
  gtk_widget_child_focus (carillon_list_page_get_view (get_list_page (&fixture)),
                          GTK_DIR_TAB_FORWARD);
  gtk_adjustment_set_value (adjustment, place);
  open_row (&fixture, 10);
  operations_fixture_wait_text (&fixture, "operation-id", comms_resource_get_id (item));
  g_assert_true (has_focus (&fixture, CARILLON_TYPE_OPERATION_PANEL));
  test_ui_click (test_ui_find (fixture.window, "operation-back"));
  test_ui_wait (fixture.window, is_list_shown, &fixture);
  g_assert_true (has_focus (&fixture, CARILLON_TYPE_LIST_PAGE));
  g_assert_true (get_adjustment (&fixture) == adjustment);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, place);
  g_autoptr (CommsResource) same = g_list_model_get_item (get_rows (&fixture), 10);
  g_assert_true (same == item);
  operations_fixture_tear_down (&fixture);
}

/* What was sent after the list was loaded is in it once somebody comes back from its panel. */
static gboolean
has_first (GtkWidget *root, gpointer data)
{
  const struct {
    OperationsFixture *fixture;
    const char *id;
  } *wanted = data;
  g_autoptr (CommsResource) item = g_list_model_get_item (get_rows (wanted->fixture), 0);
  return item != NULL && g_strcmp0 (comms_resource_get_id (item), wanted->id) == 0;
}

static void
test_back_to_a_new_row (void)
{
  OperationsFixture fixture;
  operations_fixture_set_up (&fixture, OPERATIONS_SLOW, FALSE);
  g_autofree char *old_id = operations_fixture_send (&fixture, 1, 0, 0);
  operations_fixture_show (&fixture, 1000, 700);
  test_ui_wait (fixture.window, has_rows, &fixture);

  g_autofree char *id = operations_fixture_send (&fixture, 2, 0, 0);
  carillon_operations_page_show (fixture.page, id);
  operations_fixture_wait_text (&fixture, "operation-counts", "0 of 2 sent; 2 waiting");
  gtk_widget_activate_action (GTK_WIDGET (fixture.page), "operations.back", NULL);
  test_ui_wait (fixture.window, is_list_shown, &fixture);
  struct {
    OperationsFixture *fixture;
    const char *id;
  } wanted = { &fixture, id };
  test_ui_wait (fixture.window, has_first, &wanted);
  operations_fixture_tear_down (&fixture);
}

static gboolean
shows_only_completed (GtkWidget *root, gpointer data)
{
  GListModel *rows = get_rows (data);
  gboolean all = g_list_model_get_n_items (rows) > 0;
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++) {
    g_autoptr (CommsOperation) item = g_list_model_get_item (rows, i);
    all = all && g_strcmp0 (comms_operation_get_status (item), "COMPLETED") == 0;
  }
  return all;
}

static void
test_filter (void)
{
  OperationsFixture fixture;
  operations_fixture_set_up (&fixture, OPERATIONS_SLOW, TRUE);
  g_autofree char *id = operations_fixture_send (&fixture, 1, 0, 0);
  operations_fixture_show (&fixture, 1000, 700);
  test_ui_wait (fixture.window, has_rows, &fixture);
  g_assert_false (shows_only_completed (fixture.window, &fixture));

  CarillonListPage *list = get_list_page (&fixture);
  carillon_list_page_set_filter_value (list, "status", "COMPLETED");
  test_ui_wait (fixture.window, shows_only_completed, &fixture);
  carillon_list_page_set_filter_value (list, "status", "SCHEDULED");
  test_ui_wait_shows (fixture.window, "No Matches");
  operations_fixture_tear_down (&fixture);
}

static void
test_empty (void)
{
  OperationsFixture fixture;
  operations_fixture_set_up (&fixture, OPERATIONS_SLOW, FALSE);
  operations_fixture_show (&fixture, 1000, 700);
  test_ui_wait_shows (fixture.window, "No Operations");
  operations_fixture_picture (&fixture, "operations-empty");
  operations_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/operations/page/row-follows", test_row_follows);
  g_test_add_func ("/operations/page/watches-are-bounded", test_watches_are_bounded);
  g_test_add_func ("/operations/page/back-to-the-same-place", test_back_to_the_same_place);
  g_test_add_func ("/operations/page/back-to-a-new-row", test_back_to_a_new_row);
  g_test_add_func ("/operations/page/keys", test_keys);
  g_test_add_func ("/operations/page/filter", test_filter);
  g_test_add_func ("/operations/page/empty", test_empty);
  return g_test_run ();
}
