/* LiquidJS's filters that encode and decode. */

#pragma once

#include "liquid-filters.h"

bool liquid_js_filter_base64_decode (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_cgi_escape (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_escape (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_escape_once (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_hmac_sha256 (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_sha256 (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_slugify (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_strip_html (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_uri_escape (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_url_decode (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_url_encode (const LiquidCall *call, LiquidValue *result);
