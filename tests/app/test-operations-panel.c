/* The status panel follows real operations of the emulator, to their end and through trouble. */

#include "carillon-list-page.h"
#include "carillon-operation-panel.h"
#include "operations-fixture.h"

/* Well-formed, and never given out. */
#define UNKNOWN_ID "comms_operation_0zzzzzzzzzzzzzzzzzzzzzzzzz"

static char *
get_text (OperationsFixture *fixture, const char *name)
{
  return test_ui_text (test_ui_wait_find (fixture->window, name));
}

static CommsList *
get_notifications (OperationsFixture *fixture)
{
  GtkWidget *notifications = test_ui_find (fixture->window, "operation-notifications");
  return carillon_list_page_get_list (
    CARILLON_LIST_PAGE (operations_fixture_find (notifications, CARILLON_TYPE_LIST_PAGE)));
}

static guint
count_status (OperationsFixture *fixture, const char *status)
{
  GListModel *list = G_LIST_MODEL (get_notifications (fixture));
  guint n = 0;
  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (CommsNotification) item = g_list_model_get_item (list, i);
    n += g_strcmp0 (comms_notification_get_status (item), status) == 0;
  }
  return n;
}

static gboolean
has_all_outcomes (GtkWidget *root, gpointer data)
{
  OperationsFixture *fixture = data;
  return count_status (fixture, "SENT") == 4 && count_status (fixture, "FAILED") == 1 &&
         g_list_model_get_n_items (G_LIST_MODEL (get_notifications (fixture))) == 5;
}

static gboolean
has_only_failed (GtkWidget *root, gpointer data)
{
  OperationsFixture *fixture = data;
  return count_status (fixture, "FAILED") == 1 &&
         g_list_model_get_n_items (G_LIST_MODEL (get_notifications (fixture))) == 1;
}

static void
test_completes (void)
{
  OperationsFixture fixture;
  operations_fixture_set_up (&fixture, "1", FALSE);
  g_autofree char *id = operations_fixture_send (&fixture, 4, 1, 2);
  carillon_operations_page_show (fixture.page, id);
  operations_fixture_show (&fixture, 1000, 700);

  operations_fixture_wait_text (&fixture, "operation-status", "Completed");
  g_autofree char *shown_id = get_text (&fixture, "operation-id");
  g_assert_cmpstr (shown_id, ==, id);
  g_autofree char *counts = get_text (&fixture, "operation-counts");
  g_assert_cmpstr (counts, ==, "4 of 7 sent; 1 failed; 2 unaddressable");
  g_assert_true (test_ui_shows (fixture.window, "2 recipients are unaddressable: no device"));
  g_autofree char *spoken = gtk_test_accessible_check_property (
    GTK_ACCESSIBLE (test_ui_find (fixture.window, "operation-bar")), GTK_ACCESSIBLE_PROPERTY_LABEL,
    "4 sent, 1 failed, 2 unaddressable; 7 in all");
  g_assert_cmpstr (spoken, ==, NULL);
  g_assert_false (dispatch_watch_get_active (operations_fixture_get_watch (&fixture)));

  test_ui_wait (fixture.window, has_all_outcomes, &fixture);
  operations_fixture_picture (&fixture, "operation-completed");

  GtkWidget *list = operations_fixture_find (
    test_ui_find (fixture.window, "operation-notifications"), CARILLON_TYPE_LIST_PAGE);
  carillon_list_page_set_filter_value (CARILLON_LIST_PAGE (list), "status", "FAILED");
  test_ui_wait (fixture.window, has_only_failed, &fixture);
  operations_fixture_tear_down (&fixture);
}

static gboolean
has_no_queued (GtkWidget *root, gpointer fixture)
{
  return count_status (fixture, "QUEUED") == 0;
}

static gboolean
has_queued (GtkWidget *root, gpointer fixture)
{
  return count_status (fixture, "QUEUED") > 0;
}

