/* Dates, read as JavaScript does. */

#pragma once

#include "liquid-date.h"

bool liquid_js_date_parse (LiquidSlice text, double *seconds);
