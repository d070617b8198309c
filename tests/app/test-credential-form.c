/* Making a credential, on real widgets and against the real emulator: what is checked before, what
 * the server says, and where the secret is afterwards. */

/* memmem */
#define _GNU_SOURCE

#include <glib/gstdio.h>
#include <string.h>

#include "carillon-apps-page.h"
#include "carillon-part-row.h"
#include "page-fixture.h"
#include "test-credentials.h"

#define CREATE "POST /PushNotifications/Credentials"

typedef struct {
  PageFixture page;
  char *folder; /* (owned): of what is chosen */
  char *key;
  char *certificate;
  char *account;
  GtkWidget *dialog; /* (unowned) (nullable) */
} FormFixture;

static void
write_file (FormFixture *fixture, const char *name, const char *text, gssize length)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);
}

static void
write_files (FormFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *both = NULL;

  fixture->folder = g_dir_make_tmp ("carillon-files-XXXXXX", &error);
  g_assert_no_error (error);
  const char *given = g_getenv ("CARILLON_TEST_KEY");
  fixture->key = given != NULL ? g_strdup (given) : test_key_new (GNUTLS_PK_RSA);
  fixture->certificate = test_push_certificate_new (fixture->key);
  fixture->account = test_account_new (fixture->key);
  both = g_strconcat (fixture->certificate, fixture->key, NULL);
  write_file (fixture, "aps.pem", fixture->certificate, -1);
  write_file (fixture, "aps.key", fixture->key, -1);
  write_file (fixture, "both.pem", both, -1);
  write_file (fixture, "account.json", fixture->account, -1);
}

static void
remove_files (FormFixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
    g_assert_no_errno (g_unlink (path));
  }
  g_assert_no_errno (g_rmdir (fixture->folder));
}

static CarillonListPage *
get_list (FormFixture *fixture)
{
  GtkWidget *rows = test_ui_find (fixture->page.page, "list-rows");

  return CARILLON_LIST_PAGE (gtk_widget_get_ancestor (rows, CARILLON_TYPE_LIST_PAGE));
}

static GListModel *
get_rows (FormFixture *fixture)
{
  return G_LIST_MODEL (carillon_list_page_get_rows (get_list (fixture)));
}

static void
delete_credential (CommsClient *client, const char *id)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *stored = NULL;

  comms_client_delete_credential_async (client, id, NULL, test_store_result, &stored);
  g_autoptr (GAsyncResult) result = test_await (&stored);
  comms_client_delete_finish (client, result, &error);
  g_assert_no_error (error);
}

/* An emulator begins with two apps, an account with none. */
static void
delete_all (FormFixture *fixture)
{
  CommsClient *client = carillon_session_get_client (fixture->page.session);
  g_autoptr (GError) error = NULL;
  GAsyncResult *stored = NULL;

  comms_client_list_credentials_async (client, NULL, NULL, NULL, test_store_result, &stored);
  g_autoptr (GAsyncResult) result = test_await (&stored);
  g_autoptr (CommsPage) page = comms_client_list_finish (client, result, &error);
  g_assert_no_error (error);
  GPtrArray *items = comms_page_get_items (page);
  for (guint i = 0; i < items->len; i++) {
    delete_credential (client, comms_resource_get_id (items->pdata[i]));
  }
}

static void
set_up_sized (FormFixture *fixture, int width)
{
  *fixture = (FormFixture){ 0 };
  page_fixture_set_up (&fixture->page, "data.db", FALSE);
  write_files (fixture);
  delete_all (fixture);
  page_fixture_show (&fixture->page, carillon_apps_page_new (fixture->page.session), width, 760);
}

static void
set_up (FormFixture *fixture)
{
  set_up_sized (fixture, 1000);
}

static void
tear_down (FormFixture *fixture)
{
  page_fixture_tear_down (&fixture->page);
  remove_files (fixture);
  g_free (fixture->folder);
  g_free (fixture->key);
  g_free (fixture->certificate);
  g_free (fixture->account);
}

