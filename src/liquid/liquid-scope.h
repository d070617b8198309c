/* The variables of a render. */

#pragma once

#include "liquid-template.h"

typedef struct _LiquidRender LiquidRender;

/* One name. What is found first counts: the loops and includes around, the template itself, its
 * counter, the data. */
typedef struct {
  LiquidValue shadow;
  LiquidValue own;
  LiquidValue data;
  LiquidValue counter; /* a whole number */
  bool has_shadow;
  bool has_own;
  bool has_counter;
  bool has_data; /* the data were asked */
} LiquidSlot;

typedef struct _LiquidExtraSlot LiquidExtraSlot;

/* The variables of a template and of what it includes; a `render` begins a new one. */
typedef struct {
  const LiquidTemplate *template;
  LiquidSlot **slots;      /* by the index of its symbols */
  LiquidExtraSlot *extras; /* (nullable): of names that only included templates use */
  size_t n_extras;
  unsigned number; /* of the scopes of a render */
  unsigned base;   /* renders around it */
  unsigned depth;  /* loops and includes inside each other, and the template */
  bool isolated;   /* the data are not seen */
} LiquidScope;

/* What a slot showed before a loop or an include. */
typedef struct {
  LiquidSlot *slot;
  LiquidValue value;
  bool was_set;
} LiquidBinding;

LiquidScope *liquid_scope_new (LiquidRender *render, const LiquidTemplate *template);
LiquidSlot **
liquid_scope_map (LiquidRender *render, LiquidScope *self, const LiquidTemplate *template);
LiquidSlot *liquid_scope_get (LiquidRender *render, LiquidScope *self, LiquidSlice name);
LiquidValue liquid_scope_find (LiquidRender *render, LiquidScope *self, LiquidSlice name);
LiquidValue liquid_slot_read_data (LiquidRender *render, LiquidSlot *slot, LiquidSlice name);
bool liquid_slot_assign (LiquidRender *render, LiquidSlot *slot, LiquidValue value);
LiquidBinding liquid_slot_bind (LiquidSlot *slot, LiquidValue value);
void liquid_binding_end (const LiquidBinding *binding);

/* What the slot shows, which is valid until it is changed. */
const LiquidValue *liquid_slot_get (LiquidRender *render, LiquidSlot *slot, LiquidSlice name);

static inline LiquidValue
liquid_slot_read (LiquidRender *render, LiquidSlot *slot, LiquidSlice name)
{
  return *liquid_slot_get (render, slot, name);
}
