/* Filters that count. Whole numbers stay whole, floats are counted as the decimals that they print
 * as. */

#include "liquid-filters-number.h"

#include "liquid-decimal.h"
#include "liquid-format.h"
#include "liquid-integer.h"

#include <math.h>
#include <string.h>

/* A number as the filters take it. */
typedef struct {
  bool is_float;
  bool is_special; /* not finite: @number */
  bool is_small;   /* @integer is all of it */
  int64_t integer;
  double number;
  LiquidDecimal decimal; /* unless special or small */
} Number;

static bool
fail_length (const LiquidCall *call)
{
  return liquid_render_exceed (call->render, "A number has more digits than is allowed");
}

/* Ruby's -?\d+\.\d+ */
static bool
is_decimal (LiquidSlice text)
{
  const char *p = text.bytes, *end = text.bytes + text.length;
  const char *start = p < end && *p == '-' ? p + 1 : p;

  for (p = start; p < end && g_ascii_isdigit (*p); p++) {
  }
  if (p == start || p == end || *p != '.' || p + 1 == end) {
    return false;
  }
  for (p++; p < end && g_ascii_isdigit (*p); p++) {
  }
  return p == end;
}

static bool
read_text (const LiquidCall *call, LiquidSlice text, Number *number)
{
  LiquidSlice stripped = liquid_slice_strip (text);

  number->is_float = is_decimal (stripped);
  if (number->is_float) {
    return liquid_decimal_set_text (&number->decimal, stripped) || fail_length (call);
  }
  LiquidValue whole;
  if (!liquid_render_read_integer (call->render, stripped, &whole)) {
    return false;
  }
  if (whole.type == LIQUID_INTEGER) {
    number->is_small = true;
    number->integer = whole.integer;
    return true;
  }
  return liquid_decimal_set_text (&number->decimal, liquid_value_get_text (whole)) ||
         fail_length (call);
}

static bool
read_number (const LiquidCall *call, LiquidValue value, Number *number)
{
  *number = (Number){ 0 };
  switch ((int) value.type) {
  case LIQUID_INTEGER:
    number->is_small = true;
    number->integer = value.integer;
    return true;
  case LIQUID_FLOAT:
    number->is_float = true;
    number->number = value.number;
    number->is_special = !isfinite (value.number);
    return number->is_special || liquid_decimal_set_float (&number->decimal, value.number) ||
           fail_length (call);
  case LIQUID_BIGINT:
    return liquid_decimal_set_text (&number->decimal, liquid_value_get_text (value)) ||
           fail_length (call);
  case LIQUID_STRING:
    return read_text (call, liquid_value_get_text (value), number);
  default:
    number->is_small = true;
    return true;
  }
}

static void
widen (Number *self)
{
  if (self->is_small) {
    liquid_decimal_set_integer (&self->decimal, self->integer);
    self->is_small = false;
  }
}

static double
get_double (const Number *self)
{
  return self->is_special ? self->number
         : self->is_small ? (double) self->integer
                          : liquid_decimal_get_float (&self->decimal);
}

/* A whole number as a value. */
static bool
return_whole (const LiquidCall *call, const LiquidDecimal *decimal, LiquidValue *result)
{
  int64_t integer;

  if (liquid_decimal_get_integer (decimal, &integer)) {
    *result = liquid_integer (integer);
    return true;
  }
  LiquidDecimal whole = *decimal;
  while (whole.exponent > 0) {
    LiquidDecimal ten;
    liquid_decimal_set_integer (&ten, 10);
    whole.exponent--;
    if (!liquid_decimal_multiply (&whole, &ten)) {
      return fail_length (call);
    }
  }
  g_autofree char *digits = liquid_decimal_get_digits (&whole);
  size_t length = strlen (digits);
  char *text = liquid_render_alloc (call->render, length + 1);
  if (text == NULL) {
    return false;
  }
  text[0] = '-';
  memcpy (text + whole.negative, digits, length);
  *result = (LiquidValue){ .type = LIQUID_BIGINT, .string = { text, length + whole.negative } };
  return true;
}

static bool
return_number (const LiquidCall *call,
               const LiquidDecimal *decimal,
               bool is_float,
               LiquidValue *result)
{
  if (is_float) {
    *result = liquid_float (liquid_decimal_get_float (decimal));
    return true;
  }
  return return_whole (call, decimal, result);
}

