/* Values, ranges and paths, compiled. */

#pragma once

#include "liquid-parser.h"

bool liquid_compile_value (LiquidParser *parser, LiquidSlice markup, LiquidValue value);
bool liquid_compile_expression (LiquidParser *parser, LiquidSlice markup);
bool
liquid_compile_root (LiquidParser *parser, LiquidSlice name, LiquidSlice markup, guint *variable);
bool liquid_compile_symbol (LiquidParser *parser, const LiquidSymbol *symbol, LiquidSlice markup);
void liquid_list_counter (LiquidParser *parser, LiquidSymbol *symbol, LiquidSlice markup);
