/* The variables of a render. Each name that a template uses has a slot, found without a search;
 * only names that are computed while rendering, and templates that are included, need one. */

#include "liquid-scope.h"

#include "liquid-js.h"
#include "liquid-symbol.h"

#include <string.h>

/* Names that are looked at for one step, and names that are found by their hash. */
#define EXTRAS_PER_STEP 8
#define NAMES_PER_STEP 4

struct _LiquidExtraSlot {
  LiquidExtraSlot *next;
  LiquidSlice name;
  LiquidSlot slot;
};

/* The flags alone say what a slot has, so only they are cleared. */
static void
clear (LiquidSlot *slot)
{
  slot->has_shadow = slot->has_own = slot->has_counter = slot->has_data = false;
}

/* Variables for @template, none of which has a value; NULL where the render uses too much memory.
 */
LiquidScope *
liquid_scope_new (LiquidRender *render, const LiquidTemplate *template)
{
  guint n_slots = template->symbols.len;
  size_t size = sizeof (LiquidScope) + n_slots * (sizeof (LiquidSlot *) + sizeof (LiquidSlot));
  LiquidScope *self = liquid_render_alloc (render, size);

  if (self == NULL) {
    return NULL;
  }
  *self = (LiquidScope){
    .template = template,
    .slots = (LiquidSlot **) (self + 1),
    .number = render->n_scopes++,
    .depth = 1,
  };
  LiquidSlot *slots = (LiquidSlot *) (void *) (self->slots + n_slots);
  for (guint i = 0; i < n_slots; i++) {
    clear (&slots[i]);
    self->slots[i] = &slots[i];
  }
  return self;
}

static LiquidSlot *
find_slot (const LiquidScope *self, LiquidSlice name)
{
  const LiquidSymbol *symbol = liquid_template_find_symbol (self->template, name);
  if (symbol != NULL) {
    return self->slots[symbol->index];
  }
  for (LiquidExtraSlot *extra = self->extras; extra != NULL; extra = extra->next) {
    if (liquid_slice_equal (extra->name, name)) {
      return &extra->slot;
    }
  }
  return NULL;
}

/* The slot called @name, made where there is none; NULL where the render uses too much memory. */
LiquidSlot *
liquid_scope_get (LiquidRender *render, LiquidScope *self, LiquidSlice name)
{
  LiquidSlot *slot = find_slot (self, name);

  if (slot != NULL || !liquid_render_count_steps (render, self->n_extras / EXTRAS_PER_STEP)) {
    return slot;
  }
  LiquidExtraSlot *extra = liquid_render_alloc (render, sizeof (LiquidExtraSlot));
  if (extra == NULL) {
    return NULL;
  }
  extra->next = self->extras;
  extra->name = name;
  clear (&extra->slot);
  self->extras = extra;
  self->n_extras++;
  liquid_render_pin (render);
  return &extra->slot;
}

/* The slots of the symbols of @template, which is included. */
LiquidSlot **
liquid_scope_map (LiquidRender *render, LiquidScope *self, const LiquidTemplate *template)
{
  guint n_slots = template->symbols.len;
  /* Names of the template around it are found at once, the others among the extra ones. */
  size_t n_steps = n_slots * (self->n_extras / EXTRAS_PER_STEP + 1) / NAMES_PER_STEP;
  LiquidSlot **slots = liquid_render_count_steps (render, n_steps)
                         ? liquid_render_alloc (render, (n_slots + 1) * sizeof (LiquidSlot *))
                         : NULL;

  for (guint i = 0; slots != NULL && i < n_slots; i++) {
    const LiquidSymbol *symbol = template->symbols.items[i];
    slots[i] = liquid_scope_get (render, self, symbol->name);
    if (slots[i] == NULL) {
      return NULL;
    }
  }
  return slots;
}

