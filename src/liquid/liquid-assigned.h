/* Which variables certainly have a value from the template itself. */

#pragma once

#include "liquid-parser.h"

/* The number of branches of a block that begins with something that never runs. */
#define LIQUID_NO_BRANCH UINT_MAX

bool liquid_parser_is_conditional (LiquidParser *self);
void liquid_parser_assign (LiquidParser *self, LiquidSymbol *symbol);
void liquid_parser_begin_branch (LiquidParser *self);
void liquid_parser_end_branch (LiquidParser *self);
void liquid_parser_end_branches (LiquidParser *self, bool complete);
