/* The operations of tags: each goes on with the next operation, or says where else. */

#include "liquid-blocks.h"

#include "liquid-compare.h"
#include "liquid-forloop.h"
#include "liquid-integer.h"
#include "liquid-js-compare.h"
#include "liquid-layout.h"
#include "liquid-loop.h"
#include "liquid-partial.h"

#include <string.h>

typedef struct {
  LiquidFrame frame;
  size_t start;     /* of what is captured */
  LiquidSlot *slot; /* (nullable): of a capture */
} Capture;

typedef struct {
  LiquidFrame frame;
  bool taken;
  uint32_t resume;     /* where a branch was run from */
  unsigned count;      /* in LiquidJS's dialect values that are equal and have not had their turn */
  LiquidValue subject; /* of LiquidJS's dialect, which looks it up once */
} Case;

static bool
begin_capture (LiquidRender *self, LiquidFrameKind kind, const LiquidSymbol *symbol)
{
  Capture *capture = liquid_render_push_frame (self, kind, sizeof (Capture));

  if (capture == NULL) {
    return false;
  }
  capture->start = self->output->len;
  capture->slot = symbol != NULL ? self->place.slots[symbol->index] : NULL;
  liquid_render_begin_frame (self, &capture->frame);
  return true;
}

/* Takes what was printed since the capture began out of the output. */
static bool
end_capture (LiquidRender *self)
{
  const Capture *capture = (const Capture *) (const void *) self->frames;
  size_t start = capture->start, length = self->output->len - start;
  LiquidSlot *slot = capture->slot;

  liquid_render_pop_frame (self);
  char *text = liquid_render_alloc (self, length);
  if (text == NULL) {
    return false;
  }
  memcpy (text, self->output->str + start, length);
  liquid_render_unprint (self, start);
  return liquid_slot_assign (self, slot, liquid_string (text, length));
}

static void
free_text (gpointer text)
{
  g_string_free (text, TRUE);
}

/* What the scope at hand printed last; NULL where that is nothing yet. */
static GString *
get_changed (LiquidRender *self)
{
  gpointer scope = GUINT_TO_POINTER (self->place.scope->number);

  if (self->changed == NULL) {
    self->changed = g_hash_table_new_full (NULL, NULL, NULL, free_text);
  }
  return g_hash_table_lookup (self->changed, scope);
}

static bool
end_changed (LiquidRender *self)
{
  size_t start = ((const Capture *) (const void *) self->frames)->start;
  const char *text = self->output->str + start;
  size_t length = self->output->len - start;
  GString *last = get_changed (self);

  liquid_render_pop_frame (self);
  if (last == NULL) {
    last = g_string_new (NULL);
    g_hash_table_insert (self->changed, GUINT_TO_POINTER (self->place.scope->number), last);
  } else if (last->len == length && memcmp (last->str, text, length) == 0) {
    liquid_render_unprint (self, start);
    return true;
  }
  g_string_truncate (last, 0);
  g_string_append_len (last, text, (gssize) length);
  return true;
}

static bool
begin_case (LiquidRender *self)
{
  Case *block = liquid_render_push_frame (self, LIQUID_FRAME_CASE, sizeof (Case));

  if (block != NULL) {
    liquid_render_begin_frame (self, &block->frame);
  }
  return block != NULL;
}

static bool
begin_case_of (LiquidRender *self, LiquidValue subject)
{
  if (!begin_case (self)) {
    return false;
  }
  /* The words that ask are the values that they stand for. */
  subject = liquid_is_nil_word (subject) ? liquid_nil () : subject;
  bool asks = subject.type == LIQUID_EMPTY || subject.type == LIQUID_BLANK;
  subject = asks ? liquid_string ("", 0) : subject;
  ((Case *) (void *) self->frames)->subject = subject;
  return true;
}

static Case *
get_case (LiquidRender *self)
{
  return (Case *) (void *) self->frames;
}

/* Whether the branch at hand has another turn. */
static bool
take_turn (LiquidRender *self)
{
  Case *block = get_case (self);

  if (block->count == 0) {
    return false;
  }
  block->count--;
  block->taken = true;
  return true;
}

/* LiquidJS counts in the data themselves. */
static bool
count_data (LiquidRender *self, const LiquidSymbol *symbol, bool up)
{
  LiquidSlot *slot = self->place.slots[symbol->index];
  LiquidValue value = liquid_slot_read_data (self, slot, symbol->name);
  bool is_number = value.type == LIQUID_INTEGER || value.type == LIQUID_FLOAT;
  double number = is_number ? liquid_js_number (self, value) : 0;

  slot->data = liquid_number (up ? number + 1 : number - 1);
  return liquid_render_print_value (self, up ? liquid_number (number) : slot->data);
}

