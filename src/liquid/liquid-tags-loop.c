/* for, tablerow, break, continue and cycle. */

#include "liquid-tags-loop.h"

#include "liquid-assigned.h"
#include "liquid-expression.h"
#include "liquid-format.h"
#include "liquid-grammar.h"
#include "liquid-lax.h"
#include "liquid-literal.h"
#include "liquid-reader.h"
#include "liquid-scan.h"
#include "liquid-symbol.h"
#include "liquid-tags.h"

#include <string.h>

static bool
fail_for (LiquidParser *parser, const LiquidToken *token)
{
  return liquid_parser_fail_markup (
    parser, token, "Syntax Error in 'for loop' - Valid syntax: for [item] in [collection]");
}

static void
set_attribute (LiquidLoopHead *head, LiquidSlice name, LiquidSlice value)
{
  const struct {
    LiquidSlice name;
    LiquidSlice *value;
  } attributes[] = {
    { LIQUID_SLICE ("offset"), &head->offset },
    { LIQUID_SLICE ("limit"), &head->limit },
    { LIQUID_SLICE ("cols"), &head->columns },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (attributes); i++) {
    if (liquid_slice_equal (name, attributes[i].name)) {
      *attributes[i].value = value;
    }
  }
}

static void
read_loose_attributes (LiquidLoopHead *head, LiquidSlice markup)
{
  LiquidSlice rest = markup, name, value;

  while (liquid_lax_next_attribute (&rest, &name, &value)) {
    set_attribute (head, name, value);
  }
}

/* "item in collection" from @p on; @dashes may stand in the name. */
static bool
read_loose_clause (const char *p, const char *end, bool dashes, LiquidLoopHead *head)
{
  const char *name_end = p;

  while (name_end < end && (liquid_is_word (*name_end) || (dashes && *name_end == '-'))) {
    name_end++;
  }
  const char *in = liquid_skip_space (name_end, end);
  if (name_end == p || in == name_end || end - in < 3 || memcmp (in, "in", 2) != 0 ||
      !liquid_is_space (in[2])) {
    return false;
  }
  const char *start = liquid_skip_space (in + 2, end);
  const char *collection_end = liquid_scan_fragment (start, end);
  if (collection_end == start) {
    return false;
  }
  head->variable = liquid_slice_range (p, name_end);
  head->collection = liquid_lax_extend_fragment (liquid_slice_range (start, collection_end), end);
  return true;
}

static bool
read_loose_for (LiquidParser *parser, const LiquidToken *token, LiquidLoopHead *head)
{
  const char *end = token->markup.bytes + token->markup.length;

  if (!read_loose_clause (token->markup.bytes, end, true, head)) {
    return fail_for (parser, token);
  }
  const char *rest = liquid_skip_space (head->collection.bytes + head->collection.length, end);
  head->reversed = end - rest >= 8 && memcmp (rest, "reversed", 8) == 0;
  read_loose_attributes (head, token->markup);
  return true;
}

static bool
read_loose_row (LiquidParser *parser, const LiquidToken *token, LiquidLoopHead *head)
{
  const char *end = token->markup.bytes + token->markup.length;
  const char *p = token->markup.bytes;

  while (p < end && !read_loose_clause (p, end, false, head)) {
    p++;
  }
  if (p == end) {
    return liquid_parser_fail_markup (
      parser, token,
      "Syntax Error in 'table_row loop' - Valid syntax: table_row [item] in [collection] cols=3");
  }
  read_loose_attributes (head, token->markup);
  return true;
}

static bool
read_clause (LiquidGrammar *grammar, LiquidLoopHead *head)
{
  if (!liquid_grammar_consume (grammar, LIQUID_WORD_ID, &head->variable)) {
    return false;
  }
  if (!liquid_grammar_accept_id (grammar, "in")) {
    return liquid_grammar_fail (grammar, "For loops require an 'in' clause");
  }
  return liquid_grammar_expression (grammar, &head->collection);
}

