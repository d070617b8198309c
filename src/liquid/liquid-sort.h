/* Sorting by keys of one kind. */

#pragma once

#include "liquid-render.h"

/* How texts are compared. */
typedef enum {
  LIQUID_SORT_BYTES,
  LIQUID_SORT_NATURAL, /* without the case of ASCII */
  LIQUID_SORT_UTF16,   /* by what JavaScript has for letters */
} LiquidSortOrder;

bool liquid_sort_alike (LiquidRender *render,
                        LiquidArray *items,
                        const LiquidArray *keys,
                        LiquidSortOrder order,
                        bool *sorted);
