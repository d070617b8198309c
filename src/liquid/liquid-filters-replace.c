/* Filters that replace and remove parts of a text. */

#include "liquid-filters-replace.h"

#include <string.h>

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
  const char *match = liquid_slice_find (text, 0, pattern);
  if (match == NULL) {
    return liquid_return_slice (text, result);
  }
  /* Only what gets longer has to be counted. */
  size_t more = replacement.length > pattern.length ? replacement.length - pattern.length : 0;
  size_t count = more > 0 ? liquid_slice_count_matches (text, pattern) : 0;
  char *bytes = liquid_render_alloc (call->render, text.length + count * more);
  if (bytes == NULL) {
    return false;
  }
  size_t from = 0;
  char *p = bytes;
  for (; match != NULL; match = liquid_slice_find (text, from, pattern)) {
    size_t start = (size_t) (match - text.bytes);
    p = liquid_copy (p, text.bytes + from, start - from);
    p = liquid_copy (p, replacement.bytes, replacement.length);
    from = start + pattern.length;
  }
  p = liquid_copy (p, text.bytes + from, text.length - from);
  *result = liquid_string (bytes, (size_t) (p - bytes));
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
    return liquid_return_slice (text, result);
  }
  size_t start = (size_t) (match - text.bytes);
  return liquid_return_spliced (call, text, start, start + pattern.length, replacement, result);
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

  if (!liquid_call_get_input (call, &text) || !liquid_call_get_text (call, 0, &pattern) ||
      (!removes && !liquid_call_get_text (call, 1, &replacement))) {
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
