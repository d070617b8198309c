/* Reads dates as freely as Ruby's Time.parse, in UTC where a text says nothing else. */

#include "liquid-date-parse.h"

#include <string.h>

static const struct {
  const char *name;
  int hours;
} zones[] = {
  { "utc", 0 },  { "gmt", 0 },  { "z", 0 },    { "est", -5 }, { "edt", -4 }, { "cst", -6 },
  { "cdt", -5 }, { "mst", -7 }, { "mdt", -6 }, { "pst", -8 }, { "pdt", -7 },
};

/* What a text says, -1 where it says nothing. */
typedef struct {
  int64_t year;
  bool has_year;
  int month;
  int day;
  int day_of_year;
  int hour;
  int minute;
  int second;
  int32_t nanoseconds;
  bool has_offset;
  bool is_utc;
  int offset;
} Parts;

/* The text with what has been understood blanked out. */
typedef struct {
  char *bytes;
  size_t length;
} Text;

static void
blank (Text *text, const char *start, const char *end)
{
  memset (text->bytes + (start - text->bytes), ' ', (size_t) (end - start));
}

static const char *
skip_digits (const char *p, const char *end)
{
  while (p < end && g_ascii_isdigit (*p)) {
    p++;
  }
  return p;
}

static int64_t
read_digits (const char *p, const char *end)
{
  int64_t number = 0;

  for (; p < end && number < G_MAXINT32; p++) {
    number = number * 10 + (*p - '0');
  }
  return number;
}

static bool
starts_word (const Text *text, const char *p)
{
  return p == text->bytes || !liquid_is_word (p[-1]);
}

/* Where a name of @names begins, by its first three letters at least. */
static int
find_name (
  const char *p, const char *end, const char *const *names, int n_names, const char **name_end)
{
  const char *word_end = p;

  while (word_end < end && g_ascii_isalpha (*word_end)) {
    word_end++;
  }
  size_t length = (size_t) (word_end - p);
  for (int i = 0; i < n_names && length >= 3; i++) {
    if (length <= strlen (names[i]) && g_ascii_strncasecmp (p, names[i], length) == 0) {
      *name_end = word_end;
      return i;
    }
  }
  return -1;
}

static int
read_offset (const char *p, const char *end, const char **offset_end)
{
  int sign = *p == '-' ? -1 : 1;
  const char *start = p + 1;
  const char *hours_end = skip_digits (start, end);
  int64_t hours = read_digits (start, MIN (hours_end, start + 2));
  int64_t minutes = 0;

  if (hours_end - start > 2) {
    minutes = read_digits (start + 2, MIN (hours_end, start + 4));
  } else if (hours_end < end && *hours_end == ':') {
    const char *minutes_end = skip_digits (hours_end + 1, end);
    minutes = read_digits (hours_end + 1, minutes_end);
    hours_end = minutes_end;
  }
  *offset_end = hours_end;
  return sign * (int) (hours * 3600 + minutes * 60);
}

static const char *
read_zone (const char *p, const char *end, Parts *parts)
{
  const char *zone = liquid_skip_space (p, end);
  const char *zone_end = zone;

  if (zone + 1 < end && (*zone == '+' || *zone == '-') && g_ascii_isdigit (zone[1])) {
    parts->offset = read_offset (zone, end, &zone_end);
    parts->has_offset = true;
    return zone_end;
  }
  while (zone_end < end && g_ascii_isalpha (*zone_end)) {
    zone_end++;
  }
  for (size_t i = 0; i < G_N_ELEMENTS (zones); i++) {
    size_t length = strlen (zones[i].name);
    if ((size_t) (zone_end - zone) == length && memcmp (zone, zones[i].name, length) == 0) {
      parts->offset = zones[i].hours * 3600;
      parts->has_offset = true;
      parts->is_utc = zones[i].hours == 0;
      return zone_end;
    }
  }
  return p;
}

