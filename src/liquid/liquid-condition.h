/* Conditions, compiled to jumps. */

#pragma once

#include "liquid-parser.h"

bool liquid_compile_side (LiquidParser *parser, LiquidSlice fragment);
bool liquid_compile_condition (LiquidParser *parser,
                               const LiquidToken *token,
                               uint32_t *when_true,
                               uint32_t *when_false,
                               bool fall_through);
