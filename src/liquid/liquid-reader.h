/* Markup as LiquidJS reads it. */

#pragma once

#include "liquid-parser.h"

typedef struct {
  LiquidParser *parser;
  const char *p;
  const char *end;
} LiquidReader;

LiquidReader liquid_reader_new (LiquidParser *parser, LiquidSlice markup);
void liquid_reader_skip_blank (LiquidReader *self);
bool liquid_reader_at_end (LiquidReader *self);
bool liquid_reader_accept (LiquidReader *self, char c);
void liquid_reader_skip_to (LiquidReader *self, const char *text);
LiquidSlice liquid_reader_name (LiquidReader *self);
bool liquid_reader_fail (LiquidReader *self, const char *message);
bool liquid_reader_value (LiquidReader *self, bool *found);
bool liquid_reader_scan (LiquidReader *self, LiquidSlice *value);
bool liquid_reader_attribute (LiquidReader *self, LiquidKeyword *attribute, bool *failed);
bool liquid_reader_compile (LiquidParser *parser, LiquidSlice value);
bool liquid_compile_operand (LiquidParser *parser, LiquidSlice value);