/* Whoever reads further down is not sent back to the top by a new count. */
static void
test_reading_is_left_alone (void)
{
  OperationsFixture fixture;
  operations_fixture_set_up (&fixture, "6", FALSE);
  g_autofree char *id = operations_fixture_send (&fixture, 90, 0, 0);
  carillon_operations_page_show (fixture.page, id);
  operations_fixture_show (&fixture, 1000, 700);
  operations_fixture_wait_text (&fixture, "operation-status", "Processing");
  test_ui_wait (fixture.window, has_queued, &fixture);
  test_ui_settle (fixture.window);

  GtkWidget *notifications = test_ui_find (fixture.window, "operation-notifications");
  GtkWidget *page = operations_fixture_find (notifications, CARILLON_TYPE_LIST_PAGE);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (
    GTK_SCROLLABLE (carillon_list_page_get_view (CARILLON_LIST_PAGE (page))));
  gtk_adjustment_set_value (adjustment, 300);
  test_ui_settle (fixture.window);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 300);

  operations_fixture_wait_text (&fixture, "operation-counts", "All 90 sent");
  test_ui_settle (fixture.window);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 300);
  g_assert_true (has_queued (fixture.window, &fixture));

  gtk_adjustment_set_value (adjustment, 0);
  test_ui_wait (fixture.window, has_no_queued, &fixture);
  g_assert_cmpuint (count_status (&fixture, "SENT"), ==, 90);
  operations_fixture_tear_down (&fixture);
}

static gboolean
is_shown (GtkWidget *root, gpointer name)
{
  GtkWidget *widget = test_ui_lookup (root, name);
  return widget != NULL && gtk_widget_get_mapped (widget);
}

static gboolean
is_gone (GtkWidget *root, gpointer name)
{
  return !is_shown (root, name);
}

static void
test_server_away (void)
{
  OperationsFixture fixture;
  operations_fixture_set_up (&fixture, OPERATIONS_SLOW, FALSE);
  g_autofree char *id = operations_fixture_send (&fixture, 3, 0, 0);
  carillon_operations_page_show (fixture.page, id);
  operations_fixture_show (&fixture, 1000, 700);
  operations_fixture_wait_text (&fixture, "operation-status", "Processing");
  operations_fixture_picture (&fixture, "operation-processing");

  operations_fixture_stop_emulator (&fixture);
  test_ui_click (test_ui_find (fixture.window, "operation-refresh"));
  test_ui_wait (fixture.window, is_shown, (gpointer) "operation-problem");
  test_ui_wait_shows (fixture.window, "The Server Could Not Be Reached");
  g_assert_true (test_ui_shows (fixture.window, "The counts are the last known ones."));
  g_assert_false (test_ui_shows (fixture.window, "Nothing was sent"));
  operations_fixture_wait_text (&fixture, "operation-counts", "0 of 3 sent; 3 waiting");
  operations_fixture_picture (&fixture, "operation-problem");

  GtkWidget *problem = test_ui_find (fixture.window, "operation-problem");
  GtkWidget *button = test_ui_find_text (problem, GTK_TYPE_BUTTON, "Try Again");
  operations_fixture_restart_emulator (&fixture);
  if (gtk_widget_get_mapped (button)) {
    test_ui_click (button);
  }
  test_ui_wait (fixture.window, is_gone, (gpointer) "operation-problem");
  operations_fixture_wait_text (&fixture, "operation-counts", "0 of 3 sent; 3 waiting");
  operations_fixture_tear_down (&fixture);
}

static void
test_server_away_at_first (void)
{
  OperationsFixture fixture;
  operations_fixture_set_up (&fixture, OPERATIONS_SLOW, FALSE);
  g_autofree char *id = operations_fixture_send (&fixture, 3, 0, 0);
  operations_fixture_stop_emulator (&fixture);
  carillon_operations_page_show (fixture.page, id);
  operations_fixture_show (&fixture, 1000, 700);

  test_ui_wait (fixture.window, is_shown, (gpointer) "operation-missing");
  test_ui_wait_shows (test_ui_find (fixture.window, "operation-missing"),
                      "The Server Could Not Be Reached");
  GtkWidget *button = test_ui_find_text (test_ui_find (fixture.window, "operation-missing"),
                                         GTK_TYPE_BUTTON, "Try Again");
  operations_fixture_restart_emulator (&fixture);
  if (gtk_widget_get_mapped (button)) {
    test_ui_click (button);
  }
  operations_fixture_wait_text (&fixture, "operation-status", "Processing");
  operations_fixture_tear_down (&fixture);
}

