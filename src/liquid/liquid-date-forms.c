/* The forms of dates that have marks or the name of a month. Each is tried at one place of the
 * text; it answers the end of what it has found, NULL where there is nothing of it. */

#include "liquid-date-forms.h"

#include "liquid-date-run.h"

#include <string.h>

static bool
is_long (LiquidSlice slice)
{
  return liquid_date_is_there (slice) && (slice.bytes[0] == '\'' || slice.length > 2);
}

/* Whether letters follow the first digits. */
static bool
has_rest (LiquidSlice slice, LiquidSlice *digits)
{
  const char *end = slice.bytes + slice.length, *start = slice.bytes;

  while (start < end && *start != '-' && *start != '+' && !g_ascii_isdigit (*start)) {
    start++;
  }
  const char *stop = start;
  while (stop < end && (stop == start || g_ascii_isdigit (*stop))) {
    stop++;
  }
  *digits = liquid_slice_range (start, stop);
  return stop < end;
}

static void
read_year (LiquidDateState *state, LiquidSlice slice)
{
  LiquidSlice digits;

  has_rest (slice, &digits);
  bool has_sign = digits.bytes[0] == '-' || digits.bytes[0] == '+';
  int64_t year = liquid_date_read_number (digits);
  liquid_date_set_year (state, digits.bytes[0] == '-' ? -year : year);
  state->whole_year |= has_sign || digits.length > 2;
}

/* Takes three numbers for what their lengths and marks make of them, whatever their order. */
static void
set_date (LiquidDateState *state, LiquidSlice year, LiquidSlice month, LiquidSlice day)
{
  LiquidSlice digits;

  if (liquid_date_is_there (year) && !liquid_date_is_there (day)) {
    day = month;
    month = year;
    year = LIQUID_DATE_NOTHING;
  }
  if (!liquid_date_is_there (year) && is_long (day)) {
    year = day;
    day = LIQUID_DATE_NOTHING;
  }
  if (liquid_date_is_there (year) && has_rest (year, &digits)) {
    year = day;
    day = digits;
  }
  if (is_long (month)) {
    LiquidSlice first = year;
    year = month;
    month = day;
    day = first;
  }
  if (is_long (day)) {
    LiquidSlice last = day;
    day = year;
    year = last;
  }
  if (liquid_date_is_there (year)) {
    read_year (state, year);
  }
  state->parts->month =
    liquid_date_is_there (month) ? (int) liquid_date_read_number (month) : state->parts->month;
  state->parts->day =
    liquid_date_is_there (day) ? (int) liquid_date_read_number (day) : state->parts->day;
}

/* The era and the year behind a day and a month; @p where there is none. */
static const char *
match_era_year (const char *p, LiquidDateFound *found)
{
  static const char *const eras[] = { "ce",   "c.e.", "bce",  "b.c.e.", "ad",
                                      "a.d.", "bc",   "b.c.", NULL };
  const char *era = liquid_date_skip_spaces (p), *era_end = liquid_date_match_word (era, eras);
  const char *end = liquid_date_match_number (
    liquid_date_skip_spaces (era_end != NULL ? era_end : era), "-", &found->third);

  found->before_christ = end != NULL && era_end != NULL && *era == 'b';
  return end != NULL ? end : p;
}

/* "14 march 2016", "14th of march" */
static const char *
match_day_month (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  const char *letters = liquid_date_match_number (p, "", &found->first);

  if (letters == NULL) {
    return NULL;
  }
  const char *end = liquid_date_skip_others (letters, "- "), *month = liquid_date_skip_spaces (end);
  while (!liquid_date_match_month (month, &found->second)) {
    if (end == letters) {
      return NULL;
    }
    month = --end;
  }
  const char *month_end = liquid_date_skip_others (month + 3, "- '");
  end = match_era_year (month_end, found);
  const char *ordinal_end = end != month_end ? liquid_date_match_ordinal (text, end) : NULL;
  if (ordinal_end == NULL) {
    return end;
  }
  found->third.length += 2;
  return ordinal_end;
}

static void
take_day_month (LiquidDateState *state, const LiquidDateFound *found)
{
  state->before_christ |= found->before_christ;
  set_date (state, found->third, found->second, found->first);
}

/* "march 14, 2016", "march 2016" */
static const char *
match_month_day (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  if (!liquid_date_is_boundary (text, p) || !liquid_date_match_month (p, &found->second)) {
    return NULL;
  }
  const char *end = liquid_date_match_number (
    liquid_date_skip_spaces (liquid_date_skip_others (p + 3, "- '")), "", &found->first);
  if (end == NULL) {
    return NULL;
  }
  end = liquid_date_skip_others (end, "- '");
  const char *comma = liquid_date_skip_spaces (end), *year = comma + (*comma == ',');
  const char *year_end = match_era_year (year, found);
  return year_end != year ? year_end : end;
}

