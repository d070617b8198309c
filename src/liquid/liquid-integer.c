/* Whole numbers, as Ruby's to_i and Integer() read them. */

#include "liquid-integer.h"

#include <string.h>

/* @integer as text, in a @buffer of LIQUID_INTEGER_SIZE. */
LiquidSlice
liquid_integer_format (int64_t integer, char *buffer)
{
  char *end = buffer + LIQUID_INTEGER_SIZE, *p = end;
  uint64_t rest = integer < 0 ? 0 - (uint64_t) integer : (uint64_t) integer;

  do {
    *--p = (char) ('0' + rest % 10);
    rest /= 10;
  } while (rest > 0);
  if (integer < 0) {
    *--p = '-';
  }
  return liquid_slice_range (p, end);
}

/* The digits at the start of a number that does not fit in 64 bits, without zeros before them. */
LiquidValue
liquid_integer_make_big (LiquidSlice digits, bool negative, char *result)
{
  size_t length = 0;

  if (negative) {
    result[length++] = '-';
  }
  for (size_t i = 0; i < digits.length; i++) {
    bool is_zero = digits.bytes[i] == '0' && length == negative;
    if (g_ascii_isdigit (digits.bytes[i]) && !is_zero) {
      result[length++] = digits.bytes[i];
    }
  }
  return (LiquidValue){ .type = LIQUID_BIGINT, .string = { result, length } };
}

/* Digits, with a dash before and single underscores between; false where they do not fit. */
bool
liquid_integer_read_small (LiquidSlice digits, bool negative, int64_t *result)
{
  int64_t integer = 0;

  for (size_t i = 0; i < digits.length; i++) {
    if (digits.bytes[i] == '_') {
      continue;
    }
    if (__builtin_mul_overflow (integer, 10, &integer) ||
        __builtin_sub_overflow (integer, digits.bytes[i] - '0', &integer)) {
      return false;
    }
  } /* Counted downwards, where there is room for one more. */
  if (!negative && integer == G_MININT64) {
    return false;
  }
  *result = negative ? integer : -integer;
  return true;
}

/* The whole number that begins @text, however long, as Ruby's to_i; 0 for none. */
bool
liquid_render_read_integer (LiquidRender *render, LiquidSlice text, LiquidValue *value)
{
  const char *end = text.bytes + text.length;
  bool negative = text.length > 0 && text.bytes[0] == '-';
  const char *start = text.bytes + (text.length > 0 && (negative || text.bytes[0] == '+'));
  const char *p = start;
  int64_t integer;

  while (p < end && (g_ascii_isdigit (*p) || (*p == '_' && p > start && p[-1] != '_' &&
                                              p + 1 < end && g_ascii_isdigit (p[1])))) {
    p++;
  }
  LiquidSlice digits = liquid_slice_range (start, p);
  if (liquid_integer_read_small (digits, negative, &integer)) {
    *value = liquid_integer (integer);
    return true;
  }
  char *copy = liquid_render_alloc (render, text.length + 1);
  if (copy == NULL) {
    return false;
  }
  *value = liquid_integer_make_big (digits, negative, copy);
  return true;
}

/* The whole number that begins @text, 0 for none; the nearest of 64 bits where it has more. */
int64_t
liquid_slice_to_integer (LiquidSlice text)
{
  LiquidSlice stripped = liquid_slice_strip (text);
  const char *end = stripped.bytes + stripped.length;
  const char *p = stripped.bytes;
  bool negative = p < end && *p == '-';
  int64_t integer = 0;

  for (p += p < end && (*p == '-' || *p == '+'); p < end; p++) {
    bool separates = *p == '_' && p > stripped.bytes && g_ascii_isdigit (p[-1]);
    if (separates) {
      continue;
    }
    if (!g_ascii_isdigit (*p)) {
      break;
    }
    if (__builtin_mul_overflow (integer, 10, &integer) ||
        __builtin_add_overflow (integer, *p - '0', &integer)) {
      return negative ? G_MININT64 : G_MAXINT64;
    }
  }
  return negative ? -integer : integer;
}

/* As Ruby's to_i; false for what has none. */
bool
liquid_value_to_integer (LiquidValue value, int64_t *integer)
{
  switch ((int) value.type) {
  case LIQUID_NIL:
    *integer = 0;
    return true;
  case LIQUID_INTEGER:
    *integer = value.integer;
    return true;
  case LIQUID_FLOAT:
    *integer = value.number > -9.2e18 && value.number < 9.2e18 ? (int64_t) value.number : 0;
    return true;
  case LIQUID_STRING:
    *integer = liquid_slice_to_integer (liquid_value_get_text (value));
    return true;
  default:
    return false;
  }
}

