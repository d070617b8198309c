/* Filters that round. */

#include "liquid-filters-round.h"

#include "liquid-format.h"
#include "liquid-number.h"

#include <math.h>

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
  /* A zero keeps the sign, which only decimals do. */
  *result = liquid_float (liquid_scaled_divide (scaled.coefficient, scaled.point));
  return scaled.coefficient != 0;
}

/* To a whole number that a double holds. */
static bool
round_float (LiquidValue value, LiquidRounding rounding, LiquidValue *result)
{
  double number = value.number;

  if (value.type != LIQUID_FLOAT || !(fabs (number) < (double) LIQUID_LARGEST_EXACT)) {
    return false;
  }
  *result = liquid_integer ((int64_t) (rounding == LIQUID_ROUND_CEILING ? ceil (number)
                                       : rounding == LIQUID_ROUND_FLOOR ? floor (number)
                                                                        : round (number)));
  return true;
}

static bool
round_to (
  const LiquidCall *call, int digits, LiquidRounding rounding, bool whole, LiquidValue *result)
{
  LiquidNumber number;

  if (rounding == LIQUID_ROUND_HALF && !whole && round_few_digits (call->input, digits, result)) {
    return true;
  }
  if (whole && digits == 0 && round_float (call->input, rounding, result)) {
    return true;
  }
  if (!liquid_number_read (call, call->input, &number)) {
    return false;
  }
  if (number.is_special && digits > 0) {
    *result = liquid_float (number.number);
    return true;
  }
  if (number.is_special) {
    return fail_special (call, number.number);
  }
  if (number.is_small && digits >= 0) {
    *result = liquid_integer (number.integer);
    return true;
  }
  liquid_number_widen (&number);
  if (!liquid_decimal_round (&number.decimal, number.is_float ? digits : MIN (digits, 0),
                             rounding)) {
    return liquid_number_fail_length (call);
  }
  return liquid_number_return (call, &number.decimal, number.is_float && !whole, result);
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
  LiquidNumber digits = { .is_small = true };

  if (call->n_arguments > 0 &&
      !liquid_number_read (call, liquid_call_get_argument (call, 0), &digits)) {
    return false;
  }
  if (digits.is_special) {
    return fail_special (call, digits.number);
  }
  bool is_zero = digits.is_small ? digits.integer == 0 : liquid_decimal_is_zero (&digits.decimal);
  double number = trunc (liquid_number_get_double (&digits));
  if (number > G_MAXINT32 || number < G_MININT32) {
    return liquid_render_fail (call->render, "internal");
  }
  int64_t count = (int64_t) number;
  return round_to (call, (int) CLAMP (count, -most, most), LIQUID_ROUND_HALF, is_zero || count < 0,
                   result);
}
