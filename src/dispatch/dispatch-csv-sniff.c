/* Recognises how a text is written by reading its beginning in each way: the right one gives rows
 * that have as many cells as the first. */

#include <string.h>

#include "dispatch-csv.h"

/* Rows tell soon. */
#define SNIFF_ROWS 200

/* Of the name of a column, in bytes. Tokens are longer, and IDs of users do not fit much tighter.
 */
#define MAX_NAME 36

/* So many names are compared with each other. */
#define MAX_COMPARED 100

typedef struct {
  guint n_columns; /* of the first row */
  guint n_rows;
  guint n_same; /* rows with as many cells */
  guint n_quoted;
  guint n_odd;
} Shape;

static Shape
read_shape (const char *text, gsize length, const DispatchCsvOptions *options)
{
  Shape shape = { 0 };
  g_auto (DispatchCsv) csv = { 0 };
  DispatchCsvStep step;

  dispatch_csv_init (&csv, text, length, options);
  while (shape.n_rows < SNIFF_ROWS && (step = dispatch_csv_step (&csv)) != DISPATCH_CSV_END) {
    if (step == DISPATCH_CSV_OPEN_QUOTE) {
      continue;
    }
    if (shape.n_rows++ == 0) {
      shape.n_columns = csv.n_cells;
    }
    shape.n_same += csv.n_cells == shape.n_columns;
    shape.n_quoted += csv.n_quoted;
    shape.n_odd += csv.n_odd;
  }
  return shape;
}

/* Rows that agree on more than one cell count, and the more cells the better; cells in quotes that
 * go on behind them speak against it. */
static gint64
rate_shape (const Shape *shape)
{
  if (shape->n_columns < 2) {
    return 0;
  }
  return (gint64) shape->n_same * 1000 / shape->n_rows * 1000 + MIN (shape->n_columns, 99) -
         (gint64) shape->n_odd * 1000;
}

/* One of @delimiters. */
static Shape
choose_delimiter (const char *text,
                  gsize length,
                  const char *delimiters,
                  DispatchCsvOptions *options)
{
  DispatchCsvOptions tried = *options;
  Shape best = { 0 };

  options->delimiter = delimiters[0];
  for (const char *at = delimiters; *at != '\0'; at++) {
    tried.delimiter = *at;
    Shape shape = read_shape (text, length, &tried);
    if (at == delimiters || rate_shape (&shape) > rate_shape (&best)) {
      options->delimiter = *at;
      best = shape;
    }
  }
  return best;
}

/**
 * dispatch_csv_get_preface:
 * @text: how a text begins, in UTF-8 and without a mark
 * @length: of @text
 * @delimiter: (out) (nullable): what it says, where it is there
 *
 * Spreadsheets know a first line "sep=;", which is no row, and tells what separates cells.
 *
 * Returns: the length of that line with its end, or 0 where there is none
 */
gsize
dispatch_csv_get_preface (const char *text, gsize length, char *delimiter)
{
  static const char name[] = "sep=";
  const char *end = text + length, *at = text;
  gboolean is_quoted = length > 0 && *at == '"';

  at += is_quoted;
  if ((gsize) (end - at) < sizeof name || g_ascii_strncasecmp (at, name, sizeof name - 1) != 0 ||
      at[sizeof name - 1] == '\0' ||
      strchr (dispatch_csv_delimiters, at[sizeof name - 1]) == NULL) {
    return 0;
  }
  char said = at[sizeof name - 1];
  at += sizeof name;
  at += is_quoted && at < end && *at == '"';
  gsize line_end = at < end && *at == '\r' ? 1 : 0;
  line_end += at + line_end < end && at[line_end] == '\n';
  if (line_end == 0 && at < end) {
    return 0;
  }
  if (delimiter != NULL) {
    *delimiter = said;
  }
  return (gsize) (at - text) + line_end;
}

/* Single quotes are apostrophes elsewhere: they have to be around several cells and nothing else.
 */
