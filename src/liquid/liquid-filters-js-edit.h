/* LiquidJS's filters that cut and replace. */

#pragma once

#include "liquid-filters.h"

bool liquid_js_filter_append (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_lstrip (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_normalize_whitespace (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_number_of_words (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_prepend (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_remove (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_remove_first (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_remove_last (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_replace (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_replace_first (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_replace_last (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_rstrip (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_split (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_squish (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_strip (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_truncate (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_truncatewords (const LiquidCall *call, LiquidValue *result);
