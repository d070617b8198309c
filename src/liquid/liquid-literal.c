/* Literals of Shopify's dialect, and the escapes that LiquidJS knows in quoted texts. */

#include "liquid-literal.h"

#include "liquid-integer.h"

#include <string.h>

static const struct {
  LiquidSlice word;
  LiquidValue value;
} words[] = {
  { LIQUID_SLICE (""), { .type = LIQUID_NIL } },
  { LIQUID_SLICE ("nil"), { .type = LIQUID_NIL } },
  { LIQUID_SLICE ("null"), { .type = LIQUID_NIL } },
  { LIQUID_SLICE ("true"), { .type = LIQUID_BOOLEAN, .boolean = true } },
  { LIQUID_SLICE ("false"), { .type = LIQUID_BOOLEAN, .boolean = false } },
  { LIQUID_SLICE ("blank"), { .type = LIQUID_STRING, .string = { "", 0 } } },
  { LIQUID_SLICE ("empty"), { .type = LIQUID_STRING, .string = { "", 0 } } },
};

#define LONGEST_WORD 5

static bool
read_word (LiquidSlice markup, LiquidValue *value)
{
  /* Most are names of variables, and longer. */
  for (size_t i = 0; markup.length <= LONGEST_WORD && i < G_N_ELEMENTS (words); i++) {
    if (liquid_slice_equal (markup, words[i].word)) {
      *value = words[i].value;
      return true;
    }
  }
  return false;
}

static LiquidValue
read_integer (LiquidParser *parser, LiquidSlice markup)
{
  bool negative = markup.bytes[0] == '-';
  LiquidSlice digits = { markup.bytes + negative, markup.length - negative };
  int64_t integer;

  if (liquid_integer_read_small (digits, negative, &integer)) {
    return liquid_integer (integer);
  }
  return liquid_integer_make_big (digits, negative,
                                  liquid_arena_alloc (&parser->template->arena, markup.length));
}

/* Digits and dots, and a dash before them: what follows a second dot is ignored. */
static bool
read_number (LiquidParser *parser, LiquidSlice markup, LiquidValue *value)
{
  size_t digits = markup.length > 0 && markup.bytes[0] == '-' ? 1 : 0;
  bool has_dot = false;

  if (digits == markup.length || !g_ascii_isdigit (markup.bytes[digits])) {
    return false;
  }
  for (size_t i = digits; i < markup.length; i++) {
    if (markup.bytes[i] != '.' && !g_ascii_isdigit (markup.bytes[i])) {
      return false;
    }
    has_dot |= markup.bytes[i] == '.';
  }
  /* The byte behind the markup is no part of a number: a fragment ends there. */
  *value =
    has_dot ? liquid_float (g_ascii_strtod (markup.bytes, NULL)) : read_integer (parser, markup);
  return true;
}

bool
liquid_literal_is_quoted (LiquidSlice markup)
{
  char quote = markup.length > 0 ? markup.bytes[0] : '\0';

  return (quote == '"' || quote == '\'') && markup.bytes[markup.length - 1] == quote;
}

/* LiquidJS's escapes of one letter. */
static const char escapes[][2] = {
  { 'b', '\b' }, { 'f', '\f' }, { 'n', '\n' }, { 'r', '\r' }, { 't', '\t' }, { 'v', '\v' },
};

static char
unescape (char c)
{
  for (size_t i = 0; i < G_N_ELEMENTS (escapes); i++) {
    if (escapes[i][0] == c) {
      return escapes[i][1];
    }
  }
  return c;
}

/* Up to @most digits of @base at @p, which is left behind them. */
static uint32_t
read_digits (const char **p, const char *end, int base, int most)
{
  uint32_t value = 0;

  for (int i = 0; i < most && *p < end && g_ascii_isxdigit (**p); i++, ++*p) {
    int digit = g_ascii_xdigit_value (**p);
    if (digit >= base) {
      break;
    }
    value = value * (uint32_t) base + (uint32_t) digit;
  }
  return value;
}

/* A unit of UTF-16 behind "\\u", with the other half of its pair where that follows. */
static gunichar
read_unit (const char **p, const char *end)
{
  uint32_t unit = read_digits (p, end, 16, 4);

  if (unit >= 0xd800 && unit < 0xdc00 && end - *p >= 6 && (*p)[0] == '\\' && (*p)[1] == 'u') {
    const char *rest = *p + 2;
    uint32_t low = read_digits (&rest, end, 16, 4);
    if (low >= 0xdc00 && low < 0xe000) {
      *p = rest;
      return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
  }
  return unit >= 0xd800 && unit < 0xe000 ? 0xfffd : unit;
}

/* Reads what stands behind a backslash. */
static size_t
read_escape (const char **p, const char *end, char *result)
{
  if (**p == 'u') {
    ++*p;
    return (size_t) g_unichar_to_utf8 (read_unit (p, end), result);
  }
  if (**p >= '0' && **p <= '7') {
    return (size_t) g_unichar_to_utf8 (read_digits (p, end, 8, 3), result);
  }
  *result = unescape (*(*p)++);
  return 1;
}

/* The text that @text with LiquidJS's escapes stands for: no escape is shorter than it. */
LiquidSlice
liquid_literal_read_escapes (LiquidParser *parser, LiquidSlice text)
{
  /* "\\u" without digits is one byte; "\\uffff" three. */
  if (text.length == 0 || memchr (text.bytes, '\\', text.length) == NULL) {
    return text;
  }

  char *copy = liquid_arena_alloc (&parser->template->arena, text.length);
  const char *end = text.bytes + text.length;
  size_t length = 0;
  for (const char *p = text.bytes; p < end;) {
    bool escaped = *p == '\\' && p + 1 < end;
    if (escaped) {
      p++;
      length += read_escape (&p, end, copy + length);
    } else {
      copy[length++] = *p++;
    }
  }
  return (LiquidSlice){ copy, length };
}

/* What stands between the quotes. */
LiquidSlice
liquid_literal_unquote (LiquidSlice markup)
{
  return (LiquidSlice){ markup.bytes + 1, markup.length < 2 ? 0 : markup.length - 2 };
}

/* Reads what has a value without any variable. */
bool
liquid_literal_read (LiquidParser *parser, LiquidSlice markup, LiquidValue *value)
{
  if (liquid_literal_is_quoted (markup)) {
    LiquidSlice text = liquid_literal_unquote (markup);
    *value = liquid_string (text.bytes, text.length);
    return true;
  }
  return read_word (markup, value) || read_number (parser, markup, value);
}
