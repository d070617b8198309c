/* Times and zones in texts. */

#pragma once

#include "liquid-date-scan.h"

void liquid_date_set_zone (LiquidDateState *state, LiquidSlice zone);
void liquid_date_set_fraction (LiquidDateState *state, const char *digits, const char *end);
const char *
liquid_date_match_time (const LiquidDateText *text, const char *p, LiquidDateFound *found);
void liquid_date_take_time (LiquidDateState *state, const LiquidDateFound *found);