static void
test_unknown (void)
{
  OperationsFixture fixture;
  operations_fixture_set_up (&fixture, OPERATIONS_SLOW, FALSE);
  carillon_operations_page_show (fixture.page, UNKNOWN_ID);
  operations_fixture_show (&fixture, 1000, 700);

  test_ui_wait_shows (fixture.window, "Operation Not Found");
  g_assert_true (test_ui_shows (fixture.window, "7 days"));
  g_assert_false (test_ui_shows (fixture.window, "Processing"));
  operations_fixture_picture (&fixture, "operation-unknown");
  operations_fixture_tear_down (&fixture);
}

/* The widget and its watch stay; the questions do not. */
static void
test_leave_and_return (void)
{
  OperationsFixture fixture;
  operations_fixture_set_up (&fixture, OPERATIONS_SLOW, FALSE);
  g_autofree char *id = operations_fixture_send (&fixture, 3, 0, 0);
  operations_fixture_show (&fixture, 1000, 700);
  carillon_operations_page_show (fixture.page, id);
  operations_fixture_wait_text (&fixture, "operation-status", "Processing");
  DispatchWatch *watch = operations_fixture_get_watch (&fixture);
  g_assert_true (dispatch_watch_get_active (watch));

  operations_fixture_leave (&fixture);
  g_assert_true (operations_fixture_get_watch (&fixture) == watch);
  g_assert_false (dispatch_watch_get_active (watch));

  operations_fixture_return (&fixture);
  g_assert_true (operations_fixture_get_watch (&fixture) == watch);
  g_assert_true (dispatch_watch_get_active (watch));
  operations_fixture_wait_text (&fixture, "operation-counts", "0 of 3 sent; 3 waiting");
  operations_fixture_tear_down (&fixture);
}

static gboolean
is_null (GtkWidget *root, gpointer pointer)
{
  return *(gpointer *) pointer == NULL;
}

static void
test_one_after_another (void)
{
  OperationsFixture fixture;
  operations_fixture_set_up (&fixture, OPERATIONS_SLOW, FALSE);
  operations_fixture_show (&fixture, 1000, 700);
  gpointer watches[4] = { NULL };
  for (guint i = 0; i < G_N_ELEMENTS (watches); i++) {
    g_autofree char *id = operations_fixture_send (&fixture, i + 1, 0, 0);
    carillon_operations_page_show (fixture.page, id);
    operations_fixture_wait_text (&fixture, "operation-id", id);
    g_set_weak_pointer (&watches[i], operations_fixture_get_watch (&fixture));
    if (i % 2 == 0) {
      operations_fixture_wait_text (&fixture, "operation-status", "Processing");
    }
  }
  for (guint i = 0; i + 1 < G_N_ELEMENTS (watches); i++) {
    test_ui_wait (fixture.window, is_null, &watches[i]);
  }
  gtk_widget_activate_action (GTK_WIDGET (fixture.page), "operations.back", NULL);
  test_ui_wait (fixture.window, is_null, &watches[G_N_ELEMENTS (watches) - 1]);
  operations_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/operations/panel/completes", test_completes);
  g_test_add_func ("/operations/panel/reading-is-left-alone", test_reading_is_left_alone);
  g_test_add_func ("/operations/panel/server-away", test_server_away);
  g_test_add_func ("/operations/panel/server-away-at-first", test_server_away_at_first);
  g_test_add_func ("/operations/panel/unknown", test_unknown);
  g_test_add_func ("/operations/panel/leave-and-return", test_leave_and_return);
  g_test_add_func ("/operations/panel/one-after-another", test_one_after_another);
  return g_test_run ();
}