static bool
read_for (LiquidParser *parser, const LiquidToken *token, LiquidLoopHead *head)
{
  LiquidGrammar grammar = { .quote = token->markup };
  LiquidSlice value;

  if (!liquid_grammar_begin (&grammar, parser, token->markup) || !read_clause (&grammar, head)) {
    return false;
  }
  head->reversed = liquid_grammar_accept_id (&grammar, "reversed");
  while (liquid_grammar_look (&grammar, LIQUID_WORD_COMMA, 0) ||
         liquid_grammar_look (&grammar, LIQUID_WORD_ID, 0)) {
    liquid_grammar_accept (&grammar, LIQUID_WORD_COMMA);
    bool is_limit = liquid_grammar_accept_id (&grammar, "limit");
    if (!is_limit && !liquid_grammar_accept_id (&grammar, "offset")) {
      return liquid_grammar_fail (
        &grammar, "Invalid attribute in for loop. Valid attributes are limit and offset");
    }
    if (!liquid_grammar_consume (&grammar, LIQUID_WORD_COLON, NULL) ||
        !liquid_grammar_expression (&grammar, &value)) {
      return false;
    }
    *(is_limit ? &head->limit : &head->offset) = value;
  }
  return liquid_grammar_consume (&grammar, LIQUID_WORD_END, NULL);
}

static bool
is_row_attribute (LiquidSlice name)
{
  static const LiquidSlice names[] = { LIQUID_SLICE ("cols"), LIQUID_SLICE ("limit"),
                                       LIQUID_SLICE ("offset"), LIQUID_SLICE ("range") };

  for (size_t i = 0; i < G_N_ELEMENTS (names); i++) {
    if (liquid_slice_equal (name, names[i])) {
      return true;
    }
  }
  return false;
}

static bool
read_row_attribute (LiquidGrammar *grammar, LiquidLoopHead *head)
{
  LiquidSlice name, value;

  if (!liquid_grammar_consume (grammar, LIQUID_WORD_ID, &name)) {
    return false;
  }
  if (!is_row_attribute (name)) {
    return liquid_grammar_fail (grammar,
                                "Invalid attribute '%.*s' in tablerow loop. Valid attributes are "
                                "cols, limit, offset, and range",
                                (int) name.length, name.bytes);
  }
  if (!liquid_grammar_consume (grammar, LIQUID_WORD_COLON, NULL) ||
      !liquid_grammar_expression (grammar, &value)) {
    return false;
  }
  set_attribute (head, name, value);
  liquid_grammar_accept (grammar, LIQUID_WORD_COMMA);
  return true;
}

static bool
read_row (LiquidParser *parser, const LiquidToken *token, LiquidLoopHead *head)
{
  LiquidGrammar grammar = { .quote = token->markup };

  if (!liquid_grammar_begin (&grammar, parser, token->markup) || !read_clause (&grammar, head)) {
    return false;
  }
  liquid_grammar_accept (&grammar, LIQUID_WORD_COMMA);
  while (liquid_grammar_look (&grammar, LIQUID_WORD_ID, 0)) {
    if (!read_row_attribute (&grammar, head)) {
      return false;
    }
  }
  return liquid_grammar_consume (&grammar, LIQUID_WORD_END, NULL);
}

/* "item-items": the collection as it is written, without white space. */
static LiquidSlice
make_name (LiquidParser *parser, const LiquidLoopHead *head)
{
  size_t most = head->variable.length + 1 + head->collection.length;
  char *name = liquid_arena_alloc (&parser->template->arena, most);
  size_t length = head->variable.length;

  memcpy (name, head->variable.bytes, length);
  name[length++] = '-';
  for (size_t i = 0; i < head->collection.length; i++) {
    if (!liquid_parser_is_strict (parser) || !liquid_is_space (head->collection.bytes[i])) {
      name[length++] = head->collection.bytes[i];
    }
  }
  return (LiquidSlice){ name, length };
}

/* Compiles a value by the rules of the dialect. */
static bool
compile (LiquidParser *parser, LiquidSlice value)
{
  return parser->template->traits->reads_values ? liquid_reader_compile (parser, value)
                                                : liquid_compile_expression (parser, value);
}

static bool
compile_attribute (LiquidParser *parser, LiquidSlice value, bool *has)
{
  *has = value.bytes != NULL;
  return !*has || compile (parser, value);
}

static LiquidLoopInfo *
compile_head (LiquidParser *parser, const LiquidLoopHead *head, bool is_row)
{
  LiquidLoopInfo *info = liquid_arena_alloc (&parser->template->arena, sizeof *info);

  *info = (LiquidLoopInfo){
    .name = make_name (parser, head),
    .is_row = is_row,
    .reversed = head->reversed,
    .continues = !is_row && liquid_slice_equal (head->offset, LIQUID_SLICE ("continue")),
  };
  parser->template->keeps_ends |= info->continues;
  LiquidSlice offset = info->continues ? (LiquidSlice){ NULL, 0 } : head->offset;
  unsigned stack = parser->stack;
  bool compiled = compile (parser, head->collection) &&
                  compile_attribute (parser, offset, &info->has_offset) &&
                  compile_attribute (parser, head->limit, &info->has_limit) &&
                  compile_attribute (parser, head->columns, &info->has_columns);
  parser->stack = stack;
  return compiled ? info : NULL;
}

