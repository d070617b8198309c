/* Decimal numbers, exact, for arithmetic. */

#pragma once

#include "liquid-slice.h"

/* About as many digits as two floats can be apart; what is longer is refused. */
#define LIQUID_MAX_LIMBS 80

typedef struct {
  uint32_t limbs[LIQUID_MAX_LIMBS + 1];
  int n_limbs;
  bool negative;
  int exponent;
} LiquidDecimal;

typedef enum {
  LIQUID_ROUND_HALF, /* away from zero */
  LIQUID_ROUND_CEILING,
  LIQUID_ROUND_FLOOR,
} LiquidRounding;

bool liquid_decimal_is_zero (const LiquidDecimal *self);
void liquid_decimal_set_integer (LiquidDecimal *self, int64_t integer);
bool liquid_decimal_set_text (LiquidDecimal *self, LiquidSlice text);
bool liquid_decimal_set_float (LiquidDecimal *self, double number);
bool liquid_decimal_add (LiquidDecimal *self, const LiquidDecimal *term);
bool liquid_decimal_subtract (LiquidDecimal *self, const LiquidDecimal *term);
bool liquid_decimal_multiply (LiquidDecimal *self, const LiquidDecimal *factor);
bool liquid_decimal_divide (LiquidDecimal *self, const LiquidDecimal *divisor);
bool liquid_decimal_divide_floor (LiquidDecimal *self,
                                  const LiquidDecimal *divisor,
                                  LiquidDecimal *rest);
bool liquid_decimal_round (LiquidDecimal *self, int digits, LiquidRounding rounding);
int liquid_decimal_compare (const LiquidDecimal *a, const LiquidDecimal *b);
int liquid_decimal_count_bytes (const LiquidDecimal *self);
char *liquid_decimal_get_digits (const LiquidDecimal *self);
double liquid_decimal_get_float (const LiquidDecimal *self);
bool liquid_decimal_get_integer (const LiquidDecimal *self, int64_t *integer);