/* A text without what is no UTF-8; it lives as long as the slot that keeps it. */
static LiquidValue
make_valid (LiquidRender *render, LiquidValue value)
{
  g_autofree char *valid = g_utf8_make_valid (value.string.bytes, (gssize) value.string.length);
  size_t length = strlen (valid);
  char *bytes = liquid_render_alloc (render, length);

  if (bytes == NULL) {
    return liquid_nil ();
  }
  liquid_copy (bytes, valid, length);
  liquid_render_pin (render);
  return liquid_string (bytes, length);
}

/* LiquidJS looks among its globals then, and there are none to count. */
static LiquidValue
get_missing (LiquidRender *render, LiquidSlice name)
{
  return render->traits->is_js && liquid_slice_equal (name, LIQUID_SLICE ("size"))
           ? liquid_integer (0)
           : liquid_undefined ();
}

static void
ask (LiquidRender *render, LiquidSlice name, LiquidValue *value)
{
  const LiquidRenderOptions *options = render->options;
  bool found = false;

  if (options->lookup == NULL || render->place.scope->isolated) {
    *value = get_missing (render, name);
    return;
  }
  /* A hash has only what is UTF-8. */
  if (options->lookup == liquid_hash_lookup) {
    found = liquid_hash_get (options->data, name, value);
  } else if (options->lookup (options->data, name.bytes, name.length, value)) {
    found = true;
    if (value->type == LIQUID_STRING &&
        !liquid_is_utf8 (value->string.bytes, value->string.length)) {
      *value = make_valid (render, *value);
    }
  }
  if (!found) {
    *value = get_missing (render, name);
  }
}

static const LiquidValue *
get_data (LiquidRender *render, LiquidSlot *slot, LiquidSlice name)
{
  if (!slot->has_data) {
    ask (render, name, &slot->data);
    slot->has_data = true;
  }
  return &slot->data;
}

/* What the data have under the name, whatever hides it. */
LiquidValue
liquid_slot_read_data (LiquidRender *render, LiquidSlot *slot, LiquidSlice name)
{
  return *get_data (render, slot, name);
}

/* What the name stands for now; valid until something is assigned. */
const LiquidValue *
liquid_slot_get (LiquidRender *render, LiquidSlot *slot, LiquidSlice name)
{
  if (slot->has_shadow) {
    return &slot->shadow;
  }
  if (slot->has_own) {
    return &slot->own;
  }
  return slot->has_counter ? &slot->counter : get_data (render, slot, name);
}

/* The value of a name that is only known now. */
LiquidValue
liquid_scope_find (LiquidRender *render, LiquidScope *self, LiquidSlice name)
{
  LiquidSlot *slot = find_slot (self, name);

  liquid_render_count_steps (render, self->n_extras / EXTRAS_PER_STEP);
  if (slot != NULL) {
    return liquid_slot_read (render, slot, name);
  }
  LiquidValue value;
  ask (render, name, &value);
  return value;
}

static bool
is_plain (LiquidValue value)
{
  return value.type <= LIQUID_FLOAT;
}

/* Gives the template's own variable a value, which may stand in the memory of the statement. */
bool
liquid_slot_assign (LiquidRender *render, LiquidSlot *slot, LiquidValue value)
{
  /* An empty question becomes what it prints. */
  if ((value.type == LIQUID_EMPTY || value.type == LIQUID_BLANK) && !render->traits->is_js) {
    value = liquid_string ("", 0);
  }
  slot->own = value;
  slot->has_own = true;
  if (!is_plain (value)) {
    liquid_render_pin (render);
  }
  return render->exceeded == NULL;
}

/* Lets the slot show @value until the binding ends. */
LiquidBinding
liquid_slot_bind (LiquidSlot *slot, LiquidValue value)
{
  LiquidBinding binding = { slot, slot->shadow, slot->has_shadow };

  if (!binding.was_set) {
    binding.value = liquid_nil ();
  }
  slot->shadow = value;
  slot->has_shadow = true;
  return binding;
}

/* Lets the slot show again what it did before. */
void
liquid_binding_end (const LiquidBinding *binding)
{
  binding->slot->shadow = binding->value;
  binding->slot->has_shadow = binding->was_set;
}
