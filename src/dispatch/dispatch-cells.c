#include "dispatch-cells.h"

#include <string.h>

#include "dispatch-csv.h"
#include "dispatch-import-private.h"
#include "dispatch-token.h"

struct _DispatchCells {
  GString *bytes; /* all cells, each ended by NUL */
  GArray *cells;  /* of guint: where each begins in @bytes */
  GArray *rows;   /* of guint: the first of @cells of each, and one more */
  guint n_columns;
};

void
dispatch_cells_free (DispatchCells *self)
{
  g_string_free (self->bytes, TRUE);
  g_array_unref (self->cells);
  g_array_unref (self->rows);
  g_free (self);
}

static void
end_row (DispatchCells *self)
{
  g_array_append_val (self->rows, self->cells->len);
}

static void
add_row (DispatchCells *self, const DispatchCsv *csv)
{
  guint n_cells = MIN (csv->n_cells, DISPATCH_CSV_MAX_CELLS);

  for (guint i = 0; i < n_cells; i++) {
    guint start = (guint) self->bytes->len;
    g_array_append_val (self->cells, start);
    g_string_append_len (self->bytes, csv->cells[i].text, (gssize) csv->cells[i].length);
    g_string_append_c (self->bytes, '\0');
  }
  self->n_columns = MAX (self->n_columns, n_cells);
  end_row (self);
}

static gboolean
is_text (const char *text, gsize length)
{
  return length > 0 && length <= DISPATCH_CELLS_MAX_BYTES &&
         g_utf8_validate_len (text, length, NULL);
}

static gboolean
begins_with_address (const char *text, gsize length, const DispatchCsvOptions *options)
{
  g_auto (DispatchCsv) csv = { 0 };

  dispatch_csv_init (&csv, text, length, options);
  if (dispatch_csv_step (&csv) != DISPATCH_CSV_ROW) {
    return FALSE;
  }
  g_autofree char *first = g_strstrip (g_strdup (dispatch_csv_get_cell (&csv, 0)));
  return dispatch_user_id_is_valid (first) || dispatch_import_name_is_known (first);
}

/* Tabs are what spreadsheets write; without one, text is a cell, and may have commas, unless it is
 * rows of a file by the look of its first cell. */
static DispatchCsvOptions
choose_options (const char *text, gsize length)
{
  DispatchCsvOptions options = DISPATCH_CSV_OPTIONS_INIT;

  if (memchr (text, '\t', length) == NULL) {
    dispatch_csv_sniff_cells (text, length, &options);
    if (begins_with_address (text, length, &options)) {
      return options;
    }
  }
  options.delimiter = '\t';
  options.quote = '"';
  return options;
}

static void
read_rows (DispatchCells *self, DispatchCsv *csv)
{
  DispatchCsvStep step;
  guint line = csv->line;

  while ((step = dispatch_csv_step (csv)) != DISPATCH_CSV_END) {
    /* A line without a character is an empty cell in a column of others. */
    for (; line < csv->row_line && step == DISPATCH_CSV_ROW; line++) {
      end_row (self);
    }
    if (step == DISPATCH_CSV_ROW) {
      add_row (self, csv);
    } else {
      /* A quotation mark at the beginning of a text that is none of a cell. */
      csv->quote = '\0';
      dispatch_csv_seek (csv, csv->row_at, csv->row_line);
    }
    line = csv->line;
  }
}

/**
 * dispatch_cells_parse:
 * @text: what is on the clipboard
 *
 * Returns: (transfer full) (nullable): its cells; %NULL where it has none, is no UTF-8, or is
 * larger than [const@Dispatch.CELLS_MAX_BYTES]
 */
DispatchCells *
dispatch_cells_parse (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  gsize length = strlen (text);
  gsize mark = dispatch_encoding_get_mark (DISPATCH_ENCODING_UTF_8, text, length);
  g_auto (DispatchCsv) csv = { 0 };

  if (!is_text (text + mark, length - mark)) {
    return NULL;
  }
  DispatchCells *self = g_new0 (DispatchCells, 1);
  self->bytes = g_string_new (NULL);
  self->cells = g_array_new (FALSE, FALSE, sizeof (guint));
  self->rows = g_array_new (FALSE, FALSE, sizeof (guint));
  end_row (self);
  const DispatchCsvOptions options = choose_options (text + mark, length - mark);
  dispatch_csv_init (&csv, text + mark, length - mark, &options);
  read_rows (self, &csv);
  if (self->n_columns == 0) {
    g_clear_pointer (&self, dispatch_cells_free);
  }
  return self;
}

guint
dispatch_cells_get_n_rows (const DispatchCells *self)
{
  return self->rows->len - 1;
}

guint
dispatch_cells_get_n_columns (const DispatchCells *self)
{
  return self->n_columns;
}

/**
 * dispatch_cells_get:
 * @self: cells
 * @row: a row
 * @column: a column, also one that the row does not have
 *
 * Returns: (transfer none): the cell, "" where there is none
 */
const char *
dispatch_cells_get (const DispatchCells *self, guint row, guint column)
{
  g_return_val_if_fail (row < self->rows->len - 1, "");

  guint first = g_array_index (self->rows, guint, row);
  guint n_cells = g_array_index (self->rows, guint, row + 1) - first;
  return column < n_cells ? self->bytes->str + g_array_index (self->cells, guint, first + column)
                          : "";
}

/**
 * dispatch_cells_has_header:
 * @self: cells
 *
 * Returns: whether the first row has the name of a column of user IDs, tokens or providers
 */
gboolean
dispatch_cells_has_header (const DispatchCells *self)
{
  for (guint i = 0; i < self->n_columns; i++) {
    if (dispatch_import_name_is_known (dispatch_cells_get (self, 0, i))) {
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * dispatch_cells_append:
 * @text: a row, to which a cell is added
 * @cell: its text
 * @is_first: whether it is the first of the row
 */
void
dispatch_cells_append (GString *text, const char *cell, gboolean is_first)
{
  if (!is_first) {
    g_string_append_c (text, '\t');
  }
  if (strpbrk (cell, "\t\r\n") == NULL && *cell != '"') {
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
