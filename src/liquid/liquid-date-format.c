/* Writes dates as Ruby's strftime. */

#include "liquid-date-format.h"

#include <string.h>

/* Wider than any text that is meant. */
#define WIDEST 65535

/* What stands between the percent sign and the letter. */
typedef struct {
  char padding;  /* '0', ' ', or '\0' for what is usual */
  int width;     /* 0 for what is usual, -1 where none was given */
  bool unpadded; /* '-' */
  bool upper;    /* '^' */
  bool swap;     /* '#' */
  int colons;
} Directive;

typedef struct {
  const LiquidDate *date;
  GString *output;
  size_t most;
} Writer;

static bool format (Writer *writer, LiquidSlice text);

static void
put_padding (Writer *writer, const Directive *directive, size_t length)
{
  for (int i = (int) length; !directive->unpadded && i < directive->width; i++) {
    g_string_append_c (writer->output, directive->padding == '\0' ? ' ' : directive->padding);
  }
}

static void
put_text (Writer *writer, const Directive *directive, const char *text, int letters)
{
  size_t length = letters > 0 ? (size_t) letters : strlen (text);

  put_padding (writer, directive, length);
  for (size_t i = 0; i < length; i++) {
    g_string_append_c (writer->output, directive->upper ? g_ascii_toupper (text[i]) : text[i]);
  }
}

static void
put_number (Writer *writer, const Directive *directive, int64_t number, int width, char padding)
{
  int digits = directive->unpadded ? 1 : directive->width > 0 ? directive->width : width;
  bool zeros = (directive->padding != '\0' ? directive->padding : padding) == '0';

  g_string_append_printf (writer->output, zeros ? "%0*" G_GINT64_FORMAT : "%*" G_GINT64_FORMAT,
                          digits, number);
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

  liquid_date_set (&middle, thursday * LIQUID_SECONDS_OF_DAY, 0, 0);
  *year = middle.year;
  return (middle.day_of_year - 1) / 7 + 1;
}

static int
get_hour12 (const LiquidDate *self)
{
  return self->hour % 12 == 0 ? 12 : self->hour % 12;
}

static int64_t
get_number (const LiquidDate *self, char letter)
{
  int64_t year = 0;
  int week = strchr ("GgV", letter) != NULL ? get_iso_week (self, &year) : 0;

  switch (letter) {
  case 'Y':
    return self->year;
  case 'C':
    return liquid_divide_floor (self->year, 100);
  case 'y':
    return liquid_modulo_floor (self->year, 100);
  case 'G':
    return year;
  case 'g':
    return liquid_modulo_floor (year, 100);
  case 'V':
    return week;
  case 'U':
    return get_week (self, 0);
  case 'W':
    return get_week (self, 1);
  case 'j':
    return self->day_of_year;
  case 'm':
    return self->month;
  case 'd':
  case 'e':
    return self->day;
  case 'u':
    return self->weekday == 0 ? 7 : self->weekday;
  case 'w':
    return self->weekday;
  case 'H':
  case 'k':
    return self->hour;
  case 'I':
  case 'l':
    return get_hour12 (self);
  case 'M':
    return self->minute;
  case 'S':
    return self->second;
  default:
    return self->seconds;
  }
}

static const struct {
  char letter;
  char padding;
  int width;
} numbers[] = {
  { 'Y', '0', 4 }, { 'C', '0', 2 }, { 'y', '0', 2 }, { 'G', '0', 4 }, { 'g', '0', 2 },
  { 'V', '0', 2 }, { 'U', '0', 2 }, { 'W', '0', 2 }, { 'j', '0', 3 }, { 'm', '0', 2 },
  { 'd', '0', 2 }, { 'e', ' ', 2 }, { 'u', '0', 1 }, { 'w', '0', 1 }, { 'H', '0', 2 },
  { 'k', ' ', 2 }, { 'I', '0', 2 }, { 'l', ' ', 2 }, { 'M', '0', 2 }, { 'S', '0', 2 },
  { 's', '0', 1 },
};

static bool
put_numbers (Writer *writer, char letter, const Directive *directive)
{
  for (size_t i = 0; i < G_N_ELEMENTS (numbers); i++) {
    if (numbers[i].letter == letter) {
      int64_t number = get_number (writer->date, letter);
      bool has_sign = number < 0 && numbers[i].width == 4;
      put_number (writer, directive, number, numbers[i].width + has_sign, numbers[i].padding);
      return true;
    }
  }
  return false;
}