/* The names that stand for something else inside the loop. */
static void
bind (LiquidParser *parser, LiquidLoopInfo *info, const LiquidLoopHead *head)
{
  LiquidSymbol *variable = liquid_template_intern (parser->template, head->variable);
  LiquidSymbol *drop = liquid_template_intern (
    parser->template, info->is_row ? LIQUID_SLICE ("tablerowloop") : LIQUID_SLICE ("forloop"));

  variable->bound++;
  drop->bound++;
  info->variable = variable;
  info->forloop = drop;
}

static void
unbind (LiquidParser *parser, const LiquidLoopInfo *info)
{
  LiquidSymbol **symbols = parser->template->symbols.items;

  symbols[info->variable->index]->bound--;
  symbols[info->forloop->index]->bound--;
}

bool
liquid_tag_open_loop (LiquidParser *parser,
                      const LiquidToken *token,
                      const LiquidLoopHead *head,
                      bool is_row)
{
  LiquidBlock *block =
    liquid_parser_push_block (parser, liquid_tag_find (parser, token->name), token);
  uint32_t first = liquid_parser_get_position (parser);

  if (block == NULL) {
    return false;
  }
  LiquidLoopInfo *info = compile_head (parser, head, is_row);
  if (info == NULL) {
    return false;
  }
  liquid_parser_emit (parser, LIQUID_OP_FOR)->loop = info;
  liquid_parser_guard (parser, first, block->line, parser->depth);
  bind (parser, info, head);
  info->next = liquid_parser_get_position (parser);
  liquid_parser_emit (parser, LIQUID_OP_NEXT)->loop = info;
  block->info = info;
  return true;
}

bool
liquid_tag_open_for (LiquidParser *parser, const LiquidToken *token)
{
  LiquidLoopHead head = { 0 };
  bool read = liquid_parser_is_strict (parser) ? read_for (parser, token, &head)
                                               : read_loose_for (parser, token, &head);

  return read && liquid_tag_open_loop (parser, token, &head, false);
}

bool
liquid_tag_open_tablerow (LiquidParser *parser, const LiquidToken *token)
{
  LiquidLoopHead head = { 0 };
  bool read = parser->template->mode == LIQUID_STRICT2 ? read_row (parser, token, &head)
                                                       : read_loose_row (parser, token, &head);

  return read && liquid_tag_open_loop (parser, token, &head, true);
}

/* The body ends where the next round begins. */
static void
end_body (LiquidParser *parser)
{
  LiquidBlock *block = liquid_parser_get_block (parser);
  LiquidLoopInfo *info = block->info;

  liquid_parser_emit (parser, LIQUID_OP_JUMP)->target = info->next;
  info->empty = liquid_parser_get_position (parser);
  unbind (parser, info);
  liquid_parser_end_branch (parser);
}

static bool
end_loop (LiquidParser *parser)
{
  LiquidBlock *block = liquid_parser_get_block (parser);

  if (!block->has_else) {
    end_body (parser);
  }
  liquid_parser_end_branches (parser, false);
  ((LiquidLoopInfo *) block->info)->end = liquid_parser_get_position (parser);
  liquid_parser_resume_behind (parser);
  return true;
}

bool
liquid_tag_close_for (LiquidParser *parser)
{
  end_loop (parser);
  liquid_parser_drop_blanks (parser);
  liquid_parser_pop_block (parser);
  return true;
}

bool
liquid_tag_close_tablerow (LiquidParser *parser)
{
  end_loop (parser);
  liquid_parser_pop_block (parser);
  return true;
}

/* A second `else` ends the loop, as the first ends its body. */
bool
liquid_tag_branch_for (LiquidParser *parser, const LiquidToken *token, bool *taken)
{
  LiquidBlock *block = liquid_parser_get_block (parser);

  if (!liquid_slice_equal (token->name, LIQUID_SLICE ("else"))) {
    return true;
  }
  *taken = true;
  if (block->has_else) {
    return liquid_tag_close_for (parser);
  }
  end_body (parser);
  block->has_else = true;
  return true;
}

