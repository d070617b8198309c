/* Paths and ranges, read as leniently as Shopify's lax mode reads them: what makes no sense is
 * passed over. */

#include "liquid-expression.h"

#include "liquid-assigned.h"
#include "liquid-integer.h"
#include "liquid-literal.h"
#include "liquid-symbol.h"

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
  LiquidOp *op = &parser->template->ops.items[liquid_parser_get_position (parser) - 1];
  op->value = kept;
  return true;
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

static void
append_key (GString *path, LiquidSlice key)
{
  if (path != NULL) {
    g_string_append_c (path, '.');
    g_string_append_len (path, key.bytes, (gssize) key.length);
  }
}

static bool
emit_bracket (LiquidParser *parser, LiquidSlice part, GString *path)
{
  LiquidSlice inside = liquid_slice_strip ((LiquidSlice){ part.bytes + 1, part.length - 2 });

  if (liquid_literal_is_quoted (inside)) {
    LiquidSlice key = liquid_literal_unquote (inside);
    emit_access (parser, LIQUID_OP_KEY, key);
    append_key (path, key);
    return true;
  }
  if (!liquid_compile_expression (parser, inside)) {
    return false;
  }
  liquid_parser_emit (parser, LIQUID_OP_INDEX);
  parser->stack--;
  LiquidValue index;
  bool is_index = liquid_literal_read (parser, inside, &index) && index.type == LIQUID_INTEGER;
  if (path != NULL) {
    int length = is_index ? (int) MIN (inside.length, LIQUID_MAX_QUOTE) : 0;
    g_string_append_printf (path, "[%.*s]", length, inside.bytes);
  }
  return true;
}

/* The parts of a path behind its root; where they are listed they are appended to @path, too. */
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
    append_key (path, part);
  }
  return !failed;
}

/* Whether what is compiled here says which branch is taken. */
static bool
decides (const LiquidParser *parser)
{
  static const LiquidSlice tags[] = { LIQUID_SLICE ("if"), LIQUID_SLICE ("elsif"),
                                      LIQUID_SLICE ("unless"), LIQUID_SLICE ("case"),
                                      LIQUID_SLICE ("when") };

  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++) {
    if (liquid_slice_equal (parser->tag_name, tags[i])) {
      return true;
    }
  }
  return false;
}

static guint
add_variable (LiquidParser *parser, LiquidSymbol *symbol, LiquidSlice markup)
{
  if (symbol->text == NULL) {
    symbol->text =
      liquid_arena_copy (&parser->template->arena, symbol->name.bytes, symbol->name.length);
  }
  LiquidVariable variable = {
    .path = symbol->text,
    .name = symbol->text,
    .span = liquid_parser_locate (parser, markup),
    .conditional = liquid_parser_is_conditional (parser),
    .decides = decides (parser),
  };
  LIQUID_VECTOR_ADD (parser->template->variables, variable);
  return parser->template->variables.len - 1;
}

/* Names the variable before its brackets are compiled, so that the list is in the order of the
 * text. What the template gives a value itself is none that the data must have. */
static guint
list_variable (LiquidParser *parser, LiquidSymbol *symbol, LiquidSlice markup)
{
  bool is_own = symbol->bound > 0 || symbol->assigned;

  return parser->unlisted || is_own ? G_MAXUINT : add_variable (parser, symbol, markup);
}

/* A counter that goes on from the number that the data have, whatever hides them; without one it
 * begins at zero. */
void
liquid_list_counter (LiquidParser *parser, LiquidSymbol *symbol, LiquidSlice markup)
{
  guint index = add_variable (parser, symbol, markup);
  LiquidVariable *variable = &parser->template->variables.items[index];

  variable->has_default = true;
}

