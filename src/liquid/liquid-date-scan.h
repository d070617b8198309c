/* What reads dates from texts: the text that is left to read, what a form has found in it, and what
 * has been said so far. The text ends in a zero byte, its letters are small, and all that can stand
 * in no date is a space. */

#pragma once

#include "liquid-date-text.h"

#include <string.h>

/* No date is longer, and what is is none. */
#define LIQUID_DATE_LONGEST 128
/* Larger than any number that is meant. */
#define LIQUID_DATE_LARGEST 1000000000

#define LIQUID_DATE_NOTHING ((LiquidSlice){ NULL, 0 })

typedef struct {
  char bytes[LIQUID_DATE_LONGEST + 1];
  size_t length;
} LiquidDateText;

/* The parts of one form; those without bytes are not there. */
typedef struct {
  LiquidSlice first;
  LiquidSlice second;
  LiquidSlice third;
  LiquidSlice fourth;
  LiquidSlice zone;
  bool before_christ;
} LiquidDateFound;

/* What the text says so far. */
typedef struct {
  LiquidDateParts *parts;
  bool before_christ;
  bool whole_year; /* the year is not short for one of 1969 to 2068 */
} LiquidDateState;

/* A form that a part of a date has: @match answers the end of it, where it stands at @p, and NULL
 * where it does not; @take says what was found. */
typedef struct {
  const char *(*match) (const LiquidDateText *text, const char *p, LiquidDateFound *found);
  void (*take) (LiquidDateState *state, const LiquidDateFound *found);
} LiquidDateForm;

static inline bool
liquid_date_is_there (LiquidSlice slice)
{
  return slice.bytes != NULL;
}

/* Letters of other alphabets, too: nothing else is left of them. */
static inline bool
liquid_date_is_letter (char c)
{
  return g_ascii_isalpha (c) || (uint8_t) c >= 0x80;
}

static inline bool
liquid_date_is_word (char c)
{
  return liquid_date_is_letter (c) || g_ascii_isdigit (c);
}

static inline bool
liquid_date_is_boundary (const LiquidDateText *text, const char *p)
{
  return (p > text->bytes && liquid_date_is_word (p[-1])) != liquid_date_is_word (*p);
}

static inline const char *
liquid_date_skip_spaces (const char *p)
{
  while (*p == ' ') {
    p++;
  }
  return p;
}

static inline const char *
liquid_date_skip_digits (const char *p)
{
  while (g_ascii_isdigit (*p)) {
    p++;
  }
  return p;
}

static inline bool
liquid_date_starts_with (const char *p, const char *word)
{
  return strncmp (p, word, strlen (word)) == 0;
}

const char *liquid_date_skip_others (const char *p, const char *stops);
const char *liquid_date_match_word (const char *p, const char *const *words);
int liquid_date_find_name (const char *p, const char *const *names, int n_names);
bool liquid_date_match_month (const char *p, LiquidSlice *month);
const char *liquid_date_match_number (const char *p, const char *signs, LiquidSlice *number);
const char *liquid_date_match_digits (const char *p, int n, LiquidSlice *digits);
const char *liquid_date_match_ordinal (const LiquidDateText *text, const char *p);
int64_t liquid_date_read_number (LiquidSlice slice);
int liquid_date_read_part (const char *p, int n);
void liquid_date_set_year (LiquidDateState *state, int64_t year);
