/* LiquidJS's filters for dates. */

#pragma once

#include "liquid-filters.h"

bool liquid_js_filter_date (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_date_to_long_string (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_date_to_rfc822 (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_date_to_string (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_date_to_xmlschema (const LiquidCall *call, LiquidValue *result);
