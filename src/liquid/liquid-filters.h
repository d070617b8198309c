/* What a filter is given, and the filters that a dialect knows. */

#pragma once

#include "liquid-render.h"

typedef struct {
  LiquidRender *render;
  const LiquidTraits *traits;
  LiquidValue input;
  const LiquidValue *arguments;
  unsigned n_arguments;
  const LiquidValue *keywords; /* name, value, name, value… */
  unsigned n_keywords;
} LiquidCall;

struct _LiquidFilter {
  const char *name;
  uint8_t min_arguments;
  uint8_t max_arguments;
  bool (*apply) (const LiquidCall *call, LiquidValue *result);
};

const LiquidFilter *liquid_find_filter (const LiquidTraits *traits, LiquidSlice name);
bool liquid_filter_call (const LiquidFilter *self, const LiquidCall *call, LiquidValue *result);
LiquidValue liquid_call_get_argument (const LiquidCall *call, unsigned index);
bool liquid_filter_default (const LiquidCall *call, LiquidValue *result);

extern const LiquidFilter liquid_shopify_filters[];
extern const size_t liquid_n_shopify_filters;