static gboolean
has_apps (GtkWidget *form, gpointer data)
{
  return gtk_widget_is_sensitive (test_ui_find (form, "credential-app"));
}

static void
open_form (FormFixture *fixture)
{
  test_ui_click (test_ui_wait_find (fixture->page.page, "new-credential"));
  fixture->dialog = test_ui_wait_dialog (fixture->page.window);
  test_ui_wait (fixture->dialog, has_apps, NULL);
  test_ui_settle (fixture->dialog);
}

static void
picture (FormFixture *fixture, const char *name)
{
  g_autofree char *dark = g_strconcat (name, "-dark", NULL);

  if (g_getenv ("CARILLON_SCREENSHOTS") == NULL) {
    return;
  }
  test_ui_settle (fixture->dialog);
  test_ui_screenshot (fixture->dialog, name);
  test_ui_set_dark (TRUE);
  test_ui_settle (fixture->dialog);
  test_ui_screenshot (fixture->dialog, dark);
  test_ui_set_dark (FALSE);
  test_ui_settle (fixture->dialog);
}

static void
choose_provider (FormFixture *fixture, guint provider)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (test_ui_find (fixture->dialog, "credential-provider")),
                              provider);
  test_ui_settle (fixture->dialog);
}

static GtkDropTarget *
find_drop_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
    if (GTK_IS_DROP_TARGET (controller)) {
      return GTK_DROP_TARGET (controller);
    }
  }
  return NULL;
}

/* As the desktop hands them over when they are let go above the form. */
static void
drop (FormFixture *fixture, const char *const *names)
{
  GtkWidget *form = test_ui_find (fixture->dialog, "create");
  g_auto (GValue) value = G_VALUE_INIT;
  GSList *files = NULL;
  gboolean taken = FALSE;

  while (form != NULL && find_drop_target (form) == NULL) {
    form = gtk_widget_get_parent (form);
  }
  g_assert_nonnull (form);
  for (guint i = 0; names[i] != NULL; i++) {
    files = g_slist_append (files, g_file_new_build_filename (fixture->folder, names[i], NULL));
  }
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (files));
  g_slist_free_full (files, g_object_unref);
  g_signal_emit_by_name (find_drop_target (form), "drop", &value, 0.0, 0.0, &taken);
  g_assert_true (taken);
}

#define DROP(fixture, ...) drop (fixture, (const char *const[]){ __VA_ARGS__, NULL })

static void
paste (FormFixture *fixture, const char *button, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (fixture->dialog), text);
  test_ui_click (test_ui_wait_find_text (fixture->dialog, GTK_TYPE_BUTTON, button));
}

static void
name_app (FormFixture *fixture, const char *name)
{
  test_ui_type (test_ui_wait_find (fixture->dialog, "credential-app-name"), name);
}

static void
press_create (FormFixture *fixture)
{
  test_ui_settle (fixture->dialog);
  test_ui_click (test_ui_wait_find (fixture->dialog, "create"));
}

static void
wait_shows (FormFixture *fixture, const char *text)
{
  test_ui_wait_shows (fixture->dialog, text);
}

static gboolean
is_gone (GtkWidget *window, gpointer form)
{
  return *(gpointer *) form == NULL;
}

/* The form goes with its sheet, and the secrets with the form. */
static void
cancel (FormFixture *fixture)
{
  GtkWidget *row = test_ui_find (fixture->dialog, "part-choose");
  gpointer form = gtk_widget_get_ancestor (row, CARILLON_TYPE_PART_ROW);

  g_assert_nonnull (form);
  g_object_add_weak_pointer (form, &form);
  test_ui_click (test_ui_find (fixture->dialog, "cancel"));
  test_ui_wait (fixture->page.window, is_gone, &form);
}

static gint64
count_created (FormFixture *fixture)
{
  return test_emulator_count_requests (fixture->page.emulator, CREATE);
}

