/* Reads dates as V8's Date.parse does: what the standard of JavaScript says first, and whatever
 * else it makes sense of, in UTC. */

#include "liquid-js-date-parse.h"

#include "liquid-date.h"
#include "liquid-js.h"

#include <string.h>

/* Digits that a number has at most; more do not change it. */
#define MOST_DIGITS 9
/* A part of a zone that was not said. */
#define NONE (-1)

typedef enum {
  TOKEN_END,
  TOKEN_NUMBER,
  TOKEN_SYMBOL,
  TOKEN_WORD,
  TOKEN_SPACE,
  TOKEN_OTHER,
} TokenType;

typedef enum {
  WORD_OTHER,
  WORD_MONTH,
  WORD_HALF,
  WORD_ZONE,
  WORD_SEPARATOR,
} WordType;

typedef struct {
  TokenType type;
  int number; /* of a number, or what a word stands for */
  int length; /* of it in characters */
  char symbol;
  WordType word;
} Token;

typedef struct {
  const char *p;
  const char *end;
  Token next;
  int64_t days[3]; /* numbers that are no times */
  int n_days;
  bool is_standard; /* they are a year, a month and a day */
  int month;        /* by its name, or 0 */
  int times[4];
  int n_times;
  int half; /* the hour that AM or PM begins with, or NONE */
  int zone_sign;
  int zone_hour;
  int zone_minute;
  bool has_number;
} Reader;

/* Words that are longer than this are months only. */
#define WORD_PREFIX 3

static const struct {
  const char *word;
  WordType type;
  int value;
} words[] = {
  { "jan", WORD_MONTH, 1 },  { "feb", WORD_MONTH, 2 },  { "mar", WORD_MONTH, 3 },
  { "apr", WORD_MONTH, 4 },  { "may", WORD_MONTH, 5 },  { "jun", WORD_MONTH, 6 },
  { "jul", WORD_MONTH, 7 },  { "aug", WORD_MONTH, 8 },  { "sep", WORD_MONTH, 9 },
  { "oct", WORD_MONTH, 10 }, { "nov", WORD_MONTH, 11 }, { "dec", WORD_MONTH, 12 },
  { "am", WORD_HALF, 0 },    { "pm", WORD_HALF, 12 },   { "ut", WORD_ZONE, 0 },
  { "utc", WORD_ZONE, 0 },   { "z", WORD_ZONE, 0 },     { "gmt", WORD_ZONE, 0 },
  { "cdt", WORD_ZONE, -5 },  { "cst", WORD_ZONE, -6 },  { "edt", WORD_ZONE, -4 },
  { "est", WORD_ZONE, -5 },  { "mdt", WORD_ZONE, -6 },  { "mst", WORD_ZONE, -7 },
  { "pdt", WORD_ZONE, -7 },  { "pst", WORD_ZONE, -8 },  { "t", WORD_SEPARATOR, 0 },
};

static Token
scan_number (Reader *self)
{
  Token token = { .type = TOKEN_NUMBER };
  int n_digits = 0;

  for (; self->p < self->end && g_ascii_isdigit (*self->p); self->p++, token.length++) {
    if (n_digits < MOST_DIGITS) {
      token.number = token.number * 10 + (*self->p - '0');
      n_digits += token.number > 0;
    }
  }
  return token;
}

static bool
is_word_part (const Reader *self)
{
  return self->p < self->end && (uint8_t) *self->p >= 'A' &&
         liquid_js_scan_space (self->p, self->end) == 0;
}

static Token
scan_word (Reader *self)
{
  Token token = { .type = TOKEN_WORD };
  const char *start = self->p;

  for (; is_word_part (self); self->p = g_utf8_next_char (self->p)) {
    token.length++;
  }
  for (size_t i = 0; i < G_N_ELEMENTS (words); i++) {
    size_t length = strlen (words[i].word);
    bool fits = (size_t) (self->p - start) >= length &&
                g_ascii_strncasecmp (start, words[i].word, length) == 0;
    if (fits && (token.length == (int) length ||
                 (words[i].type == WORD_MONTH && token.length > WORD_PREFIX))) {
      token.word = words[i].type;
      token.number = words[i].value;
    }
  }
  return token;
}

