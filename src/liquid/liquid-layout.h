/* Layouts and their blocks while they run, in LiquidJS's dialect. */

#pragma once

#include "liquid-render.h"

bool liquid_layout_begin (LiquidRender *render, const LiquidLayoutInfo *info, LiquidValue name);
bool liquid_layout_end (LiquidRender *render,
                        const LiquidLayoutInfo *info,
                        LiquidValue *values,
                        uint32_t *position);
void liquid_layout_stop (LiquidRender *render, uint32_t *position);
bool
liquid_layout_run_block (LiquidRender *render, const LiquidBlockInfo *info, uint32_t *position);
bool liquid_layout_end_block (LiquidRender *render, uint32_t *position);
void liquid_layout_leave_block (LiquidRender *render);
