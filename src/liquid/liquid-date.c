/* The calendar, the Gregorian one for all times, and the names of its parts in English. */

#include "liquid-date.h"

const char *const liquid_month_names[12] = { "January",   "February", "March",    "April",
                                             "May",       "June",     "July",     "August",
                                             "September", "October",  "November", "December" };

const char *const liquid_weekday_names[7] = { "Sunday",   "Monday", "Tuesday", "Wednesday",
                                              "Thursday", "Friday", "Saturday" };

/* The calendar repeats itself after an era of 400 years. Years begin in March here, so that the day
 * that some have more is the last. */
#define YEARS_OF_ERA 400
#define DAYS_OF_ERA 146097
/* From the first day of the year 0, a March 1st. */
#define DAYS_TO_1970 719468

/* Days since 1970-01-01; Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
int64_t
liquid_date_count_days (int64_t year, int month, int day)
{
  year -= month <= 2;
  int64_t era = liquid_divide_floor (year, YEARS_OF_ERA);
  int64_t year_of_era = year - era * YEARS_OF_ERA;
  int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

  return era * DAYS_OF_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         DAYS_TO_1970;
}

/* Sets the day alone; @days as liquid_date_count_days() counts them. */
void
liquid_date_set_days (LiquidDate *self, int64_t days)
{
  int64_t z = days + DAYS_TO_1970;
  int64_t era = liquid_divide_floor (z, DAYS_OF_ERA);
  int64_t day_of_era = z - era * DAYS_OF_ERA;
  int64_t year_of_era =
    (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / (DAYS_OF_ERA - 1)) / 365;
  int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int64_t shifted = (5 * day_of_year + 2) / 153;

  self->day = (int) (day_of_year - (153 * shifted + 2) / 5 + 1);
  self->month = (int) (shifted < 10 ? shifted + 3 : shifted - 9);
  self->year = year_of_era + era * YEARS_OF_ERA + (self->month <= 2);
  self->weekday = (int) liquid_modulo_floor (days + 4, 7);
  self->day_of_year = (int) (days - liquid_date_count_days (self->year, 1, 1)) + 1;
}

/* The local time @offset seconds east of UTC, at @seconds since 1970. */
void
liquid_date_set (LiquidDate *self, int64_t seconds, int32_t nanoseconds, int offset)
{
  int64_t local = seconds + offset;
  int64_t of_day = liquid_modulo_floor (local, LIQUID_SECONDS_OF_DAY);

  *self = (LiquidDate){
    .seconds = seconds,
    .nanoseconds = nanoseconds,
    .offset = offset,
    .hour = (int) (of_day / 3600),
    .minute = (int) (of_day / 60 % 60),
    .second = (int) (of_day % 60),
  };
  liquid_date_set_days (self, liquid_divide_floor (local, LIQUID_SECONDS_OF_DAY));
}
