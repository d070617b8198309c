#include "carillon-own-devices.h"
#include "carillon-registrations-page.h"
#include "page-fixture.h"

#define FCM_TOKEN "fcm-dQw4w9WgXcQ-0123456789abcdefghijklmnopqrstuvwxyz-first"
#define FCM_TOKEN_2 "fcm-dQw4w9WgXcQ-0123456789abcdefghijklmnopqrstuvwxyz-second"
#define APN_TOKEN "740f4707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bb78ad"

#define APN_NAME "iOS device …78ad"

/* A user with three devices under one app and one under another. */
static char *
add_user (PageFixture *fixture)
{
  char *user = page_fixture_register (fixture, "test_app", "FCM", FCM_TOKEN, NULL);
  g_autofree char *second = page_fixture_register (fixture, "test_app", "FCM", FCM_TOKEN_2, user);
  g_autofree char *third = page_fixture_register (fixture, "test_app", "APN", APN_TOKEN, user);
  g_autofree char *fourth = page_fixture_register (fixture, "limonade_app", "APN", APN_TOKEN, user);

  g_assert_cmpstr (fourth, ==, user);
  return user;
}

static guint
find_app (PageFixture *fixture, const char *app_name)
{
  guint position = 0;

  while (g_strcmp0 (comms_registration_get_app_name (
                      COMMS_REGISTRATION (page_fixture_row (fixture, position))),
                    app_name) != 0) {
    position++;
  }
  return position;
}

static void
test_chosen_user (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, FALSE);
  g_autofree char *user = add_user (&fixture);
  page_fixture_show (&fixture, carillon_registrations_page_new (fixture.session), 1000, 700);
  g_assert_true (test_ui_shows (fixture.page, "Choose a User"));
  page_fixture_picture (&fixture, "registrations-none");

  /* As it comes out of a spreadsheet. */
  g_autofree char *pasted = g_strdup_printf (" %s\t", user);
  test_ui_type (test_ui_find (fixture.page, "registrations-user"), pasted);
  test_ui_click (test_ui_find_text (fixture.page, GTK_TYPE_BUTTON, "Show"));
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, 2);
  g_assert_true (test_ui_shows (fixture.page, "limonade_app"));
  g_assert_true (test_ui_shows (fixture.page, "2 FCM, 1 APN") ||
                 test_ui_shows (fixture.page, "1 APN, 2 FCM"));
  page_fixture_picture (&fixture, "registrations-1000");
  page_fixture_tear_down (&fixture);
}

static void
test_devices (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, FALSE);
  g_autofree char *user = add_user (&fixture);
  GtkWidget *page = carillon_registrations_page_new (fixture.session);
  page_fixture_show (&fixture, page, 1000, 700);
  carillon_registrations_page_show_user (CARILLON_REGISTRATIONS_PAGE (page), user);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);

  page_fixture_open_row (&fixture, find_app (&fixture, "test_app"));
  test_ui_wait_shows (page, "FCM token");
  g_assert_false (test_ui_shows (page, APN_TOKEN));
  page_fixture_picture (&fixture, "registrations-details-1000");
  test_ui_click (test_ui_find_text (page, GTK_TYPE_BUTTON, "Copy APN token"));
  g_autofree char *copied = page_fixture_clipboard (&fixture);
  g_assert_cmpstr (copied, ==, APN_TOKEN);

  page_fixture_resize (&fixture, 360, 640);
  page_fixture_picture (&fixture, "registrations-details-360");
  test_ui_click (test_ui_find (page, "details-close"));
  page_fixture_picture (&fixture, "registrations-360");
  page_fixture_tear_down (&fixture);
}

static gboolean
has_one_row (GtkWidget *root, gpointer fixture)
{
  return page_fixture_n_rows (fixture) == 1;
}

