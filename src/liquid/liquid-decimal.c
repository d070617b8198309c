/* Decimal numbers of any length that matters: whole numbers beyond 64 bits, and floats as the
 * digits that they print as, because that is how Shopify's filters count (0.1 plus 0.2 is 0.3). A
 * number is a coefficient of limbs of nine digits, the least first, times a power of ten. */

#include "liquid-decimal.h"

#include "liquid-format.h"

#include <math.h>
#include <string.h>

#define LIMB 1000000000u
#define LIMB_DIGITS 9

static void
trim (LiquidDecimal *self)
{
  while (self->n_limbs > 0 && self->limbs[self->n_limbs - 1] == 0) {
    self->n_limbs--;
  }
}

bool
liquid_decimal_is_zero (const LiquidDecimal *self)
{
  return self->n_limbs == 0;
}

/* Multiplies the coefficient by @factor and adds @term, both smaller than a limb. */
static bool
multiply_add (LiquidDecimal *self, uint32_t factor, uint32_t term)
{
  uint64_t carry = term;

  for (int i = 0; i < self->n_limbs; i++) {
    uint64_t limb = (uint64_t) self->limbs[i] * factor + carry;
    self->limbs[i] = (uint32_t) (limb % LIMB);
    carry = limb / LIMB;
  }
  if (carry == 0) {
    return true;
  }
  if (self->n_limbs == LIQUID_MAX_LIMBS) {
    return false;
  }
  self->limbs[self->n_limbs++] = (uint32_t) carry;
  return true;
}

/* Multiplies the coefficient by a power of ten; the value stays. */
static bool
lower_exponent (LiquidDecimal *self, int exponent)
{
  while (self->exponent > exponent) {
    int step = MIN (self->exponent - exponent, LIMB_DIGITS - 1);
    uint32_t factor = 1;
    for (int i = 0; i < step; i++) {
      factor *= 10;
    }
    if (!multiply_add (self, factor, 0)) {
      return false;
    }
    self->exponent -= step;
  }
  return true;
}

/* Divides the coefficient by ten; answers the digit that falls off. */
static uint32_t
drop_digit (LiquidDecimal *self)
{
  uint64_t rest = 0;

  for (int i = self->n_limbs; i > 0; i--) {
    uint64_t limb = rest * LIMB + self->limbs[i - 1];
    self->limbs[i - 1] = (uint32_t) (limb / 10);
    rest = limb % 10;
  }
  trim (self);
  self->exponent++;
  return (uint32_t) rest;
}

void
liquid_decimal_set_integer (LiquidDecimal *self, int64_t integer)
{
  uint64_t rest = integer < 0 ? 0 - (uint64_t) integer : (uint64_t) integer;

  *self = (LiquidDecimal){ .negative = integer < 0 };
  for (; rest > 0; rest /= LIMB) {
    self->limbs[self->n_limbs++] = (uint32_t) (rest % LIMB);
  }
}

/* Reads digits with at most one point among them, and a sign before; false where there are too
 * many. */
bool
liquid_decimal_set_text (LiquidDecimal *self, LiquidSlice text)
{
  const char *end = text.bytes + text.length;
  bool has_point = false;

  *self = (LiquidDecimal){ .negative = text.length > 0 && text.bytes[0] == '-' };
  for (const char *p = text.bytes; p < end; p++) {
    if (*p == '.') {
      has_point = true;
    } else if (g_ascii_isdigit (*p)) {
      if (!multiply_add (self, 10, (uint32_t) (*p - '0'))) {
        return false;
      }
      self->exponent -= has_point;
    }
  }
  trim (self);
  return true;
}

/* The digits that a float prints as. */
bool
liquid_decimal_set_float (LiquidDecimal *self, double number)
{
  char digits[LIQUID_MOST_DIGITS + 1];
  int n_digits, exponent;

  liquid_get_shortest (fabs (number), digits, &n_digits, &exponent);
  if (!liquid_decimal_set_text (self, (LiquidSlice){ digits, (size_t) n_digits })) {
    return false;
  }
  self->negative = signbit (number);
  self->exponent = exponent - n_digits + 1;
  return true;
}

static int
compare_coefficients (const LiquidDecimal *a, const LiquidDecimal *b)
{
  if (a->n_limbs != b->n_limbs) {
    return a->n_limbs < b->n_limbs ? -1 : 1;
  }
  for (int i = a->n_limbs; i > 0; i--) {
    if (a->limbs[i - 1] != b->limbs[i - 1]) {
      return a->limbs[i - 1] < b->limbs[i - 1] ? -1 : 1;
    }
  }
  return 0;
}

