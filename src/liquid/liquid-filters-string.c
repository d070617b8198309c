/* Filters that make a string of a string. */

#include "liquid-filters-string.h"

#include "liquid-case.h"

#include <string.h>

static bool
join (LiquidRender *render, LiquidSlice first, LiquidSlice second, LiquidValue *result)
{
  char *bytes = liquid_render_alloc (render, first.length + second.length);

  if (bytes == NULL) {
    return false;
  }
  if (first.length > 0) {
    memcpy (bytes, first.bytes, first.length);
  }
  if (second.length > 0) {
    memcpy (bytes + first.length, second.bytes, second.length);
  }
  *result = liquid_string (bytes, first.length + second.length);
  return true;
}

/* Without its argument, which only LiquidJS forgives, nothing is added. */
static bool
get_pair (const LiquidCall *call, LiquidSlice *input, LiquidSlice *argument)
{
  LiquidValue other = call->n_arguments > 0 ? call->arguments[0] : liquid_nil ();

  return liquid_call_get_input (call, input) &&
         liquid_render_to_text (call->render, other, argument);
}

bool
liquid_filter_append (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice input, argument;

  return get_pair (call, &input, &argument) && join (call->render, input, argument, result);
}

bool
liquid_filter_prepend (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice input, argument;

  return get_pair (call, &input, &argument) && join (call->render, argument, input, result);
}

static bool
change_case (const LiquidCall *call,
             size_t (*change) (LiquidSlice text, char *result),
             LiquidValue *result)
{
  LiquidSlice text;

  if (!liquid_call_get_input (call, &text)) {
    return false;
  }
  char *bytes = liquid_render_alloc (call->render, text.length * LIQUID_CASE_GROWTH);
  if (bytes == NULL) {
    return false;
  }
  *result = liquid_string (bytes, change (text, bytes));
  return true;
}

bool
liquid_filter_upcase (const LiquidCall *call, LiquidValue *result)
{
  return change_case (call, liquid_upcase, result);
}

bool
liquid_filter_downcase (const LiquidCall *call, LiquidValue *result)
{
  return change_case (call, liquid_downcase, result);
}

bool
liquid_filter_capitalize (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text;

  if (!liquid_call_get_input (call, &text)) {
    return false;
  }
  char *bytes = liquid_render_alloc (call->render, text.length * LIQUID_CASE_GROWTH);
  if (bytes == NULL) {
    return false;
  }
  size_t first = text.length > 0 ? (size_t) (g_utf8_next_char (text.bytes) - text.bytes) : 0;
  first = MIN (first, text.length);
  LiquidSlice letter = { text.bytes, first }, rest = { text.bytes + first, text.length - first };
  size_t length =
    call->traits->title_case ? liquid_titlecase (letter, bytes) : liquid_upcase (letter, bytes);
  length += liquid_downcase (rest, bytes + length);
  *result = liquid_string (bytes, length);
  return true;
}

bool
liquid_filter_strip (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text;

  if (!liquid_call_get_input (call, &text)) {
    return false;
  }
  text = liquid_slice_strip (text);
  *result = liquid_string (text.bytes, text.length);
  return true;
}

/* What stands for @c in HTML; NULL where it stands for itself. */
const char *
liquid_get_entity (const LiquidTraits *traits, char c)
{
  switch (c) {
  case '&':
    return "&amp;";
  case '<':
    return "&lt;";
  case '>':
    return "&gt;";
  case '"':
    return traits->quote_entity;
  case '\'':
    return "&#39;";
  default:
    return NULL;
  }
}

/* What has an entity. */
static const bool special[256] = {
  ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true,
};

/* The next byte that has an entity, or @end. */
static const char *
find_special (const char *p, const char *end)
{
  while (p < end && !special[(guchar) *p]) {
    p++;
  }
  return p;
}

static size_t
count_escaped (const LiquidTraits *traits, LiquidSlice text)
{
  const char *end = text.bytes + text.length;
  size_t length = text.length;

  for (const char *p = text.bytes; (p = find_special (p, end)) < end; p++) {
    length += strlen (liquid_get_entity (traits, *p)) - 1;
  }
  return length;
}

bool
liquid_filter_escape (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text;

  if (call->input.type == LIQUID_NIL) {
    *result = liquid_nil ();
    return true;
  }
  if (!liquid_call_get_input (call, &text)) {
    return false;
  }
  size_t length = count_escaped (call->traits, text);
  *result = liquid_string (text.bytes, text.length);
  if (length == text.length) {
    return true;
  }
  char *bytes = liquid_render_alloc (call->render, length);
  if (bytes == NULL) {
    return false;
  }
  *result = liquid_string (bytes, length);
  const char *end = text.bytes + text.length;
  for (const char *p = text.bytes; p < end;) {
    const char *stop = find_special (p, end);
    bytes = liquid_copy (bytes, p, (size_t) (stop - p));
    if (stop < end) {
      bytes = stpcpy (bytes, liquid_get_entity (call->traits, *stop++));
    }
    p = stop;
  }
  return true;
}
