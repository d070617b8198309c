/* Members of values, as Shopify's dialect finds them. */

#pragma once

#include "liquid-render.h"

LiquidValue liquid_render_get_pair (LiquidRender *self, const LiquidHash *hash, size_t index);
LiquidValue liquid_lookup_computed (LiquidRender *self, LiquidValue name);
LiquidValue liquid_lookup_member (LiquidRender *self, LiquidValue object, LiquidSlice key);
bool liquid_lookup_end (LiquidRender *self, LiquidSlice name, LiquidValue *object);
bool liquid_lookup_command (LiquidRender *self, LiquidSlice name, LiquidValue *object);
LiquidValue liquid_lookup_index (LiquidRender *self, LiquidValue object, LiquidValue key);
LiquidValue liquid_lookup_size (LiquidValue object);
bool liquid_lookup_range (LiquidRender *self, LiquidValue *first);
