/* Loops as LiquidJS runs them. */

#pragma once

#include "liquid-forloop.h"

bool liquid_js_loop_slice (LiquidRender *render, LiquidLoop *self, const LiquidValue *values);
bool liquid_js_loop_slice_rows (LiquidRender *render, LiquidLoop *self, const LiquidValue *values);
bool liquid_js_loop_print_cell (LiquidRender *render, LiquidLoop *self);
bool liquid_js_loop_end_round (LiquidRender *render, LiquidLoop *self);
LiquidValue
liquid_js_loop_get_member (LiquidRender *render, const LiquidLoop *self, LiquidSlice name);