static gboolean
is_selected (GtkWidget *root, gpointer data)
{
  GtkWidget *rows = test_ui_lookup (root, "list-rows");
  CommsResource *item = rows != NULL && gtk_widget_get_mapped (rows)
                          ? carillon_list_page_get_selected_item (get_list (data))
                          : NULL;

  return COMMS_IS_CREDENTIAL (item);
}

static CommsCredential *
wait_selected (FormFixture *fixture)
{
  test_ui_wait_shows (fixture->page.window, "Credential created");
  test_ui_wait (fixture->page.page, is_selected, fixture);
  test_ui_settle (fixture->page.window);
  return COMMS_CREDENTIAL (carillon_list_page_get_selected_item (get_list (fixture)));
}

/* From nothing to the first credential, which makes the app. */
static void
test_fcm (void)
{
  FormFixture fixture;
  set_up (&fixture);
  test_ui_wait_shows (fixture.page.page, "No Apps");
  page_fixture_picture (&fixture.page, "apps-empty-1000");
  page_fixture_click (&fixture.page, "New Credential…");
  fixture.dialog = test_ui_wait_dialog (fixture.page.window);
  test_ui_wait (fixture.dialog, has_apps, NULL);
  picture (&fixture, "form-empty");

  name_app (&fixture, "shop_prod");
  DROP (&fixture, "account.json");
  wait_shows (&fixture, "shop-1234");
  wait_shows (&fixture, "push@shop-1234.iam.gserviceaccount.com");
  wait_shows (&fixture, "account.json");
  picture (&fixture, "form-fcm");
  press_create (&fixture);

  CommsCredential *credential = wait_selected (&fixture);
  g_assert_cmpstr (comms_credential_get_credential_type (credential), ==, "FCM");
  g_assert_cmpstr (comms_credential_get_app_name (credential), ==, "shop_prod");
  g_assert_true (comms_credential_get_is_default (credential));
  g_assert_cmpint (count_created (&fixture), ==, 1);
  page_fixture_picture (&fixture.page, "credentials-created-1000");

  carillon_apps_page_show_app (CARILLON_APPS_PAGE (fixture.page.page), "shop_prod");
  test_ui_wait_shows (fixture.page.page, "FCM");
  tear_down (&fixture);
}

static void
create_fcm (FormFixture *fixture, const char *app_name)
{
  CommsClient *client = carillon_session_get_client (fixture->page.session);
  const CommsNewCredential credential = {
    .credential_type = "FCM",
    .app_name = app_name,
    .private_key = fixture->account,
  };
  g_autoptr (GError) error = NULL;
  GAsyncResult *stored = NULL;

  comms_client_create_credential_async (client, &credential, NULL, test_store_result, &stored);
  g_autoptr (GAsyncResult) result = test_await (&stored);
  g_autofree char *id = comms_client_create_credential_finish (client, result, &error);
  g_assert_no_error (error);
}

/* For an app that is there; each of the two is chosen where the other belongs. */
static void
test_apns (void)
{
  FormFixture fixture;
  set_up (&fixture);
  create_fcm (&fixture, "shop_prod");
  open_form (&fixture);
  g_assert_null (test_ui_lookup_text (fixture.dialog, ADW_TYPE_ENTRY_ROW, "Name of the New App"));
  choose_provider (&fixture, 1);

  paste (&fixture, "Paste the Private Key", fixture.certificate);
  wait_shows (&fixture, "Pasted text is a certificate, and was put under Certificate.");
  paste (&fixture, "Paste the Certificate", fixture.key);
  wait_shows (&fixture, "Pasted text is a private key, and was put under Private Key.");
  wait_shows (&fixture, "com.example.shop.voip");
  picture (&fixture, "form-apns");
  press_create (&fixture);

  CommsCredential *credential = wait_selected (&fixture);
  g_assert_cmpstr (comms_credential_get_credential_type (credential), ==, "APN");
  g_assert_cmpstr (comms_credential_get_app_name (credential), ==, "shop_prod");
  tear_down (&fixture);
}

