/* Literals, paths and outputs with their filters, read as leniently as Shopify's lax mode reads
 * them: what makes no sense is passed over. */

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

/* Pushes a literal, which the template keeps. */
static bool
emit_value (LiquidParser *parser, LiquidSlice markup, LiquidValue value)
{
  LiquidValue *kept = liquid_arena_alloc (&parser->template->arena, sizeof (LiquidValue));

  *kept = value;
  if (!liquid_parser_emit_push (parser, LIQUID_OP_PUSH, markup)) {
    return false;
  }
  LiquidOp *op =
    &g_array_index (parser->template->ops, LiquidOp, liquid_parser_get_position (parser) - 1);
  op->value = kept;
  return true;
}

static const struct {
  LiquidSlice word;
  LiquidValue value;
} words[] = {
  { LIQUID_SLICE (""), { .type = LIQUID_NIL } },
  { LIQUID_SLICE ("nil"), { .type = LIQUID_NIL } },
  { LIQUID_SLICE ("null"), { .type = LIQUID_NIL } },
  { LIQUID_SLICE ("true"), { .type = LIQUID_BOOLEAN, .boolean = true } },
  { LIQUID_SLICE ("false"), { .type = LIQUID_BOOLEAN, .boolean = false } },
  { LIQUID_SLICE ("blank"), { .type = LIQUID_STRING, .string = { "", 0 } } },
  { LIQUID_SLICE ("empty"), { .type = LIQUID_STRING, .string = { "", 0 } } },
};

static bool
read_word (LiquidSlice markup, LiquidValue *value)
{
  for (size_t i = 0; i < G_N_ELEMENTS (words); i++) {
    if (liquid_slice_equal (markup, words[i].word)) {
      *value = words[i].value;
      return true;
    }
  }
  return false;
}

/* An integer that does not fit is read as a float. */
static LiquidValue
read_integer (LiquidSlice markup)
{
  gint64 integer = 0;
  bool negative = markup.bytes[0] == '-';

  for (size_t i = negative; i < markup.length; i++) {
    int digit = markup.bytes[i] - '0';
    if (__builtin_mul_overflow (integer, 10, &integer) ||
        __builtin_sub_overflow (integer, digit, &integer)) {
      return liquid_float (g_ascii_strtod (markup.bytes, NULL));
    }
  }
  if (!negative && integer == G_MININT64) {
    return liquid_float (g_ascii_strtod (markup.bytes, NULL));
  }
  return liquid_integer (negative ? integer : -integer);
}

/* Digits and dots, and a dash before them: what follows a second dot is ignored. */
static bool
read_number (LiquidSlice markup, LiquidValue *value)
{
  size_t digits = markup.length > 0 && markup.bytes[0] == '-' ? 1 : 0;
  bool has_dot = false;

  if (digits == markup.length || !g_ascii_isdigit (markup.bytes[digits])) {
    return false;
  }
  for (size_t i = digits; i < markup.length; i++) {
    if (markup.bytes[i] != '.' && !g_ascii_isdigit (markup.bytes[i])) {
      return false;
    }
    has_dot |= markup.bytes[i] == '.';
  }
  /* The byte behind the markup is no part of a number: a fragment ends there. */
  *value = has_dot ? liquid_float (g_ascii_strtod (markup.bytes, NULL)) : read_integer (markup);
  return true;
}

static bool
is_quoted (LiquidSlice markup)
{
  char quote = markup.length > 0 ? markup.bytes[0] : '\0';

  return (quote == '"' || quote == '\'') && markup.bytes[markup.length - 1] == quote;
}

/* LiquidJS's escapes of one letter. */
static const char escapes[][2] = {
  { 'b', '\b' }, { 'f', '\f' }, { 'n', '\n' }, { 'r', '\r' }, { 't', '\t' }, { 'v', '\v' },
};

static char
unescape (char c)
{
  for (size_t i = 0; i < G_N_ELEMENTS (escapes); i++) {
    if (escapes[i][0] == c) {
      return escapes[i][1];
    }
  }
  return c;
}

