/* Which values of a list are the same, found by their hash. */

#include "liquid-set.h"

#include <string.h>

/* 2^32 over the golden ratio, which spreads numbers that are close to each other (Knuth, The Art of
 * Computer Programming, 6.4). */
#define SPREAD 2654435761u

/* An empty set, in the memory of the statement; @values is an array whose items it replaces, of as
 * many as may be added. False where there is no memory. */
bool
liquid_set_init (LiquidSet *self,
                 const LiquidSetKind *kind,
                 LiquidRender *render,
                 LiquidArray *values)
{
  size_t n_slots = 16;

  while (n_slots < values->n_items * 2) {
    n_slots *= 2;
  }
  *self = (LiquidSet){ .kind = kind, .render = render, .values = values, .n_slots = n_slots };
  self->slots = liquid_render_alloc (render, n_slots * sizeof (uint32_t));
  if (self->slots == NULL) {
    return false;
  }
  memset (self->slots, 0, n_slots * sizeof (uint32_t));
  return true;
}

/* Adds @value unless the set has it; @index is where it stands in the set. False where that takes
 * too long: data can be made so that all of it has one hash. */
bool
liquid_set_add (LiquidSet *self, LiquidValue value, size_t *index)
{
  if (value.type == LIQUID_STRING &&
      !liquid_render_count_text (self->render, value.string.length)) {
    return false;
  }
  uint32_t code = self->kind->get_code (value) * SPREAD;
  size_t mask = self->n_slots - 1, slot = (code ^ code >> 16) & mask;
  for (; self->slots[slot] != 0; slot = (slot + 1) & mask) {
    *index = self->slots[slot] - 1;
    LiquidValue other = self->values->items[*index];
    if (!liquid_render_count_steps (self->render, 1) ||
        (other.type == value.type && !liquid_render_count_value (self->render, other))) {
      return false;
    }
    if (self->kind->is_same (other, value)) {
      return true;
    }
  }
  *index = self->n_values++;
  self->slots[slot] = (uint32_t) *index + 1;
  self->values->items[*index] = value;
  return true;
}

/* Both zeros are equal. */
uint32_t
liquid_set_hash_double (double number)
{
  uint64_t bits;

  number = number == 0 ? 0 : number;
  memcpy (&bits, &number, sizeof bits);
  return (uint32_t) (bits ^ (bits >> 32)) * SPREAD;
}
