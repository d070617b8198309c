/* LiquidJS's filters that sort. */

#pragma once

#include "liquid-filters.h"

bool liquid_js_filter_sort (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_sort_natural (const LiquidCall *call, LiquidValue *result);
