/* Where things stand in a template. */

#pragma once

#include "liquid-slice.h"
#include "liquid.h"

LiquidSpan liquid_locate (const char *source, LiquidSlice where);
