#include <dispatch-audience.h>
#include <dispatch-table.h>

#define USER "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq8"

/* Every change of an audience as text, in the order it was told. */
typedef struct {
  DispatchAudience *audience;
  GString *log;
} Fixture;

static void
log_items (GListModel *model, guint position, guint n_removed, guint n_added, GString *log)
{
  g_string_append_printf (log, "items %u -%u +%u;", position, n_removed, n_added);
}

static void
log_cell (DispatchAudience *audience, guint row, guint column, GString *log)
{
  g_string_append_printf (log, "cell %u %u;", row, column);
}

static void
log_columns (DispatchAudience *audience, GString *log)
{
  g_string_append (log, "columns;");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->audience = dispatch_audience_new ();
  fixture->log = g_string_new (NULL);
  g_signal_connect (fixture->audience, "items-changed", G_CALLBACK (log_items), fixture->log);
  g_signal_connect (fixture->audience, "cell-changed", G_CALLBACK (log_cell), fixture->log);
  g_signal_connect (fixture->audience, "columns-changed", G_CALLBACK (log_columns), fixture->log);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->audience);
  g_string_free (fixture->log, TRUE);
}

static void
assert_log (Fixture *fixture, const char *expected)
{
  g_assert_cmpstr (fixture->log->str, ==, expected);
  g_string_truncate (fixture->log, 0);
}

static void
append_users (DispatchAudience *audience, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *id = g_strdup_printf ("user %u", i);
    g_assert_cmpuint (dispatch_audience_append (audience, id, NULL), ==, i);
  }
}

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  DispatchAudience *audience = fixture->audience;

  g_assert_cmpuint (dispatch_audience_append (audience, USER, NULL), ==, 0);
  g_assert_cmpuint (dispatch_audience_append (audience, "token", "FCM"), ==, 1);
  g_assert_cmpuint (dispatch_audience_append (audience, NULL, NULL), ==, 2);
  assert_log (fixture, "items 0 -0 +1;items 1 -0 +1;items 2 -0 +1;");

  g_assert_cmpuint (dispatch_audience_get_n_rows (audience), ==, 3);
  g_assert_true (dispatch_audience_is_user (audience, 0));
  g_assert_false (dispatch_audience_is_user (audience, 1));
  g_assert_false (dispatch_audience_is_user (audience, 2));
  g_assert_cmpstr (dispatch_audience_get_value (audience, 1, DISPATCH_COLUMN_TOKEN), ==, "token");
  g_assert_cmpstr (dispatch_audience_get_value (audience, 1, DISPATCH_COLUMN_PROVIDER), ==, "FCM");
  g_assert_cmpstr (dispatch_audience_get_value (audience, 2, DISPATCH_COLUMN_USER), ==, "");

  dispatch_audience_remove (audience, 0, 0);
  assert_log (fixture, "");
  dispatch_audience_remove (audience, 0, 2);
  assert_log (fixture, "items 0 -2 +0;");
  g_assert_cmpuint (dispatch_audience_get_n_rows (audience), ==, 1);
}

static void
test_columns (Fixture *fixture, gconstpointer data)
{
  DispatchAudience *audience = fixture->audience;
  guint column = 0;

  dispatch_audience_append (audience, "a", NULL);
  assert_log (fixture, "items 0 -0 +1;");
  g_assert_cmpuint (dispatch_audience_add_column (audience, "name"), ==, 3);
  g_assert_cmpuint (dispatch_audience_add_column (audience, "due"), ==, 4);
  g_assert_cmpuint (dispatch_audience_add_column (audience, "name"), ==, 3);
  assert_log (fixture, "columns;columns;");
  g_assert_cmpstr (dispatch_audience_get_column_name (audience, 3), ==, "name");
  g_assert_cmpstr (dispatch_audience_get_column_name (audience, 0), ==, "");
  g_assert_true (dispatch_audience_find_column (audience, "due", &column));
  g_assert_cmpuint (column, ==, 4);
  g_assert_false (dispatch_audience_find_column (audience, "du", &column));

  dispatch_audience_set_value (audience, 0, 4, "12.5");
  dispatch_audience_remove_column (audience, 3);
  assert_log (fixture, "cell 0 4;columns;");
  g_assert_cmpuint (dispatch_audience_get_n_columns (audience), ==, 4);
  g_assert_cmpstr (dispatch_audience_get_value (audience, 0, 3), ==, "12.5");

  for (guint i = 4; i < DISPATCH_MAX_COLUMNS; i++) {
    g_autofree char *name = g_strdup_printf ("v%u", i);
    g_assert_cmpuint (dispatch_audience_add_column (audience, name), ==, i);
  }
  g_assert_cmpuint (dispatch_audience_add_column (audience, "one more"), ==, DISPATCH_NONE);
  g_assert_cmpuint (dispatch_audience_add_column (audience, "due"), ==, 3);
}

