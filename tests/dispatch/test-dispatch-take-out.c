/* Who was sent to leaves the draft, whatever was done to it since, and nobody else does. */

#include <dispatch-take-out.h>
#include <gio/gio.h>
#include <string.h>
#include <test-emulator.h>

static guint
random_below (guint n)
{
  return n > 0 ? (guint) g_test_rand_int_range (0, (gint32) n) : 0;
}

static void
take_out (DispatchAudience *audience, const DispatchTable *sent, guint first, guint n_rows)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (DispatchSpan));
  const DispatchSpan span = { first, n_rows };
  GAsyncResult *slot = NULL;

  g_array_append_val (spans, span);
  dispatch_audience_take_out_async (audience, sent, spans, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  dispatch_audience_take_out_finish (audience, result);
}

/* "a:1 b:2" for tokens and values. */
static void
append (DispatchAudience *audience, const char *rows)
{
  guint column = dispatch_audience_add_column (audience, "v");
  g_auto (GStrv) parts = g_strsplit (rows, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++) {
    g_auto (GStrv) cells = g_strsplit (parts[i], ":", 2);
    guint row = dispatch_audience_append (audience, cells[0], "FCM");
    dispatch_audience_set_value (audience, row, column, cells[1]);
  }
}

static char *
dump (DispatchAudience *audience)
{
  GString *text = g_string_new (NULL);
  guint column = 0;
  gboolean has_values = dispatch_audience_find_column (audience, "v", &column);

  for (guint row = 0; row < dispatch_audience_get_n_rows (audience); row++) {
    g_string_append_printf (text, "%s%s:%s", row > 0 ? " " : "",
                            dispatch_audience_get_value (audience, row, DISPATCH_COLUMN_TOKEN),
                            has_values ? dispatch_audience_get_value (audience, row, column) : "");
  }
  return g_string_free (text, FALSE);
}

static void
assert_rows (DispatchAudience *audience, const char *rows)
{
  g_autofree char *dumped = dump (audience);

  g_assert_cmpstr (dumped, ==, rows);
}

static void
test_untouched (void)
{
  g_autoptr (DispatchAudience) audience = dispatch_audience_new ();

  append (audience, "a:1 b:2 a:3 c:4");
  g_autoptr (DispatchTable) sent = dispatch_audience_freeze (audience);
  take_out (audience, sent, 1, 2);
  assert_rows (audience, "a:1 c:4");
}

/* The same recipient is there twice: the row that was sent is the one that goes. */
static void
test_edited (void)
{
  g_autoptr (DispatchAudience) audience = dispatch_audience_new ();

  append (audience, "a:1 b:2 a:3 c:4 d:5");
  g_autoptr (DispatchTable) sent = dispatch_audience_freeze (audience);
  dispatch_audience_insert_blank (audience, 0, 2);
  dispatch_audience_set_value (audience, 0, DISPATCH_COLUMN_TOKEN, "new");
  dispatch_audience_remove (audience, 3, 1);                             /* b */
  dispatch_audience_set_value (audience, 4, DISPATCH_COLUMN_TOKEN, "e"); /* was c */
  dispatch_audience_rename_column (audience, DISPATCH_N_FIXED_COLUMNS, "w");
  dispatch_audience_rename_column (audience, DISPATCH_N_FIXED_COLUMNS, "v");
  assert_rows (audience, "new: : a:1 a:3 e:4 d:5");
  take_out (audience, sent, 1, 3);
  assert_rows (audience, "new: : a:1 e:4 d:5");
}

/* A value that was written since changes nothing of who got it. */
static void
test_values (void)
{
  g_autoptr (DispatchAudience) audience = dispatch_audience_new ();

  append (audience, "a:1 b:2 c:3");
  g_autoptr (DispatchTable) sent = dispatch_audience_freeze (audience);
  dispatch_audience_set_value (audience, 1, DISPATCH_N_FIXED_COLUMNS, "9");
  take_out (audience, sent, 0, 2);
  assert_rows (audience, "c:3");

  g_autoptr (DispatchTable) left = dispatch_audience_freeze (audience);
  dispatch_audience_remove_column (audience, DISPATCH_N_FIXED_COLUMNS);
  take_out (audience, left, 0, 1);
  assert_rows (audience, "");
}

/* Brought back by undo, they would be sent to twice. */
static void
test_undo (void)
{
  g_autoptr (DispatchAudience) audience = dispatch_audience_new ();

  append (audience, "a:1 b:2 c:3");
  g_autoptr (DispatchTable) sent = dispatch_audience_freeze (audience);
  dispatch_audience_remove (audience, 0, 1);
  dispatch_audience_undo (audience);
  take_out (audience, sent, 0, 2);
  assert_rows (audience, "c:3");
  g_assert_false (dispatch_audience_can_undo (audience));
  g_assert_false (dispatch_audience_can_redo (audience));

  /* Nor by an edit that began before and ends later. */
  append (audience, "d:4");
  g_autoptr (DispatchTable) more = dispatch_audience_freeze (audience);
  dispatch_audience_begin_edit (audience);
  dispatch_audience_set_value (audience, 1, DISPATCH_N_FIXED_COLUMNS, "5");
  take_out (audience, more, 0, 1);
  dispatch_audience_end_edit (audience);
  while (dispatch_audience_can_undo (audience)) {
    dispatch_audience_undo (audience);
  }
  assert_rows (audience, "d:5");
}

/* Cuts rows out and puts them in elsewhere. */
static void
shuffle (DispatchAudience *audience)
{
  for (guint i = 0; i < 5; i++) {
    guint n_rows = dispatch_audience_get_n_rows (audience);
    g_autoptr (DispatchTable) rows = dispatch_audience_freeze (audience);
    guint first = random_below (n_rows), n = 1 + random_below (n_rows - first);
    dispatch_table_remove (rows, first + n, n_rows - first - n);
    dispatch_table_remove (rows, 0, first);
    dispatch_audience_remove (audience, first, n);
    dispatch_audience_insert_table (audience, random_below (n_rows - n), rows);
  }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
sort (const char *rows)
{
  g_auto (GStrv) parts = g_strsplit (rows, " ", -1);

  qsort (parts, g_strv_length (parts), sizeof *parts, compare);
  return g_strjoinv (" ", parts);
}

/* However rows are moved about, what is left is what was not sent to. */
static void
test_moved (void)
{
  for (guint round = 0; round < 50; round++) {
    g_autoptr (DispatchAudience) audience = dispatch_audience_new (),
                                 model = dispatch_audience_new ();
    guint n_rows = 1 + random_below (40);
    for (guint i = 0; i < n_rows; i++) {
      g_autofree char *row = g_strdup_printf ("t%u:%u", random_below (8), random_below (3));
      append (audience, row);
      append (model, row);
    }
    g_autoptr (DispatchTable) sent = dispatch_audience_freeze (audience);
    guint first = random_below (n_rows), n = 1 + random_below (n_rows - first);
    dispatch_audience_remove (model, first, n);
    shuffle (audience);
    take_out (audience, sent, first, n);

    g_autofree char *left = dump (audience), *expected = dump (model);
    g_autofree char *left_sorted = sort (left), *expected_sorted = sort (expected);
    g_assert_cmpstr (left_sorted, ==, expected_sorted);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dispatch/take-out/untouched", test_untouched);
  g_test_add_func ("/dispatch/take-out/edited", test_edited);
  g_test_add_func ("/dispatch/take-out/values", test_values);
  g_test_add_func ("/dispatch/take-out/undo", test_undo);
  g_test_add_func ("/dispatch/take-out/moved", test_moved);
  return g_test_run ();
}