static void
test_delete (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, FALSE);
  g_autofree char *user = add_user (&fixture);
  GtkWidget *page = carillon_registrations_page_new (fixture.session);
  page_fixture_show (&fixture, page, 1000, 700);
  carillon_registrations_page_show_user (CARILLON_REGISTRATIONS_PAGE (page), user);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);

  page_fixture_open_row (&fixture, find_app (&fixture, "test_app"));
  page_fixture_click (&fixture, "Delete…");
  page_fixture_answer (&fixture, "1 APN, 2 FCM", "Cancel");
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, 2);

  page_fixture_click (&fixture, "Delete…");
  page_fixture_answer (&fixture, "Registrations can be restored", "Delete 1");
  test_ui_wait_shows (fixture.window, "1 registration deleted");
  test_ui_wait (fixture.window, has_one_row, &fixture);

  page_fixture_click (&fixture, "Delete…");
  page_fixture_answer (&fixture, "1 APN", "Delete 1");
  page_fixture_wait_state (&fixture, COMMS_LIST_EMPTY);
  test_ui_wait_shows (page, "No Registrations");
  page_fixture_picture (&fixture, "registrations-empty");

  /* The server has them no more either. */
  test_ui_click (test_ui_find (page, "list-refresh"));
  page_fixture_wait_idle (&fixture);
  g_assert_true (test_ui_shows (page, "No Registrations"));
  page_fixture_tear_down (&fixture);
}

static gboolean
is_ready (GtkWidget *root, gpointer devices)
{
  return carillon_own_devices_is_ready (devices);
}

static void
assert_kept (PageFixture *fixture)
{
  g_autoptr (CarillonOwnDevices) devices =
    carillon_own_devices_new (fixture->store, carillon_account_get_id (fixture->account));
  test_ui_wait (fixture->page, is_ready, devices);
  g_autoptr (CarillonOwnDevice) kept = carillon_own_devices_find (devices, APN_TOKEN);
  g_assert_nonnull (kept);
  g_assert_cmpstr (carillon_own_device_get_name (kept), ==, APN_NAME);
  g_assert_cmpstr (carillon_own_device_get_provider (kept), ==, "APN");
}

/* One of the devices of a registration becomes the operator's own, with a name. */
static void
test_own_device (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, FALSE);
  g_autofree char *user = add_user (&fixture);
  GtkWidget *page = carillon_registrations_page_new (fixture.session);
  page_fixture_show (&fixture, page, 1000, 700);
  carillon_registrations_page_show_user (CARILLON_REGISTRATIONS_PAGE (page), user);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  page_fixture_open_row (&fixture, find_app (&fixture, "test_app"));
  page_fixture_click (&fixture, "Add to My Devices…");
  GtkWidget *dialog = test_ui_wait_dialog (fixture.window);
  GtkWidget *device = test_ui_wait_find (dialog, "own-device");
  GtkWidget *name = test_ui_find (dialog, "own-device-name");
  GListModel *listed = adw_combo_row_get_model (ADW_COMBO_ROW (device));
  g_assert_cmpuint (g_list_model_get_n_items (listed), ==, 3);
  for (guint i = 0; !g_str_equal (gtk_editable_get_text (GTK_EDITABLE (name)), APN_NAME); i++) {
    g_assert_cmpuint (i, <, 3);
    adw_combo_row_set_selected (ADW_COMBO_ROW (device), i);
  }
  test_ui_settle (dialog);
  page_fixture_answer (&fixture, "Add to My Devices", "Add");
  test_ui_wait_shows (fixture.window, "Added to your devices");

  assert_kept (&fixture);
  page_fixture_tear_down (&fixture);
}

/* The user that is shown is the one whose device it will be. */
static void
test_register (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, FALSE);
  g_autofree char *user = add_user (&fixture);
  g_autofree char *expected = g_strconcat ("register-device ", user, NULL);
  GtkWidget *page = carillon_registrations_page_new (fixture.session);
  page_fixture_show (&fixture, page, 1000, 700);
  gtk_widget_activate_action (page, "registrations.register", NULL);
  g_assert_cmpstr (fixture.activated, ==, "register-device ");

  carillon_registrations_page_show_user (CARILLON_REGISTRATIONS_PAGE (page), user);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  gtk_menu_button_popup (GTK_MENU_BUTTON (test_ui_find (page, "registrations-register")));
  test_ui_settle (fixture.window);
  page_fixture_picture (&fixture, "registrations-register");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (test_ui_find (page, "registrations-register")));
  gtk_widget_activate_action (page, "registrations.register", NULL);
  g_assert_cmpstr (fixture.activated, ==, expected);
  GtkWidget *tab = test_ui_find_text (page, GTK_TYPE_LABEL, "All Devices");
  test_ui_click (gtk_widget_get_ancestor (tab, GTK_TYPE_TOGGLE_BUTTON));
  test_ui_settle (fixture.window);
  gtk_widget_activate_action (page, "registrations.register", NULL);
  g_assert_cmpstr (fixture.activated, ==, "register-device ");
  page_fixture_tear_down (&fixture);
}

