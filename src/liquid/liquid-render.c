/* Runs the operations of a template: one loop over one small stack. All of a render's state is on
 * the C stack of its caller, so any number of threads can render one template. */

#include "liquid-private.h"

#include <string.h>

/* Scratch memory that costs no allocation: more than the strings of a personalised line. */
#define LOCAL_SCRATCH 1024

/* Makes the statement fail: its place in the output says why, and the render goes on. Returns
 * false. */
bool
liquid_render_fail (LiquidRender *self, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  self->failure = liquid_arena_copy (&self->scratch, message, strlen (message));
  return false;
}

/* Ends the render. Returns false. */
bool
liquid_render_exceed (LiquidRender *self, const char *limit)
{
  self->exceeded = limit;
  return false;
}

/* Memory up to the end of the statement; NULL where the statement uses too much of it. */
char *
liquid_render_alloc (LiquidRender *self, size_t size)
{
  if (size > self->max_scratch || self->scratch.used > self->max_scratch - size) {
    liquid_render_exceed (self, "Filters build more text than is allowed");
    return NULL;
  }
  return liquid_arena_alloc (&self->scratch, size);
}

/* An array for the caller to fill, up to the end of the statement; NULL as above. */
LiquidArray *
liquid_render_new_array (LiquidRender *self, size_t n_items)
{
  size_t size = sizeof (LiquidArray) + n_items * sizeof (LiquidValue);
  LiquidArray *array = (LiquidArray *) (void *) liquid_render_alloc (self, size);

  if (array != NULL) {
    *array = (LiquidArray){ .items = (LiquidValue *) (array + 1), .n_items = n_items };
  }
  return array;
}

/* @value as a filter for strings takes it. */
bool
liquid_render_to_text (LiquidRender *self, LiquidValue value, LiquidSlice *text)
{
  if (value.type == LIQUID_STRING) {
    *text = liquid_value_get_text (value);
    return true;
  }

  g_autoptr (GString) built = g_string_new (NULL);
  if (!liquid_value_append_inspected (value, self->traits, built)) {
    return liquid_render_exceed (self, "Data are nested too deep");
  }
  char *bytes = liquid_render_alloc (self, built->len);
  if (bytes == NULL) {
    return false;
  }
  memcpy (bytes, built->str, built->len);
  *text = (LiquidSlice){ bytes, built->len };
  return true;
}

static bool
check_output (LiquidRender *self)
{
  if (self->output->len - self->start > self->max_output) {
    return liquid_render_exceed (self, "The output is longer than is allowed");
  }
  return true;
}

static bool
print_text (LiquidRender *self, const char *bytes, size_t length)
{
  if (length > self->max_output) {
    return liquid_render_exceed (self, "The output is longer than is allowed");
  }
  g_string_append_len (self->output, bytes, (gssize) length);
  return check_output (self);
}

static bool
print_value (LiquidRender *self, LiquidValue value)
{
  bool printed = true;

  if (value.type == LIQUID_STRING) {
    printed = print_text (self, value.string.bytes, value.string.length);
  } else if (!liquid_value_append (value, self->traits, self->output)) {
    printed = liquid_render_exceed (self, "Data are nested too deep");
  }
  liquid_arena_reset (&self->scratch);
  return printed && check_output (self);
}

static LiquidValue
find_root (LiquidRender *self, LiquidSlice name)
{
  LiquidValue value;

  if (self->lookup != NULL && self->lookup (self->data, name.bytes, name.length, &value)) {
    return value;
  }
  return liquid_nil ();
}

static LiquidValue
get_member (LiquidValue object, LiquidSlice key)
{
  LiquidValue value;

  if (object.type == LIQUID_HASH && liquid_hash_get (object.hash, key, &value)) {
    return value;
  }
  return liquid_nil ();
}

static LiquidValue
get_size (LiquidValue object)
{
  switch ((int) object.type) {
  case LIQUID_STRING:
    return liquid_integer (g_utf8_strlen (object.string.bytes, (gssize) object.string.length));
  case LIQUID_ARRAY:
    return liquid_integer ((int64_t) liquid_array_get_size (object.array));
  case LIQUID_HASH:
    return liquid_integer (object.hash->entries->len);
  case LIQUID_INTEGER:
    return liquid_integer (sizeof (int64_t));
  default:
    return liquid_nil ();
  }
}

