/* The table of filters, and `default`. */

#include "liquid-private.h"

#include <string.h>

static bool
get_flag (const LiquidCall *call, const char *name)
{
  for (unsigned i = 0; i < call->n_keywords; i++) {
    LiquidSlice keyword = liquid_value_get_text (call->keywords[i * 2]);
    if (liquid_slice_equal (keyword, (LiquidSlice){ name, strlen (name) })) {
      return liquid_value_is_true (call->keywords[i * 2 + 1]);
    }
  }
  return false;
}

/* Replaces what is nil, false or empty; false counts as a value with `allow_false: true`. */
static bool
apply_default (const LiquidCall *call, LiquidValue *result)
{
  bool absent = get_flag (call, "allow_false") ? call->input.type == LIQUID_NIL
                                               : !liquid_value_is_true (call->input);
  bool empty = liquid_value_is_empty (call->input) &&
               (call->input.type != LIQUID_HASH || call->traits->default_replaces_hash);

  if (!absent && !empty) {
    *result = call->input;
  } else {
    *result = call->n_arguments > 0 ? call->arguments[0] : liquid_string ("", 0);
  }
  return true;
}

/* Sorted by name. */
static const LiquidFilter filters[] = {
  { .name = "append", .min_arguments = 1, .max_arguments = 1, .apply = liquid_filter_append },
  { .name = "capitalize", .apply = liquid_filter_capitalize },
  { .name = "default", .max_arguments = 2, .apply = apply_default },
  { .name = "downcase", .apply = liquid_filter_downcase },
  { .name = "escape", .apply = liquid_filter_escape },
  { .name = "prepend", .min_arguments = 1, .max_arguments = 1, .apply = liquid_filter_prepend },
  { .name = "strip", .apply = liquid_filter_strip },
  { .name = "upcase", .apply = liquid_filter_upcase },
};

static int
compare_name (LiquidSlice name, const char *other)
{
  int order = strncmp (name.bytes, other, name.length);

  return order != 0 ? order : other[name.length] == '\0' ? 0 : -1;
}

/* Returns: (nullable): the filter called @name */
const LiquidFilter *
liquid_filter_find (LiquidSlice name)
{
  size_t low = 0, high = G_N_ELEMENTS (filters);

  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = compare_name (name, filters[middle].name);
    if (order == 0) {
      return &filters[middle];
    }
    if (order < 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return NULL;
}

/* The input counts as the first argument, keywords together as the last: that is how Ruby words it.
 */
static bool
fail_arguments (const LiquidFilter *self, const LiquidCall *call, unsigned given)
{
  unsigned least = self->min_arguments + 1u, most = self->max_arguments + 1u;

  if (least == most) {
    return liquid_render_fail (call->render, "wrong number of arguments (given %u, expected %u)",
                               given + 1, least);
  }
  return liquid_render_fail (call->render, "wrong number of arguments (given %u, expected %u..%u)",
                             given + 1, least, most);
}

bool
liquid_filter_call (const LiquidFilter *self, const LiquidCall *call, LiquidValue *result)
{
  unsigned given = call->n_arguments + (call->n_keywords > 0);

  if (call->traits->count_arguments &&
      (given < self->min_arguments || given > self->max_arguments)) {
    return fail_arguments (self, call, given);
  }
  return self->apply (call, result);
}
