/* Partial templates while they run. Where a call ends the render goes on behind it, or with the
 * next item of what it is called for. */

#include "liquid-partial.h"

#include "liquid-forloop.h"
#include "liquid-js.h"
#include "liquid-loop.h"

#include <string.h>

typedef struct {
  LiquidFrame frame;
  const LiquidPartialInfo *info;
  LiquidPlace caller;
  uint32_t position; /* of the caller */
  LiquidLoop *loops;
  const LiquidTemplate *partial;
  LiquidSlice name;
  LiquidSlice alias;
  const LiquidValue *attributes; /* in scratch memory */
  LiquidValue variable;
  LiquidScope *scope; /* (nullable): of a render, where all items share it */
  LiquidLoop *drop;   /* (nullable): `forloop` of a render */
  bool is_loop;       /* the variable is a list, and each item has its turn */
  size_t index;
  size_t length;
  LiquidBinding *bindings; /* of an include: its attributes and the alias, from the last one back */
  guint n_bindings;
  LiquidKeptBlock *kept_blocks; /* of the caller */
  bool stores_blocks;
  LiquidMark inside; /* the floor once the frame has begun */
  size_t entered;    /* its height once an include can run, 0 where that left something behind */
} Call;

/* The part of a name behind its folders. */
static LiquidSlice
get_base_name (LiquidSlice name)
{
  while (name.length > 0 && name.bytes[name.length - 1] == '/') {
    name.length--;
  }
  for (size_t i = name.length; i > 0; i--) {
    if (name.bytes[i - 1] == '/') {
      return (LiquidSlice){ name.bytes + i, name.length - i };
    }
  }
  return name;
}

/* An error of parsing a partial names it; the message stands for itself. */
static bool
fail_parse (LiquidRender *render, LiquidSlice name, const GError *error)
{
  liquid_render_fail (render, "Liquid syntax error (%.*s line %u): %s", (int) name.length,
                      name.bytes, liquid_error_get_line (error), liquid_error_get_summary (error));
  render->failure_is_whole = true;
  return false;
}

/* Parsing is work, too, and what is parsed is kept until the render ends. */
static bool
count_partial (LiquidRender *render, size_t length)
{
  const LiquidLimits *limits = &render->options->limits;
  size_t most = limits->max_partials > 0 ? limits->max_partials : LIQUID_DEFAULT_MAX_PARTIALS;
  size_t most_text =
    limits->max_partial_text > 0 ? limits->max_partial_text : LIQUID_DEFAULT_MAX_PARTIAL_TEXT;

  if (render->partials != NULL && g_hash_table_size (render->partials) >= most) {
    return liquid_render_exceed (render, "The template has more partials than are allowed");
  }
  if (length > most_text - render->partial_text) {
    return liquid_render_exceed (render, "The partials are longer than is allowed");
  }
  render->partial_text += length;
  return liquid_render_count_text (render, length);
}

/* Keeps a template until the render ends. */
static void
keep (LiquidRender *render, GBytes *key, LiquidTemplate *template)
{
  if (render->partials == NULL) {
    render->partials =
      g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref,
                             (GDestroyNotify) liquid_template_free);
  }
  g_hash_table_insert (render->partials, g_bytes_ref (key), template);
}

static const LiquidTemplate *
parse (LiquidRender *render, LiquidSlice name, const char *text, size_t length)
{
  const LiquidTemplate *outer = render->template;
  bool trim = render->partials != NULL ? render->trims : outer->trims;

  if (!count_partial (render, length)) {
    return NULL;
  }
  g_autoptr (GError) error = NULL;
  g_autoptr (LiquidTemplate) template =
    liquid_template_parse_partial (outer, (LiquidSlice){ text, length }, trim, &error);

  if (template == NULL) {
    fail_parse (render, name, error);
    return NULL;
  }
  g_autoptr (GBytes) key = g_bytes_new (name.bytes, name.length);
  const LiquidTemplate *parsed = template;
  render->trims = parsed->trims;
  keep (render, key, g_steal_pointer (&template));
  return parsed;
}