static void
test_cells (Fixture *fixture, gconstpointer data)
{
  DispatchAudience *audience = fixture->audience;

  append_users (audience, 3);
  guint name = dispatch_audience_add_column (audience, "name");
  g_string_truncate (fixture->log, 0);

  dispatch_audience_set_value (audience, 1, name, "Zoë");
  dispatch_audience_set_value (audience, 1, name, "Zoë");
  dispatch_audience_set_value (audience, 2, name, "Zoë");
  dispatch_audience_set_value (audience, 1, name, NULL);
  dispatch_audience_set_value (audience, 1, name, "");
  assert_log (fixture, "cell 1 3;cell 2 3;cell 1 3;");
  g_assert_cmpstr (dispatch_audience_get_value (audience, 0, name), ==, "");
  g_assert_cmpstr (dispatch_audience_get_value (audience, 1, name), ==, "");
  g_assert_cmpstr (dispatch_audience_get_value (audience, 2, name), ==, "Zoë");
}

/* What leaves a cell as it is is no step of undo, and what was undone can still be redone. */
static void
test_no_edit (Fixture *fixture, gconstpointer data)
{
  DispatchAudience *audience = fixture->audience;
  g_autofree char *long_value = g_strnfill (DISPATCH_MAX_CELL + 1, 'a');

  append_users (audience, 2);
  dispatch_audience_undo (audience);
  dispatch_audience_set_value (audience, 0, DISPATCH_COLUMN_USER, " user 0 ");
  dispatch_audience_set_value (audience, 0, DISPATCH_COLUMN_USER, long_value);
  g_assert_true (dispatch_audience_can_redo (audience));
  dispatch_audience_undo (audience);
  g_assert_cmpuint (dispatch_audience_get_n_rows (audience), ==, 0);
}

/* More edits than can be undone. */
static void
test_many_edits (Fixture *fixture, gconstpointer data)
{
  enum { N_ROWS = 50, N_EDITS = 40000 };
  DispatchAudience *audience = fixture->audience;
  guint expected[N_ROWS] = { 0 };

  append_users (audience, N_ROWS);
  guint column = dispatch_audience_add_column (audience, "n");
  for (guint i = 0; i < N_EDITS; i++) {
    guint row = (guint) g_test_rand_int_range (0, N_ROWS);
    g_autofree char *value = g_strdup_printf ("a value %u", i);
    dispatch_audience_set_value (audience, row, column, value);
    expected[row] = i;
  }
  for (guint row = 0; row < N_ROWS; row++) {
    g_autofree char *value = g_strdup_printf ("a value %u", expected[row]);
    const char *actual = dispatch_audience_get_value (audience, row, column);
    g_assert_cmpstr (actual, ==, expected[row] > 0 ? value : actual);
  }
}

static void
test_list_model (Fixture *fixture, gconstpointer data)
{
  GListModel *model = G_LIST_MODEL (fixture->audience);

  append_users (fixture->audience, 5);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 5);
  g_assert_true (g_list_model_get_item_type (model) == DISPATCH_TYPE_RECIPIENT);
  g_assert_null (g_list_model_get_item (model, 5));
  DispatchRecipient *recipient = g_list_model_get_item (model, 3);
  g_assert_cmpuint (dispatch_recipient_get_row (recipient), ==, 3);
  g_assert_true (dispatch_recipient_get_audience (recipient) == fixture->audience);
  g_assert_finalize_object (recipient);
}

