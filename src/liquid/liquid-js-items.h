/* The items of what a filter is given, in LiquidJS's dialect. */

#pragma once

#include "liquid-filters-js.h"

LiquidArray *liquid_js_items_new (const LiquidCall *call, LiquidValue value);
bool liquid_js_items_follow (const LiquidCall *call,
                             LiquidValue item,
                             LiquidSlice text,
                             LiquidValue *value);
bool liquid_js_items_get_key (const LiquidCall *call, LiquidValue item, LiquidValue *key);
