/* Writes dates with the letters of LiquidJS's strftime. */

#include "liquid-js-date-format.h"

#include <math.h>
#include <string.h>

/* One part of a format. */
typedef struct {
  bool dash, low_line, zero, upper, swap, colon;
  int width; /* -1 where none is given */
  char letter;
  LiquidSlice zone; /* its name; no bytes where it has none */
} Part;

/* Digits of a fraction of a second, where a format does not say how many. */
#define NANOSECOND_DIGITS 9
/* The most that a part is padded to. */
#define MOST_WIDTH (64 * 1024)

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

/* Days before the first such day of a year are of no week. */
static int
get_week (const LiquidDate *date, int first_weekday)
{
  int since = (date->weekday - first_weekday + 7) % 7;

  return (date->day_of_year - 1 - since + 7) / 7;
}

static const char *
get_ordinal (int day)
{
  if (day >= 11 && day <= 13) {
    return "th";
  }
  return day % 10 == 1 ? "st" : day % 10 == 2 ? "nd" : day % 10 == 3 ? "rd" : "th";
}

static int64_t
get_hour (const LiquidDate *date)
{
  return date->hour % 12 == 0 ? 12 : date->hour % 12;
}

static int64_t
get_century (const LiquidDate *date)
{
  return (int64_t) floor ((double) date->year / 100);
}

static int64_t
get_day (const LiquidDate *date)
{
  return date->day;
}

static int64_t
get_hour_of_day (const LiquidDate *date)
{
  return date->hour;
}

static int64_t
get_day_of_year (const LiquidDate *date)
{
  return date->day_of_year;
}

static int64_t
get_milliseconds (const LiquidDate *date)
{
  return date->nanoseconds / 1000000;
}

static int64_t
get_month (const LiquidDate *date)
{
  return date->month;
}

static int64_t
get_minute (const LiquidDate *date)
{
  return date->minute;
}

static int64_t
get_seconds (const LiquidDate *date)
{
  return date->seconds;
}

static int64_t
get_second (const LiquidDate *date)
{
  return date->second;
}

static int64_t
get_weekday (const LiquidDate *date)
{
  return date->weekday;
}

static int64_t
get_weekday_from_monday (const LiquidDate *date)
{
  return date->weekday == 0 ? 7 : date->weekday;
}

static int64_t
get_week_from_sunday (const LiquidDate *date)
{
  return get_week (date, 0);
}

static int64_t
get_week_from_monday (const LiquidDate *date)
{
  return get_week (date, 1);
}

static int64_t
get_year (const LiquidDate *date)
{
  return date->year;
}

static int64_t
get_short_year (const LiquidDate *date)
{
  return (date->year % 100 + 100) % 100;
}

static void
append_weekday (const LiquidDate *date, const Part *part, GString *output)
{
  g_string_append (output, liquid_weekday_names[date->weekday]);
}

static void
append_short_weekday (const LiquidDate *date, const Part *part, GString *output)
{
  g_string_append_len (output, liquid_weekday_names[date->weekday], 3);
}

static void
append_month (const LiquidDate *date, const Part *part, GString *output)
{
  g_string_append (output, liquid_month_names[date->month - 1]);
}

static void
append_short_month (const LiquidDate *date, const Part *part, GString *output)
{
  g_string_append_len (output, liquid_month_names[date->month - 1], 3);
}

static void
append_half (const LiquidDate *date, const Part *part, GString *output)
{
  const char *half = date->hour < 12 ? "AM" : "PM";

  for (; *half != '\0'; half++) {
    g_string_append_c (output, part->letter == 'P' ? g_ascii_tolower (*half) : *half);
  }
}

static void
append_local_day (const LiquidDate *date, const Part *part, GString *output)
{
  /* Before the first year others are counted back. */
  int64_t year = date->year > 0 ? date->year : 1 - date->year;

  g_string_append_printf (output, "%d/%d/%" G_GINT64_FORMAT, date->month, date->day, year);
}

static void
append_local_time (const LiquidDate *date, const Part *part, GString *output)
{
  g_string_append_printf (output, "%d:%02d:%02d %s", (int) get_hour (date), date->minute,
                          date->second, date->hour < 12 ? "AM" : "PM");
}

static void
append_local_both (const LiquidDate *date, const Part *part, GString *output)
{
  append_local_day (date, part, output);
  g_string_append (output, ", ");
  append_local_time (date, part, output);
}

static void
append_fraction (const LiquidDate *date, const Part *part, GString *output)
{
  char text[16];
  int width = part->width > 0 ? part->width : NANOSECOND_DIGITS;
  int length = g_snprintf (text, sizeof text, "%03d", date->nanoseconds / 1000000);

  for (int i = 0; i < width; i++) {
    g_string_append_c (output, i < length ? text[i] : '0');
  }
}

static void
append_ordinal (const LiquidDate *date, const Part *part, GString *output)
{
  g_string_append (output, get_ordinal (date->day));
}

