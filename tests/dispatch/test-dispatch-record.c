#include <dispatch-record.h>

#define USER "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq8"

static DispatchTable *
make_table (guint n_rows)
{
  DispatchTable *table = dispatch_table_new ();
  guint name = dispatch_table_add_column (table, "name");
  g_autoptr (DispatchBlockBuilder) builder =
    dispatch_block_builder_new (dispatch_table_get_n_slots (table));

  for (guint i = 0; i < n_rows; i++) {
    g_autofree char *text = g_strdup_printf ("Zoë %u", i);
    dispatch_block_builder_set (builder, DISPATCH_COLUMN_USER, USER, strlen (USER));
    dispatch_block_builder_set (builder, name, text, strlen (text));
    dispatch_block_builder_end_row (builder);
    if (dispatch_block_builder_is_full (builder)) {
      dispatch_table_append_block (table, dispatch_block_builder_finish (builder));
    }
  }
  dispatch_table_append_block (table, dispatch_block_builder_finish (builder));
  return table;
}

static DispatchDraft *
make_draft (guint n_rows)
{
  DispatchDraft *draft = dispatch_draft_new ();

  g_object_set (draft, "name", "October", "title", "\n Hi {{ name }}\r\nand more", "body", "Body",
                NULL);
  dispatch_audience_reset (dispatch_draft_get_audience (draft), make_table (n_rows));
  return draft;
}

static guint
count_brought (const ArchiveDraft *record)
{
  guint n = 0;

  for (guint i = 0; i < record->blocks->len; i++) {
    n += record->blocks->pdata[i] != NULL;
  }
  return n;
}

/* As the archive does: what is not brought is what it has. */
static void
keep (ArchiveDraft *record, const ArchiveDraft *before)
{
  for (guint i = 0; i < record->order->len; i++) {
    for (guint j = 0; record->blocks->pdata[i] == NULL && j < before->order->len; j++) {
      if (g_array_index (before->order, gint64, j) == g_array_index (record->order, gint64, i)) {
        record->blocks->pdata[i] = g_bytes_ref (before->blocks->pdata[j]);
      }
    }
    g_assert_nonnull (record->blocks->pdata[i]);
  }
}

static void
assert_same (DispatchDraft *a, DispatchDraft *b)
{
  g_autofree char *first = dispatch_draft_to_json (a);
  g_autofree char *second = dispatch_draft_to_json (b);

  g_assert_cmpstr (first, ==, second);
}

static ArchiveDraft *
make_record (DispatchDraft *draft, const DispatchKept *before, DispatchKept **after)
{
  g_autoptr (DispatchSnapshot) snapshot = dispatch_snapshot_new (draft);

  return dispatch_record_new (snapshot, before, after);
}

static DispatchDraft *
read_record (const ArchiveDraft *record, DispatchKept **kept)
{
  g_autoptr (GError) error = NULL;
  DispatchDraft *draft = dispatch_record_read (record, kept, &error);

  g_assert_no_error (error);
  return draft;
}

/* What is saved is what is read, and an edit brings the one block that it changed, also after a
 * restart. */
static void
test_blocks (void)
{
  g_autoptr (DispatchDraft) draft = make_draft (5000);
  g_autoptr (DispatchKept) kept = NULL, after = NULL, read = NULL;
  g_autoptr (ArchiveDraft) first = make_record (draft, NULL, &kept);

  g_assert_cmpuint (count_brought (first), ==, 5);
  g_assert_cmpstr (first->name, ==, "October");
  g_assert_cmpstr (first->heading, ==, "Hi {{ name }}");
  g_assert_cmpint (first->n_recipients, ==, 5000);
  g_autoptr (DispatchDraft) copy = read_record (first, &read);
  assert_same (draft, copy);

  g_autoptr (ArchiveDraft) same = make_record (draft, kept, NULL);
  g_assert_cmpuint (count_brought (same), ==, 0);
  g_assert_cmpuint (same->order->len, ==, 5);
  dispatch_audience_set_value (dispatch_draft_get_audience (draft), 2000, 3, "Ann");
  g_autoptr (ArchiveDraft) edited = make_record (draft, kept, &after);
  g_assert_cmpuint (count_brought (edited), ==, 1);
  g_assert_nonnull (edited->blocks->pdata[1]);

  keep (edited, first);
  g_autoptr (DispatchKept) reopened = NULL;
  g_autoptr (DispatchDraft) second = read_record (edited, &reopened);
  assert_same (draft, second);
  dispatch_audience_remove (dispatch_draft_get_audience (second), 0, 1);
  g_autoptr (ArchiveDraft) last = make_record (second, reopened, NULL);
  g_assert_cmpuint (count_brought (last), ==, 1);
}

