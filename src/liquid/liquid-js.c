/* Values as JavaScript has them: numbers are doubles, texts count in units of UTF-16, and what is
 * compared or added becomes a number or a text first. */

#include "liquid-js.h"

#include "liquid-forloop.h"
#include "liquid-format.h"
#include "liquid-js-compare.h"
#include "liquid-js-loop.h"
#include "liquid-loop.h"
#include "liquid-scan.h"

#include <math.h>
#include <string.h>

/* Whole numbers are kept as such, as far as a double holds them all. */
LiquidValue
liquid_number (double number)
{
  if (fabs (number) <= LIQUID_LARGEST_EXACT && number == (double) (int64_t) number) {
    return liquid_integer ((int64_t) number);
  }
  return liquid_float (number);
}

/* What JavaScript itself takes for true, the words of the language among it, which are objects;
 * LiquidJS asks in few places only. */
bool
liquid_js_is_true (LiquidValue value)
{
  return (liquid_value_is_true (value) || liquid_is_nil_word (value)) &&
         !(value.type == LIQUID_STRING && value.string.length == 0) &&
         !(value.type == LIQUID_INTEGER && value.integer == 0) &&
         !(value.type == LIQUID_FLOAT && (isnan (value.number) || value.number == 0));
}

/* The bytes of the white space at @p, as JavaScript sees it; LiquidJS has a list of its own. */
size_t
liquid_js_scan_space (const char *p, const char *end)
{
  static const LiquidSlice mark = LIQUID_SLICE ("\ufeff"),
                           vowel_separator = LIQUID_SLICE ("\u180e");
  LiquidSlice letter = { p, MIN ((size_t) (end - p), mark.length) };

  return liquid_slice_equal (letter, mark)              ? mark.length
         : liquid_slice_equal (letter, vowel_separator) ? 0
                                                        : liquid_scan_blank (p, end);
}

/* JavaScript's trim(). */
LiquidSlice
liquid_js_strip (LiquidSlice text)
{
  const char *start = text.bytes, *end = text.bytes + text.length;
  size_t length;

  while ((length = liquid_js_scan_space (start, end)) > 0) {
    start += length;
  }
  while (start < end) {
    const char *last = g_utf8_find_prev_char (start, end);
    if (last == NULL || liquid_js_scan_space (last, end) == 0) {
      break;
    }
    end = last;
  }
  return liquid_slice_range (start, end);
}

static bool
is_decimal (const char *p)
{
  bool has_digit = false;

  p += *p == '-' || *p == '+';
  for (; g_ascii_isdigit (*p) || *p == '.'; p++) {
    has_digit |= *p != '.';
  }
  if (has_digit && (*p == 'e' || *p == 'E')) {
    p += p[1] == '-' || p[1] == '+' ? 2 : 1;
    has_digit = g_ascii_isdigit (*p);
    while (g_ascii_isdigit (*p)) {
      p++;
    }
  }
  return has_digit && *p == '\0';
}

static double
read_text (LiquidSlice slice)
{
  LiquidSlice text = liquid_js_strip (slice);
  char *end = NULL;

  if (text.length == 0) {
    return 0;
  }
  if (memchr (text.bytes, '\0', text.length) != NULL) {
    return NAN;
  }
  g_autofree char *copy = g_strndup (text.bytes, text.length);
  if (copy[0] == '0' && copy[1] != '\0' && strchr ("xXoObB", copy[1]) != NULL) {
    int base = strchr ("xX", copy[1]) != NULL ? 16 : strchr ("oO", copy[1]) != NULL ? 8 : 2;
    guint64 number = g_ascii_strtoull (copy + 2, &end, base);
    return g_ascii_isxdigit (copy[2]) && *end == '\0' ? (double) number : NAN;
  }
  const char *unsigned_text = copy + (*copy == '-' || *copy == '+');
  if (g_str_equal (unsigned_text, "Infinity")) {
    return *copy == '-' ? -INFINITY : INFINITY;
  }
  double number = g_ascii_strtod (copy, &end);
  return is_decimal (copy) && *end == '\0' ? number : NAN;
}

/* JavaScript's Number(): NaN for what is none. */
double
liquid_js_number (LiquidRender *render, LiquidValue value)
{
  LiquidSlice text;

  switch ((int) value.type) {
  case LIQUID_NIL:
    return liquid_is_undefined (value) ? NAN : 0;
  case LIQUID_BOOLEAN:
    return value.boolean;
  case LIQUID_INTEGER:
    return (double) value.integer;
  case LIQUID_FLOAT:
    return value.number;
  case LIQUID_STRING:
    return liquid_render_count_text (render, value.string.length)
             ? read_text (liquid_value_get_text (value))
             : NAN;
  case LIQUID_EMPTY:
  case LIQUID_BLANK:
    return 0;
  case LIQUID_ARRAY:
  case LIQUID_RANGE:
    return liquid_js_string (render, value, &text) ? read_text (text) : NAN;
  default:
    return NAN;
  }
}

