/* Outputs: a value, its filters and the printing. What keeps to the grammar may have white space
 * inside paths; the rest is read as leniently as Shopify's lax mode reads it. */

#include "liquid-private.h"

#include <string.h>

static const char *
skip_space (const char *p, const char *end)
{
  while (p < end && liquid_is_space (*p)) {
    p++;
  }
  return p;
}

static const char *
skip_word (const char *p, const char *end)
{
  while (p < end && liquid_is_word (*p)) {
    p++;
  }
  return p;
}

/* Behind the value at @start; @start where there is none. */
static const char *
scan_value (const LiquidParser *parser, const char *start, const char *end)
{
  const char *value_end = parser->strict ? liquid_strict_scan_value (start, end) : NULL;

  return value_end != NULL ? value_end : liquid_scan_fragment (start, end);
}

/* Where in [@start, @end) an argument of the form `name: value` has its value, or NULL. */
static const char *
find_keyword_value (const LiquidParser *parser, const char *start, const char *end)
{
  const char *p = start;

  if (p == end || !liquid_is_word (*p)) {
    return NULL;
  }
  while (p < end && (liquid_is_word (*p) || *p == '-')) {
    p++;
  }
  p = skip_space (p, end);
  if (p == end || *p != ':') {
    return NULL;
  }
  p = skip_space (p + 1, end);
  return p < end && scan_value (parser, p, end) == end ? p : NULL;
}

/* Behind the argument at @start, which may be `name: value`; @start where there is none. */
static const char *
scan_argument (const LiquidParser *parser, const char *start, const char *end)
{
  const char *word_end = skip_word (start, end);
  const char *colon = skip_space (word_end, end);

  if (word_end > start && colon < end && *colon == ':') {
    const char *value = skip_space (colon + 1, end);
    const char *value_end = scan_value (parser, value, end);
    if (value_end > value) {
      return value_end;
    }
  }
  return scan_value (parser, start, end);
}

/* Finds the next argument of a filter: behind a colon or comma. */
static bool
next_argument (const LiquidParser *parser, const char *p, const char *end, LiquidSlice *argument)
{
  for (; p < end; p++) {
    if (*p != ':' && *p != ',') {
      continue;
    }
    const char *start = skip_space (p + 1, end);
    const char *argument_end = scan_argument (parser, start, end);
    if (argument_end > start) {
      *argument = liquid_slice_range (start, argument_end);
      return true;
    }
  }
  return false;
}

/* Pushes the positional arguments, or in a second pass the pairs of name and value; the names come
 * last on the stack whatever the order of the text. */
static bool
emit_arguments (LiquidParser *parser, LiquidSlice chunk, bool keywords, unsigned *count)
{
  const char *end = chunk.bytes + chunk.length;
  LiquidSlice argument;

  for (const char *p = chunk.bytes; next_argument (parser, p, end, &argument);
       p = argument.bytes + argument.length) {
    const char *argument_end = argument.bytes + argument.length;
    const char *value = find_keyword_value (parser, argument.bytes, argument_end);
    if ((value != NULL) != keywords) {
      continue;
    }
    if (value != NULL) {
      const char *name_end = argument.bytes;
      while (liquid_is_word (*name_end) || *name_end == '-') {
        name_end++;
      }
      LiquidSlice name = liquid_slice_range (argument.bytes, name_end);
      if (!liquid_compile_value (parser, name, liquid_string (name.bytes, name.length))) {
        return false;
      }
      argument = liquid_slice_range (value, argument_end);
    }
    if (!liquid_compile_expression (parser, argument)) {
      return false;
    }
    ++*count;
  }
  return true;
}

static void
add_unknown_filter (LiquidParser *parser, LiquidSlice name)
{
  LiquidUnknownFilter unknown = {
    .name = liquid_arena_copy (&parser->template->arena, name.bytes, name.length),
    .span = liquid_parser_locate (parser, name),
  };

  g_array_append_val (parser->template->unknown, unknown);
}