static void
test_recipients_follow (Fixture *fixture, gconstpointer data)
{
  static const guint rows_after[] = { 0, DISPATCH_NONE, DISPATCH_NONE, 1, 2 };
  DispatchRecipient *recipients[5];

  append_users (fixture->audience, 5);
  for (guint i = 0; i < 5; i++) {
    recipients[i] = g_list_model_get_item (G_LIST_MODEL (fixture->audience), i);
  }
  dispatch_audience_remove (fixture->audience, 1, 2);
  for (guint i = 0; i < 5; i++) {
    g_assert_cmpuint (dispatch_recipient_get_row (recipients[i]), ==, rows_after[i]);
  }
  dispatch_audience_remove (fixture->audience, 0, 3);
  for (guint i = 0; i < 5; i++) {
    g_assert_cmpuint (dispatch_recipient_get_row (recipients[i]), ==, DISPATCH_NONE);
    g_assert_finalize_object (recipients[i]);
  }
}

static void
test_too_many_rows (Fixture *fixture, gconstpointer data)
{
  g_signal_handlers_disconnect_by_func (fixture->audience, log_items, fixture->log);
  g_assert_true (dispatch_audience_insert_blank (fixture->audience, 0, DISPATCH_MAX_ROWS - 1));
  g_assert_cmpuint (dispatch_audience_append (fixture->audience, "a", NULL), ==,
                    DISPATCH_MAX_ROWS - 1);
  g_assert_cmpuint (dispatch_audience_append (fixture->audience, "a", NULL), ==, DISPATCH_NONE);
  g_assert_false (dispatch_audience_insert_blank (fixture->audience, 7, 1));
  g_assert_cmpuint (dispatch_audience_get_n_rows (fixture->audience), ==, DISPATCH_MAX_ROWS);
}

/* A frozen table stays what it was while its original is edited, emptied and freed. */
static void
test_freeze (void)
{
  DispatchTable *table = dispatch_table_new ();
  for (guint row = 0; row < 3; row++) {
    dispatch_table_insert_blank (table, row, 1);
    dispatch_table_set (table, row, DISPATCH_COLUMN_USER, "before");
  }

  g_autoptr (DispatchTable) frozen = dispatch_table_copy (table);
  dispatch_table_set (table, 1, DISPATCH_COLUMN_USER, "after");
  dispatch_table_add_column (table, "name");
  dispatch_table_insert_blank (table, 3, 1);
  g_assert_cmpstr (dispatch_table_get (table, 1, DISPATCH_COLUMN_USER), ==, "after");
  dispatch_table_remove (table, 0, 4);
  dispatch_table_free (table);

  g_assert_cmpuint (dispatch_table_get_n_rows (frozen), ==, 3);
  g_assert_cmpuint (dispatch_table_get_n_columns (frozen), ==, DISPATCH_N_FIXED_COLUMNS);
  for (guint row = 0; row < 3; row++) {
    g_assert_cmpstr (dispatch_table_get (frozen, row, DISPATCH_COLUMN_USER), ==, "before");
  }
}

static char *
dump (DispatchAudience *audience)
{
  GString *dumped = g_string_new (NULL);

  for (guint i = 0; i < dispatch_audience_get_n_columns (audience); i++) {
    g_string_append_printf (dumped, "%s|", dispatch_audience_get_column_name (audience, i));
  }
  for (guint row = 0; row < dispatch_audience_get_n_rows (audience); row++) {
    g_string_append_c (dumped, '\n');
    for (guint i = 0; i < dispatch_audience_get_n_columns (audience); i++) {
      g_string_append_printf (dumped, "%s|", dispatch_audience_get_value (audience, row, i));
    }
  }
  return g_string_free (dumped, FALSE);
}

static guint
random_below (guint n)
{
  return n > 0 ? (guint) g_test_rand_int_range (0, (gint32) n) : 0;
}

static const char *
shout (guint row, const char *old, gpointer data)
{
  return row % 3 == 0 ? "!" : old;
}

static void
insert_rows (DispatchAudience *audience, guint row)
{
  g_autoptr (DispatchTable) rows = dispatch_table_new ();
  guint column = dispatch_table_add_column (rows, "inserted");

  dispatch_table_insert_blank (rows, 0, random_below (1500));
  for (guint i = 0; i < dispatch_table_get_n_rows (rows); i += 100) {
    dispatch_table_set (rows, i, column, "new");
  }
  dispatch_audience_insert_table (audience, row, rows);
}

static void
remove_some (DispatchAudience *audience, guint n_rows)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint row = random_below (10); row < n_rows; row += 1 + random_below (700)) {
    g_array_append_val (rows, row);
  }
  dispatch_audience_remove_rows (audience, (const guint *) (gpointer) rows->data, rows->len);
}