/* One file that has both, for the sandbox; what was chosen stays when the provider is changed. */
static void
test_sandbox (void)
{
  FormFixture fixture;
  set_up_sized (&fixture, 360);
  open_form (&fixture);
  name_app (&fixture, "shop_test");
  DROP (&fixture, "both.pem");
  wait_shows (&fixture, "both.pem is a certificate. Choose an Apple provider to use it.");
  picture (&fixture, "form-foreign-360");
  choose_provider (&fixture, 2);
  wait_shows (&fixture, "Sandbox and production");
  test_ui_wait_gone (fixture.dialog, "Choose an Apple provider");
  picture (&fixture, "form-sandbox-360");
  press_create (&fixture);

  CommsCredential *credential = wait_selected (&fixture);
  g_assert_cmpstr (comms_credential_get_credential_type (credential), ==, "APN_SANDBOX");
  tear_down (&fixture);
}

/* The longest name of an app, in the narrowest window. */
static void
test_long_name (void)
{
  FormFixture fixture;
  g_autofree char *name = g_strnfill (64, 'n');
  set_up_sized (&fixture, 360);
  create_fcm (&fixture, name);
  open_form (&fixture);
  DROP (&fixture, "account.json");
  wait_shows (&fixture, "shop-1234");
  picture (&fixture, "form-long-360");
  g_assert_cmpint (gtk_widget_get_width (fixture.dialog), <=, 360);
  cancel (&fixture);
  tear_down (&fixture);
}

/* What is said of what is missing or wrong, before anything is sent. */
static void
test_refusals (void)
{
  FormFixture fixture;
  g_autofree char *other_key = test_key_new (GNUTLS_PK_ECDSA);
  g_autofree char *encrypted = test_key_encrypt (other_key, "secret");
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  set_up (&fixture);
  g_autofree char *expired = test_certificate_new (&(TestCertificate){
    .key = fixture.key,
    .bundle = "com.example.shop",
    .oids = { TEST_OID_PUSH_SANDBOX },
    .issuer = "Example Ltd.",
    .activation = now - 400 * TEST_DAY,
    .expiration = now - 35 * TEST_DAY,
  });
  write_file (&fixture, "google-services.json", "{\"project_info\": {}}", -1);
  write_file (&fixture, "expired.pem", expired, -1);
  write_file (&fixture, "encrypted.pem", encrypted, -1);
  write_file (&fixture, "other.key", other_key, -1);
  write_file (&fixture, "AuthKey_ABC.p8", other_key, -1);
  open_form (&fixture);

  press_create (&fixture);
  wait_shows (&fixture, "Give the app a name.");
  wait_shows (&fixture, "Choose the JSON file of the service account.");
  picture (&fixture, "form-missing");
  name_app (&fixture, "Shop-Prod");
  DROP (&fixture, "google-services.json");
  wait_shows (&fixture, "belongs into the Android app");
  press_create (&fixture);
  wait_shows (&fixture, "lower-case letters");
  name_app (&fixture, "shop_prod");
  test_ui_wait_gone (fixture.dialog, "lower-case letters");

  choose_provider (&fixture, 1);
  DROP (&fixture, "AuthKey_ABC.p8");
  wait_shows (&fixture, "token signing key (.p8)");
  DROP (&fixture, "encrypted.pem");
  wait_shows (&fixture, "openssl pkey -in 'encrypted.pem' -out key.pem");
  gtk_test_accessible_assert_property (
    test_ui_wait_find_text (fixture.dialog, GTK_TYPE_BUTTON, "Copy the Command"),
    GTK_ACCESSIBLE_PROPERTY_LABEL, "Copy the Command");
  DROP (&fixture, "expired.pem");
  wait_shows (&fixture, "This certificate expired on");
  wait_shows (&fixture, "for the sandbox only");
  wait_shows (&fixture, "not issued by Apple");
  picture (&fixture, "form-errors");
  DROP (&fixture, "other.key");
  wait_shows (&fixture, "not that of the certificate");
  test_ui_wait_gone (fixture.dialog, "openssl");
  press_create (&fixture);
  test_ui_settle (fixture.dialog);
  g_assert_cmpint (count_created (&fixture), ==, 0);

  paste (&fixture, "Paste the Certificate", "");
  wait_shows (&fixture, "The clipboard holds no text that could be this.");
  cancel (&fixture);
  tear_down (&fixture);
}

