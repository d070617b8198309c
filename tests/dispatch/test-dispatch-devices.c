#include <dispatch-devices.h>
#include <glib/gstdio.h>
#include <string.h>
#include <test-emulator.h>
#include <unistd.h>

#define USER "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq8"
#define OTHER_USER "comms_user_01k7q2bx0mft5bvbxh3781hkmr"

/* Of the shapes that the providers give out. */
static char *
make_token (const char *provider, guint number)
{
  if (g_str_equal (provider, "APN")) {
    return g_strdup_printf ("%064x", number);
  }
  return g_strdup_printf ("%022u:APA91b%0134u", number, number);
}

static void
test_tokens (void)
{
  g_autofree char *apn = make_token ("APN", 0xabc);
  g_autofree char *fcm = make_token ("FCM", 17);
  g_autofree char *long_apn = g_strconcat (apn, "00ff", NULL);
  g_autofree char *odd_apn = g_strconcat (apn, "0", NULL);
  g_autofree char *huge_apn = g_strnfill (514, 'a');
  g_autofree char *dashed = g_strconcat (fcm + 23, "-_", NULL);
  g_autofree char *huge = g_strnfill (4097, 'x');
  g_autofree char *spaced = g_strconcat (fcm, " ", NULL);
  const struct {
    const char *provider;
    const char *token;
    DispatchTokenShape shape;
  } cases[] = {
    { "APN", apn, DISPATCH_TOKEN_FITS },      { "APN", long_apn, DISPATCH_TOKEN_FITS },
    { "APN", odd_apn, DISPATCH_TOKEN_ODD },   { "APN", apn + 2, DISPATCH_TOKEN_SHORT },
    { "APN", huge_apn, DISPATCH_TOKEN_LONG }, { "APN", "xyz", DISPATCH_TOKEN_CHARACTERS },
    { "APN", fcm, DISPATCH_TOKEN_OTHER },     { "FCM", fcm, DISPATCH_TOKEN_FITS },
    { "FCM", dashed, DISPATCH_TOKEN_FITS },   { "FCM", fcm + 100, DISPATCH_TOKEN_SHORT },
    { "FCM", huge, DISPATCH_TOKEN_LONG },     { "FCM", spaced, DISPATCH_TOKEN_CHARACTERS },
    { "FCM", apn, DISPATCH_TOKEN_OTHER },     { "FCM", "Zoë", DISPATCH_TOKEN_CHARACTERS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%u: %s", i, cases[i].provider);
    g_assert_cmpint (dispatch_token_check (cases[i].provider, cases[i].token), ==, cases[i].shape);
  }
}

static void
test_clean (void)
{
  static const char *const cases[][2] = {
    { "abc", "abc" },
    { "  abc\n", "abc" },
    { "\"abc\"", "abc" },
    { "“abc”", "abc" },
    { "'ab\r\n c'", "abc" },
    { "<12ab 34cd>", "12ab34cd" },
    { "\xEF\xBB\xBF"
      "ab\xE2\x80\x8B"
      "c",
      "abc" },
    { " \t\" \"", "" },
    { "a:b-c_d", "a:b-c_d" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *clean = dispatch_token_clean (cases[i][0]);
    g_assert_cmpstr (clean, ==, cases[i][1]);
  }
}

static void
test_names (void)
{
  g_assert_cmpstr (dispatch_provider_parse (" apns "), ==, "APN");
  g_assert_cmpstr (dispatch_provider_parse ("Android"), ==, "FCM");
  g_assert_cmpstr (dispatch_provider_parse ("FCM"), ==, "FCM");
  g_assert_null (dispatch_provider_parse ("APN_SANDBOX"));
  g_assert_null (dispatch_provider_parse (""));
  g_assert_true (dispatch_user_id_is_valid (USER));
  g_assert_true (dispatch_user_id_is_valid (OTHER_USER));
  g_assert_false (dispatch_user_id_is_valid ("comms_user_"));
  g_assert_false (dispatch_user_id_is_valid (USER " "));
  g_assert_false (dispatch_user_id_is_valid ("ann@example.com"));
}

/* Files. */

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("carillon-devices-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "devices.csv", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_assert_no_errno (g_rmdir (fixture->folder));
  g_free (fixture->path);
  g_free (fixture->folder);
}

static DispatchSheet *
load_path (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GAsyncResult *slot = NULL;

  dispatch_sheet_load_async (file, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  return dispatch_sheet_load_finish (result, error);
}

static void
write_file (Fixture *fixture, const char *bytes, gssize length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (fixture->path, bytes, length, &error);
  g_assert_no_error (error);
}

static DispatchSheet *
load (Fixture *fixture, const char *bytes, gssize length)
{
  g_autoptr (GError) error = NULL;

  write_file (fixture, bytes, length);
  DispatchSheet *sheet = load_path (fixture->path, &error);
  g_assert_no_error (error);
  return sheet;
}

/* A text, and what is to be read from it. */
typedef struct {
  GString *text;
  GPtrArray *rows; /* of char **, without empty cells at the end */
  GArray *lines;   /* of guint */
} Expected;

static void
expected_init (Expected *expected)
{
  expected->text = g_string_new (NULL);
  expected->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  expected->lines = g_array_new (FALSE, FALSE, sizeof (guint));
}

static void
expected_clear (Expected *expected)
{
  g_string_free (expected->text, TRUE);
  g_ptr_array_unref (expected->rows);
  g_array_unref (expected->lines);
}

static char *
make_cell (char separator)
{
  static const char *const parts[] = { "a",  "Zoë", "1,5",  "x;y", "t\tt",
                                       "\"", "\n",  "\r\n", "\r",  "  " };
  GString *cell = g_string_new ("c");

  for (int i = g_test_rand_int_range (0, 4); i > 0; i--) {
    g_string_append (cell, parts[g_test_rand_int_range (0, G_N_ELEMENTS (parts))]);
  }
  return g_string_free (cell, FALSE);
}

static guint
count_line_ends (const char *text)
{
  guint n = 0;

  for (const char *at = text; *at != '\0'; at++) {
    n += *at == '\n' || (*at == '\r' && at[1] != '\n');
  }
  return n;
}

static void
append_quoted (GString *text, const char *cell)
{
  g_auto (GStrv) parts = g_strsplit (cell, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", parts);

  g_string_append_printf (text, "\"%s\"", doubled);
}

/* Blank lines stand between some of the rows. */
static void
make_text (Expected *expected, char separator, const char *line_end, gboolean has_mark)
{
  guint line = 1;

  g_string_append (expected->text, has_mark ? "\xEF\xBB\xBF" : "");
  for (guint i = 0; i < 200; i++) {
    GPtrArray *cells = g_ptr_array_new ();
    g_array_append_val (expected->lines, line);
    for (int k = 0; k < 3; k++) {
      char *cell = i == 0 ? g_strdup ("name") : make_cell (separator);
      g_ptr_array_add (cells, cell);
      if (k > 0) {
        g_string_append_c (expected->text, separator);
      }
      append_quoted (expected->text, cell);
      line += count_line_ends (cell);
    }
    g_ptr_array_add (cells, NULL);
    g_ptr_array_add (expected->rows, g_ptr_array_free (cells, FALSE));
    for (int n = g_test_rand_int_range (1, 3); n > 0; n--) {
      g_string_append (expected->text, line_end);
      line++;
    }
  }
}

static void
assert_sheet (const DispatchSheet *sheet, const Expected *expected)
{
  g_auto (DispatchCsv) csv = { 0 };

  dispatch_sheet_begin (sheet, &csv);
  g_assert_cmpuint (dispatch_sheet_get_n_rows (sheet), ==, expected->rows->len);
  g_assert_cmpuint (dispatch_sheet_get_n_columns (sheet), ==, 3);
  /* From the end, so that each is found by itself. */
  for (guint i = expected->rows->len; i > 0; i--) {
    const char *const *cells = expected->rows->pdata[i - 1];
    dispatch_sheet_read (sheet, i - 1, &csv);
    g_assert_cmpuint (csv.row_line, ==, g_array_index (expected->lines, guint, i - 1));
    g_assert_cmpuint (dispatch_sheet_get_line (sheet, i - 1), ==, csv.row_line);
    for (guint k = 0; k < 3; k++) {
      g_assert_cmpstr (dispatch_csv_get_cell (&csv, k), ==, cells[k]);
    }
  }
}

static void
test_sheet (Fixture *fixture, gconstpointer data)
{
  static const char *const line_ends[] = { "\n", "\r\n", "\r" };
  static const char separators[] = { ',', ';', '\t' };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (line_ends) * G_N_ELEMENTS (separators); i++) {
    Expected expected;
    expected_init (&expected);
    make_text (&expected, separators[i % 3], line_ends[i / 3 % 3], i % 2 == 0);
    g_autoptr (DispatchSheet) sheet =
      load (fixture, expected.text->str, (gssize) expected.text->len);
    g_assert_cmpstr (dispatch_sheet_get_name (sheet), ==, "devices.csv");
    assert_sheet (sheet, &expected);
    expected_clear (&expected);
  }
}

/* Rows of a few bytes, which the reader has at hand together. */
static void
test_short_rows (Fixture *fixture, gconstpointer data)
{
  static const guint order[] = { 0, 0, 1, 0, 2, 1, 1, 3, 2, 0 };
  g_auto (DispatchCsv) csv = { 0 };
  g_autoptr (DispatchSheet) sheet = load (fixture, "a,b\n1,2\n\"3\",4\n5,6\n", -1);

  dispatch_sheet_begin (sheet, &csv);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
    const char first[] = { "a135"[order[i]], '\0' }, second[] = { "b246"[order[i]], '\0' };
    g_test_message ("%u: row %u", i, order[i]);
    dispatch_sheet_read (sheet, order[i], &csv);
    g_assert_cmpuint (dispatch_csv_get_n_cells (&csv), ==, 2);
    g_assert_cmpstr (dispatch_csv_get_cell (&csv, 0), ==, first);
    g_assert_cmpstr (dispatch_csv_get_cell (&csv, 1), ==, second);
  }
}

static void
test_utf16 (Fixture *fixture, gconstpointer data)
{
  static const char *const charsets[] = { "UTF-16LE", "UTF-16BE" };

  for (guint i = 0; i < G_N_ELEMENTS (charsets); i++) {
    Expected expected;
    gsize length = 0;
    expected_init (&expected);
    make_text (&expected, '\t', "\r\n", TRUE);
    g_autofree char *bytes = g_convert (expected.text->str, (gssize) expected.text->len,
                                        charsets[i], "UTF-8", NULL, &length, NULL);
    g_autoptr (DispatchSheet) sheet = load (fixture, bytes, (gssize) length);
    assert_sheet (sheet, &expected);
    expected_clear (&expected);
  }
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *bytes;
    gssize length;
    DispatchSheetError code;
    guint line;
  } cases[] = {
    { "", 0, DISPATCH_SHEET_ERROR_EMPTY, 0 },
    { "\xEF\xBB\xBF", 3, DISPATCH_SHEET_ERROR_EMPTY, 0 },
    { "\n \n,,\r\n", 7, DISPATCH_SHEET_ERROR_EMPTY, 0 },
    { "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16, DISPATCH_SHEET_ERROR_NOT_TEXT, 3 },
    { "token\nZo\xEB\n\x81\n", 12, DISPATCH_SHEET_ERROR_NOT_TEXT, 3 },
    { "t\0o\0k\0e\0n\0\n\0\0", 13, DISPATCH_SHEET_ERROR_NOT_TEXT, 2 },
    { "token\nabc\n\"def\n", 15, DISPATCH_SHEET_ERROR_QUOTE, 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    write_file (fixture, cases[i].bytes, cases[i].length);
    g_test_message ("%u", i);
    g_assert_null (load_path (fixture->path, &error));
    g_assert_error (error, DISPATCH_SHEET_ERROR, (int) cases[i].code);
    g_assert_cmpuint (dispatch_sheet_error_get_line (error), ==, cases[i].line);
  }
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) folder_error = NULL;
  g_assert_null (load_path ("/nonexistent/devices.csv", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_null (load_path (fixture->folder, &folder_error));
  g_assert_error (folder_error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
}

/* Devices. */

static DispatchDevices *
check (DispatchSheet *sheet, const DispatchDeviceMapping *mapping, const char *const *apps)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  dispatch_devices_check_async (sheet, mapping, apps, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  DispatchDevices *devices = dispatch_devices_check_finish (result, &error);
  g_assert_no_error (error);
  return devices;
}

/* One row of each kind in turn. Good rows have tokens of their own; bad ones have what is bad. */
static void
append_row (GString *text, guint number, DispatchDeviceProblem problem)
{
  const char *provider = number % 2 == 0 ? "FCM" : "apns";
  g_autofree char *token = make_token (
    number % 2 == 0 ? "FCM" : "APN",
    problem == DISPATCH_DEVICE_REPEATED || problem == DISPATCH_DEVICE_CONTRADICTS ? number % 2
                                                                                  : number);
  const char *app = problem == DISPATCH_DEVICE_UNKNOWN_APP ? "gone" : "shop";
  const char *user = problem == DISPATCH_DEVICE_BAD_USER      ? "ann"
                     : problem == DISPATCH_DEVICE_CONTRADICTS ? OTHER_USER
                     : problem == DISPATCH_DEVICE_REPEATED    ? ""
                     : number % 3 == 0 && number > 1          ? USER
                                                              : "";

  if (problem == DISPATCH_DEVICE_UNKNOWN_PROVIDER) {
    provider = "carrier pigeon";
  }
  g_string_append_printf (text, "%s,%s,%s,%s\n", user, app,
                          problem == DISPATCH_DEVICE_NO_PROVIDER ? "" : provider,
                          problem == DISPATCH_DEVICE_NO_TOKEN ? "\" \"" : token);
}

static void
test_problems (Fixture *fixture, gconstpointer data)
{
  static const char *const apps[] = { "shop", "other", NULL };
  g_autoptr (GString) text = g_string_new ("User ID,app-name,Provider,deviceToken\n");
  guint counts[DISPATCH_N_DEVICE_PROBLEMS] = { 0 };
  g_autoptr (GArray) problems = g_array_new (FALSE, FALSE, sizeof (DispatchDeviceProblem));

  for (guint i = 0; i < 300; i++) {
    DispatchDeviceProblem problem =
      i > 1 ? (DispatchDeviceProblem) (i % (DISPATCH_N_DEVICE_PROBLEMS + 5)) : DISPATCH_DEVICE_GOOD;
    if (problem >= DISPATCH_N_DEVICE_PROBLEMS || problem == DISPATCH_DEVICE_NO_APP) {
      problem = DISPATCH_DEVICE_GOOD;
    }
    append_row (text, i, problem);
    counts[problem]++;
    g_array_append_val (problems, problem);
  }
  g_autoptr (DispatchSheet) sheet = load (fixture, text->str, -1);
  g_autoptr (DispatchDeviceMapping) mapping = dispatch_device_mapping_guess (sheet);
  g_assert_true (mapping->has_header);
  g_autoptr (DispatchDevices) devices = check (sheet, mapping, apps);

  g_assert_cmpuint (dispatch_devices_get_n_good (devices), ==, counts[DISPATCH_DEVICE_GOOD]);
  g_assert_cmpuint (dispatch_devices_get_n_bad (devices), ==, 300 - counts[DISPATCH_DEVICE_GOOD]);
  g_assert_cmpuint (dispatch_devices_get_n_warned (devices), ==, 0);
  g_assert_cmpuint (dispatch_devices_get_n_findings (devices), ==,
                    dispatch_devices_get_n_bad (devices));
  guint next = 0;
  for (guint i = 0; i < problems->len; i++) {
    DispatchDeviceProblem problem = g_array_index (problems, DispatchDeviceProblem, i);
    const ArchiveBatchRow *row = archive_batch_get_row (dispatch_devices_get_batch (devices), i);
    guint other_line = 0;
    g_assert_cmpuint (row->line, ==, i + 2);
    g_assert_cmpint (dispatch_device_reason_parse (row->reason, &other_line), ==, problem);
    if (problem != DISPATCH_DEVICE_GOOD) {
      const DispatchDeviceFinding *finding = dispatch_devices_get_finding (devices, next++);
      g_assert_cmpuint (finding->line, ==, i + 2);
      g_assert_cmpint (finding->problem, ==, problem);
      g_assert_cmpuint (finding->other_line, ==, other_line);
      g_assert_cmpuint (
        other_line, ==,
        problem == DISPATCH_DEVICE_REPEATED || problem == DISPATCH_DEVICE_CONTRADICTS ? i % 2 + 2
                                                                                      : 0);
    }
  }
}

/* Rows take what they lack from the choices, and keep what the file had. */
static void
test_defaults (Fixture *fixture, gconstpointer data)
{
  g_autofree char *fcm = make_token ("FCM", 1);
  g_autofree char *text =
    g_strdup_printf ("token;provider;note\n%s;;\"a \"\"b\"\"\"\nxyz;apn;\n", fcm);
  g_autoptr (DispatchSheet) sheet = load (fixture, text, -1);
  g_autoptr (DispatchDeviceMapping) mapping = dispatch_device_mapping_guess (sheet);

  g_autoptr (DispatchDevices) nothing = check (sheet, mapping, NULL);
  g_assert_cmpuint (dispatch_devices_get_n_good (nothing), ==, 0);
  const DispatchDeviceFinding *finding = dispatch_devices_get_finding (nothing, 1);
  g_assert_cmpint (finding->problem, ==, DISPATCH_DEVICE_NO_APP);

  mapping->app_name = g_strdup ("shop");
  mapping->provider = g_strdup ("FCM");
  g_autoptr (DispatchDevices) devices = check (sheet, mapping, NULL);
  g_assert_cmpuint (dispatch_devices_get_n_good (devices), ==, 2);
  g_assert_cmpuint (dispatch_devices_get_n_warned (devices), ==, 1);
  g_assert_cmpuint (dispatch_devices_get_n_new_users (devices), ==, 2);
  ArchiveBatch *batch = dispatch_devices_get_batch (devices);
  const ArchiveBatchRow *first = archive_batch_get_row (batch, 0);
  const ArchiveBatchRow *second = archive_batch_get_row (batch, 1);
  g_autofree char *cells = g_strconcat (fcm, ",\"\",\"a \"\"b\"\"\"", NULL);
  g_assert_cmpstr (first->provider, ==, "FCM");
  g_assert_cmpstr (first->app_name, ==, "shop");
  g_assert_cmpstr (first->cells, ==, cells);
  g_assert_cmpstr (second->provider, ==, "APN");
  g_assert_cmpstr (archive_batch_get_header (batch), ==, "token,provider,note");
  g_assert_cmpstr (archive_batch_get_title (batch), ==, "devices.csv");
}

static char *
make_wide_text (guint n_columns)
{
  GString *text = g_string_new ("token\nabc\nxyz\n");

  for (guint i = 1; i < n_columns; i++) {
    g_string_append (text, "-,");
  }
  g_string_append (text, "-\n");
  return g_string_free (text, FALSE);
}

/* One row that is far too wide makes the others no wider, but for the first. */
static void
test_wide (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = make_wide_text (DISPATCH_SHEET_MAX_COLUMNS);
  g_autofree char *wider_text = make_wide_text (DISPATCH_SHEET_MAX_COLUMNS + 1);
  g_autoptr (DispatchSheet) sheet = load (fixture, text, -1);
  g_autoptr (DispatchDeviceMapping) mapping = dispatch_device_mapping_guess (sheet);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (dispatch_sheet_get_n_columns (sheet), ==, DISPATCH_SHEET_MAX_COLUMNS);
  g_autoptr (DispatchDevices) devices = check (sheet, mapping, NULL);
  ArchiveBatch *batch = dispatch_devices_get_batch (devices);
  const ArchiveBatchRow *first = archive_batch_get_row (batch, 0);
  g_assert_cmpuint (strlen (first->cells), >, DISPATCH_SHEET_MAX_COLUMNS);
  g_assert_cmpstr (archive_batch_get_row (batch, 1)->cells, ==, "xyz");

  write_file (fixture, wider_text, -1);
  g_assert_null (load_path (fixture->path, &error));
  g_assert_error (error, DISPATCH_SHEET_ERROR, DISPATCH_SHEET_ERROR_TOO_LARGE);
}

static void
assert_columns (Fixture *fixture, const char *text, gboolean has_header, const char *expected)
{
  g_autoptr (DispatchSheet) sheet = load (fixture, text, -1);
  g_autoptr (DispatchDeviceMapping) mapping = dispatch_device_mapping_guess (sheet);
  g_autofree char *actual =
    g_strdup_printf ("%d %d %d %d", mapping->columns[DISPATCH_DEVICE_TOKEN],
                     mapping->columns[DISPATCH_DEVICE_PROVIDER],
                     mapping->columns[DISPATCH_DEVICE_APP], mapping->columns[DISPATCH_DEVICE_USER]);

  g_assert_cmpint (mapping->has_header, ==, has_header);
  g_assert_cmpstr (actual, ==, expected);
}

static void
test_columns (Fixture *fixture, gconstpointer data)
{
  g_autofree char *apn = make_token ("APN", 5);
  g_autofree char *plain = g_strdup_printf ("shop,ios,%s," USER "\n", apn);

  assert_columns (fixture, "token,provider,app,user\n", TRUE, "0 1 2 3");
  assert_columns (fixture, "USER_ID;Device Token;OS;appName\n", TRUE, "1 2 3 0");
  assert_columns (fixture, "name,userId,fcm_token\n", TRUE, "2 -1 -1 1");
  assert_columns (fixture, "token\n", TRUE, "0 -1 -1 -1");
  assert_columns (fixture, plain, FALSE, "2 1 0 3");
  assert_columns (fixture, "17;shop;abc\n", FALSE, "-1 -1 1 -1");
  assert_columns (fixture, "abc\ndef\n", FALSE, "0 -1 -1 -1");
  assert_columns (fixture, "Dear Sir, nothing here is a device!\n", FALSE, "-1 -1 -1 -1");
}

/* What somebody does to the file after it was read is of no matter. */
static void
test_shrinking (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("token,provider,app\n");

  for (guint i = 0; i < 20000; i++) {
    g_autofree char *token = make_token ("APN", i);
    g_string_append_printf (text, "%s,APN,shop\n", token);
  }
  g_autoptr (DispatchSheet) sheet = load (fixture, text->str, -1);
  g_autoptr (DispatchDeviceMapping) mapping = dispatch_device_mapping_guess (sheet);
  g_assert_no_errno (truncate (fixture->path, 10));
  g_autoptr (DispatchDevices) devices = check (sheet, mapping, NULL);
  g_assert_cmpuint (dispatch_devices_get_n_good (devices), ==, 20000);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GString) text = g_string_new ("token\n");
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  for (guint i = 0; i < 5000; i++) {
    g_string_append_printf (text, "%u\n", i);
  }
  g_autoptr (DispatchSheet) sheet = load (fixture, text->str, -1);
  g_autoptr (DispatchDeviceMapping) mapping = dispatch_device_mapping_guess (sheet);
  g_cancellable_cancel (cancellable);
  dispatch_devices_check_async (sheet, mapping, NULL, cancellable, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_assert_null (dispatch_devices_check_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dispatch/devices/tokens", test_tokens);
  g_test_add_func ("/dispatch/devices/clean", test_clean);
  g_test_add_func ("/dispatch/devices/names", test_names);
  add ("/dispatch/devices/sheet", test_sheet);
  add ("/dispatch/devices/short-rows", test_short_rows);
  add ("/dispatch/devices/utf16", test_utf16);
  add ("/dispatch/devices/refused", test_refused);
  add ("/dispatch/devices/problems", test_problems);
  add ("/dispatch/devices/defaults", test_defaults);
  add ("/dispatch/devices/wide", test_wide);
  add ("/dispatch/devices/columns", test_columns);
  add ("/dispatch/devices/shrinking", test_shrinking);
  add ("/dispatch/devices/cancelled", test_cancelled);
  return g_test_run ();
}
