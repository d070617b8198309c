/* Runs the operations of a template: one loop over one small stack. */

#include "liquid-machine.h"

#include "liquid-blocks.h"
#include "liquid-compare.h"
#include "liquid-filters.h"
#include "liquid-format.h"
#include "liquid-integer.h"
#include "liquid-lookup.h"
#include "liquid-loop.h"

#include <string.h>

/* Prints what a value is as text, and frees what the statement needed. */
bool
liquid_render_print_value (LiquidRender *self, LiquidValue value)
{
  bool printed = true;

  if (value.type == LIQUID_STRING) {
    printed = liquid_render_print (self, value.string.bytes, value.string.length);
  } else if (!liquid_render_count_value (self, value)) {
    printed = false;
  } else if (!liquid_value_append (value, self->traits, self->output)) {
    printed = liquid_render_exceed (self, "Data are nested too deep");
  }
  liquid_arena_release (&self->scratch, &self->floor);
  return printed && liquid_render_check_output (self);
}

/* Most of what is printed are texts and whole numbers. */
static inline bool
print_value (LiquidRender *self, const LiquidValue *value)
{
  char buffer[LIQUID_INTEGER_SIZE];
  LiquidSlice text;

  if (value->type == LIQUID_STRING) {
    text = liquid_value_get_text (*value);
  } else if (value->type == LIQUID_INTEGER && !self->traits->is_js) {
    text = liquid_integer_format (value->integer, buffer);
  } else {
    return liquid_render_print_value (self, *value);
  }
  bool printed = liquid_render_print (self, text.bytes, text.length);
  liquid_arena_release (&self->scratch, &self->floor);
  return printed;
}

/* The variable of @op, which is valid until something is assigned. */
static inline const LiquidValue *
get_root (LiquidRender *self, const LiquidOp *op)
{
  LiquidSlot *slot = self->place.slots[op->symbol->index];

  return slot->has_shadow ? &slot->shadow
         : slot->has_own  ? &slot->own
                          : liquid_slot_get (self, slot, op->symbol->name);
}

/* What stands for all variables where none has its name. */
static void
push_self (LiquidRender *self, LiquidValue *value)
{
  if (value->type == LIQUID_NIL && !self->traits->is_js) {
    *value = (LiquidValue){ .type = LIQUID_SELF, .internal = self->place.scope };
  }
}

/* Calls a filter; @input stands on the stack with the arguments behind it. */
static bool
call_filter (LiquidRender *self, const LiquidOp *op, LiquidValue *input)
{
  LiquidCall call = {
    .render = self,
    .traits = self->traits,
    .input = *input,
    .arguments = input + 1,
    .n_arguments = op->n_arguments,
    .keywords = input + 1 + op->n_arguments,
    .n_keywords = op->n_keywords,
  };

  if (call.n_keywords > 0 && self->traits->count_arguments &&
      !liquid_call_gather_keywords (&call, input + 1 + op->n_arguments)) {
    return false;
  }
  return liquid_filter_call (op->filter, &call, input);
}

/* Compares texts that are no work, and Shopify's whole numbers; false for what is neither. */
static inline bool
compare_plain (const LiquidRender *self, LiquidComparison comparison, LiquidValue *left)
{
  const LiquidValue *right = left + 1;
  bool texts = left->type == LIQUID_STRING && right->type == LIQUID_STRING;
  bool integers = left->type == LIQUID_INTEGER && right->type == LIQUID_INTEGER &&
                  !self->traits->is_js && comparison != LIQUID_CONTAINS;

  if (integers) {
    int64_t a = left->integer, b = right->integer;
    bool less = comparison == LIQUID_LESS || comparison == LIQUID_LESS_EQUAL;
    bool is_equality = comparison == LIQUID_EQUAL || comparison == LIQUID_NOT_EQUAL;
    bool at_equal = comparison == LIQUID_EQUAL || comparison == LIQUID_LESS_EQUAL ||
                    comparison == LIQUID_GREATER_EQUAL;
    *left = liquid_boolean (a == b        ? at_equal
                            : is_equality ? comparison == LIQUID_NOT_EQUAL
                                          : less == (a < b));
    return true;
  }
  bool is_equality = comparison == LIQUID_EQUAL || comparison == LIQUID_NOT_EQUAL;
  if (!texts || !is_equality ||
      MAX (left->string.length, right->string.length) >= LIQUID_BYTES_PER_STEP) {
    return false;
  }
  bool equal = liquid_slice_equal (liquid_value_get_text (*left), liquid_value_get_text (*right));
  *left = liquid_boolean (equal == (comparison == LIQUID_EQUAL));
  return true;
}

