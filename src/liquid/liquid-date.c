/* Dates as Ruby reads and prints them, in UTC where a text says nothing else. The calendar is the
 * Gregorian one for all times. */

#include "liquid-date.h"

#include <string.h>

#define SECONDS_OF_DAY 86400

static const char *const months[] = { "january",   "february", "march",    "april",
                                      "may",       "june",     "july",     "august",
                                      "september", "october",  "november", "december" };

static const char *const weekdays[] = { "sunday",   "monday", "tuesday", "wednesday",
                                        "thursday", "friday", "saturday" };

static const struct {
  const char *name;
  int hours;
} zones[] = {
  { "utc", 0 },  { "gmt", 0 },  { "z", 0 },    { "est", -5 }, { "edt", -4 }, { "cst", -6 },
  { "cdt", -5 }, { "mst", -7 }, { "mdt", -6 }, { "pst", -8 }, { "pdt", -7 },
};

static int64_t
divide_floor (int64_t a, int64_t b)
{
  return a / b - (a % b < 0);
}

static int64_t
modulo_floor (int64_t a, int64_t b)
{
  return a - divide_floor (a, b) * b;
}

/* Days since 1970-01-01; Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
static int64_t
count_days (int64_t year, int month, int day)
{
  year -= month <= 2;
  int64_t era = divide_floor (year, 400);
  int64_t year_of_era = year - era * 400;
  int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

static void
set_days (LiquidDate *self, int64_t days)
{
  int64_t z = days + 719468;
  int64_t era = divide_floor (z, 146097);
  int64_t day_of_era = z - era * 146097;
  int64_t year_of_era =
    (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int64_t shifted = (5 * day_of_year + 2) / 153;

  self->day = (int) (day_of_year - (153 * shifted + 2) / 5 + 1);
  self->month = (int) (shifted < 10 ? shifted + 3 : shifted - 9);
  self->year = year_of_era + era * 400 + (self->month <= 2);
  self->weekday = (int) modulo_floor (days + 4, 7);
  self->day_of_year = (int) (days - count_days (self->year, 1, 1)) + 1;
}

/* The local time @offset seconds east of UTC, at @seconds since 1970. */
void
liquid_date_set (LiquidDate *self, int64_t seconds, int32_t nanoseconds, int offset)
{
  int64_t local = seconds + offset;
  int64_t of_day = modulo_floor (local, SECONDS_OF_DAY);

  self->seconds = seconds;
  self->nanoseconds = nanoseconds;
  self->offset = offset;
  self->hour = (int) (of_day / 3600);
  self->minute = (int) (of_day / 60 % 60);
  self->second = (int) (of_day % 60);
  set_days (self, divide_floor (local, SECONDS_OF_DAY));
}

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
    if (length <= strlen (names[i]) && memcmp (p, names[i], length) == 0) {
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
    int month = g_ascii_isalpha (*p) && starts_word (text, p)
                  ? find_name (p, end, months, G_N_ELEMENTS (months), &name_end)
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
  int64_t days = parts->day_of_year > 0 ? count_days (parts->year, 1, 1) + parts->day_of_year - 1
                                        : count_days (parts->year, parts->month, parts->day);
  int64_t seconds =
    days * SECONDS_OF_DAY + parts->hour * 3600 + parts->minute * 60 + parts->second - parts->offset;

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

/* One directive: its padding, its width and whether letters change. */
typedef struct {
  char padding; /* '\0' for what is usual, '-' for none */
  int width;    /* 0 for what is usual */
  bool upper;
  bool swap;
  int colons;
} Directive;

static void
put_text (GString *output, const Directive *directive, const char *text, int letters)
{
  size_t length = letters > 0 ? (size_t) letters : strlen (text);

  for (int i = (int) length; directive->padding != '-' && i < directive->width; i++) {
    g_string_append_c (output, directive->padding == '0' ? '0' : ' ');
  }
  for (size_t i = 0; i < length; i++) {
    bool upper = directive->upper || directive->swap;
    g_string_append_c (output, upper ? g_ascii_toupper (text[i]) : text[i]);
  }
}

static void
put_name (GString *output, const Directive *directive, const char *name, int letters)
{
  char text[16];

  g_strlcpy (text, name, sizeof text);
  text[0] = g_ascii_toupper (text[0]);
  put_text (output, directive, text, letters);
}

static void
put_number (GString *output, const Directive *directive, int64_t number, int width, char padding)
{
  int digits = directive->width > 0 ? directive->width : width;
  char fill = directive->padding == '_' ? ' ' : directive->padding == '0' ? '0' : padding;
  char text[24];
  int length = g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, ABS (number));

  if (number < 0) {
    g_string_append_c (output, '-');
    digits--;
  }
  for (int i = length; directive->padding != '-' && i < digits; i++) {
    g_string_append_c (output, fill);
  }
  g_string_append (output, text);
}

