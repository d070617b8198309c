#include <dispatch-draft-file.h>
#include <glib/gstdio.h>
#include <string.h>
#include <test-emulator.h>

static const char example[] = "{\n"
                              "  \"carillon\": 1,\n"
                              "  \"name\": \"October offer\",\n"
                              "  \"title\": \"Hi {{ name }}!\",\n"
                              "  \"body\": [\n"
                              "    \"Your order ships\",\n"
                              "    \"{{ due }}\"\n"
                              "  ],\n"
                              "  \"images\": [\n"
                              "    \"https://example.com/a.png\"\n"
                              "  ],\n"
                              "  \"sender\": \"app\",\n"
                              "  \"appName\": \"shop\",\n"
                              "  \"priority\": \"HIGH\",\n"
                              "  \"tags\": [\n"
                              "    [\"campaign\", \"gates\"]\n"
                              "  ],\n"
                              "  \"sendAt\": \"2025-03-19T08:30:00Z\",\n"
                              "  \"zone\": \"Europe/Vienna\"\n"
                              "}\n"
                              "\n"
                              "userId,token,provider,name,due\n"
                              "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq8,,,Ann,today\n"
                              ",dQw4w9,FCM,\"a, \"\"b\"\"\",\n";

static DispatchDraftFile *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return dispatch_draft_file_parse ("test.carillon", bytes, NULL, NULL, error);
}

static DispatchDraft *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DispatchDraftFile) file = parse (text, &error);

  g_assert_no_error (error);
  return dispatch_draft_file_make_draft (file);
}

static char *
write_text (DispatchDraft *draft)
{
  g_autoptr (DispatchSnapshot) snapshot = dispatch_snapshot_new (draft);

  return dispatch_draft_file_to_text (snapshot);
}

static void
test_example (void)
{
  g_autoptr (DispatchDraft) draft = read_text (example);
  DispatchAudience *audience = dispatch_draft_get_audience (draft);
  g_autofree char *again = write_text (draft);

  g_assert_cmpstr (dispatch_draft_get_name (draft), ==, "October offer");
  g_assert_cmpstr (dispatch_draft_get_body (draft), ==, "Your order ships\n{{ due }}");
  g_assert_cmpint (dispatch_draft_get_send_at (draft), ==, 1742373000);
  g_assert_cmpuint (dispatch_audience_get_n_rows (audience), ==, 2);
  g_assert_cmpstr (dispatch_audience_get_value (audience, 1, 3), ==, "a, \"b\"");
  g_assert_cmpstr (again, ==, example);
}

/* The number of lines of one text that are not in the other at their place. */
static guint
count_different (const char *before, const char *after)
{
  g_auto (GStrv) old = g_strsplit (before, "\n", -1);
  g_auto (GStrv) new = g_strsplit (after, "\n", -1);
  guint n = 0;

  g_assert_cmpuint (g_strv_length (old), ==, g_strv_length (new));
  for (guint i = 0; old[i] != NULL; i++) {
    n += !g_str_equal (old[i], new[i]);
  }
  return n;
}

static void
test_one_line (void)
{
  g_autoptr (DispatchDraft) draft = read_text (example);

  dispatch_audience_set_value (dispatch_draft_get_audience (draft), 0, 4, "tomorrow");
  g_autofree char *cell = write_text (draft);
  g_assert_cmpuint (count_different (example, cell), ==, 1);
  g_object_set (draft, "body", "Your order is here\n{{ due }}", NULL);
  g_autofree char *word = write_text (draft);
  g_assert_cmpuint (count_different (cell, word), ==, 1);
}

static char *
make_text (gboolean is_name)
{
  static const char *const pieces[] = { "a",         "Zoë", " ",       ",", "\"",   "\n",  "\r",
                                        "\t",        "}",   "{{ x }}", "'", "=1+2", "\\",  "[1, 2]",
                                        "{\"a\":1}", ";",   "0",       "é", "}\n",  "\n\n" };
  GString *text = g_string_new (is_name ? "v" : NULL);

  for (int i = g_test_rand_int_range (0, 6); i > 0; i--) {
    g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
  }
  return g_string_free (text, FALSE);
}

