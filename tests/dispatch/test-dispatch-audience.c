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
  g_assert_cmpstr (dispatch_audience_get_value (audience, 1, DISPATCH_COLUMN_ADDRESS), ==, "token");
  g_assert_cmpstr (dispatch_audience_get_value (audience, 1, DISPATCH_COLUMN_PROVIDER), ==, "FCM");
  g_assert_cmpstr (dispatch_audience_get_value (audience, 2, DISPATCH_COLUMN_ADDRESS), ==, "");

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
  g_assert_cmpuint (dispatch_audience_add_column (audience, "name"), ==, 2);
  g_assert_cmpuint (dispatch_audience_add_column (audience, "due"), ==, 3);
  g_assert_cmpuint (dispatch_audience_add_column (audience, "name"), ==, 2);
  assert_log (fixture, "columns;columns;");
  g_assert_cmpstr (dispatch_audience_get_column_name (audience, 2), ==, "name");
  g_assert_cmpstr (dispatch_audience_get_column_name (audience, 0), ==, "");
  g_assert_true (dispatch_audience_find_column (audience, "due", &column));
  g_assert_cmpuint (column, ==, 3);
  g_assert_false (dispatch_audience_find_column (audience, "du", &column));

  dispatch_audience_set_value (audience, 0, 3, "12.5");
  dispatch_audience_remove_column (audience, 2);
  assert_log (fixture, "cell 0 3;columns;");
  g_assert_cmpuint (dispatch_audience_get_n_columns (audience), ==, 3);
  g_assert_cmpstr (dispatch_audience_get_value (audience, 0, 2), ==, "12.5");

  for (guint i = 3; i < DISPATCH_MAX_COLUMNS; i++) {
    g_autofree char *name = g_strdup_printf ("v%u", i);
    g_assert_cmpuint (dispatch_audience_add_column (audience, name), ==, i);
  }
  g_assert_cmpuint (dispatch_audience_add_column (audience, "one more"), ==, DISPATCH_NONE);
  g_assert_cmpuint (dispatch_audience_add_column (audience, "due"), ==, 2);
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
  assert_log (fixture, "cell 1 2;cell 2 2;cell 1 2;");
  g_assert_cmpstr (dispatch_audience_get_value (audience, 0, name), ==, "");
  g_assert_cmpstr (dispatch_audience_get_value (audience, 1, name), ==, "");
  g_assert_cmpstr (dispatch_audience_get_value (audience, 2, name), ==, "Zoë");
}

/* Enough edits that the texts which no cell has any more are thrown away many times over. */
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
    g_autofree char *value = g_strdup_printf ("a value long enough to fill the pool %u", i);
    dispatch_audience_set_value (audience, row, column, value);
    expected[row] = i;
  }
  for (guint row = 0; row < N_ROWS; row++) {
    g_autofree char *value =
      g_strdup_printf ("a value long enough to fill the pool %u", expected[row]);
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
  for (guint i = 0; i < DISPATCH_MAX_ROWS; i++) {
    dispatch_audience_append (fixture->audience, "a", NULL);
  }
  g_assert_cmpuint (dispatch_audience_append (fixture->audience, "a", NULL), ==, DISPATCH_NONE);
  g_assert_cmpuint (dispatch_audience_get_n_rows (fixture->audience), ==, DISPATCH_MAX_ROWS);
}

/* A frozen table stays what it was while its original is edited, emptied and freed. */
static void
test_freeze (void)
{
  DispatchTable *table = dispatch_table_new ();
  for (guint row = 0; row < 3; row++) {
    dispatch_table_append (table);
    dispatch_table_set (table, row, DISPATCH_COLUMN_ADDRESS, "before");
  }

  g_autoptr (DispatchTable) frozen = dispatch_table_freeze (table);
  dispatch_table_set (table, 1, DISPATCH_COLUMN_ADDRESS, "after");
  dispatch_table_add_column (table, "name");
  dispatch_table_append (table);
  g_assert_cmpstr (dispatch_table_get (table, 1, DISPATCH_COLUMN_ADDRESS), ==, "after");
  dispatch_table_remove (table, 0, 4);
  dispatch_table_free (table);

  g_assert_cmpuint (dispatch_table_get_n_rows (frozen), ==, 3);
  g_assert_cmpuint (dispatch_table_get_n_columns (frozen), ==, DISPATCH_N_FIXED_COLUMNS);
  for (guint row = 0; row < 3; row++) {
    g_assert_cmpstr (dispatch_table_get (frozen, row, DISPATCH_COLUMN_ADDRESS), ==, "before");
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
  add ("/dispatch/audience/many-edits", test_many_edits);
  add ("/dispatch/audience/list-model", test_list_model);
  add ("/dispatch/audience/recipients-follow", test_recipients_follow);
  add ("/dispatch/audience/too-many-rows", test_too_many_rows);
  g_test_add_func ("/dispatch/audience/freeze", test_freeze);
  return g_test_run ();
}