static const LiquidTemplate *
load (LiquidRender *render, LiquidSlice name)
{
  const LiquidRenderOptions *options = render->options;
  g_autoptr (GBytes) key = g_bytes_new_static (name.bytes, name.length);
  const LiquidTemplate *known =
    render->partials != NULL ? g_hash_table_lookup (render->partials, key) : NULL;
  const char *text = NULL;
  size_t length = 0;

  if (known != NULL) {
    return known;
  }
  if (name.length == 0 && render->place.template->traits->is_js) {
    liquid_render_fail (render, "Illegal file path");
    return NULL;
  }
  if (options->find_partial == NULL) {
    liquid_render_fail (render, "This liquid context does not allow includes.");
    return NULL;
  }
  if (!options->find_partial (options->partials, name.bytes, name.length, &text, &length)) {
    liquid_render_fail (render, "Could not find asset %.*s", (int) name.length, name.bytes);
    return NULL;
  }
  return parse (render, name, text, length);
}

/* Whether there is such a partial, which is parsed then. */
bool
liquid_partial_find (LiquidRender *render, LiquidSlice name)
{
  return load (render, name) != NULL;
}

/* The expression @text, parsed once in a render; NULL where it is none. */
const LiquidTemplate *
liquid_partial_load_expression (LiquidRender *render, LiquidSlice text)
{
  /* No partial is called like this: names have no control characters. */
  g_autoptr (GString) name = g_string_new ("\001");
  g_string_append_len (name, text.bytes, (gssize) text.length);
  g_autoptr (GBytes) key = g_bytes_new (name->str, name->len);
  const LiquidTemplate *known =
    render->partials != NULL ? g_hash_table_lookup (render->partials, key) : NULL;
  g_autoptr (GError) error = NULL;

  if (known != NULL) {
    return known;
  }
  if (!count_partial (render, text.length)) {
    return NULL;
  }
  LiquidTemplate *parsed =
    liquid_template_parse_expression (text, render->template->dialect, &error);
  if (parsed == NULL) {
    liquid_render_fail (render, "%s", liquid_error_get_summary (error));
    return NULL;
  }
  keep (render, key, parsed);
  return parsed;
}

static LiquidSlot *
find_slot (const LiquidPlace *place, const LiquidSymbol *symbol)
{
  return place->slots[symbol->index];
}

static bool
bind (LiquidRender *render, Call *self, LiquidSlice name, LiquidValue value)
{
  LiquidSlot *slot = liquid_scope_get (render, render->place.scope, name);

  if (slot == NULL) {
    return false;
  }
  self->bindings[self->n_bindings++] = liquid_slot_bind (slot, value);
  return true;
}

/* An include shares the variables: its attributes and the alias hide them until it ends. */
static bool
enter_include (LiquidRender *render, Call *self)
{
  const LiquidPartialInfo *info = self->info;
  LiquidScope *scope = self->caller.scope;

  for (guint i = 0; i < info->n_attributes; i++) {
    self->bindings[self->n_bindings++] =
      liquid_slot_bind (find_slot (&self->caller, info->attributes[i]), self->attributes[i]);
  }
  const LiquidExtraSlot *extras = scope->extras;
  LiquidSlot **slots = liquid_scope_map (render, scope, self->partial);
  bool has_alias = info->has_variable || !render->traits->is_js;
  if (slots == NULL || (has_alias && !bind (render, self, self->alias, self->variable))) {
    return false;
  }
  render->place = (LiquidPlace){ self->partial, scope, slots, self->name };
  render->floor = liquid_arena_get_mark (&render->scratch);
  self->entered = scope->extras == extras ? render->floor.used : 0;
  return true;
}

/* What `ifchanged` keeps for a render goes with it. */
static void
forget_changed (LiquidRender *render, const Call *self)
{
  if (self->info->is_render && render->changed != NULL &&
      render->place.scope != self->caller.scope) {
    g_hash_table_remove (render->changed, GUINT_TO_POINTER (render->place.scope->number));
  }
}

/* A render has variables of its own, new for each item. */
static bool
enter_render (LiquidRender *render, Call *self, LiquidValue item)
{
  const LiquidPartialInfo *info = self->info;
  LiquidScope *scope = liquid_scope_new (render, self->partial);

  if (scope == NULL) {
    return false;
  }
  scope->base = self->caller.scope->base + 1;
  scope->isolated = render->traits->isolates;
  render->place = (LiquidPlace){ self->partial, scope, scope->slots, self->name };
  render->loops = NULL;
  self->scope = render->traits->isolates && self->drop != NULL ? scope : NULL;
  if (self->drop != NULL) {
    LiquidSlot *slot = liquid_scope_get (render, scope, LIQUID_SLICE ("forloop"));
    if (slot == NULL ||
        !liquid_slot_assign (render, slot,
                             (LiquidValue){ .type = LIQUID_LOOP, .internal = self->drop })) {
      return false;
    }
  }
  for (guint i = 0; i < info->n_attributes; i++) {
    LiquidSlot *slot = liquid_scope_get (render, scope, info->attributes[i]->name);
    if (slot == NULL || !liquid_slot_assign (render, slot, self->attributes[i])) {
      return false;
    }
  }
  if (item.type != LIQUID_NIL && self->alias.bytes != NULL) {
    LiquidSlot *alias = liquid_scope_get (render, scope, self->alias);
    if (alias == NULL || !liquid_slot_assign (render, alias, item)) {
      return false;
    }
  }
  render->floor = liquid_arena_get_mark (&render->scratch);
  return true;
}

