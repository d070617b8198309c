/* LiquidJS's filters for dates. Texts are read as V8's Date does, in UTC, and written with the
 * letters that LiquidJS knows. */

#include "liquid-filters-js-date.h"

#include "liquid-date.h"
#include "liquid-filters-js-string.h"
#include "liquid-filters-js.h"
#include "liquid-js.h"

#include <math.h>
#include <string.h>

/* Beyond this JavaScript has no dates. */
#define MOST_SECONDS 8.64e12
/* V8's year where none is given. */
#define DEFAULT_YEAR 2001

static const char *const months[] = { "January",   "February", "March",    "April",
                                      "May",       "June",     "July",     "August",
                                      "September", "October",  "November", "December" };

static const char *const weekdays[] = { "Sunday",   "Monday", "Tuesday", "Wednesday",
                                        "Thursday", "Friday", "Saturday" };

/* Days from 1970 to a day of the Gregorian calendar; months from 1. */
static int64_t
count_days (int64_t year, int month, int64_t day)
{
  int64_t shifted = month <= 2 ? year - 1 : year;
  int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
  int64_t year_of_era = shifted - era * 400;
  int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

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
  for (size_t i = 0; length >= 3 && i < G_N_ELEMENTS (months); i++) {
    if (g_ascii_strncasecmp (start, months[i], 3) == 0) {
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

static bool
read_text (LiquidSlice text, double *seconds)
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
  *seconds = (double) (count_days (year, (int) month, day) * 86400 + times[0] * 3600 +
                       times[1] * 60 + times[2] - reader.offset) +
             fraction;
  return true;
}

static bool
is_digits (LiquidSlice text)
{
  for (size_t i = 0; i < text.length; i++) {
    if (!g_ascii_isdigit (text.bytes[i])) {
      return false;
    }
  }
  return text.length > 0;
}

/* Seconds since 1970; a number is such already. */
static bool
read_seconds (const LiquidCall *call, double *seconds)
{
  const LiquidRenderOptions *options = call->render->options;
  LiquidSlice text = liquid_value_get_text (call->input);

  if (call->input.type == LIQUID_INTEGER || call->input.type == LIQUID_FLOAT) {
    *seconds = liquid_js_number (call->render, call->input);
  } else if (call->input.type != LIQUID_STRING) {
    return false;
  } else if (liquid_slice_equal (text, LIQUID_SLICE ("now")) ||
             liquid_slice_equal (text, LIQUID_SLICE ("today"))) {
    int64_t usec = options->now != 0 ? options->now : g_get_real_time ();
    *seconds = (double) usec / G_USEC_PER_SEC;
  } else if (is_digits (text)) {
    *seconds = liquid_js_number (call->render, call->input);
  } else if (!read_text (text, seconds)) {
    return false;
  }
  return fabs (*seconds) <= MOST_SECONDS;
}

/* How many seconds east of UTC the argument @index says: minutes west, or the name of a zone. */
static bool
read_offset (const LiquidCall *call, unsigned index, double seconds, int *offset)
{
  LiquidValue value = liquid_js_argument (call, index);

  *offset = 0;
  if (value.type == LIQUID_INTEGER) {
    *offset = (int) CLAMP (-value.integer * 60, -86400, 86400);
  }
  if (value.type != LIQUID_STRING) {
    return true;
  }
  g_autofree char *name = g_strndup (value.string.bytes, value.string.length);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name);
  if (zone == NULL) {
    return liquid_render_fail (call->render, "Invalid time zone specified: %s", name);
  }
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, (gint64) seconds);
  *offset = interval >= 0 ? g_time_zone_get_offset (zone, interval) : 0;
  return true;
}

/* One part of a format. */
typedef struct {
  bool dash, low_line, zero, upper, swap, colon;
  int width; /* -1 where none is given */
  char letter;
} Part;

/* The most that a part is padded to. */
#define MOST_WIDTH 1024

/* Reads the part at @p, behind the percent sign; NULL where there is none. */
static const char *
read_part (const char *p, const char *end, Part *part)
{
  *part = (Part){ .width = -1 };
  for (; p < end && strchr ("-_0^#:", *p) != NULL && *p != '\0'; p++) {
    part->dash |= *p == '-';
    part->low_line |= *p == '_';
    part->zero |= *p == '0';
    part->upper |= *p == '^';
    part->swap |= *p == '#';
    part->colon |= *p == ':';
  }
  if (p < end && g_ascii_isdigit (*p)) {
    for (part->width = 0; p < end && g_ascii_isdigit (*p); p++) {
      part->width = MIN (part->width * 10 + (*p - '0'), MOST_WIDTH);
    }
  }
  if (end - p >= 2 && (*p == 'E' || *p == 'O')) {
    p++;
  }
  if (p == end || *p == '\n') {
    return NULL;
  }
  part->letter = *p;
  return g_utf8_next_char (p);
}

