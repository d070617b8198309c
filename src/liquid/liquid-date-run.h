/* Dates that are digits only. */

#pragma once

#include "liquid-date-scan.h"

const char *
liquid_date_match_run (const LiquidDateText *text, const char *p, LiquidDateFound *found);
void liquid_date_take_run (LiquidDateState *state, const LiquidDateFound *found);