/* A number without its fraction; what is none is 0. */
double
liquid_js_clamp (LiquidRender *render, LiquidValue value)
{
  double number = liquid_js_number (render, value);

  return isnan (number) ? 0 : trunc (number);
}

static double
clamp_index (double index, double count)
{
  return index < 0 ? fmax (index + count, 0) : fmin (index, count);
}

/* What slice() takes of @count items: negative positions count from the end. */
void
liquid_js_slice (double count, double *start, double *end)
{
  *start = clamp_index (*start, count);
  *end = fmax (clamp_index (*end, count), *start);
}

static bool append_joined (LiquidRender *render, LiquidValue value, GString *output, int depth);

/* What is LiquidJS's own is an object like any other to JavaScript. */
static bool
is_drop (LiquidValue value)
{
  return liquid_is_nil_word (value) || value.type == LIQUID_EMPTY || value.type == LIQUID_BLANK ||
         value.type == LIQUID_LOOP;
}

static bool
append_item (LiquidRender *render, LiquidValue item, size_t index, GString *output, int depth)
{
  if (index > 0) {
    g_string_append_c (output, ',');
  }
  if (is_drop (item)) {
    g_string_append (output, "[object Object]");
    return true;
  }
  return item.type == LIQUID_NIL || append_joined (render, item, output, depth);
}

static bool
append_joined (LiquidRender *render, LiquidValue value, GString *output, int depth)
{
  bool iterable;

  if (value.type != LIQUID_ARRAY && value.type != LIQUID_RANGE) {
    return liquid_value_append (value, render->traits, output);
  }
  size_t count = liquid_value_count (value, &iterable);
  bool appended = depth < LIQUID_MAX_VALUE_DEPTH;
  for (size_t i = 0; appended && i < count; i++) {
    appended = append_item (render, liquid_value_get_item (render, value, i), i, output, depth + 1);
  }
  return appended;
}

/* JavaScript's String(). */
bool
liquid_js_string (LiquidRender *render, LiquidValue value, LiquidSlice *text)
{
  if (value.type == LIQUID_STRING) {
    *text = liquid_value_get_text (value);
    return true;
  }
  if (value.type == LIQUID_NIL) {
    *text = liquid_is_undefined (value) ? LIQUID_SLICE ("undefined") : LIQUID_SLICE ("null");
    return true;
  }
  if (!liquid_render_count_value (render, value)) {
    return false;
  }
  g_autoptr (GString) built = g_string_new (NULL);
  if (!append_joined (render, value, built, 0)) {
    return liquid_render_exceed (render, "Data are nested too deep");
  }
  char *bytes = liquid_render_alloc (render, built->len);
  if (bytes == NULL) {
    return false;
  }
  liquid_copy (bytes, built->str, built->len);
  *text = (LiquidSlice){ bytes, built->len };
  return true;
}

/* The same for what stands in a list. */
bool
liquid_js_item_string (LiquidRender *render, LiquidValue item, LiquidSlice *text)
{
  if (is_drop (item)) {
    *text = LIQUID_SLICE ("[object Object]");
    return true;
  }
  return liquid_js_string (render, item, text);
}

/* What stands for @value outside of comparisons. */
bool
liquid_js_to_value (LiquidRender *render, LiquidValue *value)
{
  LiquidSlice text = { "", 0 };

  if (!is_drop (*value)) {
    return true;
  }
  if (value->type == LIQUID_NIL) {
    *value = liquid_nil ();
    return true;
  }
  bool done = value->type != LIQUID_LOOP || liquid_js_string (render, *value, &text);
  *value = liquid_string (text.bytes, text.length);
  return done;
}

/* JavaScript's plus: texts, and what becomes a text, are put together. */
bool
liquid_js_add (LiquidRender *render, LiquidValue a, LiquidValue b, LiquidValue *sum)
{
  LiquidSlice first, second;
  bool has_text = a.type > LIQUID_FLOAT || b.type > LIQUID_FLOAT;

  if (!has_text) {
    *sum = liquid_number (liquid_js_number (render, a) + liquid_js_number (render, b));
    return true;
  }
  if (!liquid_js_string (render, a, &first) || !liquid_js_string (render, b, &second)) {
    return false;
  }
  char *bytes = liquid_render_alloc (render, first.length + second.length);
  if (bytes != NULL) {
    liquid_copy (liquid_copy (bytes, first.bytes, first.length), second.bytes, second.length);
    *sum = liquid_string (bytes, first.length + second.length);
  }
  return bytes != NULL;
}

static bool
is_start (char c)
{
  return ((uint8_t) c & 0xc0) != 0x80;
}

