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

/* What a row of filters makes of a value. */
typedef struct {
  bool has_default; /* nothing becomes what `default` says */
  bool is_date;     /* `date` gets the value as it was */
  bool is_changed;
  bool is_filled; /* nothing has become something */
  guint n_filters;
  guint first_argument; /* the first variable in the arguments of any filter */
  guint last_argument;  /* likewise of the last one */
} LiquidChain;

void liquid_chain_add (LiquidChain *self, const LiquidParser *parser, LiquidSlice name);
void
liquid_chain_mark (const LiquidChain *self, LiquidParser *parser, guint first, const char *start);
