#include "dispatch-csv.h"

#include <string.h>

static const char byte_order_mark[] = "\xEF\xBB\xBF";

/* Spreadsheets put tabs on the clipboard; files have commas, or semicolons where the comma is the
 * decimal sign. The first line that has any of them decides: a tab is never part of a name or an
 * address, of the others the more frequent one wins. */
static char
detect_separator (const char *text, const char *end)
{
  guint n_commas = 0, n_semicolons = 0;
  gboolean quoted = FALSE;

  for (const char *at = text; at < end; at++) {
    if (*at == '"') {
      quoted = !quoted;
    } else if (quoted) {
      continue;
    } else if (*at == '\t') {
      return '\t';
    } else if (*at == ',') {
      n_commas++;
    } else if (*at == ';') {
      n_semicolons++;
    } else if ((*at == '\n' || *at == '\r') && n_commas + n_semicolons > 0) {
      break;
    }
  }
  return n_semicolons > n_commas ? ';' : ',';
}

/**
 * dispatch_csv_init:
 * @self: a reader
 * @text: UTF-8 without NUL bytes, with or without a byte order mark
 * @length: of @text
 */
void
dispatch_csv_init (DispatchCsv *self, const char *text, gsize length)
{
  gsize skip = 0;

  if (length >= 3 && memcmp (text, byte_order_mark, 3) == 0) {
    skip = 3;
  }
  self->at = text + skip;
  self->end = text + length;
  self->separator = detect_separator (self->at, self->end);
  self->line = 1;
  self->row_line = 1;
  self->row_at = self->at;
  self->bytes = g_string_new (NULL);
  self->starts = g_array_new (FALSE, FALSE, sizeof (gsize));
}

/**
 * dispatch_csv_init_line:
 * @self: a reader
 * @line: a row with commas, as dispatch_csv_append_cell() writes it
 */
void
dispatch_csv_init_line (DispatchCsv *self, const char *line)
{
  dispatch_csv_init (self, line, strlen (line));
  self->separator = ',';
}

/**
 * dispatch_csv_seek:
 * @self: a reader
 * @at: where a row of its text begins
 * @line: of @at
 *
 * The next step reads that row.
 */
void
dispatch_csv_seek (DispatchCsv *self, const char *at, guint line)
{
  g_assert (at <= self->end);

  self->at = at;
  self->line = line;
}

void
dispatch_csv_clear (DispatchCsv *self)
{
  if (self->bytes != NULL) {
    g_string_free (g_steal_pointer (&self->bytes), TRUE);
  }
  g_clear_pointer (&self->starts, g_array_unref);
}

static gboolean
at_line_end (const DispatchCsv *self)
{
  return self->at == self->end || *self->at == '\n' || *self->at == '\r';
}

/* The three kinds of line ends, each once. */
static void
skip_line_end (DispatchCsv *self)
{
  if (self->at == self->end) {
    return;
  }
  if (*self->at == '\r' && self->at + 1 < self->end && self->at[1] == '\n') {
    self->at++;
  }
  self->at++;
  self->line++;
}

/* From behind the opening quote to behind the closing one. */
static gboolean
read_quoted (DispatchCsv *self)
{
  while (self->at < self->end) {
    char c = *self->at++;

    if (c == '"' && (self->at == self->end || *self->at != '"')) {
      return TRUE;
    }
    if (c == '"') {
      self->at++;
    } else if (c == '\n' || (c == '\r' && (self->at == self->end || *self->at != '\n'))) {
      self->line++;
    }
    g_string_append_c (self->bytes, c);
  }
  return FALSE;
}

static void
read_plain (DispatchCsv *self)
{
  const char *start = self->at;

  while (!at_line_end (self) && *self->at != self->separator) {
    self->at++;
  }
  g_string_append_len (self->bytes, start, self->at - start);
}

/* Text behind a closing quote is not of RFC 4180; it is kept as it stands. */
static gboolean
read_cell (DispatchCsv *self)
{
  gsize start = self->bytes->len;

  g_array_append_val (self->starts, start);
  if (self->at < self->end && *self->at == '"') {
    self->at++;
    if (!read_quoted (self)) {
      return FALSE;
    }
  }
  read_plain (self);
  g_string_append_c (self->bytes, '\0');
  return TRUE;
}

static gboolean
read_row (DispatchCsv *self)
{
  g_string_truncate (self->bytes, 0);
  g_array_set_size (self->starts, 0);
  self->row_line = self->line;
  self->row_at = self->at;
  while (read_cell (self)) {
    if (at_line_end (self)) {
      skip_line_end (self);
      return TRUE;
    }
    self->at++;
  }
  return FALSE;
}

static gboolean
row_is_blank (const DispatchCsv *self)
{
  for (gsize i = 0; i < self->bytes->len; i++) {
    char c = self->bytes->str[i];
    if (c != '\0' && !g_ascii_isspace (c)) {
      return FALSE;
    }
  }
  return TRUE;
}

/**
 * dispatch_csv_step:
 * @self: a reader
 *
 * Returns: whether there is a row to look at, no more, or a quote that never ends
 */
DispatchCsvStep
dispatch_csv_step (DispatchCsv *self)
{
  while (self->at < self->end) {
    if (!read_row (self)) {
      return DISPATCH_CSV_OPEN_QUOTE;
    }
    if (!row_is_blank (self)) {
      return DISPATCH_CSV_ROW;
    }
  }
  return DISPATCH_CSV_END;
}

/**
 * dispatch_csv_get_n_cells:
 * @self: a reader at a row
 *
 * Returns: how many cells it has, up to the last that is not empty
 */
guint
dispatch_csv_get_n_cells (const DispatchCsv *self)
{
  guint n_cells = self->starts->len;

  while (n_cells > 0 && *dispatch_csv_get_cell (self, n_cells - 1) == '\0') {
    n_cells--;
  }
  return n_cells;
}

/**
 * dispatch_csv_get_cell:
 * @self: a reader at a row
 * @cell: its number, from 0
 *
 * Returns: (transfer none): the text, "" behind the last; valid until the next step
 */
const char *
dispatch_csv_get_cell (const DispatchCsv *self, guint cell)
{
  if (cell >= self->starts->len) {
    return "";
  }
  return self->bytes->str + g_array_index (self->starts, gsize, cell);
}

/**
 * dispatch_csv_append_cell:
 * @line: a row with commas, to which a cell is added (RFC 4180)
 * @cell: its text
 */
void
dispatch_csv_append_cell (GString *line, const char *cell)
{
  if (line->len > 0) {
    g_string_append_c (line, ',');
  }
  /* Quotes around nothing tell a first cell without text from no cell. */
  if (*cell != '\0' && strpbrk (cell, ",\"\r\n") == NULL) {
    g_string_append (line, cell);
    return;
  }
  g_string_append_c (line, '"');
  for (const char *at = cell; *at != '\0'; at++) {
    if (*at == '"') {
      g_string_append_c (line, '"');
    }
    g_string_append_c (line, *at);
  }
  g_string_append_c (line, '"');
}
