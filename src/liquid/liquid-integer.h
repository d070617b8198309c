/* Whole numbers, as Ruby reads them. */

#pragma once

#include "liquid-render.h"

/* Room for the text of any of 64 bits. */
#define LIQUID_INTEGER_SIZE 24

LiquidSlice liquid_integer_format (int64_t integer, char *buffer);
LiquidValue liquid_integer_make_big (LiquidSlice digits, bool negative, char *result);
bool liquid_integer_read_small (LiquidSlice digits, bool negative, int64_t *result);
bool liquid_render_read_integer (LiquidRender *render, LiquidSlice text, LiquidValue *value);
int64_t liquid_slice_to_integer (LiquidSlice text);
bool liquid_value_to_integer (LiquidValue value, int64_t *integer);
bool liquid_render_to_integer (LiquidRender *render, LiquidValue value, int64_t *integer);
