/* What conditions ask of values. */

/* For memmem(), which is linear. */
#define _GNU_SOURCE

#include "liquid-compare.h"

#include "liquid-format.h"
#include "liquid-js-compare.h"

#include <math.h>
#include <string.h>

/* An empty string, array or hash; nil and false are none of these. */
bool
liquid_value_is_empty (LiquidValue value)
{
  switch ((int) value.type) {
  case LIQUID_STRING:
    return value.string.length == 0;
  case LIQUID_ARRAY:
    return value.array->n_items == 0;
  case LIQUID_HASH:
    return value.hash->n_entries == 0;
  default:
    return false;
  }
}

static bool
is_blank (LiquidValue value)
{
  if (value.type == LIQUID_STRING) {
    return liquid_slice_is_blank (liquid_value_get_text (value));
  }
  return liquid_value_is_empty (value) || value.type == LIQUID_NIL ||
         (value.type == LIQUID_BOOLEAN && !value.boolean);
}

static bool
is_number (LiquidValue value)
{
  return value.type == LIQUID_INTEGER || value.type == LIQUID_FLOAT || value.type == LIQUID_BIGINT;
}

static double
get_number (LiquidValue value)
{
  if (value.type == LIQUID_BIGINT) {
    g_autofree char *text = g_strndup (value.string.bytes, value.string.length);
    return g_ascii_strtod (text, NULL);
  }
  return value.type == LIQUID_INTEGER ? (double) value.integer : value.number;
}

static bool equal (LiquidValue left, LiquidValue right, int depth);

static bool
equal_arrays (const LiquidArray *left, const LiquidArray *right, int depth)
{
  if (left->n_items != right->n_items) {
    return false;
  }
  for (guint i = 0; i < left->n_items; i++) {
    if (!equal (left->items[i], right->items[i], depth)) {
      return false;
    }
  }
  return true;
}

static bool
equal_hashes (const LiquidHash *left, const LiquidHash *right, int depth)
{
  if (left->n_entries != right->n_entries) {
    return false;
  }
  for (guint i = 0; i < left->n_entries; i++) {
    const LiquidEntry *entry = &left->entries[i];
    LiquidValue other;
    if (!liquid_hash_get (right, entry->key, &other) || !equal (entry->value, other, depth)) {
      return false;
    }
  }
  return true;
}

static bool
equal_ranges (const LiquidRange *left, const LiquidRange *right)
{
  return left->first == right->first && left->last == right->last;
}

/* Values nested deeper than the limit count as different. */
static bool
equal (LiquidValue left, LiquidValue right, int depth)
{
  if (left.type == LIQUID_BIGINT && right.type == LIQUID_BIGINT) {
    return liquid_slice_equal (liquid_value_get_text (left), liquid_value_get_text (right));
  }
  if (is_number (left) && is_number (right)) {
    return left.type == LIQUID_INTEGER && right.type == LIQUID_INTEGER
             ? left.integer == right.integer
             : get_number (left) == get_number (right);
  }
  if (left.type != right.type || depth == LIQUID_MAX_VALUE_DEPTH) {
    return false;
  }
  switch ((int) left.type) {
  case LIQUID_NIL:
    return true;
  case LIQUID_BOOLEAN:
    return left.boolean == right.boolean;
  case LIQUID_STRING:
    return liquid_slice_equal (liquid_value_get_text (left), liquid_value_get_text (right));
  case LIQUID_ARRAY:
    return equal_arrays (left.array, right.array, depth + 1);
  case LIQUID_HASH:
    return equal_hashes (left.hash, right.hash, depth + 1);
  case LIQUID_RANGE:
    return equal_ranges (left.internal, right.internal);
  case LIQUID_LOOP:
  case LIQUID_SELF:
    return left.internal == right.internal;
  default:
    return false;
  }
}

/* Ruby's ==, and what `empty` and `blank` ask. */
bool
liquid_value_equal (LiquidValue left, LiquidValue right)
{
  if (left.type == LIQUID_EMPTY) {
    return liquid_value_is_empty (right);
  }
  if (right.type == LIQUID_EMPTY) {
    return liquid_value_is_empty (left);
  }
  if (left.type == LIQUID_BLANK) {
    return is_blank (right);
  }
  if (right.type == LIQUID_BLANK) {
    return is_blank (left);
  }
  return equal (left, right, 0);
}

static bool
contains_text (LiquidRender *render, LiquidValue left, LiquidValue right, bool *result)
{
  LiquidSlice text = liquid_value_get_text (left), part;

  if (!liquid_render_to_text (render, right, &part)) {
    return false;
  }
  *result = part.length == 0 ||
            (text.length > 0 && memmem (text.bytes, text.length, part.bytes, part.length) != NULL);
  return true;
}

static bool
contains (LiquidRender *render, LiquidValue left, LiquidValue right, bool *result)
{
  LiquidValue ignored;

  *result = false;
  if (!liquid_value_is_true (right)) {
    return true;
  }
  if (left.type == LIQUID_STRING) {
    return contains_text (render, left, right, result);
  }
  if (left.type == LIQUID_HASH && right.type == LIQUID_STRING) {
    *result = liquid_hash_get (left.hash, liquid_value_get_text (right), &ignored);
  }
  if (left.type == LIQUID_RANGE && is_number (right)) {
    const LiquidRange *range = left.internal;
    *result =
      get_number (right) >= (double) range->first && get_number (right) <= (double) range->last;
  }
  if (left.type == LIQUID_ARRAY) {
    for (guint i = 0; i < left.array->n_items && !*result; i++) {
      *result = equal (left.array->items[i], right, 0);
    }
  }
  return true;
}

