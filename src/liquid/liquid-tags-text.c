/* comment, inline comment and raw: tags that the lexer passes over. */

#include "liquid-private.h"

#include <string.h>

bool
liquid_tag_open_comment (LiquidParser *parser, const LiquidToken *token)
{
  LiquidSlice unclosed;

  if (!liquid_lexer_skip_comment (&parser->lexer, &unclosed)) {
    return liquid_parser_fail (parser, LIQUID_ERROR_SYNTAX, token->whole,
                               "'%.*s' tag was never closed", (int) unclosed.length,
                               unclosed.bytes);
  }
  return true;
}

/* Each further line of the comment starts with a number sign of its own. */
bool
liquid_tag_open_inline_comment (LiquidParser *parser, const LiquidToken *token)
{
  const char *end = token->markup.bytes + token->markup.length;
  const char *p = token->markup.bytes;

  while ((p = memchr (p, '\n', (size_t) (end - p))) != NULL) {
    while (p < end && liquid_is_space (*p)) {
      p++;
    }
    if (p < end && *p != '#') {
      return liquid_parser_fail (parser, LIQUID_ERROR_SYNTAX, liquid_slice_range (p, p + 1),
                                 "Each line of comments must be prefixed by the '#' character");
    }
  }
  return true;
}

bool
liquid_tag_open_raw (LiquidParser *parser, const LiquidToken *token)
{
  LiquidSlice body;

  if (!liquid_slice_is_blank (token->markup)) {
    return liquid_parser_fail (parser, LIQUID_ERROR_SYNTAX, token->markup,
                               "Syntax Error in 'raw' - Valid syntax: raw");
  }
  if (!liquid_lexer_skip_raw (&parser->lexer, &body)) {
    return liquid_parser_fail (parser, LIQUID_ERROR_SYNTAX, token->whole,
                               "'raw' tag was never closed");
  }
  liquid_parser_get_block (parser)->blank &= body.length == 0;
  liquid_parser_emit_text (parser, body);
  return true;
}
