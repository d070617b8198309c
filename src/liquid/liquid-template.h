/* What a parsed template holds. */

#pragma once

#include "liquid-arena.h"
#include "liquid-program.h"

LiquidTemplate *
liquid_template_parse_expression (LiquidSlice text, LiquidDialect dialect, GError **error);

struct _LiquidTemplate {
  char *source; /* (owned) */
  size_t length;
  LiquidDialect dialect;
  const LiquidTraits *traits;
  LiquidArena arena;        /* literals, paths, names */
  bool keeps_ends;          /* a loop may go on where another ended */
  GArray *ops;              /* (owned): LiquidOp */
  GArray *guards;           /* (owned): LiquidGuard, by first */
  GArray *variables;        /* (owned): LiquidVariable */
  GArray *unknown;          /* (owned): LiquidUnknownFilter */
  GArray *partials;         /* (owned): LiquidPartialUse */
  GArray *positionals;      /* (owned): LiquidPositional */
  GPtrArray *symbols;       /* (owned): LiquidSymbol, in the arena, by index */
  GHashTable *symbol_index; /* (owned) (nullable): LiquidSymbol by its name, where there are many */
  LiquidMode mode;
};

const LiquidSymbol *liquid_template_find_symbol (const LiquidTemplate *self, LiquidSlice name);
