/* LiquidJS's filters for lists. */

#include "liquid-filters-js-array.h"

#include "liquid-filters-js-edit.h"
#include "liquid-js-items.h"
#include "liquid-list.h"

#include <math.h>

bool
liquid_js_filter_join (const LiquidCall *call, LiquidValue *result)
{
  LiquidValue glue = liquid_js_argument (call, 0);
  LiquidArray *items = liquid_js_items_new (call, call->input);
  LiquidSlice between = LIQUID_SLICE (" "), text;
  g_autoptr (GString) built = g_string_new (NULL);

  if (items == NULL ||
      (glue.type != LIQUID_NIL && !liquid_render_to_text (call->render, glue, &between))) {
    return false;
  }
  for (size_t i = 0; i < items->n_items; i++) {
    bool is_nil = items->items[i].type == LIQUID_NIL && !liquid_is_nil_word (items->items[i]);
    if (!is_nil && !liquid_js_item_string (call->render, items->items[i], &text)) {
      return false;
    }
    g_string_append_len (built, between.bytes, i > 0 ? (gssize) between.length : 0);
    g_string_append_len (built, is_nil ? "" : text.bytes, is_nil ? 0 : (gssize) text.length);
    if (built->len > call->render->max_scratch) {
      return liquid_render_exceed (call->render, "Filters build more text than is allowed");
    }
  }
  return liquid_return_text (call, built, result);
}

static bool
get_end (const LiquidCall *call, LiquidSlice name, LiquidValue *result)
{
  LiquidSlice text = liquid_value_get_text (call->input), unit;

  if (call->input.type == LIQUID_ARRAY || call->input.type == LIQUID_RANGE) {
    return liquid_js_property (call->render, call->input, name, result);
  }
  *result = liquid_string ("", 0);
  if (call->input.type != LIQUID_STRING || text.length == 0) {
    return true;
  }
  double at = name.bytes[0] == 'f' ? 0 : (double) liquid_js_length (text) - 1;
  if (!liquid_js_substring (call->render, text, at, at + 1, &unit)) {
    return false;
  }
  *result = liquid_string (unit.bytes, unit.length);
  return true;
}

bool
liquid_js_filter_first (const LiquidCall *call, LiquidValue *result)
{
  return get_end (call, LIQUID_SLICE ("first"), result);
}

bool
liquid_js_filter_last (const LiquidCall *call, LiquidValue *result)
{
  return get_end (call, LIQUID_SLICE ("last"), result);
}

bool
liquid_js_filter_size (const LiquidCall *call, LiquidValue *result)
{
  if (!liquid_js_property (call->render, call->input, LIQUID_SLICE ("length"), result)) {
    return false;
  }
  if (!liquid_js_is_true (*result)) {
    *result = liquid_integer (0);
  }
  return true;
}

bool
liquid_js_filter_reverse (const LiquidCall *call, LiquidValue *result)
{
  LiquidArray *items = liquid_js_items_new (call, call->input);

  if (items != NULL) {
    liquid_list_reverse (items);
  }
  return liquid_return_array (items, result);
}

bool
liquid_js_filter_compact (const LiquidCall *call, LiquidValue *result)
{
  LiquidArray *items = liquid_js_items_new (call, call->input);
  size_t count = 0;

  for (size_t i = 0; items != NULL && i < items->n_items; i++) {
    if (items->items[i].type != LIQUID_NIL) {
      items->items[count++] = items->items[i];
    }
  }
  if (items != NULL) {
    items->n_items = count;
  }
  return liquid_return_array (items, result);
}

static bool
put_together (const LiquidCall *call,
              const LiquidArray *first,
              const LiquidArray *second,
              LiquidValue *result)
{
  return first != NULL && second != NULL &&
         liquid_return_array (liquid_list_concat (call->render, first, second), result);
}

bool
liquid_js_filter_concat (const LiquidCall *call, LiquidValue *result)
{
  return put_together (call, liquid_js_items_new (call, call->input),
                       liquid_js_items_new (call, liquid_js_argument (call, 0)), result);
}

static LiquidArray *
make_single (const LiquidCall *call)
{
  LiquidArray *array = liquid_render_new_array (call->render, 1);

  if (array != NULL) {
    array->items[0] = liquid_js_argument (call, 0);
  }
  return array;
}

bool
liquid_js_filter_push (const LiquidCall *call, LiquidValue *result)
{
  return put_together (call, liquid_js_items_new (call, call->input), make_single (call), result);
}

bool
liquid_js_filter_unshift (const LiquidCall *call, LiquidValue *result)
{
  return put_together (call, make_single (call), liquid_js_items_new (call, call->input), result);
}

static bool
drop_one (const LiquidCall *call, bool first, LiquidValue *result)
{
  LiquidArray *items = liquid_js_items_new (call, call->input);

  if (items != NULL && items->n_items > 0) {
    items->items += first;
    items->n_items--;
  }
  return liquid_return_array (items, result);
}

bool
liquid_js_filter_pop (const LiquidCall *call, LiquidValue *result)
{
  return drop_one (call, false, result);
}

bool
liquid_js_filter_shift (const LiquidCall *call, LiquidValue *result)
{
  return drop_one (call, true, result);
}

bool
liquid_js_filter_map (const LiquidCall *call, LiquidValue *result)
{
  LiquidArray *items = liquid_js_items_new (call, call->input);
  LiquidSlice text;

  if (items == NULL || !liquid_render_to_text (call->render, liquid_js_argument (call, 0), &text)) {
    return false;
  }
  for (size_t i = 0; i < items->n_items; i++) {
    if (!liquid_js_items_follow (call, items->items[i], text, &items->items[i])) {
      return false;
    }
  }
  return liquid_return_array (items, result);
}

