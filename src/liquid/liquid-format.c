/* Values as text, the way each dialect prints them. */

#include "liquid-format.h"

#include "liquid-forloop.h"
#include "liquid-integer.h"
#include "liquid-json.h"

#include <float.h>
#include <math.h>

/* Ruby prints a float with an exponent from 1e15 on, where it has no fraction, and below 1e-4,
 * JavaScript from 1e21 on and below 1e-6; both print the shortest digits that read back as the same
 * number. */
#define RUBY_LARGE 15
#define RUBY_SMALL (-4)
#define JS_LARGE 21
#define JS_SMALL (-6)

typedef struct {
  char digits[LIQUID_MOST_DIGITS + 1]; /* without trailing zeros, at least one */
  int n_digits;
  int exponent; /* of the first digit */
} Decimal;

static void
set_digits (char *digits, int *n_digits, int *exponent, uint64_t number, int point)
{
  char reversed[24];
  int count = 0;

  do {
    reversed[count++] = (char) ('0' + number % 10);
    number /= 10;
  } while (number > 0);
  *exponent = count - 1 - point;
  *n_digits = count;
  for (int i = 0; i < count; i++) {
    digits[i] = reversed[count - 1 - i];
  }
  while (*n_digits > 1 && digits[*n_digits - 1] == '0') {
    --*n_digits;
  }
}