static void
append_offset (const LiquidDate *date, const Part *part, GString *output)
{
  int minutes = ABS (date->offset) / 60;

  g_string_append_printf (output, "%c%02d%s%02d", date->offset < 0 ? '-' : '+', minutes / 60,
                          part->colon ? ":" : "", minutes % 60);
}

static void
append_zone (const LiquidDate *date, const Part *part, GString *output)
{
  if (part->zone.length > 0) {
    g_string_append_len (output, part->zone.bytes, (gssize) part->zone.length);
  } else {
    append_offset (date, part, output);
  }
}

static void
append_mark (const LiquidDate *date, const Part *part, GString *output)
{
  g_string_append_c (output, part->letter == 't' ? '\t' : part->letter == 'n' ? '\n' : '%');
}

/* What a letter prints: a number, or a text. */
static const struct {
  char letter;
  int width; /* that it has at least, where the format says nothing else */
  char padding;
  int64_t (*count) (const LiquidDate *date); /* (nullable) */
  void (*append) (const LiquidDate *date, const Part *part, GString *output);
} directives[] = {
  { 'A', 0, ' ', .append = append_weekday },
  { 'B', 0, ' ', .append = append_month },
  { 'C', 2, '0', .count = get_century },
  { 'H', 2, '0', .count = get_hour_of_day },
  { 'I', 2, '0', .count = get_hour },
  { 'L', 3, '0', .count = get_milliseconds },
  { 'M', 2, '0', .count = get_minute },
  { 'N', 0, '0', .append = append_fraction },
  { 'P', 0, ' ', .append = append_half },
  { 'S', 2, '0', .count = get_second },
  { 'U', 2, '0', .count = get_week_from_sunday },
  { 'W', 2, '0', .count = get_week_from_monday },
  { 'X', 0, '0', .append = append_local_time },
  { 'Y', 4, '0', .count = get_year },
  { 'Z', 0, '0', .append = append_zone },
  { 'a', 0, ' ', .append = append_short_weekday },
  { 'b', 0, ' ', .append = append_short_month },
  { 'c', 0, ' ', .append = append_local_both },
  { 'd', 2, '0', .count = get_day },
  { 'e', 2, ' ', .count = get_day },
  { 'h', 0, '0', .append = append_short_month },
  { 'j', 3, '0', .count = get_day_of_year },
  { 'k', 2, ' ', .count = get_hour_of_day },
  { 'l', 2, ' ', .count = get_hour },
  { 'm', 2, '0', .count = get_month },
  { 'n', 0, '0', .append = append_mark },
  { 'p', 0, ' ', .append = append_half },
  { 'q', 0, '0', .append = append_ordinal },
  { 's', 0, '0', .count = get_seconds },
  { 't', 0, '0', .append = append_mark },
  { 'u', 0, '0', .count = get_weekday_from_monday },
  { 'w', 0, '0', .count = get_weekday },
  { 'x', 0, '0', .append = append_local_day },
  { 'y', 2, '0', .count = get_short_year },
  { 'z', 0, '0', .append = append_offset },
  { '%', 0, '0', .append = append_mark },
};

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

static void
append_value (const LiquidDate *date, const Part *part, size_t directive, GString *output)
{
  g_autoptr (GString) text = g_string_new (NULL);
  int width = part->width > 0 ? part->width : directives[directive].width;
  char padding = part->low_line ? ' ' : part->zero ? '0' : directives[directive].padding;

  if (directives[directive].count != NULL) {
    g_string_append_printf (text, "%" G_GINT64_FORMAT, directives[directive].count (date));
  } else {
    directives[directive].append (date, part, text);
  }
  change_case (text, part);
  /* Zeros stand behind a sign. */
  bool has_sign = padding == '0' && text->str[0] == '-';
  g_string_append (output, has_sign ? "-" : "");
  for (int i = (int) g_utf8_strlen (text->str, (gssize) text->len); !part->dash && i < width; i++) {
    g_string_append_c (output, padding);
  }
  g_string_append (output, text->str + has_sign);
}

/* Appends one part; what nobody knows stays as it is @written. */
static void
append_part (const LiquidDate *date, const Part *part, LiquidSlice written, GString *output)
{
  for (size_t i = 0; i < G_N_ELEMENTS (directives); i++) {
    if (directives[i].letter == part->letter) {
      append_value (date, part, i, output);
      return;
    }
  }
  g_string_append_len (output, written.bytes, (gssize) written.length);
}

/* Writes the date by the format @text, in a zone that may have a name; false where that takes more
 * than @most bytes. */
bool
liquid_js_date_format (
  const LiquidDate *self, LiquidSlice zone, LiquidSlice text, size_t most, GString *output)
{
  const char *end = text.bytes + text.length;

  for (const char *p = text.bytes; p < end;) {
    Part part;
    const char *behind = *p == '%' ? read_part (p + 1, end, &part) : NULL;
    if (behind == NULL) {
      g_string_append_c (output, *p++);
      continue;
    }
    part.zone = zone;
    append_part (self, &part, liquid_slice_range (p, behind), output);
    p = behind;
    if (output->len > most) {
      return false;
    }
  }
  return true;
}