bool
liquid_js_filter_sum (const LiquidCall *call, LiquidValue *result)
{
  LiquidArray *items = liquid_js_items_new (call, call->input);
  double sum = 0;

  for (size_t i = 0; items != NULL && i < items->n_items; i++) {
    LiquidValue key;
    if (!liquid_js_items_get_key (call, items->items[i], &key)) {
      return false;
    }
    double number = liquid_js_number (call->render, key);
    sum += isnan (number) ? 0 : number;
  }
  *result = liquid_number (sum);
  return items != NULL;
}

/* Where `slice` begins, and how many it takes; both 0 where there is nothing to take. */
static bool
read_slice (const LiquidCall *call, double count, LiquidValue *begin, LiquidValue *length)
{
  LiquidValue given = liquid_js_argument (call, 1);

  *begin = liquid_js_argument (call, 0);
  *length = liquid_is_undefined (given) ? liquid_integer (1) : given;
  if (liquid_js_number (call->render, *begin) < 0 &&
      !liquid_js_add (call->render, liquid_number (count), *begin, begin)) {
    return false;
  }
  if (liquid_js_number (call->render, *begin) < 0 || liquid_js_number (call->render, *length) < 0) {
    *begin = *length = liquid_integer (0);
  }
  return true;
}

static bool
slice_items (const LiquidCall *call, LiquidArray *items, LiquidValue *result)
{
  LiquidValue begin, length, end;

  if (items == NULL || !read_slice (call, (double) items->n_items, &begin, &length) ||
      !liquid_js_add (call->render, begin, length, &end)) {
    return false;
  }
  double first = liquid_js_clamp (call->render, begin), last = liquid_js_clamp (call->render, end);
  liquid_js_slice ((double) items->n_items, &first, &last);
  items->items += (size_t) first;
  items->n_items = (size_t) (last - first);
  return liquid_return_array (items, result);
}

bool
liquid_js_filter_slice (const LiquidCall *call, LiquidValue *result)
{
  LiquidValue input = call->input, begin, length;
  LiquidSlice text;

  if (input.type == LIQUID_ARRAY || input.type == LIQUID_RANGE || input.type == LIQUID_NIL) {
    return slice_items (call, liquid_js_items_new (call, input), result);
  }
  if (!liquid_render_to_text (call->render, input, &text) ||
      !read_slice (call, (double) liquid_js_count_characters (text), &begin, &length)) {
    return false;
  }
  size_t first = liquid_js_find_character (text, liquid_js_number (call->render, begin));
  text = liquid_slice_range (text.bytes + first, text.bytes + text.length);
  text.length = liquid_js_find_character (text, liquid_js_number (call->render, length));
  *result = liquid_string (text.bytes, text.length);
  return true;
}

/* Some of the items, in any order. */
bool
liquid_js_filter_sample (const LiquidCall *call, LiquidValue *result)
{
  LiquidCall split = *call;
  LiquidValue count = liquid_js_argument (call, 0);

  if (call->input.type != LIQUID_ARRAY && call->input.type != LIQUID_RANGE &&
      call->input.type != LIQUID_NIL) {
    split.n_arguments = 0;
    if (!liquid_js_filter_split (&split, &split.input)) {
      return false;
    }
  }
  LiquidArray *items = liquid_js_items_new (call, split.input);
  if (items == NULL) {
    return false;
  }
  for (size_t i = items->n_items; i > 1; i--) {
    size_t other = (size_t) g_random_int_range (0, (gint32) MIN (i, G_MAXINT32));
    LiquidValue item = items->items[i - 1];
    items->items[i - 1] = items->items[other];
    items->items[other] = item;
  }
  if (liquid_is_undefined (count) || (count.type == LIQUID_INTEGER && count.integer == 1)) {
    *result = items->n_items > 0 ? items->items[0] : liquid_undefined ();
    return true;
  }
  double first = 0, last = liquid_js_clamp (call->render, count);
  liquid_js_slice ((double) items->n_items, &first, &last);
  items->n_items = (size_t) last;
  return liquid_return_array (items, result);
}

bool
liquid_js_filter_array_to_sentence_string (const LiquidCall *call, LiquidValue *result)
{
  LiquidArray *items = liquid_js_items_new (call, call->input);
  LiquidValue word = liquid_js_argument (call, 0);
  LiquidSlice connector = LIQUID_SLICE ("and"), text;
  g_autoptr (GString) built = g_string_new (NULL);

  if (items == NULL ||
      (!liquid_is_undefined (word) && !liquid_render_to_text (call->render, word, &connector))) {
    return false;
  }
  if (items->n_items == 1) {
    *result = items->items[0];
    return true;
  }
  for (size_t i = 0; i < items->n_items; i++) {
    bool is_last = i > 0 && i + 1 == items->n_items;
    bool is_joined = items->n_items > 2 && !is_last;
    if (!liquid_js_item_string (call->render, items->items[i], &text)) {
      return false;
    }
    if (is_joined && items->items[i].type == LIQUID_NIL && !liquid_is_nil_word (items->items[i])) {
      text = LIQUID_SLICE ("");
    }
    g_string_append (built, i == 0 ? "" : is_last && i == 1 ? " " : ", ");
    if (is_last) {
      g_string_append_printf (built, "%.*s ", (int) connector.length, connector.bytes);
    }
    g_string_append_len (built, text.bytes, (gssize) text.length);
    if (built->len > call->render->max_scratch) {
      return liquid_render_exceed (call->render, "Filters build more text than is allowed");
    }
  }
  return liquid_return_text (call, built, result);
}
