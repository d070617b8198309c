/* Tags that set variables. */

#pragma once

#include "liquid-parser.h"

bool liquid_tag_compile_counter (LiquidParser *parser, LiquidSlice name, LiquidOpCode code);
bool liquid_tag_open_assign (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_capture (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_close_capture (LiquidParser *parser);
bool liquid_tag_open_decrement (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_echo (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_ifchanged (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_close_ifchanged (LiquidParser *parser);
bool liquid_tag_open_increment (LiquidParser *parser, const LiquidToken *token);
void liquid_tag_end_silently (LiquidParser *parser, uint32_t first);
