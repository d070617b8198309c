#include "ctl-fixture.h"

#include <glib/gstdio.h>

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("carillonctl-XXXXXX", &error);
  g_assert_no_error (error);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path = fixture_path (self, name);
    g_assert_cmpint (g_unlink (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
}

char *
fixture_path (Fixture *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

void
fixture_write_bytes (Fixture *self, const char *name, const void *bytes, gsize length)
{
  g_autofree char *path = fixture_path (self, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, (gssize) length, &error);
  g_assert_no_error (error);
}

void
fixture_write (Fixture *self, const char *name, const char *text)
{
  fixture_write_bytes (self, name, text, strlen (text));
}

static GSubprocess *
start (Fixture *self, const char *arguments, gboolean has_input)
{
  g_autofree char *line = g_strdup_printf ("carillonctl %s", arguments);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE |
    (has_input ? G_SUBPROCESS_FLAGS_STDIN_PIPE : G_SUBPROCESS_FLAGS_NONE));
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) argv = NULL;

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  g_free (argv[0]);
  argv[0] = g_strdup (g_getenv ("CARILLONCTL"));
  g_subprocess_launcher_set_cwd (launcher, self->folder);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C", TRUE);
  GSubprocess *process =
    g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);
  return process;
}

Outcome *
fixture_run (Fixture *self, const char *arguments, const char *input)
{
  g_autoptr (GSubprocess) process = start (self, arguments, input != NULL);
  g_autoptr (GError) error = NULL;
  Outcome *outcome = g_new0 (Outcome, 1);

  /* Whatever the locale, both are UTF-8. */
  g_subprocess_communicate_utf8 (process, input, NULL, &outcome->output, &outcome->errors, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  outcome->status = g_subprocess_get_exit_status (process);
  return outcome;
}

void
outcome_free (Outcome *self)
{
  g_free (self->output);
  g_free (self->errors);
  g_free (self);
}

/* It could not do what it was asked to, and says why on standard error alone. */
void
fixture_assert_status (Fixture *self, const char *arguments, int status)
{
  g_autoptr (Outcome) outcome = fixture_run (self, arguments, NULL);

  g_test_message ("carillonctl %s", arguments);
  g_assert_cmpint (outcome->status, ==, status);
  g_assert_cmpstr (outcome->output, ==, "");
  g_assert_true (g_str_has_prefix (outcome->errors, "carillonctl: "));
  g_assert_true (g_str_has_suffix (outcome->errors, "\n"));
}

void
fixture_assert_output (Fixture *self, const char *arguments, int status, const char *output)
{
  g_autoptr (Outcome) outcome = fixture_run (self, arguments, NULL);

  g_test_message ("carillonctl %s", arguments);
  g_assert_cmpstr (outcome->errors, ==, "");
  g_assert_cmpstr (outcome->output, ==, output);
  g_assert_cmpint (outcome->status, ==, status);
}