static bool
emit_interrupt (LiquidParser *parser, LiquidOpCode code)
{
  liquid_parser_get_block (parser)->blank = false;
  liquid_parser_emit (parser, code);
  return true;
}

bool
liquid_tag_open_break (LiquidParser *parser, const LiquidToken *token)
{
  return emit_interrupt (parser, LIQUID_OP_BREAK);
}

bool
liquid_tag_open_continue (LiquidParser *parser, const LiquidToken *token)
{
  return emit_interrupt (parser, LIQUID_OP_CONTINUE);
}

static void
cycle_clear (LiquidCycle *self)
{
  g_array_unref (self->values);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LiquidCycle, cycle_clear)

static bool
read_cycle (LiquidParser *parser, const LiquidToken *token, LiquidCycle *cycle)
{
  LiquidGrammar grammar = { .quote = token->markup };
  LiquidSlice value;

  if (!liquid_grammar_begin (&grammar, parser, token->markup)) {
    return false;
  }
  if (liquid_grammar_look (&grammar, LIQUID_WORD_END, 0)) {
    return liquid_grammar_fail (
      &grammar, "Syntax Error in 'cycle' - Valid syntax: cycle [name :] var [, var2, var3 ...]");
  }
  if (!liquid_grammar_expression (&grammar, &value)) {
    return false;
  }
  if (liquid_grammar_accept (&grammar, LIQUID_WORD_COLON)) {
    cycle->name = value;
    if (!liquid_grammar_expression (&grammar, &value)) {
      return false;
    }
  }
  g_array_append_val (cycle->values, value);
  while (liquid_grammar_accept (&grammar, LIQUID_WORD_COMMA) &&
         !liquid_grammar_look (&grammar, LIQUID_WORD_END, 0)) {
    if (!liquid_grammar_expression (&grammar, &value)) {
      return false;
    }
    g_array_append_val (cycle->values, value);
  }
  return liquid_grammar_consume (&grammar, LIQUID_WORD_END, NULL);
}

/* Between commas the first fragment counts. */
static void
read_loose_values (LiquidCycle *cycle, const char *p, const char *end)
{
  while (p <= end) {
    const char *comma = p < end ? memchr (p, ',', (size_t) (end - p)) : NULL;
    const char *part_end = comma != NULL ? comma : end;
    LiquidSlice value;
    if (liquid_lax_find_fragment (liquid_slice_range (p, part_end), &value)) {
      g_array_append_val (cycle->values, value);
    }
    p = part_end + 1;
  }
}

/* Behind the quoted text or the letter at @p; NULL where a fragment ends there. */
static const char *
skip_unit (const char *p, const char *end)
{
  if (p == end || liquid_is_space (*p) || *p == ',' || *p == '|') {
    return NULL;
  }
  if (*p != '"' && *p != '\'') {
    return p + 1;
  }
  const char *close = memchr (p + 1, *p, (size_t) (end - p - 1));
  return close != NULL ? close + 1 : NULL;
}

/* A fragment and a colon: a quoted text, or else a run, which takes colons up to the last for its
 * own. False where there is no name. */
static bool
find_cycle_name (LiquidSlice markup, LiquidSlice *name, const char **rest)
{
  const char *start = markup.bytes, *end = start + markup.length, *p = start;
  const char *next = skip_unit (p, end), *colon = NULL;

  if (next != NULL && (*start == '"' || *start == '\'')) {
    colon = liquid_skip_space (next, end);
    if (colon < end && *colon == ':') {
      *name = liquid_slice_range (start, next);
      *rest = colon + 1;
      return true;
    }
    colon = NULL;
  }
  for (; next != NULL; p = next, next = skip_unit (p, end)) {
    colon = *p == ':' && p > start ? p : colon;
  }
  const char *behind = liquid_skip_space (p, end);
  if (p > start && behind < end && *behind == ':') {
    colon = behind;
  } else {
    p = colon;
  }
  *name = colon != NULL ? liquid_slice_range (start, p) : *name;
  *rest = colon != NULL ? colon + 1 : *rest;
  return colon != NULL;
}

