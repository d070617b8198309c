/* LiquidJS's filters for lists: nothing is an empty list, a single value a list of one. */

#include "liquid-filters-js-array.h"

#include "liquid-filters-js-edit.h"
#include "liquid-filters-js.h"
#include "liquid-filters-string.h"
#include "liquid-js-compare.h"
#include "liquid-machine.h"
#include "liquid-partial.h"

#include <math.h>
#include <string.h>

static LiquidArray *
list (const LiquidCall *call, LiquidValue value)
{
  LiquidArray *array;

  return liquid_js_list (call->render, value, false, &array) ? array : NULL;
}

bool
liquid_js_filter_join (const LiquidCall *call, LiquidValue *result)
{
  LiquidValue glue = liquid_js_argument (call, 0);
  LiquidArray *items = list (call, call->input);
  LiquidSlice between = LIQUID_SLICE (" "), text;
  g_autoptr (GString) built = g_string_new (NULL);

  if (items == NULL ||
      (glue.type != LIQUID_NIL && !liquid_render_to_text (call->render, glue, &between))) {
    return false;
  }
  for (size_t i = 0; i < items->n_items; i++) {
    bool is_nil = items->items[i].type == LIQUID_NIL;
    if (!is_nil && !liquid_js_string (call->render, items->items[i], &text)) {
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
  if (!liquid_value_is_true (*result)) {
    *result = liquid_integer (0);
  }
  return true;
}

bool
liquid_js_filter_reverse (const LiquidCall *call, LiquidValue *result)
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
liquid_js_filter_compact (const LiquidCall *call, LiquidValue *result)
{
  LiquidArray *items = list (call, call->input);
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
  if (first == NULL || second == NULL) {
    return false;
  }
  LiquidArray *array = liquid_render_new_array (call->render, first->n_items + second->n_items);
  for (size_t i = 0; array != NULL && i < array->n_items; i++) {
    array->items[i] = i < first->n_items ? first->items[i] : second->items[i - first->n_items];
  }
  return liquid_return_array (array, result);
}

bool
liquid_js_filter_concat (const LiquidCall *call, LiquidValue *result)
{
  return put_together (call, list (call, call->input), list (call, liquid_js_argument (call, 0)),
                       result);
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
  return put_together (call, list (call, call->input), make_single (call), result);
}

bool
liquid_js_filter_unshift (const LiquidCall *call, LiquidValue *result)
{
  return put_together (call, make_single (call), list (call, call->input), result);
}

static bool
drop_one (const LiquidCall *call, bool first, LiquidValue *result)
{
  LiquidArray *items = list (call, call->input);

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

/* The property that the path @text names: names and brackets. */
static bool
follow (const LiquidCall *call, LiquidValue item, LiquidSlice text, LiquidValue *value)
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
static bool
get_key (const LiquidCall *call, LiquidValue item, LiquidValue *key)
{
  LiquidValue property = liquid_js_argument (call, 0);
  LiquidSlice text;

  *key = item;
  if (!liquid_js_is_true (property)) {
    return true;
  }
  return liquid_render_to_text (call->render, property, &text) && follow (call, item, text, key);
}

bool
liquid_js_filter_map (const LiquidCall *call, LiquidValue *result)
{
  LiquidArray *items = list (call, call->input);
  LiquidSlice text;

  if (items == NULL || !liquid_render_to_text (call->render, liquid_js_argument (call, 0), &text)) {
    return false;
  }
  for (size_t i = 0; i < items->n_items; i++) {
    if (!follow (call, items->items[i], text, &items->items[i])) {
      return false;
    }
  }
  return liquid_return_array (items, result);
}

bool
liquid_js_filter_sum (const LiquidCall *call, LiquidValue *result)
{
  LiquidArray *items = list (call, call->input);
  double sum = 0;

  for (size_t i = 0; items != NULL && i < items->n_items; i++) {
    LiquidValue key;
    if (!get_key (call, items->items[i], &key)) {
      return false;
    }
    double number = liquid_js_number (call->render, key);
    sum += isnan (number) ? 0 : number;
  }
  *result = liquid_number (sum);
  return items != NULL;
}

typedef struct {
  LiquidValue key;
  LiquidValue item;
} Pair;

/* Nothing comes last. @after says whether @a stands behind @b. */
static bool
stands_after (const LiquidCall *call, LiquidValue a, LiquidValue b, bool *after)
{
  *after = a.type == LIQUID_NIL && b.type != LIQUID_NIL;
  if (a.type == LIQUID_NIL || b.type == LIQUID_NIL) {
    return true;
  }
  return liquid_js_less (call->render, b, a, after);
}

static bool
merge (const LiquidCall *call, const Pair *from, Pair *to, size_t start, size_t middle, size_t end)
{
  size_t left = start, right = middle;

  for (size_t i = start; i < end; i++) {
    bool take_right = left == middle;
    if (left < middle && right < end &&
        !stands_after (call, from[left].key, from[right].key, &take_right)) {
      return false;
    }
    to[i] = take_right ? from[right++] : from[left++];
  }
  return liquid_render_count_steps (call->render, end - start);
}

static bool
sort_pairs (const LiquidCall *call, Pair *pairs, Pair *spare, size_t count)
{
  Pair *from = pairs, *to = spare;

  for (size_t width = 1; width < count; width *= 2) {
    for (size_t start = 0; start < count; start += 2 * width) {
      size_t middle = MIN (start + width, count), end = MIN (start + 2 * width, count);
      if (!merge (call, from, to, start, middle, end)) {
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

/* What `sort_natural` compares: the text without its case. */
static bool
lower_key (const LiquidCall *call, LiquidValue *key)
{
  LiquidCall inner = *call;
  LiquidSlice text;

  if (key->type == LIQUID_NIL) {
    return true;
  }
  if (!liquid_js_string (call->render, *key, &text)) {
    return false;
  }
  inner.input = liquid_string (text.bytes, text.length);
  return liquid_filter_downcase (&inner, key);
}

static bool
sort (const LiquidCall *call, bool natural, LiquidValue *result)
{
  LiquidArray *items = list (call, call->input);
  size_t count = items != NULL ? items->n_items : 0;
  Pair *pairs = (Pair *) (void *) liquid_render_alloc (call->render, 2 * count * sizeof (Pair));

  if (items == NULL || pairs == NULL) {
    return false;
  }
  for (size_t i = 0; i < count; i++) {
    pairs[i].item = items->items[i];
    if (!get_key (call, items->items[i], &pairs[i].key) ||
        (natural && !lower_key (call, &pairs[i].key))) {
      return false;
    }
  }
  if (!sort_pairs (call, pairs, pairs + count, count)) {
    return false;
  }
  for (size_t i = 0; i < count; i++) {
    items->items[i] = pairs[i].item;
  }
  return liquid_return_array (items, result);
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

/* A list or an object is only itself. */
static bool
is_same (LiquidValue a, LiquidValue b)
{
  bool is_list = a.type == LIQUID_ARRAY && b.type == LIQUID_ARRAY;

  return is_list ? a.array == b.array : liquid_js_equal (a, b);
}

static bool
find_same (
  const LiquidCall *call, const LiquidArray *among, size_t count, LiquidValue value, size_t *at)
{
  for (*at = 0; *at < count && !is_same (among->items[*at], value); ++*at) {
  }
  return liquid_render_count_steps (call->render, count);
}

bool
liquid_js_filter_uniq (const LiquidCall *call, LiquidValue *result)
{
  LiquidArray *items = list (call, call->input);
  size_t count = 0, at;

  for (size_t i = 0; items != NULL && i < items->n_items; i++) {
    if (!find_same (call, items, count, items->items[i], &at)) {
      return false;
    }
    if (at == count) {
      items->items[count++] = items->items[i];
    }
  }
  if (items != NULL) {
    items->n_items = count;
  }
  return liquid_return_array (items, result);
}

/* The items from a position on; with fractions those that stand between. */
static void
find_slice (const LiquidCall *call, double count, double *first, double *last)
{
  double start = liquid_js_number (call->render, liquid_js_argument (call, 0));
  LiquidValue given = liquid_js_argument (call, 1);
  double length = liquid_is_undefined (given) ? 1 : liquid_js_number (call->render, given);

  start = isnan (start) ? 0 : start;
  start += start < 0 ? count : 0;
  *first = ceil (start);
  *last = isnan (length) ? *first : ceil (start + length);
  liquid_js_slice (count, first, last);
}

bool
liquid_js_filter_slice (const LiquidCall *call, LiquidValue *result)
{
  bool is_list = call->input.type == LIQUID_ARRAY || call->input.type == LIQUID_RANGE ||
                 call->input.type == LIQUID_NIL;
  double first, last;
  LiquidSlice text;

  if (is_list) {
    LiquidArray *items = list (call, call->input);
    if (items == NULL) {
      return false;
    }
    find_slice (call, (double) items->n_items, &first, &last);
    items->items += (size_t) first;
    items->n_items = (size_t) (last - first);
    return liquid_return_array (items, result);
  }
  if (!liquid_render_to_text (call->render, call->input, &text)) {
    return false;
  }
  find_slice (call, (double) liquid_js_length (text), &first, &last);
  if (!liquid_js_substring (call->render, text, first, last, &text)) {
    return false;
  }
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
  LiquidArray *items = list (call, split.input);
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
  LiquidArray *items = list (call, call->input);
  LiquidValue word = liquid_js_argument (call, 0);
  LiquidSlice connector = LIQUID_SLICE ("and"), text;
  g_autoptr (GString) built = g_string_new (NULL);

  if (items == NULL ||
      (!liquid_is_undefined (word) && !liquid_render_to_text (call->render, word, &connector))) {
    return false;
  }
  for (size_t i = 0; i < items->n_items; i++) {
    bool is_last = i > 0 && i + 1 == items->n_items;
    if (!liquid_js_string (call->render, items->items[i], &text)) {
      return false;
    }
    g_string_append (built, i == 0 ? "" : is_last && i == 1 ? " " : ", ");
    if (is_last) {
      g_string_append_printf (built, "%.*s ", (int) connector.length, connector.bytes);
    }
    g_string_append_len (built, text.bytes, (gssize) text.length);
  }
  return liquid_return_text (call, built, result);
}

/* How a filter looks at each item: by a property, or by an expression that sees it under a name. */
typedef struct {
  const LiquidCall *call;
  LiquidSlice property;
  LiquidValue expected;
  LiquidPlace place; /* of the expression */
  LiquidSlot *slot;  /* (nullable): where the expression finds the item */
} Look;

static bool
look_by_property (const LiquidCall *call, Look *look)
{
  *look = (Look){ .call = call, .expected = liquid_js_argument (call, 1) };
  return liquid_render_to_text (call->render, liquid_js_argument (call, 0), &look->property);
}

static bool
look_by_expression (const LiquidCall *call, Look *look)
{
  LiquidRender *render = call->render;
  LiquidSlice name, text;

  *look = (Look){ .call = call, .place = render->place };
  if (!liquid_js_string (render, liquid_js_argument (call, 0), &name) ||
      !liquid_render_to_text (render, liquid_js_argument (call, 1), &text)) {
    return false;
  }
  look->place.template = liquid_partial_load_expression (render, text);
  if (look->place.template == NULL) {
    return false;
  }
  look->slot = liquid_scope_get (render, render->place.scope, name);
  look->place.slots = liquid_scope_map (render, render->place.scope, look->place.template);
  return look->slot != NULL && look->place.slots != NULL;
}

static bool
get_value (const Look *look, LiquidValue item, LiquidValue *value)
{
  *value = liquid_undefined ();
  if (look->slot == NULL) {
    return look->property.length == 0 || follow (look->call, item, look->property, value);
  }
  LiquidBinding binding = liquid_slot_bind (look->slot, item);
  bool evaluated = liquid_machine_evaluate (look->call->render, &look->place, value);
  liquid_binding_end (&binding);
  return evaluated;
}

static bool
matches (const Look *look, LiquidValue value)
{
  return liquid_is_undefined (look->expected) ? liquid_value_is_true (value)
                                              : liquid_js_equal (value, look->expected);
}

/* An expression keeps what it makes exactly true, or exactly false. */
static bool
keep (const LiquidCall *call, const Look *look, bool include, LiquidValue *result)
{
  LiquidArray *items = list (call, call->input);
  size_t count = 0;

  for (size_t i = 0; items != NULL && i < items->n_items; i++) {
    LiquidValue value;
    if (!get_value (look, items->items[i], &value)) {
      return false;
    }
    bool kept = look->slot != NULL ? value.type == LIQUID_BOOLEAN && value.boolean == include
                                   : matches (look, value) == include;
    if (kept) {
      items->items[count++] = items->items[i];
    }
  }
  if (items != NULL) {
    items->n_items = count;
  }
  return liquid_return_array (items, result);
}

bool
liquid_js_filter_where (const LiquidCall *call, LiquidValue *result)
{
  Look look;

  return look_by_property (call, &look) && keep (call, &look, true, result);
}

bool
liquid_js_filter_reject (const LiquidCall *call, LiquidValue *result)
{
  Look look;

  return look_by_property (call, &look) && keep (call, &look, false, result);
}

bool
liquid_js_filter_where_exp (const LiquidCall *call, LiquidValue *result)
{
  Look look;

  return look_by_expression (call, &look) && keep (call, &look, true, result);
}

bool
liquid_js_filter_reject_exp (const LiquidCall *call, LiquidValue *result)
{
  Look look;

  return look_by_expression (call, &look) && keep (call, &look, false, result);
}

/* The first item that fits; @index is SIZE_MAX where none does. */
static bool
search (const LiquidCall *call, bool by_expression, size_t *index, LiquidValue *item)
{
  LiquidArray *items = list (call, call->input);
  Look look;

  *index = SIZE_MAX;
  *item = liquid_undefined ();
  if (items == NULL ||
      !(by_expression ? look_by_expression (call, &look) : look_by_property (call, &look))) {
    return false;
  }
  for (size_t i = 0; i < items->n_items; i++) {
    LiquidValue value;
    if (!get_value (&look, items->items[i], &value)) {
      return false;
    }
    if (by_expression ? liquid_js_is_true (value) : matches (&look, value)) {
      *index = i;
      *item = items->items[i];
      return true;
    }
  }
  return true;
}

static bool
find (const LiquidCall *call, bool by_expression, LiquidValue *result)
{
  size_t index;

  return search (call, by_expression, &index, result);
}

static bool
find_index (const LiquidCall *call, bool by_expression, LiquidValue *result)
{
  size_t index;
  LiquidValue item;

  if (!search (call, by_expression, &index, &item)) {
    return false;
  }
  *result = index != SIZE_MAX ? liquid_integer ((int64_t) index) : liquid_undefined ();
  return true;
}

static bool
has (const LiquidCall *call, bool by_expression, LiquidValue *result)
{
  size_t index;
  LiquidValue item;

  if (!search (call, by_expression, &index, &item)) {
    return false;
  }
  *result = liquid_boolean (index != SIZE_MAX);
  return true;
}

bool
liquid_js_filter_find (const LiquidCall *call, LiquidValue *result)
{
  return find (call, false, result);
}

bool
liquid_js_filter_find_exp (const LiquidCall *call, LiquidValue *result)
{
  return find (call, true, result);
}

bool
liquid_js_filter_find_index (const LiquidCall *call, LiquidValue *result)
{
  return find_index (call, false, result);
}

bool
liquid_js_filter_find_index_exp (const LiquidCall *call, LiquidValue *result)
{
  return find_index (call, true, result);
}

bool
liquid_js_filter_has (const LiquidCall *call, LiquidValue *result)
{
  return has (call, false, result);
}

bool
liquid_js_filter_has_exp (const LiquidCall *call, LiquidValue *result)
{
  return has (call, true, result);
}

/* A hash that lives as long as the statement; nothing can be added to it. */
static LiquidHash *
new_hash (LiquidRender *render, size_t n_entries)
{
  size_t size = sizeof (LiquidHash) + sizeof (GArray) + n_entries * sizeof (LiquidEntry);
  LiquidHash *hash = (LiquidHash *) (void *) liquid_render_alloc (render, size);

  if (hash != NULL) {
    memset (hash, 0, size);
    hash->entries = (GArray *) (void *) (hash + 1);
    hash->entries->data = (char *) (hash->entries + 1);
    hash->entries->len = (guint) n_entries;
  }
  return hash;
}

static bool
make_group (LiquidRender *render, LiquidValue name, LiquidArray *items, LiquidValue *result)
{
  LiquidHash *group = new_hash (render, 2);

  if (group == NULL) {
    return false;
  }
  g_array_index (group->entries, LiquidEntry, 0) =
    (LiquidEntry){ .key = LIQUID_SLICE ("name"), .value = name };
  g_array_index (group->entries, LiquidEntry, 1) =
    (LiquidEntry){ .key = LIQUID_SLICE ("items"), .value = liquid_array (items) };
  *result = liquid_hash (group);
  return true;
}

/* The items whose place among the groups is @group. */
static LiquidArray *
collect (const LiquidCall *call, const LiquidArray *items, const size_t *groups, size_t group)
{
  size_t count = 0;

  for (size_t i = 0; i < items->n_items; i++) {
    count += groups[i] == group;
  }
  LiquidArray *array = liquid_render_new_array (call->render, count);
  if (array == NULL || !liquid_render_count_steps (call->render, items->n_items)) {
    return NULL;
  }
  array->n_items = 0;
  for (size_t i = 0; i < items->n_items; i++) {
    if (groups[i] == group) {
      array->items[array->n_items++] = items->items[i];
    }
  }
  return array;
}

static bool
group (const LiquidCall *call, const Look *look, LiquidValue *result)
{
  LiquidArray *items;

  if (!liquid_js_list (call->render, call->input, true, &items)) {
    return false;
  }
  size_t *groups =
    (size_t *) (void *) liquid_render_alloc (call->render, (items->n_items + 1) * sizeof (size_t));
  LiquidArray *names = liquid_render_new_array (call->render, items->n_items);
  if (groups == NULL || names == NULL) {
    return false;
  }
  size_t count = 0;
  for (size_t i = 0; i < items->n_items; i++) {
    LiquidValue name;
    if (!get_value (look, items->items[i], &name) ||
        !find_same (call, names, count, name, &groups[i])) {
      return false;
    }
    if (groups[i] == count) {
      names->items[count++] = name;
    }
  }
  names->n_items = count;
  for (size_t i = 0; i < count; i++) {
    LiquidArray *members = collect (call, items, groups, i);
    if (members == NULL || !make_group (call->render, names->items[i], members, &names->items[i])) {
      return false;
    }
  }
  return liquid_return_array (names, result);
}

bool
liquid_js_filter_group_by (const LiquidCall *call, LiquidValue *result)
{
  Look look;

  return look_by_property (call, &look) && group (call, &look, result);
}

bool
liquid_js_filter_group_by_exp (const LiquidCall *call, LiquidValue *result)
{
  Look look;

  return look_by_expression (call, &look) && group (call, &look, result);
}
