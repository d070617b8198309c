/* if, elsif, else, unless and case: jumps. A branch that is not taken jumps to the next through
 * the chain `skip`; one that was taken jumps behind the block through the chain `done`. */

#include "liquid-tags-control.h"

#include "liquid-assigned.h"
#include "liquid-condition.h"
#include "liquid-expression.h"
#include "liquid-grammar.h"
#include "liquid-lax.h"
#include "liquid-scan.h"
#include "liquid-tags.h"

/* Compiles the condition in @token; the branch of the block begins behind it. */
static bool
begin_branch (LiquidParser *parser, const LiquidToken *token, bool negated)
{
  LiquidBlock *block = liquid_parser_get_block (parser);
  uint32_t first = liquid_parser_get_position (parser);
  uint32_t when_true = LIQUID_NO_TARGET, when_false = LIQUID_NO_TARGET;

  if (!liquid_compile_condition (parser, token, &when_true, &when_false, !negated)) {
    return false;
  }
  liquid_parser_guard (parser, first, block->line, parser->depth);
  liquid_parser_land (parser, negated ? &when_false : &when_true);
  block->skip = negated ? when_true : when_false;
  return true;
}

static void
end_branch (LiquidParser *parser)
{
  LiquidBlock *block = liquid_parser_get_block (parser);

  liquid_parser_end_branch (parser);
  liquid_parser_emit_jump (parser, LIQUID_OP_JUMP, &block->done);
  liquid_parser_land (parser, &block->skip);
}

static bool
open_block (LiquidParser *parser, const LiquidToken *token, bool negated)
{
  const LiquidTag *tag = liquid_tag_find (parser, token->name);

  return liquid_parser_push_block (parser, tag, token) != NULL &&
         begin_branch (parser, token, negated);
}

bool
liquid_tag_open_if (LiquidParser *parser, const LiquidToken *token)
{
  return open_block (parser, token, false);
}

bool
liquid_tag_open_unless (LiquidParser *parser, const LiquidToken *token)
{
  return open_block (parser, token, true);
}

/* Branches behind an `else` are allowed, and never taken: the `else` ends in a jump over them. */
bool
liquid_tag_branch_if (LiquidParser *parser, const LiquidToken *token, bool *taken)
{
  if (liquid_slice_equal (token->name, LIQUID_SLICE ("else"))) {
    *taken = true;
    end_branch (parser);
    liquid_parser_get_block (parser)->has_else = true;
  } else if (liquid_slice_equal (token->name, LIQUID_SLICE ("elsif"))) {
    *taken = true;
    end_branch (parser);
    if (liquid_parser_is_strict (parser)) {
      parser->statement_line = liquid_parser_get_block (parser)->line;
    }
    return begin_branch (parser, token, false);
  }
  return true;
}

bool
liquid_tag_close_if (LiquidParser *parser)
{
  LiquidBlock *block = liquid_parser_get_block (parser);

  liquid_parser_land (parser, &block->skip);
  liquid_parser_land (parser, &block->done);
  liquid_parser_end_branches (parser, block->has_else);
  liquid_parser_resume_behind (parser);
  liquid_parser_drop_blanks (parser);
  liquid_parser_pop_block (parser);
  return true;
}

static bool
read_subject (LiquidParser *parser, const LiquidToken *token, LiquidSlice *subject)
{
  LiquidGrammar grammar = { .quote = token->markup };

  if (parser->template->mode == LIQUID_STRICT2) {
    return liquid_grammar_begin (&grammar, parser, token->markup) &&
           liquid_grammar_expression (&grammar, subject) &&
           liquid_grammar_consume (&grammar, LIQUID_WORD_END, NULL);
  }
  return liquid_lax_find_fragment (token->markup, subject) ||
         liquid_parser_fail_markup (parser, token,
                                    "Syntax Error in 'case' - Valid syntax: case [condition]");
}

/* Lists the variables of the subject, once and where they stand; it is compiled for each value. */
static bool
list_subject (LiquidParser *parser, LiquidSlice subject)
{
  guint first = liquid_parser_get_position (parser);

  if (!liquid_compile_expression (parser, subject)) {
    return false;
  }
  parser->template->ops.len = first;
  parser->stack--;
  return true;
}

/* What stands before the first `when` is parsed and skipped. */
bool
liquid_tag_open_case (LiquidParser *parser, const LiquidToken *token)
{
  LiquidSlice subject;

  if (!read_subject (parser, token, &subject)) {
    return false;
  }
  LiquidBlock *block =
    liquid_parser_push_block (parser, liquid_tag_find (parser, token->name), token);
  if (block == NULL) {
    return false;
  }
  block->subject = subject;
  block->n_branches = LIQUID_NO_BRANCH;
  liquid_parser_emit (parser, LIQUID_OP_CASE);
  liquid_parser_emit_jump (parser, LIQUID_OP_JUMP, &block->skip);
  return list_subject (parser, subject);
}

/* What a block keeps while a branch of a case is open. */
static char in_branch;

/* Compares the subject, which is looked up each time, with a value. */
static bool
compile_when (LiquidParser *parser, LiquidSlice value, uint32_t *branch)
{
  const LiquidBlock *block = liquid_parser_get_block (parser);

  parser->unlisted = true;
  bool compiled = liquid_compile_expression (parser, block->subject);
  parser->unlisted = false;
  if (!compiled || !liquid_compile_side (parser, value)) {
    return false;
  }
  liquid_parser_emit_jump (parser, LIQUID_OP_CASE_TEST, branch);
  parser->stack -= 2;
  return true;
}

