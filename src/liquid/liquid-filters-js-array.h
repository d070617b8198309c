/* LiquidJS's filters for lists. */

#pragma once

#include "liquid-filters.h"

bool liquid_js_filter_array_to_sentence_string (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_compact (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_concat (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_first (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_join (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_last (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_map (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_pop (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_push (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_reverse (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_sample (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_shift (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_size (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_slice (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_sum (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_unshift (const LiquidCall *call, LiquidValue *result);
