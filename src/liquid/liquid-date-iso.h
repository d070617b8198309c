/* Dates as machines write them. */

#pragma once

#include "liquid-date-text.h"

bool liquid_date_read_iso (LiquidDateParts *self, LiquidSlice text);
