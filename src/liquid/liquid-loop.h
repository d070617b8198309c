/* Loops while they run. */

#pragma once

#include "liquid-render.h"

bool liquid_loop_begin (LiquidRender *render,
                        const LiquidLoopInfo *info,
                        const LiquidValue *values,
                        uint32_t *position);
bool liquid_loop_next (LiquidRender *render, const LiquidLoopInfo *info, uint32_t *position);
bool liquid_loop_break (LiquidRender *render, uint32_t *position);
uint32_t liquid_loop_get_next (const LiquidFrame *frame);
size_t liquid_value_count (LiquidValue value, bool *iterable);
LiquidValue liquid_value_get_item (LiquidRender *render, LiquidValue value, size_t index);
