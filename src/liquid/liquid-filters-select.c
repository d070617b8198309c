/* Filters that choose items by a property. */

#include "liquid-filters-select.h"

#include "liquid-compare.h"
#include "liquid-items.h"

typedef enum {
  WHERE,
  REJECT,
  HAS,
  FIND,
  FIND_INDEX,
} Selection;

/* Answers whether it is a @hit; false where that takes too long. */
static bool
matches (const LiquidCall *call, LiquidValue value, bool *hit)
{
  LiquidValue target = liquid_call_get_argument (call, 1);

  if (value.type == target.type && !liquid_render_count_value (call->render, target)) {
    return false;
  }
  *hit =
    target.type == LIQUID_NIL ? liquid_value_is_true (value) : liquid_value_equal (value, target);
  return true;
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
  LiquidArray *items = liquid_items_new (call, call->input);
  size_t count = 0;

  for (size_t i = 0; items != NULL && i < items->n_items; i++) {
    LiquidValue value;
    LiquidAccess access = liquid_items_get_property (call, items->items[i], property, &value);
    if (access != LIQUID_ACCESS_FOUND) {
      return access == LIQUID_ACCESS_NO_MEMBERS && liquid_return_nil (result);
    }
    bool hit;
    if (!matches (call, value, &hit)) {
      return false;
    }
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
