/* Values written as JSON. */

#pragma once

#include "liquid.h"

bool liquid_js_append_json (LiquidValue value, int indent, GString *output);
