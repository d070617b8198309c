/* Letters in another case. Each function writes at most LIQUID_CASE_GROWTH bytes for a byte of
 * its text. */

#pragma once

#include "liquid-slice.h"

#define LIQUID_CASE_GROWTH 3

size_t liquid_upcase (LiquidSlice text, char *result);
size_t liquid_downcase (LiquidSlice text, char *result);
size_t liquid_titlecase (LiquidSlice letter, char *result);
