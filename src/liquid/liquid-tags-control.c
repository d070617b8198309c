/* if, elsif, else, unless: nothing but jumps. A branch that is not taken jumps to the next through
 * the chain `skip`; one that was taken jumps behind the block through the chain `done`. */

#include "liquid-private.h"

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

  liquid_parser_emit_jump (parser, LIQUID_OP_JUMP, &block->done);
  liquid_parser_land (parser, &block->skip);
}

static bool
open_block (LiquidParser *parser, const LiquidToken *token, bool negated)
{
  const LiquidTag *tag = liquid_tag_find (token->name);

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
  } else if (liquid_slice_equal (token->name, LIQUID_SLICE ("elsif"))) {
    *taken = true;
    end_branch (parser);
    return begin_branch (parser, token, false);
  }
  return true;
}

/* A condition that fails ends the whole block; the guards of its bodies have their own places. */
static void
resume_behind (LiquidParser *parser, const LiquidBlock *block)
{
  uint32_t end = liquid_parser_get_position (parser);
  GArray *guards = parser->template->guards;

  for (uint32_t i = block->first_guard; i < guards->len; i++) {
    LiquidGuard *guard = &g_array_index (guards, LiquidGuard, i);
    if (guard->depth == parser->depth) {
      guard->resume = end;
    }
  }
}

bool
liquid_tag_close_if (LiquidParser *parser)
{
  LiquidBlock *block = liquid_parser_get_block (parser);

  liquid_parser_land (parser, &block->skip);
  liquid_parser_land (parser, &block->done);
  resume_behind (parser, block);
  liquid_parser_pop_block (parser);
  return true;
}
