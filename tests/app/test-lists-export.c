/* Rows in files: whole or not at all, none lost and none twice, and nothing that a spreadsheet
 * would run. */

#include <glib/gstdio.h>

#include "carillon-list-text.h"
#include "carillon-users-page.h"
#include "page-fixture.h"

/* Of the emulator's demo data. */
#define N_USERS 2000

typedef struct {
  PageFixture page;
  char *folder; /* (owned) */
  GFile *file;  /* (owned) */
} ExportFixture;

static void
set_up (ExportFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  page_fixture_set_up (&fixture->page, NULL, TRUE);
  page_fixture_show (&fixture->page, carillon_users_page_new (fixture->page.session), 1000, 700);
  page_fixture_wait_state (&fixture->page, COMMS_LIST_READY);
  page_fixture_wait_idle (&fixture->page);
  fixture->folder = g_dir_make_tmp ("carillon-export-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->file = g_file_new_build_filename (fixture->folder, "users.csv", NULL);
}

static guint
count_files (ExportFixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  guint n_files = 0;

  while (g_dir_read_name (dir) != NULL) {
    n_files++;
  }
  return n_files;
}

static void
tear_down (ExportFixture *fixture)
{
  page_fixture_tear_down (&fixture->page);
  g_file_delete (fixture->file, NULL, NULL);
  g_assert_no_errno (g_rmdir (fixture->folder));
  g_clear_object (&fixture->file);
  g_clear_pointer (&fixture->folder, g_free);
}

static void
begin (ExportFixture *fixture, CarillonExportFormat format, gboolean selected)
{
  carillon_list_page_export_to (page_fixture_list (&fixture->page), format, fixture->file,
                                selected);
}

static char *
read_file (ExportFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_load_contents (fixture->file, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* Each user once, under a header. */
static void
assert_all_users (ExportFixture *fixture)
{
  g_autofree char *text = read_file (fixture);
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpstr (lines[0], ==, "User ID,Created,Updated,Deleted");
  g_assert_cmpuint (g_strv_length (lines), ==, N_USERS + 2);
  for (guint i = 1; i <= N_USERS; i++) {
    g_assert_true (g_str_has_prefix (lines[i], "comms_pushnotificationuser_"));
    g_assert_true (g_hash_table_add (seen, lines[i]));
  }
  g_assert_cmpstr (lines[N_USERS + 1], ==, "");
}

static void
test_csv (void)
{
  ExportFixture fixture;
  set_up (&fixture);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_file_get_path (fixture.file);
  g_file_set_contents (path, "what was there", -1, &error);
  g_assert_no_error (error);

  begin (&fixture, CARILLON_EXPORT_CSV, FALSE);
  test_ui_wait_shows (fixture.page.window, "Exported 2,000 rows to users.csv");
  assert_all_users (&fixture);
  g_assert_cmpuint (count_files (&fixture), ==, 1);

  /* As the API wrote it, for other programs. */
  g_autofree char *text = read_file (&fixture);
  CommsResource *first = page_fixture_row (&fixture.page, 0);
  g_autofree char *expected = g_strdup_printf ("\r\n%s,%s,", comms_resource_get_id (first),
                                               comms_resource_get_string (first, "createdAt"));
  g_assert_nonnull (strstr (text, expected));

  GStatBuf info;
  g_assert_no_errno (g_stat (path, &info));
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  tear_down (&fixture);
}

static void
test_json_of_selected (void)
{
  ExportFixture fixture;
  set_up (&fixture);
  CarillonListRows *rows = carillon_list_page_get_rows (page_fixture_list (&fixture.page));

  gtk_selection_model_select_range (GTK_SELECTION_MODEL (rows), 5, 3, TRUE);
  begin (&fixture, CARILLON_EXPORT_JSON, TRUE);
  test_ui_wait_shows (fixture.page.window, "Exported 3 rows to users.csv");
  g_autofree char *text = read_file (&fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);
  g_assert_no_error (error);
  JsonArray *array = json_node_get_array (node);
  g_assert_cmpuint (json_array_get_length (array), ==, 3);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (array, 0), "id"),
                   ==, comms_resource_get_id (page_fixture_row (&fixture.page, 5)));
  tear_down (&fixture);
}

static void
test_searched (void)
{
  ExportFixture fixture;
  set_up (&fixture);
  const char *id = comms_resource_get_id (page_fixture_row (&fixture.page, 7));

  carillon_list_rows_set_search (carillon_list_page_get_rows (page_fixture_list (&fixture.page)),
                                 id + strlen (id) - 12);
  begin (&fixture, CARILLON_EXPORT_JSON, FALSE);
  test_ui_wait_shows (fixture.page.window, "Exported 1 row to users.csv");
  g_autofree char *text = read_file (&fixture);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 1);
  tear_down (&fixture);
}

/* The second page is refused, and asked for again by hand. */
static void
test_goes_on (void)
{
  ExportFixture fixture;
  set_up (&fixture);
  g_free (test_emulator_add_fault (fixture.page.emulator,
                                   "{'kind': 'status', 'status': 400, 'method': 'GET', 'path': "
                                   "'/PushNotifications/Users', 'skip': 1, 'times': 1}"));

  begin (&fixture, CARILLON_EXPORT_CSV, FALSE);
  GtkWidget *bar = test_ui_wait_find (fixture.page.page, "list-export");
  test_ui_wait_shows (bar, "The Server Refused the Request");
  test_ui_wait_shows (bar, "1,000 rows are exported so far");
  g_assert_false (g_file_query_exists (fixture.file, NULL));
  page_fixture_picture (&fixture.page, "export-failed");

  test_ui_click (test_ui_find_text (bar, GTK_TYPE_BUTTON, "Try Again"));
  test_ui_wait_shows (fixture.page.window, "Exported 2,000 rows to users.csv");
  assert_all_users (&fixture);
  tear_down (&fixture);
}