/* What the server refuses is said where it belongs, and nothing has to be chosen again. */
static void
test_rejected (void)
{
  FormFixture fixture;
  set_up (&fixture);
  for (guint i = 0; i < 10; i++) {
    create_fcm (&fixture, "shop_prod");
  }
  gint64 n_before = count_created (&fixture);
  open_form (&fixture);
  DROP (&fixture, "account.json");
  wait_shows (&fixture, "shop-1234");
  press_create (&fixture);
  wait_shows (&fixture, "The server: the app has 10 credentials already, no more fit");
  wait_shows (&fixture, "The Server Refused the Request");
  picture (&fixture, "form-rejected");

  /* A fault without fields, of which there is nothing to say but what it is. */
  g_free (test_emulator_add_fault (
    fixture.page.emulator,
    "{'kind': 'status', 'status': 409, 'times': 1, 'method': 'POST', 'path': "
    "'/PushNotifications/Credentials'}"));
  press_create (&fixture);
  test_ui_wait_gone (fixture.dialog, "no more fit");
  wait_shows (&fixture, "The Server Refused the Request");
  wait_shows (&fixture, "account.json");
  g_assert_cmpint (count_created (&fixture), ==, n_before + 2);

  GtkWidget *apps = test_ui_find (fixture.dialog, "credential-app");
  adw_combo_row_set_selected (ADW_COMBO_ROW (apps), 1);
  name_app (&fixture, "shop_test");
  press_create (&fixture);
  CommsCredential *credential = wait_selected (&fixture);
  g_assert_cmpstr (comms_credential_get_app_name (credential), ==, "shop_test");
  tear_down (&fixture);
}

/* The connection is cut after the server acted. */
static void
test_unknown (void)
{
  FormFixture fixture;
  set_up (&fixture);
  open_form (&fixture);
  name_app (&fixture, "shop_prod");
  DROP (&fixture, "account.json");
  wait_shows (&fixture, "shop-1234");
  g_free (test_emulator_add_fault (fixture.page.emulator,
                                   "{'kind': 'close-after', 'times': 1, 'method': 'POST', 'path': "
                                   "'/PushNotifications/Credentials'}"));
  press_create (&fixture);
  wait_shows (&fixture, "It is not known whether the credential was created.");
  picture (&fixture, "form-unknown");
  g_assert_cmpint (count_created (&fixture), ==, 1);
  test_ui_click (test_ui_wait_find_text (fixture.dialog, GTK_TYPE_BUTTON, "Show the Credentials"));

  test_ui_wait_shows (fixture.page.page, "App: shop_prod");
  test_ui_wait_shows (fixture.page.page, "Google (FCM)");
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (&fixture)), ==, 1);
  tear_down (&fixture);
}

static gboolean
is_busy (GtkWidget *dialog, gpointer data)
{
  return !gtk_widget_get_sensitive (test_ui_find (dialog, "create"));
}

/* What was sent goes on when the form is closed, and its end is told. */
static void
test_closed (void)
{
  FormFixture fixture;
  set_up (&fixture);
  open_form (&fixture);
  name_app (&fixture, "shop_prod");
  DROP (&fixture, "account.json");
  wait_shows (&fixture, "shop-1234");
  g_free (test_emulator_add_fault (
    fixture.page.emulator, "{'kind': 'late', 'delay': 300, 'times': 1, 'method': 'POST', 'path': "
                           "'/PushNotifications/Credentials'}"));
  press_create (&fixture);
  test_ui_wait (fixture.dialog, is_busy, NULL);
  test_ui_click (test_ui_find (fixture.dialog, "cancel"));
  test_ui_wait_shows (fixture.page.window, "Credential created");
  test_ui_wait_shows (fixture.page.page, "shop_prod");
  tear_down (&fixture);
}