/* Three numbers with @separator between; spaces behind it where @has_spaces. */
static const char *
match_three (const char *p,
             const char *signs,
             char separator,
             bool has_spaces,
             const char *last,
             LiquidDateFound *found)
{
  const char *end = liquid_date_match_number (p, signs, &found->third);

  if (end == NULL || *end != separator) {
    return NULL;
  }
  end = has_spaces ? liquid_date_skip_spaces (end + 1) : end + 1;
  end = *end == '\'' && !has_spaces ? NULL : liquid_date_match_number (end, "", &found->second);
  if (end == NULL || *end != separator) {
    return NULL;
  }
  return liquid_date_match_number (has_spaces ? liquid_date_skip_spaces (end + 1) : end + 1, last,
                                   &found->first);
}

/* "2016-03-14" */
static const char *
match_dashes (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  return match_three (p, "-+", '-', false, "-", found);
}

/* "2016.3.14" */
static const char *
match_dots (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  return match_three (p, "-", '.', true, "-", found);
}

/* Years since the first of an emperor: "h28.03.14" */
static const char *
match_emperor (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  if (*p == '\0' || strchr ("mtshr", *p) == NULL || !liquid_date_is_boundary (text, p) ||
      !g_ascii_isdigit (p[1])) {
    return NULL;
  }
  const char *end = match_three (p + 1, "", '.', false, "", found);
  if (end == NULL || *found->first.bytes == '\'') {
    return NULL;
  }
  found->fourth = (LiquidSlice){ p, 1 };
  return end;
}

static void
take_emperor (LiquidDateState *state, const LiquidDateFound *found)
{
  static const struct {
    char letter;
    int year;
  } eras[] = { { 'm', 1867 }, { 't', 1911 }, { 's', 1925 }, { 'h', 1988 }, { 'r', 2018 } };
  int year = 0;

  for (size_t i = 0; i < G_N_ELEMENTS (eras); i++) {
    year = eras[i].letter == *found->fourth.bytes ? eras[i].year : year;
  }
  liquid_date_set_year (state, year + liquid_date_read_number (found->third));
  state->parts->month = (int) liquid_date_read_number (found->second);
  state->parts->day = (int) liquid_date_read_number (found->first);
}

/* "14-mar-2016" */
static const char *
match_day_dash_month (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  const char *end = liquid_date_match_number (p, "-", &found->first);

  if (end == NULL || *end != '-' || !liquid_date_match_month (end + 1, &found->second)) {
    return NULL;
  }
  end += 4 + strcspn (end + 4, "-/.");
  return *end == '-' ? liquid_date_match_number (end + 1, "-", &found->third) : NULL;
}

/* "mar-14-2016", "mar-14" */
static const char *
match_month_dash_day (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  if (!liquid_date_is_boundary (text, p) || !liquid_date_match_month (p, &found->second)) {
    return NULL;
  }
  const char *end = p + 3 + strcspn (p + 3, "-/.");
  end = *end == '-' ? liquid_date_match_number (end + 1, "-", &found->first) : NULL;
  if (end == NULL || *end != '-') {
    return end;
  }
  const char *year_end = liquid_date_match_number (end + 1, "-", &found->third);
  return year_end != NULL ? year_end : end;
}

/* "2016/3/14", "3/14" */
static const char *
match_slashes (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  const char *end = liquid_date_match_number (p, "-", &found->third);

  end = end != NULL && *end == '/'
          ? liquid_date_match_number (liquid_date_skip_spaces (end + 1), "", &found->second)
          : NULL;
  if (end == NULL || *end == '\0') {
    return end;
  }
  const char *day = liquid_date_skip_spaces (g_utf8_next_char (end));
  const char *day_end = liquid_date_match_number (day, "-", &found->first);
  return day_end != NULL ? day_end : end;
}

/* A week: "2016-w11-1", which says LIQUID_DATE_NOTHING that is used. */
static const char *
match_week (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  if (!liquid_date_is_boundary (text, p)) {
    return NULL;
  }
  for (int n_digits = 0; n_digits <= 4; n_digits += 2) {
    const char *w = liquid_date_match_digits (p, n_digits, &found->first);
    w = w != NULL && *w == '-' ? w + 1 : w;
    const char *end =
      w != NULL && *w == 'w' ? liquid_date_match_digits (w + 1, 2, &found->first) : NULL;
    if (end == NULL) {
      continue;
    }
    const char *day_end = liquid_date_match_digits (end + (*end == '-'), 1, &found->first);
    if (day_end != NULL && liquid_date_is_boundary (text, day_end)) {
      return day_end;
    }
    if (liquid_date_is_boundary (text, end)) {
      return end;
    }
  }
  return NULL;
}

/* "-w-1", likewise. */
static const char *
match_week_day (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  const char *end =
    liquid_date_starts_with (p, "-w-") ? liquid_date_match_digits (p + 3, 1, &found->first) : NULL;

  return end != NULL && liquid_date_is_boundary (text, end) ? end : NULL;
}

