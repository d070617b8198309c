/* Values as JSON, the way JavaScript writes them. */

#include "liquid-json.h"

#include "liquid-forloop.h"
#include "liquid-format.h"
#include "liquid-js.h"
#include "liquid-loop.h"

#include <math.h>

static const char escapes[][2] = {
  { '"', '"' },  { '\\', '\\' }, { '\n', 'n' }, { '\t', 't' },
  { '\r', 'r' }, { '\b', 'b' },  { '\f', 'f' },
};

static void
append_character (GString *output, char c)
{
  for (size_t i = 0; i < G_N_ELEMENTS (escapes); i++) {
    if (c == escapes[i][0]) {
      g_string_append_c (output, '\\');
      g_string_append_c (output, escapes[i][1]);
      return;
    }
  }
  if ((uint8_t) c < ' ') {
    g_string_append_printf (output, "\\u%04x", (unsigned) (uint8_t) c);
  } else {
    g_string_append_c (output, c);
  }
}

static void
append_text (GString *output, LiquidSlice text)
{
  g_string_append_c (output, '"');
  for (size_t i = 0; i < text.length; i++) {
    append_character (output, text.bytes[i]);
  }
  g_string_append_c (output, '"');
}

static void
begin_line (GString *output, LiquidSlice indent, int depth)
{
  if (indent.length == 0) {
    return;
  }
  g_string_append_c (output, '\n');
  for (int i = 0; i < depth; i++) {
    g_string_append_len (output, indent.bytes, (gssize) indent.length);
  }
}

static bool append (LiquidValue value, LiquidSlice indent, int depth, GString *output);

static bool
append_list (LiquidValue value, LiquidSlice indent, int depth, GString *output)
{
  bool iterable;
  size_t count = liquid_value_count (value, &iterable);

  g_string_append_c (output, '[');
  for (size_t i = 0; i < count; i++) {
    g_string_append (output, i > 0 ? "," : "");
    begin_line (output, indent, depth + 1);
    if (!append (liquid_value_get_item (NULL, value, i), indent, depth + 1, output)) {
      return false;
    }
  }
  if (count > 0) {
    begin_line (output, indent, depth);
  }
  g_string_append_c (output, ']');
  return true;
}

static bool
append_hash (const LiquidHash *hash, LiquidSlice indent, int depth, GString *output)
{
  guint n_written = 0;

  g_string_append_c (output, '{');
  for (guint i = 0; i < hash->n_entries; i++) {
    const LiquidEntry *entry = &hash->entries[i];
    if (liquid_is_undefined (entry->value)) {
      continue;
    }
    g_string_append (output, n_written++ > 0 ? "," : "");
    begin_line (output, indent, depth + 1);
    append_text (output, entry->key);
    g_string_append (output, indent.length > 0 ? ": " : ":");
    if (!append (entry->value, indent, depth + 1, output)) {
      return false;
    }
  }
  if (n_written > 0) {
    begin_line (output, indent, depth);
  }
  g_string_append_c (output, '}');
  return true;
}

static bool
append_loop (const LiquidLoop *loop, LiquidSlice indent, int depth, GString *output)
{
  const LiquidEntry entries[] = {
    { .key = LIQUID_SLICE ("i"), .value = liquid_loop_get_member (loop, LIQUID_SLICE ("index0")) },
    { .key = LIQUID_SLICE ("length"),
      .value = liquid_loop_get_member (loop, LIQUID_SLICE ("length")) },
    { .key = LIQUID_SLICE ("name"), .value = liquid_string (loop->name.bytes, loop->name.length) },
    { .key = LIQUID_SLICE ("cols"), .value = loop->js_columns },
  };
  const LiquidHash hash = {
    .entries = (LiquidEntry *) entries,
    .n_entries = liquid_loop_is_row (loop) ? 4 : 3,
  };

  return append_hash (&hash, indent, depth, output);
}

static void
append_number (double number, GString *output)
{
  if (isfinite (number)) {
    liquid_append_js_float (output, number);
  } else {
    g_string_append (output, "null");
  }
}

static bool
append (LiquidValue value, LiquidSlice indent, int depth, GString *output)
{
  if (depth == LIQUID_MAX_VALUE_DEPTH ||
      output->len > LIQUID_DEFAULT_MAX_OUTPUT * LIQUID_SCRATCH_FACTOR) {
    return false;
  }
  switch ((int) value.type) {
  case LIQUID_BOOLEAN:
    g_string_append (output, value.boolean ? "true" : "false");
    return true;
  case LIQUID_INTEGER:
    append_number ((double) value.integer, output);
    return true;
  case LIQUID_FLOAT:
    append_number (value.number, output);
    return true;
  case LIQUID_STRING:
    append_text (output, liquid_value_get_text (value));
    return true;
  case LIQUID_ARRAY:
  case LIQUID_RANGE:
    return append_list (value, indent, depth, output);
  case LIQUID_HASH:
    return append_hash (value.hash, indent, depth, output);
  case LIQUID_LOOP:
    return append_loop (value.internal, indent, depth, output);
  case LIQUID_EMPTY:
  case LIQUID_BLANK:
    g_string_append (output, "{}");
    return true;
  default:
    g_string_append (output, liquid_is_nil_word (value) ? "{}" : "null");
    return true;
  }
}

/* Appends @value as JSON, in lines where there is an @indent; false where it is nested too deep. */
bool
liquid_js_append_json (LiquidValue value, LiquidSlice indent, GString *output)
{
  return append (value, indent, 0, output);
}
