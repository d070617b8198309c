/* LiquidJS's filters that sort. */

#include "liquid-filters-js-sort.h"

#include "liquid-filters-string.h"
#include "liquid-js-compare.h"
#include "liquid-js-items.h"
#include "liquid-list.h"
#include "liquid-sort.h"

/* Nothing comes last, and what cannot be ordered is equal. */
static bool
compare (LiquidRender *render, LiquidValue a, LiquidValue b, int *order)
{
  bool no_a = a.type == LIQUID_NIL && !liquid_is_nil_word (a);
  bool no_b = b.type == LIQUID_NIL && !liquid_is_nil_word (b);

  *order = no_a - no_b;
  if (no_a || no_b) {
    return true;
  }
  bool compared = liquid_js_order (render, a, b, order);
  *order = *order == 2 ? 0 : *order;
  return compared;
}

/* What `sort_natural` compares: the text without its case. */
static bool
lower_key (const LiquidCall *call, LiquidValue *key)
{
  LiquidCall inner = *call;
  LiquidSlice text;

  if (key->type == LIQUID_NIL && !liquid_is_nil_word (*key)) {
    return true;
  }
  if (!liquid_js_item_string (call->render, *key, &text)) {
    return false;
  }
  inner.input = liquid_string (text.bytes, text.length);
  return liquid_filter_downcase (&inner, key);
}

static bool
sort (const LiquidCall *call, bool natural, LiquidValue *result)
{
  LiquidArray *items = liquid_js_items_new (call, call->input);
  LiquidArray *keys = items != NULL ? liquid_render_new_array (call->render, items->n_items) : NULL;

  if (keys == NULL) {
    return false;
  }
  for (size_t i = 0; i < items->n_items; i++) {
    if (!liquid_js_items_get_key (call, items->items[i], &keys->items[i]) ||
        (natural && !lower_key (call, &keys->items[i]))) {
      return false;
    }
  }
  bool sorted;
  if (!liquid_sort_alike (call->render, items, keys, LIQUID_SORT_UTF16, &sorted)) {
    return false;
  }
  return (sorted || liquid_list_sort (call->render, items, keys, compare)) &&
         liquid_return_array (items, result);
}

bool
liquid_js_filter_sort (const LiquidCall *call, LiquidValue *result)
{
  return sort (call, false, result);
}

bool
liquid_js_filter_sort_natural (const LiquidCall *call, LiquidValue *result)
{
  return sort (call, true, result);
}