static LiquidSlice
read_escapes (LiquidParser *parser, LiquidSlice text)
{
  if (text.length == 0 || memchr (text.bytes, '\\', text.length) == NULL) {
    return text;
  }

  char *copy = liquid_arena_alloc (&parser->template->arena, text.length);
  size_t length = 0;
  for (size_t i = 0; i < text.length; i++) {
    bool escaped = text.bytes[i] == '\\' && i + 1 < text.length;
    i += escaped;
    copy[length++] = escaped ? unescape (text.bytes[i]) : text.bytes[i];
  }
  return (LiquidSlice){ copy, length };
}

static LiquidValue
read_quoted (LiquidParser *parser, LiquidSlice markup)
{
  LiquidSlice text = { markup.bytes + 1, markup.length < 2 ? 0 : markup.length - 2 };

  if (parser->template->traits->string_escapes) {
    text = read_escapes (parser, text);
  }
  return liquid_string (text.bytes, text.length);
}

static bool
read_literal (LiquidParser *parser, LiquidSlice markup, LiquidValue *value)
{
  if (is_quoted (markup)) {
    *value = read_quoted (parser, markup);
    return true;
  }
  return read_word (markup, value) || read_number (markup, value);
}

/* Behind the bracket that closes the one at @start; NULL where none does, or where they are nested
 * too deep, which sets @too_deep. */
static const char *
find_bracket_end (const char *start, const char *end, bool *too_deep)
{
  unsigned depth = 0;

  for (const char *p = start; p < end; p++) {
    if (*p == '[' && ++depth > LIQUID_MAX_BRACKETS) {
      *too_deep = true;
      return NULL;
    }
    if (*p == ']' && --depth == 0) {
      return p + 1;
    }
  }
  return NULL;
}

/* Finds the next part of a path from @p on: a name or something in brackets. Parts are what counts,
 * whatever stands between them. */
static bool
next_part (LiquidParser *parser, const char *p, const char *end, LiquidSlice *part, bool *failed)
{
  for (; p < end; p++) {
    const char *part_end = p;
    bool too_deep = false;

    if (*p == '[') {
      part_end = find_bracket_end (p, end, &too_deep);
    } else {
      while (part_end < end && (liquid_is_word (*part_end) || *part_end == '-')) {
        part_end++;
      }
      part_end += part_end > p && part_end < end && *part_end == '?';
    }
    if (too_deep) {
      *failed =
        !liquid_parser_fail (parser, LIQUID_ERROR_LIMIT, liquid_slice_range (p, p + 1),
                             "More than %d brackets inside each other", LIQUID_MAX_BRACKETS);
      return false;
    }
    if (part_end != NULL && part_end > p) {
      *part = liquid_slice_range (p, part_end);
      return true;
    }
  }
  return false;
}

static bool
is_command (LiquidSlice name)
{
  return liquid_slice_equal (name, LIQUID_SLICE ("size")) ||
         liquid_slice_equal (name, LIQUID_SLICE ("first")) ||
         liquid_slice_equal (name, LIQUID_SLICE ("last"));
}

static void
emit_access (LiquidParser *parser, LiquidOpCode code, LiquidSlice name)
{
  LiquidOp *op = liquid_parser_emit (parser, code);

  op->bytes = name.bytes;
  op->length = (uint32_t) name.length;
}

static bool
emit_bracket (LiquidParser *parser, LiquidSlice part, GString *path)
{
  LiquidSlice inside = liquid_slice_strip ((LiquidSlice){ part.bytes + 1, part.length - 2 });

  if (is_quoted (inside)) {
    LiquidSlice key = liquid_value_get_text (read_quoted (parser, inside));
    emit_access (parser, LIQUID_OP_KEY, key);
    g_string_append_c (path, '.');
    g_string_append_len (path, key.bytes, (gssize) key.length);
    return true;
  }
  if (!liquid_compile_expression (parser, inside)) {
    return false;
  }
  liquid_parser_emit (parser, LIQUID_OP_INDEX);
  parser->stack--;
  LiquidValue index;
  bool is_index = read_number (inside, &index) && index.type == LIQUID_INTEGER;
  g_string_append_printf (path, "[%.*s]",
                          is_index ? (int) MIN (inside.length, LIQUID_MAX_QUOTE) : 0, inside.bytes);
  return true;
}