/* How one operation counts: whole numbers of 64 bits, false where the result has more; numbers that
 * are not finite; all others. */
typedef struct {
  bool (*small) (int64_t a, int64_t b, int64_t *result);
  double (*special) (double a, double b);
  bool (*decimal) (LiquidDecimal *a, const LiquidDecimal *b, bool is_float);
  bool (*scaled) (LiquidScaled a, LiquidScaled b, double *result); /* (nullable) */
  bool divides;
} Operation;

/* Floats with few digits need no more than whole numbers. */
static bool
operate_on_few_digits (const LiquidCall *call, const Operation *operation, LiquidValue *result)
{
  LiquidValue argument = liquid_call_get_argument (call, 0);
  bool is_float = call->input.type == LIQUID_FLOAT || argument.type == LIQUID_FLOAT;
  LiquidScaled left, right;
  double number;

  if (operation->scaled == NULL || !is_float || !liquid_scaled_set (&left, call->input) ||
      !liquid_scaled_set (&right, argument) || !operation->scaled (left, right, &number)) {
    return false;
  }
  *result = liquid_float (number);
  return true;
}

/* Long numbers take as long as the product of their lengths. */
static bool
count_limbs (const LiquidCall *call, const LiquidDecimal *left, const LiquidDecimal *right)
{
  enum { SHORT = 8, LIMBS_PER_STEP = 8 };
  size_t a = (size_t) left->n_limbs, b = (size_t) right->n_limbs;

  return a + b <= SHORT ||
         liquid_render_count_steps (call->render, (a + SHORT) * (b + SHORT) / LIMBS_PER_STEP);
}

static bool
operate (const LiquidCall *call, const Operation *operation, LiquidValue *result)
{
  Number left, right;
  int64_t small;

  if (call->input.type == LIQUID_INTEGER &&
      liquid_call_get_argument (call, 0).type == LIQUID_INTEGER &&
      !(operation->divides && liquid_call_get_argument (call, 0).integer == 0) &&
      operation->small (call->input.integer, liquid_call_get_argument (call, 0).integer, &small)) {
    *result = liquid_integer (small);
    return true;
  }
  if (operate_on_few_digits (call, operation, result)) {
    return true;
  }
  if (!read_number (call, call->input, &left) ||
      !read_number (call, liquid_call_get_argument (call, 0), &right)) {
    return false;
  }
  bool is_float = left.is_float || right.is_float;
  if (left.is_special || right.is_special) {
    *result = liquid_float (operation->special (get_double (&left), get_double (&right)));
    return true;
  }
  widen (&left);
  widen (&right);
  if (operation->divides && liquid_decimal_is_zero (&right.decimal)) {
    if (!is_float) {
      return liquid_render_fail (call->render, "divided by 0");
    }
    *result = liquid_float (operation->special (get_double (&left), 0.0));
    return true;
  }
  if (!count_limbs (call, &left.decimal, &right.decimal)) {
    return false;
  }
  if (!operation->decimal (&left.decimal, &right.decimal, is_float)) {
    return fail_length (call);
  }
  return return_number (call, &left.decimal, is_float, result);
}

static bool
add_small (int64_t a, int64_t b, int64_t *result)
{
  return !__builtin_add_overflow (a, b, result);
}

static double
add_special (double a, double b)
{
  return a + b;
}

static bool
add_scaled (LiquidScaled a, LiquidScaled b, double *result)
{
  int point = MAX (a.point, b.point);

  if (!liquid_scaled_lower (&a, point) || !liquid_scaled_lower (&b, point)) {
    return false;
  }
  *result = liquid_scaled_divide (a.coefficient + b.coefficient, point);
  return ABS (a.coefficient + b.coefficient) < LIQUID_LARGEST_EXACT;
}

static bool
add_decimal (LiquidDecimal *a, const LiquidDecimal *b, bool is_float)
{
  return liquid_decimal_add (a, b);
}

static bool
subtract_small (int64_t a, int64_t b, int64_t *result)
{
  return !__builtin_sub_overflow (a, b, result);
}

static double
subtract_special (double a, double b)
{
  return a - b;
}

static bool
subtract_scaled (LiquidScaled a, LiquidScaled b, double *result)
{
  b.coefficient = -b.coefficient;
  return add_scaled (a, b, result);
}

