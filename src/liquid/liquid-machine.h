/* The loop that runs operations. */

#pragma once

#include "liquid-render.h"

bool liquid_machine_run (LiquidRender *self);
bool liquid_machine_evaluate (LiquidRender *self, const LiquidPlace *place, LiquidValue *result);
LiquidSlice liquid_machine_find_statement (const LiquidTemplate *template, uint32_t position);