/* LiquidJS renders all items with the same variables. */
static bool
enter_again (LiquidRender *render, Call *self, uint32_t *position)
{
  LiquidValue item = liquid_value_get_item (render, self->variable, self->index);
  LiquidSlot *alias =
    self->alias.bytes != NULL ? liquid_scope_get (render, self->scope, self->alias) : NULL;

  *position = 0;
  liquid_loop_set_index (self->drop, (int64_t) self->index);
  return self->alias.bytes == NULL || (alias != NULL && liquid_slot_assign (render, alias, item));
}

/* Lets the partial see the next item; its operations begin at zero. What a render left behind for
 * the item before is gone. */
static bool
enter_item (LiquidRender *render, Call *self, uint32_t *position)
{
  if (self->is_loop && !liquid_render_count_round (render)) {
    return false;
  }
  if (self->scope != NULL) {
    return enter_again (render, self, position);
  }
  forget_changed (render, self);
  if (self->info->is_render) {
    render->floor = self->inside;
    liquid_arena_release (&render->scratch, &render->floor);
  }
  LiquidValue item =
    self->is_loop ? liquid_value_get_item (render, self->variable, self->index) : self->variable;

  *position = 0;
  if (self->info->is_render) {
    if (self->drop != NULL) {
      liquid_loop_set_index (self->drop, (int64_t) self->index);
    }
    return enter_render (render, self, item);
  }
  if (self->is_loop || self->info->has_variable || !render->traits->is_js) {
    self->bindings[self->n_bindings - 1].slot->shadow = item;
  }
  return true;
}

static void
leave (LiquidRender *render, Call *self, uint32_t *position)
{
  for (guint i = self->n_bindings; i > 0; i--) {
    liquid_binding_end (&self->bindings[i - 1]);
  }
  if (!self->info->is_render) {
    self->caller.scope->depth--;
  }
  if (self->info->is_render || render->floor.used == self->entered) {
    render->floor = self->inside;
  }
  forget_changed (render, self);
  render->place = self->caller;
  render->loops = self->loops;
  if (!self->info->is_layout) {
    render->kept_blocks = self->kept_blocks;
    render->stores_blocks = self->stores_blocks;
  }
  *position = self->position;
  liquid_render_pop_frame (render);
}

/* Only a layout sees the blocks that are kept. */
static void
hide_blocks (LiquidRender *render, Call *self)
{
  self->kept_blocks = render->kept_blocks;
  self->stores_blocks = render->stores_blocks;
  if (!self->info->is_layout) {
    render->kept_blocks = NULL;
    render->stores_blocks = false;
  }
}

static bool
begin (LiquidRender *render, Call *self, uint32_t *position)
{
  LiquidScope *scope = self->caller.scope;
  hide_blocks (render, self);
  liquid_render_begin_frame (render, &self->frame);
  self->inside = render->floor;
  if (!self->info->is_render) {
    scope->depth++;
    if (!enter_include (render, self)) {
      return false;
    }
  }
  if (self->is_loop && self->length == 0) {
    leave (render, self, position);
    return true;
  }
  return enter_item (render, self, position);
}

/* LiquidJS loops over what has items, for `for` only. */
static bool
choose_js_variable (LiquidRender *render, Call *self)
{
  LiquidArray *items;

  self->length = 1;
  self->is_loop = self->info->is_loop;
  if (!self->is_loop) {
    return true;
  }
  if (!liquid_js_list (render, self->variable, true, &items)) {
    return false;
  }
  self->variable = liquid_array (items);
  self->length = items->n_items;
  return true;
}

