/* Writes dates with the letters of LiquidJS's strftime. */

#include "liquid-js-date-format.h"

#include <math.h>
#include <string.h>

/* One part of a liquid_js_date_format. */
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
  int64_t january = liquid_date_count_days (date->year, 1, 1) + 4;
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
    g_string_append_len (output, liquid_weekday_names[date->weekday], 3);
    return true;
  case 'A':
    g_string_append (output, liquid_weekday_names[date->weekday]);
    return true;
  case 'b':
  case 'h':
    g_string_append_len (output, liquid_month_names[date->month - 1], 3);
    return true;
  case 'B':
    g_string_append (output, liquid_month_names[date->month - 1]);
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

/* Writes the date by the format @text; false where that takes more than @most bytes. */
bool
liquid_js_date_format (const LiquidDate *self, LiquidSlice text, size_t most, GString *output)
{
  const char *end = text.bytes + text.length;

  for (const char *p = text.bytes; p < end;) {
    Part part;
    const char *behind = *p == '%' ? read_part (p + 1, end, &part) : NULL;
    if (behind == NULL) {
      g_string_append_c (output, *p++);
      continue;
    }
    append_part (self, &part, liquid_slice_range (p, behind), output);
    p = behind;
    if (output->len > most) {
      return false;
    }
  }
  return true;
}
