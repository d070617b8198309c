/* Accounts in the settings: what was stored comes back, and garbage does no harm. */

#include "carillon-accounts.h"

#include "carillon-config.h"

static GSettings *
fresh_settings (void)
{
  GSettings *settings = g_settings_new (CARILLON_APP_ID);

  g_settings_reset (settings, "accounts");
  return settings;
}

static guint
count (CarillonAccounts *accounts)
{
  return g_list_model_get_n_items (G_LIST_MODEL (accounts));
}

static void
test_round_trip (void)
{
  g_autoptr (GSettings) settings = fresh_settings ();
  CarillonAccounts *accounts = carillon_accounts_new (settings);
  g_autoptr (CarillonAccount) account = carillon_account_new (CARILLON_ACCOUNT_TEST, "Ächme “7”");
  g_autofree char *id = g_strdup (carillon_account_get_id (account));

  g_assert_cmpuint (count (accounts), ==, 0);
  carillon_accounts_add (accounts, account);
  g_object_set (account, "base-uri", "http://127.0.0.1:1/v1", "sid", "AC1", "colour", "red", "mode",
                CARILLON_MODE_READ_ONLY, "confirm-above", 7, NULL);
  g_assert_finalize_object (accounts);

  accounts = carillon_accounts_new (settings);
  g_assert_cmpuint (count (accounts), ==, 1);
  CarillonAccount *read = carillon_accounts_find (accounts, id);
  g_assert_nonnull (read);
  g_assert_cmpstr (carillon_account_get_name (read), ==, "Ächme “7”");
  g_assert_cmpint (carillon_account_get_kind (read), ==, CARILLON_ACCOUNT_TEST);
  g_assert_cmpstr (carillon_account_get_base_uri (read), ==, "http://127.0.0.1:1/v1");
  g_assert_cmpstr (carillon_account_get_sid (read), ==, "AC1");
  g_assert_cmpstr (carillon_account_get_colour (read), ==, "red");
  g_assert_cmpint (carillon_account_get_mode (read), ==, CARILLON_MODE_READ_ONLY);
  g_assert_cmpuint (carillon_account_get_confirm_above (read), ==, 7);
  g_assert_true (carillon_accounts_find_kind (accounts, CARILLON_ACCOUNT_TEST) == read);
  g_assert_null (carillon_accounts_find_kind (accounts, CARILLON_ACCOUNT_EMULATOR));

  carillon_accounts_remove (accounts, read);
  g_assert_finalize_object (accounts);
  accounts = carillon_accounts_new (settings);
  g_assert_cmpuint (count (accounts), ==, 0);
  g_assert_finalize_object (accounts);
}

/* Two without an ID, one twice, one of wrong types, one with nothing but an ID. */
static void
test_garbage (void)
{
  static const char *const garbage =
    "[{'name': <'no id'>}, {'id': <7>}, {'id': <'a'>, 'name': <7>, 'kind': <'spaceship'>, 'new': "
    "<(1, 2)>}, {'id': <'a'>, 'name': <'again'>}, {'id': <'b'>}]";
  g_autoptr (GSettings) settings = fresh_settings ();
  g_autoptr (GVariant) value =
    g_variant_ref_sink (g_variant_parse (G_VARIANT_TYPE ("aa{sv}"), garbage, NULL, NULL, NULL));

  g_settings_set_value (settings, "accounts", value);
  CarillonAccounts *accounts = carillon_accounts_new (settings);
  g_assert_cmpuint (count (accounts), ==, 2);
  CarillonAccount *account = carillon_accounts_find (accounts, "a");
  g_assert_cmpstr (carillon_account_get_name (account), ==, "");
  g_assert_cmpint (carillon_account_get_kind (account), ==, CARILLON_ACCOUNT_PRODUCTION);
  g_assert_cmpstr (carillon_account_get_base_uri (account), ==, CARILLON_DEFAULT_BASE_URI);
  g_assert_finalize_object (accounts);
}

/* Stored before there were modes, and with what a later version may write. */
static void
test_modes (void)
{
  static const char *const stored =
    "[{'id': <'p'>}, {'id': <'t'>, 'kind': <'test'>}, {'id': <'e'>, 'kind': <'emulator'>},"
    " {'id': <'later'>, 'kind': <'test'>, 'mode': <'two-people'>, 'confirm-above': <'many'>}]";
  static const struct {
    const char *id;
    CarillonMode mode;
    guint confirm_above;
  } expected[] = {
    { "p", CARILLON_MODE_ASK, 50 },
    { "t", CARILLON_MODE_OPEN, 10000 },
    { "e", CARILLON_MODE_OPEN, 10000 },
    { "later", CARILLON_MODE_READ_ONLY, 10000 },
  };
  g_autoptr (GSettings) settings = fresh_settings ();
  g_autoptr (GVariant) value =
    g_variant_ref_sink (g_variant_parse (G_VARIANT_TYPE ("aa{sv}"), stored, NULL, NULL, NULL));

  g_settings_set_value (settings, "accounts", value);
  CarillonAccounts *accounts = carillon_accounts_new (settings);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++) {
    CarillonAccount *account = carillon_accounts_find (accounts, expected[i].id);
    g_assert_cmpint (carillon_account_get_mode (account), ==, expected[i].mode);
    g_assert_cmpuint (carillon_account_get_confirm_above (account), ==, expected[i].confirm_above);
  }
  g_assert_finalize_object (accounts);
}

static void
on_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  (*(int *) user_data)++;
}

static void
test_notify (void)
{
  CarillonAccount *account = carillon_account_new (CARILLON_ACCOUNT_PRODUCTION, "One");
  int n_notified = 0;

  g_signal_connect (account, "notify", G_CALLBACK (on_notify), &n_notified);
  g_object_set (account, "name", "Two", "kind", CARILLON_ACCOUNT_TEST, NULL);
  g_assert_cmpint (n_notified, ==, 2);
  g_object_set (account, "name", "Two", "kind", CARILLON_ACCOUNT_TEST, "sid", NULL, NULL);
  g_assert_cmpint (n_notified, ==, 2);
  g_assert_finalize_object (account);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/accounts/round-trip", test_round_trip);
  g_test_add_func ("/app/accounts/garbage", test_garbage);
  g_test_add_func ("/app/accounts/modes", test_modes);
  g_test_add_func ("/app/accounts/notify", test_notify);
  return g_test_run ();
}