static void
fill_content (DispatchDraft *draft)
{
  static const char *const properties[] = { "name",     "title", "body",
                                            "app-name", "sound", "fcm-credential-id" };

  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++) {
    g_autofree char *text = make_text (FALSE);
    g_object_set (draft, properties[i], text, NULL);
  }
  for (int i = g_test_rand_int_range (0, 3); i > 0; i--) {
    g_autofree char *key = make_text (TRUE);
    g_autofree char *value = make_text (FALSE);
    g_autoptr (DispatchTag) tag = dispatch_tag_new (key, value);
    g_list_store_append (dispatch_draft_get_tags (draft), tag);
  }
  g_object_set (draft, "sender", g_test_rand_int_range (0, 3), "priority",
                g_test_rand_int_range (0, 2), "send-at",
                g_test_rand_bit () ? (gint64) g_test_rand_int_range (1, G_MAXINT) : 0, NULL);
}

static DispatchDraft *
make_draft (void)
{
  DispatchDraft *draft = dispatch_draft_new ();
  DispatchAudience *audience = dispatch_draft_get_audience (draft);
  int n_rows = g_test_rand_int_range (0, 8);

  fill_content (draft);
  for (int i = g_test_rand_int_range (0, 4); i > 0; i--) {
    g_autofree char *name = make_text (TRUE);
    dispatch_audience_add_column (audience, name);
  }
  dispatch_audience_insert_blank (audience, 0, (guint) n_rows);
  for (guint row = 0; row < (guint) n_rows; row++) {
    for (guint i = 0; i < dispatch_audience_get_n_columns (audience); i++) {
      g_autofree char *value = make_text (FALSE);
      dispatch_audience_set_value (audience, row, i, value);
    }
  }
  return draft;
}

/* Whatever is in a draft is in the file, and comes back. */
static void
test_round_trip (void)
{
  for (guint i = 0; i < 500; i++) {
    g_autoptr (DispatchDraft) draft = make_draft ();
    g_autofree char *text = write_text (draft);
    g_autoptr (DispatchDraft) copy = read_text (text);
    g_autofree char *again = write_text (copy);
    g_autoptr (DispatchContent) before = dispatch_draft_get_content (draft);
    g_autoptr (DispatchContent) after = dispatch_draft_get_content (copy);

    g_assert_cmpstr (text, ==, again);
    g_assert_true (dispatch_content_equal (before, after));
    g_assert_cmpuint (dispatch_audience_get_n_rows (dispatch_draft_get_audience (draft)), ==,
                      dispatch_audience_get_n_rows (dispatch_draft_get_audience (copy)));
  }
}