static bool
compile_values (LiquidParser *parser, LiquidSlice markup, uint32_t *branch)
{
  LiquidGrammar grammar = { 0 };
  LiquidSlice value;

  if (!liquid_grammar_begin (&grammar, parser, markup)) {
    return false;
  }
  do {
    if (!liquid_grammar_expression (&grammar, &value) || !compile_when (parser, value, branch)) {
      return false;
    }
  } while (liquid_grammar_accept_id (&grammar, "or") ||
           liquid_grammar_accept (&grammar, LIQUID_WORD_COMMA));
  return liquid_grammar_consume (&grammar, LIQUID_WORD_END, NULL);
}

/* Behind a comma or the word `or` at @p, where a value follows; NULL where none does. */
static const char *
scan_separator (const char *p, const char *end)
{
  const char *next = liquid_skip_space (p, end);
  const char *behind = NULL;

  if (next < end && *next == ',') {
    behind = liquid_skip_space (next + 1, end);
  } else if (next > p && end - next > 2 && next[0] == 'o' && next[1] == 'r' &&
             liquid_is_space (next[2])) {
    behind = liquid_skip_space (next + 2, end);
  }
  return behind != NULL && liquid_scan_fragment (behind, end) > behind ? behind : NULL;
}

static bool
compile_loose_values (LiquidParser *parser, const LiquidToken *token, uint32_t *branch)
{
  const char *end = token->markup.bytes + token->markup.length;
  LiquidSlice rest = token->markup;

  while (rest.bytes != NULL) {
    LiquidSlice value;
    if (!liquid_lax_find_fragment (rest, &value)) {
      return liquid_parser_fail (
        parser, LIQUID_ERROR_SYNTAX, token->whole,
        "Syntax Error in tag 'case' - Valid when condition: {%% when [condition] [or condition2...] %%}");
    }
    if (!compile_when (parser, value, branch)) {
      return false;
    }
    const char *next = scan_separator (value.bytes + value.length, end);
    rest = next != NULL ? liquid_slice_range (next, end) : (LiquidSlice){ NULL, 0 };
  }
  return true;
}

/* A branch runs once for each of its values that is equal, so it ends in a way back: to the test
 * that ran it, or to where LiquidJS counts those values. */
void
liquid_tag_end_when (LiquidParser *parser)
{
  LiquidBlock *block = liquid_parser_get_block (parser);

  liquid_parser_end_branch (parser);
  if (block->info == &in_branch) {
    liquid_parser_emit (parser, LIQUID_OP_CASE_RETURN);
  } else if (block->info != NULL) {
    liquid_parser_emit (parser, LIQUID_OP_JUMP)->target = *(uint32_t *) block->info;
  }
  liquid_parser_land (parser, &block->skip);
  block->info = NULL;
}

static bool
begin_when (LiquidParser *parser, const LiquidToken *token)
{
  LiquidBlock *block = liquid_parser_get_block (parser);
  uint32_t first = liquid_parser_get_position (parser), branch = LIQUID_NO_TARGET;
  bool compiled = parser->template->mode == LIQUID_STRICT2
                    ? compile_values (parser, token->markup, &branch)
                    : compile_loose_values (parser, token, &branch);

  if (!compiled) {
    return false;
  }
  liquid_parser_guard (parser, first, block->line, parser->depth);
  liquid_parser_emit_jump (parser, LIQUID_OP_JUMP, &block->skip);
  liquid_parser_land (parser, &branch);
  block->info = &in_branch;
  return true;
}

static bool
begin_case_else (LiquidParser *parser, const LiquidToken *token)
{
  if (!liquid_slice_is_blank (token->markup)) {
    return liquid_parser_fail (
      parser, LIQUID_ERROR_SYNTAX, token->whole,
      "Syntax Error in tag 'case' - Valid else condition: {%% else %%} (no parameters) ");
  }
  liquid_parser_get_block (parser)->has_else = true;
  liquid_parser_emit_jump (parser, LIQUID_OP_CASE_ELSE, &liquid_parser_get_block (parser)->skip);
  return true;
}

bool
liquid_tag_branch_case (LiquidParser *parser, const LiquidToken *token, bool *taken)
{
  bool is_when = liquid_slice_equal (token->name, LIQUID_SLICE ("when"));

  if (!is_when && !liquid_slice_equal (token->name, LIQUID_SLICE ("else"))) {
    return true;
  }
  *taken = true;
  liquid_tag_end_when (parser);
  return is_when ? begin_when (parser, token) : begin_case_else (parser, token);
}

bool
liquid_tag_close_case (LiquidParser *parser)
{
  LiquidBlock *block = liquid_parser_get_block (parser);

  liquid_tag_end_when (parser);
  block->n_branches--;
  liquid_parser_end_branches (parser, block->has_else);
  liquid_parser_resume_behind (parser);
  liquid_parser_emit (parser, LIQUID_OP_CASE_END);
  liquid_parser_drop_blanks (parser);
  liquid_parser_pop_block (parser);
  return true;
}