/* Units of UTF-16: a character outside the first plane has two. */
size_t
liquid_js_length (LiquidSlice text)
{
  size_t length = 0;

  for (size_t i = 0; i < text.length; i++) {
    length += is_start (text.bytes[i]) + ((uint8_t) text.bytes[i] >= 0xf0);
  }
  return length;
}

size_t
liquid_js_count_characters (LiquidSlice text)
{
  size_t count = 0;

  for (size_t i = 0; i < text.length; i++) {
    count += is_start (text.bytes[i]);
  }
  return count;
}

/* The byte at which a character begins, the next one for a fraction, or the end. */
size_t
liquid_js_find_character (LiquidSlice text, double character)
{
  double count = 0;
  size_t i = 0;

  for (; i < text.length; i++) {
    if (is_start (text.bytes[i]) && !(count++ < character)) {
      break;
    }
  }
  return i;
}

/* The byte at which the unit @index begins; @inside where that is the second of a character. */
static size_t
find_unit (LiquidSlice text, size_t index, bool *inside)
{
  size_t unit = 0, i = 0;

  *inside = false;
  for (; i < text.length && unit < index; i++) {
    unit += is_start (text.bytes[i]) + ((uint8_t) text.bytes[i] >= 0xf0);
  }
  while (i < text.length && !is_start (text.bytes[i])) {
    i++;
  }
  *inside = unit > index;
  return i;
}

/* The units from @start to before @end; half a character is printed as one that cannot be. */
bool
liquid_js_substring (
  LiquidRender *render, LiquidSlice text, double start, double end, LiquidSlice *part)
{
  static const char replacement[] = "\xef\xbf\xbd";
  enum { REPLACEMENT = 3, LONGEST = 4 };
  double length = (double) liquid_js_length (text);
  bool half_start, half_end;

  start = CLAMP (start, 0, length);
  end = CLAMP (end, start, length);
  size_t first = find_unit (text, (size_t) start, &half_start);
  size_t last = find_unit (text, (size_t) end, &half_end);
  if (!half_start && !half_end) {
    *part = (LiquidSlice){ text.bytes + first, last - first };
    return true;
  }
  last -= half_end ? LONGEST : 0;
  size_t whole = last > first ? last - first : 0;
  char *bytes = liquid_render_alloc (render, whole + 2 * REPLACEMENT);
  if (bytes == NULL) {
    return false;
  }
  char *p = half_start && start < end ? liquid_copy (bytes, replacement, REPLACEMENT) : bytes;
  p = liquid_copy (p, text.bytes + first, whole);
  p = half_end && start < end ? liquid_copy (p, replacement, REPLACEMENT) : p;
  *part = liquid_slice_range (bytes, p);
  return true;
}

/* An index as JavaScript writes it: no zeros before it. */
static bool
read_index (LiquidSlice key, uint32_t *index)
{
  enum { MOST_DIGITS = 9 };
  size_t i;

  *index = 0;
  for (i = 0; i < key.length && i < MOST_DIGITS && g_ascii_isdigit (key.bytes[i]); i++) {
    *index = *index * 10 + (uint32_t) (key.bytes[i] - '0');
  }
  return i == key.length && i > 0 && (key.bytes[0] != '0' || key.length == 1);
}

static LiquidValue
get_item (LiquidRender *render, LiquidValue array, double index)
{
  bool iterable;
  double count = (double) liquid_value_count (array, &iterable);
  double position = index < 0 ? index + count : index;

  if (!(position >= 0 && position < count)) {
    return liquid_undefined ();
  }
  return liquid_value_get_item (render, array, (size_t) position);
}

static LiquidValue
get_array_property (LiquidRender *render, LiquidValue array, LiquidSlice key)
{
  bool iterable;
  uint32_t index;

  if (liquid_slice_equal (key, LIQUID_SLICE ("size")) ||
      liquid_slice_equal (key, LIQUID_SLICE ("length"))) {
    return liquid_integer ((int64_t) liquid_value_count (array, &iterable));
  }
  if (liquid_slice_equal (key, LIQUID_SLICE ("first"))) {
    return get_item (render, array, 0);
  }
  if (liquid_slice_equal (key, LIQUID_SLICE ("last"))) {
    return get_item (render, array, -1);
  }
  return read_index (key, &index) ? get_item (render, array, index) : liquid_undefined ();
}