static void
put_offset (GString *output, const Directive *directive, int offset)
{
  int seconds = ABS (offset);
  const char *colon = directive->colons > 0 ? ":" : "";
  int width = directive->width - (directive->colons > 0 ? 4 : 3);

  g_string_append_printf (output, "%c%0*d%s%02d", offset < 0 ? '-' : '+', MAX (width, 2),
                          seconds / 3600, colon, seconds / 60 % 60);
  if (directive->colons > 1) {
    g_string_append_printf (output, ":%02d", seconds % 60);
  }
}

/* Digits of the fraction of a second: as many as the width says. */
static void
put_fraction (GString *output, const Directive *directive, int32_t nanoseconds, int width)
{
  int digits = directive->width > 0 ? directive->width : width;
  char text[16];

  g_snprintf (text, sizeof text, "%09d", nanoseconds);
  for (int i = 0; i < digits; i++) {
    g_string_append_c (output, i < 9 ? text[i] : '0');
  }
}

/* The week of the year, from its first Sunday or Monday on. */
static int
get_week (const LiquidDate *self, int first_weekday)
{
  return (self->day_of_year + 6 - (self->weekday + 7 - first_weekday) % 7) / 7;
}

/* The week and its year by ISO 8601. */
static int
get_iso_week (const LiquidDate *self, int64_t *year)
{
  int64_t days = count_days (self->year, self->month, self->day);
  int64_t thursday = days - (self->weekday + 6) % 7 + 3;
  LiquidDate middle = { 0 };

  set_days (&middle, thursday);
  *year = middle.year;
  return (middle.day_of_year - 1) / 7 + 1;
}

static const struct {
  char letter;
  const char *format;
} compounds[] = {
  { 'c', "%a %b %e %H:%M:%S %Y" },
  { 'x', "%m/%d/%y" },
  { 'X', "%H:%M:%S" },
  { 'D', "%m/%d/%y" },
  { 'F', "%Y-%m-%d" },
  { 'T', "%H:%M:%S" },
  { 'R', "%H:%M" },
  { 'r', "%I:%M:%S %p" },
  { 'v', "%e-%^b-%Y" },
};

static const char *
find_compound (char letter)
{
  for (size_t i = 0; i < G_N_ELEMENTS (compounds); i++) {
    if (compounds[i].letter == letter) {
      return compounds[i].format;
    }
  }
  return NULL;
}

static int
get_hour12 (const LiquidDate *self)
{
  return self->hour % 12 == 0 ? 12 : self->hour % 12;
}

static bool
put_year (const LiquidDate *self, char letter, const Directive *directive, GString *output)
{
  int64_t year;

  switch (letter) {
  case 'Y':
    put_number (output, directive, self->year, self->year < 0 ? 5 : 4, '0');
    return true;
  case 'C':
    put_number (output, directive, divide_floor (self->year, 100), 2, '0');
    return true;
  case 'y':
    put_number (output, directive, modulo_floor (self->year, 100), 2, '0');
    return true;
  case 'j':
    put_number (output, directive, self->day_of_year, 3, '0');
    return true;
  case 'G':
    get_iso_week (self, &year);
    put_number (output, directive, year, 4, '0');
    return true;
  case 'g':
    get_iso_week (self, &year);
    put_number (output, directive, modulo_floor (year, 100), 2, '0');
    return true;
  case 'V':
    put_number (output, directive, get_iso_week (self, &year), 2, '0');
    return true;
  case 'U':
    put_number (output, directive, get_week (self, 0), 2, '0');
    return true;
  case 'W':
    put_number (output, directive, get_week (self, 1), 2, '0');
    return true;
  default:
    return false;
  }
}

static bool
put_day (const LiquidDate *self, char letter, const Directive *directive, GString *output)
{
  switch (letter) {
  case 'm':
    put_number (output, directive, self->month, 2, '0');
    return true;
  case 'B':
    put_name (output, directive, months[self->month - 1], 0);
    return true;
  case 'b':
  case 'h':
    put_name (output, directive, months[self->month - 1], 3);
    return true;
  case 'd':
    put_number (output, directive, self->day, 2, '0');
    return true;
  case 'e':
    put_number (output, directive, self->day, 2, ' ');
    return true;
  case 'A':
    put_name (output, directive, weekdays[self->weekday], 0);
    return true;
  case 'a':
    put_name (output, directive, weekdays[self->weekday], 3);
    return true;
  case 'u':
    put_number (output, directive, self->weekday == 0 ? 7 : self->weekday, 1, '0');
    return true;
  case 'w':
    put_number (output, directive, self->weekday, 1, '0');
    return true;
  default:
    return false;
  }
}

