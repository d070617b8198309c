/* Outputs and their filters, compiled. */

#pragma once

#include "liquid-parser.h"

bool
liquid_compile_output (LiquidParser *parser, LiquidSlice markup, LiquidSlice quote, bool braces);

/* A filter whose arguments are being compiled. */
typedef struct {
  LiquidSlice name;
  unsigned stack; /* before them */
  guint first;    /* their first operation */
  unsigned n_arguments;
} LiquidFilterHead;

LiquidFilterHead liquid_filter_begin (LiquidParser *parser, LiquidSlice name);
bool liquid_filter_end (LiquidParser *parser, const LiquidFilterHead *self);
void liquid_filter_mark_default (LiquidParser *parser, guint first, const char *start);
