/* The patterns by which the lax mode finds its way. */

#pragma once

#include "liquid-slice.h"

bool liquid_lax_find_fragment (LiquidSlice markup, LiquidSlice *fragment);
bool liquid_lax_find_quoted (LiquidSlice markup, LiquidSlice *quoted);
LiquidSlice liquid_lax_extend_fragment (LiquidSlice fragment, const char *end);
bool liquid_lax_next_attribute (LiquidSlice *rest, LiquidSlice *name, LiquidSlice *value);
bool liquid_lax_find_signature (LiquidSlice markup, LiquidSlice *name);
bool liquid_lax_split_assignment (LiquidSlice markup, LiquidSlice *name, LiquidSlice *value);
