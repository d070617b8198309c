/* Dates, read and printed as Ruby does. */

#pragma once

#include "liquid-slice.h"

/* Ten thousand years or so: no calendar is meant beyond. */
#define LIQUID_MAX_SECONDS G_GINT64_CONSTANT (400000000000)

typedef struct {
  int64_t seconds; /* since 1970, in UTC */
  int32_t nanoseconds;
  int offset; /* seconds east of UTC, of what stands below */
  bool is_utc;
  int64_t year;
  int month; /* from 1 */
  int day;   /* from 1 */
  int day_of_year;
  int weekday; /* 0 is Sunday */
  int hour;
  int minute;
  int second;
} LiquidDate;

void liquid_date_set (LiquidDate *self, int64_t seconds, int32_t nanoseconds, int offset);
bool liquid_date_parse (LiquidDate *self, LiquidSlice text, const LiquidDate *now);
bool liquid_date_format (const LiquidDate *self, LiquidSlice text, size_t most, GString *output);
