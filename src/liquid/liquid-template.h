/* What a parsed template holds. */

#pragma once

#include "liquid-arena.h"
#include "liquid-program.h"
#include "liquid-vector.h"

LiquidTemplate *
liquid_template_parse_expression (LiquidSlice text, LiquidDialect dialect, GError **error);

/* Zeroes behind the source, so that eight bytes of it can be looked at at once. */
#define LIQUID_SOURCE_PADDING 8

struct _LiquidTemplate {
  char *source; /* behind it */
  size_t length;
  LiquidDialect dialect;
  const LiquidTraits *traits;
  LiquidArena arena; /* literals, paths, names */
  bool keeps_ends;   /* a loop may go on where another ended */
  LIQUID_VECTOR (LiquidOp) ops;
  LIQUID_VECTOR (LiquidGuard) guards; /* by first */
  LIQUID_VECTOR (LiquidVariable) variables;
  LIQUID_VECTOR (LiquidUnknownFilter) unknown;
  LIQUID_VECTOR (LiquidPartialUse) partials;
  LIQUID_VECTOR (LiquidPositional) positionals;
  LIQUID_VECTOR (LiquidSymbol *) symbols; /* in the arena, by index */
  GHashTable *symbol_index; /* (owned) (nullable): LiquidSymbol by its name, where there are many */
  LiquidMode mode;
};

const LiquidSymbol *liquid_template_find_symbol (const LiquidTemplate *self, LiquidSlice name);
