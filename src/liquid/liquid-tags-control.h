/* Tags that choose what is printed. */

#pragma once

#include "liquid-parser.h"

bool liquid_tag_open_case (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_branch_case (LiquidParser *parser, const LiquidToken *token, bool *taken);
bool liquid_tag_close_case (LiquidParser *parser);
bool liquid_tag_open_if (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_unless (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_branch_if (LiquidParser *parser, const LiquidToken *token, bool *taken);
bool liquid_tag_close_if (LiquidParser *parser);
void liquid_tag_end_when (LiquidParser *parser);
