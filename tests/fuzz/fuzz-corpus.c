/* Runs a fuzz target over each file of a folder, as a test. */

#include "fuzz-data.h"

#include <gio/gio.h>

static void
run_file (gconstpointer data)
{
  const char *path = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  /* A copy without a zero behind it: the sanitiser sees what reads too far. */
  g_autofree uint8_t *bytes = g_memdup2 (contents, length);
  LLVMFuzzerTestOneInput (bytes, length);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  g_autoptr (GDir) folder = g_dir_open (argv[1], 0, &error);
  g_assert_no_error (error);
  for (const char *name = g_dir_read_name (folder); name != NULL; name = g_dir_read_name (folder)) {
    g_autofree char *test = g_strconcat ("/liquid/corpus/", name, NULL);
    g_test_add_data_func_full (test, g_build_filename (argv[1], name, NULL), run_file, g_free);
  }
  return g_test_run ();
}
