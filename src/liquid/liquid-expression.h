/* Literals, ranges and paths, compiled. */

#pragma once

#include "liquid-parser.h"
#include "liquid-render.h"

bool liquid_compile_value (LiquidParser *parser, LiquidSlice markup, LiquidValue value);
bool liquid_compile_expression (LiquidParser *parser, LiquidSlice markup);
int64_t liquid_slice_to_integer (LiquidSlice text);
bool liquid_value_to_integer (LiquidValue value, int64_t *integer);
bool liquid_read_literal (LiquidParser *parser, LiquidSlice markup, LiquidValue *value);
bool
liquid_compile_root (LiquidParser *parser, LiquidSlice name, LiquidSlice markup, guint *variable);
void liquid_list_counter (LiquidParser *parser, const LiquidSymbol *symbol, LiquidSlice markup);
LiquidSlice liquid_read_escapes (LiquidParser *parser, LiquidSlice text);
bool liquid_read_whole (LiquidRender *render, LiquidSlice text, LiquidValue *value);
