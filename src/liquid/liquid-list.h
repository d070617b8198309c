/* Arrays that a filter has made and may change. */

#pragma once

#include "liquid-render.h"

/* Says how two keys stand: below, at or above 0; false where they cannot be compared, which is an
 * error of the render. */
typedef bool (*LiquidListOrder) (LiquidRender *render, LiquidValue a, LiquidValue b, int *order);

void liquid_list_reverse (LiquidArray *self);
LiquidArray *
liquid_list_concat (LiquidRender *render, const LiquidArray *first, const LiquidArray *second);
bool liquid_list_sort (LiquidRender *render,
                       LiquidArray *self,
                       const LiquidArray *keys,
                       LiquidListOrder order);
