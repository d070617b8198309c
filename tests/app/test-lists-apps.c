/* Apps and credentials: which is the default, and what goes with the last one. */

#include "carillon-apps-page.h"
#include "page-fixture.h"

#define PATCH_APP "PATCH /PushNotifications/Apps/{appName}"

#define PRIVATE_KEY                                                                      \
  "{\"type\": \"service_account\", \"project_id\": \"p\", \"private_key\": \"secret\", " \
  "\"client_email\": \"a@example.com\"}"

static void
add_credential (PageFixture *fixture, const char *app_name)
{
  CommsClient *client = carillon_session_get_client (fixture->session);
  const CommsNewCredential credential = {
    .credential_type = "FCM",
    .app_name = app_name,
    .private_key = PRIVATE_KEY,
  };
  g_autoptr (GError) error = NULL;
  GAsyncResult *stored = NULL;

  comms_client_create_credential_async (client, &credential, NULL, test_store_result, &stored);
  g_autoptr (GAsyncResult) result = test_await (&stored);
  g_autofree char *id = comms_client_create_credential_finish (client, result, &error);
  g_assert_no_error (error);
}

static void
set_up (PageFixture *fixture)
{
  page_fixture_set_up (fixture, NULL, FALSE);
  add_credential (fixture, "shop_prod");
  add_credential (fixture, "shop_prod");
  page_fixture_show (fixture, carillon_apps_page_new (fixture->session), 1000, 700);
}

static CarillonListPage *
get_list (PageFixture *fixture)
{
  GtkWidget *rows = test_ui_find (fixture->page, "list-rows");

  return CARILLON_LIST_PAGE (gtk_widget_get_ancestor (rows, CARILLON_TYPE_LIST_PAGE));
}

static GListModel *
get_rows (PageFixture *fixture)
{
  return G_LIST_MODEL (carillon_list_page_get_rows (get_list (fixture)));
}

static gboolean
is_loaded (GtkWidget *root, gpointer data)
{
  GtkWidget *rows = test_ui_lookup (root, "list-rows");

  return rows != NULL && gtk_widget_get_mapped (rows) &&
         !comms_list_get_loading (carillon_list_page_get_list (get_list (data)));
}

static void
wait_loaded (PageFixture *fixture)
{
  test_ui_wait (fixture->page, is_loaded, fixture);
  test_ui_settle (fixture->window);
  test_ui_wait (fixture->page, is_loaded, fixture);
}

static CommsApp *
find_app (PageFixture *fixture, const char *name, guint *position)
{
  for (*position = 0; *position < g_list_model_get_n_items (get_rows (fixture)); (*position)++) {
    g_autoptr (CommsApp) app = g_list_model_get_item (get_rows (fixture), *position);

    if (g_strcmp0 (comms_app_get_name (app), name) == 0) {
      return app;
    }
  }
  return NULL;
}

static void
open_row (PageFixture *fixture, guint position)
{
  g_signal_emit_by_name (carillon_list_page_get_view (get_list (fixture)), "activate", position);
  test_ui_settle (fixture->window);
}

static gboolean
is_default_app (GtkWidget *root, gpointer data)
{
  guint position;
  CommsApp *app = is_loaded (root, data) ? find_app (data, "shop_prod", &position) : NULL;

  return app != NULL && comms_app_get_is_default (app);
}

static void
test_default_app (void)
{
  PageFixture fixture;
  guint position;
  set_up (&fixture);
  wait_loaded (&fixture);
  CommsApp *app = find_app (&fixture, "shop_prod", &position);
  g_assert_nonnull (app);
  g_assert_false (comms_app_get_is_default (app));

  open_row (&fixture, position);
  test_ui_wait_shows (fixture.page, "Google (FCM)");
  page_fixture_picture (&fixture, "apps-1000");
  page_fixture_click (&fixture, "Make Default…");
  page_fixture_answer (&fixture, "goes out as shop_prod", "Cancel");

  CarillonAccount *account = carillon_session_get_account (fixture.session);
  g_object_set (account, "mode", CARILLON_MODE_READ_ONLY, NULL);
  page_fixture_click (&fixture, "Make Default…");
  page_fixture_answer (&fixture, "Nothing can be sent, changed or deleted", "Cancel");
  g_object_set (account, "mode", CARILLON_MODE_OPEN, NULL);
  g_assert_cmpint (test_emulator_count_requests (fixture.emulator, PATCH_APP), ==, 0);

  page_fixture_click (&fixture, "Make Default…");
  page_fixture_answer (&fixture, "goes out as shop_prod", "Make Default");
  test_ui_wait_shows (fixture.window, "Default app changed");
  test_ui_wait (fixture.page, is_default_app, &fixture);

  /* There is nothing to change any more. */
  test_ui_settle (fixture.window);
  GtkWidget *button = test_ui_find_text (fixture.page, GTK_TYPE_BUTTON, "Make Default…");
  g_assert_false (gtk_widget_get_sensitive (button));
  page_fixture_click (&fixture, "Show Credentials");
  g_assert_cmpstr (fixture.activated, ==, "show-app-credentials shop_prod");
  page_fixture_tear_down (&fixture);
}