/* Every power of ten that a double holds. */
static const double powers[LIQUID_MOST_EXACT_POINT + 1] = {
  1,    1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

/* A whole number over a power of ten, as the double that is nearest to it: both are exact, and a
 * division rounds once. */
double
liquid_scaled_divide (int64_t coefficient, int point)
{
  return (double) coefficient / powers[point];
}

/* Finds the first power of ten that makes @number whole, which has few digits then: what comes back
 * equal is what the digits mean. */
static bool
set_float (LiquidScaled *self, double number)
{
  /* More are seldom, and found by printing. */
  enum { FEW = 9 };
  double scaled = fabs (number);

  for (int point = 0; point <= FEW && scaled < (double) LIQUID_LARGEST_EXACT; point++) {
    int64_t whole = (int64_t) (scaled + 0.5);
    if (liquid_scaled_divide (whole, point) == fabs (number)) {
      *self = (LiquidScaled){ number < 0 ? -whole : whole, point };
      return true;
    }
    scaled = fabs (number) * powers[point + 1];
  }
  return false;
}

/* False for what is no number, or has more digits than a double holds. */
bool
liquid_scaled_set (LiquidScaled *self, LiquidValue value)
{
  if (value.type == LIQUID_INTEGER) {
    *self = (LiquidScaled){ value.integer, 0 };
    return value.integer > -LIQUID_LARGEST_EXACT && value.integer < LIQUID_LARGEST_EXACT;
  }
  return value.type == LIQUID_FLOAT && isfinite (value.number) &&
         !(value.number == 0 && signbit (value.number)) && set_float (self, value.number);
}

/* Writes the number with more digits behind the point; false where it has too many then. */
bool
liquid_scaled_lower (LiquidScaled *self, int point)
{
  while (self->point < point) {
    if (__builtin_mul_overflow (self->coefficient, 10, &self->coefficient)) {
      return false;
    }
    self->point++;
  }
  return self->coefficient > -LIQUID_LARGEST_EXACT && self->coefficient < LIQUID_LARGEST_EXACT;
}

static bool
find_few_digits (double number, char *digits, int *n_digits, int *exponent)
{
  LiquidScaled scaled;

  if (!set_float (&scaled, number)) {
    return false;
  }
  set_digits (digits, n_digits, exponent, (uint64_t) scaled.coefficient, scaled.point);
  return true;
}

/* The fewest digits that read back as @number, which is not negative: at most LIQUID_MOST_DIGITS
 * and without zeros at the end; @exponent is of the first. */
void
liquid_get_shortest (double number, char *digits, int *n_digits, int *exponent)
{
  /* A text of so many digits is never read as the double of another one, but for the smallest. */
  int sure_digits = number < DBL_MIN ? 1 : DBL_DIG;
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (find_few_digits (number, digits, n_digits, exponent)) {
    return;
  }
  for (int precision = sure_digits - 1; precision < LIQUID_MOST_DIGITS; precision++) {
    char format[] = { '%', '.', (char) ('0' + precision / 10), (char) ('0' + precision % 10),
                      'e', '\0' };
    g_ascii_formatd (text, sizeof text, format, number);
    if (g_ascii_strtod (text, NULL) == number) {
      break;
    }
  }

  *n_digits = 0;
  const char *p = text;
  for (; *p != 'e' && *p != '\0'; p++) {
    if (g_ascii_isdigit (*p)) {
      digits[(*n_digits)++] = *p;
    }
  }
  while (*n_digits > 1 && digits[*n_digits - 1] == '0') {
    --*n_digits;
  }
  *exponent = *p == 'e' ? (int) g_ascii_strtoll (p + 1, NULL, 10) : 0;
}

static void
get_shortest (double number, Decimal *decimal)
{
  liquid_get_shortest (number, decimal->digits, &decimal->n_digits, &decimal->exponent);
}

static void
append_zeros (GString *output, int count)
{
  for (int i = 0; i < count; i++) {
    g_string_append_c (output, '0');
  }
}

static void
append_plain (GString *output, const Decimal *decimal, const char *whole_suffix)
{
  int point = decimal->exponent + 1;

  if (point <= 0) {
    g_string_append (output, "0.");
    append_zeros (output, -point);
    g_string_append_len (output, decimal->digits, decimal->n_digits);
    return;
  }
  g_string_append_len (output, decimal->digits, MIN (point, decimal->n_digits));
  append_zeros (output, point - decimal->n_digits);
  if (point >= decimal->n_digits) {
    g_string_append (output, whole_suffix);
  } else {
    g_string_append_c (output, '.');
    g_string_append_len (output, decimal->digits + point, decimal->n_digits - point);
  }
}

static void
append_digits_with_point (GString *output, const Decimal *decimal, const char *whole_suffix)
{
  g_string_append_c (output, decimal->digits[0]);
  if (decimal->n_digits == 1) {
    g_string_append (output, whole_suffix);
    return;
  }
  g_string_append_c (output, '.');
  g_string_append_len (output, decimal->digits + 1, decimal->n_digits - 1);
}

static bool
append_special (GString *output, double number)
{
  if (isnan (number)) {
    g_string_append (output, "NaN");
  } else if (isinf (number)) {
    g_string_append (output, number < 0 ? "-Infinity" : "Infinity");
  } else {
    return false;
  }
  return true;
}

/* As Ruby's Float#to_s: 4.0, 1.0e+15. */
void
liquid_append_ruby_float (GString *output, double number)
{
  Decimal decimal;

  if (append_special (output, number)) {
    return;
  }
  if (signbit (number)) {
    g_string_append_c (output, '-');
  }
  get_shortest (fabs (number), &decimal);
  bool has_fraction = decimal.n_digits > decimal.exponent + 1;
  if (decimal.exponent >= RUBY_SMALL && (decimal.exponent < RUBY_LARGE || has_fraction)) {
    append_plain (output, &decimal, ".0");
    return;
  }
  append_digits_with_point (output, &decimal, ".0");
  g_string_append_printf (output, "e%c%02d", decimal.exponent < 0 ? '-' : '+',
                          ABS (decimal.exponent));
}

/* As JavaScript's Number.prototype.toString(): 4, 1e+21. */
void
liquid_append_js_float (GString *output, double number)
{
  Decimal decimal;

  if (append_special (output, number)) {
    return;
  }
  if (number < 0) {
    g_string_append_c (output, '-');
  }
  get_shortest (fabs (number), &decimal);
  if (decimal.exponent < JS_LARGE && decimal.exponent >= JS_SMALL) {
    append_plain (output, &decimal, "");
    return;
  }
  append_digits_with_point (output, &decimal, "");
  g_string_append_printf (output, "e%+d", decimal.exponent);
}

static void
append_integer (GString *output, int64_t integer)
{
  char buffer[LIQUID_INTEGER_SIZE];
  LiquidSlice text = liquid_integer_format (integer, buffer);

  g_string_append_len (output, text.bytes, (gssize) text.length);
}

/* Ruby's escapes of one letter. */
static const char escapes[][2] = {
  { '"', '"' },  { '\\', '\\' }, { '\n', 'n' }, { '\t', 't' }, { '\r', 'r' },
  { '\a', 'a' }, { '\b', 'b' },  { '\v', 'v' }, { '\f', 'f' }, { '\033', 'e' },
};

static bool
append_escape (GString *output, char c, char next)
{
  for (size_t i = 0; i < G_N_ELEMENTS (escapes); i++) {
    if (c == escapes[i][0]) {
      g_string_append_c (output, '\\');
      g_string_append_c (output, escapes[i][1]);
      return true;
    }
  }
  if (c == '#' && (next == '{' || next == '$' || next == '@')) {
    g_string_append (output, "\\#");
    return true;
  }
  return false;
}

/* Ruby's [[:print:]], with which "next line" is white space. */
static bool
is_printable (gunichar c)
{
  switch ((int) g_unichar_type (c)) {
  case G_UNICODE_CONTROL:
    return c == 0x85;
  case G_UNICODE_UNASSIGNED:
  case G_UNICODE_SURROGATE:
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
    return false;
  default:
    return true;
  }
}

/* One character as it stands between quotes; answers how many bytes it has in the text. */
static size_t
append_inspected_letter (GString *output, const char *p, size_t length)
{
  gunichar c = g_utf8_get_char_validated (p, (gssize) length);

  if (c >= 0x110000) {
    g_string_append_printf (output, "\\x%02X", (unsigned) (uint8_t) *p);
    return 1;
  }
  size_t n_bytes = (size_t) (g_utf8_next_char (p) - p);
  if (is_printable (c)) {
    g_string_append_len (output, p, (gssize) n_bytes);
  } else {
    g_string_append_printf (output, c < 0x10000 ? "\\u%04X" : "\\u{%X}", c);
  }
  return n_bytes;
}

static void
append_inspected_text (GString *output, LiquidSlice text)
{
  g_string_append_c (output, '"');
  for (size_t i = 0; i < text.length;) {
    const char *p = text.bytes + i;
    if (append_escape (output, *p, i + 1 < text.length ? p[1] : '\0')) {
      i++;
    } else if (*p >= ' ' && *p < '\177') {
      g_string_append_c (output, *p);
      i++;
    } else {
      i += append_inspected_letter (output, p, text.length - i);
    }
  }
  g_string_append_c (output, '"');
}

static bool inspect (LiquidValue value, const LiquidTraits *traits, GString *output, int depth);

static bool
inspect_array (const LiquidArray *array, const LiquidTraits *traits, GString *output, int depth)
{
  g_string_append_c (output, '[');
  for (guint i = 0; i < array->n_items; i++) {
    g_string_append (output, i > 0 ? ", " : "");
    if (!inspect (array->items[i], traits, output, depth)) {
      return false;
    }
  }
  g_string_append_c (output, ']');
  return true;
}

static bool
inspect_hash (const LiquidHash *hash, const LiquidTraits *traits, GString *output, int depth)
{
  g_string_append_c (output, '{');
  for (guint i = 0; i < hash->n_entries; i++) {
    const LiquidEntry *entry = &hash->entries[i];
    g_string_append (output, i > 0 ? ", " : "");
    append_inspected_text (output, entry->key);
    g_string_append (output, "=>");
    if (!inspect (entry->value, traits, output, depth)) {
      return false;
    }
  }
  g_string_append_c (output, '}');
  return true;
}

static bool append (LiquidValue value, const LiquidTraits *traits, GString *output, int depth);

/* JavaScript has no whole numbers that a double does not hold. */
static void
append_whole (GString *output, int64_t integer, const LiquidTraits *traits)
{
  if (traits->is_js && (integer > LIQUID_LARGEST_EXACT || integer < -LIQUID_LARGEST_EXACT)) {
    traits->append_float (output, (double) integer);
  } else {
    append_integer (output, integer);
  }
}

/* LiquidJS prints the items, which liquid_render_count_value() has counted. */
static void
append_range (GString *output, const LiquidRange *range, const LiquidTraits *traits)
{
  if (!traits->is_js) {
    append_integer (output, range->first);
    g_string_append (output, "..");
    append_integer (output, range->last);
    return;
  }
  for (int64_t i = range->first; i <= range->last; i++) {
    append_integer (output, i);
    if (i == G_MAXINT64) {
      break;
    }
  }
}

static bool
inspect (LiquidValue value, const LiquidTraits *traits, GString *output, int depth)
{
  if (depth == LIQUID_MAX_VALUE_DEPTH) {
    return false;
  }
  if (value.type == LIQUID_NIL) {
    g_string_append (output, "nil");
    return true;
  }
  if (value.type == LIQUID_STRING) {
    append_inspected_text (output, liquid_value_get_text (value));
    return true;
  }
  if (value.type == LIQUID_ARRAY) {
    return inspect_array (value.array, traits, output, depth + 1);
  }
  return append (value, traits, output, depth);
}

static bool
append_array (const LiquidArray *array, const LiquidTraits *traits, GString *output, int depth)
{
  for (guint i = 0; i < array->n_items; i++) {
    if (!append (array->items[i], traits, output, depth)) {
      return false;
    }
  }
  return true;
}

static bool
append (LiquidValue value, const LiquidTraits *traits, GString *output, int depth)
{
  if (depth == LIQUID_MAX_VALUE_DEPTH) {
    return false;
  }
  switch ((int) value.type) {
  case LIQUID_BOOLEAN:
    g_string_append (output, value.boolean ? "true" : "false");
    return true;
  case LIQUID_INTEGER:
    append_whole (output, value.integer, traits);
    return true;
  case LIQUID_FLOAT:
    traits->append_float (output, value.number);
    return true;
  case LIQUID_STRING:
    g_string_append_len (output, value.string.bytes, (gssize) value.string.length);
    return true;
  case LIQUID_ARRAY:
    return append_array (value.array, traits, output, depth + 1);
  case LIQUID_HASH:
    if (traits->print_containers) {
      return inspect_hash (value.hash, traits, output, depth + 1);
    }
    g_string_append (output, "[object Object]");
    return true;
  case LIQUID_BIGINT:
    g_string_append_len (output, value.string.bytes, (gssize) value.string.length);
    return true;
  case LIQUID_RANGE:
    append_range (output, value.internal, traits);
    return true;
  case LIQUID_LOOP:
    if (traits->is_js) {
      return liquid_js_append_json (value, LIQUID_SLICE (""), output);
    }
    g_string_append (output, liquid_loop_is_row (value.internal) ? "Liquid::TablerowloopDrop"
                                                                 : "Liquid::ForloopDrop");
    return true;
  case LIQUID_SELF:
    g_string_append (output, "Liquid::SelfDrop");
    return true;
  default:
    return true;
  }
}

/* Prints @value as an output does; false where it is nested too deep. */
bool
liquid_value_append (LiquidValue value, const LiquidTraits *traits, GString *output)
{
  return append (value, traits, output, 0);
}

/* Prints @value as a filter for strings takes it: in Ruby an array shows its brackets. */
bool
liquid_value_append_inspected (LiquidValue value, const LiquidTraits *traits, GString *output)
{
  if (value.type == LIQUID_ARRAY && traits->print_containers) {
    return inspect (value, traits, output, 0);
  }
  return append (value, traits, output, 0);
}

/* Prints @value as Ruby's inspect does. */
bool
liquid_value_inspect (LiquidValue value, const LiquidTraits *traits, GString *output)
{
  return inspect (value, traits, output, 0);
}
