/* Finds dates and times in texts that people wrote, as freely as Ruby does: a list of forms is
 * tried in order, each anywhere in the text, and what one has understood is taken out before the
 * next. */

#include "liquid-date-text.h"

#include "liquid-date-clock.h"
#include "liquid-date-forms.h"

#include <string.h>

static const char *
match_weekday (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  if (!liquid_date_is_boundary (text, p) ||
      liquid_date_find_name (p, liquid_weekday_names, G_N_ELEMENTS (liquid_weekday_names)) < 0) {
    return NULL;
  }
  return liquid_date_skip_others (p, "-/ ");
}

static const char *
match_before_christ (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  static const char *const words[] = { "bc", "bce", NULL };
  static const char *const dotted[] = { "b.c.", NULL };

  for (size_t i = 0; liquid_date_is_boundary (text, p) && words[i] != NULL; i++) {
    const char *end = p + strlen (words[i]);
    if (liquid_date_starts_with (p, words[i]) && liquid_date_is_boundary (text, end)) {
      return end;
    }
  }
  return liquid_date_is_boundary (text, p) ? liquid_date_match_word (p, dotted) : NULL;
}

static void
take_before_christ (LiquidDateState *state, const LiquidDateFound *found)
{
  state->before_christ = true;
}

/* One number that is left over: the day, or the hour. */
static const char *
match_rest (const LiquidDateText *text, const char *p, LiquidDateFound *found)
{
  if (p != text->bytes) {
    return NULL;
  }
  const char *digits = liquid_date_skip_spaces (p), *end = liquid_date_skip_digits (digits);
  found->first = liquid_slice_range (digits, end);
  return end != digits && end - digits <= 2 && *liquid_date_skip_spaces (end) == '\0'
           ? liquid_date_skip_spaces (end)
           : NULL;
}

static void
take_rest (LiquidDateState *state, const LiquidDateFound *found)
{
  LiquidDateParts *parts = state->parts;
  int number = (int) liquid_date_read_number (found->first);

  if (parts->hour >= 0 && parts->day < 0 && number >= 1 && number <= 31) {
    parts->day = number;
  }
  if (parts->day >= 0 && parts->hour < 0 && number <= 24) {
    parts->hour = number;
  }
}

static const LiquidDateForm forms_before[] = {
  { match_weekday, NULL },
  { liquid_date_match_time, liquid_date_take_time },
};

static const LiquidDateForm forms_behind[] = {
  { match_before_christ, take_before_christ },
  { match_rest, take_rest },
};

/* Finds a form anywhere in the text, takes it and leaves a space in its place. */
static bool
try_form (LiquidDateText *text, const LiquidDateForm *form, LiquidDateState *state)
{
  for (char *p = text->bytes; p <= text->bytes + text->length; p++) {
    LiquidDateFound found = { 0 };
    const char *end = form->match (text, p, &found);
    if (end != NULL) {
      if (form->take != NULL) {
        form->take (state, &found);
      }
      size_t rest = (size_t) (text->bytes + text->length - end);
      memmove (p + 1, end, rest + 1);
      *p = ' ';
      text->length = (size_t) (p - text->bytes) + 1 + rest;
      return true;
    }
  }
  return false;
}

/* Small letters, digits and the marks of dates; a space for anything else. False where the text is
 * longer than any date. */
static bool
simplify (LiquidDateText *self, LiquidSlice text)
{
  const char *end = text.bytes + text.length;

  if (text.length > LIQUID_DATE_LONGEST) {
    return false;
  }
  for (const char *p = text.bytes, *next; p < end; p = next) {
    gunichar c = g_utf8_get_char_validated (p, end - p);
    next = c < G_MAXINT32 ? g_utf8_next_char (p) : p + 1;
    if (c < 0x80 ? g_ascii_isalnum (*p) || (c != 0 && strchr ("-+',./:@[]", *p) != NULL)
                 : c < G_MAXINT32 && (g_unichar_isalpha (c) || g_unichar_isdigit (c))) {
      for (; p < next; p++) {
        self->bytes[self->length++] = g_ascii_tolower (*p);
      }
    } else if (self->length == 0 || self->bytes[self->length - 1] != ' ') {
      self->bytes[self->length++] = ' ';
    }
  }
  return true;
}

static void
complete_year (LiquidDateState *state)
{
  LiquidDateParts *parts = state->parts;

  if (parts->has_year && state->before_christ) {
    parts->year = 1 - parts->year;
  }
  if (parts->has_year && !state->whole_year && parts->year >= 0 && parts->year <= 99) {
    parts->year += parts->year >= 69 ? 1900 : 2000;
  }
}

/* Says what @text says of a date; nothing where it is none. */
void
liquid_date_read_text (LiquidDateParts *self, LiquidSlice text)
{
  LiquidDateText rest = { .length = 0 };
  LiquidDateState state = { .parts = self };

  *self = (LiquidDateParts){ .month = LIQUID_DATE_UNSAID,
                             .day = LIQUID_DATE_UNSAID,
                             .day_of_year = LIQUID_DATE_UNSAID,
                             .hour = LIQUID_DATE_UNSAID,
                             .minute = LIQUID_DATE_UNSAID,
                             .second = LIQUID_DATE_UNSAID };
  if (!simplify (&rest, text)) {
    return;
  }
  for (size_t i = 0; i < G_N_ELEMENTS (forms_before); i++) {
    try_form (&rest, &forms_before[i], &state);
  }
  for (size_t i = 0; i < liquid_n_date_forms && !try_form (&rest, &liquid_date_forms[i], &state);
       i++) {
  }
  for (size_t i = 0; i < G_N_ELEMENTS (forms_behind); i++) {
    try_form (&rest, &forms_behind[i], &state);
  }
  complete_year (&state);
}
