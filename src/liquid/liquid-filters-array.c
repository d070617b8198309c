/* Filters that take an array, or what can be seen as one: arrays inside arrays count as their
 * items, a hash or a single value as one item, nil as none. */

/* For memmem(), which is linear. */
#define _GNU_SOURCE

#include "liquid-filters-array.h"

#include "liquid-compare.h"
#include "liquid-filters-number.h"
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
    counted = count_flat (render, value.array->items[i], depth + 1, count);
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
    flatten (value.array->items[i], array, depth + 1);
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
static LiquidArray *
list (const LiquidCall *call, LiquidValue value)
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

bool
liquid_filter_join (const LiquidCall *call, LiquidValue *result)
{
  LiquidArray *items = list (call, call->input);
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
  LiquidArray *items = list (call, call->input);

  for (size_t i = 0; items != NULL && i < items->n_items / 2; i++) {
    LiquidValue item = items->items[i];
    items->items[i] = items->items[items->n_items - 1 - i];
    items->items[items->n_items - 1 - i] = item;
  }
  return liquid_return_array (items, result);
}

bool
liquid_filter_concat (const LiquidCall *call, LiquidValue *result)
{
  LiquidValue other = liquid_call_get_argument (call, 0);
  LiquidArray *items = list (call, call->input);

  if (other.type != LIQUID_ARRAY) {
    return liquid_render_fail (call->render, "concat filter requires an array argument");
  }
  size_t count = items != NULL ? items->n_items : 0;
  LiquidArray *array = liquid_render_new_array (call->render, count + other.array->n_items);
  if (items == NULL || array == NULL || !liquid_render_count_steps (call->render, array->n_items)) {
    return false;
  }
  for (size_t i = 0; i < array->n_items; i++) {
    array->items[i] = i < count ? items->items[i] : other.array->items[i - count];
  }
  return liquid_return_array (array, result);
}

bool
liquid_filter_first (const LiquidCall *call, LiquidValue *result)
{
  *result = call->input.type != LIQUID_SELF ? call->input : liquid_nil ();
  return liquid_lookup_command (call->render, LIQUID_SLICE ("first"), result);
}