static void
test_unknown_user (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, FALSE);
  GtkWidget *page = carillon_registrations_page_new (fixture.session);
  page_fixture_show (&fixture, page, 1000, 700);
  carillon_registrations_page_show_user (CARILLON_REGISTRATIONS_PAGE (page),
                                         "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq9");
  test_ui_wait_shows (page, "No User Has This ID");
  GtkWidget *entry = test_ui_find (page, "registrations-user");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  page_fixture_picture (&fixture, "registrations-unknown");

  carillon_registrations_page_show_user (CARILLON_REGISTRATIONS_PAGE (page), "not an id");
  test_ui_wait_gone (page, "No User Has This ID");
  test_ui_wait_find (page, "registrations-problem");
  page_fixture_picture (&fixture, "registrations-not-an-id");

  test_ui_type (entry, "");
  test_ui_click (test_ui_find_text (page, GTK_TYPE_BUTTON, "Show"));
  test_ui_wait_shows (page, "Choose a User");
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  page_fixture_tear_down (&fixture);
}

/* What was asked for last is what is shown, whichever answer comes last. */
static void
test_changed_meanwhile (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, FALSE);
  GtkWidget *page = carillon_registrations_page_new (fixture.session);
  page_fixture_show (&fixture, page, 1000, 700);
  carillon_registrations_page_show_user (CARILLON_REGISTRATIONS_PAGE (page),
                                         "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq8");
  page_fixture_wait_state (&fixture, COMMS_LIST_EMPTY);
  test_ui_wait_shows (page, "This user has no devices registered");

  carillon_registrations_page_show_user (CARILLON_REGISTRATIONS_PAGE (page),
                                         "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq9");
  carillon_registrations_page_show_user (CARILLON_REGISTRATIONS_PAGE (page),
                                         "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq8");
  test_ui_wait_shows (page, "This user has no devices registered");
  g_assert_false (test_ui_shows (page, "No User Has This ID"));
  g_assert_false (gtk_widget_has_css_class (test_ui_find (page, "registrations-user"), "error"));
  page_fixture_tear_down (&fixture);
}

static void
test_unreachable (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, "emulator.db", FALSE);
  g_autofree char *user = add_user (&fixture);
  GtkWidget *page = carillon_registrations_page_new (fixture.session);
  page_fixture_show (&fixture, page, 1000, 700);
  page_fixture_stop_emulator (&fixture);
  carillon_registrations_page_show_user (CARILLON_REGISTRATIONS_PAGE (page), user);
  test_ui_wait_shows (page, "The Server Could Not Be Reached");

  page_fixture_restart_emulator (&fixture);
  test_ui_click (test_ui_find_text (page, GTK_TYPE_BUTTON, "Try Again"));
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, 2);
  page_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/lists/registrations/chosen-user", test_chosen_user);
  g_test_add_func ("/lists/registrations/devices", test_devices);
  g_test_add_func ("/lists/registrations/own-device", test_own_device);
  g_test_add_func ("/lists/registrations/delete", test_delete);
  g_test_add_func ("/lists/registrations/unknown-user", test_unknown_user);
  g_test_add_func ("/lists/registrations/register", test_register);
  g_test_add_func ("/lists/registrations/changed-meanwhile", test_changed_meanwhile);
  g_test_add_func ("/lists/registrations/unreachable", test_unreachable);
  return g_test_run ();
}