static bool
subtract_decimal (LiquidDecimal *a, const LiquidDecimal *b, bool is_float)
{
  return liquid_decimal_subtract (a, b);
}

static bool
multiply_small (int64_t a, int64_t b, int64_t *result)
{
  return !__builtin_mul_overflow (a, b, result);
}

static double
multiply_special (double a, double b)
{
  return a * b;
}

static bool
multiply_scaled (LiquidScaled a, LiquidScaled b, double *result)
{
  int64_t product;

  if (__builtin_mul_overflow (a.coefficient, b.coefficient, &product)) {
    return false;
  }
  *result = liquid_scaled_divide (product, a.point + b.point);
  return product > -LIQUID_LARGEST_EXACT && product < LIQUID_LARGEST_EXACT;
}

static bool
multiply_decimal (LiquidDecimal *a, const LiquidDecimal *b, bool is_float)
{
  return liquid_decimal_multiply (a, b);
}

static bool
divide_small (int64_t a, int64_t b, int64_t *result)
{
  if (a == G_MININT64 && b == -1) {
    return false;
  }
  *result = a / b - (a % b != 0 && (a < 0) != (b < 0));
  return true;
}

static double
divide_special (double a, double b)
{
  return a / b;
}

/* Of two whole numbers, which are exact: the quotient is rounded once. */
static bool
divide_scaled (LiquidScaled a, LiquidScaled b, double *result)
{
  int point = MAX (a.point, b.point);

  if (b.coefficient == 0 || !liquid_scaled_lower (&a, point) || !liquid_scaled_lower (&b, point)) {
    return false;
  }
  *result = (double) a.coefficient / (double) b.coefficient;
  return true;
}

static bool
divide_decimal (LiquidDecimal *a, const LiquidDecimal *b, bool is_float)
{
  LiquidDecimal rest;

  return is_float ? liquid_decimal_divide (a, b) : liquid_decimal_divide_floor (a, b, &rest);
}

static bool
modulo_small (int64_t a, int64_t b, int64_t *result)
{
  if (b == -1) {
    *result = 0;
    return true;
  }
  int64_t rest = a % b;
  *result = rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
  return true;
}

static double
modulo_special (double a, double b)
{
  return b == 0 ? NAN : a - b * floor (a / b);
}

static bool
modulo_decimal (LiquidDecimal *a, const LiquidDecimal *b, bool is_float)
{
  LiquidDecimal rest;

  if (!liquid_decimal_divide_floor (a, b, &rest)) {
    return false;
  }
  *a = rest;
  return true;
}

bool
liquid_filter_plus (const LiquidCall *call, LiquidValue *result)
{
  static const Operation plus = { add_small, add_special, add_decimal, add_scaled, false };

  return operate (call, &plus, result);
}

bool
liquid_filter_minus (const LiquidCall *call, LiquidValue *result)
{
  static const Operation minus = { subtract_small, subtract_special, subtract_decimal,
                                   subtract_scaled, false };

  return operate (call, &minus, result);
}

bool
liquid_filter_times (const LiquidCall *call, LiquidValue *result)
{
  static const Operation times = { multiply_small, multiply_special, multiply_decimal,
                                   multiply_scaled, false };

  return operate (call, &times, result);
}

bool
liquid_filter_divided_by (const LiquidCall *call, LiquidValue *result)
{
  static const Operation divided_by = { divide_small, divide_special, divide_decimal, divide_scaled,
                                        true };

  return operate (call, &divided_by, result);
}

bool
liquid_filter_modulo (const LiquidCall *call, LiquidValue *result)
{
  static const Operation modulo = { modulo_small, modulo_special, modulo_decimal, NULL, true };

  return operate (call, &modulo, result);
}

bool
liquid_filter_abs (const LiquidCall *call, LiquidValue *result)
{
  Number number;

  if (!read_number (call, call->input, &number)) {
    return false;
  }
  if (number.is_special) {
    *result = liquid_float (fabs (number.number));
    return true;
  }
  widen (&number);
  number.decimal.negative = false;
  return return_number (call, &number.decimal, number.is_float, result);
}

static bool
fail_special (const LiquidCall *call, double number)
{
  return liquid_render_fail (call->render, "%s",
                             isnan (number) ? "Computation results in 'NaN' (Not a Number)"
                             : number < 0   ? "Computation results in '-Infinity'"
                                            : "Computation results in 'Infinity'");
}

