/* The tags `include` and `render`. */

#pragma once

#include "liquid-parser.h"

bool liquid_tag_open_include (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_render (LiquidParser *parser, const LiquidToken *token);

/* The head of an include or render, as it was read. */
typedef struct {
  LiquidSlice name;
  LiquidSlice variable; /* no bytes where there is none, as of those below */
  LiquidSlice alias;
  bool is_loop;
  GArray *attributes; /* (owned): LiquidKeyword */
} LiquidPartialHead;

bool
liquid_tag_compile_partial (LiquidParser *parser, const LiquidPartialHead *head, bool is_render);
bool liquid_tag_compile_name (LiquidParser *parser, LiquidSlice markup, bool is_render);
bool liquid_tag_compile_attribute (LiquidParser *parser, const LiquidKeyword *attribute);