static const char *
read_meridian (const char *p, const char *end, Parts *parts)
{
  const char *letter = liquid_skip_space (p, end);

  if (end - letter < 2 || (*letter != 'a' && *letter != 'p') || letter[1] != 'm' ||
      (letter + 2 < end && liquid_is_word (letter[2]))) {
    return p;
  }
  parts->hour = parts->hour % 12 + (*letter == 'p' ? 12 : 0);
  return letter + 2;
}

static const char *
read_fraction (const char *p, const char *end, Parts *parts)
{
  if (p + 1 >= end || (*p != '.' && *p != ',') || !g_ascii_isdigit (p[1])) {
    return p;
  }
  const char *digits_end = skip_digits (p + 1, end);
  int32_t unit = 100000000;
  for (const char *digit = p + 1; digit < digits_end && unit > 0; digit++, unit /= 10) {
    parts->nanoseconds += (*digit - '0') * unit;
  }
  return digits_end;
}

/* "10:30", "10:30:15.5 pm +02:00", "5pm" */
static bool
read_time (Text *text, Parts *parts)
{
  const char *end = text->bytes + text->length;

  for (const char *p = text->bytes; p < end; p++) {
    if (!g_ascii_isdigit (*p) || (p > text->bytes && g_ascii_isdigit (p[-1]))) {
      continue;
    }
    const char *q = skip_digits (p, end);
    bool has_minutes = q - p <= 2 && q + 1 < end && *q == ':' && g_ascii_isdigit (q[1]);
    Parts found = *parts;
    found.hour = (int) read_digits (p, q);
    if (!has_minutes) {
      const char *meridian_end = q - p <= 2 ? read_meridian (q, end, &found) : q;
      if (meridian_end == q) {
        continue;
      }
      found.minute = 0;
      *parts = found;
      blank (text, p, meridian_end);
      return true;
    }
    const char *minutes_end = skip_digits (q + 1, end);
    found.minute = (int) read_digits (q + 1, minutes_end);
    q = minutes_end;
    if (q + 1 < end && *q == ':' && g_ascii_isdigit (q[1])) {
      const char *seconds_end = skip_digits (q + 1, end);
      found.second = (int) read_digits (q + 1, seconds_end);
      q = read_fraction (seconds_end, end, &found);
    }
    q = read_meridian (q, end, &found);
    q = read_zone (q, end, &found);
    *parts = found;
    blank (text, p, q);
    return true;
  }
  return false;
}

static const char *
skip_ordinal (const char *p, const char *end)
{
  static const char *const suffixes[] = { "st", "nd", "rd", "th" };

  for (size_t i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    if (end - p >= 2 && memcmp (p, suffixes[i], 2) == 0 &&
        (end - p == 2 || !g_ascii_isalpha (p[2]))) {
      return p + 2;
    }
  }
  return p;
}

static int64_t
complete_year (int64_t year, const char *p, const char *end)
{
  if (end - p > 2) {
    return year;
  }
  return year + (year >= 69 ? 1900 : 2000);
}

/* A year behind a month and a day, with a comma or white space before it. */
static const char *
read_year_behind (const char *p, const char *end, Parts *parts)
{
  const char *q = liquid_skip_space (p, end);

  q = q < end && (*q == ',' || *q == '-') ? liquid_skip_space (q + 1, end) : q;
  q += q < end && *q == '\'';
  const char *digits_end = skip_digits (q, end);
  if (digits_end == q) {
    return p;
  }
  parts->year = complete_year (read_digits (q, digits_end), q, digits_end);
  parts->has_year = true;
  return digits_end;
}