static LiquidValue
get_first_letter (LiquidValue text)
{
  const char *bytes = text.string.bytes;
  size_t length = text.string.length > 0 ? (size_t) (g_utf8_next_char (bytes) - bytes) : 0;

  return liquid_string (bytes, MIN (length, text.string.length));
}

static LiquidValue
get_last_letter (LiquidValue text)
{
  const char *end = text.string.bytes + text.string.length;
  const char *last = text.string.length > 0 ? g_utf8_find_prev_char (text.string.bytes, end) : end;

  return last != NULL ? liquid_string (last, (size_t) (end - last)) : liquid_string (end, 0);
}

/* The first key of a hash and its value. */
static LiquidValue
get_first_pair (LiquidRender *self, const LiquidHash *hash)
{
  LiquidArray *pair = hash->entries->len > 0 ? liquid_render_new_array (self, 2) : NULL;

  if (pair == NULL) {
    return liquid_nil ();
  }
  const LiquidEntry *entry = &g_array_index (hash->entries, LiquidEntry, 0);
  pair->items[0] = liquid_string (entry->key.bytes, entry->key.length);
  pair->items[1] = entry->value;
  return liquid_array (pair);
}

static LiquidValue
get_first (LiquidRender *self, LiquidValue object)
{
  switch ((int) object.type) {
  case LIQUID_STRING:
    return get_first_letter (object);
  case LIQUID_ARRAY:
    return liquid_array_get (object.array, 0);
  case LIQUID_HASH:
    return get_first_pair (self, object.hash);
  default:
    return liquid_nil ();
  }
}

/* A hash has a first pair, but no last. */
static LiquidValue
get_last (LiquidValue object)
{
  switch ((int) object.type) {
  case LIQUID_STRING:
    return get_last_letter (object);
  case LIQUID_ARRAY:
    return liquid_array_get (object.array, -1);
  default:
    return liquid_nil ();
  }
}

/* size, first or last, unless a hash has a key of that name. */
static bool
get_command (LiquidRender *self, LiquidSlice name, LiquidValue *object)
{
  LiquidValue value;

  if (object->type == LIQUID_HASH && liquid_hash_get (object->hash, name, &value)) {
    *object = value;
  } else if (self->traits->arrays_only && object->type != LIQUID_ARRAY &&
             (name.bytes[0] != 's' || object->type == LIQUID_INTEGER)) {
    *object = liquid_nil ();
  } else if (name.bytes[0] == 's') {
    *object = get_size (*object);
  } else {
    *object = name.bytes[0] == 'f' ? get_first (self, *object) : get_last (*object);
  }
  return self->exceeded == NULL;
}

static LiquidValue
get_indexed (LiquidValue object, LiquidValue key)
{
  if (object.type == LIQUID_ARRAY && key.type == LIQUID_INTEGER) {
    return liquid_array_get (object.array, key.integer);
  }
  return key.type == LIQUID_STRING ? get_member (object, liquid_value_get_text (key))
                                   : liquid_nil ();
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

  return liquid_filter_call (op->filter, &call, input);
}

static bool
compare (LiquidRender *self, const LiquidOp *op, LiquidValue *left)
{
  bool result;

  if (!liquid_compare (self, op->comparison, left[0], left[1], &result)) {
    return false;
  }
  left[0] = liquid_boolean (result);
  return true;
}

/* The guard of the statement that the operation at @position belongs to. */
static const LiquidGuard *
find_guard (const LiquidTemplate *template, uint32_t position)
{
  guint low = 0, high = template->guards->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    const LiquidGuard *guard = &g_array_index (template->guards, LiquidGuard, middle);
    if (position < guard->first) {
      high = middle;
    } else if (position >= guard->end) {
      low = middle + 1;
    } else {
      return guard;
    }
  }
  g_assert_not_reached ();
}

/* Prints the error of the statement at @position; sets where the render goes on. */
static bool
recover (LiquidRender *self, uint32_t *position)
{
  if (self->exceeded != NULL) {
    return false;
  }

  const LiquidGuard *guard = find_guard (self->template, *position);
  *position = guard->resume;
  if (!guard->silent) {
    g_string_append_printf (self->output, "Liquid error (line %u): %s", guard->line, self->failure);
  }
  liquid_arena_reset (&self->scratch);
  return check_output (self);
}

