/* Reads files of separated cells for another program, which compares what it understands of them:
 *
 *   csv-pipe
 *
 * A request on standard input is a line "DELIMITER QUOTE ENCODING HEADER PIECE LENGTH" and LENGTH
 * bytes: the number of a character (0: none), of a DispatchEncoding and of a boolean, or -1 of all
 * four for what is recognised; the bytes of a piece that a thread reads. The answer is a line of
 * JSON: what was used, the names of the columns, the rows, their lines, the bad rows as [line,
 * reason], and the whole as it is exported. All columns are variables, called c0 and so on. */

#include <dispatch-export.h>
#include <dispatch-import-private.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

static DispatchImportMapping *
make_mapping (DispatchImportFile *file, const DispatchCsvOptions *options)
{
  DispatchImportMapping *mapping = dispatch_import_mapping_guess (file, options, NULL);

  for (guint i = 0; i < mapping->n_columns; i++) {
    g_autofree char *name = g_strdup_printf ("c%u", i);
    dispatch_import_mapping_set (mapping, i, DISPATCH_IMPORT_VARIABLE, name);
  }
  return mapping;
}

static void
add_strings (JsonBuilder *builder,
             guint n,
             const char *(*get) (gconstpointer data, guint row, guint column),
             gconstpointer data,
             guint row)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++) {
    json_builder_add_string_value (builder, get (data, row, i));
  }
  json_builder_end_array (builder);
}

static const char *
get_name (gconstpointer preview, guint row, guint column)
{
  return dispatch_import_preview_get_name (preview, column);
}

static const char *
get_value (gconstpointer table, guint row, guint column)
{
  return dispatch_table_get (table, row, DISPATCH_N_FIXED_COLUMNS + column);
}

static void
add_rows (JsonBuilder *builder, const DispatchImport *import, guint n_columns)
{
  const DispatchTable *table = dispatch_import_get_table (import);

  json_builder_set_member_name (builder, "rows");
  json_builder_begin_array (builder);
  for (guint row = 0; row < dispatch_table_get_n_rows (table); row++) {
    add_strings (builder, n_columns, get_value, table, row);
  }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "lines");
  json_builder_begin_array (builder);
  for (guint row = 0; row < dispatch_table_get_n_rows (table); row++) {
    json_builder_add_int_value (builder, dispatch_import_get_line (import, row));
  }
  json_builder_end_array (builder);
}

static void
add_bad (JsonBuilder *builder, const DispatchImport *import)
{
  json_builder_set_member_name (builder, "bad");
  json_builder_begin_array (builder);
  for (guint i = 0; i < dispatch_import_get_n_listed (import); i++) {
    g_autofree char *excerpt = dispatch_import_dup_bad_excerpt (import, i);
    g_assert_true (g_utf8_validate (excerpt, -1, NULL));
    json_builder_begin_array (builder);
    json_builder_add_int_value (builder, dispatch_import_get_bad_line (import, i));
    json_builder_add_string_value (
      builder, dispatch_import_reason_get_name (dispatch_import_get_bad_reason (import, i)));
    json_builder_end_array (builder);
  }
  json_builder_end_array (builder);
}

static void
add_export (JsonBuilder *builder, const DispatchTable *table)
{
  static const DispatchExportOptions options = DISPATCH_EXPORT_OPTIONS_INIT;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree guint *columns = dispatch_export_choose_columns (table, &options);

  dispatch_export_append_header (text, table, columns, &options);
  for (guint row = 0; row < dispatch_table_get_n_rows (table); row++) {
    dispatch_export_append_row (text, table, row, columns, &options);
  }
  json_builder_set_member_name (builder, "export");
  json_builder_add_string_value (builder, text->str);
}

static void
add_options (JsonBuilder *builder, const DispatchCsvOptions *options)
{
  const struct {
    const char *name;
    int value;
  } members[] = {
    { "delimiter", options->delimiter },
    { "quote", options->quote },
    { "encoding", (int) options->encoding },
    { "header", options->has_header },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    json_builder_set_member_name (builder, members[i].name);
    json_builder_add_int_value (builder, members[i].value);
  }
}

static void
answer (DispatchImportFile *file, const DispatchCsvOptions *options)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (DispatchImportPreview) preview = dispatch_import_preview_new (file, options);
  g_autoptr (DispatchImportMapping) mapping = make_mapping (file, options);
  g_autoptr (GError) error = NULL;
  g_autoptr (DispatchImport) import = dispatch_import_build (file, mapping, NULL, NULL, &error);

  g_assert_no_error (error);
  json_builder_begin_object (builder);
  add_options (builder, options);
  json_builder_set_member_name (builder, "names");
  add_strings (builder, mapping->n_columns, get_name, preview, 0);
  add_rows (builder, import, mapping->n_columns);
  add_bad (builder, import);
  add_export (builder, dispatch_import_get_table (import));
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, FALSE);
  puts (text);
  fflush (stdout);
}

int
main (void)
{
  char line[128];

  while (fgets (line, sizeof line, stdin) != NULL) {
    int delimiter, quote, encoding, header;
    unsigned piece, length;
    g_assert_cmpint (
      sscanf (line, "%d %d %d %d %u %u", &delimiter, &quote, &encoding, &header, &piece, &length),
      ==, 6);
    char *data = g_malloc (length);
    g_assert_cmpuint (fread (data, 1, length, stdin), ==, length);
    g_autoptr (GBytes) bytes = g_bytes_new_take (data, length);
    g_autoptr (DispatchImportFile) file = dispatch_import_file_new_for_bytes ("pipe", bytes, 1);
    const DispatchCsvOptions given = { (char) delimiter, (char) quote, (DispatchEncoding) encoding,
                                       header };
    dispatch_import_set_piece_bytes (piece);
    answer (file, delimiter >= 0 ? &given : dispatch_import_file_get_options (file));
  }
  return 0;
}