static void
skip_parentheses (Reader *self)
{
  int depth = 0;

  do {
    depth += (*self->p == '(') - (*self->p == ')');
    self->p++;
  } while (depth > 0 && self->p < self->end);
}

static Token
scan (Reader *self)
{
  size_t length = liquid_js_scan_space (self->p, self->end);

  if (self->p == self->end) {
    return (Token){ .type = TOKEN_END };
  }
  if (g_ascii_isdigit (*self->p)) {
    return scan_number (self);
  }
  if (strchr (":-+.)", *self->p) != NULL && *self->p != '\0') {
    return (Token){ .type = TOKEN_SYMBOL, .symbol = *self->p++ };
  }
  if (is_word_part (self)) {
    return scan_word (self);
  }
  if (length > 0) {
    while ((length = liquid_js_scan_space (self->p, self->end)) > 0) {
      self->p += length;
    }
    return (Token){ .type = TOKEN_SPACE };
  }
  if (*self->p == '(') {
    skip_parentheses (self);
  } else {
    self->p++;
  }
  return (Token){ .type = TOKEN_OTHER };
}

static Token
take (Reader *self)
{
  Token token = self->next;

  self->next = scan (self);
  return token;
}

static bool
is_symbol (Token token, char symbol)
{
  return token.type == TOKEN_SYMBOL && token.symbol == symbol;
}

static bool
is_sign (Token token)
{
  return is_symbol (token, '+') || is_symbol (token, '-');
}

static bool
accept (Reader *self, char symbol)
{
  bool found = is_symbol (self->next, symbol);

  if (found) {
    take (self);
  }
  return found;
}

/* Takes a number of just so many digits up to @most. */
static bool
take_digits (Reader *self, int length, int most, int *number)
{
  Token token = self->next;

  if (token.type != TOKEN_NUMBER || token.length != length || token.number > most) {
    return false;
  }
  *number = take (self).number;
  return true;
}

static bool
add_time (Reader *self, int number)
{
  if (self->n_times == G_N_ELEMENTS (self->times)) {
    return false;
  }
  self->times[self->n_times++] = number;
  return true;
}

static void
add_last_time (Reader *self, int number)
{
  add_time (self, number);
  self->n_times = G_N_ELEMENTS (self->times);
}

static bool
add_day (Reader *self, int64_t number)
{
  if (self->n_days == G_N_ELEMENTS (self->days)) {
    return false;
  }
  self->days[self->n_days++] = number;
  return true;
}

static int
get_milliseconds (Token token)
{
  int number = token.number, length = MIN (token.length, MOST_DIGITS);

  for (; length < 3; length++) {
    number *= 10;
  }
  for (; length > 3; length--) {
    number /= 10;
  }
  return number;
}

static bool
set_zone (Reader *self, int sign, int hour, int minute)
{
  self->zone_sign = sign;
  self->zone_hour = hour;
  self->zone_minute = minute;
  return true;
}

static bool
read_standard_zone (Reader *self)
{
  int hour, minute;

  if (self->next.type == TOKEN_WORD && self->next.length == 1 && self->next.word == WORD_ZONE) {
    take (self);
    return set_zone (self, 1, 0, 0);
  }
  if (!is_sign (self->next)) {
    return true;
  }
  int sign = take (self).symbol == '-' ? -1 : 1;
  if (take_digits (self, 4, 2359, &hour)) {
    return hour % 100 < 60 && set_zone (self, sign, hour / 100, hour % 100);
  }
  return take_digits (self, 2, 23, &hour) && accept (self, ':') &&
         take_digits (self, 2, 59, &minute) && set_zone (self, sign, hour, minute);
}

