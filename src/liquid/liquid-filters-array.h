/* Filters for lists. */

#pragma once

#include "liquid-filters.h"

bool liquid_filter_compact (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_concat (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_first (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_join (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_last (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_map (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_reverse (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_size (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_sum (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_uniq (const LiquidCall *call, LiquidValue *result);