static bool
compare (LiquidRender *self, const LiquidOp *op, LiquidValue *left)
{
  bool result;

  if (compare_plain (self, op->comparison, left)) {
    return true;
  }
  if (!liquid_compare (self, op->comparison, left[0], left[1], &result)) {
    return false;
  }
  left[0] = liquid_boolean (result);
  return true;
}

/* The guard of the statement that the operation at @position belongs to, or NULL; @before is the
 * one that ends there. */
static const LiquidGuard *
search_guard (const LiquidTemplate *template, uint32_t position, const LiquidGuard **before)
{
  guint low = 0, high = template->guards.len;

  *before = NULL;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    const LiquidGuard *guard = &template->guards.items[middle];
    if (position < guard->first) {
      high = middle;
    } else if (position >= guard->end) {
      *before = guard;
      low = middle + 1;
    } else {
      return guard;
    }
  }
  return NULL;
}

static const LiquidGuard *
find_guard (const LiquidTemplate *template, uint32_t position)
{
  const LiquidGuard *before, *guard = search_guard (template, position, &before);

  /* The rounds of a loop begin behind its head. */
  if (guard == NULL && template->ops.items[position].code == LIQUID_OP_NEXT) {
    guard = before;
  }
  g_assert (guard != NULL);
  return guard;
}

/* What the operation at @position was made of; no bytes where that is not known. */
LiquidSlice
liquid_machine_find_statement (const LiquidTemplate *template, uint32_t position)
{
  const LiquidOp *op = &template->ops.items[position];
  const LiquidGuard *before, *guard = search_guard (template, position, &before);

  if (op->code == LIQUID_OP_TEXT) {
    return (LiquidSlice){ op->bytes, op->length };
  }
  /* The rounds of a loop begin behind its head. */
  if (guard == NULL && op->code == LIQUID_OP_NEXT) {
    guard = before;
  }
  return guard != NULL ? (LiquidSlice){ template->source + guard->start, guard->length }
                       : (LiquidSlice){ NULL, 0 };
}

static char *
describe_failure (LiquidRender *self, unsigned line)
{
  const LiquidSlice name = self->place.name;

  if (self->failure_is_whole) {
    return liquid_arena_copy (&self->scratch, self->failure, strlen (self->failure));
  }
  g_autofree char *text =
    g_strdup_printf ("Liquid error (%.*s%sline %u): %s", (int) name.length, name.bytes,
                     name.length > 0 ? " " : "", line, self->failure);
  return liquid_arena_copy (&self->scratch, text, strlen (text));
}

/* Prints the error of the statement at @position; sets where the render goes on. */
static bool
recover (LiquidRender *self, uint32_t *position)
{
  if (self->exceeded != NULL) {
    return false;
  }

  const LiquidGuard *guard = find_guard (self->place.template, *position);
  const char *text = describe_failure (self, guard->line);
  if (self->options->raise || self->traits->raises) {
    self->exceeded_line = guard->line;
    self->exceeded_summary = self->failure_is_whole ? 0 : strlen (text) - strlen (self->failure);
    return liquid_render_end (self, LIQUID_ERROR_RENDER, text);
  }
  if (!guard->silent) {
    g_string_append (self->output, text);
  }
  bool fits = liquid_render_check_output (self);
  *position = guard->resume;
  liquid_arena_release (&self->scratch, &self->floor);
  return fits;
}

static inline LiquidSlice
get_name (const LiquidOp *op)
{
  return (LiquidSlice){ op->bytes, op->length };
}

static inline void
get_member (LiquidRender *self, const LiquidOp *op, LiquidValue *top)
{
  if (top->type != LIQUID_HASH) {
    *top = liquid_lookup_member (self, *top, get_name (op));
  } else if (!liquid_hash_get (top->hash, get_name (op), top)) {
    *top = liquid_nil ();
  }
}

/* Counts a step; now and then looks whether to go on. */
static inline bool
count_step (LiquidRender *self)
{
  return self->steps > self->look_at ? self->steps-- > 0 : liquid_render_count_steps (self, 1);
}