static void
edit_at_random (DispatchAudience *audience)
{
  guint n_rows = dispatch_audience_get_n_rows (audience);
  guint n_columns = dispatch_audience_get_n_columns (audience);
  guint row = random_below (n_rows), column = random_below (n_columns);
  g_autofree char *name = g_strdup_printf ("v%u", random_below (5));

  switch (random_below (8)) {
  case 0:
    dispatch_audience_add_column (audience, name);
    break;
  case 1:
    if (column >= DISPATCH_N_FIXED_COLUMNS) {
      dispatch_audience_rename_column (audience, column, name);
    }
    break;
  case 2:
    if (column >= DISPATCH_N_FIXED_COLUMNS && random_below (2) == 0) {
      dispatch_audience_remove_column (audience, column);
    }
    break;
  case 3:
    dispatch_audience_remove (audience, row, random_below (MIN (n_rows - row, 900)));
    break;
  case 4:
    remove_some (audience, n_rows);
    break;
  case 5:
    insert_rows (audience, row);
    break;
  case 6:
    dispatch_audience_rewrite (audience, column, row, n_rows - row, shout, NULL);
    break;
  default:
    if (n_rows > 0) {
      dispatch_audience_set_value (audience, row, column, name);
    }
  }
}

/* A copy that is kept by nothing but what the audience tells of its rows. */
static void
follow_items (GListModel *model, guint position, guint n_removed, guint n_added, gpointer data)
{
  guint *n_rows = data;

  g_assert_cmpuint (position + n_removed, <=, *n_rows);
  *n_rows = *n_rows - n_removed + n_added;
  g_assert_cmpuint (*n_rows, ==, g_list_model_get_n_items (model));
}

static void
test_undo (void)
{
  enum { N_EDITS = 200 };
  g_autoptr (DispatchAudience) audience = dispatch_audience_new ();
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func (g_free);
  guint n_rows = 0;

  g_signal_connect (audience, "items-changed", G_CALLBACK (follow_items), &n_rows);
  g_ptr_array_add (states, dump (audience));
  for (guint i = 0; i < N_EDITS; i++) {
    g_autofree char *before = dump (audience);
    edit_at_random (audience);
    g_autofree char *after = dump (audience);
    if (strcmp (before, after) != 0) {
      g_ptr_array_add (states, g_steal_pointer (&after));
    }
  }
  for (guint i = states->len - 1; dispatch_audience_can_undo (audience);) {
    dispatch_audience_undo (audience);
    g_autofree char *state = dump (audience);
    i -= strcmp (state, states->pdata[i]) != 0;
    g_assert_cmpstr (state, ==, states->pdata[i]);
  }
  g_assert_cmpuint (dispatch_audience_get_n_rows (audience), ==, 0);
  while (dispatch_audience_can_redo (audience)) {
    dispatch_audience_redo (audience);
  }
  g_autofree char *last = dump (audience);
  g_assert_cmpstr (last, ==, states->pdata[states->len - 1]);
}

/* Who hears of columns may read every row that it was told of. */
static void
read_told_rows (DispatchAudience *audience, gpointer data)
{
  const guint *n_rows = data;

  for (guint row = 0; row < *n_rows; row++) {
    g_assert_nonnull (dispatch_audience_get_value (audience, row, 0));
  }
}

static void
test_undo_of_rows_with_columns (void)
{
  g_autoptr (DispatchAudience) audience = dispatch_audience_new ();
  g_autoptr (DispatchTable) rows = dispatch_table_new ();
  guint n_rows = 0;

  dispatch_table_add_column (rows, "name");
  dispatch_table_insert_blank (rows, 0, 5);
  g_signal_connect (audience, "items-changed", G_CALLBACK (follow_items), &n_rows);
  g_signal_connect (audience, "columns-changed", G_CALLBACK (read_told_rows), &n_rows);
  dispatch_audience_append (audience, "user", NULL);
  dispatch_audience_insert_table (audience, 1, rows);
  dispatch_audience_undo (audience);
  g_assert_cmpuint (n_rows, ==, 1);
  dispatch_audience_redo (audience);
  g_assert_cmpuint (n_rows, ==, 6);
}

