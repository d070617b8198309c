/* The names of the variables that a template uses. */

#pragma once

#include "liquid-template.h"

const LiquidSymbol *liquid_template_find_symbol (const LiquidTemplate *self, LiquidSlice name);
LiquidSymbol *liquid_template_intern (LiquidTemplate *self, LiquidSlice name);
