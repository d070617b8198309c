/* Filters that cut texts and put them together. */

#pragma once

#include "liquid-filters.h"

bool liquid_filter_lstrip (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_newline_to_br (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_rstrip (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_slice (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_split (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_squish (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_strip_newlines (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_truncate (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_truncatewords (const LiquidCall *call, LiquidValue *result);