/* What the partial is called with: what is named, or for an include the variable of its name. */
static bool
choose_variable (LiquidRender *render, Call *self, const LiquidValue *values)
{
  const LiquidPartialInfo *info = self->info;
  bool iterable = false;

  if (info->has_variable) {
    self->variable = values[1];
  } else if (!info->is_render && !render->traits->is_js) {
    self->variable = liquid_scope_find (render, self->caller.scope, self->name);
  }
  if (render->traits->is_js) {
    return choose_js_variable (render, self);
  }
  size_t length = liquid_value_count (self->variable, &iterable);
  self->is_loop = info->is_render ? info->is_loop && iterable : self->variable.type == LIQUID_ARRAY;
  self->length = self->is_loop ? length : 1;
  return true;
}

/* What the variable is called inside. In LiquidJS an item without a name cannot be had. */
static LiquidSlice
get_alias (const LiquidRender *render, const LiquidPartialInfo *info, LiquidSlice name)
{
  if (info->alias != NULL) {
    return info->alias->name;
  }
  if (!render->traits->is_js) {
    return get_base_name (name);
  }
  return info->is_loop ? (LiquidSlice){ NULL, 0 } : name;
}

static Call *
make_call (LiquidRender *render, const LiquidPartialInfo *info, const LiquidValue *values)
{
  size_t n_attributes = info->n_attributes;
  size_t size = sizeof (Call) + n_attributes * sizeof (LiquidValue) +
                (n_attributes + 1) * sizeof (LiquidBinding);
  Call *self = liquid_render_push_frame (render, LIQUID_FRAME_CALL, size);

  if (self == NULL) {
    return NULL;
  }
  LiquidValue *attributes = (LiquidValue *) (void *) (self + 1);
  if (n_attributes > 0) {
    memcpy (attributes, values + 1 + info->has_variable, n_attributes * sizeof (LiquidValue));
  }
  self->info = info;
  self->caller = render->place;
  self->loops = render->loops;
  self->attributes = attributes;
  self->bindings = (LiquidBinding *) (void *) (attributes + n_attributes);
  self->name = liquid_value_get_text (values[0]);
  self->alias = get_alias (render, info, self->name);
  return self;
}

static bool
check (LiquidRender *render, const LiquidPartialInfo *info, LiquidValue name)
{
  const LiquidScope *scope = render->place.scope;

  if (!info->is_render && scope->base > 0 && !render->traits->isolates) {
    return liquid_render_fail (render, "include usage is not allowed in this context");
  }
  if (name.type != LIQUID_STRING && info->is_render) {
    return liquid_render_fail (render, "internal");
  }
  if (name.type != LIQUID_STRING) {
    return liquid_render_fail (render, "Argument error in tag 'include' - Illegal template name");
  }
  return true;
}

/* Calls the partial named values[0]; @values goes on with its variable and its attributes, as far
 * as it has them. @position is where the caller goes on. */
bool
liquid_partial_call (LiquidRender *render,
                     const LiquidPartialInfo *info,
                     const LiquidValue *values,
                     uint32_t *position)
{
  LiquidScope *scope = render->place.scope;

  if (!check (render, info, values[0])) {
    return false;
  }
  if (!liquid_render_count_value (render, values[0])) {
    return false;
  }
  const LiquidTemplate *partial = load (render, liquid_value_get_text (values[0]));
  if (partial == NULL) {
    return false;
  }
  if (scope->base + scope->depth + 1 > LIQUID_MAX_DEPTH) {
    return liquid_render_fail (render, "Nesting too deep");
  }
  Call *self = make_call (render, info, values);
  if (self == NULL) {
    return false;
  }
  self->partial = partial;
  self->position = *position;
  if (!choose_variable (render, self, values)) {
    return false;
  }
  if (info->is_render && self->is_loop) {
    self->drop = liquid_loop_new_standalone (render, self->name, (int64_t) self->length);
    if (self->drop == NULL) {
      return false;
    }
  }
  return begin (render, self, position);
}

/* Ends the innermost frame, which is a call, or begins it for the next item. */
bool
liquid_partial_return (LiquidRender *render, bool interrupted, uint32_t *position)
{
  Call *self = (Call *) (void *) render->frames;

  if (++self->index < self->length && !interrupted) {
    return enter_item (render, self, position);
  }
  leave (render, self, position);
  return true;
}

/* The operation behind the call. */
uint32_t
liquid_partial_get_position (const LiquidFrame *frame)
{
  return ((const Call *) (const void *) frame)->position;
}

/* Whether the call that @frame is shares no variables. */
bool
liquid_partial_is_render (const LiquidFrame *frame)
{
  return ((const Call *) (const void *) frame)->info->is_render;
}
