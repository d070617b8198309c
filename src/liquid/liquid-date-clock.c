/* Times and zones in the text of a date. */

#include "liquid-date-clock.h"

#include <string.h>

static bool
find_zone (LiquidSlice zone, int *hours)
{
  static const struct {
    const char *name;
    int hours;
  } zones[] = {
    { "utc", 0 },  { "ut", 0 },   { "gmt", 0 },  { "z", 0 },    { "est", -5 }, { "edt", -4 },
    { "cst", -6 }, { "cdt", -5 }, { "mst", -7 }, { "mdt", -6 }, { "pst", -8 }, { "pdt", -7 },
  };
  static const char east[] = "abcdefghiklm", west[] = "nopqrstuvwxy";

  for (size_t i = 0; i < G_N_ELEMENTS (zones); i++) {
    if (zone.length == strlen (zones[i].name) &&
        liquid_date_starts_with (zone.bytes, zones[i].name)) {
      *hours = zones[i].hours;
      return true;
    }
  }
  for (int i = 0; zone.length == 1 && i < 12; i++) {
    if (zone.bytes[0] == east[i] || zone.bytes[0] == west[i]) {
      *hours = zone.bytes[0] == east[i] ? i + 1 : -i - 1;
      return true;
    }
  }
  return false;
}

/* "+02", "+0230", "+02:30", "+023015" or "+02:30:15" */
static bool
read_offset (LiquidSlice zone, int *offset)
{
  const char *end = zone.bytes + zone.length, *p = zone.bytes + 1;
  int numbers[3] = { 0 }, count = 0;
  bool has_colons = zone.length > 3 && zone.bytes[3] == ':';

  if (zone.length == 0 || (zone.bytes[0] != '+' && zone.bytes[0] != '-')) {
    return false;
  }
  for (; p < end && count < 3; count++) {
    p += count > 0 && has_colons && *p == ':';
    if (end - p < 2 || !g_ascii_isdigit (p[0]) || !g_ascii_isdigit (p[1]) ||
        (count > 0 && has_colons && p[-1] != ':')) {
      return false;
    }
    numbers[count] = liquid_date_read_part (p, 2);
    p += 2;
  }
  *offset = numbers[0] * 3600 + numbers[1] * 60 + numbers[2];
  *offset = zone.bytes[0] == '-' ? -*offset : *offset;
  return p == end && count > 0;
}

/* A zone that nobody knows is as none. */
void
liquid_date_set_zone (LiquidDateState *state, LiquidSlice zone)
{
  static const char *const universal[] = { "utc", "ut", "z", "-00:00", "-0000", "-00", NULL };
  int hours = 0;

  state->parts->is_universal = false;
  for (size_t i = 0; universal[i] != NULL; i++) {
    state->parts->is_universal |=
      zone.length == strlen (universal[i]) && liquid_date_starts_with (zone.bytes, universal[i]);
  }
  state->parts->has_offset = true;
  if (find_zone (zone, &hours)) {
    state->parts->offset = hours * 3600;
  } else if (!read_offset (zone, &state->parts->offset)) {
    state->parts->has_offset = false;
  }
}

/* "+5", "utc-8", "gmt+05:30" */
static const char *
match_zone_number (const char *p)
{
  static const char *const names[] = { "gmt", "utc", "ut", NULL };
  const char *sign = liquid_date_match_word (p, names);

  sign = sign != NULL ? sign : p;
  const char *end = liquid_date_skip_digits (sign + 1);
  if ((*sign != '+' && *sign != '-') || end == sign + 1) {
    return NULL;
  }
  if (*end != '\0' && strchr (",.:", *end) != NULL && g_ascii_isdigit (end[1])) {
    end = liquid_date_skip_digits (end + 1);
    if (*end == ':' && g_ascii_isdigit (end[1])) {
      end = liquid_date_skip_digits (end + 1);
    }
  }
  return end;
}

/* "pacific standard time" */
static const char *
match_zone_words (const LiquidDateText *text, const char *p)
{
  static const char *const words[] = { "standard time", "daylight time", NULL };
  const char *end = p;

  while (liquid_date_is_letter (*end) || *end == '.' || *end == ' ') {
    end++;
  }
  for (; end > p; end--) {
    const char *words_end = liquid_date_match_word (end, words);
    if (words_end != NULL && liquid_date_is_boundary (text, words_end)) {
      return words_end;
    }
  }
  return NULL;
}

/* "est", "est dst" */
static const char *
match_zone_word (const LiquidDateText *text, const char *p)
{
  const char *end = p;

  while (liquid_date_is_letter (*end)) {
    end++;
  }
  if (end == p) {
    return NULL;
  }
  if (liquid_date_starts_with (end, " dst") && liquid_date_is_boundary (text, end + 4)) {
    return end + 4;
  }
  return liquid_date_is_boundary (text, end) ? end : NULL;
}

