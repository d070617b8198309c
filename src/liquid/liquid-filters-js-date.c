/* LiquidJS's filters for dates. */

#include "liquid-filters-js-date.h"

#include "liquid-filters-js.h"
#include "liquid-js-date-format.h"
#include "liquid-js-date-parse.h"

#include <math.h>
#include <string.h>

/* Beyond this JavaScript has no dates. */
#define MOST_SECONDS 8.64e12

static bool
is_digits (LiquidSlice text)
{
  for (size_t i = 0; i < text.length; i++) {
    if (!g_ascii_isdigit (text.bytes[i])) {
      return false;
    }
  }
  return text.length > 0;
}

/* Seconds since 1970; a number is such already. */
static bool
read_seconds (const LiquidCall *call, double *seconds)
{
  const LiquidRenderOptions *options = call->render->options;
  LiquidSlice text = liquid_value_get_text (call->input);

  if (call->input.type == LIQUID_INTEGER || call->input.type == LIQUID_FLOAT) {
    *seconds = liquid_js_number (call->render, call->input);
  } else if (call->input.type != LIQUID_STRING) {
    return false;
  } else if (liquid_slice_equal (text, LIQUID_SLICE ("now")) ||
             liquid_slice_equal (text, LIQUID_SLICE ("today"))) {
    int64_t usec = options->now != 0 ? options->now : g_get_real_time ();
    *seconds = (double) usec / G_USEC_PER_SEC;
  } else if (is_digits (text)) {
    *seconds = liquid_js_number (call->render, call->input);
  } else if (!liquid_js_date_parse (text, seconds)) {
    return false;
  }
  return fabs (*seconds) <= MOST_SECONDS;
}

/* How many seconds east of UTC the argument @index says: minutes west, or the name of a zone. */
static bool
read_offset (const LiquidCall *call, unsigned index, double seconds, int *offset)
{
  LiquidValue value = liquid_js_argument (call, index);

  *offset = 0;
  if (value.type == LIQUID_INTEGER) {
    *offset = (int) CLAMP (-value.integer * 60, -86400, 86400);
  }
  if (value.type != LIQUID_STRING) {
    return true;
  }
  g_autofree char *name = g_strndup (value.string.bytes, value.string.length);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name);
  if (zone == NULL) {
    return liquid_render_fail (call->render, "Invalid time zone specified: %s", name);
  }
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, (gint64) seconds);
  *offset = interval >= 0 ? g_time_zone_get_offset (zone, interval) : 0;
  return true;
}

static bool
format (const LiquidCall *call, const LiquidDate *date, LiquidSlice text, LiquidValue *result)
{
  g_autoptr (GString) output = g_string_sized_new (64);

  if (!liquid_js_date_format (date, text, call->render->max_scratch, output)) {
    return liquid_render_exceed (call->render, "Filters build more text than is allowed");
  }
  return liquid_return_text (call, output, result);
}

static void
set_date (LiquidDate *date, double seconds, int offset)
{
  double whole = floor (seconds);

  liquid_date_set (date, (int64_t) whole, (int32_t) (floor ((seconds - whole) * 1000) * 1e6),
                   offset);
  date->is_utc = offset == 0;
}

bool
liquid_js_filter_date (const LiquidCall *call, LiquidValue *result)
{
  LiquidValue given = liquid_js_argument (call, 0);
  LiquidSlice text = LIQUID_SLICE ("%A, %B %-e, %Y at %-l:%M %P %z");
  LiquidDate date = { 0 };
  double seconds;
  int offset;

  *result = call->input;
  if (!read_seconds (call, &seconds)) {
    return true;
  }
  if (!read_offset (call, 1, seconds, &offset) ||
      (given.type != LIQUID_NIL && !liquid_render_to_text (call->render, given, &text))) {
    return false;
  }
  set_date (&date, seconds, offset);
  return format (call, &date, text, result);
}

static bool
format_as (const LiquidCall *call, LiquidSlice text, LiquidValue *result)
{
  LiquidDate date = { 0 };
  double seconds;

  *result = call->input;
  if (!read_seconds (call, &seconds)) {
    return true;
  }
  set_date (&date, seconds, 0);
  return format (call, &date, text, result);
}

bool
liquid_js_filter_date_to_xmlschema (const LiquidCall *call, LiquidValue *result)
{
  return format_as (call, LIQUID_SLICE ("%Y-%m-%dT%H:%M:%S%:z"), result);
}

bool
liquid_js_filter_date_to_rfc822 (const LiquidCall *call, LiquidValue *result)
{
  return format_as (call, LIQUID_SLICE ("%a, %d %b %Y %H:%M:%S %z"), result);
}

static bool
is_argument (const LiquidCall *call, unsigned index, const char *text)
{
  LiquidValue value = liquid_js_argument (call, index);

  return value.type == LIQUID_STRING &&
         liquid_slice_equal (liquid_value_get_text (value), (LiquidSlice){ text, strlen (text) });
}

static bool
format_day (const LiquidCall *call, bool long_month, LiquidValue *result)
{
  if (!is_argument (call, 0, "ordinal")) {
    return format_as (call, long_month ? LIQUID_SLICE ("%d %B %Y") : LIQUID_SLICE ("%d %b %Y"),
                      result);
  }
  if (is_argument (call, 1, "US")) {
    return format_as (
      call, long_month ? LIQUID_SLICE ("%B %-d%q, %Y") : LIQUID_SLICE ("%b %-d%q, %Y"), result);
  }
  return format_as (call, long_month ? LIQUID_SLICE ("%-d%q %B %Y") : LIQUID_SLICE ("%-d%q %b %Y"),
                    result);
}

bool
liquid_js_filter_date_to_string (const LiquidCall *call, LiquidValue *result)
{
  return format_day (call, false, result);
}

bool
liquid_js_filter_date_to_long_string (const LiquidCall *call, LiquidValue *result)
{
  return format_day (call, true, result);
}
