/* Filters that choose items by a property. */

#pragma once

#include "liquid-filters.h"

bool liquid_filter_find (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_find_index (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_has (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_reject (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_where (const LiquidCall *call, LiquidValue *result);