static void
test_errors (void)
{
  static const struct {
    const char *text;
    int code;
    guint line;
  } table[] = {
    { "", DISPATCH_DRAFT_FILE_ERROR_NOT_A_DRAFT, 0 },
    { "hello", DISPATCH_DRAFT_FILE_ERROR_NOT_A_DRAFT, 0 },
    { "userId,name\nu1,Ann\n", DISPATCH_DRAFT_FILE_ERROR_NOT_A_DRAFT, 0 },
    { "\x89PNG\r\n\x1a\n", DISPATCH_DRAFT_FILE_ERROR_NOT_A_DRAFT, 0 },
    { "[1]", DISPATCH_DRAFT_FILE_ERROR_NOT_A_DRAFT, 0 },
    { "{\n  \"carillon\": 1,\n  \"title\": \"Hi", DISPATCH_DRAFT_FILE_ERROR_SYNTAX, 3 },
    { "{\n  \"title\": \"\xff\"\n}\n", DISPATCH_DRAFT_FILE_ERROR_SYNTAX, 0 },
    { "{\"a\":1}", DISPATCH_DRAFT_FILE_ERROR_NOT_A_DRAFT, 1 },
    { "{\n  \"carillon\": 2\n}\n", DISPATCH_DRAFT_FILE_ERROR_NEWER, 2 },
    { "{\n  \"carillon\": 1,\n  \"title\": oops\n}\n", DISPATCH_DRAFT_FILE_ERROR_SYNTAX, 3 },
    { "{\n  \"carillon\": 1,\n  \"body\": [\n    1\n  ]\n}\n", DISPATCH_DRAFT_FILE_ERROR_VALUE, 3 },
    { "{\n  \"carillon\": 1,\n\n  \"sendAt\": \"soon\"\n}\n", DISPATCH_DRAFT_FILE_ERROR_VALUE, 4 },
    { "{\n  \"carillon\": 1,\n  \"tags\": [[\"a\"]]\n}\n", DISPATCH_DRAFT_FILE_ERROR_VALUE, 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (parse (table[i].text, &error));
    g_assert_error (error, DISPATCH_DRAFT_FILE_ERROR, table[i].code);
    g_assert_cmpuint (dispatch_draft_file_error_get_line (error), ==, table[i].line);
  }
}

static void
test_too_large (void)
{
  g_autofree char *blanks = g_strnfill (DISPATCH_DRAFT_FILE_MAX_HEAD + 1, ' ');
  g_autofree char *text = g_strdup_printf ("{\n\"carillon\":1\n%s}\n", blanks);
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (text, &error));
  g_assert_error (error, DISPATCH_DRAFT_FILE_ERROR, DISPATCH_DRAFT_FILE_ERROR_TOO_LARGE);
}

static void
test_too_many_columns (void)
{
  g_autoptr (GString) text = g_string_new ("{\n\"carillon\":1\n}\n\nuserId,token,provider");
  g_autoptr (GError) error = NULL;

  for (guint i = DISPATCH_N_FIXED_COLUMNS; i <= DISPATCH_MAX_COLUMNS; i++) {
    g_string_append_printf (text, ",v%u", i);
  }
  g_string_append (text, "\nu1\n");
  g_assert_null (parse (text->str, &error));
  g_assert_error (error, DISPATCH_DRAFT_FILE_ERROR, DISPATCH_DRAFT_FILE_ERROR_TOO_LARGE);
}

/* As people write them: a mark, other line ends, names of columns of their own, a bad row. */
static void
test_by_hand (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DispatchDraftFile) file =
    parse ("\xef\xbb\xbf{\r\n\"title\": \"Hi\", \"body\": \"One\"\r\n}\r\n\r\n"
           "User ID,name\r\n"
           "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq8,Ann\r\n"
           "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq9,Bob,more\r\n"
           "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nqa,Cid\r\n",
           &error);

  g_assert_no_error (error);
  g_assert_cmpstr (file->content->title, ==, "Hi");
  g_assert_cmpuint (dispatch_table_get_n_rows (file->table), ==, 2);
  g_assert_cmpstr (dispatch_table_get (file->table, 1, 3), ==, "Cid");
  g_assert_cmpuint (dispatch_import_get_line (file->import, 0), ==, 6);
  g_assert_cmpuint (dispatch_import_get_line (file->import, 1), ==, 8);
  g_assert_cmpuint (dispatch_import_get_n_bad (file->import), ==, 1);
  g_assert_cmpuint (dispatch_import_get_bad_line (file->import, 0), ==, 7);
}

/* A file that is one JSON document. */
static void
test_document (void)
{
  g_autoptr (DispatchDraft) draft = read_text (example);
  g_autofree char *json = dispatch_draft_to_json (draft);
  g_autoptr (DispatchDraft) copy = read_text (json);
  g_autofree char *text = write_text (copy);

  g_assert_cmpstr (text, ==, example);
}