static void
choose_quote (const char *text, gsize length, const char *delimiters, DispatchCsvOptions *options)
{
  DispatchCsvOptions single = *options;

  options->quote = '"';
  single.quote = '\'';
  Shape with_double = choose_delimiter (text, length, delimiters, options);
  Shape with_single = choose_delimiter (text, length, delimiters, &single);
  if (with_double.n_quoted == 0 && with_single.n_quoted >= 2 && with_single.n_odd == 0 &&
      (with_single.n_same == with_single.n_rows ||
       rate_shape (&with_single) >= rate_shape (&with_double))) {
    *options = single;
  }
}

static gboolean
cell_is (const DispatchCsvCell *cell, const char *text)
{
  return cell->length == strlen (text) && g_ascii_strncasecmp (cell->text, text, cell->length) == 0;
}

/* Names are text, each of them once; a cell that is a number, or begins like a JSON value or an
 * address of this API, is not one. */
static gboolean
is_name (const DispatchCsvCell *cell)
{
  gboolean has_letter = FALSE;

  if (cell->length > MAX_NAME || cell_is (cell, "FCM") || cell_is (cell, "APN")) {
    return FALSE;
  }

  for (gsize i = 0; i < cell->length; i++) {
    has_letter = has_letter || g_ascii_isalpha (cell->text[i]) || (guint8) cell->text[i] >= 0x80;
  }
  return has_letter && strchr ("[{", *cell->text) == NULL &&
         g_strstr_len (cell->text, (gssize) cell->length, "://") == NULL &&
         (cell->length < 6 || memcmp (cell->text, "comms_", 6) != 0);
}

static gboolean
is_same_cell (const DispatchCsvCell *a, const DispatchCsvCell *b)
{
  return a->length == b->length && memcmp (a->text, b->text, a->length) == 0;
}

static gboolean
row_is_header (const DispatchCsv *csv)
{
  for (guint i = 0; i < MIN (csv->n_filled, DISPATCH_CSV_MAX_CELLS); i++) {
    if (csv->cells[i].length > 0 && !is_name (&csv->cells[i])) {
      return FALSE;
    }
    for (guint k = 0; k < MIN (i, MAX_COMPARED); k++) {
      if (csv->cells[i].length > 0 && is_same_cell (&csv->cells[i], &csv->cells[k])) {
        return FALSE;
      }
    }
  }
  return csv->n_filled > 0;
}

/**
 * dispatch_csv_sniff_cells:
 * @text: how a text begins, in UTF-8 and without a mark
 * @length: of @text
 * @options: (inout): whose encoding is kept
 *
 * Recognises the rest of the options. A quote is never found to be none: text that has a stray one
 * is better shown with its mistake.
 */
void
dispatch_csv_sniff_cells (const char *text, gsize length, DispatchCsvOptions *options)
{
  g_auto (DispatchCsv) csv = { 0 };
  char said[2] = "";
  gsize preface = dispatch_csv_get_preface (text, length, said);

  text += preface;
  length -= preface;
  choose_quote (text, length, preface > 0 ? said : dispatch_csv_delimiters, options);
  dispatch_csv_init (&csv, text, length, options);
  options->has_header = dispatch_csv_step (&csv) == DISPATCH_CSV_ROW && row_is_header (&csv);
}

/**
 * dispatch_csv_sniff:
 * @bytes: a file, or how it begins
 * @length: of @bytes; beyond DISPATCH_CSV_SNIFF_BYTES only the encoding is looked for
 *
 * Returns: how it most likely is written
 */
DispatchCsvOptions
dispatch_csv_sniff (const char *bytes, gsize length)
{
  DispatchCsvOptions options = DISPATCH_CSV_OPTIONS_INIT;
  g_autoptr (GString) text = g_string_new (NULL);

  options.encoding = dispatch_encoding_guess (bytes, length);
  length = MIN (length, DISPATCH_CSV_SNIFF_BYTES);
  gsize mark = dispatch_encoding_get_mark (options.encoding, bytes, length);
  dispatch_encoding_decode (options.encoding, bytes + mark, length - mark, FALSE, text);
  dispatch_csv_sniff_cells (text->str, text->len, &options);
  return options;
}
