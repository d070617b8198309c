/* Filters that cut and replace. Lengths and positions count characters. */

#include "liquid-filters-edit.h"

#include "liquid-limits.h"
#include "liquid-loop.h"

#include <string.h>

static bool
get_input (const LiquidCall *call, LiquidSlice *text)
{
  return liquid_render_to_text (call->render, call->input, text);
}

static bool
get_text (const LiquidCall *call, unsigned index, LiquidSlice *text)
{
  return liquid_render_to_text (call->render, liquid_call_get_argument (call, index), text);
}

static bool
return_slice (LiquidSlice text, LiquidValue *result)
{
  *result = liquid_string (text.bytes, text.length);
  return true;
}

/* The text with what is between @start and @end replaced. */
static bool
splice (const LiquidCall *call,
        LiquidSlice text,
        size_t start,
        size_t end,
        LiquidSlice replacement,
        LiquidValue *result)
{
  size_t length = start + replacement.length + (text.length - end);
  char *bytes = liquid_render_alloc (call->render, length);

  if (bytes == NULL) {
    return false;
  }
  liquid_copy (bytes, text.bytes, start);
  liquid_copy (bytes + start, replacement.bytes, replacement.length);
  liquid_copy (bytes + start + replacement.length, text.bytes + end, text.length - end);
  *result = liquid_string (bytes, length);
  return true;
}

/* Puts @replacement before each character and at the end. */
static bool
interleave (const LiquidCall *call, LiquidSlice text, LiquidSlice replacement, LiquidValue *result)
{
  size_t length = text.length + (liquid_slice_count_characters (text) + 1) * replacement.length;
  char *bytes = liquid_render_alloc (call->render, length);
  char *p = bytes;

  if (bytes == NULL) {
    return false;
  }
  for (size_t i = 0; i < text.length; i++) {
    if (((uint8_t) text.bytes[i] & 0xc0) != 0x80) {
      p = liquid_copy (p, replacement.bytes, replacement.length);
    }
    *p++ = text.bytes[i];
  }
  liquid_copy (p, replacement.bytes, replacement.length);
  *result = liquid_string (bytes, length);
  return true;
}

static size_t
count_matches (LiquidSlice text, LiquidSlice pattern)
{
  size_t count = 0;

  for (const char *p = liquid_slice_find (text, 0, pattern); p != NULL;
       p = liquid_slice_find (text, (size_t) (p - text.bytes) + pattern.length, pattern)) {
    count++;
  }
  return count;
}

/* Ruby gives a backslash in what is put in a meaning: the match, what is before it, what is behind
 * it. */
static const char *
expand_escape (const LiquidCall *call,
               const char *p,
               const char *end,
               LiquidSlice text,
               LiquidSlice match,
               LiquidSlice *part)
{
  const char *match_end = match.bytes + match.length;

  *part = (LiquidSlice){ "", 0 };
  switch (*p) {
  case '0':
  case '&':
    *part = match;
    return p + 1;
  case '`':
    *part = liquid_slice_range (text.bytes, match.bytes);
    return p + 1;
  case '\'':
    *part = liquid_slice_range (match_end, text.bytes + text.length);
    return p + 1;
  case '\\':
    *part = LIQUID_SLICE ("\\");
    return p + 1;
  case 'k':
    if (p + 1 < end && p[1] == '<') {
      liquid_render_fail (call->render, "internal");
      return NULL;
    }
    *part = LIQUID_SLICE ("\\");
    return p;
  default:
    if (g_ascii_isdigit (*p) || *p == '+') {
      return p + 1;
    }
    *part = LIQUID_SLICE ("\\");
    return p;
  }
}

static bool
append_replacement (const LiquidCall *call,
                    GString *output,
                    LiquidSlice text,
                    LiquidSlice match,
                    LiquidSlice replacement)
{
  const char *p = replacement.bytes, *end = p + replacement.length;

  while (p < end) {
    LiquidSlice part = { p, 1 };
    if (*p != '\\' || p + 1 == end) {
      p++;
    } else if ((p = expand_escape (call, p + 1, end, text, match, &part)) == NULL) {
      return false;
    }
    g_string_append_len (output, part.bytes, (gssize) part.length);
    if (output->len > call->render->max_scratch) {
      return liquid_render_exceed (call->render, "Filters build more text than is allowed");
    }
  }
  return true;
}

