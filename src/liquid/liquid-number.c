/* Numbers as Shopify's filters take them: whole ones of any size, floats as the decimals that they
 * print as. */

#include "liquid-number.h"

#include "liquid-integer.h"

#include <math.h>
#include <string.h>

/* Ends the render; returns false. */
bool
liquid_number_fail_length (const LiquidCall *call)
{
  return liquid_render_exceed (call->render, "A number has more digits than is allowed");
}

/* Ruby's -?\d+\.\d+ */
static bool
is_decimal (LiquidSlice text)
{
  const char *p = text.bytes, *end = text.bytes + text.length;
  const char *start = p < end && *p == '-' ? p + 1 : p;

  for (p = start; p < end && g_ascii_isdigit (*p); p++) {
  }
  if (p == start || p == end || *p != '.' || p + 1 == end) {
    return false;
  }
  for (p++; p < end && g_ascii_isdigit (*p); p++) {
  }
  return p == end;
}

static bool
read_text (const LiquidCall *call, LiquidSlice text, LiquidNumber *number)
{
  LiquidSlice stripped = liquid_slice_strip (text);

  number->is_float = is_decimal (stripped);
  if (number->is_float) {
    return liquid_decimal_set_text (&number->decimal, stripped) || liquid_number_fail_length (call);
  }
  LiquidValue whole;
  if (!liquid_render_read_integer (call->render, stripped, &whole)) {
    return false;
  }
  if (whole.type == LIQUID_INTEGER) {
    number->is_small = true;
    number->integer = whole.integer;
    return true;
  }
  return liquid_decimal_set_text (&number->decimal, liquid_value_get_text (whole)) ||
         liquid_number_fail_length (call);
}

/* What @value counts as; a text what it begins with, anything that is no number 0. False where it
 * has more digits than is allowed. */
bool
liquid_number_read (const LiquidCall *call, LiquidValue value, LiquidNumber *number)
{
  *number = (LiquidNumber){ 0 };
  switch ((int) value.type) {
  case LIQUID_INTEGER:
    number->is_small = true;
    number->integer = value.integer;
    return true;
  case LIQUID_FLOAT:
    number->is_float = true;
    number->number = value.number;
    number->is_special = !isfinite (value.number);
    return number->is_special || liquid_decimal_set_float (&number->decimal, value.number) ||
           liquid_number_fail_length (call);
  case LIQUID_BIGINT:
    return liquid_decimal_set_text (&number->decimal, liquid_value_get_text (value)) ||
           liquid_number_fail_length (call);
  case LIQUID_STRING:
    return read_text (call, liquid_value_get_text (value), number);
  default:
    number->is_small = true;
    return true;
  }
}

/* Makes the decimal of a small number valid. */
void
liquid_number_widen (LiquidNumber *self)
{
  if (self->is_small) {
    liquid_decimal_set_integer (&self->decimal, self->integer);
    self->is_small = false;
  }
}

double
liquid_number_get_double (const LiquidNumber *self)
{
  return self->is_special ? self->number
         : self->is_small ? (double) self->integer
                          : liquid_decimal_get_float (&self->decimal);
}

/* A whole number as a value. */
static bool
return_whole (const LiquidCall *call, const LiquidDecimal *decimal, LiquidValue *result)
{
  int64_t integer;

  if (liquid_decimal_get_integer (decimal, &integer)) {
    *result = liquid_integer (integer);
    return true;
  }
  LiquidDecimal whole = *decimal;
  while (whole.exponent > 0) {
    LiquidDecimal ten;
    liquid_decimal_set_integer (&ten, 10);
    whole.exponent--;
    if (!liquid_decimal_multiply (&whole, &ten)) {
      return liquid_number_fail_length (call);
    }
  }
  g_autofree char *digits = liquid_decimal_get_digits (&whole);
  size_t length = strlen (digits);
  char *text = liquid_render_alloc (call->render, length + 1);
  if (text == NULL) {
    return false;
  }
  text[0] = '-';
  memcpy (text + whole.negative, digits, length);
  *result = (LiquidValue){ .type = LIQUID_BIGINT, .string = { text, length + whole.negative } };
  return true;
}

/* Answers a float, or the whole number that @decimal is. */
bool
liquid_number_return (const LiquidCall *call,
                      const LiquidDecimal *decimal,
                      bool is_float,
                      LiquidValue *result)
{
  if (is_float) {
    *result = liquid_float (liquid_decimal_get_float (decimal));
    return true;
  }
  return return_whole (call, decimal, result);
}
