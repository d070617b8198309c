/* LiquidJS's filters for texts. */

#pragma once

#include "liquid-filters.h"

bool liquid_js_return_text (const LiquidCall *call, const GString *text, LiquidValue *result);
bool liquid_js_filter_append (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_base64_decode (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_cgi_escape (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_escape (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_escape_once (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_hmac_sha256 (const LiquidCall *call, LiquidValue *result);
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
bool liquid_js_filter_sha256 (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_slugify (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_split (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_strip (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_strip_html (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_truncate (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_truncatewords (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_uri_escape (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_url_decode (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_url_encode (const LiquidCall *call, LiquidValue *result);
