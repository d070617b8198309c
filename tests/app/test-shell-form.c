/* Adding an account, against the real emulator and the real keyring, and servers that are neither.
 */

#include <libsecret/secret.h>
#include <test-emulator.h>
#include <test-keyring.h>
#include <test-server.h>
#include <test-ui.h>

#include "carillon-account-form.h"
#include "carillon-config.h"
#include "carillon-secrets.h"

typedef struct {
  GtkWidget *window;
  GSettings *settings;
  CarillonAccounts *accounts;
  GtkWidget *form; /* (unowned) */
  CarillonAccount *saved;
  char *session_secret;
  gboolean reconnect;
} Fixture;

static void
on_saved (CarillonAccountForm *form,
          CarillonAccount *account,
          const char *session_secret,
          gboolean reconnect,
          Fixture *fixture)
{
  fixture->reconnect = reconnect;
  g_set_object (&fixture->saved, account);
  g_free (fixture->session_secret);
  fixture->session_secret = g_strdup (session_secret);
}

static void
present (Fixture *fixture, CarillonAccount *account)
{
  fixture->form = carillon_account_form_new (fixture->accounts, account);
  g_signal_connect (fixture->form, "saved", G_CALLBACK (on_saved), fixture);
  carillon_account_form_present (CARILLON_ACCOUNT_FORM (fixture->form), fixture->window);
  test_ui_wait_dialog (fixture->window);
}

/* Without it the swatches are wider than the console ever shows them. */
static void
use_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, CARILLON_RESOURCE_PREFIX "/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = adw_window_new ();
  /* The smallest that the console has, where a sheet takes all of the width. */
  gtk_widget_set_size_request (fixture->window, 360, 640);
  gtk_window_present (GTK_WINDOW (fixture->window));
  fixture->settings = g_settings_new (CARILLON_APP_ID);
  g_settings_reset (fixture->settings, "accounts");
  fixture->accounts = carillon_accounts_new (fixture->settings);
  present (fixture, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->saved);
  g_clear_pointer (&fixture->session_secret, g_free);
  g_assert_finalize_object (fixture->accounts);
  g_object_unref (fixture->settings);
}

static void
type (Fixture *fixture, const char *name, const char *text)
{
  test_ui_type (test_ui_wait_find (fixture->form, name), text);
}

static void
fill (Fixture *fixture, const char *address, const char *sid, const char *secret)
{
  type (fixture, "account-name", "Acme");
  type (fixture, "account-address", address);
  type (fixture, "account-sid", sid);
  type (fixture, "account-secret", secret);
}

static void
press_save (Fixture *fixture)
{
  test_ui_click (test_ui_wait_find (fixture->form, "save"));
}

/* The problem is at its field, and what was typed is still there. */
static void
assert_problem (Fixture *fixture, const char *name, const char *text)
{
  GtkWidget *label = test_ui_wait_find (fixture->form, name);
  g_autofree char *shown = test_ui_text (label);
  g_autofree char *typed = test_ui_text (test_ui_find (fixture->form, "account-name"));

  g_test_message ("%s", shown);
  g_assert_nonnull (strstr (shown, text));
  g_assert_cmpstr (typed, ==, "Acme");
  g_assert_null (fixture->saved);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==, 0);
}

static gboolean
was_saved (GtkWidget *root, gpointer data)
{
  return ((Fixture *) data)->saved != NULL;
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  press_save (fixture);
  test_ui_wait_shows (fixture->form, "Give the account a name.");
  fill (fixture, " ", "", "");
  press_save (fixture);
  assert_problem (fixture, "address-problem", "base address");
  fill (fixture, "https://x.invalid/v1", "", "");
  press_save (fixture);
  assert_problem (fixture, "credentials-problem", "SID");
  fill (fixture, "https://x.invalid/v1", "AC", "");
  press_save (fixture);
  assert_problem (fixture, "credentials-problem", "secret");
  g_assert_false (gtk_widget_get_mapped (test_ui_find (fixture->form, "address-problem")));
  test_ui_settle (fixture->window);
  test_ui_screenshot (test_ui_wait_dialog (fixture->window), "account-form-empty");
}