static gboolean
has_two_rows (GtkWidget *root, gpointer data)
{
  return is_loaded (root, data) && g_list_model_get_n_items (get_rows (data)) == 2;
}

static gboolean
has_one_row (GtkWidget *root, gpointer data)
{
  return is_loaded (root, data) && g_list_model_get_n_items (get_rows (data)) == 1;
}

static void
test_credentials (void)
{
  PageFixture fixture;
  set_up (&fixture);
  wait_loaded (&fixture);

  carillon_apps_page_show_credentials (CARILLON_APPS_PAGE (fixture.page), "shop_prod");
  test_ui_wait (fixture.page, has_two_rows, &fixture);
  test_ui_wait_shows (fixture.page, "App: shop_prod");
  g_autoptr (CommsCredential) first = g_list_model_get_item (get_rows (&fixture), 0);
  g_assert_false (comms_credential_get_is_default (first));
  open_row (&fixture, 0);
  page_fixture_picture (&fixture, "credentials-1000");
  page_fixture_click (&fixture, "Make Default…");
  page_fixture_answer (&fixture, "where a send names no other", "Make Default");
  test_ui_wait_shows (fixture.window, "Default credential changed");
  wait_loaded (&fixture);

  page_fixture_click (&fixture, "Delete…");
  page_fixture_answer (&fixture, "has 1 other credential for Google (FCM)", "Delete");
  test_ui_wait_shows (fixture.window, "Credential deleted");
  test_ui_wait (fixture.page, has_one_row, &fixture);

  page_fixture_resize (&fixture, 360, 640);
  page_fixture_picture (&fixture, "credentials-details-360");
  test_ui_click (test_ui_find (fixture.page, "details-close"));
  page_fixture_picture (&fixture, "credentials-360");
  page_fixture_tear_down (&fixture);
}

static gboolean
is_indexed (GtkWidget *root, gpointer data)
{
  CarillonSession *session = ((PageFixture *) data)->session;

  return carillon_index_get_state (carillon_session_get_index (session)) == CARILLON_INDEX_DONE;
}

static void
show_last (PageFixture *fixture)
{
  page_fixture_set_up (fixture, NULL, FALSE);
  add_credential (fixture, "shop_prod");
  g_free (page_fixture_register (fixture, "shop_prod", "FCM", "token-1", NULL));
  g_free (page_fixture_register (fixture, "shop_prod", "FCM", "token-2", NULL));
  g_free (page_fixture_register (fixture, "test_app", "FCM", "token-3", NULL));
  page_fixture_show (fixture, carillon_apps_page_new (fixture->session), 1000, 700);
  carillon_apps_page_show_credentials (CARILLON_APPS_PAGE (fixture->page), "shop_prod");
  test_ui_wait (fixture->page, has_one_row, fixture);
  open_row (fixture, 0);
}

static gboolean
has_no_app (GtkWidget *root, gpointer data)
{
  guint position;

  return is_loaded (root, data) && g_list_model_get_n_items (get_rows (data)) > 0 &&
         find_app (data, "shop_prod", &position) == NULL;
}

/* It takes the app along, so its name has to be typed. */
static void
test_last_credential (void)
{
  PageFixture fixture;
  show_last (&fixture);
  carillon_index_start (carillon_session_get_index (fixture.session));
  test_ui_wait (fixture.page, is_indexed, &fixture);

  page_fixture_click (&fixture, "Delete…");
  GtkWidget *dialog = test_ui_wait_dialog (fixture.window);
  test_ui_wait_shows (dialog, "This is the last credential of the app shop_prod.");
  test_ui_wait_shows (dialog, "The index knows 2 devices of it.");
  GtkWidget *button = test_ui_wait_find_text (dialog, GTK_TYPE_BUTTON, "Delete");
  g_assert_false (gtk_widget_is_sensitive (button));
  test_ui_type (test_ui_wait_find (dialog, "confirm-count"), "1");
  g_assert_false (gtk_widget_is_sensitive (button));
  test_ui_type (test_ui_wait_find (dialog, "confirm-count"), "shop_prod");
  g_assert_true (gtk_widget_is_sensitive (button));
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "credential-delete-last");
  test_ui_click (button);
  test_ui_wait_shows (fixture.window, "Credential deleted");

  carillon_apps_page_show_app (CARILLON_APPS_PAGE (fixture.page), "_");
  test_ui_wait (fixture.page, has_no_app, &fixture);
  page_fixture_tear_down (&fixture);
}

