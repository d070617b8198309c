/* Tags that print their text, or nothing. */

#pragma once

#include "liquid-parser.h"

bool liquid_tag_open_comment (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_doc (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_inline_comment (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_liquid (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_raw (LiquidParser *parser, const LiquidToken *token);
