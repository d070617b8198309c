/* Literals and paths, read as leniently as Shopify's lax mode reads
 * them: what makes no sense is passed over. */

#include "liquid-expression.h"

#include "liquid-assigned.h"

#include <string.h>

/* Pushes a literal, which the template keeps. */
bool
liquid_compile_value (LiquidParser *parser, LiquidSlice markup, LiquidValue value)
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

/* The digits at the start of a number that does not fit in 64 bits, without zeros before them. */
static LiquidValue
make_big (LiquidSlice digits, bool negative, char *result)
{
  size_t length = 0;

  if (negative) {
    result[length++] = '-';
  }
  for (size_t i = 0; i < digits.length; i++) {
    bool is_zero = digits.bytes[i] == '0' && length == negative;
    if (g_ascii_isdigit (digits.bytes[i]) && !is_zero) {
      result[length++] = digits.bytes[i];
    }
  }
  return (LiquidValue){ .type = LIQUID_BIGINT, .string = { result, length } };
}

/* Digits, with a dash before and single underscores between; false where they do not fit. */
static bool
read_small (LiquidSlice digits, bool negative, int64_t *result)
{
  int64_t integer = 0;

  for (size_t i = 0; i < digits.length; i++) {
    if (digits.bytes[i] == '_') {
      continue;
    }
    if (__builtin_mul_overflow (integer, 10, &integer) ||
        __builtin_sub_overflow (integer, digits.bytes[i] - '0', &integer)) {
      return false;
    }
  } /* Counted downwards, where there is room for one more. */
  if (!negative && integer == G_MININT64) {
    return false;
  }
  *result = negative ? integer : -integer;
  return true;
}

static LiquidValue
read_integer (LiquidParser *parser, LiquidSlice markup)
{
  bool negative = markup.bytes[0] == '-';
  LiquidSlice digits = { markup.bytes + negative, markup.length - negative };
  int64_t integer;

  if (read_small (digits, negative, &integer)) {
    return liquid_integer (integer);
  }
  return make_big (digits, negative, liquid_arena_alloc (&parser->template->arena, markup.length));
}

/* The whole number that begins @text, however long, as Ruby's to_i; 0 for none. */
bool
liquid_read_whole (LiquidRender *render, LiquidSlice text, LiquidValue *value)
{
  const char *end = text.bytes + text.length;
  bool negative = text.length > 0 && text.bytes[0] == '-';
  const char *start = text.bytes + (text.length > 0 && (negative || text.bytes[0] == '+'));
  const char *p = start;
  int64_t integer;

  while (p < end && (g_ascii_isdigit (*p) || (*p == '_' && p > start && p[-1] != '_' &&
                                              p + 1 < end && g_ascii_isdigit (p[1])))) {
    p++;
  }
  LiquidSlice digits = liquid_slice_range (start, p);
  if (read_small (digits, negative, &integer)) {
    *value = liquid_integer (integer);
    return true;
  }
  char *copy = liquid_render_alloc (render, text.length + 1);
  if (copy == NULL) {
    return false;
  }
  *value = make_big (digits, negative, copy);
  return true;
}

/* Digits and dots, and a dash before them: what follows a second dot is ignored. */
static bool
read_number (LiquidParser *parser, LiquidSlice markup, LiquidValue *value)
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
  *value =
    has_dot ? liquid_float (g_ascii_strtod (markup.bytes, NULL)) : read_integer (parser, markup);
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

/* Up to @most digits of @base at @p, which is left behind them. */
static uint32_t
read_digits (const char **p, const char *end, int base, int most)
{
  uint32_t value = 0;

  for (int i = 0; i < most && *p < end && g_ascii_isxdigit (**p); i++, ++*p) {
    int digit = g_ascii_xdigit_value (**p);
    if (digit >= base) {
      break;
    }
    value = value * (uint32_t) base + (uint32_t) digit;
  }
  return value;
}

