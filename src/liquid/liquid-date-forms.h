/* The forms of dates. */

#pragma once

#include "liquid-date-scan.h"

/* In the order in which they are tried. */
extern const LiquidDateForm liquid_date_forms[];
extern const size_t liquid_n_date_forms;