static const char *
match_zone (const LiquidDateText *text, const char *p, LiquidSlice *zone)
{
  const char *start = liquid_date_skip_spaces (p), *end = match_zone_number (start);

  end = end != NULL ? end : match_zone_words (text, start);
  end = end != NULL ? end : match_zone_word (text, start);
  *zone = end != NULL ? liquid_slice_range (start, end) : LIQUID_DATE_NOTHING;
  return end != NULL ? end : p;
}

/* "am", "p.m." */
static const char *
match_meridian (const LiquidDateText *text, const char *p)
{
  const char *start = liquid_date_skip_spaces (p);

  if (*start != 'a' && *start != 'p') {
    return NULL;
  }
  if (start[1] == 'm' && liquid_date_is_boundary (text, start + 2)) {
    return start + 2;
  }
  return liquid_date_starts_with (start + 1, ".m.") ? start + 4 : NULL;
}

/* Behind a colon with digits, which spaces may stand around; NULL where there is none. */
static const char *
match_colon (const char *p)
{
  const char *colon = liquid_date_skip_spaces (p);
  const char *digits = *colon == ':' ? liquid_date_skip_spaces (colon + 1) : colon;

  return *colon == ':' && g_ascii_isdigit (*digits) ? liquid_date_skip_digits (digits) : NULL;
}

/* "10:30", "10:30:15.5" */
static const char *
match_colons (const char *p)
{
  const char *minutes_end = match_colon (p);
  const char *seconds_end = minutes_end != NULL ? match_colon (minutes_end) : NULL;

  if (seconds_end == NULL) {
    return minutes_end;
  }
  return *seconds_end == '.' || *seconds_end == ',' ? liquid_date_skip_digits (seconds_end + 1)
                                                    : seconds_end;
}

/* Behind a number that @unit may follow; @p where there is none. */
static const char *
match_unit (const char *p, char unit)
{
  const char *digits = liquid_date_skip_spaces (p), *end = liquid_date_skip_digits (digits);

  return end == digits ? p : end + (*end == unit);
}

/* "10h", "10h 30m 15s" */
static const char *
match_hours (const char *p)
{
  const char *letter = liquid_date_skip_spaces (p);

  if (*letter != 'h') {
    return NULL;
  }
  const char *minutes_end = match_unit (letter + 1, 'm');
  return minutes_end == letter + 1 ? minutes_end : match_unit (minutes_end, 's');
}

const char *
liquid_date_match_time (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  const char *digits_end = liquid_date_skip_digits (p);

  if (digits_end == p || (p > text->bytes && g_ascii_isdigit (p[-1]))) {
    return NULL;
  }
  const char *end = match_colons (digits_end);
  end = end != NULL ? end : match_hours (digits_end);
  const char *meridian_end = match_meridian (text, end != NULL ? end : digits_end);
  end = meridian_end != NULL ? meridian_end : end;
  if (end == NULL) {
    return NULL;
  }
  found->first = liquid_slice_range (p, end);
  return match_zone (text, end, &found->zone);
}

/* The digits of a fraction as billionths. */
void
liquid_date_set_fraction (LiquidDateState *state, const char *digits, const char *end)
{
  int32_t unit = 100000000;

  state->parts->has_fraction = true;
  state->parts->nanoseconds = 0;
  for (; digits < end && unit > 0; digits++, unit /= 10) {
    state->parts->nanoseconds += (*digits - '0') * unit;
  }
}

/* Behind the number at @p or behind a colon; @p where there is none. */
static const char *
read_next (const char *p, int *number)
{
  const char *digits = liquid_date_skip_spaces (p);

  digits = liquid_date_skip_spaces (digits + (*digits == ':'));
  const char *end = liquid_date_skip_digits (digits);
  if (end == digits) {
    return p;
  }
  *number = liquid_date_read_part (digits, (int) (end - digits));
  return end;
}

void
liquid_date_take_time (LiquidDateState *state, const LiquidDateFound *found)
{
  LiquidDateParts *parts = state->parts;
  LiquidDateText clock = { .length = found->first.length };

  memcpy (clock.bytes, found->first.bytes, clock.length);
  const char *p = liquid_date_skip_digits (clock.bytes);
  parts->hour = liquid_date_read_part (clock.bytes, (int) (p - clock.bytes));
  p += *p == 'h';
  const char *minutes_end = read_next (p, &parts->minute);
  if (minutes_end != p) {
    p = minutes_end + (*minutes_end == 'm');
    const char *seconds_end = read_next (p, &parts->second);
    if (seconds_end != p) {
      p = seconds_end;
      if ((*p == '.' || *p == ',') && g_ascii_isdigit (p[1])) {
        p = liquid_date_skip_digits (p + 1);
        liquid_date_set_fraction (state, seconds_end + 1, p);
      }
      p += *p == 's';
    }
  }
  if (match_meridian (&clock, p) != NULL) {
    parts->hour = parts->hour % 12 + (*liquid_date_skip_spaces (p) == 'p' ? 12 : 0);
  }
  if (liquid_date_is_there (found->zone)) {
    liquid_date_set_zone (state, found->zone);
  }
}
