/* Where the dialects differ, as data. */

#pragma once

#include "liquid.h"

typedef struct _LiquidFilter LiquidFilter;

/* Where the dialects differ. */
typedef struct {
  LiquidDialect dialect;
  const char *quote_entity;   /* what `escape` makes of a double quote */
  bool suppress_blank;        /* blocks of white space only print nothing */
  bool count_arguments;       /* a wrong number of arguments is an error */
  bool is_js;                 /* LiquidJS: liquid-reader.c reads markup, values are JavaScript's */
  bool default_replaces_hash; /* `default` replaces an empty hash */
  bool title_case;            /* `capitalize` uses the title case of a letter */
  bool print_containers;      /* an array or hash prints as its source text */
  bool raises;                /* the first statement that fails ends the render */
  bool isolates;              /* a template that is rendered does not see the data */
  void (*append_float) (GString *output, double number);
  const LiquidFilter *filters; /* by name */
  const size_t *n_filters;
} LiquidTraits;

const LiquidTraits *liquid_dialect_get_traits (LiquidDialect dialect);