static bool
add_coefficient (LiquidDecimal *self, const LiquidDecimal *term)
{
  uint32_t carry = 0;

  for (int i = 0; i < term->n_limbs || carry > 0; i++) {
    if (i == LIQUID_MAX_LIMBS) {
      return false;
    }
    if (i == self->n_limbs) {
      self->limbs[self->n_limbs++] = 0;
    }
    uint32_t limb = self->limbs[i] + carry + (i < term->n_limbs ? term->limbs[i] : 0);
    carry = limb >= LIMB;
    self->limbs[i] = carry ? limb - LIMB : limb;
  }
  return true;
}

/* @term is not larger. */
static void
subtract_coefficient (LiquidDecimal *self, const LiquidDecimal *term)
{
  uint32_t borrow = 0;

  for (int i = 0; i < self->n_limbs; i++) {
    uint32_t limb = (i < term->n_limbs ? term->limbs[i] : 0) + borrow;
    borrow = self->limbs[i] < limb;
    self->limbs[i] = borrow ? self->limbs[i] + LIMB - limb : self->limbs[i] - limb;
  }
  trim (self);
}

static bool
align (LiquidDecimal *a, LiquidDecimal *b)
{
  int exponent = MIN (a->exponent, b->exponent);

  return lower_exponent (a, exponent) && lower_exponent (b, exponent);
}

/* Each of these answers false where the result is too long. */

bool
liquid_decimal_add (LiquidDecimal *self, const LiquidDecimal *term)
{
  LiquidDecimal other = *term;

  if (!align (self, &other)) {
    return false;
  }
  if (self->negative == other.negative) {
    return add_coefficient (self, &other);
  }
  if (compare_coefficients (self, &other) >= 0) {
    subtract_coefficient (self, &other);
    self->negative &= self->n_limbs > 0;
  } else {
    LiquidDecimal smaller = *self;
    *self = other;
    subtract_coefficient (self, &smaller);
  }
  return true;
}

bool
liquid_decimal_subtract (LiquidDecimal *self, const LiquidDecimal *term)
{
  LiquidDecimal other = *term;

  other.negative = !other.negative;
  return liquid_decimal_add (self, &other);
}

bool
liquid_decimal_multiply (LiquidDecimal *self, const LiquidDecimal *factor)
{
  LiquidDecimal result = { .negative = self->negative != factor->negative,
                           .exponent = self->exponent + factor->exponent };

  if (self->n_limbs + factor->n_limbs > LIQUID_MAX_LIMBS) {
    return false;
  }
  result.n_limbs = self->n_limbs + factor->n_limbs;
  for (int i = 0; i < self->n_limbs; i++) {
    uint64_t carry = 0;
    for (int j = 0; j < factor->n_limbs || carry > 0; j++) {
      uint64_t limb = result.limbs[i + j] + carry +
                      (j < factor->n_limbs ? (uint64_t) self->limbs[i] * factor->limbs[j] : 0);
      result.limbs[i + j] = (uint32_t) (limb % LIMB);
      carry = limb / LIMB;
    }
  }
  trim (&result);
  *self = result;
  return true;
}

/* Below, at or above 0 as @a is smaller than, equal to or larger than @b. */
int
liquid_decimal_compare (const LiquidDecimal *a, const LiquidDecimal *b)
{
  LiquidDecimal left = *a, right = *b;
  bool a_negative = a->negative && a->n_limbs > 0, b_negative = b->negative && b->n_limbs > 0;

  if (a_negative != b_negative) {
    return a_negative ? -1 : 1;
  }
  if (!align (&left, &right)) {
    return left.exponent > right.exponent ? 1 : -1;
  }
  int order = compare_coefficients (&left, &right);
  return a_negative ? -order : order;
}

/* Divides coefficients as one does on paper; @self becomes the quotient, @rest what is left. */
static bool
divide_coefficients (LiquidDecimal *self, const LiquidDecimal *divisor, LiquidDecimal *rest)
{
  LiquidDecimal quotient = { 0 };
  g_autofree char *digits = liquid_decimal_get_digits (self);

  *rest = (LiquidDecimal){ 0 };
  for (const char *p = digits; *p != '\0'; p++) {
    uint32_t digit = 0;
    if (!multiply_add (rest, 10, (uint32_t) (*p - '0'))) {
      return false;
    }
    trim (rest);
    while (compare_coefficients (rest, divisor) >= 0) {
      subtract_coefficient (rest, divisor);
      digit++;
    }
    if (!multiply_add (&quotient, 10, digit)) {
      return false;
    }
  }
  trim (&quotient);
  memcpy (self->limbs, quotient.limbs, sizeof quotient.limbs);
  self->n_limbs = quotient.n_limbs;
  return true;
}

