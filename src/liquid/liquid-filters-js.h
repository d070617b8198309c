/* What the filters of LiquidJS share. */

#pragma once

#include "liquid-filters.h"

LiquidValue liquid_js_argument (const LiquidCall *call, unsigned index);

extern const LiquidFilter liquid_js_filters[];
extern const size_t liquid_n_js_filters;
