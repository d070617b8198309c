#include "dispatch-matrix.h"

#include <string.h>

#include "dispatch-csv.h"

/* A million cells are three pieces of memory, which the main loop frees in no time. */
struct _DispatchMatrix {
  GString *texts;  /* of all cells, each ended by NUL; the first is "" */
  GArray *cells;   /* of gsize: where each begins */
  GArray *rows;    /* of guint: the first cell of each */
  guint n_columns; /* of the widest */
};

/**
 * dispatch_matrix_new:
 * @n_columns: how many cells a row has
 *
 * Returns: (transfer full): no rows yet
 */
DispatchMatrix *
dispatch_matrix_new (guint n_columns)
{
  DispatchMatrix *self = g_new0 (DispatchMatrix, 1);

  self->texts = g_string_new (NULL);
  g_string_append_c (self->texts, '\0');
  self->cells = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->rows = g_array_new (FALSE, FALSE, sizeof (guint));
  self->n_columns = n_columns;
  return self;
}

void
dispatch_matrix_free (DispatchMatrix *self)
{
  g_return_if_fail (self != NULL);

  g_string_free (self->texts, TRUE);
  g_array_unref (self->cells);
  g_array_unref (self->rows);
  g_free (self);
}

static void
add_row (DispatchMatrix *self)
{
  g_array_append_val (self->rows, self->cells->len);
}

static void
add_cell (DispatchMatrix *self, const char *text, gsize length)
{
  gsize at = length == 0 ? 0 : self->texts->len;

  if (length > 0) {
    g_string_append_len (self->texts, text, (gssize) length);
    g_string_append_c (self->texts, '\0');
  }
  g_array_append_val (self->cells, at);
}

static guint
count_cells (const DispatchMatrix *self, guint row)
{
  guint first = g_array_index (self->rows, guint, row);
  guint end =
    row + 1 < self->rows->len ? g_array_index (self->rows, guint, row + 1) : self->cells->len;

  return end - first;
}

/**
 * dispatch_matrix_append:
 * @self: cells
 * @text: (array length=length): UTF-8 without NUL
 * @length: in bytes
 *
 * Adds a cell to the last row, or, where that is full, to another one.
 */
void
dispatch_matrix_append (DispatchMatrix *self, const char *text, gsize length)
{
  g_return_if_fail (self != NULL && text != NULL);

  if (self->rows->len == 0 || count_cells (self, self->rows->len - 1) >= self->n_columns) {
    add_row (self);
  }
  add_cell (self, text, length);
}

/* Reading. */

static void
read_row (DispatchMatrix *self, const DispatchCsv *csv)
{
  add_row (self);
  for (guint i = 0; i < MIN (csv->n_cells, DISPATCH_CSV_MAX_CELLS); i++) {
    add_cell (self, csv->cells[i].text, csv->cells[i].length);
  }
  self->n_columns = MAX (self->n_columns, csv->n_cells);
}

/* Lines without a character, which the reader leaves out, are rows here. */
static void
add_blank_rows (DispatchMatrix *self, guint n_rows)
{
  for (guint i = 0; i < n_rows; i++) {
    add_row (self);
    add_cell (self, "", 0);
    self->n_columns = MAX (self->n_columns, 1);
  }
}

static gboolean
read_rows (DispatchMatrix *self, const char *text, gsize length, char quote)
{
  const DispatchCsvOptions options = { '\t', quote, DISPATCH_ENCODING_UTF_8, FALSE };
  g_auto (DispatchCsv) csv = { 0 };
  DispatchCsvStep step;

  dispatch_csv_init (&csv, text, length, &options);
  do {
    guint line = csv.line;
    step = dispatch_csv_step (&csv);
    add_blank_rows (self, csv.row_line - line);
    if (step == DISPATCH_CSV_ROW) {
      read_row (self, &csv);
    }
  } while (step == DISPATCH_CSV_ROW);
  return step == DISPATCH_CSV_END;
}

/**
 * dispatch_matrix_read:
 * @text: (array length=length): UTF-8
 * @length: in bytes
 *
 * A line break at the very end does not begin another row; an empty line, and a text of none, is a
 * row of one empty cell. A text in which a quote never ends is of a program that does not quote:
 * all quotes of it are characters.
 *
 * Returns: (transfer full): the cells
 */
DispatchMatrix *
dispatch_matrix_read (const char *text, gsize length)
{
  g_return_val_if_fail (text != NULL, NULL);

  gsize mark = dispatch_encoding_get_mark (DISPATCH_ENCODING_UTF_8, text, length);
  g_autoptr (DispatchMatrix) self = dispatch_matrix_new (0);
  if (!read_rows (self, text + mark, length - mark, '"')) {
    dispatch_matrix_free (self);
    self = dispatch_matrix_new (0);
    read_rows (self, text + mark, length - mark, '\0');
  }
  if (self->rows->len == 0) {
    add_blank_rows (self, 1);
  }
  return g_steal_pointer (&self);
}

void
dispatch_matrix_drop_row (DispatchMatrix *self)
{
  g_return_if_fail (self != NULL && self->rows->len > 0);
  g_array_remove_index (self->rows, 0);
}

guint
dispatch_matrix_get_n_rows (const DispatchMatrix *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->rows->len;
}

guint
dispatch_matrix_get_n_columns (const DispatchMatrix *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_columns;
}

/**
 * dispatch_matrix_get:
 * @self: cells
 * @row: a row
 * @column: a column
 *
 * Returns: (transfer none): the text, "" where the row is shorter
 */
const char *
dispatch_matrix_get (const DispatchMatrix *self, guint row, guint column)
{
  g_return_val_if_fail (self != NULL && row < self->rows->len, "");

  if (column >= count_cells (self, row)) {
    return "";
  }
  guint cell = g_array_index (self->rows, guint, row) + column;
  return self->texts->str + g_array_index (self->cells, gsize, cell);
}

/* Writing. */

static void
write_cell (GString *text, const char *cell)
{
  if (strpbrk (cell, "\t\n\r\"") == NULL) {
    g_string_append (text, cell);
    return;
  }
  g_string_append_c (text, '"');
  for (const char *at = cell; *at != '\0'; at++) {
    if (*at == '"') {
      g_string_append_c (text, '"');
    }
    g_string_append_c (text, *at);
  }
  g_string_append_c (text, '"');
}

/**
 * dispatch_matrix_write:
 * @table: a table
 * @rows: (array length=n_rows): rows of it, in any order
 * @n_rows: how many
 * @columns: (array length=n_columns): columns of it; [const@Dispatch.NONE] for one of empty cells
 * @n_columns: how many
 *
 * Returns: (transfer full): the text that dispatch_matrix_read() reads; that of one row is a line
 *   without an end, which is what one wants of it in the middle of a text
 */
char *
dispatch_matrix_write (const DispatchTable *table,
                       const guint *rows,
                       guint n_rows,
                       const guint *columns,
                       guint n_columns)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_rows; i++) {
    for (guint j = 0; j < n_columns; j++) {
      if (j > 0) {
        g_string_append_c (text, '\t');
      }
      if (columns[j] != DISPATCH_NONE) {
        write_cell (text, dispatch_table_get (table, rows[i], columns[j]));
      }
    }
    if (n_rows > 1) {
      g_string_append_c (text, '\n');
    }
  }
  return g_string_free (text, FALSE);
}
