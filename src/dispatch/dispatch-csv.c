/* Eight bytes at a time: a cell is a piece of the text, found by its end and not copied, but for
 * the rare one that has doubled quotes. */

#include "dispatch-csv.h"

#include <string.h>

const char dispatch_csv_delimiters[] = ",;\t|";
const char dispatch_csv_quotes[] = "\"'";

#define ONES G_GUINT64_CONSTANT (0x0101010101010101)
#define HIGHS G_GUINT64_CONSTANT (0x8080808080808080)

/* Of text that had to be changed: many cells of JSON. */
#define BLOCK (16 * 1024)

/**
 * dispatch_csv_init:
 * @self: a reader
 * @text: text without a byte order mark
 * @length: of @text
 * @options: how it is written; it is read as UTF-8 whatever they say
 */
void
dispatch_csv_init (DispatchCsv *self,
                   const char *text,
                   gsize length,
                   const DispatchCsvOptions *options)
{
  *self = (DispatchCsv){
    .at = text,
    .end = text + length,
    .line = 1,
    .delimiter = options->delimiter,
    .quote = options->quote,
    .row_line = 1,
    .row_at = text,
    .row_end = text,
    .cells = g_new (DispatchCsvCell, DISPATCH_CSV_MAX_CELLS),
    .texts = g_string_chunk_new (BLOCK),
    .buffer = g_string_new (NULL),
  };
}

/**
 * dispatch_csv_init_line:
 * @self: a reader
 * @line: a row with commas, as dispatch_csv_append_cell() writes it
 */
void
dispatch_csv_init_line (DispatchCsv *self, const char *line)
{
  static const DispatchCsvOptions options = DISPATCH_CSV_OPTIONS_INIT;

  dispatch_csv_init (self, line, strlen (line), &options);
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
  g_clear_pointer (&self->cells, g_free);
  g_clear_pointer (&self->texts, g_string_chunk_free);
  if (self->buffer != NULL) {
    g_string_free (g_steal_pointer (&self->buffer), TRUE);
  }
}

/* Has the highest bit of each byte that is zero, up to the first at least. */
static inline guint64
find_zero_bytes (guint64 word)
{
  return (word - ONES) & ~word & HIGHS;
}

/* Where the cell that stands at @at without quotes ends: at a delimiter, a line end or the end. */
static inline const char *
find_cell_end (const char *at, const char *end, char delimiter)
{
  const guint64 delimiters = ONES * (guint8) delimiter;
  guint64 word;

  for (; (gsize) (end - at) >= sizeof word; at += sizeof word) {
    memcpy (&word, at, sizeof word);
    word = GUINT64_FROM_LE (word);
    guint64 found = find_zero_bytes (word ^ delimiters) | find_zero_bytes (word ^ (ONES * '\n')) |
                    find_zero_bytes (word ^ (ONES * '\r'));
    if (found != 0) {
      return at + __builtin_ctzll (found) / 8;
    }
  }
  while (at < end && *at != delimiter && *at != '\n' && *at != '\r') {
    at++;
  }
  return at;
}

static guint
count_lines (const char *at, const char *end)
{
  guint n = 0;

  for (; at < end; at++) {
    n += *at == '\n' || (*at == '\r' && (at + 1 == end || at[1] != '\n'));
  }
  return n;
}

static inline void
add_cell (DispatchCsv *self, const char *text, gsize length)
{
  if (self->n_cells < DISPATCH_CSV_MAX_CELLS) {
    self->cells[self->n_cells] = (DispatchCsvCell){ text, length };
  }
  self->n_cells++;
  if (length > 0) {
    self->n_filled = self->n_cells;
  }
}

static void
add_changed_cell (DispatchCsv *self)
{
  /* What is not kept need not be changed, but for its length. */
  const char *text =
    self->n_cells < DISPATCH_CSV_MAX_CELLS
      ? g_string_chunk_insert_len (self->texts, self->buffer->str, (gssize) self->buffer->len)
      : "";

  self->has_texts = TRUE;
  add_cell (self, text, self->buffer->len);
}

/* The closing quote of what stands at @at, or NULL; whether there are doubled ones before it. */
static const char *
find_closing_quote (const DispatchCsv *self, const char *at, gboolean *has_doubled)
{
  *has_doubled = FALSE;
  while ((at = memchr (at, self->quote, (gsize) (self->end - at))) != NULL) {
    if (at + 1 == self->end || at[1] != self->quote) {
      return at;
    }
    *has_doubled = TRUE;
    at += 2;
  }
  return NULL;
}

