/* Filters that take an array, or what can be seen as one. */

#include "liquid-filters-array.h"

#include "liquid-compare.h"
#include "liquid-filters-number.h"
#include "liquid-items.h"
#include "liquid-list.h"
#include "liquid-lookup.h"

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

/* 2^32 over the golden ratio, which spreads numbers that are close to each other (Knuth, The Art of
 * Computer Programming, 6.4). */
#define SPREAD 2654435761u

/* What equal values have in common. */
static uint32_t
get_code (LiquidValue value)
{
  uint32_t code = value.type;

  if (value.type == LIQUID_STRING || value.type == LIQUID_BIGINT) {
    code += liquid_slice_hash (liquid_value_get_text (value));
  } else if (value.type == LIQUID_INTEGER) {
    code += (uint32_t) value.integer * SPREAD + (uint32_t) ((uint64_t) value.integer >> 32);
  } else if (value.type == LIQUID_FLOAT) {
    /* Both zeros are equal. */
    code += (uint32_t) g_double_hash (&(double){ value.number == 0 ? 0 : value.number });
  } else if (value.type == LIQUID_BOOLEAN) {
    code += value.boolean;
  } else if (value.type == LIQUID_ARRAY) {
    code += (uint32_t) value.array->n_items;
  } else if (value.type == LIQUID_HASH) {
    code += value.hash->n_entries;
  }
  return code * SPREAD;
}

/* Different values so far, by open addressing: at least half of the slots are free. */
typedef struct {
  LiquidArray *values;
  uint32_t *slots; /* index + 1 */
  size_t n_slots;
} Set;

static bool
set_init (Set *self, LiquidRender *render, LiquidArray *values)
{
  size_t n_slots = 16;

  while (n_slots < values->n_items * 2) {
    n_slots *= 2;
  }
  self->values = values;
  self->n_slots = n_slots;
  self->slots = liquid_render_alloc (render, n_slots * sizeof (uint32_t));
  if (self->slots == NULL) {
    return false;
  }
  memset (self->slots, 0, n_slots * sizeof (uint32_t));
  return true;
}

/* Adds @value as the one at @index unless the set has it; false where that takes too long. */
static bool
set_add (Set *self, LiquidRender *render, LiquidValue value, size_t index, bool *added)
{
  if (value.type == LIQUID_STRING && !liquid_render_count_text (render, value.string.length)) {
    return false;
  }
  size_t mask = self->n_slots - 1, slot = get_code (value) & mask;
  for (; self->slots[slot] != 0; slot = (slot + 1) & mask) {
    LiquidValue other = self->values->items[self->slots[slot] - 1];
    if (!liquid_render_count_steps (render, 1) ||
        (other.type == value.type && !liquid_render_count_value (render, other))) {
      return false;
    }
    if (is_same (other, value)) {
      *added = false;
      return true;
    }
  }
  self->slots[slot] = (uint32_t) index + 1;
  self->values->items[index] = value;
  *added = true;
  return true;
}

bool
liquid_filter_uniq (const LiquidCall *call, LiquidValue *result)
{
  LiquidItems input;
  size_t count = 0;
  Set set;

  if (!liquid_items_init (&input, call, false)) {
    return false;
  }
  if (!input.has_members) {
    return liquid_return_nil (result);
  }
  if (!set_init (&set, call->render, input.keys)) {
    return false;
  }
  for (size_t i = 0; i < input.items->n_items; i++) {
    LiquidValue item = input.items->items[i];
    bool added;
    if (!set_add (&set, call->render, input.keys->items[i], count, &added)) {
      return false;
    }
    if (added) {
      input.items->items[count++] = item;
    }
  }
  input.items->n_items = count;
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
