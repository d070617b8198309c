/* Filters that take an array, or what can be seen as one. */

#include "liquid-filters-array.h"

#include "liquid-compare.h"
#include "liquid-filters-number.h"
#include "liquid-items.h"
#include "liquid-list.h"
#include "liquid-lookup.h"
#include "liquid-set.h"

#include <string.h>

bool
liquid_filter_join (const LiquidCall *call, LiquidValue *result)
{
  LiquidArray *items = liquid_items_new (call, call->input);
  LiquidSlice glue = LIQUID_SLICE (" ");
  size_t length = 0;

  if (items == NULL ||
      (call->n_arguments + call->n_keywords > 0 &&
       !liquid_render_to_text (call->render, liquid_call_get_argument (call, 0), &glue))) {
    return false;
  }
  for (size_t i = 0; i < items->n_items; i++) {
    LiquidSlice text;
    if (!liquid_render_to_text (call->render, items->items[i], &text)) {
      return false;
    }
    items->items[i] = liquid_string (text.bytes, text.length);
    length += text.length + (i > 0 ? glue.length : 0);
  }
  char *bytes = liquid_render_alloc (call->render, length);
  if (bytes == NULL) {
    return false;
  }
  *result = liquid_string (bytes, length);
  for (size_t i = 0; i < items->n_items; i++) {
    bytes = i > 0 ? liquid_copy (bytes, glue.bytes, glue.length) : bytes;
    bytes = liquid_copy (bytes, items->items[i].string.bytes, items->items[i].string.length);
  }
  return true;
}

bool
liquid_filter_reverse (const LiquidCall *call, LiquidValue *result)
{
  LiquidArray *items = liquid_items_new (call, call->input);

  if (items != NULL) {
    liquid_list_reverse (items);
  }
  return liquid_return_array (items, result);
}

bool
liquid_filter_concat (const LiquidCall *call, LiquidValue *result)
{
  LiquidValue other = liquid_call_get_argument (call, 0);
  LiquidArray *items = liquid_items_new (call, call->input);

  if (other.type != LIQUID_ARRAY) {
    return liquid_render_fail (call->render, "concat filter requires an array argument");
  }
  return items != NULL &&
         liquid_return_array (liquid_list_concat (call->render, items, other.array), result);
}

bool
liquid_filter_first (const LiquidCall *call, LiquidValue *result)
{
  *result = call->input;
  return liquid_lookup_end (call->render, LIQUID_SLICE ("first"), result);
}

bool
liquid_filter_last (const LiquidCall *call, LiquidValue *result)
{
  *result = call->input;
  return liquid_lookup_end (call->render, LIQUID_SLICE ("last"), result);
}

bool
liquid_filter_size (const LiquidCall *call, LiquidValue *result)
{
  *result = liquid_lookup_size (call->input);
  if (result->type == LIQUID_NIL) {
    *result = liquid_integer (0);
  }
  return true;
}

bool
liquid_filter_map (const LiquidCall *call, LiquidValue *result)
{
  LiquidValue property = liquid_call_get_argument (call, 0);
  LiquidArray *items = liquid_items_new (call, call->input);

  for (size_t i = 0; items != NULL && i < items->n_items; i++) {
    if (liquid_items_get_property (call, items->items[i], property, &items->items[i]) ==
        LIQUID_ACCESS_FAILED) {
      return false;
    }
  }
  return liquid_return_array (items, result);
}

bool
liquid_filter_compact (const LiquidCall *call, LiquidValue *result)
{
  LiquidItems input;
  size_t count = 0;

  if (!liquid_items_init (&input, call, true)) {
    return false;
  }
  if (!input.has_members) {
    return liquid_return_nil (result);
  }
  for (size_t i = 0; i < input.items->n_items; i++) {
    if (input.keys->items[i].type != LIQUID_NIL) {
      input.items->items[count++] = input.items->items[i];
    }
  }
  input.items->n_items = count;
  return liquid_return_array (input.items, result);
}

/* Equal and of one type: 1 is not 1.0 here. */
static bool
is_same (LiquidValue a, LiquidValue b)
{
  return a.type == b.type && liquid_value_equal (a, b);
}

/* What equal values have in common. */
static uint32_t
get_code (LiquidValue value)
{
  switch ((int) value.type) {
  case LIQUID_STRING:
  case LIQUID_BIGINT:
    return value.type + liquid_slice_hash (liquid_value_get_text (value));
  case LIQUID_INTEGER:
  case LIQUID_FLOAT:
    return value.type + liquid_set_hash_double (
                          value.type == LIQUID_INTEGER ? (double) value.integer : value.number);
  case LIQUID_BOOLEAN:
    return value.type + value.boolean;
  case LIQUID_ARRAY:
    return value.type + (uint32_t) value.array->n_items;
  case LIQUID_HASH:
    return value.type + value.hash->n_entries;
  default:
    return value.type;
  }
}

bool
liquid_filter_uniq (const LiquidCall *call, LiquidValue *result)
{
  static const LiquidSetKind kind = { is_same, get_code };
  LiquidItems input;
  LiquidSet set;

  if (!liquid_items_init (&input, call, false)) {
    return false;
  }
  if (!input.has_members) {
    return liquid_return_nil (result);
  }
  if (!liquid_set_init (&set, &kind, call->render, input.keys)) {
    return false;
  }
  for (size_t i = 0; i < input.items->n_items; i++) {
    LiquidValue item = input.items->items[i];
    size_t index, count = set.n_values;
    if (!liquid_set_add (&set, input.keys->items[i], &index)) {
      return false;
    }
    if (index == count) {
      input.items->items[count] = item;
    }
  }
  input.items->n_items = set.n_values;
  return liquid_return_array (input.items, result);
}

bool
liquid_filter_sum (const LiquidCall *call, LiquidValue *result)
{
  LiquidValue property = liquid_call_get_argument (call, 0);
  LiquidArray *items = liquid_items_new (call, call->input);
  LiquidValue sum = liquid_integer (0);

  for (size_t i = 0; items != NULL && property.type != LIQUID_NIL && i < items->n_items; i++) {
    switch (liquid_items_get_property (call, items->items[i], property, &items->items[i])) {
    case LIQUID_ACCESS_FAILED:
      return false;
    case LIQUID_ACCESS_NO_MEMBERS:
      items->items[i] = liquid_integer (0);
      break;
    case LIQUID_ACCESS_FOUND:
    default:
      break;
    }
  }
  items = items != NULL ? liquid_items_new (call, liquid_array (items)) : NULL;
  for (size_t i = 0; items != NULL && i < items->n_items; i++) {
    if (!liquid_number_accumulate (call, items->items[i], &sum)) {
      return false;
    }
  }
  *result = sum;
  return items != NULL;
}