static bool
read_loose_cycle (LiquidParser *parser, const LiquidToken *token, LiquidCycle *cycle)
{
  const char *start = token->markup.bytes, *end = start + token->markup.length;
  const char *first_end = liquid_scan_fragment (start, end);

  if (first_end == start) {
    return liquid_parser_fail_markup (
      parser, token,
      "Syntax Error in 'cycle' - Valid syntax: cycle [name :] var [, var2, var3 ...]");
  }
  find_cycle_name (token->markup, &cycle->name, &start);
  read_loose_values (cycle, start, end);
  return true;
}

/* A cycle without a name is called by its values: the same literals share a place, what is looked
 * up has a place of its own. */
static LiquidValue
make_cycle_name (LiquidParser *parser, const LiquidCycle *cycle)
{
  g_autoptr (GString) name = g_string_new ("[");

  for (guint i = 0; i < cycle->values->len; i++) {
    LiquidSlice text = g_array_index (cycle->values, LiquidSlice, i);
    LiquidValue value;
    g_string_append (name, i > 0 ? ", " : "");
    if (liquid_literal_read (parser, liquid_slice_strip (text), &value)) {
      liquid_value_inspect (value, parser->template->traits, name);
    } else {
      g_string_append_printf (name, "#<Liquid::VariableLookup:%p>", (const void *) text.bytes);
    }
  }
  g_string_append_c (name, ']');
  char *kept = liquid_arena_copy (&parser->template->arena, name->str, name->len);
  return liquid_string (kept, name->len);
}

static LiquidSlice
join_values (LiquidParser *parser, const LiquidCycle *cycle)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < cycle->values->len; i++) {
    LiquidSlice value = g_array_index (cycle->values, LiquidSlice, i);
    g_string_append_len (joined, value.bytes, (gssize) value.length);
    g_string_append_c (joined, ',');
  }
  return (LiquidSlice){ liquid_arena_copy (&parser->template->arena, joined->str, joined->len),
                        joined->len };
}

/* Compiles the choice among the values, and prints the one whose turn it is. */
bool
liquid_tag_compile_cycle (LiquidParser *parser, const LiquidCycle *cycle)
{
  LiquidArena *arena = &parser->template->arena;
  guint n_values = cycle->values->len;
  uint32_t *targets = liquid_arena_alloc (arena, sizeof (uint32_t) * MAX (n_values, 1));
  LiquidCycleInfo *info = liquid_arena_alloc (arena, sizeof *info);
  uint32_t end = LIQUID_NO_TARGET;
  LiquidSlice nothing = { "", 0 };

  bool listed = parser->template->traits->reads_values;
  if (!(cycle->name.bytes != NULL
          ? compile (parser, cycle->name)
          : liquid_compile_value (
              parser, nothing, listed ? liquid_string ("", 0) : make_cycle_name (parser, cycle)))) {
    return false;
  }
  liquid_parser_emit (parser, LIQUID_OP_CYCLE)->cycle = info;
  parser->stack--;
  for (guint i = 0; i < n_values; i++) {
    targets[i] = liquid_parser_get_position (parser);
    /* The first value is printed wherever the tag runs, unless another one had that turn. */
    bool certain = i == 0 && cycle->name.bytes == NULL;
    parser->doubts += !certain;
    bool compiled = compile (parser, g_array_index (cycle->values, LiquidSlice, i));
    parser->doubts -= !certain;
    if (!compiled) {
      return false;
    }
    liquid_parser_emit_jump (parser, LIQUID_OP_JUMP, &end);
    parser->stack--;
  }
  liquid_parser_land (parser, &end);
  *info = (LiquidCycleInfo){
    .targets = targets,
    .n_targets = n_values,
    .end = liquid_parser_get_position (parser),
    .list = listed ? join_values (parser, cycle) : nothing,
  };
  liquid_parser_emit (parser, parser->template->traits->reads_values ? LIQUID_OP_EMIT_TRUE
                                                                     : LIQUID_OP_EMIT);
  return true;
}

bool
liquid_tag_open_cycle (LiquidParser *parser, const LiquidToken *token)
{
  g_auto (LiquidCycle) cycle = { .values = g_array_new (FALSE, FALSE, sizeof (LiquidSlice)) };
  uint32_t first = liquid_parser_get_position (parser);
  bool read = parser->template->mode == LIQUID_STRICT2 ? read_cycle (parser, token, &cycle)
                                                       : read_loose_cycle (parser, token, &cycle);

  liquid_parser_get_block (parser)->blank = false;
  if (!read || !liquid_tag_compile_cycle (parser, &cycle)) {
    return false;
  }
  liquid_parser_guard (parser, first, parser->statement_line, 0);
  return true;
}
