/* Equality and order as JavaScript has them. */

/* For memmem(), which is linear. */
#define _GNU_SOURCE

#include "liquid-js-compare.h"

#include "liquid-loop.h"

#include <math.h>
#include <string.h>

/* What LiquidJS's `empty` asks. */
bool
liquid_js_is_empty (LiquidValue value)
{
  bool iterable;

  return value.type == LIQUID_STRING ? value.string.length == 0
                                     : (liquid_js_is_list (value) || value.type == LIQUID_HASH) &&
                                         liquid_value_count (value, &iterable) == 0;
}

static bool
is_blank (LiquidValue value)
{
  if (value.type == LIQUID_STRING) {
    return liquid_js_strip (liquid_value_get_text (value)).length == 0;
  }
  return value.type == LIQUID_NIL || (value.type == LIQUID_BOOLEAN && !value.boolean) ||
         liquid_js_is_empty (value);
}

static bool
is_word (LiquidValue value)
{
  return value.type == LIQUID_EMPTY || value.type == LIQUID_BLANK || liquid_is_nil_word (value);
}

static bool equal (LiquidValue left, LiquidValue right, int depth);

static bool
equal_lists (LiquidValue left, LiquidValue right, int depth)
{
  bool iterable;
  size_t count = liquid_value_count (left, &iterable);

  if (count != liquid_value_count (right, &iterable) || depth == LIQUID_MAX_VALUE_DEPTH) {
    return false;
  }
  if (left.type == LIQUID_RANGE && right.type == LIQUID_RANGE) {
    const LiquidRange *a = left.internal, *b = right.internal;
    return count == 0 || a->first == b->first;
  }
  for (size_t i = 0; i < count; i++) {
    if (!equal (liquid_value_get_item (NULL, left, i), liquid_value_get_item (NULL, right, i),
                depth + 1)) {
      return false;
    }
  }
  return true;
}

/* Objects are equal only to themselves. */
static bool
equal_values (LiquidValue left, LiquidValue right)
{
  if (liquid_js_is_number (left) && liquid_js_is_number (right)) {
    return liquid_js_get_number (left) == liquid_js_get_number (right);
  }
  if (left.type != right.type) {
    return false;
  }
  switch ((int) left.type) {
  case LIQUID_NIL:
    return liquid_is_undefined (left) == liquid_is_undefined (right);
  case LIQUID_BOOLEAN:
    return left.boolean == right.boolean;
  case LIQUID_STRING:
    return liquid_slice_equal (liquid_value_get_text (left), liquid_value_get_text (right));
  case LIQUID_HASH:
    return left.hash == right.hash;
  case LIQUID_LOOP:
    return left.internal == right.internal;
  default:
    return false;
  }
}

/* What the words `nil`, `empty` and `blank` are equal to. */
static bool
answer_word (LiquidValue word, LiquidValue value)
{
  return word.type == LIQUID_NIL     ? value.type == LIQUID_NIL
         : word.type == LIQUID_EMPTY ? liquid_js_is_empty (value)
                                     : is_blank (value);
}

static bool
equal (LiquidValue left, LiquidValue right, int depth)
{
  if (is_word (left) || is_word (right)) {
    return is_word (left) ? answer_word (left, right) : answer_word (right, left);
  }
  if (liquid_js_is_list (left) && liquid_js_is_list (right)) {
    return equal_lists (left, right, depth);
  }
  return equal_values (left, right);
}

/* LiquidJS's ==: numbers by their value, lists by their items, objects by what they are. */
bool
liquid_js_equal (LiquidValue left, LiquidValue right)
{
  return equal (left, right, 0);
}

static bool
is_primitive (LiquidValue value)
{
  return value.type == LIQUID_NIL || value.type == LIQUID_BOOLEAN || liquid_js_is_number (value);
}

/* Units of UTF-16 stand in the order of their bytes in UTF-8, but for those of a character that has
 * two. */
static int
compare_texts (LiquidSlice a, LiquidSlice b)
{
  enum { LONG_CHARACTER = 0xf0, BEHIND_HALVES = 0xee };
  size_t length = MIN (a.length, b.length), i = 0;

  while (i < length && a.bytes[i] == b.bytes[i]) {
    i++;
  }
  if (i == length) {
    return (a.length > b.length) - (a.length < b.length);
  }
  uint8_t x = (uint8_t) a.bytes[i], y = (uint8_t) b.bytes[i];
  bool swapped =
    MIN (x, y) >= BEHIND_HALVES && MIN (x, y) < LONG_CHARACTER && MAX (x, y) >= LONG_CHARACTER;
  return (x > y) != swapped ? 1 : -1;
}

/* How two values stand: -1, 0, 1, or 2 where they cannot be ordered. */
bool
liquid_js_order (LiquidRender *render, LiquidValue left, LiquidValue right, int *result)
{
  LiquidSlice a, b;

  *result = 2;
  if (is_primitive (left) || is_primitive (right)) {
    double x = liquid_js_number (render, left), y = liquid_js_number (render, right);
    *result = isnan (x) || isnan (y) ? 2 : (x > y) - (x < y);
    return true;
  }
  if (!liquid_js_string (render, left, &a) || !liquid_js_string (render, right, &b)) {
    return false;
  }
  *result = compare_texts (a, b);
  return liquid_render_count_text (render, MIN (a.length, b.length));
}

static bool
contains (LiquidRender *render, LiquidValue left, LiquidValue right, bool *result)
{
  LiquidSlice text, part;
  bool iterable;

  *result = false;
  if (!liquid_js_to_value (render, &left)) {
    return false;
  }
  if (left.type == LIQUID_STRING) {
    text = liquid_value_get_text (left);
    if (!liquid_js_to_value (render, &right) || !liquid_js_string (render, right, &part)) {
      return false;
    }
    *result = part.length == 0 || (text.length > 0 && memmem (text.bytes, text.length, part.bytes,
                                                              part.length) != NULL);
  } else if (liquid_js_is_list (left)) {
    size_t count = liquid_value_count (left, &iterable);
    for (size_t i = 0; i < count && !*result; i++) {
      if (!liquid_render_count_steps (render, 1)) {
        return false;
      }
      *result = liquid_js_equal (liquid_value_get_item (render, left, i), right);
    }
  }
  return true;
}

/* Answers @comparison; false where there is no memory for it. */
bool
liquid_js_compare (LiquidRender *render,
                   LiquidComparison comparison,
                   LiquidValue left,
                   LiquidValue right,
                   bool *result)
{
  int compared;

  if (comparison == LIQUID_CONTAINS) {
    return contains (render, left, right, result);
  }
  if (comparison == LIQUID_EQUAL || comparison == LIQUID_NOT_EQUAL) {
    *result = liquid_js_equal (left, right) == (comparison == LIQUID_EQUAL);
    return true;
  }
  if (is_word (left) || is_word (right)) {
    *result = false;
    return true;
  }
  if (!liquid_js_order (render, left, right, &compared)) {
    return false;
  }
  *result = (comparison == LIQUID_LESS && compared == -1) ||
            (comparison == LIQUID_GREATER && compared == 1) ||
            (comparison == LIQUID_LESS_EQUAL && compared <= 0) ||
            (comparison == LIQUID_GREATER_EQUAL && (compared == 0 || compared == 1));
  return true;
}
