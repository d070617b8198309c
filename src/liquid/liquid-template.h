/* What a parsed template holds. */

#pragma once

#include "liquid-arena.h"
#include "liquid-program.h"
#include "liquid-vector.h"

struct _LiquidTemplate {
  char *source; /* in the same memory, behind it; a zero ends it */
  size_t length;
  LiquidDialect dialect;
  const LiquidTraits *traits;
  LiquidArena arena; /* literals, paths, names */
  bool trims;        /* a dash at its end takes the white space that the next partial begins with */
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

LiquidTemplate *liquid_template_parse_partial (const LiquidTemplate *outer,
                                               LiquidSlice text,
                                               bool trim,
                                               GError **error);
LiquidTemplate *
liquid_template_parse_expression (LiquidSlice text, LiquidDialect dialect, GError **error);
LiquidSpan liquid_template_locate (const LiquidTemplate *self, LiquidSlice where);
