/* Lines and columns. */

#pragma once

#include "liquid-slice.h"
#include "liquid.h"

/* Finds lines and columns in one text; to ask for places in their order costs least. */
typedef struct {
  const char *source;
  const char *end;
  const char *cursor; /* where @line and @column are known */
  unsigned line;
  unsigned column;
} LiquidLocator;

static inline LiquidLocator
liquid_locator_new (LiquidSlice source)
{
  return (LiquidLocator){
    .source = source.bytes,
    .end = source.bytes + source.length,
    .cursor = source.bytes,
    .line = 1,
    .column = 1,
  };
}

LiquidSpan liquid_locator_find (LiquidLocator *self, LiquidSlice where);
