/* Templates that a template includes or renders. */

#pragma once

#include "liquid-render.h"

bool liquid_partial_call (LiquidRender *render,
                          const LiquidPartialInfo *info,
                          const LiquidValue *values,
                          uint32_t *position);
bool liquid_partial_return (LiquidRender *render, bool interrupted, uint32_t *position);
bool liquid_partial_find (LiquidRender *render, LiquidSlice name);
const LiquidTemplate *liquid_partial_load_expression (LiquidRender *render, LiquidSlice text);
bool liquid_partial_is_render (const LiquidFrame *frame);
uint32_t liquid_partial_get_position (const LiquidFrame *frame);
