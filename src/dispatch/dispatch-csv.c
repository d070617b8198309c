/* Eight bytes at a time: a cell is a piece of the text, found by its end and not copied, but for
 * the rare one that has doubled quotes. What a cell may end with is looked for together with all
 * low control characters, of which zero bytes are to be told of and the others are rare. */

#include "dispatch-csv.h"

#include <string.h>

const char dispatch_csv_delimiters[] = ",;\t|";
const char dispatch_csv_quotes[] = "\"'";

#define ONES G_GUINT64_CONSTANT (0x0101010101010101)
#define HIGHS G_GUINT64_CONSTANT (0x8080808080808080)
#define LOWS (HIGHS - ONES)

/* The first character that is none of '\0', '\t', '\n', '\r' and what is between them. */
#define CONTROLS_END 14

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
  /* What was passed in the word is not marked in it any more. */
  self->word_at = NULL;
  self->word = 0;
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

/* The next eight bytes; behind the end, such as end nothing. */
static inline guint64
load_word (const char *at, const char *end)
{
  guint64 word = HIGHS;

  if ((gsize) (end - at) >= sizeof word) {
    memcpy (&word, at, sizeof word);
  } else {
    memcpy (&word, at, (gsize) (end - at));
  }
  return GUINT64_FROM_LE (word);
}

/* Answers the highest bit of each byte that is @c or a low control character. No sum has a carry,
 * since the highest bits are taken away before. */
static inline guint64
find_specials (guint64 word, char c)
{
  guint64 low = word & LOWS;
  guint64 others = ((low ^ (ONES * (guint8) c)) + LOWS) & (low + ONES * (0x80 - CONTROLS_END));

  return ~(others | word) & HIGHS;
}

static inline guint
get_first (guint64 found)
{
  return (guint) __builtin_ctzll (found) / 8;
}

/* Goes to the next word that has something to look at, from @at on. Answers FALSE at the end. */
static inline gboolean
find_word (DispatchCsv *self, const char *at)
{
  guint64 word, seen = self->seen;

  for (; at < self->end; at += sizeof word) {
    word = load_word (at, self->end);
    seen |= word;
    self->found = find_specials (word, self->delimiter);
    if (self->found != 0) {
      self->word_at = at;
      self->word = word;
      self->seen = seen;
      return TRUE;
    }
  }
  self->seen = seen;
  return FALSE;
}

/* Where the cell that stands at @at without quotes ends: at a delimiter, a line end or the end. */
static inline const char *
find_cell_end (DispatchCsv *self, const char *at)
{
  gsize n_read = (gsize) (at - self->word_at);

  /* Of the word that is known, what is not read yet. */
  if (n_read < sizeof self->word) {
    self->found &= HIGHS << (8 * n_read);
    at = self->word_at + sizeof self->word;
  } else {
    self->found = 0;
  }
  while (self->found != 0 || find_word (self, at)) {
    const char *end = self->word_at + get_first (self->found);
    if (*end == self->delimiter || *end == '\n' || *end == '\r') {
      return end;
    }
    self->has_zero = self->has_zero || *end == '\0';
    self->found &= self->found - 1;
    at = self->word_at + sizeof self->word;
  }
  return self->end;
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

typedef struct {
  gboolean has_doubled; /* quotes */
  guint n_lines;        /* line ends */
} Quoted;

/* The closing quote of what stands at @at, or NULL; and what is before it. */
static const char *
find_closing_quote (DispatchCsv *self, const char *at, Quoted *quoted)
{
  while (at < self->end) {
    guint64 word = load_word (at, self->end);
    guint64 found = find_specials (word, self->quote);
    self->seen |= word;
    if (found == 0) {
      at += sizeof word;
      continue;
    }
    at += get_first (found);
    char next = at + 1 < self->end ? at[1] : '\0';
    if (*at == self->quote && (at + 1 == self->end || next != self->quote)) {
      return at;
    }
    self->has_zero = self->has_zero || *at == '\0';
    quoted->has_doubled = quoted->has_doubled || *at == self->quote;
    quoted->n_lines += *at == '\n' || (*at == '\r' && next != '\n');
    at += *at == self->quote ? 2 : 1;
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
  Quoted quoted = { 0 };
  const char *start = self->at + 1;
  const char *quote = find_closing_quote (self, start, &quoted);

  if (quote == NULL) {
    return FALSE;
  }
  self->line += quoted.n_lines;
  self->at = find_cell_end (self, quote + 1);
  self->n_quoted++;
  if (!quoted.has_doubled && self->at == quote + 1) {
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
  /* Bytes before the row may be among them. */
  self->seen = self->word;
  self->has_zero = FALSE;
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
      self->at = find_cell_end (self, start);
      add_cell (self, start, (gsize) (self->at - start));
    }
    if (self->at == self->end || *self->at != self->delimiter) {
      self->row_end = self->at;
      self->is_plain = (self->seen & HIGHS) == 0 && !self->has_zero;
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
