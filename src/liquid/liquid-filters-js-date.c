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

/* Seconds since 1970, whole milliseconds of them; what is no number or text becomes one. */
static bool
read_seconds (const LiquidCall *call, double *seconds)
{
  const LiquidRenderOptions *options = call->render->options;
  LiquidValue input = call->input;
  LiquidSlice text;

  if (input.type == LIQUID_NIL || !liquid_js_to_value (call->render, &input)) {
    return false;
  }
  if (input.type == LIQUID_INTEGER || input.type == LIQUID_FLOAT) {
    *seconds = liquid_js_number (call->render, input);
  } else if (input.type == LIQUID_BOOLEAN) {
    *seconds = input.boolean / 1000.0;
  } else if (!liquid_js_string (call->render, input, &text)) {
    return false;
  } else if (input.type == LIQUID_STRING && (liquid_slice_equal (text, LIQUID_SLICE ("now")) ||
                                             liquid_slice_equal (text, LIQUID_SLICE ("today")))) {
    int64_t usec = options->now != 0 ? options->now : g_get_real_time ();
    *seconds = (double) usec / G_USEC_PER_SEC;
  } else if (input.type == LIQUID_STRING && is_digits (text)) {
    *seconds = liquid_js_number (call->render, input);
  } else if (!liquid_js_date_parse (text, seconds)) {
    return false;
  }
  *seconds = trunc (*seconds * 1000) / 1000;
  return fabs (*seconds) <= MOST_SECONDS;
}

/* Names of zones that Intl knows beside those of the time zone database. */
static const char *
get_alias (const char *name)
{
  static const char *const aliases[][2] = {
    { "AET", "Australia/Sydney" }, { "AST", "America/Anchorage" },   { "CST", "America/Chicago" },
    { "CTT", "Asia/Shanghai" },    { "ECT", "Europe/Paris" },        { "IST", "Asia/Kolkata" },
    { "JST", "Asia/Tokyo" },       { "PST", "America/Los_Angeles" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (aliases); i++) {
    if (g_ascii_strcasecmp (name, aliases[i][0]) == 0) {
      return aliases[i][1];
    }
  }
  return name;
}

/* Where a date is shown. */
typedef struct {
  LiquidSlice name; /* no bytes where it has none */
  int offset;       /* seconds east of UTC */
} Zone;

/* The zone that the argument @index says: minutes west, or its name. */
static bool
read_zone (const LiquidCall *call, unsigned index, double seconds, Zone *zone)
{
  LiquidValue value = liquid_js_argument (call, index);
  /* Any zone that a date could be shown in. */
  enum { MOST_MINUTES = 1000000 };

  *zone = (Zone){ LIQUID_SLICE ("UTC"), 0 };
  if (value.type == LIQUID_NIL && !liquid_is_nil_word (value)) {
    return true;
  }
  if (value.type != LIQUID_STRING) {
    double minutes = liquid_js_number (call->render, value);
    minutes = isnan (minutes) ? 0 : CLAMP (minutes, -MOST_MINUTES, MOST_MINUTES);
    *zone = (Zone){ { NULL, 0 }, (int) (minutes * -60) };
    return true;
  }
  zone->name = liquid_value_get_text (value);
  g_autofree char *name = g_strndup (zone->name.bytes, zone->name.length);
  bool is_name = g_ascii_isalpha (name[0]);
  g_autoptr (GTimeZone) known = is_name ? g_time_zone_new_identifier (get_alias (name)) : NULL;
  if (known == NULL) {
    return liquid_render_fail (call->render, "Invalid time zone specified: %s", name);
  }
  int interval = g_time_zone_find_interval (known, G_TIME_TYPE_UNIVERSAL, (gint64) seconds);
  zone->offset = interval >= 0 ? g_time_zone_get_offset (known, interval) : 0;
  return true;
}

static bool
format (
  const LiquidCall *call, double seconds, const Zone *zone, LiquidSlice text, LiquidValue *result)
{
  g_autoptr (GString) output = g_string_sized_new (64);
  double whole = floor (seconds);
  LiquidDate date = { 0 };

  liquid_date_set (&date, (int64_t) whole, (int32_t) (round ((seconds - whole) * 1000) * 1e6),
                   zone->offset);
  if (!liquid_js_date_format (&date, zone->name, text, call->render->max_scratch, output)) {
    return liquid_render_exceed (call->render, "Filters build more text than is allowed");
  }
  return liquid_return_text (call, output, result);
}

bool
liquid_js_filter_date (const LiquidCall *call, LiquidValue *result)
{
  LiquidValue given = liquid_js_argument (call, 0);
  LiquidSlice text = LIQUID_SLICE ("%A, %B %-e, %Y at %-l:%M %P %z");
  double seconds;
  Zone zone;

  *result = call->input;
  if (!read_seconds (call, &seconds)) {
    return call->render->exceeded == NULL;
  }
  return read_zone (call, 1, seconds, &zone) &&
         (given.type == LIQUID_NIL || liquid_render_to_text (call->render, given, &text)) &&
         format (call, seconds, &zone, text, result);
}

static bool
format_as (const LiquidCall *call, LiquidSlice text, LiquidValue *result)
{
  const Zone zone = { LIQUID_SLICE ("UTC"), 0 };
  double seconds;

  *result = call->input;
  return !read_seconds (call, &seconds) || format (call, seconds, &zone, text, result);
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