/* The number right before @p, with only an ordinal's letters, spaces or a dash between. */
static const char *
find_day_before (const Text *text, const char *p, int *day)
{
  const char *q = p;

  while (q > text->bytes && (liquid_is_space (q[-1]) || q[-1] == '-')) {
    q--;
  }
  const char *number_end = q;
  if (q - text->bytes >= 3 && skip_ordinal (q - 2, q) == q) {
    number_end = q - 2;
  }
  const char *start = number_end;
  while (start > text->bytes && g_ascii_isdigit (start[-1])) {
    start--;
  }
  if (start == number_end || number_end - start > 2) {
    return NULL;
  }
  *day = (int) read_digits (start, number_end);
  return start;
}

/* "5 march 2016", "march 5th, 2016", "march" */
static bool
read_named_month (Text *text, Parts *parts)
{
  const char *end = text->bytes + text->length, *name_end = NULL;

  for (const char *p = text->bytes; p < end; p++) {
    int month =
      g_ascii_isalpha (*p) && starts_word (text, p)
        ? find_name (p, end, liquid_month_names, G_N_ELEMENTS (liquid_month_names), &name_end)
        : -1;
    if (month < 0) {
      continue;
    }
    parts->month = month + 1;
    name_end += name_end < end && *name_end == '.';
    const char *start = find_day_before (text, p, &parts->day);
    const char *q = name_end;
    if (start == NULL) {
      const char *day = liquid_skip_space (q, end);
      day += day < end && *day == '-';
      const char *day_end = skip_digits (day, end);
      if (day_end - day > 2) {
        q = read_year_behind (q, end, parts);
        blank (text, p, q);
        return true;
      }
      if (day_end > day) {
        parts->day = (int) read_digits (day, day_end);
        q = skip_ordinal (day_end, end);
      }
    }
    q = read_year_behind (q, end, parts);
    blank (text, start != NULL ? start : p, q);
    return true;
  }
  return false;
}

/* Whether three numbers are a year, a month and a day in this order, or the other way round. */
static void
set_three (Parts *parts, const char *const *starts, const char *const *ends)
{
  int64_t numbers[3];

  for (int i = 0; i < 3; i++) {
    numbers[i] = read_digits (starts[i], ends[i]);
  }
  bool reversed = ends[0] - starts[0] <= 2 && ends[2] - starts[2] > 2;
  int year = reversed ? 2 : 0;
  parts->year = complete_year (numbers[year], starts[year], ends[year]);
  parts->has_year = true;
  parts->month = (int) MIN (numbers[1], 99);
  parts->day = (int) MIN (numbers[reversed ? 0 : 2], 99);
}

/* "2016-03-14", "2016/3/14", "14.3.2016", "2016-03", "2016-074" */
static bool
read_numbers (Text *text, Parts *parts)
{
  const char *end = text->bytes + text->length;

  for (const char *p = text->bytes; p < end; p++) {
    const char *starts[3] = { p }, *ends[3] = { skip_digits (p, end) };
    if (ends[0] == p) {
      continue;
    }
    int count = 1;
    char separator = ends[0] < end ? *ends[0] : '\0';
    while (count < 3 && separator != '\0' && strchr ("-/.", separator) != NULL &&
           ends[count - 1] < end && *ends[count - 1] == separator) {
      starts[count] = ends[count - 1] + 1;
      ends[count] = skip_digits (starts[count], end);
      if (ends[count] == starts[count]) {
        break;
      }
      count++;
    }
    if (count == 3) {
      set_three (parts, starts, ends);
      const char *q = ends[2] < end && *ends[2] == 't' ? ends[2] + 1 : ends[2];
      blank (text, p, q);
      return true;
    }
    if (count == 2 && separator == '-' && ends[0] - p == 4) {
      bool is_day = ends[1] - starts[1] == 3;
      parts->year = read_digits (p, ends[0]);
      parts->has_year = true;
      *(is_day ? &parts->day_of_year : &parts->month) = (int) read_digits (starts[1], ends[1]);
      blank (text, p, ends[1]);
      return true;
    }
    if (count == 2 && separator == '/') {
      parts->month = (int) MIN (read_digits (p, ends[0]), 99);
      parts->day = (int) MIN (read_digits (starts[1], ends[1]), 99);
      blank (text, p, ends[1]);
      return true;
    }
    p = ends[0] - 1;
  }
  return false;
}

