/* Equality and order, as Ruby has them. */

#pragma once

#include "liquid-render.h"

bool liquid_value_is_empty (LiquidValue value);
bool liquid_value_order (LiquidValue a, LiquidValue b, int *order);
bool liquid_value_equal (LiquidValue left, LiquidValue right);
bool liquid_compare (LiquidRender *render,
                     LiquidComparison comparison,
                     LiquidValue left,
                     LiquidValue right,
                     bool *result);
