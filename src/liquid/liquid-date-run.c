/* Dates and times of digits without marks. */

#include "liquid-date-run.h"

#include "liquid-date-clock.h"

#include <string.h>

/* "z", "+0100", "[-9]", "[+9:jst]" */
static const char *
match_run_zone (const LiquidDateText *text, const char *p, LiquidSlice *zone)
{
  const char *start = liquid_date_skip_spaces (p), *end = NULL;

  if (*start == 'z') {
    end = start + 1;
  } else if (*start == '+' || *start == '-') {
    end = liquid_date_skip_digits (start + 1);
    end = end - start >= 2 && end - start <= 5 ? end : NULL;
  } else if (*start == '[') {
    const char *digit = start + 1 + (start[1] == '+' || start[1] == '-');
    end = g_ascii_isdigit (*digit) ? strchr (digit, ']') : NULL;
    *zone = end != NULL ? liquid_slice_range (start + 1, end) : LIQUID_DATE_NOTHING;
    return end != NULL ? end + 1 : p;
  }
  end = end != NULL && liquid_date_is_boundary (text, end) ? end : NULL;
  *zone = end != NULL ? liquid_slice_range (start, end) : LIQUID_DATE_NOTHING;
  return end != NULL ? end : p;
}

/* Digits without marks, and a time that "t" or spaces part from them. */
const char *
liquid_date_match_run (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  const char *digits = p + (*p == '-' || *p == '+'), *end = digits;

  while (end - digits < 14 && g_ascii_isdigit (*end)) {
    end++;
  }
  if (end - digits < 2) {
    return NULL;
  }
  found->first = liquid_slice_range (p, digits);
  found->second = liquid_slice_range (digits, end);
  const char *time = liquid_date_skip_spaces (end);
  time = liquid_date_skip_spaces (time + (*time == 't'));
  for (end = time; end - time < 6 && g_ascii_isdigit (*end); end++) {
  }
  end = end - time >= 2 ? end : time;
  found->third = end != time ? liquid_slice_range (time, end) : LIQUID_DATE_NOTHING;
  if (*end == '.' || *end == ',') {
    found->fourth = liquid_slice_range (end + 1, liquid_date_skip_digits (end + 1));
    end = found->fourth.bytes + found->fourth.length;
  }
  return match_run_zone (text, end, &found->zone);
}

/* Hours, minutes and seconds from the left. */
static void
take_clock (LiquidDateState *state, LiquidSlice digits)
{
  int *const parts[] = { &state->parts->hour, &state->parts->minute, &state->parts->second };

  for (size_t i = 0; i < G_N_ELEMENTS (parts) && digits.length >= i * 2 + 2; i++) {
    *parts[i] = liquid_date_read_part (digits.bytes + i * 2, 2);
  }
}

/* Pairs of digits from the right: seconds, minutes, hours, the day, the month and the year. Three
 * digits, five and seven leave one for the last. */
static void
take_run_backwards (LiquidDateState *state, LiquidSlice digits, bool has_sign)
{
  LiquidDateParts *parts = state->parts;
  int *const targets[] = { &parts->second, &parts->minute, &parts->hour, &parts->day,
                           &parts->month };
  const char *end = digits.bytes + digits.length;

  if (digits.length % 2 == 1 && digits.length > 7) {
    return;
  }
  for (size_t i = 0; i < G_N_ELEMENTS (targets) && end > digits.bytes; i++) {
    int n = MIN (2, (int) (end - digits.bytes));
    end -= n;
    *targets[i] = liquid_date_read_part (end, n);
  }
  if (end > digits.bytes) {
    int64_t year = liquid_date_read_part (digits.bytes, (int) (end - digits.bytes));
    liquid_date_set_year (state, has_sign ? -year : year);
    state->whole_year |= end - digits.bytes == 4;
  }
}

/* What a run of so many digits says, from the left: digits of the year, the month, the day and the
 * day of the year. */
static const struct {
  uint8_t year;
  uint8_t month;
  uint8_t day;
  uint8_t day_of_year;
} run_forms[] = {
  [2] = { 0, 0, 2, 0 },  [3] = { 0, 0, 0, 3 },  [4] = { 0, 2, 2, 0 }, [5] = { 2, 0, 0, 3 },
  [6] = { 2, 2, 2, 0 },  [7] = { 4, 0, 0, 3 },  [8] = { 4, 2, 2, 0 }, [10] = { 4, 2, 2, 0 },
  [12] = { 4, 2, 2, 0 }, [14] = { 4, 2, 2, 0 },
};

static void
take_run_forwards (LiquidDateState *state, LiquidSlice digits, bool has_sign)
{
  LiquidDateParts *parts = state->parts;
  const char *p = digits.bytes;
  int n_year = run_forms[digits.length].year, n_month = run_forms[digits.length].month;
  int n_day = run_forms[digits.length].day, n_days = run_forms[digits.length].day_of_year;

  if (n_year > 0) {
    liquid_date_set_year (state, has_sign ? -liquid_date_read_part (p, n_year)
                                          : liquid_date_read_part (p, n_year));
    state->whole_year |= n_year == 4 && n_days == 0;
  }
  p += n_year;
  parts->month = n_month > 0 ? liquid_date_read_part (p, n_month) : parts->month;
  p += n_month;
  parts->day = n_day > 0 ? liquid_date_read_part (p, n_day) : parts->day;
  p += n_day;
  parts->day_of_year = n_days > 0 ? liquid_date_read_part (p, n_days) : parts->day_of_year;
  if (digits.length >= 10 && digits.length % 2 == 0) {
    take_clock (state, liquid_slice_range (p, digits.bytes + digits.length));
  }
}

void
liquid_date_take_run (LiquidDateState *state, const LiquidDateFound *found)
{
  bool has_sign = found->first.length > 0 && *found->first.bytes == '-';
  bool has_fraction = liquid_date_is_there (found->fourth),
       has_time = liquid_date_is_there (found->third);

  if (has_fraction && !has_time) {
    take_run_backwards (state, found->second, has_sign);
  } else {
    take_run_forwards (state, found->second, has_sign);
  }
  if (has_time && found->third.length % 2 == 0) {
    LiquidSlice time = found->third;
    if (has_fraction) {
      take_run_backwards (state, time, false);
    } else {
      take_clock (state, time);
    }
  }
  if (has_fraction) {
    liquid_date_set_fraction (state, found->fourth.bytes,
                              found->fourth.bytes + found->fourth.length);
  }
  if (liquid_date_is_there (found->zone)) {
    const char *colon = memchr (found->zone.bytes, ':', found->zone.length);
    const char *end = found->zone.bytes + found->zone.length;
    liquid_date_set_zone (state, colon != NULL ? liquid_slice_range (colon + 1, end) : found->zone);
  }
}
