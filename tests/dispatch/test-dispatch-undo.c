/* Whatever is done to an audience, undone step by step it is what it was before each, and redone
 * what it was after; and steps of undo are kept within their limits. */

#include <dispatch-audience.h>
#include <dispatch-history.h>
#include <gio/gio.h>

/* The audience beside a model of its history: all states as text, and which of them is there. */
typedef struct {
  DispatchAudience *audience;
  GPtrArray *states;
  guint now;
  guint n_rows; /* as the signals tell it */
} Fixture;

static guint
random_below (guint n)
{
  return n > 0 ? (guint) g_test_rand_int_range (0, (gint32) n) : 0;
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
      g_string_append (dumped, dispatch_audience_get_value (audience, row, i));
      g_string_append_c (dumped, '|');
    }
  }
  return g_string_free (dumped, FALSE);
}

static void
follow_items (GListModel *model, guint position, guint n_removed, guint n_added, Fixture *fixture)
{
  g_assert_cmpuint (position, <=, fixture->n_rows);
  g_assert_cmpuint (n_removed, <=, fixture->n_rows - position);
  fixture->n_rows = fixture->n_rows - n_removed + n_added;
  g_assert_cmpuint (fixture->n_rows, ==, g_list_model_get_n_items (model));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->audience = dispatch_audience_new ();
  fixture->states = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (fixture->states, dump (fixture->audience));
  g_signal_connect (fixture->audience, "items-changed", G_CALLBACK (follow_items), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->audience);
  g_ptr_array_unref (fixture->states);
}

/* The edits. */

static gboolean
append_rows (DispatchTable *table, gpointer data, GError **error)
{
  guint row = dispatch_table_get_n_rows (table), n_rows = random_below (300);

  dispatch_table_insert_blank (table, row, n_rows);
  for (guint i = 0; i < n_rows; i += 1 + random_below (9)) {
    dispatch_table_set (table, row + i, DISPATCH_COLUMN_USER, "appended");
  }
  return TRUE;
}

/* What it did before it failed is not to be seen. */
static gboolean
fail (DispatchTable *table, gpointer data, GError **error)
{
  append_rows (table, data, NULL);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Failed");
  return FALSE;
}

static const char *
shout (guint row, const char *old, gpointer data)
{
  return row % GPOINTER_TO_UINT (data) == 0 ? "!" : old;
}

static void
add_or_rename_column (DispatchAudience *audience)
{
  guint column = random_below (dispatch_audience_get_n_columns (audience));
  g_autofree char *name = g_strdup_printf ("v%u", random_below (6));

  if (column >= DISPATCH_N_FIXED_COLUMNS) {
    dispatch_audience_rename_column (audience, column, name);
  } else {
    dispatch_audience_add_column (audience, name);
  }
}

static void
remove_column (DispatchAudience *audience)
{
  guint n_columns = dispatch_audience_get_n_columns (audience);

  if (n_columns > DISPATCH_N_FIXED_COLUMNS) {
    dispatch_audience_remove_column (
      audience, DISPATCH_N_FIXED_COLUMNS + random_below (n_columns - DISPATCH_N_FIXED_COLUMNS));
  }
}

static void
set_cell (DispatchAudience *audience)
{
  static const char *const values[] = { "", " ", "Zoë", "[1, 2]", "FCM" };
  guint n_rows = dispatch_audience_get_n_rows (audience);

  if (n_rows > 0) {
    dispatch_audience_set_value (audience, random_below (n_rows),
                                 random_below (dispatch_audience_get_n_columns (audience)),
                                 values[random_below (G_N_ELEMENTS (values))]);
  }
}

static void
rewrite (DispatchAudience *audience)
{
  guint n_rows = dispatch_audience_get_n_rows (audience), row = random_below (n_rows);

  dispatch_audience_rewrite (audience, random_below (dispatch_audience_get_n_columns (audience)),
                             row, n_rows - row, shout, GUINT_TO_POINTER (2 + random_below (5)));
}

