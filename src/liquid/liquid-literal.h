/* Literals. */

#pragma once

#include "liquid-parser.h"

bool liquid_literal_is_quoted (LiquidSlice markup);
LiquidSlice liquid_literal_read_escapes (LiquidParser *parser, LiquidSlice text);
LiquidSlice liquid_literal_unquote (LiquidSlice markup);
bool liquid_literal_read (LiquidParser *parser, LiquidSlice markup, LiquidValue *value);
