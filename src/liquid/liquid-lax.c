/* What Shopify's lax mode looks for in a markup with regular expressions. Each of these finds the
 * leftmost match, as those do. */

#include "liquid-lax.h"

#include "liquid-scan.h"

#include <string.h>

/* The first fragment: a quoted text, or a run without white space, commas and bars. */
bool
liquid_lax_find_fragment (LiquidSlice markup, LiquidSlice *fragment)
{
  const char *end = markup.bytes + markup.length;

  for (const char *p = markup.bytes; p < end; p++) {
    const char *fragment_end = liquid_scan_fragment (p, end);
    if (fragment_end > p) {
      *fragment = liquid_slice_range (p, fragment_end);
      return true;
    }
  }
  return false;
}

/* Fragments that stand side by side count as one. */
LiquidSlice
liquid_lax_extend_fragment (LiquidSlice fragment, const char *end)
{
  const char *p = fragment.bytes + fragment.length;
  const char *next = liquid_scan_fragment (p, end);

  while (next > p) {
    p = next;
    next = liquid_scan_fragment (p, end);
  }
  return liquid_slice_range (fragment.bytes, p);
}

/* Texts in quotes that stand side by side count as one. */
static const char *
extend_quoted (const char *p, const char *end)
{
  while (p < end && (*p == '"' || *p == '\'')) {
    const char *close = memchr (p + 1, *p, (size_t) (end - p - 1));
    if (close == NULL) {
      break;
    }
    p = close + 1;
  }
  return p;
}

/* The first text in quotes. */
bool
liquid_lax_find_quoted (LiquidSlice markup, LiquidSlice *quoted)
{
  const char *end = markup.bytes + markup.length;

  for (const char *p = markup.bytes; p < end; p++) {
    const char *close = *p == '"' || *p == '\'' ? memchr (p + 1, *p, (size_t) (end - p - 1)) : NULL;
    if (close != NULL) {
      *quoted = liquid_slice_range (p, extend_quoted (close + 1, end));
      return true;
    }
  }
  return false;
}

/* The next `name: value`; @rest goes on behind it. */
bool
liquid_lax_next_attribute (LiquidSlice *rest, LiquidSlice *name, LiquidSlice *value)
{
  const char *end = rest->bytes + rest->length;

  for (const char *p = rest->bytes; p < end; p++) {
    const char *name_end = p;
    if (!liquid_is_word (*p)) {
      continue;
    }
    while (name_end < end && (liquid_is_word (*name_end) || *name_end == '-')) {
      name_end++;
    }
    const char *colon = liquid_skip_space (name_end, end);
    const char *start = colon < end && *colon == ':' ? liquid_skip_space (colon + 1, end) : NULL;
    const char *value_end = start != NULL ? liquid_scan_fragment (start, end) : NULL;
    if (start != NULL && value_end > start) {
      *name = liquid_slice_range (p, name_end);
      *value = liquid_slice_range (start, value_end);
      *rest = liquid_slice_range (value_end, end);
      return true;
    }
    p = name_end - 1;
  }
  return false;
}

static bool
is_signature (char c)
{
  return liquid_is_word (c) || (c != '\0' && strchr ("-.[]", c) != NULL);
}

/* Behind the name of a variable at @p, in which single letters may stand in parentheses. */
static const char *
scan_signature (const char *p, const char *end)
{
  for (;;) {
    const char *letter = p < end && *p == '(' ? p + 1 : p;
    if (letter == end || !is_signature (*letter)) {
      return p;
    }
    p = letter + 1;
    if (p < end && *p == ')') {
      p++;
    }
  }
}

/* The first thing that can be the name of a variable. */
bool
liquid_lax_find_signature (LiquidSlice markup, LiquidSlice *name)
{
  const char *end = markup.bytes + markup.length;

  for (const char *p = markup.bytes; p < end; p++) {
    const char *name_end = scan_signature (p, end);
    if (name_end > p) {
      *name = liquid_slice_range (p, name_end);
      return true;
    }
  }
  return false;
}

/* Splits "name = value". */
bool
liquid_lax_split_assignment (LiquidSlice markup, LiquidSlice *name, LiquidSlice *value)
{
  const char *end = markup.bytes + markup.length;

  for (const char *p = markup.bytes; p < end; p++) {
    const char *name_end = scan_signature (p, end);
    if (name_end == p) {
      continue;
    }
    const char *sign = liquid_skip_space (name_end, end);
    if (sign < end && *sign == '=') {
      *name = liquid_slice_range (p, name_end);
      *value = liquid_slice_range (liquid_skip_space (sign + 1, end), end);
      return true;
    }
    p = name_end - 1;
  }
  return false;
}
