/* The tag `cycle`. */

#pragma once

#include "liquid-parser.h"

/* A cycle as it was read: an optional name, and values. */
typedef struct {
  LiquidSlice name; /* no bytes where it has none */
  GArray *values;   /* (owned): LiquidSlice */
} LiquidCycle;

bool liquid_tag_compile_cycle (LiquidParser *parser, const LiquidCycle *cycle);
bool liquid_tag_open_cycle (LiquidParser *parser, const LiquidToken *token);