static void
test_undo_of_many (Fixture *fixture, gconstpointer data)
{
  DispatchAudience *audience = fixture->audience;

  append_users (audience, 3000);
  g_string_truncate (fixture->log, 0);
  dispatch_audience_begin_edit (audience);
  dispatch_audience_set_value (audience, 5, DISPATCH_COLUMN_TOKEN, "t");
  dispatch_audience_set_value (audience, 7, DISPATCH_COLUMN_PROVIDER, "FCM");
  dispatch_audience_end_edit (audience);
  assert_log (fixture, "cell 5 1;cell 7 2;");
  dispatch_audience_undo (audience);
  assert_log (fixture, "cell 5 1;cell 7 2;");
  dispatch_audience_remove (audience, 1000, 1500);
  dispatch_audience_undo (audience);
  assert_log (fixture, "items 1000 -1500 +0;items 1000 -0 +1500;");
  g_assert_cmpstr (dispatch_audience_get_value (audience, 1234, 0), ==, "user 1234");
}

static void
test_block_bytes (void)
{
  g_autoptr (DispatchBlockBuilder) builder = dispatch_block_builder_new (4);
  g_autoptr (GError) error = NULL;
  g_autofree char *wide = g_strnfill (70000, 'x');

  for (guint row = 0; row < 100; row++) {
    g_autofree char *id = g_strdup_printf ("u%u", row);
    dispatch_block_builder_set (builder, 0, id, strlen (id));
    dispatch_block_builder_set (builder, 1, "same", 4);
    dispatch_block_builder_set (builder, 2, wide, row == 50 ? strlen (wide) : 0);
    dispatch_block_builder_end_row (builder);
  }
  g_autoptr (DispatchBlock) block = dispatch_block_builder_finish (builder);
  g_autoptr (GBytes) bytes = dispatch_block_to_bytes (block);
  g_autoptr (DispatchBlock) copy = dispatch_block_from_bytes (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dispatch_block_get_n_rows (copy), ==, 100);
  for (guint row = 0; row < 100; row++) {
    for (guint slot = 0; slot < 5; slot++) {
      g_assert_cmpstr (dispatch_block_get (copy, row, slot), ==,
                       dispatch_block_get (block, row, slot));
    }
  }
}

/* Any change of a byte is refused, or gives texts that can be read. */
static void
test_damaged_bytes (void)
{
  g_autoptr (DispatchBlockBuilder) builder = dispatch_block_builder_new (2);

  for (guint row = 0; row < 5; row++) {
    dispatch_block_builder_set (builder, 0, "Zo\303\253 the first", row + 2);
    dispatch_block_builder_end_row (builder);
  }
  g_autoptr (DispatchBlock) block = dispatch_block_builder_finish (builder);
  g_autoptr (GBytes) bytes = dispatch_block_to_bytes (block);
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  for (gsize i = 0; i < size * 4; i++) {
    g_autofree guint8 *damaged = g_memdup2 (data, size);
    damaged[i % size] ^= (guint8) (1 << random_below (8));
    g_autoptr (GBytes) other = g_bytes_new (damaged, i < size ? i : size);
    g_autoptr (DispatchBlock) read = dispatch_block_from_bytes (other, NULL);
    for (guint row = 0; read != NULL && row < dispatch_block_get_n_rows (read); row++) {
      g_assert_true (g_utf8_validate (dispatch_block_get (read, row, 0), -1, NULL));
    }
  }
}

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/dispatch/audience/rows", test_rows);
  add ("/dispatch/audience/columns", test_columns);
  add ("/dispatch/audience/cells", test_cells);
  add ("/dispatch/audience/no-edit", test_no_edit);
  add ("/dispatch/audience/many-edits", test_many_edits);
  add ("/dispatch/audience/list-model", test_list_model);
  add ("/dispatch/audience/recipients-follow", test_recipients_follow);
  add ("/dispatch/audience/too-many-rows", test_too_many_rows);
  add ("/dispatch/audience/undo-of-many", test_undo_of_many);
  g_test_add_func ("/dispatch/audience/undo", test_undo);
  g_test_add_func ("/dispatch/audience/undo-of-rows-with-columns", test_undo_of_rows_with_columns);
  g_test_add_func ("/dispatch/audience/freeze", test_freeze);
  g_test_add_func ("/dispatch/block/bytes", test_block_bytes);
  g_test_add_func ("/dispatch/block/damaged-bytes", test_damaged_bytes);
  return g_test_run ();
}
