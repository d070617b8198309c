/* Equality and order, as JavaScript has them. */

#pragma once

#include "liquid-js.h"

bool liquid_js_is_empty (LiquidValue value);
bool liquid_js_equal (LiquidValue left, LiquidValue right);
bool liquid_js_order (LiquidRender *render, LiquidValue left, LiquidValue right, int *result);
bool liquid_js_compare (LiquidRender *render,
                        LiquidComparison comparison,
                        LiquidValue left,
                        LiquidValue right,
                        bool *result);