static bool
put_names (Writer *writer, char letter, const Directive *directive)
{
  const char *month = liquid_month_names[writer->date->month - 1];
  const char *weekday = liquid_weekday_names[writer->date->weekday];
  Directive cased = *directive;

  cased.upper |= cased.swap;
  switch (letter) {
  case 'B':
    put_text (writer, &cased, month, 0);
    return true;
  case 'b':
  case 'h':
    put_text (writer, &cased, month, 3);
    return true;
  case 'A':
    put_text (writer, &cased, weekday, 0);
    return true;
  case 'a':
    put_text (writer, &cased, weekday, 3);
    return true;
  default:
    return false;
  }
}

/* Parts of the day, and the name of the zone: there is one for UTC only. */
static bool
put_words (Writer *writer, char letter, const Directive *directive)
{
  bool is_morning = writer->date->hour < 12, has_name = writer->date->is_utc;
  Directive cased = *directive;

  switch (letter) {
  case 'p':
  case 'P':
    if (letter == 'p' ? directive->swap : !directive->swap && !directive->upper) {
      cased.upper = false;
      put_text (writer, &cased, is_morning ? "am" : "pm", 0);
    } else {
      put_text (writer, &cased, is_morning ? "AM" : "PM", 0);
    }
    return true;
  case 'Z':
    cased.upper &= !directive->swap;
    if (has_name) {
      put_text (writer, &cased, directive->swap ? "utc" : "UTC", 0);
    }
    return true;
  default:
    return false;
  }
}

/* "+0130", "+01:30", "+01:30:00"; three colons leave out what is zero. */
static void
put_offset (Writer *writer, const Directive *directive)
{
  static const int others[] = { 3, 4, 7 };
  int offset = writer->date->offset, seconds = ABS (offset), colons = directive->colons;
  bool brief = colons == 3;

  if (brief) {
    colons = seconds % 60 != 0 ? 2 : seconds % 3600 != 0 ? 1 : -1;
  }
  int digits = MAX (directive->width - (colons < 0 ? 1 : others[colons]), 2);
  g_autofree char *hours = g_strdup_printf ("%d", seconds / 3600);
  int n_padding = digits - (int) strlen (hours);
  bool spaces = directive->padding == ' ';
  char sign = offset < 0 || (directive->unpadded && writer->date->is_universal) ? '-' : '+';
  for (int i = 0; spaces && i < n_padding; i++) {
    g_string_append_c (writer->output, ' ');
  }
  g_string_append_c (writer->output, sign);
  for (int i = 0; !spaces && i < n_padding; i++) {
    g_string_append_c (writer->output, '0');
  }
  g_string_append (writer->output, hours);
  if (colons >= 0) {
    g_string_append_printf (writer->output, "%s%02d", colons > 0 ? ":" : "", seconds / 60 % 60);
  }
  if (colons == 2) {
    g_string_append_printf (writer->output, ":%02d", seconds % 60);
  }
}

/* Digits of the fraction of a second: as many as the width says. */
static void
put_fraction (Writer *writer, const Directive *directive, int width)
{
  int digits = directive->width > 0 ? directive->width : width;
  char text[16];

  g_snprintf (text, sizeof text, "%09d", writer->date->nanoseconds);
  for (int i = 0; i < digits; i++) {
    g_string_append_c (writer->output, i < 9 ? text[i] : '0');
  }
}

static const struct {
  char letter;
  LiquidSlice format;
} compounds[] = {
  { 'c', { "%a %b %e %H:%M:%S %Y", 20 } },
  { 'x', { "%m/%d/%y", 8 } },
  { 'X', { "%H:%M:%S", 8 } },
  { 'D', { "%m/%d/%y", 8 } },
  { 'F', { "%Y-%m-%d", 8 } },
  { 'T', { "%H:%M:%S", 8 } },
  { 'R', { "%H:%M", 5 } },
  { 'r', { "%I:%M:%S %p", 11 } },
  { 'v', { "%e-%^b-%4Y", 10 } },
};

static bool
put_compound (Writer *writer, char letter, const Directive *directive)
{
  for (size_t i = 0; i < G_N_ELEMENTS (compounds); i++) {
    if (compounds[i].letter == letter) {
      Directive padded = *directive;
      g_autoptr (GString) inside = g_string_new (NULL);
      Writer inner = { writer->date, inside, writer->most };
      padded.unpadded = false;
      format (&inner, compounds[i].format);
      put_text (writer, &padded, inside->str, 0);
      return true;
    }
  }
  return false;
}

