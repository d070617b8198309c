/* The table of LiquidJS's filters, and those for numbers and values of any kind. */

#include "liquid-filters-js.h"

#include "liquid-filters-code.h"
#include "liquid-filters-edit.h"
#include "liquid-filters-js-array.h"
#include "liquid-filters-js-code.h"
#include "liquid-filters-js-date.h"
#include "liquid-filters-js-edit.h"
#include "liquid-filters-js-select.h"
#include "liquid-filters-js-sort.h"
#include "liquid-filters-string.h"
#include "liquid-json.h"
#include "liquid-loop.h"

#include <float.h>
#include <math.h>

/* What is not given is undefined. */
LiquidValue
liquid_js_argument (const LiquidCall *call, unsigned index)
{
  return index < call->n_arguments ? call->arguments[index] : liquid_undefined ();
}

/* What is no number counts as none. */
static double
to_number (const LiquidCall *call, LiquidValue value)
{
  double number = liquid_js_number (call->render, value);

  return isnan (number) ? 0 : number;
}

/* The other side of an operation; a number that is not given makes the result none. */
static double
get_number (const LiquidCall *call, unsigned index)
{
  return index < call->n_arguments ? to_number (call, call->arguments[index]) : NAN;
}

static bool
return_number (double number, LiquidValue *result)
{
  *result = liquid_number (number);
  return true;
}

static bool
apply_abs (const LiquidCall *call, LiquidValue *result)
{
  return return_number (fabs (to_number (call, call->input)), result);
}

static bool
apply_at_least (const LiquidCall *call, LiquidValue *result)
{
  return return_number (fmax (to_number (call, call->input), get_number (call, 0)), result);
}

static bool
apply_at_most (const LiquidCall *call, LiquidValue *result)
{
  return return_number (fmin (to_number (call, call->input), get_number (call, 0)), result);
}

static bool
apply_ceil (const LiquidCall *call, LiquidValue *result)
{
  return return_number (ceil (to_number (call, call->input)), result);
}

static bool
apply_divided_by (const LiquidCall *call, LiquidValue *result)
{
  double quotient = to_number (call, call->input) / get_number (call, 0);
  bool whole = call->n_arguments > 1 && get_number (call, 1) != 0;

  return return_number (whole ? floor (quotient) : quotient, result);
}

static bool
apply_floor (const LiquidCall *call, LiquidValue *result)
{
  return return_number (floor (to_number (call, call->input)), result);
}

static bool
apply_minus (const LiquidCall *call, LiquidValue *result)
{
  return return_number (to_number (call, call->input) - get_number (call, 0), result);
}

static bool
apply_modulo (const LiquidCall *call, LiquidValue *result)
{
  double divisor = get_number (call, 0);
  double rest = fmod (to_number (call, call->input), divisor) + divisor;

  return return_number (fmod (rest, divisor), result);
}

static bool
apply_plus (const LiquidCall *call, LiquidValue *result)
{
  return return_number (to_number (call, call->input) + get_number (call, 0), result);
}

static bool
apply_times (const LiquidCall *call, LiquidValue *result)
{
  return return_number (to_number (call, call->input) * get_number (call, 0), result);
}

/* A half is rounded up. */
static bool
apply_round (const LiquidCall *call, LiquidValue *result)
{
  double digits = to_number (call, liquid_js_argument (call, 0));
  if (digits != floor (digits)) {
    return return_number (to_number (call, call->input), result);
  }
  double factor = pow (10, digits);
  double scaled = (to_number (call, call->input) * factor) * (1 + DBL_EPSILON);
  double whole = floor (scaled);

  return return_number ((whole + (scaled - whole >= 0.5)) / factor, result);
}

static bool
apply_to_integer (const LiquidCall *call, LiquidValue *result)
{
  return return_number (liquid_js_number (call->render, call->input), result);
}

static bool
apply_raw (const LiquidCall *call, LiquidValue *result)
{
  *result = call->input;
  return true;
}