typedef struct {
  char *folder;
  GFile *file;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("draft-file-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (fixture->folder, "a.carillon", NULL);
  fixture->file = g_file_new_for_path (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_no_errno (g_unlink (g_file_peek_path (fixture->file)));
  /* And nothing else was left there. */
  g_assert_no_errno (g_rmdir (fixture->folder));
  g_object_unref (fixture->file);
  g_free (fixture->folder);
}

static gboolean
write_to (GFile *file, DispatchDraft *draft, GCancellable *cancellable, GError **error)
{
  g_autoptr (DispatchSnapshot) snapshot = dispatch_snapshot_new (draft);
  GAsyncResult *slot = NULL;

  dispatch_draft_file_write_async (snapshot, file, NULL, cancellable, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  return dispatch_draft_file_write_finish (result, error);
}

static char *
get_text (GFile *file)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (g_file_peek_path (file), &text, NULL, NULL));
  return text;
}

static void
test_write (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DispatchDraft) draft = read_text (example);
  GAsyncResult *slot = NULL;

  write_to (fixture->file, draft, NULL, &error);
  g_assert_no_error (error);
  g_autofree char *text = get_text (fixture->file);
  g_assert_cmpstr (text, ==, example);

  dispatch_draft_file_load_async (fixture->file, NULL, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_autoptr (DispatchDraftFile) file = dispatch_draft_file_load_finish (result, &error);
  g_assert_no_error (error);
  g_autoptr (DispatchDraft) copy = dispatch_draft_file_make_draft (file);
  g_autofree char *again = write_text (copy);
  g_assert_cmpstr (again, ==, example);
}

/* What another program has put there stays. */
static void
test_unknown_members (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DispatchDraft) draft = read_text ("{\"title\":\"New\"}");
  static const char before[] = "{\n  \"carillon\": 1,\n  \"title\": \"Old\",\n"
                               "  \"note\": {\"by\":\"Ann\"},\n  \"review\": [1,2]\n}\n";

  g_assert_true (g_file_set_contents (g_file_peek_path (fixture->file), before, -1, NULL));
  write_to (fixture->file, draft, NULL, &error);
  g_assert_no_error (error);
  g_autofree char *text = get_text (fixture->file);
  g_assert_nonnull (strstr (text, "\"title\": \"New\""));
  g_assert_nonnull (strstr (text, ",\n  \"note\": {\"by\":\"Ann\"},\n  \"review\": [1,2]\n}\n"));
}

/* As a table with many rows is written, somebody changes his mind. */
static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DispatchDraft) draft = read_text (example);

  write_to (fixture->file, draft, NULL, &error);
  g_assert_no_error (error);
  g_object_set (draft, "title", "Never", NULL);
  g_cancellable_cancel (cancellable);
  g_assert_false (write_to (fixture->file, draft, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_autofree char *text = get_text (fixture->file);
  g_assert_cmpstr (text, ==, example);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dispatch/draft-file/example", test_example);
  g_test_add_func ("/dispatch/draft-file/one-line", test_one_line);
  g_test_add_func ("/dispatch/draft-file/round-trip", test_round_trip);
  g_test_add_func ("/dispatch/draft-file/errors", test_errors);
  g_test_add_func ("/dispatch/draft-file/too-large", test_too_large);
  g_test_add_func ("/dispatch/draft-file/too-many-columns", test_too_many_columns);
  g_test_add_func ("/dispatch/draft-file/by-hand", test_by_hand);
  g_test_add_func ("/dispatch/draft-file/document", test_document);
  g_test_add ("/dispatch/draft-file/write", Fixture, NULL, set_up, test_write, tear_down);
  g_test_add ("/dispatch/draft-file/unknown-members", Fixture, NULL, set_up, test_unknown_members,
              tear_down);
  g_test_add ("/dispatch/draft-file/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  return g_test_run ();
}
