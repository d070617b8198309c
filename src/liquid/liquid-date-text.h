/* What a text says of a date and a time. */

#pragma once

#include "liquid-date.h"

#define LIQUID_DATE_UNSAID (-1)

/* LIQUID_DATE_UNSAID where the text says nothing. What is out of range is not refused here. */
typedef struct {
  bool has_year;
  int64_t year;
  int month;
  int day;
  int day_of_year;
  int hour;
  int minute;
  int second;
  bool has_fraction;
  int32_t nanoseconds;
  bool has_offset;
  int offset;        /* seconds east of UTC */
  bool is_universal; /* by name, or by "-00:00" */
} LiquidDateParts;

void liquid_date_read_text (LiquidDateParts *self, LiquidSlice text);
