/* The tags whose markup LiquidJS reads otherwise. */

#pragma once

#include "liquid-parser.h"

bool liquid_tag_open_js_assign (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_js_capture (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_js_case (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_branch_js_case (LiquidParser *parser, const LiquidToken *token, bool *taken);
bool liquid_tag_open_js_cycle (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_js_decrement (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_js_echo (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_js_for (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_branch_js_for (LiquidParser *parser, const LiquidToken *token, bool *taken);
bool liquid_tag_branch_js_if (LiquidParser *parser, const LiquidToken *token, bool *taken);
bool liquid_tag_open_js_include (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_js_increment (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_js_render (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_check_js_end (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_js_tablerow (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_close_js_tablerow (LiquidParser *parser);