/* `allow_false: true` among the arguments. */
static bool
allows_false (const LiquidCall *call)
{
  for (unsigned i = 1; i < call->n_arguments; i++) {
    LiquidValue pair = call->arguments[i];
    if (pair.type == LIQUID_ARRAY && pair.array->n_items == 2 &&
        pair.array->items[0].type == LIQUID_STRING &&
        liquid_slice_equal (liquid_value_get_text (pair.array->items[0]),
                            LIQUID_SLICE ("allow_false"))) {
      return liquid_js_is_true (pair.array->items[1]);
    }
  }
  return false;
}

/* A list without items is replaced like a text without letters. */
static bool
apply_default (const LiquidCall *call, LiquidValue *result)
{
  LiquidCall inner = *call;
  bool iterable;

  if (call->input.type == LIQUID_EMPTY || call->input.type == LIQUID_BLANK ||
      (call->input.type == LIQUID_RANGE && liquid_value_count (call->input, &iterable) == 0)) {
    inner.input = liquid_string ("", 0);
  }
  if (call->input.type == LIQUID_BOOLEAN && allows_false (call)) {
    *result = call->input;
    return true;
  }
  return liquid_filter_default (&inner, result);
}

static bool
apply_json (const LiquidCall *call, LiquidValue *result)
{
  /* JavaScript's own limit. */
  enum { MOST_INDENT = 10 };
  LiquidValue space = liquid_js_argument (call, 0);
  double indent = space.type == LIQUID_INTEGER ? (double) space.integer : 0;
  g_autoptr (GString) built = g_string_new (NULL);

  if (liquid_is_undefined (call->input)) {
    *result = call->input;
    return true;
  }
  if (!liquid_js_append_json (call->input, (int) CLAMP (indent, 0, MOST_INDENT), built)) {
    return liquid_render_exceed (call->render, "Data are nested too deep");
  }
  return liquid_return_text (call, built, result);
}

