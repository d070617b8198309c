/* Filters that change the letters of texts. */

#pragma once

#include "liquid-filters.h"

const char *liquid_get_entity (const LiquidTraits *traits, char c);
bool liquid_filter_append (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_capitalize (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_downcase (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_escape (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_prepend (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_strip (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_upcase (const LiquidCall *call, LiquidValue *result);
