/* The items of what a filter is given, in LiquidJS's dialect, and their properties: nothing is an
 * empty list, a single value a list of one. */

#include "liquid-js-items.h"

/* The items of a value, in an array that the caller may change; NULL where there is no memory. */
LiquidArray *
liquid_js_items_new (const LiquidCall *call, LiquidValue value)
{
  LiquidArray *array;

  return liquid_js_list (call->render, value, false, &array) ? array : NULL;
}

/* The property that the names in @text lead to. */
bool
liquid_js_items_follow (const LiquidCall *call,
                        LiquidValue item,
                        LiquidSlice text,
                        LiquidValue *value)
{
  const char *p = text.bytes, *end = p + text.length;

  *value = item;
  do {
    const char *part_end = p;
    while (part_end < end && *part_end != '.') {
      part_end++;
    }
    if (!liquid_js_property (call->render, *value, liquid_slice_range (p, part_end), value)) {
      return false;
    }
    p = part_end + 1;
  } while (p <= end);
  return true;
}

/* The property that the first argument names, or the item itself where it names none. */
bool
liquid_js_items_get_key (const LiquidCall *call, LiquidValue item, LiquidValue *key)
{
  LiquidValue property = liquid_js_argument (call, 0);
  LiquidSlice text;

  *key = item;
  if (!liquid_js_is_true (property)) {
    return true;
  }
  return liquid_render_to_text (call->render, property, &text) &&
         liquid_js_items_follow (call, item, text, key);
}
