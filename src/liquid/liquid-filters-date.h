/* The filter `date`. */

#pragma once

#include "liquid-filters.h"

bool liquid_filter_date (const LiquidCall *call, LiquidValue *result);