static inline LiquidSlice
get_name (const LiquidOp *op)
{
  return (LiquidSlice){ op->bytes, op->length };
}

/* Runs until the end, a failure or a limit; @position is where it stands then. */
static bool
run (LiquidRender *self, uint32_t *position)
{
  const LiquidOp *ops = (const LiquidOp *) (const void *) self->template->ops->data;
  LiquidValue stack[LIQUID_STACK_SIZE + 1];
  LiquidValue *top = stack; /* the value pushed last; the first element is never used */
  bool done = true;

  for (const LiquidOp *op = ops + *position; done; op++) {
    *position = (uint32_t) (op - ops);
    if (self->steps-- == 0) {
      return liquid_render_exceed (self, "The template takes more steps than are allowed");
    }
    switch ((LiquidOpCode) op->code) {
    case LIQUID_OP_END:
      return true;
    case LIQUID_OP_TEXT:
      done = print_text (self, op->bytes, op->length);
      break;
    case LIQUID_OP_PUSH:
      *++top = *op->value;
      break;
    case LIQUID_OP_ROOT:
      *++top = find_root (self, get_name (op));
      break;
    case LIQUID_OP_ROOT_OF:
      *top =
        top->type == LIQUID_STRING ? find_root (self, liquid_value_get_text (*top)) : liquid_nil ();
      break;
    case LIQUID_OP_KEY:
      *top = get_member (*top, get_name (op));
      break;
    case LIQUID_OP_COMMAND:
      done = get_command (self, get_name (op), top);
      break;
    case LIQUID_OP_INDEX:
      top--;
      *top = get_indexed (top[0], top[1]);
      break;
    case LIQUID_OP_FILTER:
      top -= op->n_arguments + 2 * op->n_keywords;
      done = call_filter (self, op, top);
      break;
    case LIQUID_OP_EMIT:
      done = print_value (self, *top--);
      break;
    case LIQUID_OP_COMPARE:
      top--;
      done = compare (self, op, top);
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
    default:
      g_assert_not_reached ();
    }
  }
  return false;
}

/**
 * liquid_template_render:
 * @self: a template
 * @lookup: (nullable) (scope call): finds the variables; NULL where there are none
 * @data: what @lookup is given
 * @limits: (nullable): how much the render may do; NULL for the defaults, which are one mebibyte
 *   of output and a million steps
 * @output: what the text is appended to; on an error it is left as it was
 * @error: LIQUID_ERROR_LIMIT
 *
 * A statement that cannot be carried out (comparing a number with a string, a filter with the wrong
 * number of arguments) prints "Liquid error (line N): …" in its place, as Shopify's does. May be
 * called from several threads at once.
 *
 * Returns: false where a limit ended the render
 */
bool
liquid_template_render (const LiquidTemplate *self,
                        LiquidLookup lookup,
                        void *data,
                        const LiquidLimits *limits,
                        GString *output,
                        GError **error)
{
  g_return_val_if_fail (self != NULL, false);
  g_return_val_if_fail (output != NULL, false);

  max_align_t local[LOCAL_SCRATCH / sizeof (max_align_t)];
  LiquidLimits given = limits != NULL ? *limits : (LiquidLimits){ 0 };
  LiquidRender render = {
    .template = self,
    .traits = self->traits,
    .lookup = lookup,
    .data = data,
    .output = output,
    .start = output->len,
    .max_output = given.max_output > 0 ? given.max_output : LIQUID_DEFAULT_MAX_OUTPUT,
    .steps = given.max_steps > 0 ? given.max_steps : LIQUID_DEFAULT_MAX_STEPS,
  };
  render.max_scratch =
    MIN (render.max_output, SIZE_MAX / LIQUID_SCRATCH_FACTOR) * LIQUID_SCRATCH_FACTOR;
  liquid_arena_init (&render.scratch, local, sizeof local);

  uint32_t position = 0;
  bool rendered = run (&render, &position);
  while (!rendered && recover (&render, &position)) {
    rendered = run (&render, &position);
  }
  liquid_arena_reset (&render.scratch);
  if (!rendered) {
    g_string_truncate (output, render.start);
    liquid_set_error (error, LIQUID_ERROR_LIMIT, NULL, "%s", render.exceeded);
  }
  return rendered;
}
