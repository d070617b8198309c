/* A render: its memory, its output and its limits. All of its state is on the C stack of its caller
 * and in its scratch memory, so any number of threads can render one template. */

#include "liquid-render.h"

#include "liquid-error.h"
#include "liquid-format.h"
#include "liquid-integer.h"
#include "liquid-loop.h"
#include "liquid-machine.h"
#include "liquid-partial.h"

#include <string.h>

/* Steps between two looks at whether somebody cancelled. */
#define STEPS_BETWEEN_LOOKS 1024
/* Scratch memory that costs no allocation: more than the strings of a personalised line. */
#define LOCAL_SCRATCH 4096

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
  self->failure_is_whole = false;
  return false;
}

/* What runs; in a partial, the statement that called it. */
static LiquidSlice
find_running (LiquidRender *self)
{
  const LiquidFrame *call = NULL;

  for (const LiquidFrame *frame = self->frames; frame != NULL; frame = frame->outer) {
    call = frame->kind == LIQUID_FRAME_CALL ? frame : call;
  }
  uint32_t position = call != NULL ? liquid_partial_get_position (call) - 1 : *self->at;
  return liquid_machine_find_statement (self->template, position);
}

/* Ends the render, at the next step at the latest. Returns false. */
bool
liquid_render_end (LiquidRender *self, LiquidError code, const char *reason)
{
  if (self->exceeded == NULL) {
    self->exceeded = reason;
    self->exceeded_code = code;
    self->ended_at = self->at != NULL ? find_running (self) : (LiquidSlice){ NULL, 0 };
  }
  self->steps = 0;
  self->look_at = 0;
  return false;
}

/* Ends the render at a limit; returns false. */
bool
liquid_render_exceed (LiquidRender *self, const char *limit)
{
  return liquid_render_end (self, LIQUID_ERROR_LIMIT, limit);
}

/* Memory up to the end of the statement, or for as long as it is pinned; NULL where the statement
 * uses too much of it. */
void *
liquid_render_alloc (LiquidRender *self, size_t size)
{
  if (size > self->max_scratch || self->scratch.used > self->max_scratch - size) {
    liquid_render_exceed (self, "Filters build more text than is allowed");
    return NULL;
  }
  return liquid_arena_alloc (&self->scratch, size);
}

/* What the statement has in memory by now lives as long as the frames around it. Those see by the
 * size of the memory that something was kept. */
void
liquid_render_pin (LiquidRender *self)
{
  if (self->frames != NULL && self->scratch.used == self->floor.used) {
    liquid_render_alloc (self, 1);
  }
  self->floor = liquid_arena_get_mark (&self->scratch);
}

/* Memory for a frame, which begins with liquid_render_begin_frame(); NULL as above. */
void *
liquid_render_push_frame (LiquidRender *self, LiquidFrameKind kind, size_t size)
{
  LiquidFrame *frame = liquid_render_alloc (self, size);

  if (frame != NULL) {
    memset (frame, 0, size);
    frame->kind = kind;
    frame->before = self->floor;
  }
  return frame;
}

/* Makes the frame the innermost; what is in memory by now lives until it ends. */
void
liquid_render_begin_frame (LiquidRender *self, LiquidFrame *frame)
{
  frame->outer = self->frames;
  self->frames = frame;
  self->floor = liquid_arena_get_mark (&self->scratch);
  frame->pinned = self->floor.used;
}

/* Ends the innermost frame; its memory is free unless something was kept meanwhile. */
void
liquid_render_pop_frame (LiquidRender *self)
{
  LiquidFrame *frame = self->frames;

  self->frames = frame->outer;
  if (self->floor.used == frame->pinned) {
    self->floor = frame->before;
    liquid_arena_release (&self->scratch, &self->floor);
  }
}

/* A number that outlives the statement, of a @kind of its own: 0 until it is set. */
int64_t *
liquid_render_get_register (LiquidRender *self, LiquidRegisterKind kind, LiquidValue key)
{
  g_autoptr (GString) name = g_string_new (NULL);

  char buffer[LIQUID_INTEGER_SIZE];
  LiquidSlice number = liquid_integer_format (self->place.scope->number, buffer);
  g_string_append_len (name, number.bytes, (gssize) number.length);
  g_string_append_c (name, (char) ('a' + kind));
  if (liquid_render_count_value (self, key)) {
    liquid_value_inspect (key, self->traits, name);
  }
  if (self->registers == NULL) {
    self->registers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  }
  int64_t *value = g_hash_table_lookup (self->registers, name->str);
  if (value == NULL) {
    self->kept += name->len;
    if (self->kept > self->max_scratch) {
      liquid_render_exceed (self, "Filters build more text than is allowed");
    }
    value = g_new0 (int64_t, 1);
    g_hash_table_insert (self->registers, g_string_free (g_steal_pointer (&name), FALSE), value);
  }
  return value;
}