/* Digits alone, "20160314", "20160314t103000" */
static bool
read_run (Text *text, Parts *parts)
{
  const char *end = text->bytes + text->length;
  const char *p = liquid_skip_space (text->bytes, end);
  const char *digits_end = skip_digits (p, end);

  if (digits_end - p != 8 && digits_end - p != 14) {
    return false;
  }
  parts->year = read_digits (p, p + 4);
  parts->has_year = true;
  parts->month = (int) read_digits (p + 4, p + 6);
  parts->day = (int) read_digits (p + 6, p + 8);
  const char *time = digits_end - p == 14 ? p + 8 : digits_end;
  time += time < end && *time == 't';
  const char *time_end = skip_digits (time, end);
  if (time_end - time >= 4) {
    parts->hour = (int) read_digits (time, time + 2);
    parts->minute = (int) read_digits (time + 2, time + 4);
    parts->second = time_end - time >= 6 ? (int) read_digits (time + 4, time + 6) : 0;
    read_zone (time_end, end, parts);
  }
  return true;
}

static bool
is_valid (const Parts *parts)
{
  return (parts->month < 0 || (parts->month >= 1 && parts->month <= 12)) &&
         (parts->day < 0 || (parts->day >= 1 && parts->day <= 31)) &&
         (parts->day_of_year < 0 || (parts->day_of_year >= 1 && parts->day_of_year <= 366)) &&
         parts->hour <= 24 && parts->minute <= 59 && parts->second <= 60;
}

/* What stands before the largest thing that the text names comes from @now, the rest begins. */
static void
complete (Parts *parts, const LiquidDate *now)
{
  bool has_date = parts->has_year || parts->month >= 0 || parts->day >= 0;

  if (!parts->has_year) {
    parts->year = now->year;
  }
  if (parts->month < 0) {
    parts->month = has_date && parts->has_year ? 1 : now->month;
  }
  if (parts->day < 0) {
    parts->day = has_date ? 1 : now->day;
  }
  parts->hour = MAX (parts->hour, 0);
  parts->minute = MAX (parts->minute, 0);
  parts->second = MAX (parts->second, 0);
}

static void
set_parts (LiquidDate *self, const Parts *parts)
{
  int64_t days = parts->day_of_year > 0
                   ? liquid_date_count_days (parts->year, 1, 1) + parts->day_of_year - 1
                   : liquid_date_count_days (parts->year, parts->month, parts->day);
  int64_t seconds = days * LIQUID_SECONDS_OF_DAY + parts->hour * 3600 + parts->minute * 60 +
                    parts->second - parts->offset;

  liquid_date_set (self, seconds, parts->nanoseconds, parts->offset);
  self->is_utc = !parts->has_offset || parts->is_utc;
}

/* Reads a date and a time as freely as Ruby's Time.parse; false where there is none in @text. */
bool
liquid_date_parse (LiquidDate *self, LiquidSlice text, const LiquidDate *now)
{
  /* No date is longer, and what is is none. */
  enum { LONGEST = 128 };
  char bytes[LONGEST];
  Parts parts = {
    .month = -1, .day = -1, .day_of_year = -1, .hour = -1, .minute = -1, .second = -1
  };

  if (text.length > sizeof bytes) {
    return false;
  }
  for (size_t i = 0; i < text.length; i++) {
    bytes[i] = g_ascii_tolower (text.bytes[i]);
  }
  Text copy = { bytes, text.length };
  bool has_time = read_time (&copy, &parts);
  bool has_date = read_named_month (&copy, &parts) || read_numbers (&copy, &parts) ||
                  (!has_time && read_run (&copy, &parts));
  if (!(has_time || has_date) || !is_valid (&parts)) {
    return false;
  }
  complete (&parts, now);
  set_parts (self, &parts);
  return true;
}