static void
append_undoubled (GString *buffer, const char *at, const char *end, char quote)
{
  while (at < end) {
    const char *found = memchr (at, quote, (gsize) (end - at));
    /* Its double is right behind it. */
    const char *stop = found != NULL ? found + 1 : end;
    g_string_append_len (buffer, at, stop - at);
    at = found != NULL ? found + 2 : end;
  }
}

/* Text behind a closing quote is not of RFC 4180; it is kept as it stands. */
static gboolean
read_quoted (DispatchCsv *self)
{
  gboolean has_doubled = FALSE;
  const char *start = self->at + 1;
  const char *quote = find_closing_quote (self, start, &has_doubled);

  if (quote == NULL) {
    return FALSE;
  }
  self->line += count_lines (start, quote);
  self->at = find_cell_end (quote + 1, self->end, self->delimiter);
  self->n_quoted++;
  if (!has_doubled && self->at == quote + 1) {
    add_cell (self, start, (gsize) (quote - start));
    return TRUE;
  }
  self->n_odd += self->at > quote + 1;
  g_string_truncate (self->buffer, 0);
  append_undoubled (self->buffer, start, quote, self->quote);
  g_string_append_len (self->buffer, quote + 1, self->at - quote - 1);
  add_changed_cell (self);
  return TRUE;
}

/* The three kinds of line ends, each once. */
static inline void
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

/* The rows behind a quote that never ends are read: no second one can follow, since all quotes from
 * there on are doubled; so no text is read more than twice. */
static DispatchCsvStep
give_up_line (DispatchCsv *self)
{
  if (self->row_line < self->line) {
    self->row_line = self->line;
    self->row_at = self->at;
  }
  while (self->at < self->end && *self->at != '\n' && *self->at != '\r') {
    self->at++;
  }
  self->row_end = self->at;
  skip_line_end (self);
  return DISPATCH_CSV_OPEN_QUOTE;
}

static void
begin_row (DispatchCsv *self)
{
  self->n_cells = 0;
  self->n_filled = 0;
  self->n_quoted = 0;
  self->n_odd = 0;
  self->row_line = self->line;
  self->row_at = self->at;
  if (self->has_texts) {
    g_string_chunk_clear (self->texts);
    self->has_texts = FALSE;
  }
}

static DispatchCsvStep
read_row (DispatchCsv *self)
{
  begin_row (self);
  for (;;) {
    if (self->at < self->end && *self->at == self->quote && self->quote != '\0') {
      if (!read_quoted (self)) {
        return give_up_line (self);
      }
    } else {
      const char *start = self->at;
      self->at = find_cell_end (start, self->end, self->delimiter);
      add_cell (self, start, (gsize) (self->at - start));
    }
    if (self->at == self->end || *self->at != self->delimiter) {
      self->row_end = self->at;
      skip_line_end (self);
      return DISPATCH_CSV_ROW;
    }
    self->at++;
  }
}

/**
 * dispatch_csv_has_row:
 * @self: a reader
 * @stop: a place in its text
 *
 * Goes on to the next line that has a character.
 *
 * Returns: whether a row begins before @stop
 */
gboolean
dispatch_csv_has_row (DispatchCsv *self, const char *stop)
{
  while (self->at < stop && (*self->at == '\n' || *self->at == '\r')) {
    skip_line_end (self);
  }
  return self->at < stop;
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
  if (dispatch_csv_has_row (self, self->end)) {
    return read_row (self);
  }
  begin_row (self);
  return DISPATCH_CSV_END;
}

/**
 * dispatch_csv_row_is_blank:
 * @self: a reader at a row
 *
 * Returns: whether its cells have nothing but spaces
 */
gboolean
dispatch_csv_row_is_blank (const DispatchCsv *self)
{
  for (guint i = 0; i < MIN (self->n_filled, DISPATCH_CSV_MAX_CELLS); i++) {
    for (gsize k = 0; k < self->cells[i].length; k++) {
      if (!g_ascii_isspace (self->cells[i].text[k])) {
        return FALSE;
      }
    }
  }
  return self->n_filled <= DISPATCH_CSV_MAX_CELLS;
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
  return self->n_filled;
}

/**
 * dispatch_csv_get_cell:
 * @self: a reader at a row
 * @cell: its number, from 0
 *
 * Who reads many rows looks at the cells themselves, which are not copied.
 *
 * Returns: (transfer none): the text, "" behind the last; valid until the next step
 */
const char *
dispatch_csv_get_cell (DispatchCsv *self, guint cell)
{
  if (cell >= MIN (self->n_cells, DISPATCH_CSV_MAX_CELLS) || self->cells[cell].length == 0) {
    return "";
  }
  self->has_texts = TRUE;
  return g_string_chunk_insert_len (self->texts, self->cells[cell].text,
                                    (gssize) self->cells[cell].length);
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