/* A zero byte is no white space here. */
static LiquidSlice
strip_space (LiquidSlice text)
{
  while (text.length > 0 && liquid_is_space (text.bytes[0])) {
    text.bytes++;
    text.length--;
  }
  while (text.length > 0 && liquid_is_space (text.bytes[text.length - 1])) {
    text.length--;
  }
  return text;
}

/* Where Ruby takes digits for a large number: they are more than 64 bits hold, or an underscore is
 * among them. */
static bool
is_read_as_large (LiquidSlice text)
{
  uint64_t number = 0;
  size_t i = text.length > 0 && (text.bytes[0] == '-' || text.bytes[0] == '+');

  for (; i < text.length && g_ascii_isdigit (text.bytes[i]); i++) {
    uint64_t digit = (uint64_t) (text.bytes[i] - '0');
    if (__builtin_mul_overflow (number, 10, &number) ||
        __builtin_add_overflow (number, digit, &number)) {
      return true;
    }
  }
  return i < text.length && text.bytes[i] == '_';
}

/* Takes the mark of another base than ten off the digits: "0x", "0b", "0o", "0d" or "0". */
static int
read_base (LiquidSlice *digits)
{
  static const struct {
    char letter;
    int base;
  } bases[] = { { 'x', 16 }, { 'b', 2 }, { 'o', 8 }, { 'd', 10 } };

  if (digits->length < 2 || digits->bytes[0] != '0') {
    return 10;
  }
  for (size_t i = 0; i < G_N_ELEMENTS (bases); i++) {
    if (g_ascii_tolower (digits->bytes[1]) == bases[i].letter) {
      digits->bytes += 2;
      digits->length -= 2;
      return bases[i].base;
    }
  }
  return 8;
}

/* Digits to the end of the text, with single underscores between; the nearest number of 64 bits
 * where it has more. */
static bool
read_digits (LiquidSlice digits, int base, bool negative, int64_t *integer)
{
  int64_t sum = 0;
  bool follows_digit = false;

  for (size_t i = 0; i < digits.length; i++) {
    int digit = g_ascii_xdigit_value (digits.bytes[i]);
    if (digits.bytes[i] == '_' && follows_digit) {
      follows_digit = false;
      continue;
    }
    if (digit < 0 || digit >= base) {
      return false;
    }
    follows_digit = true;
    if (__builtin_mul_overflow (sum, base, &sum) ||
        __builtin_add_overflow (sum, negative ? -digit : digit, &sum)) {
      sum = negative ? G_MININT64 : G_MAXINT64;
    }
  }
  *integer = sum;
  return follows_digit;
}

/* As Ruby's Integer(): a text must be a whole number from one end to the other. A large number ends
 * at a zero byte, whatever follows. */
static bool
read_whole (LiquidSlice text, int64_t *integer)
{
  LiquidSlice stripped = strip_space (text);
  const char *zero = stripped.length > 0 ? memchr (stripped.bytes, '\0', stripped.length) : NULL;

  if (zero != NULL && is_read_as_large (stripped)) {
    stripped = strip_space (liquid_slice_range (stripped.bytes, zero));
  }
  bool negative = stripped.length > 0 && stripped.bytes[0] == '-';
  size_t sign = negative || (stripped.length > 0 && stripped.bytes[0] == '+');
  LiquidSlice digits = { stripped.bytes + sign, stripped.length - sign };
  int base = read_base (&digits);
  return read_digits (digits, base, negative, integer);
}

/* As Ruby's Integer(); false with an error of the statement where @value is no whole number. */
bool
liquid_render_to_integer (LiquidRender *render, LiquidValue value, int64_t *integer)
{
  if (value.type == LIQUID_INTEGER) {
    *integer = value.integer;
    return true;
  }
  if (value.type == LIQUID_BIGINT) {
    *integer = liquid_slice_to_integer (liquid_value_get_text (value));
    return true;
  }
  if (!liquid_render_count_value (render, value)) {
    return false;
  }
  if (value.type == LIQUID_STRING && read_whole (liquid_value_get_text (value), integer)) {
    return true;
  }
  return liquid_render_fail (render, "invalid integer");
}
