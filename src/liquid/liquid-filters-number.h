/* Filters that calculate. */

#pragma once

#include "liquid-filters.h"

bool liquid_number_accumulate (const LiquidCall *call, LiquidValue value, LiquidValue *sum);
bool liquid_filter_abs (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_at_least (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_at_most (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_divided_by (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_minus (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_modulo (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_plus (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_times (const LiquidCall *call, LiquidValue *result);
