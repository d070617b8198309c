/* Lines and columns. Whoever asks for one place after the other pays for the text between them
 * only. */

#include "liquid-locator.h"

#include <string.h>

static unsigned
count_characters (const char *p, const char *end)
{
  unsigned count = 0;

  for (; p < end; p++) {
    count += (*p & 0xc0) != 0x80;
  }
  return count;
}

/* Arguments that a filter takes out of their order lie a few bytes back. */
static void
move_back (LiquidLocator *self, const char *to)
{
  unsigned n_lines = 0;

  for (const char *p = to; p < self->cursor; p++) {
    n_lines += *p == '\n';
  }
  if (n_lines == 0) {
    self->column -= count_characters (to, self->cursor);
  } else {
    const char *line = to;
    while (line > self->source && line[-1] != '\n') {
      line--;
    }
    self->column = 1 + count_characters (line, to);
  }
  self->line -= n_lines;
  self->cursor = to;
}

/* Bytes that are looked at at once. */
#define N_AT_ONCE sizeof (uint64_t)

/* Whether one of the first @n bytes at @p is beyond ASCII or a newline; N_AT_ONCE can be read. */
static bool
has_special (const char *p, size_t n)
{
  const uint64_t ones = UINT64_C (0x0101010101010101), highs = ones << 7;
  uint64_t letters;

  memcpy (&letters, p, sizeof letters);
  letters = GUINT64_FROM_LE (letters);
  letters = n < sizeof letters ? letters & ~(UINT64_MAX << n * 8) : letters;
  uint64_t newlines = letters ^ ones * '\n';

  return ((letters | ((newlines - ones) & ~newlines)) & highs) != 0;
}

/* Moves to @to, which mostly lies ahead: tokens are met in order. */
static void
move (LiquidLocator *self, const char *to)
{
  const char *p = self->cursor;

  if (to < p) {
    move_back (self, to);
    return;
  }
  while (p < to) {
    size_t n = MIN ((size_t) (to - p), N_AT_ONCE);
    if ((size_t) (self->end - p) >= N_AT_ONCE && !has_special (p, n)) {
      self->column += (unsigned) n;
      p += n;
      continue;
    }
    bool is_newline = *p == '\n';
    self->line += is_newline;
    self->column = is_newline ? 1 : self->column + ((*p & 0xc0) != 0x80);
    p++;
  }
  self->cursor = to;
}

/* Where @where, a part of the text, stands. */
LiquidSpan
liquid_locator_find (LiquidLocator *self, LiquidSlice where)
{
  size_t start = (size_t) (where.bytes - self->source);

  move (self, where.bytes);
  return (LiquidSpan){ self->line, self->column, start, start + where.length };
}
