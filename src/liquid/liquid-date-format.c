/* Writes dates as Ruby's strftime. */

#include "liquid-date-format.h"

#include <string.h>

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
  int64_t days = liquid_date_count_days (self->year, self->month, self->day);
  int64_t thursday = days - (self->weekday + 6) % 7 + 3;
  LiquidDate middle = { 0 };

  liquid_date_set_days (&middle, thursday);
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
    put_number (output, directive, liquid_divide_floor (self->year, 100), 2, '0');
    return true;
  case 'y':
    put_number (output, directive, liquid_modulo_floor (self->year, 100), 2, '0');
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
    put_number (output, directive, liquid_modulo_floor (year, 100), 2, '0');
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
    put_text (output, directive, liquid_month_names[self->month - 1], 0);
    return true;
  case 'b':
  case 'h':
    put_text (output, directive, liquid_month_names[self->month - 1], 3);
    return true;
  case 'd':
    put_number (output, directive, self->day, 2, '0');
    return true;
  case 'e':
    put_number (output, directive, self->day, 2, ' ');
    return true;
  case 'A':
    put_text (output, directive, liquid_weekday_names[self->weekday], 0);
    return true;
  case 'a':
    put_text (output, directive, liquid_weekday_names[self->weekday], 3);
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
