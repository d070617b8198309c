/* Any bytes as a file of recipients. The first byte says how they are written, the second how small
 * the pieces are that several threads read; what comes of them must not depend on that, and what is
 * exported must be read again. */

#include <dispatch-export.h>
#include <dispatch-import-private.h>
#include <string.h>

#include "fuzz-data.h"

static DispatchCsvOptions
choose_options (const DispatchImportFile *file, guint8 choice)
{
  if (choice == 0) {
    return *dispatch_import_file_get_options (file);
  }
  return (DispatchCsvOptions){
    .delimiter = dispatch_csv_delimiters[choice % 4],
    .quote = dispatch_csv_quotes[choice / 4 % 3],
    .encoding = (DispatchEncoding) (choice / 12 % DISPATCH_N_ENCODINGS),
    .has_header = choice >= 128,
  };
}

static void
assert_text (const DispatchTable *table)
{
  for (guint row = 0; row < dispatch_table_get_n_rows (table); row++) {
    for (guint i = 0; i < dispatch_table_get_n_columns (table); i++) {
      g_assert_true (g_utf8_validate (dispatch_table_get (table, row, i), -1, NULL));
    }
  }
}

static void
assert_same_rows (const DispatchTable *a, const DispatchTable *b)
{
  g_assert_cmpuint (dispatch_table_get_n_rows (a), ==, dispatch_table_get_n_rows (b));
  g_assert_cmpuint (dispatch_table_get_n_columns (a), ==, dispatch_table_get_n_columns (b));
  for (guint row = 0; row < dispatch_table_get_n_rows (a); row++) {
    for (guint i = 0; i < dispatch_table_get_n_columns (a); i++) {
      g_assert_cmpstr (dispatch_table_get (a, row, i), ==, dispatch_table_get (b, row, i));
    }
  }
}

static void
assert_same (const DispatchImport *a, const DispatchImport *b)
{
  assert_same_rows (dispatch_import_get_table (a), dispatch_import_get_table (b));
  for (guint row = 0; row < dispatch_table_get_n_rows (dispatch_import_get_table (a)); row++) {
    g_assert_cmpuint (dispatch_import_get_line (a, row), ==, dispatch_import_get_line (b, row));
  }
  g_assert_cmpuint (dispatch_import_get_n_bad (a), ==, dispatch_import_get_n_bad (b));
  for (guint i = 0; i < dispatch_import_get_n_listed (a); i++) {
    g_autofree char *excerpt = dispatch_import_dup_bad_excerpt (a, i);
    g_assert_true (g_utf8_validate (excerpt, -1, NULL));
    g_assert_cmpuint (dispatch_import_get_bad_line (a, i), ==, dispatch_import_get_bad_line (b, i));
    g_assert_cmpint (dispatch_import_get_bad_reason (a, i), ==,
                     dispatch_import_get_bad_reason (b, i));
  }
}

static DispatchImport *
build (DispatchImportFile *file, const DispatchImportMapping *mapping, gsize piece_bytes)
{
  g_autoptr (GError) error = NULL;

  dispatch_import_set_piece_bytes (piece_bytes);
  DispatchImport *import = dispatch_import_build (file, mapping, NULL, NULL, &error);
  g_assert_no_error (error);
  return import;
}

/* Exactly, so that rows of empty cells stay and no apostrophe comes or goes. */
static void
assert_round_trip (const DispatchTable *table)
{
  static const DispatchExportOptions options = { .line_end = "\n", .is_exact = TRUE };
  g_autofree guint *columns = dispatch_export_choose_columns (table, &options);
  GString *text = g_string_new (NULL);

  dispatch_export_append_header (text, table, columns, &options);
  for (guint row = 0; row < dispatch_table_get_n_rows (table); row++) {
    dispatch_export_append_row (text, table, row, columns, &options);
  }
  g_autoptr (GBytes) bytes = g_string_free_to_bytes (text);
  g_autoptr (DispatchImportFile) file = dispatch_import_file_new_for_bytes ("export", bytes, 1);
  static const DispatchCsvOptions written = DISPATCH_CSV_OPTIONS_INIT;
  g_autoptr (DispatchImportMapping) mapping = dispatch_import_mapping_guess (file, &written, NULL);
  mapping->is_exact = TRUE;
  for (guint i = 0; i < mapping->n_columns; i++) {
    if (i < DISPATCH_N_FIXED_COLUMNS) {
      static const DispatchImportRole roles[] = { DISPATCH_IMPORT_USER, DISPATCH_IMPORT_TOKEN,
                                                  DISPATCH_IMPORT_PROVIDER };
      dispatch_import_mapping_set (mapping, i, roles[i], NULL);
    } else {
      dispatch_import_mapping_set (mapping, i, DISPATCH_IMPORT_VARIABLE,
                                   dispatch_table_get_column_name (table, i));
    }
  }
  g_autoptr (DispatchImport) again = build (file, mapping, 64);
  g_assert_cmpuint (dispatch_import_get_n_bad (again), ==, 0);
  assert_same_rows (table, dispatch_import_get_table (again));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size < 2) {
    return 0;
  }
  g_autoptr (GBytes) bytes = g_bytes_new (data + 2, size - 2);
  g_autoptr (DispatchImportFile) file = dispatch_import_file_new_for_bytes ("fuzz", bytes, 1);
  const DispatchCsvOptions options = choose_options (file, data[0]);
  g_autoptr (DispatchImportMapping) mapping = dispatch_import_mapping_guess (file, &options, NULL);
  g_autoptr (DispatchImport) whole = build (file, mapping, 1 << 20);
  g_autoptr (DispatchImport) cut = build (file, mapping, 1 + data[1] % 64);

  assert_text (dispatch_import_get_table (whole));
  assert_same (whole, cut);
  assert_round_trip (dispatch_import_get_table (whole));
  return 0;
}