/* By name; the number of arguments is not counted. */
const LiquidFilter liquid_js_filters[] = {
  { "abs", 0, 0, apply_abs },
  { "append", 0, 0, liquid_js_filter_append },
  { "array_to_sentence_string", 0, 0, liquid_js_filter_array_to_sentence_string },
  { "at_least", 0, 0, apply_at_least },
  { "at_most", 0, 0, apply_at_most },
  { "base64_decode", 0, 0, liquid_js_filter_base64_decode },
  { "base64_encode", 0, 0, liquid_filter_base64_encode },
  { "capitalize", 0, 0, liquid_filter_capitalize },
  { "ceil", 0, 0, apply_ceil },
  { "cgi_escape", 0, 0, liquid_js_filter_cgi_escape },
  { "compact", 0, 0, liquid_js_filter_compact },
  { "concat", 0, 0, liquid_js_filter_concat },
  { "date", 0, 0, liquid_js_filter_date },
  { "date_to_long_string", 0, 0, liquid_js_filter_date_to_long_string },
  { "date_to_rfc822", 0, 0, liquid_js_filter_date_to_rfc822 },
  { "date_to_string", 0, 0, liquid_js_filter_date_to_string },
  { "date_to_xmlschema", 0, 0, liquid_js_filter_date_to_xmlschema },
  { "default", 0, 0, apply_default },
  { "divided_by", 0, 0, apply_divided_by },
  { "downcase", 0, 0, liquid_filter_downcase },
  { "escape", 0, 0, liquid_js_filter_escape },
  { "escape_once", 0, 0, liquid_js_filter_escape_once },
  { "find", 0, 0, liquid_js_filter_find },
  { "find_exp", 0, 0, liquid_js_filter_find_exp },
  { "find_index", 0, 0, liquid_js_filter_find_index },
  { "find_index_exp", 0, 0, liquid_js_filter_find_index_exp },
  { "first", 0, 0, liquid_js_filter_first },
  { "floor", 0, 0, apply_floor },
  { "group_by", 0, 0, liquid_js_filter_group_by },
  { "group_by_exp", 0, 0, liquid_js_filter_group_by_exp },
  { "has", 0, 0, liquid_js_filter_has },
  { "has_exp", 0, 0, liquid_js_filter_has_exp },
  { "hmac_sha256", 0, 0, liquid_js_filter_hmac_sha256 },
  { "inspect", 0, 0, apply_json },
  { "join", 0, 0, liquid_js_filter_join },
  { "json", 0, 0, apply_json },
  { "jsonify", 0, 0, apply_json },
  { "last", 0, 0, liquid_js_filter_last },
  { "lstrip", 0, 0, liquid_js_filter_lstrip },
  { "map", 0, 0, liquid_js_filter_map },
  { "minus", 0, 0, apply_minus },
  { "modulo", 0, 0, apply_modulo },
  { "newline_to_br", 0, 0, liquid_filter_newline_to_br },
  { "normalize_whitespace", 0, 0, liquid_js_filter_normalize_whitespace },
  { "number_of_words", 0, 0, liquid_js_filter_number_of_words },
  { "plus", 0, 0, apply_plus },
  { "pop", 0, 0, liquid_js_filter_pop },
  { "prepend", 0, 0, liquid_js_filter_prepend },
  { "push", 0, 0, liquid_js_filter_push },
  { "raw", 0, 0, apply_raw },
  { "reject", 0, 0, liquid_js_filter_reject },
  { "reject_exp", 0, 0, liquid_js_filter_reject_exp },
  { "remove", 0, 0, liquid_js_filter_remove },
  { "remove_first", 0, 0, liquid_js_filter_remove_first },
  { "remove_last", 0, 0, liquid_js_filter_remove_last },
  { "replace", 0, 0, liquid_js_filter_replace },
  { "replace_first", 0, 0, liquid_js_filter_replace_first },
  { "replace_last", 0, 0, liquid_js_filter_replace_last },
  { "reverse", 0, 0, liquid_js_filter_reverse },
  { "round", 0, 0, apply_round },
  { "rstrip", 0, 0, liquid_js_filter_rstrip },
  { "sample", 0, 0, liquid_js_filter_sample },
  { "sha256", 0, 0, liquid_js_filter_sha256 },
  { "shift", 0, 0, liquid_js_filter_shift },
  { "size", 0, 0, liquid_js_filter_size },
  { "slice", 0, 0, liquid_js_filter_slice },
  { "slugify", 0, 0, liquid_js_filter_slugify },
  { "sort", 0, 0, liquid_js_filter_sort },
  { "sort_natural", 0, 0, liquid_js_filter_sort_natural },
  { "split", 0, 0, liquid_js_filter_split },
  { "strip", 0, 0, liquid_js_filter_strip },
  { "strip_html", 0, 0, liquid_js_filter_strip_html },
  { "strip_newlines", 0, 0, liquid_filter_strip_newlines },
  { "sum", 0, 0, liquid_js_filter_sum },
  { "times", 0, 0, apply_times },
  { "to_integer", 0, 0, apply_to_integer },
  { "truncate", 0, 0, liquid_js_filter_truncate },
  { "truncatewords", 0, 0, liquid_js_filter_truncatewords },
  { "uniq", 0, 0, liquid_js_filter_uniq },
  { "unshift", 0, 0, liquid_js_filter_unshift },
  { "upcase", 0, 0, liquid_filter_upcase },
  { "uri_escape", 0, 0, liquid_js_filter_uri_escape },
  { "url_decode", 0, 0, liquid_js_filter_url_decode },
  { "url_encode", 0, 0, liquid_js_filter_url_encode },
  { "where", 0, 0, liquid_js_filter_where },
  { "where_exp", 0, 0, liquid_js_filter_where_exp },
  { "xml_escape", 0, 0, liquid_js_filter_escape },
};

const size_t liquid_n_js_filters = G_N_ELEMENTS (liquid_js_filters);
