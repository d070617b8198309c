/* Reads dates as freely as Ruby's Time.parse, in UTC where a text says nothing else. */

#include "liquid-date-parse.h"

#include "liquid-date-iso.h"

static int
count_month_days (int64_t year, int month)
{
  return (int) (liquid_date_count_days (month == 12 ? year + 1 : year, month % 12 + 1, 1) -
                liquid_date_count_days (year, month, 1));
}

static bool
says_nothing (const LiquidDateParts *parts)
{
  return !parts->has_year && parts->month < 0 && parts->day < 0 && parts->day_of_year < 0 &&
         parts->hour < 0 && parts->minute < 0 && parts->second < 0 && !parts->has_fraction;
}

/* What is larger than the largest thing that the text names comes from @now, the rest begins. */
static void
complete (LiquidDateParts *parts, const LiquidDate *now)
{
  int *const named[] = { &parts->month, &parts->day, &parts->hour, &parts->minute, &parts->second };
  const int current[] = { now->month, now->day, now->hour, now->minute, now->second };
  const int firsts[] = { 1, 1, 0, 0, 0 };
  bool below = parts->has_year;

  parts->year = below ? parts->year : now->year;
  for (size_t i = 0; i < G_N_ELEMENTS (named); i++) {
    below |= *named[i] >= 0;
    if (*named[i] < 0) {
      *named[i] = below ? firsts[i] : current[i];
    }
  }
}

static bool
is_valid (const LiquidDateParts *parts)
{
  return parts->month >= 1 && parts->month <= 12 && parts->day >= 1 && parts->day <= 31 &&
         parts->hour <= 24 && parts->minute <= 59 && parts->second <= 60 &&
         (parts->hour < 24 || (parts->minute == 0 && parts->second == 0));
}

/* West of UTC a day too many is the first of the next month, east of it a day too few the last of
 * the month before. */
static void
move_days (LiquidDateParts *parts, int64_t days)
{
  bool is_west = parts->offset < 0;

  parts->day += (int) days;
  if (is_west && parts->month <= 12 && parts->day > count_month_days (parts->year, parts->month)) {
    parts->year += parts->month == 12;
    parts->month = parts->month % 12 + 1;
    parts->day = 1;
  } else if (!is_west && parts->day < 1) {
    parts->year -= parts->month == 1;
    parts->month = parts->month == 1 ? 12 : parts->month - 1;
    parts->day = count_month_days (parts->year, parts->month);
  }
}

/* From local time to UTC, as one does on paper: sixties that are too large become hours here, and
 * are no error. */
static void
subtract_offset (LiquidDateParts *parts)
{
  int *const units[] = { &parts->second, &parts->minute, &parts->hour };
  const int bases[] = { 60, 60, 24 };
  int64_t rest = -parts->offset;

  for (size_t i = 0; i < G_N_ELEMENTS (units); i++) {
    int step = (int) (rest % bases[i]);
    rest /= bases[i];
    if (step != 0) {
      int64_t sum = (int64_t) *units[i] + step;
      *units[i] = (int) liquid_modulo_floor (sum, bases[i]);
      rest += liquid_divide_floor (sum, bases[i]);
    }
  }
  if (rest != 0 && parts->month >= 1) {
    move_days (parts, rest);
  }
}

static bool
set_parts (LiquidDate *self, const LiquidDateParts *said, const LiquidDate *now)
{
  LiquidDateParts parts = *said;
  LiquidDate local;

  if (parts.has_offset && ABS (parts.offset) >= LIQUID_SECONDS_OF_DAY) {
    return false;
  }
  liquid_date_set (&local, now->seconds, now->nanoseconds, parts.has_offset ? parts.offset : 0);
  complete (&parts, &local);
  if (parts.has_offset) {
    subtract_offset (&parts);
  }
  if (!is_valid (&parts)) {
    return false;
  }
  int64_t days = liquid_date_count_days (parts.year, parts.month, parts.day);
  int64_t seconds =
    days * LIQUID_SECONDS_OF_DAY + parts.hour * 3600 + parts.minute * 60 + parts.second;
  liquid_date_set (self, seconds, parts.nanoseconds, parts.has_offset ? parts.offset : 0);
  self->is_utc = self->offset == 0;
  self->is_universal = parts.is_universal;
  return true;
}

/* The day of the year is guessed and put right once, which is not enough at the end of a year. */
static bool
set_day_of_year (LiquidDate *self, const LiquidDateParts *said, const LiquidDate *now)
{
  LiquidDateParts parts = *said;

  if (parts.day_of_year < 1 || parts.day_of_year > 366) {
    return false;
  }
  parts.month = (parts.day_of_year - 1) / 31 + 1;
  parts.day = (parts.day_of_year - 1) % 31 + 1;
  if (!set_parts (self, &parts, now)) {
    return false;
  }
  int days = count_month_days (parts.has_year ? parts.year : now->year, parts.month);
  parts.day += parts.day_of_year - self->day_of_year;
  if (parts.day > 28 && parts.day > days) {
    parts.month++;
    parts.day -= days;
  }
  return set_parts (self, &parts, now);
}

/* Reads a date and a time; false where there is none in @text. */
bool
liquid_date_parse (LiquidDate *self, LiquidSlice text, const LiquidDate *now)
{
  LiquidDateParts parts;

  if (!liquid_date_read_iso (&parts, text)) {
    liquid_date_read_text (&parts, text);
  }
  if (says_nothing (&parts)) {
    return false;
  }
  return parts.day_of_year >= 0 ? set_day_of_year (self, &parts, now)
                                : set_parts (self, &parts, now);
}