static void
test_wrong_address (Fixture *fixture, gconstpointer data)
{
  fill (fixture, "https://nowhere.invalid/v1", "AC1", "s3cret");
  press_save (fixture);
  assert_problem (fixture, "address-problem", "The Server Could Not Be Reached");

  fill (fixture, "http://example.com/v1", "AC1", "s3cret");
  press_save (fixture);
  assert_problem (fixture, "address-problem", "https://");

  fill (fixture, "what is this", "AC1", "s3cret");
  press_save (fixture);
  assert_problem (fixture, "address-problem", "The Address Cannot Be Used");
}

static void
test_other_servers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autoptr (TestServer) unproven = test_server_new_tls ();
  const struct {
    TestAnswer answer;
    const char *name, *text;
  } cases[] = {
    { { .status = 200, .type = "text/html", .body = "<html>Hello</html>" },
      "address-problem",
      "Not from This API" },
    { { .status = 200, .body = "" }, "address-problem", "Not from This API" },
    { { .status = 403, .body = "{\"errors\":[{\"code\":20003,\"message\":\"no\"}]}" },
      "credentials-problem",
      "May Not Do This" },
    { { .status = 503, .body = "" }, "address-problem", "The Server Has a Problem" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    test_server_push (server, &cases[i].answer);
    /* A client may ask once more after a 5xx. */
    test_server_push (server, &cases[i].answer);
    fill (fixture, test_server_get_url (server), "AC1", "s3cret");
    press_save (fixture);
    assert_problem (fixture, cases[i].name, cases[i].text);
    g_clear_pointer (&server, test_server_free);
    server = test_server_new ();
  }
  fill (fixture, test_server_get_url (unproven), "AC1", "s3cret");
  press_save (fixture);
  assert_problem (fixture, "address-problem", "Could Not Prove Who It Is");
}

static void
test_saved (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TestKeyring) keyring = test_keyring_start ();
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  const char *secret = test_emulator_get_secret (emulator);

  fill (fixture, test_emulator_get_url (emulator), test_emulator_get_sid (emulator), "wrong");
  press_save (fixture);
  assert_problem (fixture, "credentials-problem", "Credentials Were Not Accepted");
  test_ui_settle (fixture->window);
  test_ui_screenshot (test_ui_wait_dialog (fixture->window), "account-form-401");

  type (fixture, "account-secret", secret);
  test_ui_click (test_ui_find (fixture->form, "purple"));
  press_save (fixture);
  test_ui_wait (fixture->window, was_saved, fixture);
  g_assert_null (fixture->session_secret);
  g_assert_cmpstr (carillon_account_get_name (fixture->saved), ==, "Acme");
  g_assert_cmpstr (carillon_account_get_colour (fixture->saved), ==, "purple");
  g_assert_cmpint (carillon_account_get_mode (fixture->saved), ==, CARILLON_MODE_ASK);
  g_assert_true (fixture->reconnect);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==, 1);

  /* In the keyring, and not in the settings. */
  GAsyncResult *result = NULL;
  carillon_secrets_lookup_async (carillon_account_get_id (fixture->saved), NULL, test_store_result,
                                 &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  char *kept = carillon_secrets_lookup_finish (done, NULL);
  g_assert_cmpstr (kept, ==, secret);
  secret_password_free (kept);
  g_autoptr (GVariant) stored = g_settings_get_value (fixture->settings, "accounts");
  g_autofree char *printed = g_variant_print (stored, FALSE);
  g_assert_null (strstr (printed, secret));

  /* Edited without touching the secret. */
  g_autoptr (CarillonAccount) account = g_steal_pointer (&fixture->saved);
  present (fixture, account);
  type (fixture, "account-name", "Acme Two");
  press_save (fixture);
  test_ui_wait (fixture->window, was_saved, fixture);
  g_assert_true (fixture->saved == account);
  g_assert_cmpstr (carillon_account_get_name (account), ==, "Acme Two");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==, 1);
  secret_service_disconnect ();
}

