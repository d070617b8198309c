/* What the filters of LiquidJS share. */

#pragma once

#include "liquid-filters.h"
#include "liquid-js.h"

LiquidValue liquid_js_argument (const LiquidCall *call, unsigned index);

extern const LiquidFilter liquid_js_filters[];
extern const size_t liquid_n_js_filters;

static inline LiquidValue
liquid_js_argument_or (const LiquidCall *call, unsigned index, LiquidValue otherwise)
{
  LiquidValue value = liquid_js_argument (call, index);

  return liquid_is_undefined (value) ? otherwise : value;
}

static inline bool
liquid_js_get_text (const LiquidCall *call, unsigned index, LiquidSlice *text)
{
  return liquid_render_to_text (call->render, liquid_js_argument (call, index), text);
}