/* Floats with few digits, to at least one behind the point. */
static bool
round_few_digits (LiquidValue value, int digits, LiquidValue *result)
{
  LiquidScaled scaled;

  if (value.type != LIQUID_FLOAT || digits <= 0 || !liquid_scaled_set (&scaled, value)) {
    return false;
  }
  int64_t rest = 0;
  for (; scaled.point > digits; scaled.point--) {
    rest = ABS (scaled.coefficient % 10);
    scaled.coefficient /= 10;
  }
  if (rest >= 5) {
    scaled.coefficient += value.number < 0 ? -1 : 1;
  }
  *result = liquid_float (liquid_scaled_divide (scaled.coefficient, scaled.point));
  return true;
}

static bool
round_to (
  const LiquidCall *call, int digits, LiquidRounding rounding, bool whole, LiquidValue *result)
{
  Number number;

  if (rounding == LIQUID_ROUND_HALF && !whole && round_few_digits (call->input, digits, result)) {
    return true;
  }
  if (!read_number (call, call->input, &number)) {
    return false;
  }
  if (number.is_special) {
    return fail_special (call, number.number);
  }
  if (number.is_small && digits >= 0) {
    *result = liquid_integer (number.integer);
    return true;
  }
  widen (&number);
  if (!liquid_decimal_round (&number.decimal, number.is_float ? digits : MIN (digits, 0),
                             rounding)) {
    return fail_length (call);
  }
  return return_number (call, &number.decimal, number.is_float && !whole, result);
}

bool
liquid_filter_ceil (const LiquidCall *call, LiquidValue *result)
{
  return round_to (call, 0, LIQUID_ROUND_CEILING, true, result);
}

bool
liquid_filter_floor (const LiquidCall *call, LiquidValue *result)
{
  return round_to (call, 0, LIQUID_ROUND_FLOOR, true, result);
}

bool
liquid_filter_round (const LiquidCall *call, LiquidValue *result)
{
  /* More digits than any number here has. */
  const int64_t most = LIQUID_MAX_LIMBS * 10;
  Number digits = { .is_small = true };

  if (call->n_arguments > 0 && !read_number (call, liquid_call_get_argument (call, 0), &digits)) {
    return false;
  }
  if (digits.is_special) {
    return fail_special (call, digits.number);
  }
  bool is_zero = digits.is_small ? digits.integer == 0 : liquid_decimal_is_zero (&digits.decimal);
  int64_t count = digits.integer;
  if (!digits.is_small) {
    count = (int64_t) CLAMP (trunc (get_double (&digits)), (double) -most, (double) most);
  }
  return round_to (call, (int) CLAMP (count, -most, most), LIQUID_ROUND_HALF, is_zero || count < 0,
                   result);
}

/* The larger of two numbers, or the smaller. */
static bool
choose (const LiquidCall *call, int order, LiquidValue *result)
{
  Number input, other;

  if (!read_number (call, call->input, &input) ||
      !read_number (call, liquid_call_get_argument (call, 0), &other)) {
    return false;
  }
  int comparison = 0;
  if (input.is_special || other.is_special) {
    double a = get_double (&other), b = get_double (&input);
    comparison = (a > b) - (a < b);
  } else {
    widen (&input);
    widen (&other);
    comparison = liquid_decimal_compare (&other.decimal, &input.decimal);
  }
  const Number *chosen = comparison == order ? &other : &input;
  if (chosen->is_special) {
    *result = liquid_float (chosen->number);
    return true;
  }
  return return_number (call, &chosen->decimal, chosen->is_float, result);
}

bool
liquid_filter_at_least (const LiquidCall *call, LiquidValue *result)
{
  return choose (call, 1, result);
}

bool
liquid_filter_at_most (const LiquidCall *call, LiquidValue *result)
{
  return choose (call, -1, result);
}

/* Adds @value to @sum. */
bool
liquid_number_accumulate (const LiquidCall *call, LiquidValue value, LiquidValue *sum)
{
  LiquidCall addition = *call;

  addition.input = *sum;
  addition.arguments = &value;
  addition.n_arguments = 1;
  return liquid_filter_plus (&addition, sum);
}