/* An answer that is cut in the middle is asked for again by itself. */
static void
test_cut (void)
{
  ExportFixture fixture;
  set_up (&fixture);
  g_free (test_emulator_add_fault (fixture.page.emulator,
                                   "{'kind': 'cut', 'method': 'GET', 'path': "
                                   "'/PushNotifications/Users', 'skip': 1, 'times': 1}"));

  begin (&fixture, CARILLON_EXPORT_CSV, FALSE);
  test_ui_wait_shows (fixture.page.window, "Exported 2,000 rows to users.csv");
  assert_all_users (&fixture);
  tear_down (&fixture);
}

static gboolean
is_clean (GtkWidget *root, gpointer fixture)
{
  return count_files (fixture) == 0;
}

static void
test_stopped (void)
{
  ExportFixture fixture;
  set_up (&fixture);
  g_free (test_emulator_add_fault (fixture.page.emulator,
                                   "{'kind': 'late', 'delay': 30000, 'method': 'GET', 'path': "
                                   "'/PushNotifications/Users', 'skip': 1, 'times': 1}"));

  begin (&fixture, CARILLON_EXPORT_CSV, FALSE);
  GtkWidget *bar = test_ui_wait_find (fixture.page.page, "list-export");
  test_ui_wait_shows (bar, "Exporting… 1,000 rows so far");
  g_assert_cmpuint (count_files (&fixture), ==, 1);
  page_fixture_picture (&fixture.page, "export-running");
  page_fixture_resize (&fixture.page, 360, 640);
  page_fixture_picture (&fixture.page, "export-running-360");
  test_ui_click (test_ui_find_text (bar, GTK_TYPE_BUTTON, "Stop Export"));
  test_ui_wait (fixture.page.window, is_clean, &fixture);
  test_ui_wait_gone (fixture.page.page, "Exporting…");
  test_emulator_remove_faults (fixture.page.emulator);
  tear_down (&fixture);
}

static void
test_no_folder (void)
{
  ExportFixture fixture;
  set_up (&fixture);
  g_autoptr (GFile) nowhere = g_file_new_build_filename (fixture.folder, "no", "users.csv", NULL);

  carillon_list_page_export_to (page_fixture_list (&fixture.page), CARILLON_EXPORT_CSV, nowhere,
                                FALSE);
  GtkWidget *bar = test_ui_wait_find (fixture.page.page, "list-export");
  test_ui_wait_shows (bar, "The File Is Not There");

  /* The folder is made, and nothing is written twice. */
  g_autofree char *folder = g_build_filename (fixture.folder, "no", NULL);
  g_assert_no_errno (g_mkdir (folder, 0700));
  test_ui_click (test_ui_find_text (bar, GTK_TYPE_BUTTON, "Try Again"));
  test_ui_wait_shows (fixture.page.window, "Exported 2,000 rows to users.csv");
  g_assert_true (g_file_move (nowhere, fixture.file, G_FILE_COPY_NONE, NULL, NULL, NULL, NULL));
  assert_all_users (&fixture);
  g_assert_no_errno (g_rmdir (folder));
  tear_down (&fixture);
}

static char *
get_id (gpointer item)
{
  return g_strdup (comms_resource_get_id (item));
}

static void
test_cells (void)
{
  static const struct {
    const char *id; /* as JSON writes it */
    const char *cell;
  } cases[] = {
    { "plain", "plain" },
    { "=1+1", "\"'=1+1\"" },
    { "+31", "\"'+31\"" },
    { "-cmd", "\"'-cmd\"" },
    { "@SUM(A1)", "\"'@SUM(A1)\"" },
    { "\\t=1", "\"'\t=1\"" },
    { "a,b", "\"a,b\"" },
    { "say \\\"hi\\\"", "\"say \"\"hi\"\"\"" },
    { "two\\nlines", "\"two\nlines\"" },
    { "", "" },
  };
  static const CarillonField field = { .title = "ID, of all", .text = get_id, .member = "id" };
  static const CarillonListKind kind = { .fields = &field, .n_fields = 1 };

  g_autoptr (GString) header = g_string_new (NULL);
  carillon_list_text_append_csv_header (header, &kind);
  g_assert_cmpstr (header->str, ==, "\"ID, of all\"\r\n");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *json = g_strdup_printf ("{\"id\": \"%s\"}", cases[i].id);
    g_autofree char *expected = g_strconcat (cases[i].cell, "\r\n", NULL);
    g_autoptr (JsonNode) node = json_from_string (json, NULL);
    g_autoptr (GString) text = g_string_new (NULL);

    json_node_seal (node);
    g_autoptr (CommsUser) user = comms_resource_new (COMMS_TYPE_USER, node);
    carillon_list_text_append_csv_row (text, &kind, user);
    g_assert_cmpstr (text->str, ==, expected);
  }
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/lists/export/cells", test_cells);
  g_test_add_func ("/lists/export/csv", test_csv);
  g_test_add_func ("/lists/export/json-of-selected", test_json_of_selected);
  g_test_add_func ("/lists/export/searched", test_searched);
  g_test_add_func ("/lists/export/goes-on", test_goes_on);
  g_test_add_func ("/lists/export/cut", test_cut);
  g_test_add_func ("/lists/export/stopped", test_stopped);
  g_test_add_func ("/lists/export/no-folder", test_no_folder);
  return g_test_run ();
}
