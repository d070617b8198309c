/* Reads a CSV file into recipients, as the console does, and prints what that took:
 *
 *   bench-csv FILE
 *
 * One line of JSON: seconds for the whole, of which some are for copying the file; rows kept and
 * bad; bytes of memory at most, and of the recipients alone. */

#include <dispatch-import.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double
since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static unsigned long
read_peak (void)
{
  g_autofree char *status = NULL;

  g_file_get_contents ("/proc/self/status", &status, NULL, NULL);
  const char *peak = status != NULL ? strstr (status, "VmHWM:") : NULL;
  return peak != NULL ? strtoul (peak + strlen ("VmHWM:"), NULL, 10) * 1024 : 0;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;

  if (argc != 2) {
    g_printerr ("usage: bench-csv FILE\n");
    return EXIT_FAILURE;
  }
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GFile) location = g_file_new_for_path (argv[1]);
  g_autoptr (DispatchImportFile) file = dispatch_import_file_load (location, NULL, NULL, &error);
  g_assert_no_error (error);
  double load = since (start);
  g_autoptr (DispatchImportMapping) mapping =
    dispatch_import_mapping_guess (file, dispatch_import_file_get_options (file), NULL);
  g_autoptr (DispatchImport) import = dispatch_import_build (file, mapping, NULL, NULL, &error);
  g_assert_no_error (error);
  const DispatchTable *table = dispatch_import_get_table (import);
  printf ("{\"seconds\": %.4f, \"load\": %.4f, \"rows\": %u, \"bad\": %u, \"peak\": %lu, "
          "\"table\": %" G_GSIZE_FORMAT "}\n",
          since (start), load, dispatch_table_get_n_rows (table),
          dispatch_import_get_n_bad (import), read_peak (), dispatch_table_get_size (table));
  return EXIT_SUCCESS;
}
