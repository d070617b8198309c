/* Filters that cut and take apart. Lengths and positions count characters. */

#include "liquid-filters-edit.h"

#include "liquid-integer.h"

#include <string.h>

/* Which of @count things a start and a length choose; false for none. */
static bool
choose (int64_t offset, int64_t length, int64_t count, int64_t *from, int64_t *n)
{
  if (offset < 0 && __builtin_add_overflow (offset, count, &offset)) {
    return false;
  }
  if (offset < 0 || offset > count || length < 0) {
    return false;
  }
  *from = offset;
  *n = MIN (length, count - offset);
  return true;
}

static bool
slice_array (const LiquidCall *call, int64_t offset, int64_t length, LiquidValue *result)
{
  const LiquidArray *input = call->input.array;
  int64_t from = 0, n = 0;

  choose (offset, length, (int64_t) input->n_items, &from, &n);
  LiquidArray *array = liquid_render_new_array (call->render, (size_t) n);
  if (array == NULL) {
    return false;
  }
  for (int64_t i = 0; i < n; i++) {
    array->items[i] = input->items[from + i];
  }
  *result = liquid_array (array);
  return true;
}

bool
liquid_filter_slice (const LiquidCall *call, LiquidValue *result)
{
  LiquidValue length_value = liquid_call_get_argument (call, 1);
  int64_t offset, length = 1, from = 0, n = 0;
  LiquidSlice text;

  if (!liquid_render_to_integer (call->render, liquid_call_get_argument (call, 0), &offset) ||
      (liquid_value_is_true (length_value) &&
       !liquid_render_to_integer (call->render, length_value, &length))) {
    return false;
  }
  if (call->input.type == LIQUID_ARRAY) {
    return slice_array (call, offset, length, result);
  }
  if (!liquid_call_get_input (call, &text)) {
    return false;
  }
  if (!choose (offset, length, (int64_t) liquid_slice_count_characters (text), &from, &n)) {
    return liquid_return_slice ((LiquidSlice){ "", 0 }, result);
  }
  size_t start = liquid_slice_find_character (text, (size_t) from);
  LiquidSlice rest = { text.bytes + start, text.length - start };
  rest.length = liquid_slice_find_character (rest, (size_t) n);
  return liquid_return_slice (rest, result);
}

static bool
get_ellipsis (const LiquidCall *call, LiquidSlice *ellipsis)
{
  *ellipsis = LIQUID_SLICE ("...");
  return call->n_arguments < 2 || liquid_call_get_text (call, 1, ellipsis);
}

static bool
get_count (const LiquidCall *call, int64_t by_default, int64_t *count)
{
  *count = by_default;
  return call->n_arguments == 0 ||
         liquid_render_to_integer (call->render, liquid_call_get_argument (call, 0), count);
}

bool
liquid_filter_truncate (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text, ellipsis;
  int64_t length;

  if (call->input.type == LIQUID_NIL) {
    *result = liquid_nil ();
    return true;
  }
  if (!liquid_call_get_input (call, &text) || !get_count (call, 50, &length) ||
      !get_ellipsis (call, &ellipsis)) {
    return false;
  }
  if ((int64_t) liquid_slice_count_characters (text) <= length) {
    return liquid_return_slice (text, result);
  }
  int64_t kept = MAX (MAX (length, 0) - (int64_t) liquid_slice_count_characters (ellipsis), 0);
  return liquid_return_spliced (call, text, liquid_slice_find_character (text, (size_t) kept),
                                text.length, ellipsis, result);
}

/* What words do not have. */
static const bool gaps[256] = { ['\0'] = true, ['\t' ... '\r'] = true, [' '] = true };

/* The next word from @p on; false at the end. */
static bool
next_word (const char **p, const char *end, LiquidSlice *word)
{
  const char *start = *p;

  while (start < end && gaps[(guchar) *start]) {
    start++;
  }
  const char *word_end = start;
  while (word_end < end && !gaps[(guchar) *word_end]) {
    word_end++;
  }
  *p = word_end;
  *word = liquid_slice_range (start, word_end);
  return word_end > start;
}

bool
liquid_filter_truncatewords (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text, ellipsis, word;
  int64_t words;

  if (call->input.type == LIQUID_NIL) {
    *result = liquid_nil ();
    return true;
  }
  if (!liquid_call_get_input (call, &text) || !get_count (call, 15, &words) ||
      !get_ellipsis (call, &ellipsis)) {
    return false;
  }
  words = MAX (words, 1);
  const char *p = text.bytes, *end = text.bytes + text.length;
  char *bytes = liquid_render_alloc (call->render, text.length + ellipsis.length);
  char *q = bytes;
  if (bytes == NULL) {
    return false;
  }
  for (int64_t i = 0; i < words; i++) {
    if (!next_word (&p, end, &word)) {
      return liquid_return_slice (text, result);
    }
    if (i > 0) {
      *q++ = ' ';
    }
    q = liquid_copy (q, word.bytes, word.length);
  }
  /* White space behind the last word counts as one more. */
  if (p == end) {
    return liquid_return_slice (text, result);
  }
  q = liquid_copy (q, ellipsis.bytes, ellipsis.length);
  *result = liquid_string (bytes, (size_t) (q - bytes));
  return true;
}

