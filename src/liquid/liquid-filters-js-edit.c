/* LiquidJS's filters that cut and replace, as far as they are not Shopify's. Lengths and positions
 * count units of UTF-16. */

#include "liquid-filters-js-edit.h"

#include "liquid-filters-js.h"
#include "liquid-filters-string.h"

#include <math.h>
#include <string.h>

/* Filters that count their arguments. */
static bool
check_pair (const LiquidCall *call, const char *name)
{
  return call->n_arguments == 1 || liquid_render_fail (call->render, "%s expect 2 arguments", name);
}

bool
liquid_js_filter_append (const LiquidCall *call, LiquidValue *result)
{
  return check_pair (call, "append") && liquid_filter_append (call, result);
}

bool
liquid_js_filter_prepend (const LiquidCall *call, LiquidValue *result)
{
  return check_pair (call, "prepend") && liquid_filter_prepend (call, result);
}

/* The last place of @pattern. */
static const char *
find_last (LiquidSlice text, LiquidSlice pattern)
{
  for (size_t i = text.length + 1; i-- > 0;) {
    bool fits = text.length - i >= pattern.length;
    if (fits &&
        (pattern.length == 0 || (text.bytes[i] == pattern.bytes[0] &&
                                 memcmp (text.bytes + i, pattern.bytes, pattern.length) == 0))) {
      return text.bytes + i;
    }
  }
  return NULL;
}

static bool
replace_at (const LiquidCall *call,
            LiquidSlice text,
            const char *place,
            size_t length,
            LiquidSlice replacement,
            LiquidValue *result)
{
  if (place == NULL) {
    return liquid_return_slice (text, result);
  }
  g_autoptr (GString) built = g_string_new_len (text.bytes, place - text.bytes);
  const char *rest = place + length;
  g_string_append_len (built, replacement.bytes, (gssize) replacement.length);
  g_string_append_len (built, rest, text.bytes + text.length - rest);
  return liquid_return_text (call, built, result);
}

static bool
replace_one (const LiquidCall *call, bool last, bool remove, LiquidValue *result)
{
  LiquidSlice text, pattern, replacement = LIQUID_SLICE ("");

  if (!liquid_call_get_input (call, &text) || !liquid_js_get_text (call, 0, &pattern) ||
      (!remove && !liquid_js_get_text (call, 1, &replacement))) {
    return false;
  }
  return replace_at (call, text,
                     last ? find_last (text, pattern) : liquid_slice_find (text, 0, pattern),
                     pattern.length, replacement, result);
}

bool
liquid_js_filter_remove_first (const LiquidCall *call, LiquidValue *result)
{
  return replace_one (call, false, true, result);
}

bool
liquid_js_filter_remove_last (const LiquidCall *call, LiquidValue *result)
{
  return replace_one (call, true, true, result);
}

bool
liquid_js_filter_replace_first (const LiquidCall *call, LiquidValue *result)
{
  return replace_one (call, false, false, result);
}

bool
liquid_js_filter_replace_last (const LiquidCall *call, LiquidValue *result)
{
  return replace_one (call, true, false, result);
}

/* Puts @glue where @pattern stands; an empty one stands between all characters. */
static bool
replace_all (const LiquidCall *call,
             LiquidSlice text,
             LiquidSlice pattern,
             LiquidSlice glue,
             LiquidValue *result)
{
  g_autoptr (GString) built = g_string_new (NULL);
  const char *end = text.bytes + text.length;

  for (const char *p = text.bytes; p < end;) {
    const char *match = pattern.length == 0
                          ? g_utf8_next_char (p)
                          : liquid_slice_find (liquid_slice_range (p, end), 0, pattern);
    match = match != NULL ? MIN (match, end) : end;
    g_string_append_len (built, p, match - p);
    p = match + pattern.length;
    if (match < end) {
      g_string_append_len (built, glue.bytes, (gssize) glue.length);
    }
    if (built->len > call->render->max_scratch) {
      return liquid_render_exceed (call->render, "Filters build more text than is allowed");
    }
  }
  return liquid_return_text (call, built, result);
}

bool
liquid_js_filter_replace (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text, pattern, glue;

  return liquid_call_get_input (call, &text) && liquid_js_get_text (call, 0, &pattern) &&
         liquid_js_get_text (call, 1, &glue) && replace_all (call, text, pattern, glue, result);
}

