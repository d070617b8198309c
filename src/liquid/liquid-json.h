/* Values written as JSON. */

#pragma once

#include "liquid-value.h"

bool liquid_js_append_json (LiquidValue value, LiquidSlice indent, GString *output);
