/* Errors that know their place in the template. */

#pragma once

#include "liquid.h"

/* What an error knows of itself. */
typedef struct {
  LiquidSpan span;
  bool has_span;
  unsigned line;  /* of the statement, 0 where it is not known */
  size_t summary; /* where in the message the place ends and the reason begins */
  LiquidMistake mistake;
  char *tag;         /* (owned) (nullable) */
  const char *block; /* (nullable): of a table */
} LiquidErrorPrivate;

void liquid_set_error (GError **error,
                       LiquidError code,
                       const LiquidErrorPrivate *facts,
                       const char *message);
