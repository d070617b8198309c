#include <dispatch-export.h>
#include <dispatch-import.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define USER "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nxx"
#define OTHER "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nyy"

/* The columns behind the first are variables called @names. */
static DispatchImport *
build (const char *text, const char *const *names, guint n_names)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (DispatchImportFile) file = dispatch_import_file_new_for_bytes ("file.csv", bytes, 1);
  g_autoptr (DispatchImportMapping) mapping =
    dispatch_import_mapping_guess (file, dispatch_import_file_get_options (file), NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_names; i++) {
    dispatch_import_mapping_set (mapping, i + 1, DISPATCH_IMPORT_VARIABLE, names[i]);
  }
  DispatchImport *import = dispatch_import_build (file, mapping, NULL, NULL, &error);
  g_assert_no_error (error);
  return import;
}

static void
assert_row (const DispatchImport *import, guint row, const char *expected)
{
  const DispatchTable *table = dispatch_import_get_table (import);
  g_autoptr (GString) cells = g_string_new (NULL);

  for (guint i = 0; i < dispatch_table_get_n_columns (table); i++) {
    g_string_append_printf (cells, "%s|", dispatch_table_get (table, row, i));
  }
  g_assert_cmpstr (cells->str, ==, expected);
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL) {
    g_main_context_iteration (NULL, TRUE);
  }
  return *result;
}

static char *
export_text (const DispatchTable *table)
{
  static const DispatchExportOptions options = DISPATCH_EXPORT_OPTIONS_INIT;
  g_autofree guint *columns = dispatch_export_choose_columns (table, &options);
  GString *text = g_string_new (NULL);

  dispatch_export_append_header (text, table, columns, &options);
  for (guint row = 0; row < dispatch_table_get_n_rows (table); row++) {
    dispatch_export_append_row (text, table, row, columns, &options);
  }
  return g_string_free (text, FALSE);
}

/* Nothing is calculated by a spreadsheet, and import takes all back as it was: variables that are
 * called like addresses, and what begins like a formula. */
static void
test_round_trip (void)
{
  static const char text[] = "userId,a,b\n" USER ",'=1+1,'-12.50\n" OTHER ",'@x,'''+y\n"
                             "third,\"'\t\",\"'\r\"\nfourth,'a,a=1\n";
  static const char *const names[] = { "token", "provider" };
  g_autoptr (DispatchImport) first = build (text, names, G_N_ELEMENTS (names));
  g_autofree char *exported = export_text (dispatch_import_get_table (first));
  g_autoptr (DispatchImport) again = build (exported, NULL, 0);

  assert_row (first, 0, USER "|||=1+1|-12.50|");
  for (guint i = 0; i < 2; i++) {
    const DispatchImport *import = i == 0 ? first : again;
    assert_row (import, 0, USER "|||=1+1|-12.50|");
    assert_row (import, 1, OTHER "|||@x|''+y|");
    assert_row (import, 2, "third|||\t|\r|");
    assert_row (import, 3, "fourth|||'a|a=1|");
  }
  g_assert_cmpstr (
    dispatch_table_get_column_name (dispatch_import_get_table (again), DISPATCH_N_FIXED_COLUMNS),
    ==, "token");
  g_assert_nonnull (strstr (exported, "\"'=1+1\",\"'-12.50\""));
}

/* As on a full disk: no file may be longer than some bytes. */
static gboolean
export_within (const DispatchTable *table, const char *path, rlim_t n_bytes, GError **error)
{
  static const DispatchExportOptions options = DISPATCH_EXPORT_OPTIONS_INIT;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;
  struct rlimit before, limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = (struct rlimit){ n_bytes, before.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  dispatch_export_async (table, file, &options, NULL, NULL, on_result, &result);
  gboolean is_done = dispatch_export_finish (wait_for (&result), error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  return is_done;
}

static void
test_export_fails (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("carillon-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "out.csv", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "nowhere", "out.csv", NULL);
  g_autoptr (DispatchImport) import = build ("userId,n\nu,1\n", NULL, 0);
  g_autofree char *text = NULL;

  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  g_assert_false (export_within (dispatch_import_get_table (import), path, 8, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "before");
  g_clear_error (&error);
  g_assert_false (
    export_within (dispatch_import_get_table (import), nowhere, RLIM_INFINITY, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* What was there stays when an export is cancelled, and nothing is left beside it. */
static void
test_export_cancelled (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("carillon-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "out.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (DispatchImport) import = build ("userId,n\nu,1\n", NULL, 0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL, done = NULL;
  g_autofree char *text = NULL;
  static const DispatchExportOptions options = DISPATCH_EXPORT_OPTIONS_INIT;

  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  g_cancellable_cancel (cancellable);
  dispatch_export_async (dispatch_import_get_table (import), file, &options, NULL, cancellable,
                         on_result, &result);
  g_assert_false (dispatch_export_finish (wait_for (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "before");
  dispatch_export_async (dispatch_import_get_table (import), file, &options, NULL, NULL, on_result,
                         &done);
  g_assert_true (dispatch_export_finish (wait_for (&done), NULL));
  g_clear_pointer (&text, g_free);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "userId,n\r\nu,1\r\n");
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dispatch/export/round-trip", test_round_trip);
  g_test_add_func ("/dispatch/export/fails", test_export_fails);
  g_test_add_func ("/dispatch/export/cancelled", test_export_cancelled);
  return g_test_run ();
}