/* A column that was removed leaves its values in the blocks: no other column may get them. */
static void
test_removed_column (void)
{
  g_autoptr (DispatchDraft) draft = make_draft (3000);
  DispatchAudience *audience = dispatch_draft_get_audience (draft);
  g_autoptr (DispatchKept) kept = NULL, read = NULL;

  dispatch_audience_add_column (audience, "due");
  dispatch_audience_set_value (audience, 7, 4, "today");
  dispatch_audience_remove_column (audience, 3);
  g_autoptr (ArchiveDraft) record = make_record (draft, NULL, &kept);
  g_assert_nonnull (strstr (record->json, "[null,\"due\"]"));
  g_autoptr (DispatchDraft) copy = read_record (record, &read);
  assert_same (draft, copy);
  g_autoptr (ArchiveDraft) again = make_record (copy, read, NULL);
  g_assert_cmpuint (count_brought (again), ==, 0);

  dispatch_audience_remove_column (dispatch_draft_get_audience (copy), 3);
  g_autoptr (ArchiveDraft) bare = make_record (copy, read, NULL);
  keep (bare, record);
  g_autoptr (DispatchDraft) last = read_record (bare, NULL);
  DispatchAudience *rows = dispatch_draft_get_audience (last);
  guint column = dispatch_audience_add_column (rows, "new");
  g_assert_cmpstr (dispatch_audience_get_value (rows, 0, column), ==, "");
  g_assert_cmpstr (dispatch_audience_get_value (rows, 7, column), ==, "");
}

static void
test_no_rows (void)
{
  g_autoptr (DispatchDraft) draft = make_draft (0);
  g_autoptr (ArchiveDraft) record = make_record (draft, NULL, NULL);
  g_autoptr (DispatchDraft) copy = read_record (record, NULL);

  assert_same (draft, copy);
}

/* Copies and renamed drafts have the JSON of another. */
static void
test_identity (void)
{
  g_autoptr (DispatchDraft) draft = make_draft (1);
  g_autoptr (ArchiveDraft) record = make_record (draft, NULL, NULL);

  g_free (record->id);
  g_free (record->name);
  record->id = g_strdup ("copy");
  record->name = g_strdup ("Copy");
  g_autoptr (DispatchDraft) copy = read_record (record, NULL);
  g_assert_cmpstr (dispatch_draft_get_id (copy), ==, "copy");
  g_assert_cmpstr (dispatch_draft_get_name (copy), ==, "Copy");
}

/* As it was before there were blocks. */
static void
test_older (void)
{
  g_autoptr (DispatchDraft) draft = make_draft (2);
  g_autofree char *json = dispatch_draft_to_json (draft);
  g_autoptr (ArchiveDraft) record = archive_draft_new (dispatch_draft_get_id (draft), json);
  g_autoptr (DispatchKept) kept = NULL;

  g_free (record->name);
  record->name = g_strdup ("October");
  g_autoptr (DispatchDraft) copy = read_record (record, &kept);
  assert_same (draft, copy);
  g_autoptr (ArchiveDraft) next = make_record (copy, kept, NULL);
  g_assert_cmpuint (count_brought (next), ==, 1);
}

static void
test_damaged (void)
{
  g_autoptr (DispatchDraft) draft = make_draft (3);
  g_autoptr (ArchiveDraft) record = make_record (draft, NULL, NULL);
  GBytes *whole = record->blocks->pdata[0];
  gsize size;
  const char *bytes = g_bytes_get_data (whole, &size);

  for (gsize length = 0; length < size; length++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *part = g_memdup2 (bytes, length);
    record->blocks->pdata[0] = g_bytes_new (part, length);
    g_assert_null (dispatch_record_read (record, NULL, &error));
    g_assert_nonnull (error);
    g_bytes_unref (record->blocks->pdata[0]);
  }
  record->blocks->pdata[0] = whole;
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dispatch/record/blocks", test_blocks);
  g_test_add_func ("/dispatch/record/removed-column", test_removed_column);
  g_test_add_func ("/dispatch/record/no-rows", test_no_rows);
  g_test_add_func ("/dispatch/record/identity", test_identity);
  g_test_add_func ("/dispatch/record/older", test_older);
  g_test_add_func ("/dispatch/record/damaged", test_damaged);
  return g_test_run ();
}