/* Ruby's words for a comparison that makes no sense. */
static bool
fail_types (LiquidRender *render, LiquidValue left, LiquidValue right)
{
  static const char *const names[] = {
    [LIQUID_INTEGER] = "Integer",
    [LIQUID_FLOAT] = "Float",
    [LIQUID_STRING] = "String",
  };

  if (right.type == LIQUID_STRING) {
    return liquid_render_fail (render, "comparison of %s with String failed", names[left.type]);
  }
  g_autoptr (GString) number = g_string_new (NULL);
  liquid_value_append (right, render->traits, number);
  return liquid_render_fail (render, "comparison of String with %s failed", number->str);
}

typedef struct {
  bool less;
  bool equal; /* neither: greater, unless unordered */
  bool unordered;
} Order;

static Order
order_numbers (double left, double right)
{
  return (Order){ left < right, left == right, isnan (left) || isnan (right) };
}

static Order
order_texts (LiquidSlice left, LiquidSlice right)
{
  size_t length = MIN (left.length, right.length);
  int order = length > 0 ? memcmp (left.bytes, right.bytes, length) : 0;

  if (order == 0) {
    return (Order){ left.length < right.length, left.length == right.length, false };
  }
  return (Order){ order < 0, false, false };
}

static bool
get_order (LiquidRender *render, LiquidValue left, LiquidValue right, Order *order)
{
  bool texts = left.type == LIQUID_STRING && right.type == LIQUID_STRING;
  bool comparable = (is_number (left) || left.type == LIQUID_STRING) &&
                    (is_number (right) || right.type == LIQUID_STRING);

  if (!comparable) {
    *order = (Order){ .unordered = true };
  } else if (texts) {
    *order = order_texts (liquid_value_get_text (left), liquid_value_get_text (right));
  } else if (left.type == LIQUID_INTEGER && right.type == LIQUID_INTEGER) {
    *order = (Order){ left.integer < right.integer, left.integer == right.integer, false };
  } else if (is_number (left) && is_number (right)) {
    *order = order_numbers (get_number (left), get_number (right));
  } else {
    return fail_types (render, left, right);
  }
  return true;
}

/* Texts are walked through whatever they are compared with, containers where both sides are one. */
static bool
count_work (LiquidRender *render, LiquidComparison comparison, LiquidValue left, LiquidValue right)
{
  bool deep = left.type == right.type || comparison == LIQUID_CONTAINS;
  bool is_text = left.type == LIQUID_STRING || left.type == LIQUID_BIGINT;

  if ((deep || is_text) && !liquid_render_count_value (render, left)) {
    return false;
  }
  return (right.type != LIQUID_STRING && right.type != LIQUID_BIGINT) ||
         liquid_render_count_value (render, right);
}

/* Answers @comparison; false where the render must print an error in its place. */
bool
liquid_compare (LiquidRender *render,
                LiquidComparison comparison,
                LiquidValue left,
                LiquidValue right,
                bool *result)
{
  Order order = { 0 };

  if (!count_work (render, comparison, left, right)) {
    return false;
  }
  if (render->traits->is_js) {
    return liquid_js_compare (render, comparison, left, right, result);
  }
  if (comparison == LIQUID_CONTAINS) {
    return contains (render, left, right, result);
  }
  if (comparison == LIQUID_EQUAL || comparison == LIQUID_NOT_EQUAL) {
    *result = liquid_value_equal (left, right) == (comparison == LIQUID_EQUAL);
    return true;
  }
  if (!get_order (render, left, right, &order)) {
    return false;
  }
  bool less = comparison == LIQUID_LESS || comparison == LIQUID_LESS_EQUAL;
  bool or_equal = comparison == LIQUID_LESS_EQUAL || comparison == LIQUID_GREATER_EQUAL;
  *result = !order.unordered && (order.equal ? or_equal : less == order.less);
  return true;
}

static bool order_values (LiquidValue a, LiquidValue b, int depth, int *order);

static bool
order_arrays (const LiquidArray *a, const LiquidArray *b, int depth, int *order)
{
  for (size_t i = 0; i < a->n_items && i < b->n_items; i++) {
    if (!order_values (a->items[i], b->items[i], depth + 1, order)) {
      return false;
    }
    if (*order != 0) {
      return true;
    }
  }
  *order = (a->n_items > b->n_items) - (a->n_items < b->n_items);
  return true;
}

static bool
order_values (LiquidValue a, LiquidValue b, int depth, int *order)
{
  if (depth == LIQUID_MAX_VALUE_DEPTH) {
    return false;
  }
  if (is_number (a) && is_number (b)) {
    Order numbers = a.type == LIQUID_INTEGER && b.type == LIQUID_INTEGER
                      ? (Order){ a.integer < b.integer, a.integer == b.integer, false }
                      : order_numbers (get_number (a), get_number (b));
    *order = numbers.less ? -1 : numbers.equal ? 0 : 1;
    return !numbers.unordered;
  }
  if (a.type == LIQUID_STRING && b.type == LIQUID_STRING) {
    Order texts = order_texts (liquid_value_get_text (a), liquid_value_get_text (b));
    *order = texts.less ? -1 : texts.equal ? 0 : 1;
    return true;
  }
  if (a.type == LIQUID_ARRAY && b.type == LIQUID_ARRAY) {
    return order_arrays (a.array, b.array, depth, order);
  }
  *order = 0;
  return liquid_value_equal (a, b);
}

/* Ruby's <=>; false where the two cannot be compared. */
bool
liquid_value_order (LiquidValue a, LiquidValue b, int *order)
{
  return order_values (a, b, 0, order);
}