static void
insert_blank (DispatchAudience *audience)
{
  guint row = random_below (dispatch_audience_get_n_rows (audience) + 1);

  dispatch_audience_insert_blank (audience, row, random_below (200));
}

/* Only while there are few rows, so that states are soon compared. */
static void
insert_table (DispatchAudience *audience)
{
  g_autoptr (DispatchTable) rows = dispatch_table_new ();
  gboolean few = dispatch_audience_get_n_rows (audience) < 1500;
  guint n_rows = few && random_below (2) == 0 ? random_below (1500) : 0;

  if (random_below (2) == 0) {
    dispatch_table_add_column (rows, "inserted");
  }
  dispatch_table_insert_blank (rows, 0, n_rows);
  for (guint i = 0; i < n_rows; i += 100) {
    dispatch_table_set (rows, i, dispatch_table_get_n_columns (rows) - 1, "new");
  }
  dispatch_audience_insert_table (audience,
                                  random_below (dispatch_audience_get_n_rows (audience) + 1), rows);
}

static void
remove_run (DispatchAudience *audience)
{
  guint n_rows = dispatch_audience_get_n_rows (audience), row = random_below (n_rows);

  dispatch_audience_remove (audience, row, random_below (n_rows - row));
}

static void
remove_some (DispatchAudience *audience)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint row = random_below (9); row < dispatch_audience_get_n_rows (audience);
       row += 1 + random_below (random_below (2) == 0 ? 3 : 400)) {
    g_array_append_val (rows, row);
  }
  dispatch_audience_remove_rows (audience, (const guint *) (gpointer) rows->data, rows->len);
}

static void
paste (DispatchAudience *audience)
{
  static const char *const texts[] = {
    "user,name,v1\nu-1,Ann,7\nu-2,\"Bob\nthe second\",\n",
    "token\tprovider\nt-1\tFCM\nt-2\tAPN\n",
    "u-3;x\nu-4;y\n",
    "user,name\nu-5,\"never ends\n", /* refused */
    "user,user\nu-6,u-7\n",          /* refused */
  };

  dispatch_audience_paste (audience, texts[random_below (G_N_ELEMENTS (texts))], NULL, NULL);
}

