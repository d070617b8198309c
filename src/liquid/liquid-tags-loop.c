/* for, tablerow, break and continue. */

#include "liquid-tags-loop.h"

#include "liquid-assigned.h"
#include "liquid-grammar.h"
#include "liquid-lax.h"
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

/* Sets the attribute called @name, where loops have one. */
void
liquid_loop_head_set (LiquidLoopHead *head, LiquidSlice name, LiquidSlice value)
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
    liquid_loop_head_set (head, name, value);
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
  head->columns = (LiquidSlice){ NULL, 0 };
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
  liquid_loop_head_set (head, name, value);
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

static bool
compile_attribute (LiquidParser *parser, LiquidSlice value, bool *has)
{
  *has = value.bytes != NULL;
  return !*has || liquid_compile_operand (parser, value);
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
  bool compiled = liquid_compile_operand (parser, head->collection) &&
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
  liquid_parser_silence_blank (parser);
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
  parser->row_stops |= parser->n_rows > 0;
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
