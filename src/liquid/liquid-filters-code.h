/* Filters that encode and decode. */

#pragma once

#include "liquid-filters.h"

bool liquid_filter_base64_decode (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_base64_encode (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_base64_url_safe_decode (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_base64_url_safe_encode (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_escape_once (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_strip_html (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_url_decode (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_url_encode (const LiquidCall *call, LiquidValue *result);
