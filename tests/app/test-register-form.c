#include "carillon-app-list.h"
#include "carillon-register-form.h"
#include "page-fixture.h"

#define FCM_TOKEN                                                                                   \
  "dQw4w9WgXcQ0123456789:APA91bHPRgkF3JUikC4ENAHEeMrd41Zxv3hVZjC9KtT8OvPVGJ-hQMRKRrZuJAEcl7B338qju" \
  "59zJMjw2DELjzEvxwYv7hH5Ynpc1ODQ0aT4U4OFEeco8ohsN5PjL1iC2dNtk2BAokeMCg2ZXKqpc8FXKmhX94kIxQ"
#define APN_TOKEN "740f4707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bb78ad"

typedef struct {
  PageFixture page;
  GtkWidget *dialog;
} Form;

static gboolean
is_ready (GtkWidget *root, gpointer data)
{
  GtkWidget *row = test_ui_lookup (root, "register-app");

  return row != NULL && gtk_widget_get_mapped (row);
}

static void
open_form (Form *form, const char *user_id)
{
  GtkWidget *widget = carillon_register_form_new (form->page.session, user_id);

  carillon_register_form_present (CARILLON_REGISTER_FORM (widget), form->page.page);
  form->dialog = test_ui_wait_dialog (form->page.window);
}

/* Over a page of some other kind, which the form knows nothing of. */
static void
set_up (Form *form, const char *user_id)
{
  page_fixture_set_up (&form->page, NULL, FALSE);
  page_fixture_show (&form->page, adw_bin_new (), 1000, 700);
  open_form (form, user_id);
  test_ui_wait (form->dialog, is_ready, NULL);
}

static void
picture (Form *form, const char *name)
{
  g_autofree char *dark = g_strconcat (name, "-dark", NULL);

  if (g_getenv ("CARILLON_SCREENSHOTS") == NULL) {
    return;
  }
  test_ui_settle (form->dialog);
  test_ui_screenshot (form->dialog, name);
  test_ui_set_dark (TRUE);
  test_ui_settle (form->dialog);
  test_ui_screenshot (form->dialog, dark);
  test_ui_set_dark (FALSE);
  test_ui_settle (form->dialog);
}

static void
type (Form *form, const char *field, const char *text)
{
  test_ui_type (test_ui_find (form->dialog, field), text);
}

static void
choose (Form *form, const char *field, guint position)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (test_ui_find (form->dialog, field)), position);
}

static void
submit (Form *form)
{
  test_ui_click (test_ui_find (form->dialog, "register"));
}

static gboolean
is_idle (GtkWidget *root, gpointer data)
{
  return gtk_widget_get_sensitive (test_ui_find (root, "register"));
}

static guint
count_posts (Form *form)
{
  return (guint) test_emulator_count_requests (form->page.emulator,
                                               "POST /PushNotifications/DeviceRegistrations");
}

