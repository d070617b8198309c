/* Reads dates as V8's Date does, in UTC where a text says nothing else. */

#include "liquid-js-date-parse.h"

#include <string.h>

/* V8's year where none is given. */
#define DEFAULT_YEAR 2001

/* What a text says of a date while it is read. */
typedef struct {
  const char *p;
  const char *end;
  int64_t days[3]; /* numbers that are no times */
  int n_days;
  int lengths[3];
  int month; /* by its name, or 0 */
  int64_t times[4];
  int n_times;
  bool after_colon;
  bool has_number;
  bool has_zone;
  int zone_sign; /* 0 where no number is of the zone */
  int64_t offset;
  int half; /* 0, or the hour of AM (1) and PM (2) */
} Reader;

static bool
read_zone_number (Reader *self, int64_t number, int length)
{
  /* No zone is further away than any of these; more would not fit. */
  enum { MOST_MINUTES = 100 * 60 };
  int64_t minutes = length <= 2 ? number * 60 : number / 100 * 60 + number % 100;

  if (length <= 2 && self->p < self->end && *self->p == ':') {
    int64_t more = 0;
    for (self->p++; self->p < self->end && g_ascii_isdigit (*self->p); self->p++) {
      more = MIN (more * 10 + (*self->p - '0'), MOST_MINUTES);
    }
    minutes += more;
  }
  if (minutes > MOST_MINUTES) {
    return false;
  }
  self->offset = self->zone_sign * minutes * 60;
  self->zone_sign = 0;
  return true;
}

static bool
read_number (Reader *self)
{
  int64_t number = 0;
  int length = 0;

  for (; self->p < self->end && g_ascii_isdigit (*self->p); self->p++, length++) {
    number = MIN (number * 10 + (*self->p - '0'), G_MAXINT32);
  }
  char next = self->p < self->end ? *self->p : '\0';
  self->has_number = true;
  if (self->zone_sign != 0) {
    return read_zone_number (self, number, length);
  }
  bool is_time = next == ':' || self->after_colon;
  if (is_time) {
    if (self->n_times == G_N_ELEMENTS (self->times)) {
      return false;
    }
    self->times[self->n_times++] = number;
    self->after_colon = next == ':' || (next == '.' && self->n_times == 3);
    self->p += self->after_colon;
    return true;
  }
  if (self->n_days == G_N_ELEMENTS (self->days)) {
    return false;
  }
  self->lengths[self->n_days] = length;
  self->days[self->n_days++] = number;
  self->p += next == '/' || next == '-';
  return true;
}

static const struct {
  const char *name;
  int hours;
} zones[] = {
  { "utc", 0 },  { "gmt", 0 },  { "ut", 0 },   { "z", 0 },    { "est", -5 }, { "edt", -4 },
  { "cst", -6 }, { "cdt", -5 }, { "mst", -7 }, { "mdt", -6 }, { "pst", -8 }, { "pdt", -7 },
};

static bool
is_word (const char *start, size_t length, const char *word)
{
  return strlen (word) == length && g_ascii_strncasecmp (start, word, length) == 0;
}

/* Words that mean nothing may stand before the first number only. */
static bool
read_word (Reader *self)
{
  const char *start = self->p;

  while (self->p < self->end && g_ascii_isalpha (*self->p)) {
    self->p++;
  }
  size_t length = (size_t) (self->p - start);
  for (size_t i = 0; length >= 3 && i < G_N_ELEMENTS (liquid_month_names); i++) {
    if (g_ascii_strncasecmp (start, liquid_month_names[i], 3) == 0) {
      self->month = (int) i + 1;
      return true;
    }
  }
  for (size_t i = 0; i < G_N_ELEMENTS (zones); i++) {
    if (is_word (start, length, zones[i].name) && self->has_number) {
      self->has_zone = true;
      self->offset = zones[i].hours * 3600;
      return true;
    }
  }
  for (int half = 1; half <= 2 && self->n_times > 0; half++) {
    if (is_word (start, length, half == 1 ? "am" : "pm")) {
      self->half = half;
      return true;
    }
  }
  bool separates = is_word (start, length, "t") && self->n_days == 3;
  return separates || !self->has_number;
}

static bool
read_parts (Reader *self)
{
  while (self->p < self->end) {
    bool read = true;
    if (g_ascii_isdigit (*self->p)) {
      read = read_number (self);
    } else if (g_ascii_isalpha (*self->p)) {
      read = read_word (self);
    } else if (*self->p == '(') {
      const char *close = memchr (self->p, ')', (size_t) (self->end - self->p));
      self->p = close != NULL ? close + 1 : self->end;
    } else if ((*self->p == '+' || *self->p == '-') && (self->n_times > 0 || self->has_zone)) {
      self->zone_sign = *self->p++ == '-' ? -1 : 1;
    } else {
      self->p++;
    }
    if (!read) {
      return false;
    }
  }
  return true;
}

/* Which of the numbers is what. */
static bool
order_days (const Reader *self, int64_t *year, int64_t *month, int64_t *day)
{
  const int64_t *days = self->days;
  int n = self->n_days;
  bool year_first = n > 0 && (days[0] > 31 || days[0] < 1 || self->lengths[0] >= 4);

  *year = DEFAULT_YEAR;
  *day = 1;
  *month = self->month;
  if (self->month > 0) {
    *day = year_first ? (n > 1 ? days[1] : 1) : n > 0 ? days[0] : 1;
    *year = year_first ? days[0] : n > 1 ? days[1] : DEFAULT_YEAR;
    return n > 0;
  }
  if (year_first && (n == 3 || self->lengths[0] >= 4)) {
    *year = days[0];
    *month = n > 1 ? days[1] : 1;
    *day = n > 2 ? days[2] : 1;
    return true;
  }
  *month = n > 0 ? days[0] : 0;
  *day = n > 1 ? days[1] : 1;
  *year = n > 2 ? days[2] : DEFAULT_YEAR;
  return n > 0;
}

/* Reads a date and a time as V8's Date.parse, in seconds since 1970; false where there is none. */
bool
liquid_js_date_parse (LiquidSlice text, double *seconds)
{
  Reader reader = { .p = text.bytes, .end = text.bytes + text.length };
  int64_t year, month, day, *times = reader.times;

  if (!read_parts (&reader) || !order_days (&reader, &year, &month, &day)) {
    return false;
  }
  bool is_short = year < 100 && reader.lengths[0] < 4;
  year += is_short ? (year < 50 ? 2000 : 1900) : 0;
  bool whole = times[0] == 24 && times[1] == 0 && times[2] == 0;
  bool is_half = reader.half == 0 || (times[0] >= 1 && times[0] <= 12);
  if (month < 1 || month > 12 || day < 1 || day > 31 || year > 275760 || reader.n_times == 1 ||
      (times[0] > 23 && !whole) || times[1] > 59 || times[2] > 59 || !is_half) {
    return false;
  }
  if (reader.half != 0) {
    times[0] = times[0] % 12 + (reader.half == 2 ? 12 : 0);
  }
  double fraction = (double) times[3];
  while (fraction >= 1) {
    fraction /= 10;
  }
  *seconds = (double) (liquid_date_count_days (year, (int) month, (int) day) * 86400 +
                       times[0] * 3600 + times[1] * 60 + times[2] - reader.offset) +
             fraction;
  return true;
}
