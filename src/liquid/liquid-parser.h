/* The parser: blocks that are open, and the operations that it emits. */

#pragma once

#include "liquid-lexer.h"
#include "liquid-limits.h"
#include "liquid-locator.h"
#include "liquid-template.h"
#include "liquid-word.h"

typedef struct _LiquidParser LiquidParser;
typedef struct _LiquidTag LiquidTag;

/* A tag that waits for its end. Jumps whose target is not known yet are chained through their
 * targets, so that a block holds the head of a chain only. */
typedef struct {
  const LiquidTag *tag;
  LiquidSlice opening;
  unsigned line;
  uint32_t first_op;
  uint32_t first_guard;
  uint32_t skip; /* chain: to the next branch */
  uint32_t done; /* chain: behind the block */
  bool blank;
  bool has_else;
  void *info;           /* (nullable): what the tag keeps, in the arena of the template */
  LiquidSlice subject;  /* of a case */
  guint first_assigned; /* in the list of the parser, where the branch began */
  guint n_branches;
  GHashTable *votes; /* (owned) (nullable): in how many branches a LiquidSymbol gets a value */
} LiquidBlock;

/* An argument `name: value`. */
typedef struct {
  LiquidSlice name;
  LiquidSlice value;
} LiquidKeyword;

/* An attribute of an `include` that is on the stack: those behind it see it. */
typedef struct {
  const LiquidSymbol *symbol;
  unsigned position;
} LiquidGiven;

struct _LiquidParser {
  LiquidTemplate *template;
  LiquidLexer lexer;
  unsigned depth;
  LiquidLocator locator;
  unsigned stack;   /* values on it at this point of the operations */
  unsigned nesting; /* of ranges in the expression at hand */
  unsigned statement_line;
  int line_shift;  /* what Shopify counts too many behind a tag `liquid` */
  unsigned base;   /* the depth that a tag `liquid` began at */
  bool in_liquid;  /* lines of that tag are read */
  bool unlisted;   /* variables were listed before */
  unsigned doubts; /* reasons, apart from blocks, why what is compiled may not run */
  unsigned n_rows; /* of LiquidJS's dialect, around the statement */
  bool row_stops;  /* one of them may stop what is around it */
  LIQUID_VECTOR (LiquidWord) words;        /* of the markup at hand */
  LIQUID_VECTOR (LiquidKeyword) keywords;  /* of the filter at hand */
  LIQUID_VECTOR (LiquidGiven) given;       /* of the `include` at hand */
  LIQUID_VECTOR (LiquidSymbol *) assigned; /* whose value here is certainly the template's own */
  LiquidSlice statement;                   /* the tag or output at hand */
  LiquidSlice tag_name;                    /* of that tag; no bytes in an output */
  GError **error;
  LiquidBlock blocks[LIQUID_MAX_DEPTH + 1]; /* the first is the document; set as far as @depth */
};

static inline LiquidSpan
liquid_parser_locate (LiquidParser *self, LiquidSlice where)
{
  return liquid_locator_find (&self->locator, where);
}

bool liquid_parser_run (LiquidParser *self);
bool liquid_parser_run_expression (LiquidParser *self);
LiquidBlock *liquid_parser_get_block (LiquidParser *self);
LiquidBlock *
liquid_parser_push_block (LiquidParser *self, const LiquidTag *tag, const LiquidToken *token);
void liquid_parser_pop_block (LiquidParser *self);
bool liquid_parser_is_strict (const LiquidParser *self);
bool liquid_parser_parse_tag (LiquidParser *self, const LiquidToken *token);
bool liquid_parser_parse_part (LiquidParser *self, LiquidSlice text);
void liquid_parser_silence_blank (LiquidParser *self);
void liquid_parser_drop_blanks (LiquidParser *self);
void liquid_parser_resume_behind (LiquidParser *self);
bool liquid_parser_fail (LiquidParser *self,
                         LiquidError code,
                         LiquidSlice where,
                         const char *format,
                         ...) G_GNUC_PRINTF (4, 5);
bool liquid_parser_fail_mistake (LiquidParser *self,
                                 LiquidMistake mistake,
                                 LiquidSlice tag,
                                 LiquidSlice where,
                                 const char *format,
                                 ...) G_GNUC_PRINTF (5, 6);
bool liquid_parser_fail_markup (LiquidParser *self, const LiquidToken *token, const char *message);
bool liquid_parser_fail_unclosed (LiquidParser *self, LiquidSlice tag, LiquidSlice where);
bool liquid_parser_fail_open (LiquidParser *self);
bool liquid_parser_end_rest (LiquidParser *self);
uint32_t liquid_parser_get_position (LiquidParser *self);
LiquidOp *liquid_parser_emit (LiquidParser *self, LiquidOpCode code);
bool liquid_parser_emit_push (LiquidParser *self, LiquidOpCode code, LiquidSlice bytes);
void liquid_parser_emit_text (LiquidParser *self, LiquidSlice text);
void liquid_parser_emit_jump (LiquidParser *self, LiquidOpCode code, uint32_t *chain);
void liquid_parser_land (LiquidParser *self, uint32_t *chain);
void liquid_parser_guard (LiquidParser *self, uint32_t first, unsigned line, unsigned depth);