/* A unit of UTF-16 behind "\\u", with the other half of its pair where that follows. */
static gunichar
read_unit (const char **p, const char *end)
{
  uint32_t unit = read_digits (p, end, 16, 4);

  if (unit >= 0xd800 && unit < 0xdc00 && end - *p >= 6 && (*p)[0] == '\\' && (*p)[1] == 'u') {
    const char *rest = *p + 2;
    uint32_t low = read_digits (&rest, end, 16, 4);
    if (low >= 0xdc00 && low < 0xe000) {
      *p = rest;
      return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
  }
  return unit >= 0xd800 && unit < 0xe000 ? 0xfffd : unit;
}

/* Reads what stands behind a backslash. */
static size_t
read_escape (const char **p, const char *end, char *result)
{
  if (**p == 'u') {
    ++*p;
    return (size_t) g_unichar_to_utf8 (read_unit (p, end), result);
  }
  if (**p >= '0' && **p <= '7') {
    return (size_t) g_unichar_to_utf8 (read_digits (p, end, 8, 3), result);
  }
  *result = unescape (*(*p)++);
  return 1;
}

/* The text that @text with LiquidJS's escapes stands for: no escape is shorter than it. */
LiquidSlice
liquid_read_escapes (LiquidParser *parser, LiquidSlice text)
{
  /* "\\u" without digits is one byte; "\\uffff" three. */
  if (text.length == 0 || memchr (text.bytes, '\\', text.length) == NULL) {
    return text;
  }

  char *copy = liquid_arena_alloc (&parser->template->arena, text.length);
  const char *end = text.bytes + text.length;
  size_t length = 0;
  for (const char *p = text.bytes; p < end;) {
    bool escaped = *p == '\\' && p + 1 < end;
    if (escaped) {
      p++;
      length += read_escape (&p, end, copy + length);
    } else {
      copy[length++] = *p++;
    }
  }
  return (LiquidSlice){ copy, length };
}

static LiquidValue
read_quoted (LiquidSlice markup)
{
  LiquidSlice text = { markup.bytes + 1, markup.length < 2 ? 0 : markup.length - 2 };

  return liquid_string (text.bytes, text.length);
}

/* Reads what has a value without any variable. */
bool
liquid_read_literal (LiquidParser *parser, LiquidSlice markup, LiquidValue *value)
{
  if (is_quoted (markup)) {
    *value = read_quoted (markup);
    return true;
  }
  return read_word (markup, value) || read_number (parser, markup, value);
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
    LiquidSlice key = liquid_value_get_text (read_quoted (inside));
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
  bool is_index = read_number (parser, inside, &index) && index.type == LIQUID_INTEGER;
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

static guint
add_variable (LiquidParser *parser, const LiquidSymbol *symbol, LiquidSlice markup)
{
  LiquidVariable variable = {
    .name = liquid_arena_copy (&parser->template->arena, symbol->name.bytes, symbol->name.length),
    .span = liquid_parser_locate (parser, markup),
    .conditional = liquid_parser_is_conditional (parser),
  };
  g_array_append_val (parser->template->variables, variable);
  return parser->template->variables->len - 1;
}

/* Names the variable before its brackets are compiled, so that the list is in the order of the
 * text. What the template gives a value itself is none that the data must have. */
static guint
list_variable (LiquidParser *parser, const LiquidSymbol *symbol, LiquidSlice markup)
{
  bool is_own = symbol->bound > 0 || symbol->assigned;

  return parser->unlisted || is_own ? G_MAXUINT : add_variable (parser, symbol, markup);
}

/* A counter that goes on from the number that the data have, whatever hides them; without one it
 * begins at zero. */
void
liquid_list_counter (LiquidParser *parser, const LiquidSymbol *symbol, LiquidSlice markup)
{
  guint index = add_variable (parser, symbol, markup);
  LiquidVariable *variable = &g_array_index (parser->template->variables, LiquidVariable, index);

  variable->path = variable->name;
  variable->has_default = true;
}

/* Returns: (nullable): what an attribute before in the same tag gives @symbol */
static const LiquidGiven *
find_given (const LiquidParser *parser, const LiquidSymbol *symbol)
{
  for (guint i = parser->given->len; i > 0; i--) {
    const LiquidGiven *given = &g_array_index (parser->given, LiquidGiven, i - 1);
    if (given->symbol == symbol) {
      return given;
    }
  }
  return NULL;
}

/* The attribute is on the stack. */
static bool
emit_given (LiquidParser *parser, const LiquidGiven *given, LiquidSlice markup)
{
  unsigned position = given->position;

  if (!liquid_parser_emit_push (parser, LIQUID_OP_COPY, markup)) {
    return false;
  }
  LiquidOp *op =
    &g_array_index (parser->template->ops, LiquidOp, liquid_parser_get_position (parser) - 1);
  op->target = parser->stack - position;
  return true;
}

static bool
emit_root (LiquidParser *parser, LiquidSymbol *symbol, LiquidSlice markup)
{
  if (!liquid_parser_emit_push (parser, LIQUID_OP_ROOT, markup)) {
    return false;
  }
  LiquidOp *op =
    &g_array_index (parser->template->ops, LiquidOp, liquid_parser_get_position (parser) - 1);
  op->symbol = symbol;
  op->n_arguments = liquid_slice_equal (symbol->name, LIQUID_SLICE ("self"));
  return true;
}

/* Pushes the variable called @name; @variable is its place among those that the template uses,
 * G_MAXUINT where it is the template's own. */
bool
liquid_compile_root (LiquidParser *parser, LiquidSlice name, LiquidSlice markup, guint *variable)
{
  LiquidSymbol *symbol = liquid_parser_intern (parser, name);
  const LiquidGiven *given = find_given (parser, symbol);

  if (given != NULL) {
    *variable = G_MAXUINT;
    return emit_given (parser, given, markup);
  }
  *variable = list_variable (parser, symbol, markup);
  return emit_root (parser, symbol, markup);
}

/* `self.name` is the variable called name. */
static void
leave_out_self (LiquidParser *parser, LiquidVariable *variable, uint32_t root)
{
  GArray *ops = parser->template->ops;
  const LiquidOp *op = &g_array_index (ops, LiquidOp, root);
  bool is_self = op->code == LIQUID_OP_ROOT && op->n_arguments != 0;

  if (is_self && root + 1 < ops->len &&
      (op[1].code == LIQUID_OP_KEY || op[1].code == LIQUID_OP_COMMAND)) {
    variable->name = liquid_arena_copy (&parser->template->arena, op[1].bytes, op[1].length);
    variable->path += strlen ("self.");
  }
}

static bool
emit_named_path (LiquidParser *parser, LiquidSlice name, const char *rest, LiquidSlice markup)
{
  g_autoptr (GString) path = g_string_new_len (name.bytes, (gssize) name.length);
  guint index;

  uint32_t root = liquid_parser_get_position (parser);
  if (!liquid_compile_root (parser, name, markup, &index) ||
      !emit_parts (parser, rest, markup.bytes + markup.length, path)) {
    return false;
  }
  if (index == G_MAXUINT) {
    return true;
  }
  LiquidVariable *variable = &g_array_index (parser->template->variables, LiquidVariable, index);
  variable->path = liquid_arena_copy (&parser->template->arena, path->str, path->len);
  leave_out_self (parser, variable, root);
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
    return !failed && liquid_compile_value (parser, markup, liquid_nil ());
  }

  const char *rest = root.bytes + root.length;
  if (root.bytes[0] != '[') {
    return emit_named_path (parser, root, rest, markup);
  }
  LiquidSlice inside = liquid_slice_strip ((LiquidSlice){ root.bytes + 1, root.length - 2 });
  if (is_quoted (inside)) {
    LiquidSlice name = liquid_value_get_text (read_quoted (inside));
    return emit_named_path (parser, name, rest, markup);
  }
  return emit_computed_path (parser, root, markup);
}

/* Splits "(first..last)"; the last two dots before white space are meant. */
static bool
split_range (LiquidSlice markup, LiquidSlice *first, LiquidSlice *last)
{
  if (markup.length < 5 || markup.bytes[0] != '(' || markup.bytes[markup.length - 1] != ')') {
    return false;
  }
  LiquidSlice inside = liquid_slice_strip ((LiquidSlice){ markup.bytes + 1, markup.length - 2 });
  const char *end = inside.bytes + inside.length;
  const char *space = inside.bytes;
  while (space < end && !liquid_is_space (*space)) {
    space++;
  }
  const char *limit = space;
  while (limit < end && liquid_is_space (*limit)) {
    limit++;
  }
  if (end - limit >= 2 && limit[0] == '.' && limit[1] == '.') {
    *first = liquid_slice_range (inside.bytes, space);
    *last = liquid_slice_strip (liquid_slice_range (limit + 2, end));
    return first->length > 0 && last->length > 0;
  }
  for (const char *p = space - 2; p > inside.bytes; p--) {
    if (p[0] == '.' && p[1] == '.') {
      *first = liquid_slice_range (inside.bytes, p);
      *last = liquid_slice_strip (liquid_slice_range (p + 2, end));
      return last->length > 0;
    }
  }
  return false;
}

/* The whole number that begins @text, 0 for none; the nearest of 64 bits where it has more. */
int64_t
liquid_slice_to_integer (LiquidSlice text)
{
  LiquidSlice stripped = liquid_slice_strip (text);
  const char *end = stripped.bytes + stripped.length;
  const char *p = stripped.bytes;
  bool negative = p < end && *p == '-';
  int64_t integer = 0;

  for (p += p < end && (*p == '-' || *p == '+'); p < end; p++) {
    bool separates = *p == '_' && p > stripped.bytes && g_ascii_isdigit (p[-1]);
    if (separates) {
      continue;
    }
    if (!g_ascii_isdigit (*p)) {
      break;
    }
    if (__builtin_mul_overflow (integer, 10, &integer) ||
        __builtin_add_overflow (integer, *p - '0', &integer)) {
      return negative ? G_MININT64 : G_MAXINT64;
    }
  }
  return negative ? -integer : integer;
}

/* As Ruby's to_i; false for what has none. */
bool
liquid_value_to_integer (LiquidValue value, int64_t *integer)
{
  switch ((int) value.type) {
  case LIQUID_NIL:
    *integer = 0;
    return true;
  case LIQUID_INTEGER:
    *integer = value.integer;
    return true;
  case LIQUID_FLOAT:
    *integer = value.number > -9.2e18 && value.number < 9.2e18 ? (int64_t) value.number : 0;
    return true;
  case LIQUID_STRING:
    *integer = liquid_slice_to_integer (liquid_value_get_text (value));
    return true;
  default:
    return false;
  }
}

static bool
fail_range (LiquidParser *parser, LiquidSlice part)
{
  return liquid_parser_fail (parser, LIQUID_ERROR_SYNTAX, part,
                             "Invalid expression type '%.*s' in range expression",
                             (int) part.length, part.bytes);
}

/* A range of two literals is a value itself. */
static bool
compile_literal_range (LiquidParser *parser,
                       LiquidSlice first,
                       LiquidSlice last,
                       LiquidSlice markup,
                       const LiquidValue *ends)
{
  LiquidRange *range = liquid_arena_alloc (&parser->template->arena, sizeof *range);

  if (!liquid_value_to_integer (ends[0], &range->first)) {
    return fail_range (parser, first);
  }
  if (!liquid_value_to_integer (ends[1], &range->last)) {
    return fail_range (parser, last);
  }
  return liquid_compile_value (parser, markup,
                               (LiquidValue){ .type = LIQUID_RANGE, .internal = range });
}

static bool
compile_range (LiquidParser *parser, LiquidSlice first, LiquidSlice last, LiquidSlice markup)
{
  LiquidValue ends[2];

  if (liquid_read_literal (parser, first, &ends[0]) &&
      liquid_read_literal (parser, last, &ends[1])) {
    return compile_literal_range (parser, first, last, markup, ends);
  }
  if (++parser->nesting > LIQUID_MAX_BRACKETS) {
    return liquid_parser_fail (parser, LIQUID_ERROR_LIMIT, markup,
                               "More than %d brackets inside each other", LIQUID_MAX_BRACKETS);
  }
  if (!liquid_compile_expression (parser, first) || !liquid_compile_expression (parser, last)) {
    return false;
  }
  parser->nesting--;
  liquid_parser_emit (parser, LIQUID_OP_RANGE);
  parser->stack--;
  return true;
}

/* Compiles one literal, range or path; its value is left on the stack. */
bool
liquid_compile_expression (LiquidParser *parser, LiquidSlice markup)
{
  LiquidSlice stripped = liquid_slice_strip (markup), first, last;
  LiquidValue value;

  if (liquid_read_literal (parser, stripped, &value)) {
    return liquid_compile_value (parser, stripped, value);
  }
  if (split_range (stripped, &first, &last)) {
    return compile_range (parser, first, last, stripped);
  }
  return emit_path (parser, stripped);
}
