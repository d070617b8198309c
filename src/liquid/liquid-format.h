/* Numbers and values as text. */

#pragma once

#include "liquid-dialect.h"

/* Seventeen digits tell any two doubles apart. */
#define LIQUID_MOST_DIGITS 17

/* A number as a whole number over a power of ten. */
typedef struct {
  int64_t coefficient; /* smaller than 2^53, so that a double holds it */
  int point;           /* digits behind the point */
} LiquidScaled;

/* Beyond these a double does not hold every whole number, or no power of ten any more. */
#define LIQUID_LARGEST_EXACT (INT64_C (1) << 53)
#define LIQUID_MOST_EXACT_POINT 22

bool liquid_scaled_set (LiquidScaled *self, LiquidValue value);
bool liquid_scaled_lower (LiquidScaled *self, int point);
double liquid_scaled_divide (int64_t coefficient, int point);
void liquid_get_shortest (double number, char *digits, int *n_digits, int *exponent);
void liquid_append_ruby_float (GString *output, double number);
void liquid_append_js_float (GString *output, double number);
bool liquid_value_append (LiquidValue value, const LiquidTraits *traits, GString *output);
bool liquid_value_inspect (LiquidValue value, const LiquidTraits *traits, GString *output);
bool liquid_value_append_inspected (LiquidValue value, const LiquidTraits *traits, GString *output);
