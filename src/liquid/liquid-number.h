/* Numbers as Shopify's filters take them. */

#pragma once

#include "liquid-decimal.h"
#include "liquid-filters.h"

/* A number as the filters take it. */
typedef struct {
  bool is_float;
  bool is_special; /* not finite: @number */
  bool is_small;   /* @integer is all of it */
  int64_t integer;
  double number;
  LiquidDecimal decimal; /* unless special or small */
} LiquidNumber;

bool liquid_number_fail_length (const LiquidCall *call);
bool liquid_number_read (const LiquidCall *call, LiquidValue value, LiquidNumber *number);
void liquid_number_widen (LiquidNumber *self);
double liquid_number_get_double (const LiquidNumber *self);
bool liquid_number_return (const LiquidCall *call,
                           const LiquidDecimal *decimal,
                           bool is_float,
                           LiquidValue *result);
