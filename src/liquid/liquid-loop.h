/* Loops while they run. */

#pragma once

#include "liquid-render.h"

bool liquid_render_to_integer (LiquidRender *self, LiquidValue value, int64_t *integer);
bool liquid_loop_begin (LiquidRender *render,
                        const LiquidLoopInfo *info,
                        const LiquidValue *values,
                        uint32_t *position);
bool liquid_loop_next (LiquidRender *render, const LiquidLoopInfo *info, uint32_t *position);
bool liquid_loop_break (LiquidRender *render, uint32_t *position);
uint32_t liquid_loop_get_next (const LiquidFrame *frame);
LiquidValue liquid_loop_get_member (const LiquidLoop *self, LiquidSlice name);
LiquidSlice liquid_loop_get_name (const LiquidLoop *self);
int64_t liquid_loop_get_columns (const LiquidLoop *self);
bool liquid_loop_is_row (const LiquidLoop *self);
LiquidLoop *liquid_loop_new_standalone (LiquidRender *render, LiquidSlice name, int64_t length);
void liquid_loop_set_index (LiquidLoop *self, int64_t index);
size_t liquid_value_count (LiquidValue value, bool *iterable);
LiquidValue liquid_value_get_item (LiquidRender *render, LiquidValue value, size_t index);
