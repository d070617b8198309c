/* Filters that replace and remove parts of a text. */

#pragma once

#include "liquid-filters.h"

bool liquid_filter_remove (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_remove_first (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_remove_last (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_replace (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_replace_first (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_replace_last (const LiquidCall *call, LiquidValue *result);
