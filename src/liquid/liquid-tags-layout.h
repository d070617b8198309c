/* The tags `layout` and `block`. */

#pragma once

#include "liquid-parser.h"

bool liquid_tag_open_layout (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_close_layout (LiquidParser *parser);
bool liquid_tag_open_block (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_close_block (LiquidParser *parser);