bool
liquid_js_filter_remove (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text, pattern;

  return liquid_call_get_input (call, &text) && liquid_js_get_text (call, 0, &pattern) &&
         replace_all (call, text, pattern, LIQUID_SLICE (""), result);
}

/* Empty parts at the end are dropped. */
static bool
return_parts (LiquidArray *parts, LiquidValue *result)
{
  while (parts->n_items > 0 && parts->items[parts->n_items - 1].string.length == 0) {
    parts->n_items--;
  }
  *result = liquid_array (parts);
  return true;
}

static bool
split_units (const LiquidCall *call, LiquidSlice text, LiquidValue *result)
{
  LiquidArray *parts = liquid_render_new_array (call->render, liquid_js_length (text));
  size_t n_parts = 0;

  for (const char *p = text.bytes; parts != NULL && n_parts < parts->n_items;) {
    LiquidSlice letter = liquid_slice_range (p, g_utf8_next_char (p));
    size_t units = liquid_js_length (letter);
    for (size_t i = 0; i < units; i++) {
      LiquidSlice part;
      if (!liquid_js_substring (call->render, letter, (double) i, (double) i + 1, &part)) {
        return false;
      }
      parts->items[n_parts++] = liquid_string (part.bytes, part.length);
    }
    p += letter.length;
  }
  return parts != NULL && return_parts (parts, result);
}

bool
liquid_js_filter_split (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text, pattern;
  size_t count = 1;

  if (!liquid_call_get_input (call, &text) || !liquid_js_get_text (call, 0, &pattern)) {
    return false;
  }
  if (pattern.length == 0) {
    return split_units (call, text, result);
  }
  const char *end = text.bytes + text.length;
  for (const char *p = text.bytes;
       (p = liquid_slice_find (liquid_slice_range (p, end), 0, pattern)) != NULL;
       p += pattern.length) {
    count++;
  }
  LiquidArray *parts = liquid_render_new_array (call->render, count);
  const char *p = text.bytes;
  for (size_t i = 0; parts != NULL && i < count; i++) {
    const char *match =
      i + 1 < count ? liquid_slice_find (liquid_slice_range (p, end), 0, pattern) : end;
    parts->items[i] = liquid_string (p, (size_t) (match - p));
    p = match < end ? match + pattern.length : end;
  }
  return parts != NULL && return_parts (parts, result);
}

/* White space, or with an argument its characters. */
static bool
is_strippable (const char *p, const char *end, const LiquidSlice *letters)
{
  size_t length = (size_t) (g_utf8_next_char (p) - p);

  if (letters == NULL) {
    return liquid_js_scan_space (p, end) > 0;
  }
  return letters->length > 0 && liquid_slice_find (*letters, 0, (LiquidSlice){ p, length }) != NULL;
}

static bool
strip (const LiquidCall *call, bool left, bool right, LiquidValue *result)
{
  LiquidSlice text, letters, *set = NULL;

  if (!liquid_call_get_input (call, &text)) {
    return false;
  }
  if (liquid_js_is_true (liquid_js_argument (call, 0))) {
    if (!liquid_js_get_text (call, 0, &letters)) {
      return false;
    }
    set = &letters;
  }
  const char *p = text.bytes, *end = p + text.length;
  while (left && p < end && is_strippable (p, end, set)) {
    p = g_utf8_next_char (p);
  }
  while (right && p < end) {
    const char *last = g_utf8_find_prev_char (p, end);
    if (last == NULL || !is_strippable (last, end, set)) {
      break;
    }
    end = last;
  }
  return liquid_return_slice (liquid_slice_range (p, end), result);
}

bool
liquid_js_filter_strip (const LiquidCall *call, LiquidValue *result)
{
  return strip (call, true, true, result);
}

bool
liquid_js_filter_lstrip (const LiquidCall *call, LiquidValue *result)
{
  return strip (call, true, false, result);
}

bool
liquid_js_filter_rstrip (const LiquidCall *call, LiquidValue *result)
{
  return strip (call, false, true, result);
}