/* What a backslash stands in is put together piece by piece. */
static bool
replace_with_escapes (const LiquidCall *call,
                      LiquidSlice text,
                      LiquidSlice pattern,
                      LiquidSlice replacement,
                      bool only_first,
                      LiquidValue *result)
{
  g_autoptr (GString) output = g_string_sized_new (text.length);
  size_t from = 0;
  const char *p = liquid_slice_find (text, 0, pattern);

  for (; p != NULL && from <= text.length;
       p = only_first ? NULL : liquid_slice_find (text, from, pattern)) {
    LiquidSlice match = { p, pattern.length };
    size_t start = (size_t) (p - text.bytes);
    g_string_append_len (output, text.bytes + from, (gssize) (start - from));
    if (!append_replacement (call, output, text, match, replacement)) {
      return false;
    }
    from = start + pattern.length;
    if (pattern.length == 0 && !only_first) {
      size_t letter =
        liquid_slice_find_character ((LiquidSlice){ text.bytes + from, text.length - from }, 1);
      g_string_append_len (output, text.bytes + from, (gssize) letter);
      from += MAX (letter, 1);
    }
  }
  if (from < text.length) {
    g_string_append_len (output, text.bytes + from, (gssize) (text.length - from));
  }
  char *bytes = liquid_render_alloc (call->render, output->len);
  if (bytes == NULL) {
    return false;
  }
  liquid_copy (bytes, output->str, output->len);
  *result = liquid_string (bytes, output->len);
  return true;
}

static bool
replace_all (const LiquidCall *call,
             LiquidSlice text,
             LiquidSlice pattern,
             LiquidSlice replacement,
             LiquidValue *result)
{
  if (pattern.length == 0) {
    return interleave (call, text, replacement, result);
  }
  size_t count = count_matches (text, pattern);
  if (count == 0) {
    return return_slice (text, result);
  }
  size_t length = text.length - count * pattern.length + count * replacement.length;
  char *bytes = liquid_render_alloc (call->render, length);
  if (bytes == NULL) {
    return false;
  }
  *result = liquid_string (bytes, length);
  size_t from = 0;
  for (size_t i = 0; i < count; i++) {
    size_t match = (size_t) (liquid_slice_find (text, from, pattern) - text.bytes);
    bytes = liquid_copy (bytes, text.bytes + from, match - from);
    bytes = liquid_copy (bytes, replacement.bytes, replacement.length);
    from = match + pattern.length;
  }
  liquid_copy (bytes, text.bytes + from, text.length - from);
  return true;
}

/* The last match, or NULL. Here a long pattern that nearly matches everywhere is work. */
static const char *
find_last (LiquidRender *render, LiquidSlice text, LiquidSlice pattern)
{
  size_t part = pattern.length / LIQUID_BYTES_PER_STEP;

  if (pattern.length > text.length || !liquid_render_count_steps (render, part * part) ||
      !liquid_render_count_steps (render, part * (text.length - pattern.length))) {
    return NULL;
  }
  for (const char *p = text.bytes + text.length - pattern.length; p >= text.bytes; p--) {
    if (pattern.length == 0 || memcmp (p, pattern.bytes, pattern.length) == 0) {
      return p;
    }
  }
  return NULL;
}

static bool
replace_one (const LiquidCall *call,
             LiquidSlice text,
             LiquidSlice pattern,
             LiquidSlice replacement,
             const char *match,
             LiquidValue *result)
{
  if (match == NULL) {
    return return_slice (text, result);
  }
  size_t start = (size_t) (match - text.bytes);
  return splice (call, text, start, start + pattern.length, replacement, result);
}

typedef enum {
  ALL,
  FIRST,
  LAST,
} Which;

static bool
replace (const LiquidCall *call, Which which, bool removes, LiquidValue *result)
{
  LiquidSlice text, pattern, replacement = { "", 0 };

  if (!get_input (call, &text) || !get_text (call, 0, &pattern) ||
      (!removes && !get_text (call, 1, &replacement))) {
    return false;
  }
  if (text.bytes == NULL) {
    text.bytes = "";
  }
  bool escapes = call->traits->print_containers && replacement.length > 0 &&
                 memchr (replacement.bytes, '\\', replacement.length) != NULL;
  if (escapes && which != LAST) {
    return replace_with_escapes (call, text, pattern, replacement, which == FIRST, result);
  }
  switch (which) {
  case FIRST:
    return replace_one (call, text, pattern, replacement, liquid_slice_find (text, 0, pattern),
                        result);
  case LAST:
    return replace_one (call, text, pattern, replacement, find_last (call->render, text, pattern),
                        result);
  case ALL:
  default:
    return replace_all (call, text, pattern, replacement, result);
  }
}

bool
liquid_filter_replace (const LiquidCall *call, LiquidValue *result)
{
  return replace (call, ALL, false, result);
}

bool
liquid_filter_replace_first (const LiquidCall *call, LiquidValue *result)
{
  return replace (call, FIRST, false, result);
}

bool
liquid_filter_replace_last (const LiquidCall *call, LiquidValue *result)
{
  return replace (call, LAST, false, result);
}

bool
liquid_filter_remove (const LiquidCall *call, LiquidValue *result)
{
  return replace (call, ALL, true, result);
}

bool
liquid_filter_remove_first (const LiquidCall *call, LiquidValue *result)
{
  return replace (call, FIRST, true, result);
}