static gboolean
has_question (GtkWidget *window, gpointer data)
{
  return test_ui_wait_dialog (window) != ((FormFixture *) data)->dialog;
}

/* Above the form. */
static GtkWidget *
wait_question (FormFixture *fixture)
{
  test_ui_wait (fixture->page.window, has_question, fixture);
  return test_ui_wait_dialog (fixture->page.window);
}

static void
test_read_only (void)
{
  FormFixture fixture;
  set_up (&fixture);
  g_object_set (carillon_session_get_account (fixture.page.session), "mode",
                CARILLON_MODE_READ_ONLY, NULL);
  open_form (&fixture);
  name_app (&fixture, "shop_prod");
  DROP (&fixture, "account.json");
  wait_shows (&fixture, "shop-1234");
  press_create (&fixture);
  GtkWidget *question = wait_question (&fixture);
  test_ui_wait_shows (question, "Is Read Only");
  test_ui_close_dialog (question);
  test_ui_settle (fixture.dialog);
  wait_shows (&fixture, "account.json");
  g_assert_cmpint (count_created (&fixture), ==, 0);

  g_object_set (carillon_session_get_account (fixture.page.session), "mode", CARILLON_MODE_ASK,
                NULL);
  press_create (&fixture);
  question = wait_question (&fixture);
  test_ui_wait_shows (question, "The app shop_prod can send to Google (FCM) with it.");
  test_ui_close_dialog (question);
  test_ui_settle (fixture.dialog);
  g_assert_true (gtk_widget_is_sensitive (test_ui_find (fixture.dialog, "create")));
  g_assert_cmpint (count_created (&fixture), ==, 0);
  press_create (&fixture);
  question = wait_question (&fixture);
  test_ui_click (test_ui_wait_find_text (question, GTK_TYPE_BUTTON, "Create"));
  wait_selected (&fixture);
  g_assert_cmpint (count_created (&fixture), ==, 1);
  tear_down (&fixture);
}

/* Where the secret must not be. */

/* A line of the key, as it is and as it goes to the server. */
static char **
get_secrets (const char *key, const char *account)
{
  g_auto (GStrv) lines = g_strsplit (key, "\n", -1);
  g_autofree char *encoded = g_base64_encode ((const guchar *) account, strlen (account));
  g_autofree char *middle = g_strndup (encoded + strlen (encoded) / 2, 40);
  const char *const secrets[] = { lines[8], middle, NULL };

  g_assert_cmpuint (strlen (lines[8]), >, 32);
  return g_strdupv ((char **) secrets);
}

static void
assert_clean (const char *data, gsize length, char **secrets, const char *where)
{
  for (guint i = 0; secrets[i] != NULL; i++) {
    if (memmem (data, length, secrets[i], strlen (secrets[i])) != NULL) {
      g_printerr ("%s has a secret\n", where);
      g_assert_not_reached ();
    }
  }
}

static void
assert_clean_folder (const char *folder, char **secrets, guint *n_files)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *text = NULL;
    gsize length;

    if (g_file_test (path, G_FILE_TEST_IS_DIR)) {
      assert_clean_folder (path, secrets, n_files);
    } else if (g_file_get_contents (path, &text, &length, NULL)) {
      assert_clean (text, length, secrets, path);
      (*n_files)++;
    }
  }
}

static void
append_texts (GtkWidget *widget, GString *texts)
{
  if (GTK_IS_LABEL (widget) || GTK_IS_EDITABLE (widget)) {
    g_autofree char *text = test_ui_text (widget);
    g_autofree char *tooltip = g_strdup (gtk_widget_get_tooltip_text (widget));
    g_string_append_printf (texts, "%s\n%s\n", text, tooltip != NULL ? tooltip : "");
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    append_texts (child, texts);
  }
}

