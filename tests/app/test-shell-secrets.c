/* Against the real keyring daemon: none, unlocked, locked, and one that never answers. */

#include "carillon-secrets.h"

#include <libsecret/secret.h>
#include <test-emulator.h>
#include <test-keyring.h>

static gboolean
store (const char *account, const char *secret, GError **error)
{
  GAsyncResult *result = NULL;

  carillon_secrets_store_async (account, "Acme", secret, NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  return carillon_secrets_store_finish (done, error);
}

static char *
lookup (const char *account, GError **error)
{
  GAsyncResult *result = NULL;

  carillon_secrets_lookup_async (account, NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  return carillon_secrets_lookup_finish (done, error);
}

static void
assert_secret (const char *account, const char *secret)
{
  g_autoptr (GError) error = NULL;
  char *found = lookup (account, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, secret);
  secret_password_free (found);
}

static void
assert_lookup_fails (CarillonSecretsError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (lookup ("a", &error));
  g_assert_error (error, CARILLON_SECRETS_ERROR, (int) code);
}

static void
assert_store_fails (CarillonSecretsError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (store ("a", "s", &error));
  g_assert_error (error, CARILLON_SECRETS_ERROR, (int) code);
  g_assert_null (strstr (error->message, "s3cret"));
}

static void
test_none (void)
{
  assert_lookup_fails (CARILLON_SECRETS_ERROR_NO_SERVICE);
  assert_store_fails (CARILLON_SECRETS_ERROR_NO_SERVICE);
}

static void
test_unlocked (void)
{
  g_autoptr (TestKeyring) keyring = test_keyring_start ();
  g_autoptr (GError) error = NULL;

  assert_lookup_fails (CARILLON_SECRETS_ERROR_NOT_FOUND);
  g_assert_true (store ("a", "s3cret-ä", &error));
  g_assert_no_error (error);
  g_assert_true (store ("b", "other", &error));
  assert_secret ("a", "s3cret-ä");
  g_assert_true (store ("a", "newer", &error));
  assert_secret ("a", "newer");
  assert_secret ("b", "other");

  GAsyncResult *result = NULL;
  carillon_secrets_clear_async ("a", NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  g_assert_true (carillon_secrets_clear_finish (done, &error));
  assert_lookup_fails (CARILLON_SECRETS_ERROR_NOT_FOUND);
  assert_secret ("b", "other");
  secret_service_disconnect ();
}

static void
test_locked (void)
{
  g_autoptr (TestKeyring) keyring = test_keyring_start ();
  g_autoptr (GError) error = NULL;

  g_assert_true (store ("a", "s3cret", &error));
  test_keyring_lock (keyring);
  assert_lookup_fails (CARILLON_SECRETS_ERROR_LOCKED);
  assert_store_fails (CARILLON_SECRETS_ERROR_LOCKED);
  secret_service_disconnect ();
}

static void
on_owned (GDBusConnection *bus, const char *name, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* Takes every call to it and answers none, as a keyring does whose prompt nobody sees. */
static GDBusMessage *
swallow (GDBusConnection *bus, GDBusMessage *message, gboolean incoming, gpointer user_data)
{
  if (incoming && g_dbus_message_get_message_type (message) == G_DBUS_MESSAGE_TYPE_METHOD_CALL) {
    g_object_unref (message);
    return NULL;
  }
  return message;
}

static void
test_silent (void)
{
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GDBusConnection) bus = g_dbus_connection_new_for_address_sync (
    address,
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, NULL);
  gboolean owned = FALSE;

  g_assert_nonnull (bus);
  g_dbus_connection_add_filter (bus, swallow, NULL, NULL);
  guint name = g_bus_own_name_on_connection (
    bus, "org.freedesktop.secrets", G_BUS_NAME_OWNER_FLAGS_NONE, on_owned, NULL, &owned, NULL);
  test_wait_until (&owned);
  carillon_secrets_set_time_limit (100);
  assert_lookup_fails (CARILLON_SECRETS_ERROR_NO_ANSWER);
  assert_store_fails (CARILLON_SECRETS_ERROR_NO_ANSWER);

  /* Who does not want to know any more is told so, and not of the keyring. */
  carillon_secrets_set_time_limit (60000);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *result = NULL;
  carillon_secrets_lookup_async ("a", cancellable, test_store_result, &result);
  g_cancellable_cancel (cancellable);
  g_autoptr (GAsyncResult) done = test_await (&result);
  g_autoptr (GError) error = NULL;
  g_assert_null (carillon_secrets_lookup_finish (done, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_bus_unown_name (name);
  g_dbus_connection_close_sync (bus, NULL, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/secrets/none", test_none);
  g_test_add_func ("/app/secrets/unlocked", test_unlocked);
  g_test_add_func ("/app/secrets/locked", test_locked);
  g_test_add_func ("/app/secrets/silent", test_silent);
  return g_test_run ();
}
