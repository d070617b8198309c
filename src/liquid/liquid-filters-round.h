/* Filters that round. */

#pragma once

#include "liquid-filters.h"

bool liquid_filter_ceil (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_floor (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_round (const LiquidCall *call, LiquidValue *result);
