/* What a tag does while the template is parsed. */

#pragma once

#include "liquid-parser.h"

struct _LiquidTag {
  const char *name;
  bool (*open) (LiquidParser *parser, const LiquidToken *token);
  /* Answers tags inside the block that are no tags of their own; (nullable) */
  bool (*branch) (LiquidParser *parser, const LiquidToken *token, bool *taken);
  bool (*close) (LiquidParser *parser); /* (nullable): the tag is no block */
  bool takes_rest;                      /* it ends with the text that it stands in */
  bool is_verbatim;                     /* what stands up to its end is no template */
  bool is_conditional;                  /* what it holds runs for some data only */
  bool has_certain_head;                /* but not its head, behind which the block has its info */
};

const LiquidTag *liquid_dialect_find_tag (LiquidDialect dialect, LiquidSlice name);
LiquidMistake liquid_dialect_classify_unknown (LiquidDialect dialect, LiquidSlice name);
const LiquidTag *liquid_tag_find (const LiquidParser *parser, LiquidSlice name);
