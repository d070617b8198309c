/* Loops and what belongs into them. */

#pragma once

#include "liquid-parser.h"

bool liquid_tag_open_break (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_continue (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_for (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_branch_for (LiquidParser *parser, const LiquidToken *token, bool *taken);
bool liquid_tag_close_for (LiquidParser *parser);
bool liquid_tag_open_tablerow (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_close_tablerow (LiquidParser *parser);

/* The head of a loop, as it was read. */
typedef struct {
  LiquidSlice variable;
  LiquidSlice collection;
  LiquidSlice offset; /* no bytes where it is not given, as of those below */
  LiquidSlice limit;
  LiquidSlice columns;
  bool reversed;
} LiquidLoopHead;

void liquid_loop_head_set (LiquidLoopHead *head, LiquidSlice name, LiquidSlice value);
bool liquid_tag_open_loop (LiquidParser *parser,
                           const LiquidToken *token,
                           const LiquidLoopHead *head,
                           bool is_row);
