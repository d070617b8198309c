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

extern const LiquidFilter liquid_shopify_filters[];
extern const size_t liquid_n_shopify_filters;

const LiquidFilter *liquid_find_filter (const LiquidTraits *traits, LiquidSlice name);
bool liquid_filter_call (const LiquidFilter *self, const LiquidCall *call, LiquidValue *result);
bool liquid_filter_default (const LiquidCall *call, LiquidValue *result);

bool liquid_call_gather_keywords (LiquidCall *call, LiquidValue *slot);
bool liquid_return_text (const LiquidCall *call, const GString *text, LiquidValue *result);
bool liquid_return_spliced (const LiquidCall *call,
                            LiquidSlice text,
                            size_t start,
                            size_t end,
                            LiquidSlice replacement,
                            LiquidValue *result);

/* Nil where there are fewer, which only LiquidJS forgives. */
static inline LiquidValue
liquid_call_get_argument (const LiquidCall *call, unsigned index)
{
  return index < call->n_arguments ? call->arguments[index] : liquid_nil ();
}

static inline bool
liquid_call_get_input (const LiquidCall *call, LiquidSlice *text)
{
  return liquid_render_to_text (call->render, call->input, text);
}

static inline bool
liquid_call_get_text (const LiquidCall *call, unsigned index, LiquidSlice *text)
{
  return liquid_render_to_text (call->render, liquid_call_get_argument (call, index), text);
}

static inline bool
liquid_return_nil (LiquidValue *result)
{
  *result = liquid_nil ();
  return true;
}

static inline bool
liquid_return_slice (LiquidSlice text, LiquidValue *result)
{
  *result = liquid_string (text.bytes, text.length);
  return true;
}

/* @array is NULL where there was no memory for it. */
static inline bool
liquid_return_array (const LiquidArray *array, LiquidValue *result)
{
  *result = array != NULL ? liquid_array (array) : liquid_nil ();
  return array != NULL;
}
