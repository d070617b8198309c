/* Recognises outputs that keep to the grammar. Shopify's engine reads those by it even in lax mode,
 * which shows in one thing: white space may stand inside a path, `user . name`. */

#include "liquid-private.h"

#include <string.h>

static const char *
skip_space (const char *p, const char *end)
{
  while (p < end && liquid_is_space (*p)) {
    p++;
  }
  return p;
}

/* Each of these returns what stands behind the thing at @p, or NULL where that is not there. */

static const char *
scan_name (const char *p, const char *end)
{
  if (p == end || !liquid_is_word (*p) || g_ascii_isdigit (*p)) {
    return NULL;
  }
  while (p < end && (liquid_is_word (*p) || *p == '-')) {
    p++;
  }
  return p < end && *p == '?' ? p + 1 : p;
}

static const char *
scan_digits (const char *p, const char *end)
{
  const char *start = p;

  while (p < end && g_ascii_isdigit (*p)) {
    p++;
  }
  return p > start ? p : NULL;
}

static const char *
scan_number (const char *p, const char *end)
{
  const char *whole = scan_digits (p < end && *p == '-' ? p + 1 : p, end);
  const char *fraction =
    whole != NULL && whole < end && *whole == '.' ? scan_digits (whole + 1, end) : NULL;

  return fraction != NULL ? fraction : whole;
}

static const char *
scan_string (const char *p, const char *end)
{
  const char *close = memchr (p + 1, *p, (size_t) (end - p - 1));

  return close != NULL ? close + 1 : NULL;
}

static const char *scan_expression (const char *p, const char *end, int depth);

static const char *
scan_bracket (const char *p, const char *end, int depth)
{
  const char *inside = scan_expression (p + 1, end, depth + 1);

  if (inside == NULL) {
    return NULL;
  }
  inside = skip_space (inside, end);
  return inside < end && *inside == ']' ? inside + 1 : NULL;
}

static const char *
scan_parts (const char *p, const char *end, int depth)
{
  for (const char *next = p; p != NULL; p = next) {
    const char *part = skip_space (p, end);
    if (part < end && *part == '[') {
      next = scan_bracket (part, end, depth);
    } else if (part < end && *part == '.') {
      next = scan_name (skip_space (part + 1, end), end);
    } else {
      return p;
    }
  }
  return NULL;
}

static const char *
scan_expression (const char *p, const char *end, int depth)
{
  p = skip_space (p, end);
  if (p == end || depth > LIQUID_MAX_BRACKETS) {
    return NULL;
  }
  if (*p == '"' || *p == '\'') {
    return scan_string (p, end);
  }
  if (*p == '[') {
    return scan_parts (scan_bracket (p, end, depth), end, depth);
  }
  const char *number = scan_number (p, end);
  return number != NULL ? number : scan_parts (scan_name (p, end), end, depth);
}

/* Behind the value at @p, which is no white space; NULL where it is not by the grammar. */
const char *
liquid_strict_scan_value (const char *p, const char *end)
{
  return scan_expression (p, end, 0);
}

static const char *
scan_argument (const char *p, const char *end)
{
  const char *name_end = scan_name (skip_space (p, end), end);
  const char *colon = name_end != NULL ? skip_space (name_end, end) : end;

  return scan_expression (colon < end && *colon == ':' ? colon + 1 : p, end, 0);
}

/* The filter behind a bar. */
static const char *
scan_filter (const char *p, const char *end)
{
  const char *next = scan_name (skip_space (p, end), end);
  char separator = ':';

  while (next != NULL) {
    const char *mark = skip_space (next, end);
    if (mark == end || *mark != separator) {
      return mark;
    }
    next = scan_argument (mark + 1, end);
    separator = ',';
  }
  return NULL;
}

/* Whether the inside of {{ }} is by the grammar. */
bool
liquid_strict_matches (LiquidSlice markup)
{
  const char *end = markup.bytes + markup.length;
  const char *p = scan_expression (markup.bytes, end, 0);

  p = p != NULL ? skip_space (p, end) : NULL;
  while (p != NULL && p < end && *p == '|') {
    p = scan_filter (p + 1, end);
  }
  return p == end;
}
