/* Filters that sort. */

#include "liquid-filters-sort.h"

#include "liquid-compare.h"
#include "liquid-items.h"
#include "liquid-list.h"

static bool
compare_values (LiquidRender *render, LiquidValue a, LiquidValue b, int *order)
{
  if (a.type == b.type && !liquid_render_count_value (render, a)) {
    return false;
  }
  if (liquid_value_order (a, b, order)) {
    return true;
  }
  if (a.type == LIQUID_NIL || b.type == LIQUID_NIL) {
    *order = a.type == LIQUID_NIL ? 1 : -1;
    return true;
  }
  return liquid_render_fail (render, "cannot sort values of incompatible types");
}

static bool
compare_naturally (LiquidRender *render, LiquidValue a, LiquidValue b, int *order)
{
  LiquidSlice left, right;

  if (a.type == LIQUID_NIL || b.type == LIQUID_NIL) {
    *order = (a.type == LIQUID_NIL) - (b.type == LIQUID_NIL);
    return true;
  }
  if (!liquid_render_to_text (render, a, &left) || !liquid_render_to_text (render, b, &right) ||
      !liquid_render_count_text (render, MIN (left.length, right.length))) {
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

static bool
sort (const LiquidCall *call, LiquidListOrder compare, LiquidValue *result)
{
  LiquidArray *items = liquid_items_new (call, call->input), *keys = NULL;
  bool has_members = true;

  if (items == NULL || !liquid_items_get_keys (call, items, &keys, &has_members)) {
    return false;
  }
  if (!has_members) {
    return liquid_return_nil (result);
  }
  size_t count = items->n_items;
  LiquidListPair *pairs = (LiquidListPair *) (void *) liquid_render_alloc (
    call->render, 2 * count * sizeof (LiquidListPair));
  if (pairs == NULL) {
    return false;
  }
  for (size_t i = 0; i < count; i++) {
    pairs[i] = (LiquidListPair){ (keys != NULL ? keys : items)->items[i], items->items[i] };
  }
  if (!liquid_list_sort (call->render, compare, pairs, count)) {
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
