#include <dispatch-import-private.h>
#include <dispatch-rules.h>
#include <dispatch-sheet.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define USER "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nxx"
#define OTHER "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nyy"

static DispatchImportFile *
make_file (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return dispatch_import_file_new_for_bytes ("file.csv", bytes, 1);
}

static DispatchImportMapping *
guess (DispatchImportFile *file, const char *const *variables)
{
  return dispatch_import_mapping_guess (file, dispatch_import_file_get_options (file), variables);
}

static char *
describe (const DispatchImportMapping *mapping)
{
  static const char *const names[DISPATCH_N_IMPORT_ROLES] = { "-", "user",     "token",
                                                              "?", "provider", "=" };
  GString *text = g_string_new (mapping->options.has_header ? "header" : "no header");

  for (guint i = 0; i < mapping->n_columns; i++) {
    const DispatchImportColumn *column = &mapping->columns[i];
    g_string_append_printf (text, " %s%s", names[column->role],
                            column->name != NULL ? column->name : "");
  }
  return g_string_free (text, FALSE);
}

/* What columns are, by their names in any spelling and by what is in them. */
static void
test_mapping (void)
{
  static const char *const variables[] = { "first_name", "due", NULL };
  static const struct {
    const char *text;
    const char *expected;
  } cases[] = {
    { "userId,name\n" USER ",Ann\n", "header user =name" },
    { "User ID,First Name\n" USER ",Ann\n", "header user =first_name" },
    { "user_id;Device Token;PROVIDER\n;t;FCM\n", "header user token provider" },
    { "USERID\nnobody\n", "header user" },
    { "recipient,x\n" USER ",1\ndQw4,2\n", "header =recipient =x" },
    { "recipient,x\n" USER ",1\n" OTHER ",2\n", "header user =x" },
    { "user,address\n" USER ",1 High Street\n", "header user =address" },
    { "platform,token\nandroid,t\nios,u\n", "header provider token" },
    { "platform,token\nthe left one,t\n", "header =platform token" },
    { "token,kind\nt,apns\nu,fcm\n", "header token provider" },
    { "userId,userId,name,name,\n" USER ",,a,b,c\n", "header user =userId =name - -" },
    { USER ",Ann\n" OTHER ",Bob\n", "no header user =first_name" },
    { USER ",Ann,1,2\n", "no header user =first_name =due =column_4" },
    { "Ann," USER "\nBob," OTHER "\n", "no header =first_name user" },
    { USER "\n" OTHER "\n", "no header ?" },
    { "First_Name,userId,first_name\n1," USER ",2\n", "header =First_Name user =first_name" },
    { "'=total,userId\n1," USER "\n", "header ==total user" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (DispatchImportFile) file = make_file (cases[i].text);
    g_autoptr (DispatchImportMapping) mapping = guess (file, variables);
    g_autofree char *text = describe (mapping);
    g_test_message ("%s", cases[i].text);
    g_assert_cmpstr (text, ==, cases[i].expected);
  }
}

/* The line with which spreadsheets say what separates cells is no row, but one of the file. */
static void
test_preface (void)
{
  static const struct {
    const char *text;
    char delimiter;
    guint first_line; /* of a recipient */
  } cases[] = {
    { "sep=;\r\nuserId;a,b\r\nu;1\r\n", ';', 3 },
    { "\xEF\xBB\xBFSEP=|\nuserId|n\nu|1\n", '|', 3 },
    { "\"sep=\t\"\ruserId\tn\ru\t1\r", '\t', 3 },
    { "sep=;,userId\n1,u\n", ',', 2 },
    { "sep=;\nuserId\nu\n", ';', 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (DispatchImportFile) file = make_file (cases[i].text);
    const DispatchCsvOptions *options = dispatch_import_file_get_options (file);
    g_autoptr (DispatchImportMapping) mapping = guess (file, NULL);
    g_autoptr (DispatchImportPreview) preview = dispatch_import_preview_new (file, options);
    g_autoptr (DispatchImport) import = dispatch_import_build (file, mapping, NULL, NULL, NULL);
    g_test_message ("%s", cases[i].text);
    g_assert_cmpint (options->delimiter, ==, cases[i].delimiter);
    g_assert_cmpuint (dispatch_table_get_n_rows (dispatch_import_get_table (import)), ==, 1);
    g_assert_cmpuint (dispatch_import_get_line (import, 0), ==, cases[i].first_line);
    g_assert_cmpuint (dispatch_import_preview_get_line (preview, 0), ==, cases[i].first_line);
  }
}

/* What is beyond ASCII may come late. */
static void
test_late_encoding (void)
{
  static const struct {
    const char *text;
    DispatchEncoding encoding;
  } cases[] = {
    { "u,Ren\xE9\n", DISPATCH_ENCODING_WINDOWS_1252 },
    { "u,René\n", DISPATCH_ENCODING_UTF_8 },
    { "u,Rene\n", DISPATCH_ENCODING_UTF_8 },
  };
  g_autoptr (GString) text = g_string_new ("userId,name\n");

  while (text->len < 2 * DISPATCH_CSV_SNIFF_BYTES) {
    g_string_append (text, "u,Ann\n");
  }
  gsize length = text->len;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_string_truncate (text, length);
    g_string_append (text, cases[i].text);
    g_autoptr (DispatchImportFile) file = make_file (text->str);
    g_assert_cmpint (dispatch_import_file_get_options (file)->encoding, ==, cases[i].encoding);
  }
}

/* What nobody can mean is told of, by column. */
static void
test_mistakes (void)
{
  g_autoptr (DispatchImportFile) file = make_file ("userId,a,b,c d,e\n");
  g_autoptr (DispatchImportMapping) mapping = guess (file, NULL);
  g_autofree char *long_name = g_strnfill (DISPATCH_MAX_VARIABLE_NAME + 1, 'x');
  static const DispatchImportMistake expected[] = {
    DISPATCH_IMPORT_FITS,     DISPATCH_IMPORT_REPEATED, DISPATCH_IMPORT_NO_NAME,
    DISPATCH_IMPORT_ODD_NAME, DISPATCH_IMPORT_FITS,
  };
  guint other;

  dispatch_import_mapping_set (mapping, 1, DISPATCH_IMPORT_USER, NULL);
  dispatch_import_mapping_set (mapping, 2, DISPATCH_IMPORT_VARIABLE, "");
  for (guint i = 0; i < mapping->n_columns; i++) {
    g_assert_cmpint (dispatch_import_mapping_check (mapping, i, &other), ==, expected[i]);
  }
  dispatch_import_mapping_set (mapping, 4, DISPATCH_IMPORT_VARIABLE, long_name);
  g_assert_cmpint (dispatch_import_mapping_check (mapping, 4, &other), ==,
                   DISPATCH_IMPORT_LONG_NAME);
  dispatch_import_mapping_set (mapping, 4, DISPATCH_IMPORT_VARIABLE, "c d");
  g_assert_cmpint (dispatch_import_mapping_check (mapping, 4, &other), ==,
                   DISPATCH_IMPORT_REPEATED);
  g_assert_cmpuint (other, ==, 3);
}

static DispatchImport *
build (const char *text)
{
  g_autoptr (DispatchImportFile) file = make_file (text);
  g_autoptr (DispatchImportMapping) mapping = guess (file, NULL);
  g_autoptr (GError) error = NULL;
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

/* Spaces around addresses and apostrophes before formulas go, providers become the API's. */
static void
test_values (void)
{
  g_autoptr (DispatchImport) import =
    build ("userId,token,provider,note\n " USER " ,,,' x\n, t1 , Android ,'=1\n,t2,apns,''=1\n"
           ",t3,Pigeon,'a\n");
  g_autoptr (DispatchImport) addresses = build ("recipient\n" USER "\n" OTHER "\n");

  assert_row (import, 0, USER "|||' x|");
  assert_row (import, 1, "|t1|FCM|=1|");
  assert_row (import, 2, "|t2|APN|'=1|");
  assert_row (import, 3, "|t3|Pigeon|'a|");
  g_assert_cmpuint (dispatch_import_get_n_bad (import), ==, 0);
  assert_row (addresses, 1, OTHER "|||");
}

/* Rows beyond the most that a table takes are bad, whoever counted them. */
static void
test_many (void)
{
  GString *text = g_string_new ("userId,n\n");

  for (guint i = 0; i < DISPATCH_MAX_ROWS + 5; i++) {
    g_string_append_printf (text, "u,%u\n", i);
  }
  g_autofree char *all = g_string_free (text, FALSE);
  g_autoptr (DispatchImport) import = build (all);
  g_assert_cmpuint (dispatch_table_get_n_rows (dispatch_import_get_table (import)), ==,
                    DISPATCH_MAX_ROWS);
  g_assert_cmpuint (dispatch_import_get_n_bad (import), ==, 5);
  g_assert_cmpint (dispatch_import_get_bad_reason (import, 0), ==, DISPATCH_IMPORT_MANY_ROWS);
  g_assert_cmpuint (dispatch_import_get_bad_line (import, 0), ==, DISPATCH_MAX_ROWS + 2);
  g_assert_cmpuint (dispatch_import_get_line (import, DISPATCH_MAX_ROWS - 1), ==,
                    DISPATCH_MAX_ROWS + 1);
  assert_row (import, DISPATCH_MAX_ROWS - 1, "u|||999999|");
}

static gboolean
count_rows (const DispatchImport *part, gpointer data)
{
  guint *n_rows = data;

  *n_rows += dispatch_table_get_n_rows (dispatch_import_get_table (part));
  return TRUE;
}

/* A part has never more rows than a table takes, however short they are and whatever ends them. */
static void
test_short_rows (gconstpointer line_end)
{
  GString *text = g_string_new ("userId");
  guint n_rows = 0;

  for (guint i = 0; i < DISPATCH_MAX_ROWS + 100000; i++) {
    g_string_append (text, line_end);
    g_string_append_c (text, 'u');
  }
  g_autofree char *all = g_string_free (text, FALSE);
  g_autoptr (DispatchImportFile) file = make_file (all);
  g_autoptr (DispatchImportMapping) mapping = guess (file, NULL);
  g_assert_true (dispatch_import_each (file, mapping, count_rows, &n_rows, NULL));
  g_assert_cmpuint (n_rows, ==, DISPATCH_MAX_ROWS + 100000);
}

/* Pieces that begin in a cell are read twice, and their rows count once. */
static void
test_many_lines (void)
{
  enum { N_ROWS = 800000 };
  GString *text = g_string_new ("userId,n\n");

  for (guint i = 0; i < N_ROWS; i++) {
    g_string_append_printf (text, "u,\"%u\n\"\n", i);
  }
  g_autofree char *all = g_string_free (text, FALSE);
  dispatch_import_set_piece_bytes (64 * 1024);
  g_autoptr (DispatchImport) import = build (all);
  dispatch_import_set_piece_bytes (1024 * 1024);
  g_assert_cmpuint (dispatch_table_get_n_rows (dispatch_import_get_table (import)), ==, N_ROWS);
  g_assert_cmpuint (dispatch_import_get_n_bad (import), ==, 0);
  assert_row (import, N_ROWS - 1, "u|||799999\n|");
}

/* Columns that are the same variable are one, and what a table has no room for is left out. */
static void
test_columns (void)
{
  g_autoptr (DispatchImportFile) file = make_file ("userId,a,b\nu1,,2\nu2,1,2\n");
  g_autoptr (DispatchImportMapping) mapping = guess (file, NULL);
  g_autoptr (GString) names = g_string_new ("userId");
  g_autoptr (GError) error = NULL;

  dispatch_import_mapping_set (mapping, 2, DISPATCH_IMPORT_VARIABLE, "a");
  g_autoptr (DispatchImport) import = dispatch_import_build (file, mapping, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_row (import, 0, "u1|||2|");
  assert_row (import, 1, "u2|||1|");
  for (guint i = 0; i < DISPATCH_MAX_COLUMNS; i++) {
    g_string_append_printf (names, ",v%u", i);
  }
  g_string_append (names, "\nu1\n");
  g_autoptr (DispatchImportFile) wide = make_file (names->str);
  g_autoptr (DispatchImportMapping) all = guess (wide, NULL);
  dispatch_import_mapping_set (all, DISPATCH_MAX_COLUMNS, DISPATCH_IMPORT_VARIABLE, "last");
  g_autoptr (DispatchImport) widest = dispatch_import_build (wide, all, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dispatch_table_get_n_columns (dispatch_import_get_table (widest)), ==,
                    DISPATCH_MAX_COLUMNS);
}

static void
test_long_cell (void)
{
  g_autofree char *cell = g_strnfill (DISPATCH_MAX_CELL + 1, 'x');
  g_autofree char *text = g_strconcat ("userId,n\nu,", cell, "\nu,", cell + 1, "\n", NULL);
  g_autoptr (DispatchImport) import = build (text);

  g_assert_cmpuint (dispatch_import_get_n_bad (import), ==, 1);
  g_assert_cmpint (dispatch_import_get_bad_reason (import, 0), ==, DISPATCH_IMPORT_LONG_CELL);
  g_assert_cmpuint (dispatch_import_get_line (import, 0), ==, 3);
}

/* A file that has become shorter, and empty, after it was loaded is still all there. */
static void
test_shrinking (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("carillon-XXXXXX.csv", &path, &error);
  g_autoptr (GString) text = g_string_new ("userId,n\n");

  g_assert_no_error (error);
  for (guint i = 0; i < 100000; i++) {
    g_string_append_printf (text, "u%u,%u\n", i, i);
  }
  g_assert_cmpint (write (fd, text->str, text->len), ==, text->len);
  g_autoptr (GFile) location = g_file_new_for_path (path);
  g_autoptr (DispatchImportFile) file = dispatch_import_file_load (location, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ftruncate (fd, 0), ==, 0);
  g_autoptr (DispatchImportMapping) mapping = guess (file, NULL);
  g_autoptr (DispatchImport) import = dispatch_import_build (file, mapping, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_row (import, 99999, "u99999|||99999|");
  g_close (fd, NULL);
  g_unlink (path);
}

/* Files that say to be larger are refused before they are read; a disk is not needed for that. */
static void
test_too_large (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("carillon-XXXXXX.csv", &path, &error);

  g_assert_no_error (error);
  g_assert_cmpint (ftruncate (fd, (off_t) DISPATCH_IMPORT_MAX_BYTES + 1), ==, 0);
  g_autoptr (GFile) location = g_file_new_for_path (path);
  g_assert_null (dispatch_import_file_load (location, NULL, NULL, &error));
  g_assert_error (error, DISPATCH_SHEET_ERROR, DISPATCH_SHEET_ERROR_TOO_LARGE);
  g_close (fd, NULL);
  g_unlink (path);
}

static char *
write_two_gigabytes (const char *folder)
{
  static const char row[] = "u,xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n";
  char *path = g_build_filename (folder, "carillon-large.csv", NULL);
  g_autoptr (GString) part = g_string_new (NULL);
  FILE *file = g_fopen (path, "w");
  gsize n_bytes = 0;

  g_assert_nonnull (file);
  while (part->len < 1024 * 1024) {
    g_string_append (part, row);
  }
  fputs ("userId,n\n", file);
  for (n_bytes = 16; n_bytes + part->len < DISPATCH_IMPORT_MAX_BYTES; n_bytes += part->len) {
    g_assert_cmpuint (fwrite (part->str, 1, part->len, file), ==, part->len);
  }
  fclose (file);
  return path;
}

static void
test_two_gigabytes (void)
{
  const char *folder = g_getenv ("CARILLON_LARGE_FILES");
  g_autoptr (GError) error = NULL;

  if (folder == NULL) {
    g_test_skip ("CARILLON_LARGE_FILES names no folder with room for four gigabytes");
    return;
  }
  g_autofree char *path = write_two_gigabytes (folder);
  g_autoptr (GFile) location = g_file_new_for_path (path);
  g_autoptr (DispatchImportFile) file = dispatch_import_file_load (location, NULL, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);
  g_autoptr (DispatchImportMapping) mapping = guess (file, NULL);
  g_autoptr (DispatchImport) import = dispatch_import_build (file, mapping, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dispatch_table_get_n_rows (dispatch_import_get_table (import)), ==,
                    DISPATCH_MAX_ROWS);
  g_assert_cmpuint (dispatch_import_get_n_bad (import), >, DISPATCH_IMPORT_MAX_LISTED);
  g_assert_cmpuint (dispatch_import_get_n_listed (import), ==, DISPATCH_IMPORT_MAX_LISTED);
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

static void
test_asynchronous (void)
{
  g_autoptr (DispatchImportFile) file = make_file ("userId,n\nu,1\n");
  g_autoptr (DispatchImportMapping) mapping = guess (file, NULL);
  g_autoptr (DispatchProgress) progress = dispatch_progress_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL, cancelled = NULL;
  g_autoptr (GError) error = NULL;

  dispatch_import_build_async (file, mapping, progress, NULL, on_result, &result);
  g_autoptr (DispatchImport) import = dispatch_import_build_finish (wait_for (&result), &error);
  g_assert_no_error (error);
  assert_row (import, 0, "u|||1|");
  g_assert_cmpfloat (dispatch_progress_get_fraction (progress), >, 0);
  g_cancellable_cancel (cancellable);
  dispatch_import_build_async (file, mapping, NULL, cancellable, on_result, &cancelled);
  g_assert_null (dispatch_import_build_finish (wait_for (&cancelled), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dispatch/import/mapping", test_mapping);
  g_test_add_func ("/dispatch/import/preface", test_preface);
  g_test_add_func ("/dispatch/import/late-encoding", test_late_encoding);
  g_test_add_func ("/dispatch/import/mistakes", test_mistakes);
  g_test_add_func ("/dispatch/import/values", test_values);
  g_test_add_func ("/dispatch/import/many", test_many);
  g_test_add_data_func ("/dispatch/import/short-rows", "\n", test_short_rows);
  g_test_add_data_func ("/dispatch/import/short-rows-of-old", "\r", test_short_rows);
  g_test_add_func ("/dispatch/import/many-lines", test_many_lines);
  g_test_add_func ("/dispatch/import/columns", test_columns);
  g_test_add_func ("/dispatch/import/long-cell", test_long_cell);
  g_test_add_func ("/dispatch/import/shrinking", test_shrinking);
  g_test_add_func ("/dispatch/import/too-large", test_too_large);
  g_test_add_func ("/dispatch/import/two-gigabytes", test_two_gigabytes);
  g_test_add_func ("/dispatch/import/asynchronous", test_asynchronous);
  return g_test_run ();
}
