/* Which values of a list are the same, found by their hash. */

#pragma once

#include "liquid-render.h"

/* How a dialect tells values apart. */
typedef struct {
  bool (*is_same) (LiquidValue a, LiquidValue b);
  uint32_t (*get_code) (LiquidValue value); /* equal for the same values */
} LiquidSetKind;

/* The different values of a list, from its first item on. */
typedef struct {
  const LiquidSetKind *kind;
  LiquidRender *render;
  LiquidArray *values; /* its first @n_values items; there is room for all that may come */
  size_t n_values;
  uint32_t *slots; /* index + 1, by open addressing: at least half of them are free */
  size_t n_slots;
} LiquidSet;

bool liquid_set_init (LiquidSet *self,
                      const LiquidSetKind *kind,
                      LiquidRender *render,
                      LiquidArray *values);
bool liquid_set_add (LiquidSet *self, LiquidValue value, size_t *index);
uint32_t liquid_set_hash_double (double number);
