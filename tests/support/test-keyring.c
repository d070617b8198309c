#include "test-keyring.h"

#include "test-emulator.h"

#define SECRETS_NAME "org.freedesktop.secrets"
#define SECRETS_PATH "/org/freedesktop/secrets"

struct _TestKeyring {
  GSubprocess *process;
  GDBusConnection *bus;
  guint watch;
  gboolean present;
  gboolean absent;
};

static void
on_appeared (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  TestKeyring *self = user_data;

  self->present = TRUE;
  self->absent = FALSE;
}

static void
on_vanished (GDBusConnection *bus, const char *name, gpointer user_data)
{
  TestKeyring *self = user_data;

  self->present = FALSE;
  self->absent = TRUE;
}

/**
 * test_keyring_start:
 *
 * Returns: (transfer full): a keyring that answers on the bus
 */
TestKeyring *
test_keyring_start (void)
{
  TestKeyring *self = g_new0 (TestKeyring, 1);
  g_autoptr (GError) error = NULL;

  self->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  self->watch = g_bus_watch_name_on_connection (
    self->bus, SECRETS_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE, on_appeared, on_vanished, self, NULL);

  /* The sanitisers' settings are for the programs under test. */
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                               G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  self->process =
    g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon", "--foreground",
                                 "--unlock", "--components=secrets", NULL);
  g_assert_no_error (error);
  GOutputStream *input = g_subprocess_get_stdin_pipe (self->process);
  g_assert_true (g_output_stream_write_all (input, "test", 4, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (input, NULL, NULL));
  test_wait_until (&self->present);
  return self;
}

/**
 * test_keyring_lock:
 *
 * Locks it, as a screen that was locked for long does.
 */
void
test_keyring_lock (TestKeyring *self)
{
  const char *const collections[] = { SECRETS_PATH "/collection/login", NULL };
  g_autoptr (GError) error = NULL;

  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
    self->bus, SECRETS_NAME, SECRETS_PATH, "org.freedesktop.Secret.Service", "Lock",
    g_variant_new ("(^ao)", collections), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

void
test_keyring_stop (TestKeyring *self)
{
  g_subprocess_force_exit (self->process);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  test_wait_until (&self->absent);
  g_bus_unwatch_name (self->watch);
  g_clear_object (&self->process);
  g_clear_object (&self->bus);
  g_free (self);
}
