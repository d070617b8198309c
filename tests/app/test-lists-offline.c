/* Lists without a network, by a monitor that says what the test wants. */

#include "carillon-users-page.h"
#include "page-fixture.h"

#define TEST_TYPE_MONITOR (test_monitor_get_type ())
G_DECLARE_FINAL_TYPE (TestMonitor, test_monitor, TEST, MONITOR, GObject)

struct _TestMonitor {
  GObject parent_instance;

  gboolean available;
};

static void
test_monitor_initable_init (GInitableIface *iface)
{
}

static void
test_monitor_monitor_init (GNetworkMonitorInterface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestMonitor,
                               test_monitor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, test_monitor_initable_init)
                                 G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR,
                                                        test_monitor_monitor_init))

enum {
  PROP_AVAILABLE = 1,
  PROP_METERED,
  PROP_CONNECTIVITY,
};

static void
test_monitor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TestMonitor *self = TEST_MONITOR (object);

  if (id == PROP_AVAILABLE) {
    g_value_set_boolean (value, self->available);
  } else if (id == PROP_CONNECTIVITY) {
    g_value_set_enum (value,
                      self->available ? G_NETWORK_CONNECTIVITY_FULL : G_NETWORK_CONNECTIVITY_LOCAL);
  }
}

static void
test_monitor_class_init (TestMonitorClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = test_monitor_get_property;
  g_object_class_override_property (G_OBJECT_CLASS (klass), PROP_AVAILABLE, "network-available");
  g_object_class_override_property (G_OBJECT_CLASS (klass), PROP_METERED, "network-metered");
  g_object_class_override_property (G_OBJECT_CLASS (klass), PROP_CONNECTIVITY, "connectivity");
}

static void
test_monitor_init (TestMonitor *self)
{
}

static void
set_available (TestMonitor *self, gboolean available)
{
  self->available = available;
  g_object_notify (G_OBJECT (self), "network-available");
  g_signal_emit_by_name (self, "network-changed", available);
}

static TestMonitor *
set_up (PageFixture *fixture, gboolean available)
{
  TestMonitor *monitor = g_object_new (TEST_TYPE_MONITOR, NULL);

  page_fixture_set_up (fixture, "emulator.db", TRUE);
  monitor->available = available;
  g_autoptr (CarillonNetwork) network =
    carillon_network_new_for_monitor (G_NETWORK_MONITOR (monitor));
  carillon_session_set_network (fixture->session, network);
  return monitor;
}

static void
tear_down (PageFixture *fixture, TestMonitor *monitor)
{
  page_fixture_tear_down (fixture);
  g_assert_finalize_object (monitor);
}

static void
show_users (PageFixture *fixture)
{
  page_fixture_show (fixture, carillon_users_page_new (fixture->session), 1000, 700);
}

static gboolean
is_told (PageFixture *fixture)
{
  GtkWidget *bar = test_ui_lookup (fixture->page, "list-stale");

  return bar != NULL && gtk_widget_get_child_visible (bar) &&
         gtk_revealer_get_reveal_child (GTK_REVEALER (gtk_widget_get_parent (bar)));
}

static void
test_nothing_loaded (void)
{
  PageFixture fixture;
  TestMonitor *monitor = set_up (&fixture, FALSE);

  page_fixture_stop_emulator (&fixture);
  show_users (&fixture);
  test_ui_wait_find (fixture.page, "list-offline");
  page_fixture_wait_state (&fixture, COMMS_LIST_FAILED);
  g_assert_true (test_ui_shows (fixture.page, "You Are Offline"));
  g_assert_false (is_told (&fixture));
  page_fixture_picture (&fixture, "offline-1000");
  page_fixture_resize (&fixture, 360, 640);
  page_fixture_picture (&fixture, "offline-360");

  page_fixture_restart_emulator (&fixture);
  set_available (monitor, TRUE);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  test_ui_wait_gone (fixture.page, "You Are Offline");
  tear_down (&fixture, monitor);
}

