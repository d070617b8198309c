/* LiquidJS's filters that choose and group items. */

#pragma once

#include "liquid-filters.h"

bool liquid_js_filter_find (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_find_exp (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_find_index (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_find_index_exp (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_group_by (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_group_by_exp (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_has (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_has_exp (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_reject (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_reject_exp (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_uniq (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_where (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_where_exp (const LiquidCall *call, LiquidValue *result);
