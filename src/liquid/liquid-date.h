/* The calendar. */

#pragma once

#include "liquid-slice.h"

/* Three thousand million years: the calendar can be counted without overflow. */
#define LIQUID_MAX_SECONDS G_GINT64_CONSTANT (100000000000000000)

#define LIQUID_SECONDS_OF_DAY 86400

typedef struct {
  int64_t seconds; /* since 1970, in UTC */
  int32_t nanoseconds;
  int offset; /* seconds east of UTC, of what stands below */
  bool is_utc;
  bool is_universal; /* the text said UTC, not a place where it is UTC now */
  int64_t year;
  int month; /* from 1 */
  int day;   /* from 1 */
  int day_of_year;
  int weekday; /* 0 is Sunday */
  int hour;
  int minute;
  int second;
} LiquidDate;

static inline int64_t
liquid_divide_floor (int64_t a, int64_t b)
{
  return a / b - (a % b < 0);
}

static inline int64_t
liquid_modulo_floor (int64_t a, int64_t b)
{
  return a - liquid_divide_floor (a, b) * b;
}

extern const char *const liquid_month_names[12];
extern const char *const liquid_weekday_names[7];

int64_t liquid_date_count_days (int64_t year, int month, int day);
void liquid_date_set_days (LiquidDate *self, int64_t days);
void liquid_date_set (LiquidDate *self, int64_t seconds, int32_t nanoseconds, int offset);
