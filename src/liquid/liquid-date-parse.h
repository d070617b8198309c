/* Dates, read as Ruby does. */

#pragma once

#include "liquid-date.h"

bool liquid_date_parse (LiquidDate *self, LiquidSlice text, const LiquidDate *now);