/* "--03-14", "---14" */
static const char *
match_month_and_day (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  if (!liquid_date_starts_with (p, "--")) {
    return NULL;
  }
  const char *month_end = liquid_date_match_digits (p + 2, 2, &found->second);
  const char *dash = month_end != NULL ? month_end : p + 2;
  const char *end = *dash == '-' ? liquid_date_match_digits (dash + 1, 2, &found->first) : NULL;
  return end != NULL && liquid_date_is_boundary (text, end) ? end : NULL;
}

/* "--0314", "--03" */
static const char *
match_month_run (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  const char *month_end =
    liquid_date_starts_with (p, "--") ? liquid_date_match_digits (p + 2, 2, &found->second) : NULL;

  if (month_end == NULL) {
    return NULL;
  }
  const char *end = liquid_date_match_digits (month_end, 2, &found->first);
  if (end != NULL && liquid_date_is_boundary (text, end)) {
    return end;
  }
  found->first = LIQUID_DATE_NOTHING;
  return liquid_date_is_boundary (text, month_end) ? month_end : NULL;
}

static void
take_numbers (LiquidDateState *state, const LiquidDateFound *found)
{
  if (liquid_date_is_there (found->second)) {
    state->parts->month = (int) liquid_date_read_number (found->second);
  }
  if (liquid_date_is_there (found->first)) {
    state->parts->day = (int) liquid_date_read_number (found->first);
  }
}

/* "2016-074" */
static const char *
match_year_day_at (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  for (int n_digits = 2; n_digits <= 4; n_digits += 2) {
    const char *dash = liquid_date_match_digits (p, n_digits, &found->third);
    const char *end =
      dash != NULL && *dash == '-' ? liquid_date_match_digits (dash + 1, 3, &found->first) : NULL;
    if (end != NULL && liquid_date_is_boundary (text, end)) {
      return end;
    }
  }
  return NULL;
}

static const char *
match_year_day (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  for (const char *comma = text->bytes; *comma != '\0'; comma++) {
    LiquidDateFound other;
    if ((*comma == ',' || *comma == '.') && match_year_day_at (text, comma + 1, &other) != NULL) {
      return NULL;
    }
  }
  return liquid_date_is_boundary (text, p) ? match_year_day_at (text, p, found) : NULL;
}

/* "-074" behind a word that is no number */
static const char *
match_day_of_year (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  for (const char *q = text->bytes; *q != '\0'; q++) {
    LiquidDateFound other;
    const char *end = g_ascii_isdigit (q[0]) && q[1] == '-'
                        ? liquid_date_match_digits (q + 2, 3, &other.first)
                        : NULL;
    if (end != NULL && liquid_date_is_boundary (text, end)) {
      return NULL;
    }
  }
  const char *end = *p == '-' && liquid_date_is_boundary (text, p)
                      ? liquid_date_match_digits (p + 1, 3, &found->first)
                      : NULL;
  return end != NULL && liquid_date_is_boundary (text, end) ? end : NULL;
}

static void
take_day_of_year (LiquidDateState *state, const LiquidDateFound *found)
{
  if (liquid_date_is_there (found->third)) {
    liquid_date_set_year (state, liquid_date_read_number (found->third));
  }
  state->parts->day_of_year = (int) liquid_date_read_number (found->first);
}

/* "'16" */
static const char *
match_short_year (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  const char *end = *p == '\'' ? liquid_date_match_number (p, "", &found->third) : NULL;

  return end != NULL && liquid_date_is_boundary (text, end) ? end : NULL;
}

static void
take_short_year (LiquidDateState *state, const LiquidDateFound *found)
{
  liquid_date_set_year (state, liquid_date_read_number (found->third));
}

/* "march" */
static const char *
match_month_only (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  if (!liquid_date_is_boundary (text, p) || !liquid_date_match_month (p, &found->second)) {
    return NULL;
  }
  return p + 3 + strcspn (p + 3, " ");
}

/* "14th" */
static const char *
match_day_only (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  const char *end = liquid_date_skip_digits (p);

  found->first = liquid_slice_range (p, end);
  return end != p ? liquid_date_match_ordinal (text, end) : NULL;
}

/* The first that is found is the date. */
const LiquidDateForm liquid_date_forms[] = {
  { match_day_month, take_day_month },
  { match_month_day, take_day_month },
  { match_dashes, take_day_month },
  { match_emperor, take_emperor },
  { match_day_dash_month, take_day_month },
  { match_month_dash_day, take_day_month },
  { match_slashes, take_day_month },
  { match_dots, take_day_month },
  { match_week, NULL },
  { match_week_day, NULL },
  { match_month_and_day, take_numbers },
  { match_month_run, take_numbers },
  { match_year_day, take_day_of_year },
  { match_day_of_year, take_day_of_year },
  { match_short_year, take_short_year },
  { match_month_only, take_numbers },
  { match_day_only, take_numbers },
  { liquid_date_match_run, liquid_date_take_run },
};

const size_t liquid_n_date_forms = G_N_ELEMENTS (liquid_date_forms);
