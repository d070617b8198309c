/* Loops while they run. */

#include "liquid-loop.h"

#include "liquid-forloop.h"
#include "liquid-format.h"
#include "liquid-integer.h"
#include "liquid-js-loop.h"
#include "liquid-js.h"
#include "liquid-lookup.h"

static size_t
count_range (const LiquidRange *range)
{
  size_t distance = (size_t) range->last - (size_t) range->first;

  return range->last < range->first ? 0 : MIN (distance, G_MAXINT64 - 1) + 1;
}

/* How many items @value has for a loop; @iterable says whether it has any at all. */
size_t
liquid_value_count (LiquidValue value, bool *iterable)
{
  *iterable = true;
  switch ((int) value.type) {
  case LIQUID_ARRAY:
    return value.array->n_items;
  case LIQUID_HASH:
    return value.hash->n_entries;
  case LIQUID_RANGE:
    return count_range (value.internal);
  default:
    *iterable = false;
    return 0;
  }
}

/* An item of what liquid_value_count() counts. */
LiquidValue
liquid_value_get_item (LiquidRender *render, LiquidValue value, size_t index)
{
  switch ((int) value.type) {
  case LIQUID_ARRAY:
    return value.array->items[index];
  case LIQUID_HASH:
    return liquid_render_get_pair (render, value.hash, index);
  case LIQUID_RANGE:
    return liquid_integer (((const LiquidRange *) value.internal)->first + (int64_t) index);
  default:
    return value;
  }
}

/* What a row takes for a number; a loop is strict. */
static bool
read_attribute (LiquidRender *render, bool is_row, LiquidValue value, int64_t *integer)
{
  if (!is_row) {
    return liquid_render_to_integer (render, value, integer);
  }
  return liquid_value_to_integer (value, integer) || liquid_render_fail (render, "invalid integer");
}

/* Which rounds a loop has. */
typedef struct {
  int64_t from;
  int64_t to; /* before this */
  bool bounded;
  int64_t columns;
  bool has_columns;
} Bounds;

static bool
read_bounds (LiquidRender *render,
             const LiquidLoopInfo *info,
             const LiquidValue *values,
             Bounds *bounds)
{
  if (info->continues) {
    bounds->from = *liquid_render_get_register (
      render, LIQUID_REGISTER_LOOP, liquid_string (info->name.bytes, info->name.length));
  }
  if (info->has_offset) {
    LiquidValue offset = *values++;
    if ((offset.type != LIQUID_NIL || info->is_row) &&
        !read_attribute (render, info->is_row, offset, &bounds->from)) {
      return false;
    }
  }
  if (info->has_limit) {
    LiquidValue limit = *values++;
    int64_t length = 0;
    bounds->bounded = limit.type != LIQUID_NIL || info->is_row;
    if (bounds->bounded && !read_attribute (render, info->is_row, limit, &length)) {
      return false;
    }
    if (__builtin_add_overflow (bounds->from, length, &bounds->to)) {
      bounds->to = length < 0 ? G_MININT64 : G_MAXINT64;
    }
  }
  bounds->has_columns = info->has_columns;
  return !info->has_columns || read_attribute (render, true, *values, &bounds->columns);
}

/* A text is one item, whatever the bounds. */
static void
set_rounds (LiquidLoop *self, LiquidValue collection, const Bounds *bounds)
{
  bool iterable;
  int64_t count = (int64_t) MIN (liquid_value_count (collection, &iterable), G_MAXINT64 / 2);

  self->collection = collection;
  if (collection.type == LIQUID_STRING) {
    self->length = collection.string.length > 0;
    return;
  }
  int64_t end = bounds->bounded ? CLAMP (bounds->to, 0, count) : count;
  self->first = CLAMP (bounds->from, 0, count);
  self->length = MAX (end - self->first, 0);
}

static void
remember_end (LiquidRender *render, const LiquidLoop *self, int64_t from)
{
  LiquidValue name = liquid_string (self->name.bytes, self->name.length);

  if (render->template->keeps_ends) {
    *liquid_render_get_register (render, LIQUID_REGISTER_LOOP, name) = from + self->length;
  }
}

static bool
print_row_start (LiquidRender *render)
{
  LiquidSlice text = LIQUID_SLICE ("<tr class=\"row1\">\n");

  return liquid_render_print (render, text.bytes, text.length);
}

static bool
print_row_end (LiquidRender *render)
{
  LiquidSlice text = render->traits->is_js ? LIQUID_SLICE ("</tr>") : LIQUID_SLICE ("</tr>\n");

  return liquid_render_print (render, text.bytes, text.length);
}

static bool
enter (LiquidRender *render, LiquidLoop *self)
{
  const LiquidLoopInfo *info = self->info;
  LiquidSlot **slots = render->place.slots;

  if (render->place.scope->base + ++render->place.scope->depth > LIQUID_MAX_DEPTH) {
    render->place.scope->depth--;
    return liquid_render_fail (render, "Nesting too deep");
  }
  self->variable = liquid_slot_bind (slots[info->variable->index], liquid_nil ());
  self->drop = liquid_slot_bind (slots[info->forloop->index],
                                 (LiquidValue){ .type = LIQUID_LOOP, .internal = self });
  if (!info->is_row) {
    self->parent = render->loops;
    render->loops = self;
  }
  liquid_render_begin_frame (render, &self->frame);
  self->pinned = render->floor.used;
  self->round = render->floor;
  return true;
}

