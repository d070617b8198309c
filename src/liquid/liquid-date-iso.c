/* Dates as machines write them, "2026-03-25", "2026-03-25 14:30:00 +0100",
 * "2026-03-25T14:30:00.123Z": nearly all that are in data. liquid-date-text.c reads the same in
 * them, but looks for all that people write first. */

#include "liquid-date-iso.h"

typedef struct {
  const char *p;
  const char *end;
} Scanner;

static bool
accept (Scanner *self, char c)
{
  bool found = self->p < self->end && *self->p == c;

  self->p += found;
  return found;
}

/* Exactly @n digits, for a number from @least to @most. */
static bool
read_number (Scanner *self, int n, int least, int most, int *number)
{
  int value = 0;

  if (self->end - self->p < n) {
    return false;
  }
  for (int i = 0; i < n; i++) {
    if (!g_ascii_isdigit (self->p[i])) {
      return false;
    }
    value = value * 10 + (self->p[i] - '0');
  }
  self->p += n;
  *number = value;
  return value >= least && value <= most;
}

/* The digits behind a point; what is finer than a billionth is passed over. */
static bool
read_fraction (Scanner *self, LiquidDateParts *parts)
{
  int32_t unit = 100000000;
  const char *start = self->p;

  parts->has_fraction = true;
  for (; self->p < self->end && g_ascii_isdigit (*self->p); self->p++, unit /= 10) {
    parts->nanoseconds += (*self->p - '0') * unit;
  }
  return self->p > start;
}

static bool
read_clock (Scanner *self, LiquidDateParts *parts)
{
  if (!read_number (self, 2, 0, 23, &parts->hour) || !accept (self, ':') ||
      !read_number (self, 2, 0, 59, &parts->minute)) {
    return false;
  }
  if (!accept (self, ':')) {
    return true;
  }
  return read_number (self, 2, 0, 59, &parts->second) &&
         (!accept (self, '.') || read_fraction (self, parts));
}

static bool
read_offset (Scanner *self, LiquidDateParts *parts)
{
  int sign = accept (self, '+') ? 1 : accept (self, '-') ? -1 : 0, hours, minutes;

  if (sign == 0 || !read_number (self, 2, 0, 23, &hours)) {
    return false;
  }
  accept (self, ':');
  if (!read_number (self, 2, 0, 59, &minutes)) {
    return false;
  }
  parts->has_offset = true;
  parts->offset = sign * (hours * 3600 + minutes * 60);
  parts->is_universal = sign < 0 && parts->offset == 0;
  return true;
}

static bool
read_zone (Scanner *self, LiquidDateParts *parts)
{
  static const LiquidSlice utc = LIQUID_SLICE ("UTC"), zulu = LIQUID_SLICE ("Z");

  accept (self, ' ');
  LiquidSlice rest = liquid_slice_range (self->p, self->end);
  if (liquid_slice_equal (rest, utc) || liquid_slice_equal (rest, zulu)) {
    parts->has_offset = parts->is_universal = true;
    return true;
  }
  return read_offset (self, parts) && self->p == self->end;
}

/* Whether @text is such a date; otherwise @self is undefined. */
bool
liquid_date_read_iso (LiquidDateParts *self, LiquidSlice text)
{
  Scanner scanner = { text.bytes, text.bytes + text.length };
  int year;

  *self = (LiquidDateParts){ .has_year = true,
                             .day_of_year = LIQUID_DATE_UNSAID,
                             .hour = LIQUID_DATE_UNSAID,
                             .minute = LIQUID_DATE_UNSAID,
                             .second = LIQUID_DATE_UNSAID };
  if (!read_number (&scanner, 4, 1000, 9999, &year) || !accept (&scanner, '-') ||
      !read_number (&scanner, 2, 1, 12, &self->month) || !accept (&scanner, '-') ||
      !read_number (&scanner, 2, 1, 31, &self->day)) {
    return false;
  }
  self->year = year;
  if (scanner.p == scanner.end) {
    return true;
  }
  return (accept (&scanner, ' ') || accept (&scanner, 'T')) && read_clock (&scanner, self) &&
         (scanner.p == scanner.end || read_zone (&scanner, self));
}