static bool
put (Writer *writer, char letter, const Directive *directive)
{
  static const char marks[][3] = { "n\n", "t\t", "%%" };

  for (size_t i = 0; i < G_N_ELEMENTS (marks); i++) {
    if (marks[i][0] == letter) {
      put_text (writer, directive, marks[i] + 1, 0);
      return true;
    }
  }
  switch (letter) {
  case 'z':
    put_offset (writer, directive);
    return true;
  case 'L':
  case 'N':
    put_fraction (writer, directive, letter == 'L' ? 3 : 9);
    return true;
  default:
    return put_numbers (writer, letter, directive) || put_names (writer, letter, directive) ||
           put_words (writer, letter, directive) || put_compound (writer, letter, directive);
  }
}

/* A width, which may begin with the zero that is a flag; NULL where it is larger than a C int. */
static const char *
read_width (const char *p, const char *end, Directive *directive)
{
  int64_t width = 0;

  directive->padding = *p == '0' ? '0' : directive->padding;
  for (; p < end && g_ascii_isdigit (*p); p++) {
    width = width * 10 + (*p - '0');
    if (width > G_MAXINT32) {
      return NULL;
    }
  }
  directive->width = (int) MIN (width, WIDEST);
  return p;
}

static bool
read_flag (char flag, Directive *directive)
{
  if (flag == '\0' || strchr ("-^#_", flag) == NULL || directive->width > 0) {
    return false;
  }
  directive->upper |= flag == '^';
  directive->swap |= flag == '#';
  directive->padding = flag == '_' ? ' ' : directive->padding;
  if (flag == '-') {
    directive->unpadded = true;
    directive->padding = '\0';
    directive->width = 0;
  }
  return true;
}

/* Up to three colons, which only "z" may follow. */
static const char *
read_colons (const char *p, const char *end, Directive *directive)
{
  int colons = 1;

  while (colons < 4 && p + colons < end && p[colons] == ':') {
    colons++;
  }
  if (colons > 3 || p + colons >= end || p[colons] != 'z') {
    return NULL;
  }
  directive->colons = colons;
  return p + colons;
}

/* "E" and "O" mean nothing, but few letters may follow them. */
static bool
is_modifier (const char *p, const char *end)
{
  const char *letters = *p == 'E' ? "cCxXyY" : *p == 'O' ? "deHkIlmMSuUVwWy" : NULL;

  return letters != NULL && p + 1 < end && p[1] != '\0' && strchr (letters, p[1]) != NULL;
}

/* Writes the directive behind the percent sign at @p, or as much of the text as is none; answers
 * the end of it, NULL where the text ends within. */
static const char *
put_directive (Writer *writer, const char *p, const char *end)
{
  Directive directive = { .width = -1 };
  const char *next = p + 1;

  while (next < end) {
    const char *after = NULL;
    if (g_ascii_isdigit (*next)) {
      after = read_width (next, end, &directive);
    } else if (*next == ':') {
      after = read_colons (next, end, &directive);
    } else if (read_flag (*next, &directive) || is_modifier (next, end)) {
      after = next + 1;
    } else if (put (writer, *next, &directive)) {
      return next + 1;
    }
    if (after == NULL) {
      g_string_append_len (writer->output, p, next + 1 - p);
      return next + 1;
    }
    next = after;
  }
  return NULL;
}

static bool
format (Writer *writer, LiquidSlice text)
{
  const char *p = text.bytes, *end = text.bytes + text.length;

  while (p != NULL && p < end && writer->output->len <= writer->most) {
    const char *percent = memchr (p, '%', (size_t) (end - p));
    const char *stop = percent != NULL ? percent : end;
    g_string_append_len (writer->output, p, stop - p);
    p = percent != NULL ? put_directive (writer, percent, end) : end;
  }
  return p != NULL;
}

/* Prints the date as strftime does; a directive that nobody knows stays as it is. False where @text
 * ends in the middle of one. What is longer than @most is not finished. */
bool
liquid_date_format (const LiquidDate *self, LiquidSlice text, size_t most, GString *output)
{
  Writer writer = { self, output, most };

  return format (&writer, text);
}
