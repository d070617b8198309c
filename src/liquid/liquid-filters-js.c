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
#include "liquid-format.h"
#include "liquid-json.h"
#include "liquid-loop.h"

#include <math.h>

/* What is not given is undefined. */
LiquidValue
liquid_js_argument (const LiquidCall *call, unsigned index)
{
  return index < call->n_arguments ? call->arguments[index] : liquid_undefined ();
}

/* What is no number counts as none, and so does the zero with a sign. */
static double
to_number (const LiquidCall *call, LiquidValue value)
{
  double number = liquid_js_number (call->render, value);

  return isnan (number) || number == 0 ? 0 : number;
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

/* The one of all that are given which @choose takes. */
static bool
pick (const LiquidCall *call, double (*choose) (double a, double b), LiquidValue *result)
{
  double number = to_number (call, call->input);

  for (unsigned i = 0; i < call->n_arguments; i++) {
    number = choose (number, get_number (call, i));
  }
  return return_number (number, result);
}

static bool
apply_at_least (const LiquidCall *call, LiquidValue *result)
{
  return pick (call, fmax, result);
}

static bool
apply_at_most (const LiquidCall *call, LiquidValue *result)
{
  return pick (call, fmin, result);
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

/* Moves the point in the digits that the number is printed with, by a whole number of places. */
static double
shift_point (double number, double places)
{
  /* Further away a number is none, or without an end. */
  enum { FURTHEST = 1000 };
  char digits[LIQUID_MOST_DIGITS], text[LIQUID_MOST_DIGITS + 16];
  int n_digits, exponent;

  liquid_get_shortest (number, digits, &n_digits, &exponent);
  g_snprintf (text, sizeof text, "%.*se%d", n_digits, digits,
              exponent + 1 - n_digits + (int) CLAMP (places, -FURTHEST, FURTHEST));
  return g_ascii_strtod (text, NULL);
}

/* A half is rounded away from zero. What has no digits at that place stays as it is. */
static bool
apply_round (const LiquidCall *call, LiquidValue *result)
{
  double number = to_number (call, call->input);
  double places = to_number (call, liquid_js_argument (call, 0));
  bool has_digits = isfinite (number) && isfinite (places) && places == floor (places);
  double scaled = has_digits ? shift_point (fabs (number), places) : INFINITY;
  double whole = floor (scaled);

  if (scaled > LIQUID_LARGEST_EXACT - 1) {
    return return_number (number, result);
  }
  double rounded = shift_point (whole + (scaled - whole >= 0.5), -places);
  return return_number (number < 0 ? -rounded : rounded, result);
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

/* `allow_false: true` among the arguments, which are names with values then. */
static bool
read_allow_false (const LiquidCall *call, bool *allows)
{
  *allows = false;
  for (unsigned i = 1; i < call->n_arguments; i++) {
    LiquidValue pair = call->arguments[i], name, value;
    if (pair.type != LIQUID_ARRAY && pair.type != LIQUID_HASH && pair.type != LIQUID_RANGE) {
      return liquid_render_fail (call->render, "An argument of default is no name with a value");
    }
    if (!liquid_js_property (call->render, pair, LIQUID_SLICE ("0"), &name) ||
        !liquid_js_property (call->render, pair, LIQUID_SLICE ("1"), &value)) {
      return false;
    }
    if (name.type == LIQUID_STRING &&
        liquid_slice_equal (liquid_value_get_text (name), LIQUID_SLICE ("allow_false"))) {
      *allows = liquid_js_is_true (value);
    }
  }
  return true;
}

/* Replaces texts and lists that have no length, too. */
static bool
apply_default (const LiquidCall *call, LiquidValue *result)
{
  LiquidValue value = call->input;
  bool iterable, allows = false;
  bool is_list = value.type == LIQUID_ARRAY || value.type == LIQUID_RANGE;
  bool is_empty = is_list ? liquid_value_count (value, &iterable) == 0
                          : value.type == LIQUID_EMPTY || value.type == LIQUID_BLANK ||
                              (value.type == LIQUID_STRING && value.string.length == 0);
  bool is_false = value.type == LIQUID_BOOLEAN && !value.boolean;

  if (is_false && !read_allow_false (call, &allows)) {
    return false;
  }
  bool stays = liquid_value_is_true (value) ? !is_empty : allows;
  *result = stays ? value : liquid_js_argument (call, 0);
  return true;
}

/* How far lines are indented: by so many spaces, or by a text. */
static bool
read_indent (const LiquidCall *call, LiquidSlice *indent)
{
  /* JavaScript's own limit. */
  enum { MOST_INDENT = 10 };
  static const char spaces[MOST_INDENT] = "          ";
  LiquidValue space = liquid_js_argument (call, 0);
  bool is_number = space.type == LIQUID_INTEGER || space.type == LIQUID_FLOAT;

  if (space.type == LIQUID_STRING) {
    return liquid_js_substring (call->render, liquid_value_get_text (space), 0, MOST_INDENT,
                                indent);
  }
  double count = is_number ? liquid_js_clamp (call->render, space) : 0;
  *indent = (LiquidSlice){ spaces, (size_t) CLAMP (count, 0, MOST_INDENT) };
  return true;
}

static bool
apply_json (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice indent;
  g_autoptr (GString) built = g_string_new (NULL);

  if (liquid_is_undefined (call->input)) {
    *result = call->input;
    return true;
  }
  if (!liquid_render_count_value (call->render, call->input) || !read_indent (call, &indent)) {
    return false;
  }
  if (!liquid_js_append_json (call->input, indent, built)) {
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
  { "squish", 0, 0, liquid_js_filter_squish },
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
