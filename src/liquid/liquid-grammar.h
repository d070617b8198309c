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
bool liquid_grammar_look_id (const LiquidGrammar *self, const char *id);
bool liquid_grammar_accept_id (LiquidGrammar *self, const char *id);
bool liquid_grammar_consume (LiquidGrammar *self, LiquidWordType type, LiquidSlice *text);
bool liquid_grammar_expression (LiquidGrammar *self, LiquidSlice *text);
bool liquid_grammar_fail (LiquidGrammar *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* The last word is the end, again and again. */
static inline const LiquidWord *
liquid_grammar_get_word (const LiquidGrammar *self, guint ahead)
{
  const LiquidParser *parser = self->parser;

  return &parser->words.items[MIN (self->position + ahead, parser->words.len - 1)];
}

static inline bool
liquid_grammar_look (const LiquidGrammar *self, LiquidWordType type, guint ahead)
{
  return liquid_grammar_get_word (self, ahead)->type == type;
}

static inline bool
liquid_grammar_accept (LiquidGrammar *self, LiquidWordType type)
{
  bool found = liquid_grammar_look (self, type, 0);

  self->position += found;
  return found;
}