/* The parts of a path behind its root. */
static bool
emit_parts (LiquidParser *parser, const char *p, const char *end, GString *path)
{
  LiquidSlice part;
  bool failed = false;

  for (; next_part (parser, p, end, &part, &failed); p = part.bytes + part.length) {
    if (part.bytes[0] == '[') {
      if (!emit_bracket (parser, part, path)) {
        return false;
      }
      continue;
    }
    emit_access (parser, is_command (part) ? LIQUID_OP_COMMAND : LIQUID_OP_KEY, part);
    g_string_append_c (path, '.');
    g_string_append_len (path, part.bytes, (gssize) part.length);
  }
  return !failed;
}

/* Names the variable before its brackets are compiled, so that the list is in the order of the
 * text. */
static guint
add_variable (LiquidParser *parser, LiquidSlice name, LiquidSlice markup)
{
  LiquidVariable variable = {
    .name = liquid_arena_copy (&parser->template->arena, name.bytes, name.length),
    .span = liquid_parser_locate (parser, markup),
    .conditional = parser->depth > 0,
  };

  g_array_append_val (parser->template->variables, variable);
  return parser->template->variables->len - 1;
}

static bool
emit_named_path (LiquidParser *parser, LiquidSlice name, const char *rest, LiquidSlice markup)
{
  g_autoptr (GString) path = g_string_new_len (name.bytes, (gssize) name.length);
  guint index = add_variable (parser, name, markup);

  if (!liquid_parser_emit_push (parser, LIQUID_OP_ROOT, name) ||
      !emit_parts (parser, rest, markup.bytes + markup.length, path)) {
    return false;
  }
  LiquidVariable *variable = &g_array_index (parser->template->variables, LiquidVariable, index);
  variable->path = liquid_arena_copy (&parser->template->arena, path->str, path->len);
  return true;
}

/* A path whose first part is an expression in brackets. */
static bool
emit_computed_path (LiquidParser *parser, LiquidSlice root, LiquidSlice markup)
{
  g_autoptr (GString) path = g_string_new (NULL);
  LiquidSlice inside = { root.bytes + 1, root.length - 2 };

  if (!liquid_compile_expression (parser, inside)) {
    return false;
  }
  liquid_parser_emit (parser, LIQUID_OP_ROOT_OF);
  return emit_parts (parser, root.bytes + root.length, markup.bytes + markup.length, path);
}

static bool
emit_path (LiquidParser *parser, LiquidSlice markup)
{
  const char *end = markup.bytes + markup.length;
  LiquidSlice root;
  bool failed = false;

  if (!next_part (parser, markup.bytes, end, &root, &failed)) {
    return !failed && emit_value (parser, markup, liquid_nil ());
  }

  const char *rest = root.bytes + root.length;
  if (root.bytes[0] != '[') {
    return emit_named_path (parser, root, rest, markup);
  }
  LiquidSlice inside = liquid_slice_strip ((LiquidSlice){ root.bytes + 1, root.length - 2 });
  if (is_quoted (inside)) {
    LiquidSlice name = liquid_value_get_text (read_quoted (parser, inside));
    return emit_named_path (parser, name, rest, markup);
  }
  return emit_computed_path (parser, root, markup);
}

/* Compiles one literal or path; its value is left on the stack. */
bool
liquid_compile_expression (LiquidParser *parser, LiquidSlice markup)
{
  LiquidSlice stripped = liquid_slice_strip (markup);
  LiquidValue value;

  if (read_literal (parser, stripped, &value)) {
    return emit_value (parser, stripped, value);
  }
  return emit_path (parser, stripped);
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
      if (!emit_value (parser, name, liquid_string (name.bytes, name.length))) {
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
