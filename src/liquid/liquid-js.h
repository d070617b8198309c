/* Values as JavaScript has them. */

#pragma once

#include "liquid-render.h"

/* What JavaScript tells from null by the length: a value that nobody gave, and the word `nil`,
 * which is equal to both. */
#define LIQUID_NIL_UNDEFINED 1
#define LIQUID_NIL_WORD 2

static inline LiquidValue
liquid_undefined (void)
{
  return (LiquidValue){ .type = LIQUID_NIL, .string = { NULL, LIQUID_NIL_UNDEFINED } };
}

static inline bool
liquid_is_undefined (LiquidValue value)
{
  return value.type == LIQUID_NIL && value.string.length == LIQUID_NIL_UNDEFINED;
}

static inline bool
liquid_is_nil_word (LiquidValue value)
{
  return value.type == LIQUID_NIL && value.string.length == LIQUID_NIL_WORD;
}

static inline bool
liquid_js_is_number (LiquidValue value)
{
  return value.type == LIQUID_INTEGER || value.type == LIQUID_FLOAT;
}

static inline double
liquid_js_get_number (LiquidValue value)
{
  return value.type == LIQUID_INTEGER ? (double) value.integer : value.number;
}

static inline bool
liquid_js_is_list (LiquidValue value)
{
  return value.type == LIQUID_ARRAY || value.type == LIQUID_RANGE;
}

LiquidValue liquid_number (double number);
double liquid_js_number (LiquidRender *render, LiquidValue value);
double liquid_js_clamp (LiquidRender *render, LiquidValue value);
void liquid_js_slice (double count, double *start, double *end);
size_t liquid_js_scan_space (const char *p, const char *end);
LiquidSlice liquid_js_strip (LiquidSlice text);
size_t liquid_js_length (LiquidSlice text);
size_t liquid_js_count_characters (LiquidSlice text);
size_t liquid_js_find_character (LiquidSlice text, double character);
bool liquid_js_substring (
  LiquidRender *render, LiquidSlice text, double start, double end, LiquidSlice *part);
bool
liquid_js_property (LiquidRender *render, LiquidValue object, LiquidSlice key, LiquidValue *value);
bool liquid_js_property_of (LiquidRender *render,
                            LiquidValue object,
                            LiquidValue key,
                            LiquidValue *value);
bool liquid_js_add (LiquidRender *render, LiquidValue a, LiquidValue b, LiquidValue *sum);
bool liquid_js_string (LiquidRender *render, LiquidValue value, LiquidSlice *text);
bool liquid_js_item_string (LiquidRender *render, LiquidValue item, LiquidSlice *text);
bool liquid_js_to_value (LiquidRender *render, LiquidValue *value);
bool liquid_js_is_true (LiquidValue value);
bool liquid_js_make_range (LiquidRender *render, LiquidValue *first);
bool liquid_js_list (LiquidRender *render, LiquidValue value, bool pairs, LiquidArray **array);
