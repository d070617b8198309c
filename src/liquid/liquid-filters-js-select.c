/* LiquidJS's filters that choose and group items, by a property or by an expression. */

#include "liquid-filters-js-select.h"

#include "liquid-js-compare.h"
#include "liquid-js-items.h"
#include "liquid-machine.h"
#include "liquid-partial.h"

#include <string.h>

/* A liquid_js_items_new or an object is only itself. */
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
  LiquidArray *items = liquid_js_items_new (call, call->input);
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
    return look->property.length == 0 ||
           liquid_js_items_follow (look->call, item, look->property, value);
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
  LiquidArray *items = liquid_js_items_new (call, call->input);
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
  LiquidArray *items = liquid_js_items_new (call, call->input);
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
  size_t size = sizeof (LiquidHash) + n_entries * sizeof (LiquidEntry);
  LiquidHash *hash = liquid_render_alloc (render, size);

  if (hash != NULL) {
    memset (hash, 0, size);
    hash->entries = (LiquidEntry *) (hash + 1);
    hash->n_entries = (uint32_t) n_entries;
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
  group->entries[0] = liquid_entry (LIQUID_SLICE ("name"), name);
  group->entries[1] = liquid_entry (LIQUID_SLICE ("items"), liquid_array (items));
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
  size_t *groups = liquid_render_alloc (call->render, (items->n_items + 1) * sizeof (size_t));
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