static bool
print_counter (LiquidRender *self, const LiquidSymbol *symbol, bool up)
{
  LiquidSlot *slot = self->place.slots[symbol->index];
  char buffer[LIQUID_INTEGER_SIZE];

  if (self->traits->is_js) {
    return count_data (self, symbol, up);
  }
  if (!slot->has_counter) {
    slot->has_counter = true;
    slot->counter = liquid_integer (0);
  }
  slot->counter.integer -= !up;
  LiquidSlice text = liquid_integer_format (slot->counter.integer, buffer);
  slot->counter.integer += up;
  return liquid_render_print (self, text.bytes, text.length);
}

/* Where the values of a cycle are a part of its name, they stand behind @name. */
static bool
name_cycle (LiquidRender *self, const LiquidCycleInfo *info, LiquidValue *name)
{
  LiquidSlice text;

  if (info->list.length == 0) {
    return true;
  }
  if (!liquid_js_string (self, *name, &text)) {
    return false;
  }
  char *bytes = liquid_render_alloc (self, text.length + 1 + info->list.length);
  if (bytes == NULL) {
    return false;
  }
  char *p = liquid_copy (bytes, text.bytes, text.length);
  *p++ = ':';
  p = liquid_copy (p, info->list.bytes, info->list.length);
  *name = liquid_string (bytes, (size_t) (p - bytes));
  return true;
}

/* Goes on at the value of a cycle whose turn it is. */
static bool
take_from_cycle (LiquidRender *self,
                 const LiquidCycleInfo *info,
                 LiquidValue **top,
                 uint32_t *position)
{
  if (!name_cycle (self, info, *top)) {
    return false;
  }
  int64_t *turn = liquid_render_get_register (self, LIQUID_REGISTER_CYCLE, **top);
  int64_t index = *turn;

  *turn = index + 1 >= info->n_targets ? 0 : index + 1;
  if (index < info->n_targets) {
    (*top)--;
    *position = info->targets[index];
  } else {
    **top = liquid_nil ();
    *position = info->end;
  }
  return self->exceeded == NULL;
}

/* Leaves what is inside a loop, and partials that are included there. Where there is no loop the
 * whole template ends. A row of LiquidJS goes on: each of its cells, and what is around the row,
 * looks whether it was stopped once its first part is printed. */
static bool
interrupt (LiquidRender *self, bool is_break, uint32_t *position)
{
  while (self->frames != NULL) {
    LiquidFrame *frame = self->frames;
    switch (frame->kind) {
    case LIQUID_FRAME_LOOP:
      if (self->traits->is_js && liquid_loop_is_row ((const LiquidLoop *) (void *) frame)) {
        self->stopped = is_break ? LIQUID_STOPPED_BY_BREAK : LIQUID_STOPPED_BY_CONTINUE;
        *position = liquid_loop_get_next (frame);
        return true;
      }
      if (is_break) {
        return liquid_loop_break (self, position);
      }
      *position = liquid_loop_get_next (frame);
      return true;
    case LIQUID_FRAME_CAPTURE:
      if (!end_capture (self)) {
        return false;
      }
      break;
    case LIQUID_FRAME_CHANGED:
      end_changed (self);
      break;
    case LIQUID_FRAME_CALL:
      if (liquid_partial_is_render (frame)) {
        return liquid_partial_return (self, false, position);
      }
      liquid_partial_return (self, true, position);
      break;
    case LIQUID_FRAME_LAYOUT:
      liquid_layout_stop (self, position);
      return true;
    case LIQUID_FRAME_BLOCK:
      liquid_layout_leave_block (self);
      break;
    case LIQUID_FRAME_CASE:
    default:
      liquid_render_pop_frame (self);
    }
  }
  *position = self->place.template->ops.len - 1;
  return true;
}

static bool
begin_loop (LiquidRender *self, const LiquidLoopInfo *info, LiquidValue **top, uint32_t *position)
{
  *top -= info->has_offset + info->has_limit + info->has_columns + 1;
  return liquid_loop_begin (self, info, *top + 1, position);
}

static bool
call_partial (LiquidRender *self,
              const LiquidPartialInfo *info,
              LiquidValue **top,
              uint32_t *position)
{
  *top -= info->n_attributes + info->has_variable + 1;
  return liquid_partial_call (self, info, *top + 1, position);
}

/* Runs the branch at @target where two values are equal. */
static bool
test_values (LiquidRender *self, LiquidValue **stack, uint32_t target, uint32_t *position)
{
  Case *block = get_case (self);

  *stack -= 2;
  const LiquidValue *left = *stack + 1, *right = *stack + 2;
  if (!liquid_render_count_value (self, *left)) {
    return false;
  }
  if (left->type == LIQUID_STRING && right->type == LIQUID_STRING
        ? liquid_slice_equal (liquid_value_get_text (*left), liquid_value_get_text (*right))
        : liquid_value_equal (*left, *right)) {
    block->taken = true;
    block->resume = *position;
    *position = target;
  }
  return true;
}

