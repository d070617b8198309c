/* The filter `date`. */

#include "liquid-filters-date.h"

#include "liquid-date-format.h"
#include "liquid-date-parse.h"
#include "liquid-integer.h"

#include <string.h>

static void
get_now (const LiquidRender *render, LiquidDate *now)
{
  int64_t usec = render->options->now != 0 ? render->options->now : g_get_real_time ();

  liquid_date_set (now, usec / G_USEC_PER_SEC, (int32_t) (usec % G_USEC_PER_SEC) * 1000, 0);
  now->is_utc = true;
}

static bool
is_word (LiquidSlice text, const char *word)
{
  return text.length == strlen (word) && g_ascii_strncasecmp (text.bytes, word, text.length) == 0;
}

static bool
is_number (LiquidSlice text)
{
  for (size_t i = 0; i < text.length; i++) {
    if (!g_ascii_isdigit (text.bytes[i])) {
      return false;
    }
  }
  return text.length > 0;
}

/* A number is seconds since 1970. */
static bool
read_date (const LiquidCall *call, LiquidDate *date)
{
  LiquidSlice text = liquid_value_get_text (call->input);
  LiquidDate now;

  if (call->input.type == LIQUID_INTEGER || call->input.type == LIQUID_BIGINT) {
    int64_t seconds =
      call->input.type == LIQUID_INTEGER ? call->input.integer : liquid_slice_to_integer (text);
    liquid_date_set (date, CLAMP (seconds, -LIQUID_MAX_SECONDS, LIQUID_MAX_SECONDS), 0, 0);
    date->is_utc = true;
    return true;
  }
  if (call->input.type != LIQUID_STRING || text.length == 0) {
    return false;
  }
  if (is_number (text)) {
    liquid_date_set (date, MIN (liquid_slice_to_integer (text), LIQUID_MAX_SECONDS), 0, 0);
    date->is_utc = true;
    return true;
  }
  get_now (call->render, &now);
  if (is_word (text, "now") || is_word (text, "today")) {
    *date = now;
    return true;
  }
  return liquid_date_parse (date, text, &now);
}

bool
liquid_filter_date (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice format;
  LiquidDate date = { 0 };

  *result = call->input;
  if (!liquid_render_to_text (call->render, liquid_call_get_argument (call, 0), &format)) {
    return false;
  }
  if (format.length == 0 || !read_date (call, &date)) {
    return true;
  }
  g_autoptr (GString) output = g_string_sized_new (64);
  if (!liquid_date_format (&date, format, call->render->max_scratch, output)) {
    return liquid_render_fail (call->render, "invalid format: %.*s", (int) format.length,
                               format.bytes);
  }
  char *bytes = liquid_render_alloc (call->render, output->len);
  if (bytes == NULL) {
    return false;
  }
  liquid_copy (bytes, output->str, output->len);
  *result = liquid_string (bytes, output->len);
  return true;
}