bool
liquid_js_filter_truncate (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text, end, start;
  LiquidValue most = liquid_js_argument_or (call, 0, liquid_integer (50));

  if (!liquid_call_get_input (call, &text) ||
      !liquid_render_to_text (call->render,
                              liquid_js_argument_or (call, 1, liquid_string ("...", 3)), &end)) {
    return false;
  }
  double limit = liquid_js_number (call->render, most);
  if ((double) liquid_js_length (text) <= limit ||
      liquid_js_find_character (text, limit) == text.length) {
    *result = call->input;
    return true;
  }
  double length = limit - (double) liquid_js_count_characters (end);
  start = (LiquidSlice){ text.bytes, liquid_js_find_character (text, length) };
  g_autoptr (GString) built = g_string_new_len (start.bytes, (gssize) start.length);
  g_string_append_len (built, end.bytes, (gssize) end.length);
  return liquid_return_text (call, built, result);
}

/* Behind the white space at @p. */
static const char *
skip_blank (const char *p, const char *end)
{
  size_t length;

  while ((length = liquid_js_scan_space (p, end)) > 0) {
    p += length;
  }
  return p;
}

static const char *
skip_word (const char *p, const char *end)
{
  while (p < end && liquid_js_scan_space (p, end) == 0) {
    p = g_utf8_next_char (p);
  }
  return p;
}

/* Behind white space at the end is a word without letters. */
bool
liquid_js_filter_truncatewords (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text, ellipsis;
  LiquidValue most = liquid_js_argument_or (call, 0, liquid_integer (15));

  if (!liquid_call_get_input (call, &text) ||
      !liquid_render_to_text (
        call->render, liquid_js_argument_or (call, 1, liquid_string ("...", 3)), &ellipsis)) {
    return false;
  }
  double limit = liquid_js_number (call->render, most);
  limit = limit <= 0 ? 1 : limit;
  double most_words = trunc (limit), n_words = 0;
  g_autoptr (GString) built = g_string_new (NULL);
  const char *end = text.bytes + text.length, *p = skip_blank (text.bytes, end), *word;
  do {
    word = skip_blank (p, end);
    p = skip_word (word, end);
    if (n_words++ < most_words) {
      g_string_append (built, n_words > 1 ? " " : "");
      g_string_append_len (built, word, p - word);
    }
  } while (p < end);
  if (n_words >= limit) {
    g_string_append_len (built, ellipsis.bytes, (gssize) ellipsis.length);
  }
  return liquid_return_text (call, built, result);
}

bool
liquid_js_filter_normalize_whitespace (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text;

  if (!liquid_call_get_input (call, &text)) {
    return false;
  }
  g_autoptr (GString) built = g_string_sized_new (text.length);
  const char *end = text.bytes + text.length;
  for (const char *p = text.bytes; p < end;) {
    const char *behind = skip_blank (p, end);
    g_string_append (built, behind > p ? " " : "");
    const char *word_end = skip_word (behind, end);
    g_string_append_len (built, behind, word_end - behind);
    p = word_end;
  }
  return liquid_return_text (call, built, result);
}

bool
liquid_js_filter_squish (const LiquidCall *call, LiquidValue *result)
{
  if (!liquid_js_filter_normalize_whitespace (call, result)) {
    return false;
  }
  return liquid_return_slice (liquid_js_strip (liquid_value_get_text (*result)), result);
}

static bool
is_cjk (gunichar c)
{
  return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) ||
         (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x3040 && c <= 0x30ff) ||
         (c >= 0xac00 && c <= 0xd7af);
}

/* Words between white space; with @cjk each such character counts, and ends a word. */
static int64_t
count_words (LiquidSlice text, bool cjk, bool *has_cjk)
{
  const char *end = text.bytes + text.length;
  bool inside = false;
  int64_t count = 0;

  *has_cjk = false;
  for (const char *p = text.bytes; p < end; p = g_utf8_next_char (p)) {
    bool single = is_cjk (g_utf8_get_char (p));
    bool letter = liquid_js_scan_space (p, end) == 0;
    *has_cjk |= single;
    count += single && cjk ? 1 : letter && !inside;
    inside = letter && !(single && cjk);
  }
  return count;
}

bool
liquid_js_filter_number_of_words (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text, mode;
  bool has_cjk;

  if (!liquid_call_get_input (call, &text) || !liquid_js_get_text (call, 0, &mode)) {
    return false;
  }
  int64_t count = count_words (text, false, &has_cjk);
  bool cjk = liquid_slice_equal (mode, LIQUID_SLICE ("cjk")) ||
             (has_cjk && liquid_slice_equal (mode, LIQUID_SLICE ("auto")));
  *result = liquid_integer (cjk ? count_words (text, true, &has_cjk) : count);
  return true;
}
