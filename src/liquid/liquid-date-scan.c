/* Words and numbers in the text of a date. */

#include "liquid-date-scan.h"

#include <string.h>

/* Skips what is neither a digit nor one of @stops. */
const char *
liquid_date_skip_others (const char *p, const char *stops)
{
  while (*p != '\0' && !g_ascii_isdigit (*p) && strchr (stops, *p) == NULL) {
    p++;
  }
  return p;
}

/* Behind the first of @words that stands at @p; NULL where none does. */
const char *
liquid_date_match_word (const char *p, const char *const *words)
{
  for (; *words != NULL; words++) {
    if (liquid_date_starts_with (p, *words)) {
      return p + strlen (*words);
    }
  }
  return NULL;
}

/* The month or weekday that @p begins with; -1 where it does with none. */
int
liquid_date_find_name (const char *p, const char *const *names, int n_names)
{
  for (int i = 0; i < n_names; i++) {
    if (g_ascii_strncasecmp (p, names[i], 3) == 0) {
      return i;
    }
  }
  return -1;
}

/* Whether the name of a month stands at @p; @month is its number, as a text. */
bool
liquid_date_match_month (const char *p, LiquidSlice *month)
{
  static const char *const numbers[] = { "1", "2", "3", "4",  "5",  "6",
                                         "7", "8", "9", "10", "11", "12" };
  int i = liquid_date_find_name (p, liquid_month_names, G_N_ELEMENTS (liquid_month_names));

  *month = i >= 0 ? (LiquidSlice){ numbers[i], strlen (numbers[i]) } : LIQUID_DATE_NOTHING;
  return i >= 0;
}

/* Digits, before them an apostrophe and one of @signs where there is; NULL where there are no
 * digits. */
const char *
liquid_date_match_number (const char *p, const char *signs, LiquidSlice *number)
{
  const char *digits = p + (*p == '\'');

  digits += *digits != '\0' && strchr (signs, *digits) != NULL;
  const char *end = liquid_date_skip_digits (digits);
  if (end == digits) {
    return NULL;
  }
  *number = liquid_slice_range (p, end);
  return end;
}

/* Exactly @n digits. */
const char *
liquid_date_match_digits (const char *p, int n, LiquidSlice *digits)
{
  for (int i = 0; i < n; i++) {
    if (!g_ascii_isdigit (p[i])) {
      return NULL;
    }
  }
  *digits = (LiquidSlice){ p, (size_t) n };
  return p + n;
}

/* "st", "nd", "rd" or "th", and no word goes on behind. */
const char *
liquid_date_match_ordinal (const LiquidDateText *text, const char *p)
{
  static const char *const ordinals[] = { "st", "nd", "rd", "th", NULL };
  const char *end = liquid_date_match_word (p, ordinals);

  return end != NULL && liquid_date_is_boundary (text, end) ? end : NULL;
}

/* The digits of @slice as a number. */
int64_t
liquid_date_read_number (LiquidSlice slice)
{
  int64_t number = 0;

  for (size_t i = 0; i < slice.length; i++) {
    if (g_ascii_isdigit (slice.bytes[i])) {
      number = MIN (number * 10 + (slice.bytes[i] - '0'), LIQUID_DATE_LARGEST);
    }
  }
  return number;
}

int
liquid_date_read_part (const char *p, int n)
{
  return (int) liquid_date_read_number ((LiquidSlice){ p, (size_t) n });
}

void
liquid_date_set_year (LiquidDateState *state, int64_t year)
{
  state->parts->has_year = true;
  state->parts->year = year;
}