static int
get_week (const LiquidDate *date, int first_weekday)
{
  int start = date->day_of_year + first_weekday - date->weekday;
  int64_t january = count_days (date->year, 1, 1) + 4;
  int weekday = (int) (((january % 7) + 7) % 7);
  int then = 7 - weekday + first_weekday;

  return (int) floor ((start - then) / 7.0) + 1;
}

static const char *
get_ordinal (int day)
{
  if (day >= 11 && day <= 13) {
    return "th";
  }
  return day % 10 == 1 ? "st" : day % 10 == 2 ? "nd" : day % 10 == 3 ? "rd" : "th";
}

static void
append_zone (const LiquidDate *date, bool colon, GString *output)
{
  int minutes = ABS (date->offset) / 60;

  g_string_append_printf (output, "%c%02d%s%02d", date->offset < 0 ? '-' : '+', minutes / 60,
                          colon ? ":" : "", minutes % 60);
}

static int
get_hour (const LiquidDate *date)
{
  return date->hour % 12 == 0 ? 12 : date->hour % 12;
}

static void
append_local_day (const LiquidDate *date, GString *output)
{
  g_string_append_printf (output, "%d/%d/%" G_GINT64_FORMAT, date->month, date->day, date->year);
}

static void
append_local_time (const LiquidDate *date, GString *output)
{
  g_string_append_printf (output, "%d:%02d:%02d %s", get_hour (date), date->minute, date->second,
                          date->hour < 12 ? "AM" : "PM");
}

/* The letters whose value is a number, and how wide they are. */
static bool
append_number (const LiquidDate *date, char letter, GString *output, int *width)
{
  int64_t number = 0;

  *width = 2;
  switch (letter) {
  case 'C':
    *width = 0;
    g_string_append_printf (output, "%.2s", date->year < 0 ? "-" : "");
    for (number = ABS (date->year); number > 99; number /= 10) {
    }
    break;
  case 'd':
  case 'e':
    number = date->day;
    break;
  case 'H':
  case 'k':
    number = date->hour;
    break;
  case 'I':
  case 'l':
    number = get_hour (date);
    break;
  case 'j':
    *width = 3;
    number = date->day_of_year;
    break;
  case 'L':
    *width = 3;
    number = date->nanoseconds / 1000000;
    break;
  case 'm':
    number = date->month;
    break;
  case 'M':
    number = date->minute;
    break;
  case 's':
    *width = 0;
    number = date->seconds + date->offset + (date->nanoseconds >= 500000000);
    break;
  case 'S':
    number = date->second;
    break;
  case 'u':
  case 'w':
    *width = 0;
    number = letter == 'u' && date->weekday == 0 ? 7 : date->weekday;
    break;
  case 'U':
  case 'W':
    number = get_week (date, letter == 'W');
    break;
  case 'Y':
    *width = 0;
    number = date->year;
    break;
  default:
    return false;
  }
  g_string_append_printf (output, "%" G_GINT64_FORMAT, number);
  return true;
}

static bool
append_text (const LiquidDate *date, const Part *part, GString *output)
{
  g_autofree char *text = NULL;

  switch (part->letter) {
  case 'a':
    g_string_append_len (output, weekdays[date->weekday], 3);
    return true;
  case 'A':
    g_string_append (output, weekdays[date->weekday]);
    return true;
  case 'b':
  case 'h':
    g_string_append_len (output, months[date->month - 1], 3);
    return true;
  case 'B':
    g_string_append (output, months[date->month - 1]);
    return true;
  case 'c':
    append_local_day (date, output);
    g_string_append (output, ", ");
    append_local_time (date, output);
    return true;
  case 'N':
    text = g_strdup_printf ("%d", date->nanoseconds / 1000000);
    int width = part->width > 0 ? part->width : 9;
    for (int i = 0; i < width; i++) {
      g_string_append_c (output, i < (int) strlen (text) ? text[i] : '0');
    }
    return true;
  case 'p':
    g_string_append (output, date->hour < 12 ? "AM" : "PM");
    return true;
  case 'P':
    g_string_append (output, date->hour < 12 ? "am" : "pm");
    return true;
  case 'q':
    g_string_append (output, get_ordinal (date->day));
    return true;
  case 'x':
    append_local_day (date, output);
    return true;
  case 'X':
    append_local_time (date, output);
    return true;
  case 'y':
    text = g_strdup_printf ("%" G_GINT64_FORMAT, date->year);
    g_string_append_printf (output, "%.2s", strlen (text) > 2 ? text + 2 : "");
    return true;
  case 'z':
    append_zone (date, part->colon, output);
    return true;
  case 'Z':
    if (date->is_utc) {
      g_string_append (output, "UTC");
    } else {
      append_zone (date, part->colon, output);
    }
    return true;
  case 't':
  case 'n':
  case '%':
    g_string_append_c (output, part->letter == 't' ? '\t' : part->letter == 'n' ? '\n' : '%');
    return true;
  default:
    return false;
  }
}