/* What stands behind a "T"; false where that is none. */
static bool
read_standard_time (Reader *self)
{
  int hour, minute, second = 0;
  bool most = false;

  if (!take_digits (self, 2, 24, &hour) || !accept (self, ':') ||
      !take_digits (self, 2, hour == 24 ? 0 : 59, &minute)) {
    return false;
  }
  most = hour == 24;
  add_time (self, hour);
  add_time (self, minute);
  if (accept (self, ':')) {
    if (!take_digits (self, 2, most ? 0 : 59, &second)) {
      return false;
    }
    add_time (self, second);
    if (accept (self, '.')) {
      if (self->next.type != TOKEN_NUMBER || (most && self->next.number > 0)) {
        return false;
      }
      add_time (self, get_milliseconds (take (self)));
    }
  }
  return read_standard_zone (self) && self->next.type == TOKEN_END;
}

/* Reads what the standard allows as far as it goes. @token is what stands behind it, the end where
 * all was read; false where nothing else can make sense of it. */
static bool
read_standard (Reader *self, Token *token)
{
  bool has_sign = is_sign (self->next);
  int number = 0;

  *token = has_sign ? take (self) : (Token){ .type = TOKEN_OTHER };
  if (!take_digits (self, has_sign ? 6 : 4, G_MAXINT, &number) ||
      (has_sign && token->symbol == '-' && number == 0)) {
    *token = has_sign ? *token : take (self);
    return true;
  }
  add_day (self, has_sign && token->symbol == '-' ? -number : number);
  static const int most[] = { 12, 31 };
  for (size_t i = 0; i < G_N_ELEMENTS (most) && accept (self, '-'); i++) {
    if (self->next.number < 1 || !take_digits (self, 2, most[i], &number)) {
      *token = take (self);
      return true;
    }
    add_day (self, number);
  }
  bool has_time = self->next.type == TOKEN_WORD && self->next.word == WORD_SEPARATOR;
  if (!has_time && self->next.type != TOKEN_END) {
    *token = take (self);
    return true;
  }
  if (has_time) {
    take (self);
    if (!read_standard_time (self)) {
      return false;
    }
  }
  self->is_standard = true;
  *token = (Token){ .type = TOKEN_END };
  return true;
}

/* Whether the next time can be @number. */
static bool
expects_time (const Reader *self, int number)
{
  return ((self->n_times == 1 || self->n_times == 2) && number < 60) ||
         (self->n_times == 3 && number < 1000);
}

static bool
read_number (Reader *self, int number)
{
  self->has_number = true;
  if (accept (self, ':')) {
    if (accept (self, ':')) {
      return self->n_times == 0 && add_time (self, number) && add_time (self, 0);
    }
    bool added = add_time (self, number);
    accept (self, '.');
    return added;
  }
  if (accept (self, '.') && expects_time (self, number)) {
    add_time (self, number);
    if (self->next.type != TOKEN_NUMBER) {
      return false;
    }
    add_last_time (self, get_milliseconds (take (self)));
    return true;
  }
  if (self->zone_hour != NONE && self->zone_minute == NONE && number < 60) {
    self->zone_minute = number;
    return true;
  }
  if (expects_time (self, number)) {
    add_last_time (self, number);
    bool is_z =
      self->next.type == TOKEN_WORD && self->next.word == WORD_ZONE && self->next.length == 1;
    return self->next.type == TOKEN_END || self->next.type == TOKEN_SPACE || is_z ||
           is_sign (self->next);
  }
  bool added = add_day (self, number);
  accept (self, '-');
  return added;
}

/* Words that mean nothing may stand before the first number only, and not right before it. */
static bool
read_word (Reader *self, Token token)
{
  if (token.word == WORD_HALF && self->n_times > 0) {
    self->half = token.number;
    return true;
  }
  if (token.word == WORD_MONTH) {
    self->month = token.number;
    accept (self, '-');
    return true;
  }
  if (token.word == WORD_ZONE && self->has_number) {
    return set_zone (self, token.number < 0 ? -1 : 1, ABS (token.number), 0);
  }
  return !self->has_number && self->next.type != TOKEN_NUMBER;
}

