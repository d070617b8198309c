/* Tags that give variables a value or print one: assign, capture, increment, decrement, echo,
 * ifchanged. */

#include "liquid-tags-variable.h"

#include "liquid-assigned.h"
#include "liquid-grammar.h"
#include "liquid-lax.h"
#include "liquid-output.h"
#include "liquid-symbol.h"
#include "liquid-tags.h"

static bool
fail_assign (LiquidParser *parser, const LiquidToken *token)
{
  return liquid_parser_fail_markup (
    parser, token, "Syntax Error in 'assign' - Valid syntax: assign [var] = [source]");
}

/* The whole of @markup must be a name. */
static bool
read_name (LiquidParser *parser, LiquidSlice markup, LiquidSlice quote, LiquidSlice *name)
{
  LiquidGrammar grammar = { .quote = quote };

  return liquid_grammar_begin (&grammar, parser, markup) &&
         liquid_grammar_consume (&grammar, LIQUID_WORD_ID, name) &&
         liquid_grammar_consume (&grammar, LIQUID_WORD_END, NULL);
}

/* Ends a statement that prints nothing, even where it fails. */
void
liquid_tag_end_silently (LiquidParser *parser, uint32_t first)
{
  LiquidTemplate *template = parser->template;

  liquid_parser_guard (parser, first, parser->statement_line, 0);
  template->guards.items[template->guards.len - 1].silent = true;
}

bool
liquid_tag_open_assign (LiquidParser *parser, const LiquidToken *token)
{
  uint32_t first = liquid_parser_get_position (parser);
  LiquidSlice name, value;

  if (!liquid_lax_split_assignment (token->markup, &name, &value)) {
    return fail_assign (parser, token);
  }
  if (parser->template->mode == LIQUID_STRICT2 && !read_name (parser, name, token->markup, &name)) {
    return false;
  }
  if (!liquid_compile_output (parser, value, token->markup, false)) {
    return false;
  }
  LiquidSymbol *symbol = liquid_template_intern (parser->template, name);
  liquid_parser_assign (parser, symbol);
  liquid_parser_emit (parser, LIQUID_OP_ASSIGN)->symbol = symbol;
  parser->stack--;
  liquid_tag_end_silently (parser, first);
  return true;
}

bool
liquid_tag_open_capture (LiquidParser *parser, const LiquidToken *token)
{
  LiquidSlice name;

  if (parser->template->mode == LIQUID_STRICT2) {
    if (!read_name (parser, token->markup, token->markup, &name)) {
      return false;
    }
  } else if (!liquid_lax_find_signature (token->markup, &name)) {
    return liquid_parser_fail_markup (parser, token,
                                      "Syntax Error in 'capture' - Valid syntax: capture [var]");
  }
  LiquidBlock *block =
    liquid_parser_push_block (parser, liquid_tag_find (parser, token->name), token);
  if (block == NULL) {
    return false;
  }
  block->info = liquid_template_intern (parser->template, name);
  liquid_parser_emit (parser, LIQUID_OP_CAPTURE)->symbol = block->info;
  return true;
}

/* A capture is blank whatever it holds: it prints nothing where it stands. */
bool
liquid_tag_close_capture (LiquidParser *parser)
{
  LiquidBlock *block = liquid_parser_get_block (parser);
  LiquidSymbol *symbol = block->info;

  liquid_parser_assign (parser, symbol);
  block->blank = true;
  liquid_parser_emit (parser, LIQUID_OP_CAPTURED)->symbol = symbol;
  liquid_parser_pop_block (parser);
  return true;
}

/* `increment` and `decrement`, which print the counter called @name. */
bool
liquid_tag_compile_counter (LiquidParser *parser, LiquidSlice name, LiquidOpCode code)
{
  LiquidSymbol *symbol = liquid_template_intern (parser->template, name);
  uint32_t first = liquid_parser_get_position (parser);

  liquid_parser_assign (parser, symbol);
  liquid_parser_get_block (parser)->blank = false;
  liquid_parser_emit (parser, code)->symbol = symbol;
  liquid_parser_guard (parser, first, parser->statement_line, 0);
  return true;
}

static bool
count (LiquidParser *parser, const LiquidToken *token, LiquidOpCode code)
{
  LiquidSlice name = liquid_slice_strip (token->markup);

  if (parser->template->mode == LIQUID_STRICT2 &&
      !read_name (parser, token->markup, token->markup, &name)) {
    return false;
  }
  return liquid_tag_compile_counter (parser, name, code);
}

bool
liquid_tag_open_increment (LiquidParser *parser, const LiquidToken *token)
{
  return count (parser, token, LIQUID_OP_INCREMENT);
}

bool
liquid_tag_open_decrement (LiquidParser *parser, const LiquidToken *token)
{
  return count (parser, token, LIQUID_OP_DECREMENT);
}

bool
liquid_tag_open_echo (LiquidParser *parser, const LiquidToken *token)
{
  uint32_t first = liquid_parser_get_position (parser);

  liquid_parser_get_block (parser)->blank = false;
  if (!liquid_compile_output (parser, token->markup, token->markup, true)) {
    return false;
  }
  liquid_parser_emit (parser, LIQUID_OP_EMIT);
  parser->stack--;
  liquid_parser_guard (parser, first, parser->statement_line, 0);
  return true;
}

bool
liquid_tag_open_ifchanged (LiquidParser *parser, const LiquidToken *token)
{
  if (liquid_parser_push_block (parser, liquid_tag_find (parser, token->name), token) == NULL) {
    return false;
  }
  liquid_parser_emit (parser, LIQUID_OP_CHANGED);
  return true;
}

bool
liquid_tag_close_ifchanged (LiquidParser *parser)
{
  liquid_parser_emit (parser, LIQUID_OP_CHANGED_END);
  liquid_parser_pop_block (parser);
  return true;
}
