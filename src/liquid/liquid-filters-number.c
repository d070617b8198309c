/* Filters that count. Whole numbers stay whole, floats are counted as the decimals that they print
 * as. */

#include "liquid-filters-number.h"

#include "liquid-format.h"
#include "liquid-number.h"

#include <math.h>

/* How one operation counts: whole numbers of 64 bits, false where the result has more; numbers that
 * are not finite; all others. */
typedef struct {
  bool (*small) (int64_t a, int64_t b, int64_t *result);
  double (*special) (double a, double b);
  bool (*decimal) (LiquidDecimal *a, const LiquidDecimal *b, bool is_float);
  bool (*scaled) (LiquidScaled a, LiquidScaled b, double *result); /* (nullable) */
  bool divides;
  bool never_by_zero; /* not even floats */
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
  LiquidNumber left, right;
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
  if (!liquid_number_read (call, call->input, &left) ||
      !liquid_number_read (call, liquid_call_get_argument (call, 0), &right)) {
    return false;
  }
  bool is_float = left.is_float || right.is_float;
  if (operation->never_by_zero && liquid_number_get_double (&right) == 0) {
    return liquid_render_fail (call->render, "divided by 0");
  }
  if (left.is_special || right.is_special) {
    *result = liquid_float (
      operation->special (liquid_number_get_double (&left), liquid_number_get_double (&right)));
    return true;
  }
  liquid_number_widen (&left);
  liquid_number_widen (&right);
  if (operation->divides && liquid_decimal_is_zero (&right.decimal)) {
    if (!is_float) {
      return liquid_render_fail (call->render, "divided by 0");
    }
    *result = liquid_float (
      operation->special (liquid_number_get_double (&left), right.decimal.negative ? -0.0 : 0.0));
    return true;
  }
  if (!count_limbs (call, &left.decimal, &right.decimal)) {
    return false;
  }
  if (!operation->decimal (&left.decimal, &right.decimal, is_float)) {
    return liquid_number_fail_length (call);
  }
  return liquid_number_return (call, &left.decimal, is_float, result);
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
  /* A zero has a sign, which only decimals keep. */
  return product != 0 && product > -LIQUID_LARGEST_EXACT && product < LIQUID_LARGEST_EXACT;
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

  if (a.coefficient == 0 || b.coefficient == 0 || !liquid_scaled_lower (&a, point) ||
      !liquid_scaled_lower (&b, point)) {
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
  static const Operation plus = {
    .small = add_small,
    .special = add_special,
    .decimal = add_decimal,
    .scaled = add_scaled,
  };

  return operate (call, &plus, result);
}

bool
liquid_filter_minus (const LiquidCall *call, LiquidValue *result)
{
  static const Operation minus = {
    .small = subtract_small,
    .special = subtract_special,
    .decimal = subtract_decimal,
    .scaled = subtract_scaled,
  };

  return operate (call, &minus, result);
}

bool
liquid_filter_times (const LiquidCall *call, LiquidValue *result)
{
  static const Operation times = {
    .small = multiply_small,
    .special = multiply_special,
    .decimal = multiply_decimal,
    .scaled = multiply_scaled,
  };

  return operate (call, &times, result);
}

bool
liquid_filter_divided_by (const LiquidCall *call, LiquidValue *result)
{
  static const Operation divided_by = {
    .small = divide_small,
    .special = divide_special,
    .decimal = divide_decimal,
    .scaled = divide_scaled,
    .divides = true,
  };

  return operate (call, &divided_by, result);
}

bool
liquid_filter_modulo (const LiquidCall *call, LiquidValue *result)
{
  static const Operation modulo = {
    .small = modulo_small,
    .special = modulo_special,
    .decimal = modulo_decimal,
    .divides = true,
    .never_by_zero = true,
  };

  return operate (call, &modulo, result);
}

bool
liquid_filter_abs (const LiquidCall *call, LiquidValue *result)
{
  LiquidNumber number;

  if (call->input.type == LIQUID_INTEGER && call->input.integer != G_MININT64) {
    *result = liquid_integer (ABS (call->input.integer));
    return true;
  }
  if (!liquid_number_read (call, call->input, &number)) {
    return false;
  }
  if (number.is_special) {
    *result = liquid_float (fabs (number.number));
    return true;
  }
  liquid_number_widen (&number);
  number.decimal.negative = false;
  return liquid_number_return (call, &number.decimal, number.is_float, result);
}

/* The larger of two numbers, or the smaller. */
static bool
choose (const LiquidCall *call, int order, LiquidValue *result)
{
  LiquidValue argument = liquid_call_get_argument (call, 0);
  LiquidNumber input, other;

  if (call->input.type == LIQUID_INTEGER && argument.type == LIQUID_INTEGER) {
    int64_t a = call->input.integer, b = argument.integer;
    *result = liquid_integer (order > 0 ? MAX (a, b) : MIN (a, b));
    return true;
  }
  if (!liquid_number_read (call, call->input, &input) ||
      !liquid_number_read (call, liquid_call_get_argument (call, 0), &other)) {
    return false;
  }
  int comparison = 0;
  if (input.is_special || other.is_special) {
    double a = liquid_number_get_double (&other), b = liquid_number_get_double (&input);
    comparison = (a > b) - (a < b);
  } else {
    liquid_number_widen (&input);
    liquid_number_widen (&other);
    comparison = liquid_decimal_compare (&other.decimal, &input.decimal);
  }
  LiquidNumber *chosen = comparison == order ? &other : &input;
  liquid_number_widen (chosen);
  if (chosen->is_special) {
    *result = liquid_float (chosen->number);
    return true;
  }
  return liquid_number_return (call, &chosen->decimal, chosen->is_float, result);
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
