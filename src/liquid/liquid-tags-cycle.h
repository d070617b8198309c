/* The tag `cycle`. */

#pragma once

#include "liquid-parser.h"

bool liquid_tag_open_cycle (LiquidParser *parser, const LiquidToken *token);