static void
test_session_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  const char *secret = test_emulator_get_secret (emulator);

  fill (fixture, test_emulator_get_url (emulator), test_emulator_get_sid (emulator), secret);
  press_save (fixture);
  assert_problem (fixture, "keyring-problem", "There Is No Keyring");
  test_ui_settle (fixture->window);
  test_ui_screenshot (test_ui_wait_dialog (fixture->window), "account-form-keyring");
  test_ui_click (test_ui_find (fixture->form, "session-only"));
  test_ui_wait (fixture->window, was_saved, fixture);
  g_assert_cmpstr (fixture->session_secret, ==, secret);
}

static guint
shown_number (Fixture *fixture)
{
  return (guint) gtk_spin_button_get_value (
    GTK_SPIN_BUTTON (test_ui_find (fixture->form, "account-confirm-above")));
}

static CarillonMode
shown_mode (Fixture *fixture)
{
  return (CarillonMode) adw_combo_row_get_selected (
    ADW_COMBO_ROW (test_ui_find (fixture->form, "account-mode")));
}

static void
choose (Fixture *fixture, const char *row, guint position)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (test_ui_wait_find (fixture->form, row)), position);
}

/* The kind brings its mode along until another is chosen. */
static void
test_mode_of_kind (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (shown_mode (fixture), ==, CARILLON_MODE_ASK);
  g_assert_cmpuint (shown_number (fixture), ==, 50);
  choose (fixture, "account-kind", CARILLON_ACCOUNT_TEST);
  g_assert_cmpint (shown_mode (fixture), ==, CARILLON_MODE_OPEN);
  g_assert_cmpuint (shown_number (fixture), ==, 10000);
  choose (fixture, "account-mode", CARILLON_MODE_READ_ONLY);
  choose (fixture, "account-kind", CARILLON_ACCOUNT_PRODUCTION);
  g_assert_cmpint (shown_mode (fixture), ==, CARILLON_MODE_READ_ONLY);
  g_assert_cmpuint (shown_number (fixture), ==, 50);
}

/* Where no server is, because nothing is asked of one. */
static void
test_mode_edited (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CarillonAccount) account = carillon_account_new (CARILLON_ACCOUNT_TEST, "Acme");

  g_object_set (account, "base-uri", "https://nowhere.invalid/v1", "sid", "AC1", NULL);
  present (fixture, account);
  g_assert_cmpint (shown_mode (fixture), ==, CARILLON_MODE_OPEN);
  choose (fixture, "account-mode", CARILLON_MODE_READ_ONLY);
  type (fixture, "account-confirm-above", "25");
  test_ui_settle (test_ui_wait_dialog (fixture->window));
  test_ui_screenshot (fixture->form, "account-form-mode");
  test_ui_set_dark (TRUE);
  test_ui_settle (test_ui_wait_dialog (fixture->window));
  test_ui_screenshot (fixture->form, "account-form-mode-dark");
  test_ui_set_dark (FALSE);
  press_save (fixture);
  g_assert_true (fixture->saved == account);
  g_assert_false (fixture->reconnect);
  g_assert_cmpint (carillon_account_get_mode (account), ==, CARILLON_MODE_READ_ONLY);
  g_assert_cmpuint (carillon_account_get_confirm_above (account), ==, 25);
  g_assert_cmpint (carillon_account_get_kind (account), ==, CARILLON_ACCOUNT_TEST);
}

/* Closed while the server is still thinking. */
static void
test_closed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TestServer) server = test_server_new ();

  test_server_push (server, &(TestAnswer){ .kind = TEST_ANSWER_SILENT });
  fill (fixture, test_server_get_url (server), "AC1", "s3cret");
  press_save (fixture);
  g_object_add_weak_pointer (G_OBJECT (fixture->form), (gpointer *) &fixture->form);
  test_ui_click (test_ui_find (fixture->form, "cancel"));
  while (fixture->form != NULL) {
    g_main_context_iteration (NULL, TRUE);
  }
  g_assert_null (fixture->saved);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  use_style ();
  static const struct {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/app/form/empty", test_empty },
    { "/app/form/wrong-address", test_wrong_address },
    { "/app/form/other-servers", test_other_servers },
    { "/app/form/session-only", test_session_only },
    { "/app/form/saved", test_saved },
    { "/app/form/mode-of-kind", test_mode_of_kind },
    { "/app/form/mode-edited", test_mode_edited },
    { "/app/form/closed", test_closed },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  }
  return g_test_run ();
}