static void
edit_whole (DispatchAudience *audience)
{
  g_autofree char *before = dump (audience);
  g_autoptr (GError) error = NULL;

  if (random_below (3) > 0) {
    g_assert_true (dispatch_audience_edit (audience, "Appended", append_rows, NULL, &error));
    g_assert_no_error (error);
  } else {
    g_assert_false (dispatch_audience_edit (audience, NULL, fail, NULL, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
    g_autofree char *after = dump (audience);
    g_assert_cmpstr (after, ==, before);
  }
}

typedef void (*Edit) (DispatchAudience *audience);

static const Edit edits[] = {
  add_or_rename_column, remove_column, set_cell,    set_cell, rewrite,    insert_blank,
  insert_table,         remove_run,    remove_some, paste,    edit_whole,
};

static void
edit_once (DispatchAudience *audience)
{
  edits[random_below (G_N_ELEMENTS (edits))](audience);
}

/* Several edits, which are one step, or none when they are cancelled. */
static void
edit_several (DispatchAudience *audience)
{
  g_autofree char *before = dump (audience);

  dispatch_audience_begin_edit_named (audience, "Several");
  for (guint i = random_below (5); i > 0; i--) {
    if (random_below (3) == 0) {
      dispatch_audience_begin_edit (audience);
      edit_once (audience);
      dispatch_audience_end_edit (audience);
    } else {
      edit_once (audience);
    }
    dispatch_audience_undo (audience); /* does nothing meanwhile */
  }
  if (random_below (2) == 0) {
    dispatch_audience_end_edit (audience);
    return;
  }
  dispatch_audience_cancel_edit (audience);
  g_autofree char *after = dump (audience);
  g_assert_cmpstr (after, ==, before);
}

/* The model. */

static void
assert_state (Fixture *fixture)
{
  g_autofree char *state = dump (fixture->audience);

  g_assert_cmpstr (state, ==, fixture->states->pdata[fixture->now]);
  g_assert_cmpint (dispatch_audience_can_undo (fixture->audience), ==, fixture->now > 0);
  g_assert_cmpint (dispatch_audience_can_redo (fixture->audience), ==,
                   fixture->now < fixture->states->len - 1);
}

static void
edit (Fixture *fixture, Edit func)
{
  func (fixture->audience);
  g_autofree char *state = dump (fixture->audience);
  if (strcmp (state, fixture->states->pdata[fixture->now]) != 0) {
    fixture->now++;
    g_ptr_array_set_size (fixture->states, (int) fixture->now);
    g_ptr_array_add (fixture->states, g_steal_pointer (&state));
  }
  assert_state (fixture);
}

static void
undo (Fixture *fixture)
{
  dispatch_audience_undo (fixture->audience);
  fixture->now -= fixture->now > 0;
  assert_state (fixture);
}

static void
redo (Fixture *fixture)
{
  dispatch_audience_redo (fixture->audience);
  fixture->now += fixture->now < fixture->states->len - 1;
  assert_state (fixture);
}

/* Fewer than there are steps of undo. */
static void
test_back_and_forth (Fixture *fixture, gconstpointer data)
{
  enum { N_EDITS = 250 };
  G_STATIC_ASSERT (N_EDITS < DISPATCH_MAX_UNDO);

  for (guint i = 0; i < N_EDITS; i++) {
    edit (fixture, random_below (5) == 0 ? edit_several : edit_once);
    for (guint n = random_below (9) == 0 ? random_below (6) : 0; n > 0; n--) {
      random_below (3) > 0 ? undo (fixture) : redo (fixture);
    }
  }
  g_assert_cmpuint (fixture->states->len, >, N_EDITS / 5);
  while (fixture->now > 0) {
    undo (fixture);
  }
  while (fixture->now < fixture->states->len - 1) {
    redo (fixture);
  }
}

static const char *
leave (guint row, const char *old, gpointer data)
{
  return old;
}

/* What changes nothing is no step, and leaves what can be redone. */
static void
test_nothing_changed (Fixture *fixture, gconstpointer data)
{
  DispatchAudience *audience = fixture->audience;
  g_autoptr (DispatchTable) nothing = dispatch_table_new ();

  dispatch_audience_append (audience, "u-1", NULL);
  dispatch_audience_append (audience, "u-2", NULL);
  dispatch_audience_undo (audience);
  dispatch_audience_insert_table (audience, 1, nothing);
  dispatch_audience_set_value (audience, 0, DISPATCH_COLUMN_USER, " u-1 ");
  dispatch_audience_rewrite (audience, DISPATCH_COLUMN_USER, 0, 1, leave, NULL);
  g_assert_true (dispatch_audience_can_redo (audience));
  dispatch_audience_undo (audience);
  g_assert_cmpuint (dispatch_audience_get_n_rows (audience), ==, 0);
  dispatch_audience_redo (audience);
  dispatch_audience_redo (audience);
  g_assert_cmpstr (dispatch_audience_get_value (audience, 1, DISPATCH_COLUMN_USER), ==, "u-2");
}

/* The limits. */

static guint
count_undo (DispatchHistory *history, DispatchTable *now)
{
  guint n = 0;

  for (; dispatch_history_can_undo (history); n++) {
    now = dispatch_history_undo (history, now);
  }
  dispatch_table_free (now);
  return n;
}

static void
test_most_steps (Fixture *fixture, gconstpointer data)
{
  guint n = 0;

  dispatch_audience_insert_blank (fixture->audience, 0, 1);
  for (guint i = 0; i < DISPATCH_MAX_UNDO + 100; i++) {
    g_autofree char *value = g_strdup_printf ("%u", i);
    dispatch_audience_set_value (fixture->audience, 0, DISPATCH_COLUMN_TOKEN, value);
  }
  for (; dispatch_audience_can_undo (fixture->audience); n++) {
    dispatch_audience_undo (fixture->audience);
  }
  g_assert_cmpuint (n, ==, DISPATCH_MAX_UNDO);
  g_assert_cmpstr (dispatch_audience_get_value (fixture->audience, 0, DISPATCH_COLUMN_TOKEN), ==,
                   "99");
}

/* A table of so many rows with a megabyte each. */
static DispatchTable *
make_wide_table (guint n_rows)
{
  DispatchTable *table = dispatch_table_new ();
  g_autofree char *text = g_strnfill (DISPATCH_MAX_CELL - 1, 'x');

  for (guint row = 0; row < n_rows; row++) {
    g_autoptr (DispatchBlockBuilder) builder = dispatch_block_builder_new (1);
    dispatch_block_builder_set (builder, 0, text, strlen (text));
    dispatch_block_builder_end_row (builder);
    dispatch_table_append_block (table, dispatch_block_builder_finish (builder));
  }
  return table;
}

/* Two tables that take turns share nothing with each other: each step is said to keep all of one,
 * though memory has each once. */
static void
push_turns (DispatchHistory *history, DispatchTable *const *tables, guint n)
{
  for (guint i = 0; i < n; i++) {
    dispatch_history_push (history, dispatch_table_copy (tables[i % 2]), "turn",
                           tables[(i + 1) % 2]);
    g_assert_cmpuint (dispatch_history_get_size (history), <=, DISPATCH_MAX_UNDO_BYTES);
  }
}

static void
test_most_bytes (void)
{
  enum { STEP = 30 };
  DispatchTable *tables[] = { make_wide_table (STEP), make_wide_table (STEP) };
  DispatchHistory *history = dispatch_history_new ();
  guint n_fit = DISPATCH_MAX_UNDO_BYTES / dispatch_table_get_size (tables[0]);

  g_assert_cmpuint (n_fit, ==, 8);
  push_turns (history, tables, n_fit);
  g_assert_cmpuint (dispatch_history_get_size (history), >,
                    n_fit * STEP * (gsize) DISPATCH_MAX_CELL);
  push_turns (history, tables, 4);
  g_assert_cmpuint (count_undo (history, dispatch_table_copy (tables[0])), ==, n_fit);
  g_assert_cmpuint (dispatch_history_get_size (history), ==, 0);
  dispatch_history_free (history);
  dispatch_table_free (tables[0]);
  dispatch_table_free (tables[1]);
}

/* However large it is, the last one can be undone. */
static void
test_huge_step (void)
{
  DispatchHistory *history = dispatch_history_new ();
  g_autoptr (DispatchTable) empty = dispatch_table_new ();
  g_autoptr (DispatchTable) one = make_wide_table (1);
  g_autoptr (DispatchTable) huge = dispatch_table_new ();
  guint first = 0;

  for (guint i = 0; i <= DISPATCH_MAX_UNDO_BYTES / DISPATCH_MAX_CELL; i++) {
    dispatch_table_append_block (huge,
                                 dispatch_block_ref (dispatch_table_get_block (one, 0, &first)));
  }
  dispatch_history_push (history, dispatch_table_copy (one), NULL, empty);
  dispatch_history_push (history, dispatch_table_copy (huge), NULL, empty);
  g_assert_cmpuint (dispatch_history_get_size (history), >, DISPATCH_MAX_UNDO_BYTES);
  g_assert_cmpuint (count_undo (history, dispatch_table_copy (empty)), ==, 1);
  dispatch_history_free (history);
}

#define add(path, func) g_test_add ("/dispatch/undo/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("back-and-forth", test_back_and_forth);
  add ("nothing-changed", test_nothing_changed);
  add ("most-steps", test_most_steps);
  g_test_add_func ("/dispatch/undo/most-bytes", test_most_bytes);
  g_test_add_func ("/dispatch/undo/huge-step", test_huge_step);
  return g_test_run ();
}