static const LiquidOp *
get_ops (const LiquidRender *self)
{
  return self->place.template->ops.items;
}

/* Runs until the end, a failure or a limit; @position is where it stands then. */
static bool
run (LiquidRender *self, uint32_t *position)
{
  const LiquidOp *ops = get_ops (self);
  LiquidValue stack[LIQUID_STACK_SIZE + 1];
  LiquidValue *top = stack; /* the value pushed last; the first element is never used */
  uint32_t next;
  bool done = true;

  for (const LiquidOp *op = ops + *position; done; op++) {
    *position = (uint32_t) (op - ops);
    if (!count_step (self)) {
      return false;
    }
    switch ((int) op->code) {
    case LIQUID_OP_TEXT:
      done = liquid_render_print (self, op->bytes, op->length);
      break;
    case LIQUID_OP_PUSH:
      *++top = *op->value;
      break;
    case LIQUID_OP_COPY:
      top++;
      *top = *(top - op->target);
      break;
    case LIQUID_OP_ROOT:
      *++top = *get_root (self, op);
      break;
    case LIQUID_OP_SELF:
      *++top = *get_root (self, op);
      push_self (self, top);
      break;
    case LIQUID_OP_EMIT_ROOT:
      done = print_value (self, get_root (self, op));
      break;
    case LIQUID_OP_ROOT_OF:
      *top = liquid_lookup_computed (self, *top);
      break;
    case LIQUID_OP_KEY:
      get_member (self, op, top);
      break;
    case LIQUID_OP_COMMAND:
      done = liquid_lookup_command (self, get_name (op), top);
      break;
    case LIQUID_OP_INDEX:
      top--;
      *top = liquid_lookup_index (self, top[0], top[1]);
      break;
    case LIQUID_OP_RANGE:
      top--;
      done = liquid_lookup_range (self, top);
      break;
    case LIQUID_OP_FILTER:
      top -= op->n_arguments + 2 * op->n_keywords;
      done = call_filter (self, op, top);
      break;
    case LIQUID_OP_EMIT:
      done = print_value (self, top--);
      break;
    case LIQUID_OP_COMPARE:
      top--;
      done = compare (self, op, top);
      break;
    case LIQUID_OP_ASSIGN:
      done = liquid_slot_assign (self, self->place.slots[op->symbol->index], *top--);
      break;
    case LIQUID_OP_NEXT:
      next = *position + 1;
      done = liquid_loop_next (self, op->loop, &next);
      op = ops + next - 1;
      break;
    case LIQUID_OP_BAD_COMPARE:
      return liquid_render_fail (self, "Unknown operator %.*s", (int) op->length, op->bytes);
    case LIQUID_OP_JUMP:
      op = ops + op->target - 1;
      break;
    case LIQUID_OP_JUMP_IF:
      op = liquid_value_is_true (*top--) ? ops + op->target - 1 : op;
      break;
    case LIQUID_OP_JUMP_UNLESS:
      op = liquid_value_is_true (*top--) ? op : ops + op->target - 1;
      break;
    case LIQUID_OP_RESULT:
      self->result = *top;
      return true;
    case LIQUID_OP_END:
      if (self->frames == NULL) {
        return true;
      }
      G_GNUC_FALLTHROUGH;
    default:
      next = *position + 1;
      done = liquid_block_run (self, op, &top, &next);
      ops = get_ops (self);
      op = ops + next - 1;
    }
  }
  return false;
}

/* Runs the expression that is the template of @place; false where it fails. */
bool
liquid_machine_evaluate (LiquidRender *self, const LiquidPlace *place, LiquidValue *result)
{
  LiquidPlace outer = self->place;
  uint32_t position = 0;

  if (self->nesting == LIQUID_MAX_BRACKETS) {
    return liquid_render_exceed (self, "Expressions are nested too deep");
  }
  self->nesting++;
  self->place = *place;
  bool done = run (self, &position);
  self->place = outer;
  self->nesting--;
  *result = self->result;
  return done;
}

/* Runs the template of @self from one end to the other; false where a limit ended it. */
bool
liquid_machine_run (LiquidRender *self)
{
  uint32_t position = 0;
  self->at = &position;
  bool rendered = run (self, &position);

  while (!rendered && recover (self, &position)) {
    rendered = run (self, &position);
  }
  return rendered;
}