static void
test_rows_stay (void)
{
  PageFixture fixture;
  TestMonitor *monitor = set_up (&fixture, TRUE);

  show_users (&fixture);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  page_fixture_stop_emulator (&fixture);
  set_available (monitor, FALSE);
  test_ui_wait_shows (fixture.page, "You Are Offline");
  g_assert_true (is_told (&fixture));
  page_fixture_scroll_to_end (&fixture);
  page_fixture_wait_idle (&fixture);
  g_assert_nonnull (
    comms_list_get_error (carillon_list_page_get_list (page_fixture_list (&fixture))));
  g_assert_false (test_ui_shows (fixture.page, "The Server Could Not Be Reached"));
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, CARILLON_LIST_PAGE_SIZE);
  page_fixture_picture (&fixture, "offline-rows-1000");
  page_fixture_resize (&fixture, 360, 640);
  page_fixture_picture (&fixture, "offline-rows-360");

  page_fixture_restart_emulator (&fixture);
  set_available (monitor, TRUE);
  test_ui_wait_gone (fixture.page, "You Are Offline");
  page_fixture_wait_idle (&fixture);
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, 2 * CARILLON_LIST_PAGE_SIZE);
  tear_down (&fixture, monitor);
}

static void
on_state (CommsList *list, GParamSpec *pspec, gpointer user_data)
{
  guint *n_loads = user_data;

  *n_loads += comms_list_get_state (list) == COMMS_LIST_LOADING ? 1 : 0;
}

/* A network that changes without the server being there is worth one try, not more. */
static void
test_once (void)
{
  PageFixture fixture;
  TestMonitor *monitor = set_up (&fixture, TRUE);
  guint n_loads = 0;

  page_fixture_stop_emulator (&fixture);
  show_users (&fixture);
  page_fixture_wait_state (&fixture, COMMS_LIST_FAILED);
  g_assert_true (test_ui_shows (fixture.page, "The Server Could Not Be Reached"));
  g_signal_connect (carillon_list_page_get_list (page_fixture_list (&fixture)), "notify::state",
                    G_CALLBACK (on_state), &n_loads);
  set_available (monitor, TRUE);
  g_assert_cmpuint (n_loads, ==, 1);
  page_fixture_wait_state (&fixture, COMMS_LIST_FAILED);
  g_assert_cmpuint (n_loads, ==, 1);

  page_fixture_restart_emulator (&fixture);
  set_available (monitor, TRUE);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);

  /* What is there is not loaded again: the operator may be anywhere in it. */
  set_available (monitor, TRUE);
  page_fixture_wait_idle (&fixture);
  g_assert_cmpuint (n_loads, ==, 2);
  tear_down (&fixture, monitor);
}

/* Monitors know of default routes, not of every way to a server. */
static void
test_reached_all_the_same (void)
{
  PageFixture fixture;
  TestMonitor *monitor = set_up (&fixture, FALSE);

  show_users (&fixture);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  g_assert_false (is_told (&fixture));
  set_available (monitor, TRUE);
  set_available (monitor, FALSE);
  g_assert_true (is_told (&fixture));
  test_ui_click (test_ui_find (fixture.page, "list-refresh"));
  page_fixture_wait_idle (&fixture);
  g_assert_false (is_told (&fixture));
  tear_down (&fixture, monitor);
}

static void
store_offline (GObject *network, GParamSpec *pspec, gpointer offline)
{
  *(gboolean *) offline = carillon_network_get_offline (CARILLON_NETWORK (network));
}

/* What the system says of this computer's network concerns other computers only. */
static void
test_this_computer (void)
{
  static const char *const here[] = { "http://127.0.0.1:8080/v1", "http://[::1]:8080/v1",
                                      "http://localhost/v1" };
  gboolean available = g_network_monitor_get_network_available (g_network_monitor_get_default ());

  for (gsize i = 0; i < G_N_ELEMENTS (here); i++) {
    g_autoptr (CarillonNetwork) network = carillon_network_new (here[i]);

    g_assert_false (carillon_network_get_offline (network));
    g_assert_finalize_object (g_steal_pointer (&network));
  }

  gboolean offline = FALSE;
  CarillonNetwork *network = carillon_network_new ("https://comms.example.com/v1");
  g_signal_connect (network, "notify::offline", G_CALLBACK (store_offline), &offline);
  if (!available) {
    test_wait_until (&offline);
  }
  g_object_unref (network);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/lists/offline/nothing-loaded", test_nothing_loaded);
  g_test_add_func ("/lists/offline/rows-stay", test_rows_stay);
  g_test_add_func ("/lists/offline/once", test_once);
  g_test_add_func ("/lists/offline/reached-all-the-same", test_reached_all_the_same);
  g_test_add_func ("/lists/offline/this-computer", test_this_computer);
  return g_test_run ();
}
