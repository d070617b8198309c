/* Errors that know their place in the template. */

#pragma once

#include "liquid.h"

void liquid_set_error (
  GError **error, LiquidError code, const LiquidSpan *span, unsigned line, const char *message);
