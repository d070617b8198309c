/* A template cut into texts, outputs and tags. */

#pragma once

#include "liquid-dialect.h"
#include "liquid-slice.h"

typedef enum {
  LIQUID_TOKEN_END,
  LIQUID_TOKEN_TEXT,
  LIQUID_TOKEN_OUTPUT,
  LIQUID_TOKEN_TAG,
  LIQUID_TOKEN_BROKEN_OUTPUT, /* "{{" that "}}" does not end */
  LIQUID_TOKEN_BROKEN_TAG,    /* "{%" that "%}" does not end */
} LiquidTokenType;

typedef struct {
  LiquidTokenType type;
  LiquidSlice whole;
  LiquidSlice name;   /* of a tag; empty where there is none */
  LiquidSlice markup; /* of a tag or output; of a text what white space control leaves */
} LiquidToken;

typedef struct {
  const char *next;
  const char *end;
  const char *line_end; /* (nullable): of the line that was read last */
  bool trim;            /* the token before ended in a dash */
  bool lines;           /* each line is a tag, without braces: the inside of `liquid` */
  bool js;              /* outputs may have braces in quotes, and names more letters */
} LiquidLexer;

void liquid_lexer_init (LiquidLexer *self, LiquidSlice source, const LiquidTraits *traits);
void liquid_lexer_next (LiquidLexer *self, LiquidToken *token);
bool liquid_lexer_skip_raw (LiquidLexer *self, LiquidSlice *body);
bool liquid_lexer_skip_comment (LiquidLexer *self, LiquidSlice *unclosed);
bool liquid_lexer_skip_doc (LiquidLexer *self, LiquidSlice *body, bool *nested);