/* LiquidJS loops over items, pairs or one text, and slices them like an array. */
static bool
begin_js (LiquidRender *render,
          const LiquidLoopInfo *info,
          const LiquidValue *values,
          uint32_t *position)
{
  bool iterable;
  LiquidLoop *self = liquid_render_push_frame (render, LIQUID_FRAME_LOOP, sizeof (LiquidLoop));

  if (self == NULL) {
    return false;
  }
  self->info = info;
  self->name = info->name;
  self->index = -1;
  self->collection = values[0];
  if (!liquid_js_to_value (render, &self->collection)) {
    return false;
  }
  self->length = (int64_t) MIN (liquid_value_count (self->collection, &iterable), G_MAXINT64 / 2);
  if (self->collection.type == LIQUID_STRING) {
    self->length = self->collection.string.length > 0;
  }
  if (self->length == 0) {
    return true;
  }
  if (!(info->is_row ? liquid_js_loop_slice_rows (render, self, values + 1)
                     : liquid_js_loop_slice (render, self, values + 1))) {
    return false;
  }
  *position = self->length > 0 ? info->next : info->end;
  render->stopped = info->is_row ? render->stopped : LIQUID_NOT_STOPPED;
  if (self->length == 0) {
    return true;
  }
  return enter (render, self);
}

/* Begins a loop over values[0]; @values goes on with its offset, limit and columns, as far as it
 * has them. */
bool
liquid_loop_begin (LiquidRender *render,
                   const LiquidLoopInfo *info,
                   const LiquidValue *values,
                   uint32_t *position)
{
  Bounds bounds = { 0 };

  *position = info->empty;
  if (render->traits->is_js) {
    return begin_js (render, info, values, position);
  }
  if (info->is_row && !liquid_value_is_true (values[0])) {
    return true;
  }
  if (!read_bounds (render, info, values + 1, &bounds)) {
    return false;
  }
  LiquidLoop *self = liquid_render_push_frame (render, LIQUID_FRAME_LOOP, sizeof (LiquidLoop));
  if (self == NULL) {
    return false;
  }
  self->info = info;
  self->name = info->name;
  self->index = -1;
  set_rounds (self, values[0], &bounds);
  self->columns = bounds.has_columns ? bounds.columns : self->length;
  self->row = self->column = 1;
  if (!info->is_row) {
    remember_end (render, self, bounds.from);
  } else if (!print_row_start (render)) {
    return false;
  }
  if (self->length == 0) {
    return !info->is_row || print_row_end (render);
  }
  *position = info->next;
  return enter (render, self);
}

static void
leave (LiquidRender *render, LiquidLoop *self)
{
  liquid_binding_end (&self->drop);
  liquid_binding_end (&self->variable);
  if (!self->info->is_row) {
    render->loops = self->parent;
  }
  render->place.scope->depth--;
  liquid_render_pop_frame (render);
}

static bool
print_cell (LiquidRender *render, LiquidLoop *self)
{
  char text[64];

  if (render->traits->is_js) {
    return liquid_js_loop_print_cell (render, self);
  }
  int length =
    g_snprintf (text, sizeof text, "<td class=\"col%" G_GINT64_FORMAT "\">", self->column);
  return liquid_render_print (render, text, (size_t) length);
}

/* Ends a cell, and the row where it was the last of one. */
static bool
end_cell (LiquidRender *render, LiquidLoop *self)
{
  char text[64];
  bool is_last = self->index == self->length - 1;

  if (!liquid_render_print (render, "</td>", 5)) {
    return false;
  }
  if (render->traits->is_js) {
    return true;
  }
  if (self->column != self->columns) {
    self->column++;
    return true;
  }
  self->column = 1;
  self->row++;
  int length =
    g_snprintf (text, sizeof text, "</tr>\n<tr class=\"row%" G_GINT64_FORMAT "\">", self->row);
  return is_last || liquid_render_print (render, text, (size_t) length);
}

/* What the last round left behind is free, unless something of it was kept. */
static void
begin_round (LiquidRender *render, LiquidLoop *self)
{
  if (render->floor.used == self->pinned) {
    render->floor = self->round;
    liquid_arena_release (&render->scratch, &render->floor);
  }
  self->round = render->floor;
  int64_t index = self->info->reversed ? self->length - 1 - self->index : self->index;
  self->variable.slot->shadow =
    liquid_value_get_item (render, self->collection, (size_t) (self->first + index));
  render->floor = liquid_arena_get_mark (&render->scratch);
  self->pinned = render->floor.used;
}

/* Begins the next round of the innermost loop, or ends it. */
bool
liquid_loop_next (LiquidRender *render, const LiquidLoopInfo *info, uint32_t *position)
{
  LiquidLoop *self = (LiquidLoop *) (void *) render->frames;

  if (info->is_row && self->index >= 0 && !end_cell (render, self)) {
    return false;
  }
  if (render->traits->is_js && !liquid_js_loop_end_round (render, self)) {
    return false;
  }
  self->index++;
  if (self->index == self->length) {
    *position = info->end;
    leave (render, self);
    return !info->is_row || print_row_end (render);
  }
  if (!liquid_render_count_round (render)) {
    return false;
  }
  begin_round (render, self);
  return render->exceeded == NULL && (!info->is_row || print_cell (render, self));
}

/* Ends the innermost frame, which is a loop. */
bool
liquid_loop_break (LiquidRender *render, uint32_t *position)
{
  LiquidLoop *self = (LiquidLoop *) (void *) render->frames;
  const LiquidLoopInfo *info = self->info;

  *position = info->end;
  leave (render, self);
  return !info->is_row || (liquid_render_print (render, "</td>", 5) && print_row_end (render));
}

/* The operation that begins the next round of the loop that @frame is. */
uint32_t
liquid_loop_get_next (const LiquidFrame *frame)
{
  return ((const LiquidLoop *) (const void *) frame)->info->next;
}
