/* Dates, written as LiquidJS does. */

#pragma once

#include "liquid-date.h"

bool liquid_js_date_format (
  const LiquidDate *self, LiquidSlice zone, LiquidSlice text, size_t most, GString *output);