/* The whole quotient that is not above the real one, and what is left, with the sign of the
 * divisor, which is not zero. */
bool
liquid_decimal_divide_floor (LiquidDecimal *self, const LiquidDecimal *divisor, LiquidDecimal *rest)
{
  LiquidDecimal other = *divisor;
  bool negative = self->negative != divisor->negative;

  if (!align (self, &other)) {
    return false;
  }
  int exponent = self->exponent;
  bool self_negative = self->negative;
  if (!divide_coefficients (self, &other, rest)) {
    return false;
  }
  rest->negative = self_negative && rest->n_limbs > 0;
  rest->exponent = exponent;
  self->negative = negative;
  self->exponent = 0;
  if (negative && rest->n_limbs > 0) {
    const LiquidDecimal one = { .limbs = { 1 }, .n_limbs = 1 };
    return add_coefficient (self, &one) && liquid_decimal_add (rest, divisor);
  }
  return true;
}

/* Divides; the quotient has more digits than a float can tell apart. */
bool
liquid_decimal_divide (LiquidDecimal *self, const LiquidDecimal *divisor)
{
  enum { EXTRA_DIGITS = 40 };
  LiquidDecimal rest;
  int exponent = self->exponent - divisor->exponent;
  int n_extra =
    EXTRA_DIGITS +
    (divisor->n_limbs > self->n_limbs ? (divisor->n_limbs - self->n_limbs) * LIMB_DIGITS : 0);

  self->exponent = n_extra;
  if (!lower_exponent (self, 0) || !divide_coefficients (self, divisor, &rest)) {
    return false;
  }
  self->negative = self->negative != divisor->negative;
  self->exponent = exponent - n_extra;
  return true;
}

/* Rounds to @digits behind the point, which may be negative. */
bool
liquid_decimal_round (LiquidDecimal *self, int digits, LiquidRounding rounding)
{
  uint32_t last = 0;
  bool inexact = false;

  while (self->exponent < -digits) {
    if (self->n_limbs == 0) {
      self->exponent = -digits;
      inexact |= last != 0;
      last = 0;
      break;
    }
    inexact |= last != 0;
    last = drop_digit (self);
  }
  inexact |= last != 0;
  bool up = rounding == LIQUID_ROUND_HALF      ? last >= 5
            : rounding == LIQUID_ROUND_CEILING ? inexact && !self->negative
                                               : inexact && self->negative;
  const LiquidDecimal one = { .limbs = { 1 }, .n_limbs = 1 };
  return !up || add_coefficient (self, &one);
}

/* The bytes that hold the coefficient. */
int
liquid_decimal_count_bytes (const LiquidDecimal *self)
{
  LiquidDecimal left = *self;
  int count = 0;

  for (; left.n_limbs > 0; count++) {
    uint64_t rest = 0;
    for (int i = left.n_limbs; i > 0; i--) {
      uint64_t limb = rest * LIMB + left.limbs[i - 1];
      left.limbs[i - 1] = (uint32_t) (limb / 256);
      rest = limb % 256;
    }
    trim (&left);
  }
  return count;
}

/* Returns: (transfer full): the digits of the coefficient */
char *
liquid_decimal_get_digits (const LiquidDecimal *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = self->n_limbs; i > 0; i--) {
    g_string_append_printf (text, i == self->n_limbs ? "%u" : "%09u", self->limbs[i - 1]);
  }
  if (text->len == 0) {
    g_string_append_c (text, '0');
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The nearest double. */
double
liquid_decimal_get_float (const LiquidDecimal *self)
{
  g_autofree char *digits = liquid_decimal_get_digits (self);
  g_autofree char *text =
    g_strdup_printf ("%s%se%d", self->negative ? "-" : "", digits, self->exponent);

  return g_ascii_strtod (text, NULL);
}

/* The whole number that it is; false where that has more than 64 bits. */
bool
liquid_decimal_get_integer (const LiquidDecimal *self, int64_t *integer)
{
  LiquidDecimal whole = *self;
  uint64_t sum = 0;

  if (!lower_exponent (&whole, 0)) {
    return false;
  }
  for (int i = whole.n_limbs; i > 0; i--) {
    if (__builtin_mul_overflow (sum, (uint64_t) LIMB, &sum) ||
        __builtin_add_overflow (sum, (uint64_t) whole.limbs[i - 1], &sum)) {
      return false;
    }
  }
  uint64_t most = (uint64_t) G_MAXINT64 + self->negative;
  *integer = self->negative ? (int64_t) (0 - sum) : (int64_t) sum;
  return sum <= most;
}
