/* Sorting by keys of one kind. */

#pragma once

#include "liquid-render.h"

bool liquid_sort_alike (LiquidRender *render,
                        LiquidArray *items,
                        const LiquidArray *keys,
                        bool ignore_case,
                        bool *sorted);
