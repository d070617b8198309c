/* Markup cut into words, and read by the grammar of the strict modes. */

#pragma once

#include "liquid-parser.h"

/* Walks the words of one markup, which the parser keeps until the next one is read. */
typedef struct {
  LiquidParser *parser;
  LiquidSlice quote; /* as an error quotes it; empty for none */
  bool braces;       /* it stands in {{ }} */
  guint position;
} LiquidGrammar;

bool liquid_grammar_begin (LiquidGrammar *self, LiquidParser *parser, LiquidSlice markup);
bool liquid_grammar_look (const LiquidGrammar *self, LiquidWordType type, guint ahead);
bool liquid_grammar_look_id (const LiquidGrammar *self, const char *id);
bool liquid_grammar_accept (LiquidGrammar *self, LiquidWordType type);
bool liquid_grammar_accept_id (LiquidGrammar *self, const char *id);
bool liquid_grammar_consume (LiquidGrammar *self, LiquidWordType type, LiquidSlice *text);
bool liquid_grammar_expression (LiquidGrammar *self, LiquidSlice *text);
bool liquid_grammar_fail (LiquidGrammar *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
