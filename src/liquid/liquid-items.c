/* The items of what a filter is given, in Shopify's dialect, and their properties: arrays inside
 * arrays count as their items, a hash or a single value as one item, nil as none. */

/* For memmem(), which is linear. */
#define _GNU_SOURCE

#include "liquid-items.h"

#include "liquid-limits.h"
#include "liquid-lookup.h"
#include "liquid-loop.h"

#include <string.h>

/* False where that takes too long: an array may stand in another many times over. */
static bool
count_flat (LiquidRender *render, LiquidValue value, int depth, size_t *count)
{
  if (value.type != LIQUID_ARRAY || depth == LIQUID_MAX_VALUE_DEPTH) {
    *count += 1;
    return true;
  }
  bool counted = liquid_render_count_steps (render, value.array->n_items);
  for (size_t i = 0; counted && i < value.array->n_items; i++) {
    if (value.array->items[i].type != LIQUID_ARRAY) {
      *count += 1;
    } else {
      counted = count_flat (render, value.array->items[i], depth + 1, count);
    }
  }
  return counted;
}

static void
flatten (LiquidValue value, LiquidArray *array, int depth)
{
  if (value.type != LIQUID_ARRAY || depth == LIQUID_MAX_VALUE_DEPTH) {
    array->items[array->n_items++] = value;
    return;
  }
  for (size_t i = 0; i < value.array->n_items; i++) {
    if (value.array->items[i].type != LIQUID_ARRAY) {
      array->items[array->n_items++] = value.array->items[i];
    } else {
      flatten (value.array->items[i], array, depth + 1);
    }
  }
}

static LiquidArray *
list_range (const LiquidCall *call, LiquidValue range)
{
  bool iterable;
  size_t count = liquid_value_count (range, &iterable);
  LiquidArray *array = liquid_render_new_array (call->render, count);

  if (array != NULL && !liquid_render_count_steps (call->render, count)) {
    return NULL;
  }
  for (size_t i = 0; array != NULL && i < count; i++) {
    array->items[i] = liquid_value_get_item (call->render, range, i);
  }
  return array;
}

/* The items of a value, in an array that the caller may change; NULL where there is no memory. */
LiquidArray *
liquid_items_new (const LiquidCall *call, LiquidValue value)
{
  if (value.type == LIQUID_RANGE) {
    return list_range (call, value);
  }
  size_t count = 0;
  if (value.type != LIQUID_NIL && !count_flat (call->render, value, 0, &count)) {
    return NULL;
  }
  LiquidArray *array = liquid_render_new_array (call->render, count);
  if (array != NULL && count > 0) {
    array->n_items = 0;
    flatten (value, array, 0);
  }
  return array;
}

static LiquidValue
find_part (LiquidSlice text, LiquidSlice part)
{
  bool found = part.length == 0 || (text.length > 0 && memmem (text.bytes, text.length, part.bytes,
                                                               part.length) != NULL);

  return found ? liquid_string (part.bytes, part.length) : liquid_nil ();
}

static LiquidValue
find_letter (LiquidSlice text, int64_t index)
{
  int64_t count = g_utf8_strlen (text.bytes, (gssize) text.length);
  int64_t position = index < 0 ? index + count : index;

  if (position < 0 || position >= count) {
    return liquid_nil ();
  }
  const char *letter = g_utf8_offset_to_pointer (text.bytes, position);
  return liquid_string (letter, (size_t) (g_utf8_next_char (letter) - letter));
}

static LiquidAccess
fail (const LiquidCall *call, LiquidValue property)
{
  LiquidSlice text;

  if (liquid_render_to_text (call->render, property, &text)) {
    liquid_render_fail (call->render, "cannot select the property '%.*s'", (int) text.length,
                        text.bytes);
  }
  return LIQUID_ACCESS_FAILED;
}

static LiquidAccess
get_text_property (const LiquidCall *call,
                   LiquidSlice text,
                   LiquidValue property,
                   LiquidValue *value)
{
  if (!liquid_render_count_text (call->render, text.length)) {
    return LIQUID_ACCESS_FAILED;
  }
  if (property.type == LIQUID_STRING) {
    *value = find_part (text, liquid_value_get_text (property));
    return LIQUID_ACCESS_FOUND;
  }
  if (property.type != LIQUID_INTEGER) {
    return fail (call, property);
  }
  *value = find_letter (text, property.integer);
  return LIQUID_ACCESS_FOUND;
}

/* What @property of an item is. */
LiquidAccess
liquid_items_get_property (const LiquidCall *call,
                           LiquidValue item,
                           LiquidValue property,
                           LiquidValue *value)
{
  bool is_text = property.type == LIQUID_STRING;

  *value = liquid_nil ();
  if (is_text && !liquid_render_count_text (call->render, property.string.length)) {
    return LIQUID_ACCESS_FAILED;
  }
  switch ((int) item.type) {
  case LIQUID_HASH:
    if (is_text) {
      liquid_hash_get (item.hash, liquid_value_get_text (property), value);
    }
    return LIQUID_ACCESS_FOUND;
  case LIQUID_LOOP:
  case LIQUID_SELF:
    *value = is_text ? liquid_lookup_member (call->render, item, liquid_value_get_text (property))
                     : liquid_nil ();
    return LIQUID_ACCESS_FOUND;
  case LIQUID_ARRAY:
    if (property.type != LIQUID_INTEGER) {
      return fail (call, property);
    }
    *value = liquid_array_get (item.array, property.integer);
    return LIQUID_ACCESS_FOUND;
  case LIQUID_STRING:
    return get_text_property (call, liquid_value_get_text (item), property, value);
  case LIQUID_INTEGER:
    if (property.type != LIQUID_INTEGER) {
      return fail (call, property);
    }
    *value = liquid_integer (property.integer < 0    ? 0
                             : property.integer > 63 ? item.integer < 0
                                                     : (item.integer >> property.integer) & 1);
    return LIQUID_ACCESS_FOUND;
  default:
    return LIQUID_ACCESS_NO_MEMBERS;
  }
}

/* Lists the items of the input with what the filter goes by: the property that its argument names,
 * or the items themselves without one. False where that fails. */
bool
liquid_items_init (LiquidItems *self, const LiquidCall *call)
{
  LiquidValue property = liquid_call_get_argument (call, 0);
  LiquidArray *items = liquid_items_new (call, call->input);

  *self = (LiquidItems){ .items = items, .keys = items, .has_members = true };
  if (items == NULL || property.type == LIQUID_NIL) {
    return items != NULL;
  }
  self->keys = liquid_render_new_array (call->render, items->n_items);
  for (size_t i = 0; self->keys != NULL && i < items->n_items; i++) {
    LiquidAccess access =
      liquid_items_get_property (call, items->items[i], property, &self->keys->items[i]);
    if (access == LIQUID_ACCESS_FAILED) {
      return false;
    }
    self->has_members &= access == LIQUID_ACCESS_FOUND;
  }
  return self->keys != NULL;
}
