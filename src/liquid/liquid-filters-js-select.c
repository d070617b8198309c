/* LiquidJS's filters that choose and group items, by a property or by an expression. */

#include "liquid-filters-js-select.h"

#include "liquid-js-compare.h"
#include "liquid-js-items.h"
#include "liquid-machine.h"
#include "liquid-partial.h"
#include "liquid-scan.h"
#include "liquid-set.h"

#include <math.h>
#include <string.h>

/* How JavaScript's sets tell values apart: a list or an object is only itself. */
static bool
is_same (LiquidValue a, LiquidValue b)
{
  if (a.type == LIQUID_FLOAT && b.type == LIQUID_FLOAT && isnan (a.number) && isnan (b.number)) {
    return true;
  }
  switch ((int) a.type) {
  case LIQUID_NIL:
    return b.type == LIQUID_NIL && a.string.length == b.string.length;
  case LIQUID_EMPTY:
  case LIQUID_BLANK:
    return a.type == b.type;
  case LIQUID_ARRAY:
  case LIQUID_HASH:
  case LIQUID_RANGE:
    return a.type == b.type && a.internal == b.internal;
  default:
    return liquid_js_equal (a, b);
  }
}

/* What the same values have in common. */
static uint32_t
get_code (LiquidValue value)
{
  if (liquid_js_is_number (value)) {
    return isnan (liquid_js_get_number (value))
             ? 0
             : liquid_set_hash_double (liquid_js_get_number (value));
  }
  switch ((int) value.type) {
  case LIQUID_STRING:
    return liquid_slice_hash (liquid_value_get_text (value));
  case LIQUID_BOOLEAN:
    return value.type + value.boolean;
  case LIQUID_ARRAY:
  case LIQUID_HASH:
  case LIQUID_RANGE:
    /* Memory is handed out in steps; the highest bits of this product depend on all of them. */
    return (uint32_t) ((uintptr_t) value.internal * UINT64_C (0x9e3779b97f4a7c15) >> 32);
  default:
    return value.type;
  }
}

static const LiquidSetKind set_kind = { is_same, get_code };

bool
liquid_js_filter_uniq (const LiquidCall *call, LiquidValue *result)
{
  LiquidArray *items = liquid_js_items_new (call, call->input);
  LiquidSet set;

  if (items == NULL || !liquid_set_init (&set, &set_kind, call->render, items)) {
    return false;
  }
  for (size_t i = 0; i < items->n_items; i++) {
    size_t index;
    if (!liquid_set_add (&set, items->items[i], &index)) {
      return false;
    }
  }
  items->n_items = set.n_values;
  return liquid_return_array (items, result);
}

/* How a filter looks at each item: by a path, or by an expression that sees it under a name. */
typedef struct {
  const LiquidCall *call;
  LiquidArray *path;
  LiquidValue expected;
  LiquidPlace place; /* of the expression */
  LiquidSlot *slot;  /* (nullable): where the expression finds the item */
} Look;

/* What stands in brackets: a text, a number or a name, which is one of the item's and not looked
 * up. */
static const char *
read_bracket (const LiquidCall *call, const char *p, const char *end, LiquidValue *key)
{
  const char *start = liquid_scan_skip_blank (p + 1, end), *close = NULL;

  if (start < end && (*start == '"' || *start == '\'')) {
    const char *quoted_end = liquid_scan_quoted (start, end);
    *key = liquid_string (start + 1, (size_t) MAX (quoted_end - start - 2, 0));
    start = quoted_end;
  } else {
    const char *name_end = liquid_scan_name (start, end);
    LiquidValue text = liquid_string (start, (size_t) (name_end - start));
    double number = liquid_js_number (call->render, text);
    *key = start == name_end || isnan (number) ? text : liquid_number (number);
  }
  close = start < end ? memchr (start, ']', (size_t) (end - start)) : NULL;
  if (close == NULL) {
    liquid_render_fail (call->render, "[ not closed");
    return NULL;
  }
  return close + 1;
}