/* How many bytes may be gaps: all that are not above a space. */
static size_t
count_gaps (LiquidSlice text)
{
  const uint64_t ones = UINT64_C (0x0101010101010101), highs = ones << 7;
  const uint64_t above = ones * (0x80 - (' ' + 1)); /* sets the highest bit of what is above */
  size_t count = 0, i = 0;
  uint64_t bytes;

  for (; i + sizeof bytes <= text.length; i += sizeof bytes) {
    memcpy (&bytes, text.bytes + i, sizeof bytes);
    uint64_t found = ~(((bytes & ~highs) + above) | bytes) & highs;
    count += (size_t) ((found >> 7) * ones >> 56);
  }
  for (; i < text.length; i++) {
    count += (guchar) text.bytes[i] <= ' ';
  }
  return count;
}

static bool
split_words (const LiquidCall *call, LiquidSlice text, LiquidValue *result)
{
  const char *p = text.bytes, *end = text.bytes + text.length;
  LiquidSlice word;

  /* Where gaps are longer, it has more room than words. */
  LiquidArray *array = liquid_render_new_array (call->render, count_gaps (text) + 1);
  if (array == NULL) {
    return false;
  }
  array->n_items = 0;
  while (next_word (&p, end, &word)) {
    array->items[array->n_items++] = liquid_string (word.bytes, word.length);
  }
  *result = liquid_array (array);
  return true;
}

static bool
split_characters (const LiquidCall *call, LiquidSlice text, LiquidValue *result)
{
  size_t count = liquid_slice_count_characters (text);
  LiquidArray *array = liquid_render_new_array (call->render, count);

  if (array == NULL) {
    return false;
  }
  for (size_t i = 0; i < count; i++) {
    size_t length = liquid_slice_find_character (text, 1);
    array->items[i] = liquid_string (text.bytes, length);
    text.bytes += length;
    text.length -= length;
  }
  *result = liquid_array (array);
  return true;
}

/* Empty parts at the end are dropped. */
static bool
split_at (const LiquidCall *call, LiquidSlice text, LiquidSlice pattern, LiquidValue *result)
{
  size_t count = liquid_slice_count_matches (text, pattern) + 1;
  LiquidArray *array = liquid_render_new_array (call->render, count);
  size_t from = 0;

  if (array == NULL) {
    return false;
  }
  for (size_t i = 0; i < count; i++) {
    const char *match = i + 1 < count ? liquid_slice_find (text, from, pattern) : NULL;
    size_t end = match != NULL ? (size_t) (match - text.bytes) : text.length;
    array->items[i] = liquid_string (text.bytes + from, end - from);
    from = end + pattern.length;
  }
  while (array->n_items > 0 && array->items[array->n_items - 1].string.length == 0) {
    array->n_items--;
  }
  *result = liquid_array (array);
  return true;
}

bool
liquid_filter_split (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text, pattern;

  if (!liquid_call_get_input (call, &text) || !liquid_call_get_text (call, 0, &pattern)) {
    return false;
  }
  if (pattern.length == 0) {
    return split_characters (call, text, result);
  }
  if (liquid_slice_equal (pattern, LIQUID_SLICE (" "))) {
    return split_words (call, text, result);
  }
  return split_at (call, text, pattern, result);
}

bool
liquid_filter_squish (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text, word;

  if (call->input.type == LIQUID_NIL) {
    *result = liquid_nil ();
    return true;
  }
  if (!liquid_call_get_input (call, &text)) {
    return false;
  }
  text = liquid_slice_strip (text);
  char *bytes = liquid_render_alloc (call->render, text.length);
  if (bytes == NULL) {
    return false;
  }
  size_t length = 0;
  for (size_t i = 0; i < text.length; i++) {
    bool space = liquid_is_space (text.bytes[i]);
    if (!space) {
      bytes[length++] = text.bytes[i];
    } else if (bytes[length - 1] != ' ') {
      bytes[length++] = ' ';
    }
  }
  word = (LiquidSlice){ bytes, length };
  return liquid_return_slice (word, result);
}

bool
liquid_filter_lstrip (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text;

  return liquid_call_get_input (call, &text) &&
         liquid_return_slice (liquid_slice_strip_left (text), result);
}

bool
liquid_filter_rstrip (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text;

  return liquid_call_get_input (call, &text) &&
         liquid_return_slice (liquid_slice_strip_right (text), result);
}

/* A line ends in a newline, which a carriage return may precede. */
static bool
replace_newlines (const LiquidCall *call, LiquidSlice replacement, LiquidValue *result)
{
  LiquidSlice text;

  if (!liquid_call_get_input (call, &text)) {
    return false;
  }
  size_t count = liquid_slice_count_matches (text, LIQUID_SLICE ("\n"));
  if (count == 0) {
    return liquid_return_slice (text, result);
  }
  char *bytes = liquid_render_alloc (call->render, text.length + count * replacement.length);
  if (bytes == NULL) {
    return false;
  }
  const char *p = text.bytes, *end = p + text.length, *newline;
  char *q = bytes;
  for (; (newline = memchr (p, '\n', (size_t) (end - p))) != NULL; p = newline + 1) {
    size_t length = (size_t) (newline - p);
    q = liquid_copy (q, p, length - (length > 0 && newline[-1] == '\r'));
    q = liquid_copy (q, replacement.bytes, replacement.length);
  }
  q = liquid_copy (q, p, (size_t) (end - p));
  *result = liquid_string (bytes, (size_t) (q - bytes));
  return true;
}

bool
liquid_filter_strip_newlines (const LiquidCall *call, LiquidValue *result)
{
  return replace_newlines (call, LIQUID_SLICE (""), result);
}

bool
liquid_filter_newline_to_br (const LiquidCall *call, LiquidValue *result)
{
  return replace_newlines (call, LIQUID_SLICE ("<br />\n"), result);
}