/* Leaves out the filter @name, but not the variables that its arguments name. */
static bool
skip_filter (LiquidParser *parser, LiquidSlice name, LiquidSlice chunk)
{
  unsigned stack = parser->stack;
  guint n_ops = parser->template->ops->len;
  unsigned count = 0;

  add_unknown_filter (parser, name);
  if (!emit_arguments (parser, chunk, false, &count) ||
      !emit_arguments (parser, chunk, true, &count)) {
    return false;
  }
  g_array_set_size (parser->template->ops, n_ops);
  parser->stack = stack;
  return true;
}

static bool
emit_filter (LiquidParser *parser, LiquidSlice name, LiquidSlice chunk)
{
  const LiquidFilter *filter = liquid_filter_find (name);
  unsigned stack = parser->stack;
  unsigned n_arguments = 0, n_keywords = 0;

  if (filter == NULL) {
    return skip_filter (parser, name, chunk);
  }
  if (!emit_arguments (parser, chunk, false, &n_arguments) ||
      !emit_arguments (parser, chunk, true, &n_keywords)) {
    return false;
  }
  LiquidOp *op = liquid_parser_emit (parser, LIQUID_OP_FILTER);
  op->filter = filter;
  op->n_arguments = (uint8_t) n_arguments;
  op->n_keywords = (uint8_t) n_keywords;
  parser->stack = stack;
  return true;
}

/* Behind the filter at @p: everything up to a bar that no quotes hold. */
static const char *
scan_filter (const char *p, const char *end)
{
  for (;;) {
    const char *next =
      p < end && (liquid_is_space (*p) || *p == ',') ? p + 1 : liquid_scan_fragment (p, end);
    if (next == p) {
      return p;
    }
    p = next;
  }
}

static bool
emit_filters (LiquidParser *parser, const char *p, const char *end, bool *has_default)
{
  while (p < end) {
    const char *filter_end = scan_filter (p, end);
    const char *name = p;
    while (name < filter_end && !liquid_is_word (*name)) {
      name++;
    }
    LiquidSlice word = liquid_slice_range (name, skip_word (name, filter_end));
    if (word.length > 0) {
      *has_default |= liquid_slice_equal (word, LIQUID_SLICE ("default"));
      if (!emit_filter (parser, word, liquid_slice_range (p, filter_end))) {
        return false;
      }
    }
    p = filter_end + 1;
  }
  return true;
}

static void
mark_default (LiquidParser *parser, guint first, const char *start)
{
  GArray *variables = parser->template->variables;

  if (first < variables->len) {
    LiquidVariable *variable = &g_array_index (variables, LiquidVariable, first);
    variable->has_default = variable->span.start == (size_t) (start - parser->template->source);
  }
}

/* Compiles the inside of {{ }}: a value, its filters, and the printing. */
bool
liquid_compile_output (LiquidParser *parser, LiquidSlice markup)
{
  const char *end = markup.bytes + markup.length;
  const char *start = markup.bytes, *name_end = start;
  guint first = parser->template->variables->len;
  bool has_default = false;

  while (start < end && (name_end = liquid_scan_fragment (start, end)) == start) {
    start++;
  }
  if (start == end) {
    return !parser->template->traits->empty_output_is_error ||
           liquid_parser_fail (parser, LIQUID_ERROR_SYNTAX, markup, "Nothing to print");
  }
  parser->strict = liquid_strict_matches (markup);
  name_end = scan_value (parser, start, end);
  if (!liquid_compile_expression (parser, liquid_slice_range (start, name_end))) {
    return false;
  }

  const char *bar = memchr (name_end, '|', (size_t) (end - name_end));
  if (bar != NULL && !emit_filters (parser, bar + 1, end, &has_default)) {
    return false;
  }
  if (has_default) {
    mark_default (parser, first, start);
  }
  liquid_parser_emit (parser, LIQUID_OP_EMIT);
  parser->stack--;
  return true;
}
