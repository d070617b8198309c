/* The text that spreadsheets and browsers copy for a table: rows are lines, cells are parted by
 * tabs, and one with a tab, a quote or a line break stands in quotes, in which quotes are doubled.
 * A quote elsewhere than at the start of a cell is a character. */

#include "carillon-grid-cells.h"

#include <string.h>

struct _CarillonGridCells {
  GPtrArray *rows; /* of GPtrArray (owned) of const char * in texts */
  GStringChunk *texts;
  guint n_columns; /* of the widest */
};

static void
add_row (CarillonGridCells *self)
{
  g_ptr_array_add (self->rows, g_ptr_array_new ());
}

static void
add_cell (CarillonGridCells *self, const char *text, gsize length)
{
  GPtrArray *row = g_ptr_array_index (self->rows, self->rows->len - 1);

  g_ptr_array_add (row, length == 0
                          ? (char *) ""
                          : g_string_chunk_insert_len (self->texts, text, (gssize) length));
  self->n_columns = MAX (self->n_columns, row->len);
}

/**
 * carillon_grid_cells_new:
 * @n_columns: how many cells a row has
 *
 * Returns: (transfer full): no rows yet
 */
CarillonGridCells *
carillon_grid_cells_new (guint n_columns)
{
  CarillonGridCells *self = g_new0 (CarillonGridCells, 1);

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  self->texts = g_string_chunk_new (16 * 1024);
  self->n_columns = n_columns;
  return self;
}

void
carillon_grid_cells_append (CarillonGridCells *self, const char *text, gsize length)
{
  g_return_if_fail (self != NULL && text != NULL);

  GPtrArray *last =
    self->rows->len > 0 ? g_ptr_array_index (self->rows, self->rows->len - 1) : NULL;
  if (last == NULL || last->len >= self->n_columns) {
    add_row (self);
  }
  add_cell (self, text, length);
}

/* In quotes, from behind the first of them. Returns: where the text goes on. */
static const char *
read_quoted (const char *at, const char *end, GString *cell)
{
  g_string_truncate (cell, 0);
  while (at < end) {
    const char *quote = memchr (at, '"', (gsize) (end - at));
    if (quote == NULL) {
      break;
    }
    g_string_append_len (cell, at, quote - at);
    at = quote + 1;
    if (at == end || *at != '"') {
      return at;
    }
    g_string_append_c (cell, '"');
    at++;
  }
  return NULL; /* it never ends, so it is no quote */
}

static const char *
find_end (const char *at, const char *end, char delimiter)
{
  while (at < end && *at != delimiter && *at != '\n' && *at != '\r') {
    at++;
  }
  return at;
}

static const char *
read_cell (CarillonGridCells *self, const char *at, const char *end, char delimiter, GString *cell)
{
  const char *behind = at < end && *at == '"' ? read_quoted (at + 1, end, cell) : NULL;
  const char *stop = find_end (behind != NULL ? behind : at, end, delimiter);

  if (behind != NULL) {
    g_string_append_len (cell, behind, stop - behind);
    add_cell (self, cell->str, cell->len);
  } else {
    add_cell (self, at, (gsize) (stop - at));
  }
  return stop;
}

/**
 * carillon_grid_cells_read:
 * @text: (array length=length): UTF-8
 * @length: in bytes
 * @delimiter: between cells
 *
 * A line break at the very end does not begin another row; an empty line is a row of one empty
 * cell.
 *
 * Returns: (transfer full): the cells
 */
CarillonGridCells *
carillon_grid_cells_read (const char *text, gsize length, char delimiter)
{
  g_return_val_if_fail (text != NULL, NULL);

  CarillonGridCells *self = carillon_grid_cells_new (0);
  g_autoptr (GString) cell = g_string_new (NULL);
  const char *at = text;
  const char *end = text + length;

  while (at < end) {
    add_row (self);
    at = read_cell (self, at, end, delimiter, cell);
    while (at < end && *at == delimiter) {
      at = read_cell (self, at + 1, end, delimiter, cell);
    }
    if (at < end) {
      at += at + 1 < end && at[0] == '\r' && at[1] == '\n' ? 2 : 1;
    }
  }
  return self;
}

void
carillon_grid_cells_free (CarillonGridCells *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->rows);
  g_string_chunk_free (self->texts);
  g_free (self);
}

/**
 * carillon_grid_cells_drop_row:
 * @self: cells of at least one row
 *
 * Removes the first row.
 */
void
carillon_grid_cells_drop_row (CarillonGridCells *self)
{
  g_return_if_fail (self != NULL && self->rows->len > 0);
  g_ptr_array_remove_index (self->rows, 0);
}

guint
carillon_grid_cells_get_n_rows (const CarillonGridCells *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->rows->len;
}

guint
carillon_grid_cells_get_n_columns (const CarillonGridCells *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_columns;
}

/**
 * carillon_grid_cells_get:
 *
 * Returns: (transfer none): the text, "" where the row is shorter
 */
const char *
carillon_grid_cells_get (const CarillonGridCells *self, guint row, guint column)
{
  g_return_val_if_fail (self != NULL && row < self->rows->len, "");

  const GPtrArray *cells = g_ptr_array_index (self->rows, row);
  return column < cells->len ? g_ptr_array_index (cells, column) : "";
}

void
carillon_grid_cells_write (GString *text, const char *cell)
{
  g_return_if_fail (text != NULL && cell != NULL);

  if (strpbrk (cell, "\t\n\r\"") == NULL) {
    g_string_append (text, cell);
    return;
  }
  g_string_append_c (text, '"');
  for (const char *p = cell; *p != '\0'; p++) {
    if (*p == '"') {
      g_string_append_c (text, '"');
    }
    g_string_append_c (text, *p);
  }
  g_string_append_c (text, '"');
}