static ArchivePage *
find_in_index (Form *form, const char *token)
{
  const ArchiveDeviceQuery query = { .needle = token };
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;

  archive_store_list_devices_async (form->page.store, carillon_account_get_id (form->page.account),
                                    &query, NULL, 10, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  ArchivePage *page = archive_store_list_finish (form->page.store, result, &error);
  g_assert_no_error (error);
  return page;
}

/* Above the form. */
static gboolean
has_question (GtkWidget *window, gpointer data)
{
  Form *form = data;

  return test_ui_wait_dialog (form->page.window) != form->dialog;
}

typedef struct {
  Form *form;
  const char *user_id;
} Moved;

static gboolean
has_moved (GtkWidget *window, gpointer data)
{
  Moved *moved = data;
  g_autoptr (ArchivePage) page = find_in_index (moved->form, FCM_TOKEN);

  for (guint i = 0; i < page->rows->len; i++) {
    if (g_str_equal (((ArchiveDevice *) page->rows->pdata[i])->user_id, moved->user_id)) {
      return TRUE;
    }
  }
  return FALSE;
}

/* A token as a mail broke it, a new user: it is there, the index has it, and the toast leads to it.
 */
static void
test_new_user (void)
{
  Form form;

  set_up (&form, NULL);
  picture (&form, "register-empty");
  type (&form, "register-token", "  \"" FCM_TOKEN "\"\n");
  picture (&form, "register-filled");
  g_assert_false (gtk_widget_get_visible (test_ui_find (form.dialog, "register-token-warning")));
  submit (&form);
  test_ui_wait_shows (form.page.window, "Device registered");

  g_autoptr (ArchivePage) found = find_in_index (&form, FCM_TOKEN);
  g_assert_cmpuint (found->rows->len, ==, 1);
  const ArchiveDevice *device = found->rows->pdata[0];
  g_assert_cmpstr (device->provider, ==, "FCM");
  g_assert_cmpstr (device->token, ==, FCM_TOKEN);
  test_ui_click (test_ui_find_text (form.page.window, GTK_TYPE_BUTTON, "Show"));
  g_autofree char *expected = g_strconcat ("show-user-registrations ", device->user_id, NULL);
  g_assert_cmpstr (form.page.activated, ==, expected);
  page_fixture_tear_down (&form.page);
}

static void
test_known_user (void)
{
  Form form;

  page_fixture_set_up (&form.page, NULL, FALSE);
  g_autofree char *user = page_fixture_register (&form.page, "test_app", "FCM", FCM_TOKEN, NULL);
  page_fixture_show (&form.page, adw_bin_new (), 1000, 700);
  open_form (&form, user);
  test_ui_wait (form.dialog, is_ready, NULL);
  g_autofree char *shown = test_ui_text (test_ui_find (form.dialog, "register-user"));
  g_assert_cmpstr (shown, ==, user);
  choose (&form, "register-provider", 1);
  type (&form, "register-token", APN_TOKEN);
  submit (&form);
  test_ui_wait_shows (form.page.window, "Device registered");
  g_autoptr (ArchivePage) found = find_in_index (&form, APN_TOKEN);
  g_assert_cmpuint (found->rows->len, ==, 1);
  g_assert_cmpstr (((ArchiveDevice *) found->rows->pdata[0])->user_id, ==, user);
  page_fixture_tear_down (&form.page);
}

/* To take a device from another user is asked first, as far as the index knows of it. */
static void
test_other_user (void)
{
  Form form;

  page_fixture_set_up (&form.page, NULL, FALSE);
  g_autofree char *user = page_fixture_register (&form.page, "test_app", "APN", APN_TOKEN, NULL);
  page_fixture_show (&form.page, adw_bin_new (), 1000, 700);
  open_form (&form, NULL);
  test_ui_wait (form.dialog, is_ready, NULL);
  type (&form, "register-token", FCM_TOKEN);
  submit (&form);
  test_ui_wait_shows (form.page.window, "Device registered");
  g_autoptr (ArchivePage) before = find_in_index (&form, FCM_TOKEN);
  const char *owner = ((ArchiveDevice *) before->rows->pdata[0])->user_id;
  g_assert_cmpstr (owner, !=, user);

  open_form (&form, user);
  test_ui_wait (form.dialog, is_ready, NULL);
  type (&form, "register-token", FCM_TOKEN);
  guint n_before = count_posts (&form);
  submit (&form);
  test_ui_wait (form.page.window, has_question, &form);
  page_fixture_answer (&form.page, owner, "Cancel");
  test_ui_wait (form.dialog, is_idle, NULL);
  g_assert_cmpuint (count_posts (&form), ==, n_before);

  submit (&form);
  test_ui_wait (form.page.window, has_question, &form);
  page_fixture_answer (&form.page, "Take the Device from Another User?", "Register");
  test_ui_wait (form.page.window, has_moved, (gpointer) & (Moved){ &form, user });
  page_fixture_tear_down (&form.page);
}

/* What looks wrong is told, and can be registered all the same. */
static void
test_warning (void)
{
  Form form;

  set_up (&form, NULL);
  type (&form, "register-token", APN_TOKEN);
  test_ui_wait_shows (form.dialog, "This looks like an APNs token.");
  choose (&form, "register-provider", 1);
  test_ui_wait_gone (form.dialog, "This looks like an APNs token.");
  type (&form, "register-token", "abc");
  test_ui_wait_shows (form.dialog, "APNs tokens have at least 64 digits.");
  picture (&form, "register-warning");
  submit (&form);
  test_ui_wait_shows (form.page.window, "Device registered");
  page_fixture_tear_down (&form.page);
}

/* Nothing is asked of the API before the form is filled. */
static void
test_incomplete (void)
{
  Form form;

  set_up (&form, NULL);
  submit (&form);
  test_ui_wait_shows (form.dialog, "Paste the token of the device.");
  type (&form, "register-token", FCM_TOKEN);
  test_ui_wait_gone (form.dialog, "Paste the token of the device.");
  type (&form, "register-user", "ann@example.com");
  submit (&form);
  test_ui_wait_shows (form.dialog, "This is not the ID of a user");
  picture (&form, "register-field");
  type (&form, "register-user", "comms_pushnotificationuser_");
  test_ui_wait_gone (form.dialog, "This is not the ID of a user");
  g_assert_cmpuint (count_posts (&form), ==, 0);
  test_ui_close_dialog (form.dialog);
  page_fixture_tear_down (&form.page);
}

/* What the API refuses stands at its field, and what was typed stays. */
static void
test_refused (void)
{
  Form form;

  set_up (&form, NULL);
  type (&form, "register-token", FCM_TOKEN);
  type (&form, "register-user", "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq9");
  submit (&form);
  test_ui_wait_shows (form.dialog, "there is no such user");
  GtkWidget *problem = test_ui_find (form.dialog, "register-user-problem");
  g_assert_true (gtk_widget_get_visible (problem));
  g_assert_true (gtk_widget_has_css_class (test_ui_find (form.dialog, "register-user"), "error"));
  g_autofree char *token = test_ui_text (test_ui_find (form.dialog, "register-token"));
  g_assert_cmpstr (token, ==, FCM_TOKEN);
  picture (&form, "register-refused");

  type (&form, "register-user", "");
  submit (&form);
  test_ui_wait_shows (form.page.window, "Device registered");
  page_fixture_tear_down (&form.page);
}

/* A limit of the server is no mistake in a field. */
static void
test_limited (void)
{
  Form form;

  set_up (&form, NULL);
  g_free (test_emulator_add_fault (form.page.emulator,
                                   "{'kind':'status','status':403,'times':1,'method':'POST'}"));
  type (&form, "register-token", FCM_TOKEN);
  submit (&form);
  test_ui_wait_shows (form.dialog, "The Account May Not Do This");
  picture (&form, "register-forbidden");
  test_ui_close_dialog (form.dialog);
  page_fixture_tear_down (&form.page);
}

/* No answer is neither yes nor no; where to look depends on the user. */
static void
test_unknown (void)
{
  Form form;

  page_fixture_set_up (&form.page, NULL, FALSE);
  g_autofree char *user = page_fixture_register (&form.page, "test_app", "FCM", FCM_TOKEN, NULL);
  page_fixture_show (&form.page, adw_bin_new (), 1000, 700);
  open_form (&form, NULL);
  test_ui_wait (form.dialog, is_ready, NULL);
  g_free (test_emulator_add_fault (form.page.emulator,
                                   "{'kind':'close-after','times':2,'method':'POST'}"));
  guint n_before = count_posts (&form);
  type (&form, "register-token", APN_TOKEN);
  submit (&form);
  test_ui_wait_shows (form.dialog, "which may make a second user");
  g_assert_cmpuint (count_posts (&form), ==, n_before + 1);
  picture (&form, "register-unknown");
  test_ui_resize (form.dialog, 360, 640);
  picture (&form, "register-unknown-360");

  type (&form, "register-user", user);
  submit (&form);
  test_ui_wait_shows (form.dialog, "To register it once more does no harm");
  test_ui_wait (form.dialog, is_idle, NULL);
  test_ui_click (test_ui_find (form.dialog, "register-look"));
  g_autofree char *expected = g_strconcat ("show-user-registrations ", user, NULL);
  g_assert_cmpstr (form.page.activated, ==, expected);
  page_fixture_tear_down (&form.page);
}

static void
test_read_only (void)
{
  Form form;

  set_up (&form, NULL);
  g_object_set (form.page.account, "mode", CARILLON_MODE_READ_ONLY, NULL);
  type (&form, "register-token", FCM_TOKEN);
  submit (&form);
  page_fixture_answer (&form.page, "Is Read Only", "Cancel");
  test_ui_wait (form.dialog, is_idle, NULL);
  test_ui_settle (form.dialog);
  g_assert_false (gtk_widget_get_visible (test_ui_find (form.dialog, "register-problem")));
  g_assert_cmpuint (count_posts (&form), ==, 0);
  test_ui_close_dialog (form.dialog);
  page_fixture_tear_down (&form.page);
}

/* An App without a credential for the provider is told of; so is a list that does not come. */
static void
test_apps (void)
{
  Form form;

  page_fixture_set_up (&form.page, NULL, FALSE);
  g_free (test_emulator_add_fault (
    form.page.emulator,
    "{'kind':'html','times':1,'method':'GET','path':'/PushNotifications/Apps'}"));
  page_fixture_show (&form.page, adw_bin_new (), 1000, 700);
  open_form (&form, NULL);
  picture (&form, "register-apps-loading");
  test_ui_wait_shows (form.dialog, "The Apps Could Not Be Loaded");
  picture (&form, "register-apps-failed");
  submit (&form);
  test_ui_wait_shows (form.dialog, "Wait until the apps are loaded");
  test_ui_click (test_ui_find (form.dialog, "register-apps-retry"));
  test_ui_wait (form.dialog, is_ready, NULL);
  test_ui_close_dialog (form.dialog);
  page_fixture_tear_down (&form.page);
}

/* Leaves the App without a credential for Apple's devices. */
static void
delete_apn_credentials (Form *form, const char *app_name)
{
  CommsClient *client = carillon_session_get_client (form->page.session);
  const CommsFilter filter = { .app_name = app_name };
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  comms_client_list_credentials_async (client, &filter, NULL, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) listed = test_await (&slot);
  g_autoptr (CommsPage) page = comms_client_list_finish (client, listed, &error);
  g_assert_no_error (error);
  GPtrArray *credentials = comms_page_get_items (page);
  for (guint i = 0; i < credentials->len; i++) {
    CommsCredential *credential = credentials->pdata[i];
    if (!g_str_equal (comms_credential_get_credential_type (credential), "FCM")) {
      comms_client_delete_credential_async (client,
                                            comms_resource_get_id (COMMS_RESOURCE (credential)),
                                            NULL, test_store_result, &slot);
      g_autoptr (GAsyncResult) deleted = test_await (&slot);
      g_assert_true (comms_client_delete_finish (client, deleted, &error));
    }
  }
}

static void
test_credentials (void)
{
  Form form;

  page_fixture_set_up (&form.page, NULL, FALSE);
  delete_apn_credentials (&form, "test_app");
  page_fixture_show (&form.page, adw_bin_new (), 1000, 700);
  open_form (&form, NULL);
  test_ui_wait (form.dialog, is_ready, NULL);
  CarillonAppList *apps = NULL;
  g_object_get (gtk_widget_get_ancestor (test_ui_find (form.dialog, "register-app"),
                                         CARILLON_TYPE_REGISTER_FORM),
                "apps", &apps, NULL);
  guint n_warned = 0;
  for (guint app = 0; carillon_app_list_get_name (apps, app) != NULL; app++) {
    for (guint provider = 0; provider < 2; provider++) {
      choose (&form, "register-app", app);
      choose (&form, "register-provider", provider);
      test_ui_settle (form.dialog);
      gboolean reaches = carillon_app_list_reaches (apps, app, provider == 0 ? "FCM" : "APN");
      g_assert_cmpint (
        gtk_widget_get_visible (test_ui_find (form.dialog, "register-credential-warning")), ==,
        !reaches);
      if (!reaches && n_warned++ == 0) {
        picture (&form, "register-credential");
      }
    }
  }
  g_assert_cmpuint (n_warned, >, 0);
  g_object_unref (apps);
  test_ui_close_dialog (form.dialog);
  page_fixture_tear_down (&form.page);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/app/register/form/new-user", test_new_user);
  g_test_add_func ("/app/register/form/known-user", test_known_user);
  g_test_add_func ("/app/register/form/other-user", test_other_user);
  g_test_add_func ("/app/register/form/warning", test_warning);
  g_test_add_func ("/app/register/form/incomplete", test_incomplete);
  g_test_add_func ("/app/register/form/refused", test_refused);
  g_test_add_func ("/app/register/form/limited", test_limited);
  g_test_add_func ("/app/register/form/unknown", test_unknown);
  g_test_add_func ("/app/register/form/read-only", test_read_only);
  g_test_add_func ("/app/register/form/apps", test_apps);
  g_test_add_func ("/app/register/form/credentials", test_credentials);
  return g_test_run ();
}