/* The keys of the path that @text begins with. */
static LiquidArray *
read_path (const LiquidCall *call, LiquidSlice text)
{
  LiquidArray *path = liquid_render_new_array (call->render, text.length);
  const char *end = text.bytes + text.length, *p = liquid_scan_skip_blank (text.bytes, end);

  for (size_t n_keys = 0; path != NULL; n_keys++) {
    path->n_items = n_keys;
    bool is_dot = p < end && *p == '.' && !(p + 1 < end && p[1] == '.');
    const char *name = is_dot ? liquid_scan_skip_blank (p + 1, end) : p;
    const char *name_end = is_dot || n_keys == 0 ? liquid_scan_name (name, end) : name;
    if (p < end && *p == '[') {
      p = read_bracket (call, p, end, &path->items[n_keys]);
      path = p != NULL ? path : NULL;
    } else if (name_end == name) {
      break;
    } else {
      path->items[n_keys] = liquid_string (name, (size_t) (name_end - name));
      p = name_end;
    }
  }
  return path;
}

static bool
look_by_property (const LiquidCall *call, Look *look)
{
  LiquidSlice text;

  *look = (Look){ .call = call, .expected = liquid_js_argument (call, 1) };
  if (!liquid_render_to_text (call->render, liquid_js_argument (call, 0), &text)) {
    return false;
  }
  look->path = read_path (call, text);
  return look->path != NULL;
}

/* The first key is one of the item's own or else of no variables at all, of which there are 0;
 * nothing has no keys, like a boolean. */
static bool
get_root (const Look *look, LiquidValue item, LiquidValue *value)
{
  LiquidSlice key;
  LiquidValue own;

  if (!liquid_js_string (look->call->render, look->path->items[0], &key)) {
    return false;
  }
  bool is_size = liquid_slice_equal (key, LIQUID_SLICE ("size"));
  bool is_virtual = is_size || liquid_slice_equal (key, LIQUID_SLICE ("first")) ||
                    liquid_slice_equal (key, LIQUID_SLICE ("last"));
  if (item.type == LIQUID_NIL) {
    item = liquid_boolean (false);
  }
  if (!is_virtual) {
    return liquid_js_property (look->call->render, item, key, value);
  }
  bool has_own = item.type == LIQUID_HASH && liquid_hash_get (item.hash, key, &own);
  *value = has_own ? own : is_size ? liquid_integer (0) : liquid_undefined ();
  return true;
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
    bool found = look->path->n_items == 0 || get_root (look, item, value);
    for (size_t i = 1; found && i < look->path->n_items; i++) {
      found = liquid_js_property_of (look->call->render, *value, look->path->items[i], value);
    }
    /* And what it is going to be compared with, if anything. */
    return found && liquid_render_count_steps (look->call->render, look->path->n_items) &&
           liquid_render_count_value (look->call->render, look->expected);
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

/* Replaces each of @names by its group: the items whose place in @groups is that of the name. */
static bool
make_groups (const LiquidCall *call,
             const LiquidArray *items,
             const size_t *groups,
             LiquidArray *names)
{
  size_t *sizes = liquid_render_alloc (call->render, names->n_items * sizeof (size_t));
  LiquidArray **members =
    liquid_render_alloc (call->render, names->n_items * sizeof (LiquidArray *));

  if (sizes == NULL || members == NULL) {
    return false;
  }
  for (size_t i = 0; i < names->n_items; i++) {
    sizes[i] = 0;
  }
  for (size_t i = 0; i < items->n_items; i++) {
    sizes[groups[i]]++;
  }
  for (size_t i = 0; i < names->n_items; i++) {
    members[i] = liquid_render_new_array (call->render, sizes[i]);
    if (members[i] == NULL ||
        !make_group (call->render, names->items[i], members[i], &names->items[i])) {
      return false;
    }
    members[i]->n_items = 0;
  }
  for (size_t i = 0; i < items->n_items; i++) {
    LiquidArray *group = members[groups[i]];
    group->items[group->n_items++] = items->items[i];
  }
  return liquid_render_count_steps (call->render, items->n_items);
}

static bool
group (const LiquidCall *call, const Look *look, LiquidValue *result)
{
  LiquidArray *items;
  LiquidSet set;

  if (!liquid_js_list (call->render, call->input, true, &items)) {
    return false;
  }
  size_t *groups = liquid_render_alloc (call->render, (items->n_items + 1) * sizeof (size_t));
  LiquidArray *names = liquid_render_new_array (call->render, items->n_items);
  if (groups == NULL || names == NULL || !liquid_set_init (&set, &set_kind, call->render, names)) {
    return false;
  }
  for (size_t i = 0; i < items->n_items; i++) {
    LiquidValue name;
    if (!get_value (look, items->items[i], &name) || !liquid_set_add (&set, name, &groups[i])) {
      return false;
    }
  }
  names->n_items = set.n_values;
  return make_groups (call, items, groups, names) && liquid_return_array (names, result);
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
