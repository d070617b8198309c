/* Filters that sort. */

#include "liquid-filters-sort.h"

#include "liquid-compare.h"
#include "liquid-items.h"
#include "liquid-list.h"
#include "liquid-sort.h"

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
sort (const LiquidCall *call, LiquidListOrder order, LiquidValue *result)
{
  LiquidItems input;

  if (!liquid_items_init_sorted (&input, call)) {
    return false;
  }
  if (!input.has_members) {
    return liquid_return_nil (result);
  }
  bool sorted;
  LiquidSortOrder texts = order == compare_naturally ? LIQUID_SORT_NATURAL : LIQUID_SORT_BYTES;
  if (!liquid_sort_alike (call->render, input.items, input.keys, texts, &sorted)) {
    return false;
  }
  return (sorted || liquid_list_sort (call->render, input.items, input.keys, order)) &&
         liquid_return_array (input.items, result);
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