bool
liquid_filter_remove_last (const LiquidCall *call, LiquidValue *result)
{
  return replace (call, LAST, true, result);
}

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
  if (!get_input (call, &text)) {
    return false;
  }
  if (!choose (offset, length, (int64_t) liquid_slice_count_characters (text), &from, &n)) {
    return return_slice ((LiquidSlice){ "", 0 }, result);
  }
  size_t start = liquid_slice_find_character (text, (size_t) from);
  LiquidSlice rest = { text.bytes + start, text.length - start };
  rest.length = liquid_slice_find_character (rest, (size_t) n);
  return return_slice (rest, result);
}

static bool
get_ellipsis (const LiquidCall *call, LiquidSlice *ellipsis)
{
  *ellipsis = LIQUID_SLICE ("...");
  return call->n_arguments < 2 || get_text (call, 1, ellipsis);
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
  if (!get_input (call, &text) || !get_count (call, 50, &length) ||
      !get_ellipsis (call, &ellipsis)) {
    return false;
  }
  if ((int64_t) liquid_slice_count_characters (text) <= length) {
    return return_slice (text, result);
  }
  int64_t kept = MAX (MAX (length, 0) - (int64_t) liquid_slice_count_characters (ellipsis), 0);
  return splice (call, text, liquid_slice_find_character (text, (size_t) kept), text.length,
                 ellipsis, result);
}

/* The next word from @p on; false at the end. */
static bool
next_word (const char **p, const char *end, LiquidSlice *word)
{
  const char *start = *p;

  while (start < end && (liquid_is_space (*start) || *start == '\0')) {
    start++;
  }
  const char *word_end = start;
  while (word_end < end && !liquid_is_space (*word_end) && *word_end != '\0') {
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
  if (!get_input (call, &text) || !get_count (call, 15, &words) ||
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
      return return_slice (text, result);
    }
    if (i > 0) {
      *q++ = ' ';
    }
    q = liquid_copy (q, word.bytes, word.length);
  }
  if (!next_word (&p, end, &word)) {
    return return_slice (text, result);
  }
  q = liquid_copy (q, ellipsis.bytes, ellipsis.length);
  *result = liquid_string (bytes, (size_t) (q - bytes));
  return true;
}

static bool
split_words (const LiquidCall *call, LiquidSlice text, LiquidValue *result)
{
  const char *p = text.bytes, *end = text.bytes + text.length;
  LiquidSlice word;
  size_t count = 0;

  while (next_word (&p, end, &word)) {
    count++;
  }
  LiquidArray *array = liquid_render_new_array (call->render, count);
  if (array == NULL) {
    return false;
  }
  p = text.bytes;
  for (size_t i = 0; i < count && next_word (&p, end, &word); i++) {
    array->items[i] = liquid_string (word.bytes, word.length);
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
  size_t count = count_matches (text, pattern) + 1;
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

  if (!get_input (call, &text) || !get_text (call, 0, &pattern)) {
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
  if (!get_input (call, &text)) {
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
  return return_slice (word, result);
}

static bool
strip_side (const LiquidCall *call, bool left, LiquidValue *result)
{
  LiquidSlice text;

  if (!get_input (call, &text)) {
    return false;
  }
  LiquidSlice stripped = liquid_slice_strip (text);
  const char *end = text.bytes + text.length;
  const char *stripped_end = stripped.bytes + stripped.length;
  return return_slice (left ? liquid_slice_range (stripped.bytes, end)
                            : liquid_slice_range (text.bytes, stripped_end),
                       result);
}

bool
liquid_filter_lstrip (const LiquidCall *call, LiquidValue *result)
{
  return strip_side (call, true, result);
}

bool
liquid_filter_rstrip (const LiquidCall *call, LiquidValue *result)
{
  return strip_side (call, false, result);
}

/* Whether a line ends at @i, and in how many bytes. */
static size_t
get_newline (LiquidSlice text, size_t i)
{
  if (text.bytes[i] == '\n') {
    return 1;
  }
  return text.bytes[i] == '\r' && i + 1 < text.length && text.bytes[i + 1] == '\n' ? 2 : 0;
}

static bool
replace_newlines (const LiquidCall *call, LiquidSlice replacement, LiquidValue *result)
{
  LiquidSlice text;
  size_t count = 0;

  if (!get_input (call, &text)) {
    return false;
  }
  for (size_t i = 0; i < text.length; i++) {
    count += text.bytes[i] == '\n';
  }
  char *bytes = liquid_render_alloc (call->render, text.length + count * replacement.length);
  char *p = bytes;
  if (bytes == NULL) {
    return false;
  }
  for (size_t i = 0; i < text.length;) {
    size_t newline = get_newline (text, i);
    if (newline > 0) {
      p = liquid_copy (p, replacement.bytes, replacement.length);
    } else {
      *p++ = text.bytes[i];
    }
    i += MAX (newline, 1);
  }
  *result = liquid_string (bytes, (size_t) (p - bytes));
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