static void
put_meridian (const LiquidDate *self, char letter, const Directive *directive, GString *output)
{
  bool upper = directive->upper || (letter == 'p' && !directive->swap);
  const Directive plain = { .padding = directive->padding, .width = directive->width };
  const char *text = self->hour < 12 ? (upper ? "AM" : "am") : (upper ? "PM" : "pm");

  put_text (output, &plain, text, 0);
}

static bool
put_time (const LiquidDate *self, char letter, const Directive *directive, GString *output)
{
  switch (letter) {
  case 'H':
    put_number (output, directive, self->hour, 2, '0');
    return true;
  case 'k':
    put_number (output, directive, self->hour, 2, ' ');
    return true;
  case 'I':
    put_number (output, directive, get_hour12 (self), 2, '0');
    return true;
  case 'l':
    put_number (output, directive, get_hour12 (self), 2, ' ');
    return true;
  case 'M':
    put_number (output, directive, self->minute, 2, '0');
    return true;
  case 'S':
    put_number (output, directive, self->second, 2, '0');
    return true;
  case 'L':
    put_fraction (output, directive, self->nanoseconds, 3);
    return true;
  case 'N':
    put_fraction (output, directive, self->nanoseconds, 9);
    return true;
  case 's':
    put_number (output, directive, self->seconds, 1, '0');
    return true;
  case 'p':
  case 'P':
    put_meridian (self, letter, directive, output);
    return true;
  case 'z':
    put_offset (output, directive, self->offset);
    return true;
  case 'Z':
    put_text (output, directive, self->is_utc ? "UTC" : "", 0);
    return true;
  default:
    return false;
  }
}

static bool
put_mark (char letter, GString *output)
{
  static const char marks[][2] = { { 'n', '\n' }, { 't', '\t' }, { '%', '%' } };

  for (size_t i = 0; i < G_N_ELEMENTS (marks); i++) {
    if (marks[i][0] == letter) {
      g_string_append_c (output, marks[i][1]);
      return true;
    }
  }
  return false;
}

static void format (const LiquidDate *self, LiquidSlice text, size_t most, GString *output);

static bool
put (const LiquidDate *self, char letter, const Directive *directive, GString *output)
{
  const char *compound = find_compound (letter);

  if (compound != NULL) {
    g_autoptr (GString) inside = g_string_new (NULL);
    format (self, (LiquidSlice){ compound, strlen (compound) }, SIZE_MAX, inside);
    put_text (output, directive, inside->str, 0);
    return true;
  }
  return put_year (self, letter, directive, output) || put_day (self, letter, directive, output) ||
         put_time (self, letter, directive, output) || put_mark (letter, output);
}

static const char *
read_directive (const char *p, const char *end, Directive *directive)
{
  /* Wider than any text that is meant. */
  enum { WIDEST = 1024 };

  for (; p < end && *p != '\0' && strchr ("-0^#_:", *p) != NULL; p++) {
    directive->upper |= *p == '^';
    directive->swap |= *p == '#';
    directive->colons += *p == ':';
    directive->padding = strchr ("-0_", *p) != NULL ? *p : directive->padding;
  }
  for (; p < end && g_ascii_isdigit (*p); p++) {
    directive->width = MIN (directive->width * 10 + (*p - '0'), WIDEST);
  }
  for (; p < end && *p == ':'; p++) {
    directive->colons++;
  }
  return p;
}

static void
format (const LiquidDate *self, LiquidSlice text, size_t most, GString *output)
{
  const char *end = text.bytes + text.length;

  for (const char *p = text.bytes; p < end && output->len <= most; p++) {
    Directive directive = { 0 };
    if (*p != '%') {
      g_string_append_c (output, *p);
      continue;
    }
    const char *letter = read_directive (p + 1, end, &directive);
    if (letter == end || !put (self, *letter, &directive, output)) {
      letter = MIN (letter, end - 1);
      g_string_append_len (output, p, letter - p + 1);
    }
    p = letter;
  }
}

/* Prints the date as strftime does; a directive that nobody knows stays as it is. False where @text
 * ends in the middle of one. What is longer than @most is not finished. */
bool
liquid_date_format (const LiquidDate *self, LiquidSlice text, size_t most, GString *output)
{
  size_t percents = 0;

  while (percents < text.length && text.bytes[text.length - 1 - percents] == '%') {
    percents++;
  }
  if (percents % 2 == 1) {
    return false;
  }
  format (self, text, most, output);
  return true;
}
