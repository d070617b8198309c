/* comment, inline comment, doc, raw and liquid: tags that say how the text inside them is read. */

#include "liquid-tags-text.h"

#include "liquid-scan.h"

#include <string.h>

bool
liquid_tag_open_comment (LiquidParser *parser, const LiquidToken *token)
{
  LiquidSlice unclosed;

  if (!liquid_lexer_skip_comment (&parser->lexer, &unclosed)) {
    return liquid_parser_fail_unclosed (parser, unclosed, token->whole);
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
    p = liquid_skip_space (p, end);
    if (parser->template->traits->is_js) {
      p = liquid_scan_skip_blank (p, end);
    }
    if (p < end && *p != '#') {
      return liquid_parser_fail (
        parser, LIQUID_ERROR_SYNTAX, liquid_slice_range (p, p + 1),
        "Syntax error in tag '#' - Each line of comments must be prefixed by "
        "the '#' character");
    }
  }
  return true;
}

bool
liquid_tag_open_raw (LiquidParser *parser, const LiquidToken *token)
{
  LiquidSlice body;

  if (!parser->template->traits->is_js && !liquid_slice_is_blank (token->markup)) {
    return liquid_parser_fail (parser, LIQUID_ERROR_SYNTAX, token->markup,
                               "Syntax Error in 'raw' - Valid syntax: raw");
  }
  if (!liquid_lexer_skip_raw (&parser->lexer, &body)) {
    return liquid_parser_fail_unclosed (parser, token->name, token->whole);
  }
  liquid_parser_get_block (parser)->blank &= body.length == 0;
  liquid_parser_emit_text (parser, body);
  return true;
}

bool
liquid_tag_open_doc (LiquidParser *parser, const LiquidToken *token)
{
  LiquidSlice body;
  bool nested = false;

  if (!liquid_slice_is_blank (token->markup)) {
    return liquid_parser_fail (parser, LIQUID_ERROR_SYNTAX, token->markup,
                               "Syntax Error in 'doc' - Valid syntax: {%% doc %%}{%% enddoc %%}");
  }
  if (!liquid_lexer_skip_doc (&parser->lexer, &body, &nested)) {
    return nested ? liquid_parser_fail (parser, LIQUID_ERROR_SYNTAX, token->whole,
                                        "Syntax Error in 'doc' - Nested doc tags are not allowed")
                  : liquid_parser_fail_unclosed (parser, token->name, token->whole);
  }
  liquid_parser_get_block (parser)->blank &= body.length == 0;
  return true;
}

static int
count_newlines (LiquidSlice text)
{
  int count = 0;

  for (size_t i = 0; i < text.length; i++) {
    count += text.bytes[i] == '\n';
  }
  return count;
}

/* The lines of the tag, without empty ones at its end. */
static int
count_lines (LiquidSlice markup)
{
  while (markup.length > 0 && markup.bytes[markup.length - 1] == '\n') {
    markup.length--;
  }
  return markup.length > 0 ? count_newlines (markup) + 1 : 0;
}

static bool
parse_lines (LiquidParser *parser, LiquidSlice markup)
{
  unsigned first_line = parser->statement_line;
  LiquidToken token;

  for (liquid_lexer_next (&parser->lexer, &token); token.type != LIQUID_TOKEN_END;
       liquid_lexer_next (&parser->lexer, &token)) {
    if (!liquid_parser_parse_tag (parser, &token)) {
      return false;
    }
  }
  if (!liquid_parser_end_rest (parser)) {
    return false;
  }
  if (parser->depth > parser->base) {
    parser->statement_line = first_line + (unsigned) count_lines (markup);
    return liquid_parser_fail_open (parser);
  }
  return true;
}

/* Each line inside is a tag. The tag inside itself is a line whose rest is a line. */
bool
liquid_tag_open_liquid (LiquidParser *parser, const LiquidToken *token)
{
  if (parser->lexer.lines) {
    parser->lexer.next = token->markup.bytes;
    return true;
  }

  LiquidLexer lexer = parser->lexer;
  unsigned base = parser->base;
  liquid_lexer_init (&parser->lexer, token->markup, parser->template->traits);
  parser->lexer.lines = true;
  parser->base = parser->depth;
  bool parsed = parse_lines (parser, token->markup);
  parser->lexer = lexer;
  parser->base = base;
  if (!lexer.js) {
    parser->line_shift += count_lines (token->markup) - count_newlines (token->markup);
  }
  return parsed;
}