bool
liquid_filter_last (const LiquidCall *call, LiquidValue *result)
{
  *result = call->input.type != LIQUID_SELF ? call->input : liquid_nil ();
  return liquid_lookup_command (call->render, LIQUID_SLICE ("last"), result);
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

/* What asking an item for a property comes to. */
typedef enum {
  FOUND,      /* nil, too, is found */
  WRONG_KEY,  /* the item has no such kind of property: an error */
  NO_MEMBERS, /* the item has no properties at all: the filter answers nil */
} Access;

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

static Access
get_property (const LiquidCall *call, LiquidValue item, LiquidValue property, LiquidValue *value)
{
  bool is_text = property.type == LIQUID_STRING;

  if (is_text || item.type == LIQUID_STRING) {
    liquid_render_count_text (call->render, is_text ? property.string.length : item.string.length);
  }
  *value = liquid_nil ();
  switch ((int) item.type) {
  case LIQUID_HASH:
  case LIQUID_LOOP:
  case LIQUID_SELF:
    *value = is_text ? liquid_lookup_member (call->render, item, liquid_value_get_text (property))
                     : liquid_nil ();
    return FOUND;
  case LIQUID_ARRAY:
    if (property.type != LIQUID_INTEGER) {
      return WRONG_KEY;
    }
    *value = liquid_array_get (item.array, property.integer);
    return FOUND;
  case LIQUID_STRING:
    if (is_text) {
      *value = find_part (liquid_value_get_text (item), liquid_value_get_text (property));
    } else if (property.type == LIQUID_INTEGER) {
      *value = find_letter (liquid_value_get_text (item), property.integer);
    }
    return is_text || property.type == LIQUID_INTEGER ? FOUND : WRONG_KEY;
  case LIQUID_INTEGER:
    if (property.type != LIQUID_INTEGER) {
      return WRONG_KEY;
    }
    *value = liquid_integer (property.integer < 0    ? 0
                             : property.integer > 63 ? item.integer < 0
                                                     : (item.integer >> property.integer) & 1);
    return FOUND;
  default:
    return NO_MEMBERS;
  }
}

static bool
fail_property (const LiquidCall *call, LiquidValue property)
{
  LiquidSlice text;

  return liquid_render_to_text (call->render, property, &text) &&
         liquid_render_fail (call->render, "cannot select the property '%.*s'", (int) text.length,
                             text.bytes);
}

bool
liquid_filter_map (const LiquidCall *call, LiquidValue *result)
{
  LiquidValue property = liquid_call_get_argument (call, 0);
  LiquidArray *items = list (call, call->input);

  for (size_t i = 0; items != NULL && i < items->n_items; i++) {
    if (get_property (call, items->items[i], property, &items->items[i]) == WRONG_KEY) {
      return fail_property (call, property);
    }
  }
  return liquid_return_array (items, result);
}

/* Takes a property of all items; @keys is NULL where there is none to take. */
static bool
get_keys (const LiquidCall *call, const LiquidArray *items, LiquidArray **keys, bool *has_members)
{
  LiquidValue property = liquid_call_get_argument (call, 0);

  *keys = NULL;
  *has_members = true;
  if (property.type == LIQUID_NIL) {
    return true;
  }
  LiquidArray *values = liquid_render_new_array (call->render, items->n_items);
  if (values == NULL) {
    return false;
  }
  for (size_t i = 0; i < items->n_items; i++) {
    Access access = get_property (call, items->items[i], property, &values->items[i]);
    if (access == WRONG_KEY) {
      return fail_property (call, property);
    }
    *has_members &= access == FOUND;
  }
  *keys = values;
  return true;
}

bool
liquid_filter_compact (const LiquidCall *call, LiquidValue *result)
{
  LiquidArray *items = list (call, call->input), *keys = NULL;
  bool has_members = true;
  size_t count = 0;

  if (items == NULL || !get_keys (call, items, &keys, &has_members)) {
    return false;
  }
  if (!has_members) {
    return liquid_return_nil (result);
  }
  for (size_t i = 0; i < items->n_items; i++) {
    if ((keys != NULL ? keys : items)->items[i].type != LIQUID_NIL) {
      items->items[count++] = items->items[i];
    }
  }
  items->n_items = count;
  return liquid_return_array (items, result);
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
  uint32_t code = 5381 + value.type;

  if (value.type == LIQUID_STRING || value.type == LIQUID_BIGINT) {
    for (size_t i = 0; i < value.string.length; i++) {
      code = code * 33 + (uint8_t) value.string.bytes[i];
    }
  } else if (value.type == LIQUID_INTEGER) {
    code += (uint32_t) value.integer * 2654435761u + (uint32_t) ((uint64_t) value.integer >> 32);
  } else if (value.type == LIQUID_FLOAT) {
    /* Both zeros are equal. */
    code += (uint32_t) g_double_hash (&(double){ value.number == 0 ? 0 : value.number });
  } else if (value.type == LIQUID_BOOLEAN) {
    code += value.boolean;
  } else if (value.type == LIQUID_ARRAY) {
    code += (uint32_t) value.array->n_items;
  } else if (value.type == LIQUID_HASH) {
    code += value.hash->entries->len;
  }
  return code * 2654435761u;
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
  self->slots = (uint32_t *) (void *) liquid_render_alloc (render, n_slots * sizeof (uint32_t));
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
  LiquidArray *items = list (call, call->input), *keys = NULL;
  bool has_members = true;
  size_t count = 0;

  if (items == NULL || !get_keys (call, items, &keys, &has_members)) {
    return false;
  }
  if (!has_members) {
    return liquid_return_nil (result);
  }
  Set set;
  if (!set_init (&set, call->render, keys != NULL ? keys : items)) {
    return false;
  }
  for (size_t i = 0; i < items->n_items; i++) {
    LiquidValue item = items->items[i];
    bool added;
    if (!set_add (&set, call->render, set.values->items[i], count, &added)) {
      return false;
    }
    if (added) {
      items->items[count++] = item;
    }
  }
  items->n_items = count;
  return liquid_return_array (items, result);
}

bool
liquid_filter_sum (const LiquidCall *call, LiquidValue *result)
{
  LiquidValue property = liquid_call_get_argument (call, 0);
  LiquidArray *items = list (call, call->input);
  LiquidValue sum = liquid_integer (0);

  for (size_t i = 0; items != NULL && property.type != LIQUID_NIL && i < items->n_items; i++) {
    switch (get_property (call, items->items[i], property, &items->items[i])) {
    case WRONG_KEY:
      return fail_property (call, property);
    case NO_MEMBERS:
      items->items[i] = liquid_integer (0);
      break;
    case FOUND:
    default:
      break;
    }
  }
  items = items != NULL ? list (call, liquid_array (items)) : NULL;
  for (size_t i = 0; items != NULL && i < items->n_items; i++) {
    if (!liquid_number_accumulate (call, items->items[i], &sum)) {
      return false;
    }
  }
  *result = sum;
  return items != NULL;
}

typedef enum {
  WHERE,
  REJECT,
  HAS,
  FIND,
  FIND_INDEX,
} Selection;

static bool
matches (const LiquidCall *call, LiquidValue value)
{
  LiquidValue target = liquid_call_get_argument (call, 1);

  if (value.type == target.type) {
    liquid_render_count_value (call->render, target);
  }
  return target.type == LIQUID_NIL ? liquid_value_is_true (value)
                                   : liquid_value_equal (value, target);
}

/* What a selection without a hit is. */
static bool
return_none (const LiquidCall *call, Selection selection, LiquidArray *items, LiquidValue *result)
{
  switch (selection) {
  case HAS:
    *result = liquid_boolean (false);
    return true;
  case FIND:
  case FIND_INDEX:
    return liquid_return_nil (result);
  case WHERE:
  case REJECT:
  default:
    return liquid_return_array (items, result);
  }
}

static bool
return_hit (Selection selection, const LiquidArray *items, size_t index, LiquidValue *result)
{
  *result = selection == HAS    ? liquid_boolean (true)
            : selection == FIND ? items->items[index]
                                : liquid_integer ((int64_t) index);
  return true;
}

static bool
select_items (const LiquidCall *call, Selection selection, LiquidValue *result)
{
  LiquidValue property = liquid_call_get_argument (call, 0);
  LiquidArray *items = list (call, call->input);
  size_t count = 0;

  for (size_t i = 0; items != NULL && i < items->n_items; i++) {
    LiquidValue value;
    Access access = get_property (call, items->items[i], property, &value);
    if (access != FOUND) {
      return access == WRONG_KEY ? fail_property (call, property) : liquid_return_nil (result);
    }
    bool hit = matches (call, value);
    if (hit && selection != WHERE && selection != REJECT) {
      return return_hit (selection, items, i, result);
    }
    if (hit == (selection == WHERE)) {
      items->items[count++] = items->items[i];
    }
  }
  if (items == NULL) {
    return false;
  }
  items->n_items = count;
  return return_none (call, selection, items, result);
}

bool
liquid_filter_where (const LiquidCall *call, LiquidValue *result)
{
  return select_items (call, WHERE, result);
}

bool
liquid_filter_reject (const LiquidCall *call, LiquidValue *result)
{
  return select_items (call, REJECT, result);
}

bool
liquid_filter_has (const LiquidCall *call, LiquidValue *result)
{
  return select_items (call, HAS, result);
}

bool
liquid_filter_find (const LiquidCall *call, LiquidValue *result)
{
  return select_items (call, FIND, result);
}

bool
liquid_filter_find_index (const LiquidCall *call, LiquidValue *result)
{
  return select_items (call, FIND_INDEX, result);
}

/* Answers how two values stand in a sorted array; false where they cannot be compared. */
typedef bool (*Compare) (const LiquidCall *call, LiquidValue a, LiquidValue b, int *order);

static bool
compare_values (const LiquidCall *call, LiquidValue a, LiquidValue b, int *order)
{
  if (a.type == b.type && !liquid_render_count_value (call->render, a)) {
    return false;
  }
  if (liquid_value_order (a, b, order)) {
    return true;
  }
  if (a.type == LIQUID_NIL || b.type == LIQUID_NIL) {
    *order = a.type == LIQUID_NIL ? 1 : -1;
    return true;
  }
  return liquid_render_fail (call->render, "cannot sort values of incompatible types");
}

static bool
compare_naturally (const LiquidCall *call, LiquidValue a, LiquidValue b, int *order)
{
  LiquidSlice left, right;

  if (a.type == LIQUID_NIL || b.type == LIQUID_NIL) {
    *order = (a.type == LIQUID_NIL) - (b.type == LIQUID_NIL);
    return true;
  }
  if (!liquid_render_to_text (call->render, a, &left) ||
      !liquid_render_to_text (call->render, b, &right) ||
      !liquid_render_count_text (call->render, MIN (left.length, right.length))) {
    return false;
  }
  for (size_t i = 0; i < left.length && i < right.length; i++) {
    *order = (uint8_t) g_ascii_tolower (left.bytes[i]) - (uint8_t) g_ascii_tolower (right.bytes[i]);
    if (*order != 0) {
      return true;
    }
  }
  *order = (left.length > right.length) - (left.length < right.length);
  return true;
}

typedef struct {
  LiquidValue key;
  LiquidValue item;
} Pair;

/* Merges two sorted runs of @from into @to. */
static bool
merge (const LiquidCall *call,
       Compare compare,
       const Pair *from,
       Pair *to,
       size_t start,
       size_t middle,
       size_t end)
{
  size_t left = start, right = middle;

  for (size_t i = start; i < end; i++) {
    int order = left == middle ? 1 : -1;
    if (left < middle && right < end && !compare (call, from[left].key, from[right].key, &order)) {
      return false;
    }
    to[i] = order <= 0 ? from[left++] : from[right++];
  }
  return liquid_render_count_steps (call->render, end - start);
}

static bool
sort_pairs (const LiquidCall *call, Compare compare, Pair *pairs, Pair *spare, size_t count)
{
  Pair *from = pairs, *to = spare;

  for (size_t width = 1; width < count; width *= 2) {
    for (size_t start = 0; start < count; start += 2 * width) {
      size_t middle = MIN (start + width, count), end = MIN (start + 2 * width, count);
      if (!merge (call, compare, from, to, start, middle, end)) {
        return false;
      }
    }
    Pair *swap = from;
    from = to;
    to = swap;
  }
  if (from != pairs) {
    memcpy (pairs, from, count * sizeof (Pair));
  }
  return true;
}

static bool
sort (const LiquidCall *call, Compare compare, LiquidValue *result)
{
  LiquidArray *items = list (call, call->input), *keys = NULL;
  bool has_members = true;

  if (items == NULL || !get_keys (call, items, &keys, &has_members)) {
    return false;
  }
  if (!has_members) {
    return liquid_return_nil (result);
  }
  size_t count = items->n_items;
  Pair *pairs = (Pair *) (void *) liquid_render_alloc (call->render, 2 * count * sizeof (Pair));
  if (pairs == NULL) {
    return false;
  }
  for (size_t i = 0; i < count; i++) {
    pairs[i] = (Pair){ (keys != NULL ? keys : items)->items[i], items->items[i] };
  }
  if (!sort_pairs (call, compare, pairs, pairs + count, count)) {
    return false;
  }
  for (size_t i = 0; i < count; i++) {
    items->items[i] = pairs[i].item;
  }
  return liquid_return_array (items, result);
}

bool
liquid_filter_sort (const LiquidCall *call, LiquidValue *result)
{
  return sort (call, compare_values, result);
}

bool
liquid_filter_sort_natural (const LiquidCall *call, LiquidValue *result)
{
  return sort (call, compare_naturally, result);
}