static void
change_case (GString *text, const Part *part)
{
  bool has_lower = false;

  for (size_t i = 0; i < text->len; i++) {
    has_lower |= g_ascii_islower (text->str[i]);
  }
  bool lower = !part->upper && part->swap && !has_lower;
  for (size_t i = 0; (part->upper || part->swap) && i < text->len; i++) {
    text->str[i] = lower ? g_ascii_tolower (text->str[i]) : g_ascii_toupper (text->str[i]);
  }
}

/* Appends one part; @start is how it is written, for what nobody knows. */
static void
append_part (const LiquidDate *date, const Part *part, LiquidSlice written, GString *output)
{
  g_autoptr (GString) text = g_string_new (NULL);
  int width = 0;

  if (!append_number (date, part->letter, text, &width)) {
    width = 0;
    if (!append_text (date, part, text)) {
      g_string_append_len (output, written.bytes, (gssize) written.length);
      return;
    }
  }
  char padding = strchr ("aAbBceklpP", part->letter) != NULL ? ' ' : '0';
  padding = part->low_line ? ' ' : part->zero ? '0' : padding;
  width = part->dash ? 0 : part->width > 0 ? part->width : width;
  change_case (text, part);
  for (int i = (int) text->len; i < width; i++) {
    g_string_append_c (output, padding);
  }
  g_string_append_len (output, text->str, (gssize) text->len);
}

static bool
format (const LiquidCall *call, const LiquidDate *date, LiquidSlice text, LiquidValue *result)
{
  g_autoptr (GString) output = g_string_sized_new (64);
  const char *end = text.bytes + text.length;

  for (const char *p = text.bytes; p < end;) {
    Part part;
    const char *behind = *p == '%' ? read_part (p + 1, end, &part) : NULL;
    if (behind == NULL) {
      g_string_append_c (output, *p++);
      continue;
    }
    append_part (date, &part, liquid_slice_range (p, behind), output);
    p = behind;
    if (output->len > call->render->max_scratch) {
      return liquid_render_exceed (call->render, "Filters build more text than is allowed");
    }
  }
  return liquid_js_return_text (call, output, result);
}

static void
set_date (LiquidDate *date, double seconds, int offset)
{
  double whole = floor (seconds);

  liquid_date_set (date, (int64_t) whole, (int32_t) (floor ((seconds - whole) * 1000) * 1e6),
                   offset);
  date->is_utc = offset == 0;
}

bool
liquid_js_filter_date (const LiquidCall *call, LiquidValue *result)
{
  LiquidValue given = liquid_js_argument (call, 0);
  LiquidSlice text = LIQUID_SLICE ("%A, %B %-e, %Y at %-l:%M %P %z");
  LiquidDate date = { 0 };
  double seconds;
  int offset;

  *result = call->input;
  if (!read_seconds (call, &seconds)) {
    return true;
  }
  if (!read_offset (call, 1, seconds, &offset) ||
      (given.type != LIQUID_NIL && !liquid_render_to_text (call->render, given, &text))) {
    return false;
  }
  set_date (&date, seconds, offset);
  return format (call, &date, text, result);
}

static bool
format_as (const LiquidCall *call, LiquidSlice text, LiquidValue *result)
{
  LiquidDate date = { 0 };
  double seconds;

  *result = call->input;
  if (!read_seconds (call, &seconds)) {
    return true;
  }
  set_date (&date, seconds, 0);
  return format (call, &date, text, result);
}

bool
liquid_js_filter_date_to_xmlschema (const LiquidCall *call, LiquidValue *result)
{
  return format_as (call, LIQUID_SLICE ("%Y-%m-%dT%H:%M:%S%:z"), result);
}

bool
liquid_js_filter_date_to_rfc822 (const LiquidCall *call, LiquidValue *result)
{
  return format_as (call, LIQUID_SLICE ("%a, %d %b %Y %H:%M:%S %z"), result);
}

static bool
is_argument (const LiquidCall *call, unsigned index, const char *text)
{
  LiquidValue value = liquid_js_argument (call, index);

  return value.type == LIQUID_STRING &&
         liquid_slice_equal (liquid_value_get_text (value), (LiquidSlice){ text, strlen (text) });
}

static bool
format_day (const LiquidCall *call, bool long_month, LiquidValue *result)
{
  if (!is_argument (call, 0, "ordinal")) {
    return format_as (call, long_month ? LIQUID_SLICE ("%d %B %Y") : LIQUID_SLICE ("%d %b %Y"),
                      result);
  }
  if (is_argument (call, 1, "US")) {
    return format_as (
      call, long_month ? LIQUID_SLICE ("%B %-d%q, %Y") : LIQUID_SLICE ("%b %-d%q, %Y"), result);
  }
  return format_as (call, long_month ? LIQUID_SLICE ("%-d%q %B %Y") : LIQUID_SLICE ("%-d%q %b %Y"),
                    result);
}

bool
liquid_js_filter_date_to_string (const LiquidCall *call, LiquidValue *result)
{
  return format_day (call, false, result);
}

bool
liquid_js_filter_date_to_long_string (const LiquidCall *call, LiquidValue *result)
{
  return format_day (call, true, result);
}
