/* The items of what a filter is given, in Shopify's dialect, and their properties: arrays inside
 * arrays count as their items, a hash or a single value as one item, nil as none. */

/* For memmem(), which is linear. */
#define _GNU_SOURCE

#include "liquid-items.h"

#include "liquid-lookup.h"
#include "liquid-loop.h"

#include <math.h>
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

/* A number as Ruby takes it for an index. */
static bool
get_index (LiquidValue value, int64_t *index)
{
  switch ((int) value.type) {
  case LIQUID_INTEGER:
    *index = value.integer;
    return true;
  case LIQUID_FLOAT:
    *index = value.number >= 9.2e18    ? G_MAXINT64
             : value.number <= -9.2e18 ? G_MININT64
                                       : (int64_t) value.number;
    return !isnan (value.number);
  case LIQUID_BIGINT:
    *index = value.string.bytes[0] == '-' ? G_MININT64 : G_MAXINT64;
    return true;
  default:
    return false;
  }
}

/* Nil where the range begins outside the text. */
static LiquidValue
find_letters (LiquidSlice text, const LiquidRange *range)
{
  int64_t count = g_utf8_strlen (text.bytes, (gssize) text.length);
  int64_t first = range->first < 0 ? range->first + count : range->first;
  int64_t last = range->last < 0 ? range->last + count : MIN (range->last, count - 1);

  if (first < 0 || first > count) {
    return liquid_nil ();
  }
  const char *start = g_utf8_offset_to_pointer (text.bytes, first);
  const char *end = last >= first ? g_utf8_offset_to_pointer (start, last + 1 - first) : start;
  return liquid_string (start, (size_t) (end - start));
}

static LiquidAccess
get_text_property (const LiquidCall *call,
                   LiquidSlice text,
                   LiquidValue property,
                   LiquidValue *value)
{
  int64_t index;

  if (!liquid_render_count_text (call->render, text.length)) {
    return LIQUID_ACCESS_FAILED;
  }
  if (property.type == LIQUID_STRING) {
    *value = find_part (text, liquid_value_get_text (property));
  } else if (property.type == LIQUID_RANGE) {
    *value = find_letters (text, property.internal);
  } else if (get_index (property, &index)) {
    if (property.type != LIQUID_INTEGER && (index == G_MAXINT64 || index == G_MININT64)) {
      liquid_render_fail (call->render, "internal");
      return LIQUID_ACCESS_FAILED;
    }
    *value = find_letter (text, index);
  } else {
    return fail (call, property);
  }
  return LIQUID_ACCESS_FOUND;
}

/* The bit of a number at an index, or those of a range, as a number. */
static LiquidAccess
get_bits (const LiquidCall *call, int64_t number, LiquidValue property, LiquidValue *value)
{
  const LiquidRange *range = property.type == LIQUID_RANGE ? property.internal : NULL;
  int64_t first = range != NULL ? range->first : 0;

  if (range == NULL && !get_index (property, &first)) {
    return fail (call, property);
  }
  int64_t length = range == NULL ? 1 : range->last - first + 1;
  int64_t shifted = first < 0 ? 0 : number >> MIN (first, 63);
  *value =
    liquid_integer (length > 0 && length < 63 ? shifted & ((INT64_C (1) << length) - 1) : shifted);
  return LIQUID_ACCESS_FOUND;
}

static bool
has_members (LiquidValue item)
{
  switch ((int) item.type) {
  case LIQUID_HASH:
  case LIQUID_LOOP:
  case LIQUID_SELF:
  case LIQUID_ARRAY:
  case LIQUID_STRING:
  case LIQUID_INTEGER:
  case LIQUID_BIGINT:
    return true;
  default:
    return false;
  }
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
    return get_bits (call, item.integer, property, value);
  case LIQUID_BIGINT:
    return get_bits (call, 0, property, value);
  default:
    return LIQUID_ACCESS_NO_MEMBERS;
  }
}

static bool
all_have_members (const LiquidArray *items)
{
  for (size_t i = 0; i < items->n_items; i++) {
    if (!has_members (items->items[i])) {
      return false;
    }
  }
  return true;
}

/* Lists the items of the input with what the filter goes by: the property that its argument names,
 * or the items themselves without one. A single item is not asked, unless @always. False where that
 * fails. */
bool
liquid_items_init (LiquidItems *self, const LiquidCall *call, bool always)
{
  LiquidValue property = liquid_call_get_argument (call, 0);
  LiquidArray *items = liquid_items_new (call, call->input);

  *self = (LiquidItems){ .items = items, .keys = items, .has_members = true };
  if (items == NULL || property.type == LIQUID_NIL || (items->n_items < 2 && !always)) {
    return items != NULL;
  }
  self->keys = liquid_render_new_array (call->render, items->n_items);
  for (size_t i = 0; self->keys != NULL && self->has_members && i < items->n_items; i++) {
    LiquidAccess access =
      liquid_items_get_property (call, items->items[i], property, &self->keys->items[i]);
    if (access == LIQUID_ACCESS_FAILED) {
      return false;
    }
    self->has_members = access == LIQUID_ACCESS_FOUND;
  }
  return self->keys != NULL;
}

/* Likewise to sort them, where those without properties are looked for first. */
bool
liquid_items_init_sorted (LiquidItems *self, const LiquidCall *call)
{
  if (liquid_call_get_argument (call, 0).type == LIQUID_NIL) {
    return liquid_items_init (self, call, false);
  }
  LiquidArray *items = liquid_items_new (call, call->input);
  if (items == NULL || all_have_members (items)) {
    return items != NULL && liquid_items_init (self, call, false);
  }
  *self = (LiquidItems){ .items = items, .keys = items, .has_members = false };
  return true;
}