static bool
read_zone (Reader *self, int sign)
{
  Token token = { .type = TOKEN_OTHER };

  self->has_number = true;
  if (self->next.type == TOKEN_NUMBER) {
    token = take (self);
  }
  if (is_symbol (self->next, ':')) {
    return set_zone (self, sign, token.number, NONE);
  }
  if (token.length == 1 || token.length == 2) {
    return set_zone (self, sign, token.number, 0);
  }
  return (token.length == 3 || token.length == 4) &&
         set_zone (self, sign, token.number / 100, token.number % 100);
}

static bool
read_token (Reader *self, Token token)
{
  bool is_utc = self->zone_hour == 0 && self->zone_minute == 0;

  if (token.type == TOKEN_NUMBER) {
    return read_number (self, token.number);
  }
  if (token.type == TOKEN_WORD) {
    return read_word (self, token);
  }
  if (is_sign (token) && (is_utc || self->n_times > 0)) {
    return read_zone (self, token.symbol == '-' ? -1 : 1);
  }
  return !((is_sign (token) || is_symbol (token, ')')) && self->has_number);
}

static bool
is_day (int64_t number)
{
  return number >= 1 && number <= 31;
}

/* Which of the numbers is what; those that are not given are 1. */
static bool
order_days (const Reader *self, int64_t *year, int64_t *month, int64_t *day)
{
  int64_t days[3] = { 1, 1, 1 };

  memcpy (days, self->days, sizeof days[0] * (size_t) self->n_days);
  if (self->month > 0) {
    *month = self->month;
    *day = is_day (days[0]) ? days[0] : days[1];
    *year = is_day (days[0]) ? days[1] : days[0];
  } else {
    bool year_first = self->is_standard || !is_day (days[0]);
    *year = year_first ? days[0] : days[2];
    *month = year_first ? days[1] : days[0];
    *day = year_first ? days[2] : days[1];
  }
  if (!self->is_standard && *year >= 0 && *year < 100) {
    *year += *year < 50 ? 2000 : 1900;
  }
  return self->n_days > 0 && *month >= 1 && *month <= 12 && is_day (*day);
}

static bool
order_times (Reader *self)
{
  int *times = self->times;

  if (self->half != NONE) {
    if (times[0] > 12) {
      return false;
    }
    times[0] = times[0] % 12 + self->half;
  }
  bool is_midnight = times[0] == 24 && times[1] == 0 && times[2] == 0 && times[3] == 0;
  return is_midnight || (times[0] < 24 && times[1] < 60 && times[2] < 60 && times[3] < 1000);
}

/* Reads a date and a time, in seconds since 1970; false where there is none. */
bool
liquid_js_date_parse (LiquidSlice text, double *seconds)
{
  Reader reader = {
    .p = text.bytes,
    .end = text.bytes + text.length,
    .half = NONE,
    .zone_hour = NONE,
    .zone_minute = NONE,
  };
  int64_t year, month, day;
  Token token;

  reader.next = scan (&reader);
  if (!read_standard (&reader, &token)) {
    return false;
  }
  reader.has_number = reader.n_days > 0;
  for (; token.type != TOKEN_END; token = take (&reader)) {
    if (!read_token (&reader, token)) {
      return false;
    }
  }
  if (!order_days (&reader, &year, &month, &day) || !order_times (&reader)) {
    return false;
  }
  double offset = 3600.0 * MAX (reader.zone_hour, 0) + 60.0 * MAX (reader.zone_minute, 0);
  double days = (double) liquid_date_count_days (year, (int) month, 1) + (double) (day - 1);
  *seconds = days * 86400 + reader.times[0] * 3600 + reader.times[1] * 60 + reader.times[2] +
             reader.times[3] / 1000.0 - reader.zone_sign * offset;
  return true;
}