/* What is not known is not said to be nothing, neither by the API nor by the index. */
static void
test_unknown_credential (void)
{
  PageFixture fixture;
  show_last (&fixture);
  page_fixture_click (&fixture, "Delete…");
  page_fixture_answer (&fixture, "the index of registrations was not built yet", "Cancel");

  g_free (test_emulator_add_fault (
    fixture.emulator, "{'kind': 'status', 'status': 400, 'times': 1, 'method': 'GET', 'path': "
                      "'/PushNotifications/Credentials'}"));
  page_fixture_click (&fixture, "Delete…");
  GtkWidget *dialog = test_ui_wait_dialog (fixture.window);
  test_ui_wait_shows (dialog, "could not be found out");
  g_assert_false (
    gtk_widget_is_sensitive (test_ui_wait_find_text (dialog, GTK_TYPE_BUTTON, "Delete")));
  test_ui_close_dialog (dialog);
  test_ui_settle (fixture.window);

  g_object_set (carillon_session_get_account (fixture.session), "mode", CARILLON_MODE_READ_ONLY,
                NULL);
  page_fixture_click (&fixture, "Delete…");
  page_fixture_answer (&fixture, "Nothing can be sent, changed or deleted", "Cancel");
  page_fixture_click (&fixture, "Delete…");
  page_fixture_answer (&fixture, "Nothing can be sent, changed or deleted", "Cancel");
  g_assert_cmpint (test_emulator_count_requests (
                     fixture.emulator, "DELETE /PushNotifications/Credentials/{credentialId}"),
                   ==, 0);
  page_fixture_tear_down (&fixture);
}

#define LONG_NAME "a_name_of_an_app_that_is_as_long_as_the_api_lets_it_be_64_letters"

/* The longest name that there is fits into the narrowest window, and does not spread in a wide one.
 */
static void
test_long_name (void)
{
  g_autofree char *name = g_strndup (LONG_NAME, 64);
  PageFixture fixture;
  guint position;

  page_fixture_set_up (&fixture, NULL, FALSE);
  add_credential (&fixture, name);
  page_fixture_show (&fixture, carillon_apps_page_new (fixture.session), 1600, 900);
  wait_loaded (&fixture);
  g_assert_nonnull (find_app (&fixture, name, &position));
  page_fixture_picture (&fixture, "apps-long-1600");
  open_row (&fixture, position);
  test_ui_wait_shows (fixture.page, "Google (FCM)");
  page_fixture_picture (&fixture, "apps-long-details-1600");
  carillon_apps_page_show_credentials (CARILLON_APPS_PAGE (fixture.page), name);
  test_ui_wait (fixture.page, has_one_row, &fixture);
  page_fixture_picture (&fixture, "credentials-long-1600");
  page_fixture_resize (&fixture, 360, 640);
  page_fixture_picture (&fixture, "credentials-long-360");
  open_row (&fixture, 0);
  page_fixture_picture (&fixture, "credentials-long-details-360");

  page_fixture_click (&fixture, "Delete…");
  GtkWidget *dialog = test_ui_wait_dialog (fixture.window);
  test_ui_wait_shows (dialog, "This is the last credential");
  test_ui_settle (dialog);
  g_assert_cmpint (gtk_widget_get_width (dialog), <=, 360);
  test_ui_screenshot (dialog, "credential-delete-long");
  test_ui_close_dialog (dialog);
  test_ui_settle (fixture.window);
  page_fixture_tear_down (&fixture);
}

static void
test_show_app (void)
{
  PageFixture fixture;
  set_up (&fixture);
  carillon_apps_page_show_app (CARILLON_APPS_PAGE (fixture.page), "shop_prod");
  test_ui_wait (fixture.page, has_one_row, &fixture);
  page_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/lists/apps/default-app", test_default_app);
  g_test_add_func ("/lists/apps/credentials", test_credentials);
  g_test_add_func ("/lists/apps/last-credential", test_last_credential);
  g_test_add_func ("/lists/apps/unknown-credential", test_unknown_credential);
  g_test_add_func ("/lists/apps/long-name", test_long_name);
  g_test_add_func ("/lists/apps/show-app", test_show_app);
  return g_test_run ();
}
