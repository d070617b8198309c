/* Loops as LiquidJS runs them: what they loop over is sliced like a JavaScript array, and rows may
 * have any number of columns. */

#include "liquid-js-loop.h"

#include "liquid-format.h"
#include "liquid-js.h"

#include <math.h>

/* More than any list has; a whole number for doubles and 64 bits alike. */
#define MOST_ROUNDS 1e15
/* Where LiquidJS goes on with `offset: continue`, in the register; before it there is no number. */
#define NOT_A_NUMBER G_MININT64

/* The part of @count items that a `for` takes. */
bool
liquid_js_loop_slice (LiquidRender *render, LiquidLoop *self, const LiquidValue *values)
{
  const LiquidLoopInfo *info = self->info;
  static const char none[] = "[object Object]";
  double count = (double) self->length, first = 0, last = count;
  LiquidValue offset = liquid_undefined ();
  int64_t *next = liquid_render_get_register (render, LIQUID_REGISTER_LOOP,
                                              liquid_string (self->name.bytes, self->name.length));

  if (info->continues) {
    bool is_none = *next == NOT_A_NUMBER || *next == 0;
    offset = is_none ? liquid_string (none, sizeof none - 1) : liquid_integer (*next);
  } else if (info->has_offset) {
    offset = *values++;
  }
  if (!liquid_is_undefined (offset)) {
    first = liquid_js_clamp (render, offset);
    liquid_js_slice (count, &first, &last);
  }
  if (info->has_limit && !liquid_is_undefined (*values)) {
    double start = 0, end = liquid_js_clamp (render, *values);
    liquid_js_slice (last - first, &start, &end);
    last = first + end;
  }
  self->first = (int64_t) first;
  self->length = (int64_t) (last - first);
  LiquidValue end;
  if (!liquid_js_add (render, liquid_js_is_true (offset) ? offset : liquid_integer (0),
                      liquid_integer (self->length), &end)) {
    return false;
  }
  double sum = liquid_js_number (render, end);
  *next = fabs (sum) < MOST_ROUNDS ? (int64_t) sum : NOT_A_NUMBER;
  return true;
}

/* The part that a `tablerow` takes. */
bool
liquid_js_loop_slice_rows (LiquidRender *render, LiquidLoop *self, const LiquidValue *values)
{
  const LiquidLoopInfo *info = self->info;
  double count = (double) self->length;
  LiquidValue offset = liquid_integer (0), limit = liquid_number (count), behind;

  if (info->has_offset && liquid_js_is_true (*values)) {
    offset = *values;
  }
  values += info->has_offset;
  if (info->has_limit && !liquid_is_undefined (*values)) {
    limit = *values;
  }
  values += info->has_limit;
  if (!liquid_js_add (render, offset, limit, &behind)) {
    return false;
  }
  double start = liquid_js_clamp (render, offset), end = liquid_js_clamp (render, behind);
  liquid_js_slice (count, &start, &end);
  self->first = (int64_t) start;
  self->length = (int64_t) (end - start);
  bool has_columns = info->has_columns && liquid_js_is_true (*values);
  self->js_columns = has_columns ? *values : liquid_integer (self->length);
  return true;
}

/* Which column of its row a cell stands in, from 0; none where the columns are no number. */
static double
get_column0 (LiquidRender *render, const LiquidLoop *self)
{
  return fmod ((double) self->index, liquid_js_number (render, self->js_columns));
}

static double
get_row (LiquidRender *render, const LiquidLoop *self)
{
  return floor ((double) self->index / liquid_js_number (render, self->js_columns)) + 1;
}

bool
liquid_js_loop_print_cell (LiquidRender *render, LiquidLoop *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  double column = get_column0 (render, self), row = get_row (render, self);

  if (column == 0) {
    g_string_append (text, row != 1 ? "</tr><tr class=\"row" : "<tr class=\"row");
    liquid_append_js_float (text, row);
    g_string_append (text, "\">");
  }
  g_string_append (text, "<td class=\"col");
  liquid_append_js_float (text, column + 1);
  g_string_append (text, "\">");
  return liquid_render_print (render, text->str, text->len);
}

/* A variable called `forloop` hides what LiquidJS counts the rounds with. */
bool
liquid_js_loop_end_round (LiquidRender *render, LiquidLoop *self)
{
  const LiquidLoopInfo *info = self->info;

  if (info->is_row) {
    return true;
  }
  render->stopped = LIQUID_NOT_STOPPED;
  return self->index < 0 || info->variable != info->forloop ||
         liquid_render_fail (render, "scope.forloop.next is not a function");
}

/* The properties of loops that LiquidJS has, or counts in another way. */
LiquidValue
liquid_js_loop_get_member (LiquidRender *render, const LiquidLoop *self, LiquidSlice name)
{
  if (liquid_slice_equal (name, LIQUID_SLICE ("parentloop"))) {
    return liquid_undefined ();
  }
  if (liquid_slice_equal (name, LIQUID_SLICE ("i"))) {
    return liquid_integer (self->index);
  }
  if (!liquid_loop_is_row (self)) {
    return liquid_loop_get_member (self, name);
  }
  double column = get_column0 (render, self);
  if (liquid_slice_equal (name, LIQUID_SLICE ("cols"))) {
    return self->js_columns;
  }
  if (liquid_slice_equal (name, LIQUID_SLICE ("row"))) {
    return liquid_number (get_row (render, self));
  }
  if (liquid_slice_equal (name, LIQUID_SLICE ("col0"))) {
    return liquid_number (column);
  }
  if (liquid_slice_equal (name, LIQUID_SLICE ("col"))) {
    return liquid_number (column + 1);
  }
  if (liquid_slice_equal (name, LIQUID_SLICE ("col_first"))) {
    return liquid_boolean (column == 0);
  }
  if (liquid_slice_equal (name, LIQUID_SLICE ("col_last"))) {
    return liquid_boolean (liquid_js_is_number (self->js_columns) &&
                           liquid_js_get_number (self->js_columns) == column + 1);
  }
  return liquid_loop_get_member (self, name);
}