/* An array for the caller to fill, up to the end of the statement; NULL as above. */
LiquidArray *
liquid_render_new_array (LiquidRender *self, size_t n_items)
{
  /* The items of a range are counted, not held: their size may be more than a number holds. */
  size_t most = (SIZE_MAX - sizeof (LiquidArray)) / sizeof (LiquidValue);
  size_t size = sizeof (LiquidArray) + MIN (n_items, most) * sizeof (LiquidValue);
  LiquidArray *array = NULL;

  if (n_items <= most) {
    array = liquid_render_alloc (self, size);
  } else {
    liquid_render_exceed (self, "Filters build more text than is allowed");
  }

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

  if (!liquid_render_count_value (self, value)) {
    return false;
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

/* Whether nobody cancelled the render. */
bool
liquid_render_look (LiquidRender *self)
{
  const gint *cancelled = self->options->cancelled;

  self->look_at = self->steps > STEPS_BETWEEN_LOOKS ? self->steps - STEPS_BETWEEN_LOOKS : 0;
  if (cancelled != NULL && g_atomic_int_get (cancelled) != 0) {
    return liquid_render_end (self, LIQUID_ERROR_CANCELLED, "The render was cancelled");
  }
  return true;
}

/* Counts work that one operation does many times over. */
bool
liquid_render_count_steps (LiquidRender *self, size_t n_steps)
{
  if (self->steps < n_steps) {
    return liquid_render_exceed (self, "The template takes more steps than are allowed");
  }
  self->steps -= n_steps;
  return self->steps > self->look_at || liquid_render_look (self);
}

/* Counts a round of a loop; false where there were too many. */
bool
liquid_render_count_round (LiquidRender *self)
{
  if (self->rounds == 0) {
    return liquid_render_exceed (self, "The loops take more rounds than are allowed");
  }
  self->rounds--;
  return true;
}

/* Counts the bytes of a value that is about to be written, or its items where each takes one or
 * more; @size is what came before. LiquidJS writes the items of a range. */
static bool
count_size (LiquidRender *self, LiquidValue value, size_t *size)
{
  bool is_text = value.type == LIQUID_STRING || value.type == LIQUID_BIGINT, iterable;
  bool is_list = value.type == LIQUID_RANGE && self->traits->is_js;
  size_t length = is_text   ? value.string.length
                  : is_list ? liquid_value_count (value, &iterable)
                            : 1;

  if (length > self->max_scratch - *size) {
    return liquid_render_exceed (self, "Filters build more text than is allowed");
  }
  *size += length;
  return is_list ? liquid_render_count_steps (self, length)
                 : liquid_render_count_text (self, length);
}

static bool
count_deep (LiquidRender *self, LiquidValue value, int depth, size_t *size)
{
  bool is_hash = value.type == LIQUID_HASH;

  if (!count_size (self, value, size)) {
    return false;
  }
  if ((!is_hash && value.type != LIQUID_ARRAY) || depth == LIQUID_MAX_VALUE_DEPTH) {
    return true;
  }
  size_t count = is_hash ? value.hash->n_entries : value.array->n_items;
  bool counted = liquid_render_count_steps (self, count);
  for (size_t i = 0; counted && i < count; i++) {
    if (!is_hash) {
      counted = count_deep (self, value.array->items[i], depth + 1, size);
      continue;
    }
    const LiquidEntry *entry = &value.hash->entries[i];
    counted = count_size (self, liquid_string (entry->key.bytes, entry->key.length), size) &&
              count_deep (self, entry->value, depth + 1, size);
  }
  return counted;
}

bool
liquid_render_count_deep (LiquidRender *self, LiquidValue value)
{
  size_t size = 0;

  return count_deep (self, value, 0, &size);
}

/* What liquid_render_check_output() does now and then; false where there is too much output. */
bool
liquid_render_look_at_output (LiquidRender *self)
{
  size_t length = self->output->len - self->start;

  if (length > self->max_output) {
    return liquid_render_exceed (self, "The output is longer than is allowed");
  }
  if (!self->watch->found && length > self->watch->offset) {
    self->watch->found = true;
    self->watch->statement = find_running (self);
  }
  return true;
}

/* Takes back what was printed behind @length bytes of the output. */
void
liquid_render_unprint (LiquidRender *self, size_t length)
{
  g_string_truncate (self->output, length);
  if (self->watch != NULL && length - self->start <= self->watch->offset) {
    self->watch->found = false;
  }
}

static void
render_clear (LiquidRender *self)
{
  liquid_arena_reset (&self->scratch);
  g_clear_pointer (&self->registers, g_hash_table_unref);
  g_clear_pointer (&self->partials, g_hash_table_unref);
  g_clear_pointer (&self->changed, g_hash_table_unref);
}

static bool
start (LiquidRender *self)
{
  LiquidScope *scope = liquid_scope_new (self, self->template);

  if (scope == NULL) {
    return false;
  }
  self->place = (LiquidPlace){ .template = self->template, .scope = scope, .slots = scope->slots };
  self->floor = liquid_arena_get_mark (&self->scratch);
  return true;
}

/* Says why and where the render ended. */
static void
set_error (const LiquidRender *self, GError **error)
{
  bool has_span = self->ended_at.bytes != NULL;
  const LiquidErrorPrivate facts = {
    .span = has_span ? liquid_template_locate (self->template, self->ended_at) : (LiquidSpan){ 0 },
    .has_span = has_span,
    .line = self->exceeded_line,
    .summary = self->exceeded_summary,
  };

  liquid_set_error (error, self->exceeded_code, &facts, self->exceeded);
}

/* Renders; @watch may be NULL. */
bool
liquid_render_run (const LiquidTemplate *self,
                   const LiquidRenderOptions *options,
                   LiquidWatch *watch,
                   GString *output,
                   GError **error)
{
  max_align_t local[LOCAL_SCRATCH / sizeof (max_align_t)];
  const LiquidLimits *limits = &options->limits;
  LiquidRender render = {
    .template = self,
    .traits = self->traits,
    .options = options,
    .output = output,
    .start = output->len,
    .max_output = limits->max_output > 0 ? limits->max_output : LIQUID_DEFAULT_MAX_OUTPUT,
    .steps = limits->max_steps > 0 ? limits->max_steps : LIQUID_DEFAULT_MAX_STEPS,
    .rounds = limits->max_rounds > 0 ? limits->max_rounds : LIQUID_DEFAULT_MAX_ROUNDS,
  };
  render.look_at = render.steps;
  render.alarm = watch != NULL ? MIN (watch->offset, render.max_output) : render.max_output;
  render.watch = watch;
  render.max_scratch =
    limits->max_memory > 0
      ? limits->max_memory
      : MIN (render.max_output, SIZE_MAX / LIQUID_SCRATCH_FACTOR) * LIQUID_SCRATCH_FACTOR;
  liquid_arena_init (&render.scratch, local, sizeof local);

  bool rendered = start (&render) && liquid_machine_run (&render);
  if (!rendered) {
    g_string_truncate (output, render.start);
    set_error (&render, error);
  }
  render_clear (&render);
  return rendered;
}

/**
 * liquid_template_render_full:
 * @self: a template
 * @options: where the variables and partials are, and what the render may do
 * @output: what the text is appended to; on an error it is left as it was
 * @error: %LIQUID_ERROR_LIMIT where a limit was reached; %LIQUID_ERROR_CANCELLED;
 *   %LIQUID_ERROR_RENDER where a statement failed and `raise` is set or the dialect is
 *   %LIQUID_LIQUIDJS
 *
 * A statement that cannot be carried out (comparing a number with a string, a filter with the wrong
 * number of arguments, a partial that is not there) prints "Liquid error (line N): …" in its place,
 * in the words of Shopify/liquid 5.13, and the render goes on.
 *
 * May be called from several threads at once, for one template too, each with an @output of its
 * own. The callbacks of @options run in the thread of the caller.
 *
 * Returns: false where it ended early, with @error set
 */
bool
liquid_template_render_full (const LiquidTemplate *self,
                             const LiquidRenderOptions *options,
                             GString *output,
                             GError **error)
{
  g_return_val_if_fail (self != NULL, false);
  g_return_val_if_fail (options != NULL, false);
  g_return_val_if_fail (output != NULL, false);

  return liquid_render_run (self, options, NULL, output, error);
}

/**
 * liquid_template_render:
 * @self: a template
 * @lookup: (nullable) (scope call) (closure data): finds the variables; %NULL where there are none
 * @data: (nullable): what @lookup is given
 * @limits: (nullable): what the render may do; %NULL for the defaults
 * @output: what the text is appended to; on an error it is left as it was
 * @error: as of liquid_template_render_full()
 *
 * liquid_template_render_full() for templates without partials: an `include` or `render` prints an
 * error.
 *
 * Returns: false where it ended early, with @error set
 */
bool
liquid_template_render (const LiquidTemplate *self,
                        LiquidLookup lookup,
                        void *data,
                        const LiquidLimits *limits,
                        GString *output,
                        GError **error)
{
  const LiquidRenderOptions options = {
    .lookup = lookup,
    .data = data,
    .limits = limits != NULL ? *limits : (LiquidLimits){ 0 },
  };

  return liquid_template_render_full (self, &options, output, error);
}