static void
assert_clean_widgets (GtkWidget *root, char **secrets)
{
  g_autoptr (GString) texts = g_string_new (NULL);

  append_texts (root, texts);
  g_assert_cmpuint (texts->len, >, 0);
  assert_clean (texts->str, texts->len, secrets, "the window");
}

static void
assert_clean_copies (FormFixture *fixture, char **secrets)
{
  static const char *const actions[] = { "rows.copy-json", "rows.copy-curl" };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++) {
    gtk_widget_activate_action (GTK_WIDGET (get_list (fixture)), actions[i], NULL);
    g_autofree char *copied = page_fixture_clipboard (&fixture->page);
    g_assert_nonnull (strstr (copied, "comms_credential_"));
    assert_clean (copied, strlen (copied), secrets, actions[i]);
  }
}

static void
look_for_secret (void)
{
  FormFixture fixture;
  guint n_files = 0;

  set_up (&fixture);
  g_auto (GStrv) secrets = get_secrets (fixture.key, fixture.account);
  open_form (&fixture);
  name_app (&fixture, "shop_prod");
  DROP (&fixture, "account.json");
  wait_shows (&fixture, "shop-1234");
  g_free (test_emulator_add_fault (
    fixture.page.emulator,
    "{'kind': 'status', 'status': 500, 'times': 1, 'method': 'POST', 'path': "
    "'/PushNotifications/Credentials'}"));
  press_create (&fixture);
  wait_shows (&fixture, "The Server Has a Problem");
  assert_clean_widgets (fixture.dialog, secrets);
  press_create (&fixture);
  wait_selected (&fixture);
  assert_clean_widgets (fixture.page.window, secrets);
  assert_clean_copies (&fixture, secrets);

  assert_clean_folder (fixture.page.folder, secrets, &n_files);
  g_assert_cmpuint (n_files, >=, 2); /* the archive and the emulator's data */
  assert_clean_folder (g_get_home_dir (), secrets, &n_files);
  tear_down (&fixture);
}

/* In a process of its own, which says all that it can, and of which all is looked at. */
static void
test_secret (void)
{
  if (g_test_subprocess ()) {
    look_for_secret ();
    return;
  }

  g_autofree char *key = test_key_new (GNUTLS_PK_RSA);
  g_autofree char *account = test_account_new (key);
  g_auto (GStrv) secrets = get_secrets (key, account);
  g_setenv ("CARILLON_TEST_KEY", key, TRUE);
  g_setenv ("G_MESSAGES_DEBUG", "all", TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  /* GLib's own would say something on the standard output, among the lines of TAP. */
  unsetenv ("CARILLON_TEST_KEY");
  unsetenv ("G_MESSAGES_DEBUG");
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*-DEBUG: *");
  for (guint i = 0; secrets[i] != NULL; i++) {
    g_autofree char *pattern = g_strdup_printf ("*%s*", secrets[i]);

    g_test_trap_assert_stdout_unmatched (pattern);
    g_test_trap_assert_stderr_unmatched (pattern);
  }
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/credentials/form/fcm", test_fcm);
  g_test_add_func ("/credentials/form/apns", test_apns);
  g_test_add_func ("/credentials/form/sandbox", test_sandbox);
  g_test_add_func ("/credentials/form/long-name", test_long_name);
  g_test_add_func ("/credentials/form/refusals", test_refusals);
  g_test_add_func ("/credentials/form/rejected", test_rejected);
  g_test_add_func ("/credentials/form/unknown", test_unknown);
  g_test_add_func ("/credentials/form/closed", test_closed);
  g_test_add_func ("/credentials/form/read-only", test_read_only);
  g_test_add_func ("/credentials/form/secret", test_secret);
  return g_test_run ();
}
