/* The program is killed while one writes: what it had called saved is there when it is started
 * again, and the cursor with it. */

#include <carillon-format.h>
#include <glib/gstdio.h>
#include <string.h>
#include <test-emulator.h>
#include <test-ui.h>

#include "composer-fixture.h"
#include "composer-victim.h"

/* Each takes a start of the whole page. */
#define N_KILLS 3

static gboolean
on_moment (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Anywhere between two saves, or in one. */
static void
wait_for_a_moment (void)
{
  gboolean done = FALSE;

  g_timeout_add ((guint) g_test_rand_int_range (0, 1500), on_moment, &done);
  test_wait_until (&done);
}

/* Returns: how many words the victim has called saved. */
static guint
run_victim (const char *folder, guint n_lines)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) victim = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                                     g_getenv ("COMPOSER_VICTIM"), folder, NULL);
  g_assert_no_error (error);
  g_autoptr (GDataInputStream) lines =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (victim));
  guint n_words = 0;

  for (guint i = 0;;) {
    g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
    g_assert_no_error (error);
    if (line == NULL) {
      break;
    }
    if (!g_str_has_prefix (line, SAVED)) {
      continue; /* of GLib's test framework */
    }
    n_words = (guint) g_ascii_strtoull (line + strlen (SAVED), NULL, 10);
    if (++i == n_lines) {
      wait_for_a_moment ();
      g_subprocess_force_exit (victim);
    }
  }
  g_subprocess_wait (victim, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (victim));
  return n_words;
}

/* Returns: how many words there are, which are those that were written first. */
static guint
count_words (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  guint n_words = g_strv_length (words) - 1;

  for (guint i = 0; i < n_words; i++) {
    g_assert_cmpuint (g_ascii_strtoull (words[i], NULL, 10), ==, i);
  }
  return n_words;
}

static void
assert_at_end (GtkWidget *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter at;

  g_assert_true (gtk_widget_has_focus (view));
  gtk_text_buffer_get_iter_at_mark (buffer, &at, gtk_text_buffer_get_insert (buffer));
  g_assert_true (gtk_text_iter_is_end (&at));
}

static void
assert_kept (const char *folder, guint n_saved)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new_at (folder);
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  g_assert_null (archive_store_get_damaged (fixture->store));
  composer_wait_text (window, "save-state", "Draft saved");
  g_autofree char *text = test_ui_text (test_ui_find (window, "body-view"));
  guint n_words = count_words (text);
  g_assert_cmpuint (n_words, >=, n_saved);
  g_autofree char *count = carillon_format_count (n_words * ROWS_PER_WORD);
  g_autofree char *heading = g_strdup_printf ("%s Recipients", count);
  composer_wait_text (window, "recipients-heading", heading);
  assert_at_end (test_ui_find (window, "body-view"));
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);

  for (const char *name = g_dir_read_name (folder); name != NULL; name = g_dir_read_name (folder)) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    g_assert_no_errno (g_remove (file));
  }
  g_assert_no_errno (g_rmdir (path));
}

static void
test_killed (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("composer-XXXXXX", &error);

  g_assert_no_error (error);
  for (guint i = 0; i < N_KILLS; i++) {
    guint n_saved = run_victim (folder, 1 + i % 3);
    assert_kept (folder, n_saved);
  }
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/composer/killed", test_killed);
  return g_test_run ();
}
