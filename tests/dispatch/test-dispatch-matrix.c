#include <dispatch-matrix.h>
#include <string.h>

/* Cells end in "|", rows in a line break. */
static char *
dump (const DispatchMatrix *cells)
{
  GString *dumped = g_string_new (NULL);

  for (guint row = 0; row < dispatch_matrix_get_n_rows (cells); row++) {
    for (guint column = 0; column < dispatch_matrix_get_n_columns (cells); column++) {
      g_string_append_printf (dumped, "%s|", dispatch_matrix_get (cells, row, column));
    }
    g_string_append_c (dumped, '\n');
  }
  return g_string_free (dumped, FALSE);
}

static void
test_read (void)
{
  static const struct {
    const char *text;
    const char *expected;
  } cases[] = {
    { "", "|\n" },
    { "a", "a|\n" },
    { "a\tb\n", "a|b|\n" },
    { "a\tb\r\nc\td\r\n", "a|b|\nc|d|\n" },
    { "a\tb\rc\td", "a|b|\nc|d|\n" },
    { "\xEF\xBB\xBF"
      "a",
      "a|\n" },
    /* rows without a character, and rows that are shorter */
    { "\n", "|\n" },
    { "1\n\n3\n", "1|\n|\n3|\n" },
    { "1\r\n\r\n\r\n", "1|\n|\n|\n" },
    { "\n\na\tb", "||\n||\na|b|\n" },
    { "a\tb\tc\nd\n\te\n", "a|b|c|\nd|||\n|e||\n" },
    { "a\t\t\n", "a|||\n" },
    /* as LibreOffice writes what has tabs, quotes and line breaks */
    { "\"a\tb\"\t\"say \"\"x\"\"\"\n\"two\nlines\"\t2\n", "a\tb|say \"x\"|\ntwo\nlines|2|\n" },
    { "\"two\r\nlines\"\r\n\r\nb\r\n", "two\r\nlines|\n|\nb|\n" },
    { "\"\"\t\"\"\"\"", "|\"|\n" },
    /* as Excel writes what has quotes only */
    { "say \"x\"\t5\"\n", "say \"x\"|5\"|\n" },
    { "\"x\" she said\tb", "x she said|b|\n" },
    { "a\n\"x\tb\nc\n", "a||\n\"x|b|\nc||\n" },
    { "\"", "\"|\n" },
    { "a\n\n\"b\"\t\"c", "a||\n||\n\"b\"|\"c|\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (DispatchMatrix) cells = dispatch_matrix_read (cases[i].text, strlen (cases[i].text));
    g_autofree char *dumped = dump (cells);
    g_assert_cmpstr (dumped, ==, cases[i].expected);
  }
}

static void
test_append (void)
{
  g_autoptr (DispatchMatrix) cells = dispatch_matrix_new (2);

  dispatch_matrix_append (cells, "a", 1);
  dispatch_matrix_append (cells, "", 0);
  dispatch_matrix_append (cells, "cut", 1);
  g_autofree char *dumped = dump (cells);
  g_assert_cmpstr (dumped, ==, "a||\nc||\n");
  dispatch_matrix_drop_row (cells);
  g_autofree char *dropped = dump (cells);
  g_assert_cmpstr (dropped, ==, "c||\n");
}

/* What a row has beyond the cells that are read is counted, so that somebody can say it. */
static void
test_wide (void)
{
  g_autofree char *text = g_strnfill (5000, '\t');
  g_autoptr (DispatchMatrix) cells = dispatch_matrix_read (text, strlen (text));

  g_assert_cmpuint (dispatch_matrix_get_n_columns (cells), ==, 5001);
  g_assert_cmpstr (dispatch_matrix_get (cells, 0, 5000), ==, "");
}

/* What Copy writes, Paste reads. */

#define N_COLUMNS 4

static char *
make_value (void)
{
  static const char *const pieces[] = { "a",    "\t", "\n", "\r", "\r\n", "\"",
                                        "\"\"", " ",  "ä",  ",",  "'",    "{\"k\": [1]}" };
  GString *value = g_string_new (NULL);

  for (int n = g_test_rand_int_range (0, 5); n > 0; n--) {
    g_string_append (value, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
  }
  return g_string_free (value, FALSE);
}

static DispatchTable *
make_table (guint n_rows)
{
  static const char *const names[N_COLUMNS] = { "w", "x", "y", "z" };
  DispatchTable *table = dispatch_table_new ();

  dispatch_table_insert_blank (table, 0, n_rows);
  for (guint column = 0; column < N_COLUMNS; column++) {
    guint index = dispatch_table_add_column (table, names[column]);
    for (guint row = 0; row < n_rows; row++) {
      g_autofree char *value = make_value ();
      dispatch_table_set (table, row, index, value);
    }
  }
  return table;
}

static void
test_round_trip (void)
{
  for (guint n = 0; n < 2000; n++) {
    guint n_rows = (guint) g_test_rand_int_range (1, 6);
    guint n_columns = (guint) g_test_rand_int_range (1, N_COLUMNS + 1);
    g_autoptr (DispatchTable) table = make_table (n_rows);
    guint rows[6], columns[N_COLUMNS];
    for (guint i = 0; i < n_rows; i++) {
      rows[i] = n_rows - 1 - i;
    }
    for (guint i = 0; i < n_columns; i++) {
      columns[i] = i == 2 ? DISPATCH_NONE : DISPATCH_N_FIXED_COLUMNS + i;
    }
    g_autofree char *text = dispatch_matrix_write (table, rows, n_rows, columns, n_columns);
    g_autoptr (DispatchMatrix) cells = dispatch_matrix_read (text, strlen (text));
    g_assert_cmpuint (dispatch_matrix_get_n_rows (cells), ==, n_rows);
    g_assert_cmpuint (dispatch_matrix_get_n_columns (cells), ==, n_columns);
    for (guint i = 0; i < n_rows * n_columns; i++) {
      guint row = i / n_columns, column = i % n_columns;
      const char *value = columns[column] != DISPATCH_NONE
                            ? dispatch_table_get (table, rows[row], columns[column])
                            : "";
      g_assert_cmpstr (dispatch_matrix_get (cells, row, column), ==, value);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dispatch/matrix/read", test_read);
  g_test_add_func ("/dispatch/matrix/append", test_append);
  g_test_add_func ("/dispatch/matrix/wide", test_wide);
  g_test_add_func ("/dispatch/matrix/round-trip", test_round_trip);
  return g_test_run ();
}