static bool
get_text_property (LiquidRender *render, LiquidSlice text, LiquidSlice key, LiquidValue *value)
{
  uint32_t index;
  LiquidSlice unit;

  *value = liquid_undefined ();
  if (!liquid_render_count_text (render, text.length)) {
    return false;
  }
  if (liquid_slice_equal (key, LIQUID_SLICE ("size")) ||
      liquid_slice_equal (key, LIQUID_SLICE ("length"))) {
    *value = liquid_integer ((int64_t) liquid_js_length (text));
    return true;
  }
  if (!read_index (key, &index) || index >= liquid_js_length (text)) {
    return true;
  }
  bool cut = liquid_js_substring (render, text, index, (double) index + 1, &unit);
  *value = cut ? liquid_string (unit.bytes, unit.length) : *value;
  return cut;
}

/* The property @key of @object; false where there is no memory for it. */
bool
liquid_js_property (LiquidRender *render, LiquidValue object, LiquidSlice key, LiquidValue *value)
{
  switch ((int) object.type) {
  case LIQUID_NIL:
    *value = liquid_is_nil_word (object) ? liquid_undefined () : object;
    return true;
  case LIQUID_HASH:
    if (!liquid_hash_get (object.hash, key, value)) {
      *value = liquid_slice_equal (key, LIQUID_SLICE ("size"))
                 ? liquid_integer (object.hash->n_entries)
                 : liquid_undefined ();
    }
    return true;
  case LIQUID_ARRAY:
  case LIQUID_RANGE:
    *value = get_array_property (render, object, key);
    return true;
  case LIQUID_STRING:
    return get_text_property (render, liquid_value_get_text (object), key, value);
  case LIQUID_LOOP:
    *value = liquid_js_loop_get_member (render, object.internal, key);
    return true;
  default:
    *value = liquid_undefined ();
    return true;
  }
}

/* The property that @key becomes as a text; false where there is no memory for it. */
bool
liquid_js_property_of (LiquidRender *render,
                       LiquidValue object,
                       LiquidValue key,
                       LiquidValue *value)
{
  LiquidSlice text;

  if (liquid_js_is_number (key) && liquid_js_is_list (object)) {
    double index = liquid_js_get_number (key);
    *value = index == floor (index) ? get_item (render, object, index) : liquid_undefined ();
    return true;
  }
  return liquid_js_to_value (render, &key) && liquid_js_string (render, key, &text) &&
         liquid_render_count_text (render, text.length) &&
         liquid_js_property (render, object, text, value);
}

/* Steps of one from @first on: where the ends have fractions, so have the items. */
static bool
make_list (LiquidRender *render, double first, double last, LiquidValue *result)
{
  double count = first <= last ? floor (last - first) + 1 : 0;
  LiquidArray *array =
    count < (double) render->max_scratch ? liquid_render_new_array (render, (size_t) count) : NULL;

  if (array == NULL) {
    return liquid_render_exceed (render, "A range is longer than is allowed");
  }
  for (size_t i = 0; i < array->n_items; i++) {
    array->items[i] = liquid_number (first + (double) i);
  }
  *result = liquid_array (array);
  return true;
}

/* Makes a range of two values: it goes on as long as it stays below the last plus one. */
bool
liquid_js_make_range (LiquidRender *render, LiquidValue *first)
{
  double from = liquid_js_number (render, first[0]), to = liquid_js_number (render, first[1]);

  if (isnan (from) || isnan (to)) {
    from = 1;
    to = 0;
  }
  if (from != floor (from) || fabs (from) > LIQUID_LARGEST_EXACT ||
      fabs (to) > LIQUID_LARGEST_EXACT) {
    return make_list (render, from, nextafter (to + 1, -INFINITY), first);
  }
  LiquidRange *range = liquid_render_alloc (render, sizeof (LiquidRange));
  if (range == NULL) {
    return false;
  }
  *range = (LiquidRange){ (int64_t) from, (int64_t) ceil (to) };
  *first = (LiquidValue){ .type = LIQUID_RANGE, .internal = range };
  return true;
}

/* The items of a list, of a hash as @pairs, or @value itself as the only one; the array may be
 * changed. */
bool
liquid_js_list (LiquidRender *render, LiquidValue value, bool pairs, LiquidArray **array)
{
  bool iterable;

  if (!liquid_js_to_value (render, &value)) {
    return false;
  }
  bool has_items = liquid_js_is_list (value) || (pairs && value.type == LIQUID_HASH);
  bool is_none =
    value.type == LIQUID_NIL ||
    (pairs && !has_items && !(value.type == LIQUID_STRING && !liquid_js_is_empty (value)));
  size_t count = has_items ? liquid_value_count (value, &iterable) : !is_none;

  if (!liquid_render_count_steps (render, count)) {
    return false;
  }
  *array = count < render->max_scratch ? liquid_render_new_array (render, count) : NULL;
  if (*array == NULL) {
    return liquid_render_exceed (render, "A list is longer than is allowed");
  }
  for (size_t i = 0; i < count; i++) {
    (*array)->items[i] = has_items ? liquid_value_get_item (render, value, i) : value;
  }
  return render->exceeded == NULL;
}