/* Returns: (nullable): what an attribute before in the same tag gives @symbol */
static const LiquidGiven *
find_given (const LiquidParser *parser, const LiquidSymbol *symbol)
{
  for (guint i = parser->given.len; i > 0; i--) {
    const LiquidGiven *given = &parser->given.items[i - 1];
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
  LiquidOp *op = &parser->template->ops.items[liquid_parser_get_position (parser) - 1];
  op->target = parser->stack - position;
  return true;
}

/* Pushes the value of @symbol, which stands for @markup, and lists nothing. */
bool
liquid_compile_symbol (LiquidParser *parser, const LiquidSymbol *symbol, LiquidSlice markup)
{
  bool is_self = liquid_slice_equal (symbol->name, LIQUID_SLICE ("self"));

  if (!liquid_parser_emit_push (parser, is_self ? LIQUID_OP_SELF : LIQUID_OP_ROOT, markup)) {
    return false;
  }
  LiquidOp *op = &parser->template->ops.items[liquid_parser_get_position (parser) - 1];
  op->symbol = symbol;
  return true;
}

/* Pushes the variable called @name; @variable is its place among those that the template uses,
 * G_MAXUINT where it is the template's own. */
bool
liquid_compile_root (LiquidParser *parser, LiquidSlice name, LiquidSlice markup, guint *variable)
{
  LiquidSymbol *symbol = liquid_template_intern (parser->template, name);
  const LiquidGiven *given = find_given (parser, symbol);

  if (given != NULL) {
    *variable = G_MAXUINT;
    return emit_given (parser, given, markup);
  }
  *variable = list_variable (parser, symbol, markup);
  return liquid_compile_symbol (parser, symbol, markup);
}

/* `self.name` is the variable called name. */
static void
leave_out_self (LiquidParser *parser, LiquidVariable *variable, uint32_t root)
{
  const LiquidOp *op = &parser->template->ops.items[root];
  bool is_self = op->code == LIQUID_OP_SELF;

  if (is_self && root + 1 < parser->template->ops.len &&
      (op[1].code == LIQUID_OP_KEY || op[1].code == LIQUID_OP_COMMAND)) {
    variable->name = liquid_arena_copy (&parser->template->arena, op[1].bytes, op[1].length);
    variable->path += strlen ("self.");
  }
}

static bool
emit_named_path (LiquidParser *parser, LiquidSlice name, const char *rest, LiquidSlice markup)
{
  const char *end = markup.bytes + markup.length;
  uint32_t root = liquid_parser_get_position (parser);
  guint index;

  if (!liquid_compile_root (parser, name, markup, &index)) {
    return false;
  }
  if (index == G_MAXUINT || rest == end) {
    return emit_parts (parser, rest, end, NULL);
  }
  g_autoptr (GString) path = g_string_new_len (name.bytes, (gssize) name.length);
  if (!emit_parts (parser, rest, end, path)) {
    return false;
  }
  LiquidVariable *variable = &parser->template->variables.items[index];
  variable->path = liquid_arena_copy (&parser->template->arena, path->str, path->len);
  leave_out_self (parser, variable, root);
  return true;
}

/* A path whose first part is an expression in brackets. */
static bool
emit_computed_path (LiquidParser *parser, LiquidSlice root, LiquidSlice markup)
{
  LiquidSlice inside = { root.bytes + 1, root.length - 2 };

  if (!liquid_compile_expression (parser, inside)) {
    return false;
  }
  liquid_parser_emit (parser, LIQUID_OP_ROOT_OF);
  return emit_parts (parser, root.bytes + root.length, markup.bytes + markup.length, NULL);
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
  if (liquid_literal_is_quoted (inside)) {
    LiquidSlice name = liquid_literal_unquote (inside);
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

  if (liquid_literal_read (parser, first, &ends[0]) &&
      liquid_literal_read (parser, last, &ends[1])) {
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

  if (liquid_literal_read (parser, stripped, &value)) {
    return liquid_compile_value (parser, stripped, value);
  }
  if (split_range (stripped, &first, &last)) {
    return compile_range (parser, first, last, stripped);
  }
  return emit_path (parser, stripped);
}