static bool
make_pair (LiquidRender *self, LiquidValue *first)
{
  LiquidArray *pair = liquid_render_new_array (self, 2);

  if (pair != NULL) {
    pair->items[0] = first[0];
    pair->items[1] = first[1];
    *first = liquid_array (pair);
  }
  return pair != NULL;
}

/* Whether the case at hand is about @value; counted once. */
static bool
test_when (LiquidRender *self, LiquidValue value)
{
  Case *block = get_case (self);

  if (!liquid_render_count_value (self, block->subject) ||
      !liquid_render_count_value (self, value)) {
    return false;
  }
  block->count |= liquid_js_equal (block->subject, value);
  return true;
}

/* The operations of LiquidJS's dialect. */
static bool
run_js (LiquidRender *self, const LiquidOp *op, LiquidValue **stack, uint32_t *position)
{
  LiquidValue *top = *stack, value;

  switch ((int) op->code) {
  case LIQUID_OP_PROPERTY:
    return liquid_js_property (self, *top, (LiquidSlice){ op->bytes, op->length }, top);
  case LIQUID_OP_PROPERTY_OF:
    --*stack;
    return liquid_js_property_of (self, top[-1], top[0], &top[-1]);
  case LIQUID_OP_NOT:
  case LIQUID_OP_TRUTH:
    *top = liquid_boolean (liquid_value_is_true (*top) == (op->code == LIQUID_OP_TRUTH));
    return true;
  case LIQUID_OP_SWAP:
    value = top[0];
    top[0] = top[-1];
    top[-1] = value;
    return true;
  case LIQUID_OP_DROP:
    *stack -= op->target;
    return true;
  case LIQUID_OP_PAIR:
    --*stack;
    return make_pair (self, &top[-1]);
  case LIQUID_OP_CASE_OF:
    --*stack;
    return begin_case_of (self, *top);
  case LIQUID_OP_CASE_WHEN:
    --*stack;
    return test_when (self, *top);
  case LIQUID_OP_LAYOUT:
    --*stack;
    return liquid_layout_begin (self, op->layout, *top);
  case LIQUID_OP_LAYOUT_END:
    *stack -= op->layout->partial.n_attributes + 1;
    return liquid_layout_end (self, op->layout, *stack + 1, position);
  case LIQUID_OP_BLOCK:
    return liquid_layout_run_block (self, op->block, position);
  case LIQUID_OP_BLOCK_END:
    return liquid_layout_end_block (self, position);
  case LIQUID_OP_STOP:
    return self->stopped == LIQUID_NOT_STOPPED ||
           interrupt (self, self->stopped == LIQUID_STOPPED_BY_BREAK, position);
  case LIQUID_OP_EMIT_TRUE:
    --*stack;
    return !liquid_js_is_true (*top) || liquid_render_print_value (self, *top);
  default:
    g_return_val_if_reached (false);
  }
}

/* Carries out @op; @top is the value pushed last, and @position the next operation. */
bool
liquid_block_run (LiquidRender *self, const LiquidOp *op, LiquidValue **top, uint32_t *position)
{
  switch ((int) op->code) {
  case LIQUID_OP_END:
    return liquid_partial_return (self, false, position);
  case LIQUID_OP_INCREMENT:
  case LIQUID_OP_DECREMENT:
    return print_counter (self, op->symbol, op->code == LIQUID_OP_INCREMENT);
  case LIQUID_OP_CAPTURE:
    return begin_capture (self, LIQUID_FRAME_CAPTURE, op->symbol);
  case LIQUID_OP_CAPTURED:
    return end_capture (self);
  case LIQUID_OP_CHANGED:
    return begin_capture (self, LIQUID_FRAME_CHANGED, NULL);
  case LIQUID_OP_CHANGED_END:
    return end_changed (self);
  case LIQUID_OP_FOR:
    return begin_loop (self, op->loop, top, position);
  case LIQUID_OP_CASE:
    return begin_case (self);
  case LIQUID_OP_CASE_TEST:
    return test_values (self, top, op->target, position);
  case LIQUID_OP_CASE_RETURN:
    *position = get_case (self)->resume;
    return true;
  case LIQUID_OP_CASE_RUN:
    *position = take_turn (self) ? *position : op->target;
    return true;
  case LIQUID_OP_CASE_ELSE:
    *position = get_case (self)->taken ? op->target : *position;
    return true;
  case LIQUID_OP_CASE_END:
    liquid_render_pop_frame (self);
    return true;
  case LIQUID_OP_BREAK:
  case LIQUID_OP_CONTINUE:
    return interrupt (self, op->code == LIQUID_OP_BREAK, position);
  case LIQUID_OP_CYCLE:
    return take_from_cycle (self, op->cycle, top, position);
  case LIQUID_OP_PARTIAL:
    return call_partial (self, op->partial, top, position);
  default:
    return run_js (self, op, top, position);
  }
}
