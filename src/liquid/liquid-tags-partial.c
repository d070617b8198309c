/* include and render: templates inside templates. An include sees and changes the variables of the
 * template around it; a render sees the data and what it is given. */

#include "liquid-tags-partial.h"

#include "liquid-assigned.h"
#include "liquid-expression.h"
#include "liquid-grammar.h"
#include "liquid-lax.h"
#include "liquid-literal.h"
#include "liquid-reader.h"
#include "liquid-scan.h"
#include "liquid-symbol.h"
#include "liquid-value.h"

#include <string.h>

static void
head_clear (LiquidPartialHead *self)
{
  g_array_unref (self->attributes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LiquidPartialHead, head_clear)

/* Behind white space and @word at @p, with white space behind; NULL where that is not there. */
static const char *
scan_keyword (const char *p, const char *end, const char *word)
{
  const char *start = liquid_skip_space (p, end);
  size_t length = strlen (word);

  if (start == p || (size_t) (end - start) <= length || memcmp (start, word, length) != 0 ||
      !liquid_is_space (start[length])) {
    return NULL;
  }
  return liquid_skip_space (start + length, end);
}

static void
read_loose_attributes (LiquidPartialHead *head, LiquidSlice markup)
{
  LiquidKeyword attribute;

  while (liquid_lax_next_attribute (&markup, &attribute.name, &attribute.value)) {
    g_array_append_val (head->attributes, attribute);
  }
}

/* What may follow the name: "with x" or "for x", then "as y". */
static void
read_loose_rest (LiquidPartialHead *head, const char *p, const char *end)
{
  const char *with = scan_keyword (p, end, "with");
  const char *loop = with == NULL ? scan_keyword (p, end, "for") : NULL;
  const char *value = with != NULL ? with : loop;
  const char *value_end = value != NULL ? liquid_scan_fragment (value, end) : NULL;

  if (value != NULL && value_end > value) {
    head->variable = liquid_lax_extend_fragment (liquid_slice_range (value, value_end), end);
    head->is_loop = loop != NULL;
    p = head->variable.bytes + head->variable.length;
  }
  const char *alias = scan_keyword (p, end, "as");
  const char *alias_end = alias;
  while (alias != NULL && alias_end < end && (liquid_is_word (*alias_end) || *alias_end == '-')) {
    alias_end++;
  }
  if (alias != NULL && alias_end > alias) {
    head->alias = liquid_slice_range (alias, alias_end);
  }
}

static bool
read_loose_head (LiquidParser *parser,
                 const LiquidToken *token,
                 bool is_render,
                 LiquidPartialHead *head)
{
  const char *end = token->markup.bytes + token->markup.length;

  if (is_render) {
    if (!liquid_lax_find_quoted (token->markup, &head->name)) {
      return liquid_parser_fail_markup (
        parser, token, "Syntax error in tag 'render' - Template name must be a quoted string");
    }
  } else if (liquid_lax_find_fragment (token->markup, &head->name)) {
    head->name = liquid_lax_extend_fragment (head->name, end);
  } else {
    return liquid_parser_fail_markup (parser, token,
                                      "Error in tag 'include' - Valid syntax: include '[template]' "
                                      "(with|for) [object|collection]");
  }
  read_loose_rest (head, head->name.bytes + head->name.length, end);
  read_loose_attributes (head, token->markup);
  return true;
}

static bool
read_attributes (LiquidGrammar *grammar, LiquidPartialHead *head)
{
  liquid_grammar_accept (grammar, LIQUID_WORD_COMMA);
  while (liquid_grammar_look (grammar, LIQUID_WORD_ID, 0)) {
    LiquidKeyword attribute;
    if (!liquid_grammar_consume (grammar, LIQUID_WORD_ID, &attribute.name) ||
        !liquid_grammar_consume (grammar, LIQUID_WORD_COLON, NULL) ||
        !liquid_grammar_expression (grammar, &attribute.value)) {
      return false;
    }
    g_array_append_val (head->attributes, attribute);
    liquid_grammar_accept (grammar, LIQUID_WORD_COMMA);
  }
  return liquid_grammar_consume (grammar, LIQUID_WORD_END, NULL);
}

static bool
read_head (LiquidParser *parser, const LiquidToken *token, bool is_render, LiquidPartialHead *head)
{
  LiquidGrammar grammar = { .quote = token->markup };

  if (!liquid_grammar_begin (&grammar, parser, token->markup) ||
      !(is_render ? liquid_grammar_consume (&grammar, LIQUID_WORD_STRING, &head->name)
                  : liquid_grammar_expression (&grammar, &head->name))) {
    return false;
  }
  head->is_loop = liquid_grammar_accept_id (&grammar, "for");
  if ((head->is_loop || liquid_grammar_accept_id (&grammar, "with")) &&
      !liquid_grammar_expression (&grammar, &head->variable)) {
    return false;
  }
  if (liquid_grammar_accept_id (&grammar, "as") &&
      !liquid_grammar_consume (&grammar, LIQUID_WORD_ID, &head->alias)) {
    return false;
  }
  return read_attributes (&grammar, head);
}

/* LiquidJS takes a name in quotes for a template. */
static bool
is_template (const LiquidParser *parser, LiquidSlice name)
{
  return parser->template->traits->is_js && name.length > 2 &&
         (name.bytes[0] == '\'' || name.bytes[0] == '"') &&
         g_strstr_len (name.bytes, (gssize) name.length, "{{") != NULL;
}

/* Pushes what the template @name in quotes prints: it is captured into a variable that no template
 * can name. */
static bool
compile_template (LiquidParser *parser, LiquidSlice name)
{
  LiquidSymbol *symbol = liquid_template_intern (parser->template, LIQUID_SLICE ("file name"));

  liquid_parser_emit (parser, LIQUID_OP_CAPTURE)->symbol = symbol;
  if (!liquid_parser_parse_part (parser, (LiquidSlice){ name.bytes + 1, name.length - 2 })) {
    return false;
  }
  liquid_parser_emit (parser, LIQUID_OP_CAPTURED)->symbol = symbol;
  return liquid_compile_symbol (parser, symbol, name);
}

/* Pushes the name of a partial, and lists the partial: without a name where that is computed. */
bool
liquid_tag_compile_name (LiquidParser *parser, LiquidSlice markup, bool is_render)
{
  LiquidSlice written = liquid_slice_strip (markup);
  bool is_computed = is_template (parser, written);
  LiquidValue name;
  bool is_literal =
    !is_computed && liquid_literal_read (parser, written, &name) && name.type == LIQUID_STRING;
  LiquidPartialUse use = {
    .name = is_literal
              ? liquid_arena_copy (&parser->template->arena, name.string.bytes, name.string.length)
              : NULL,
    .span = liquid_parser_locate (parser, written),
    .is_render = is_render,
    .conditional = liquid_parser_is_conditional (parser),
  };

  LIQUID_VECTOR_ADD (parser->template->partials, use);
  return is_computed ? compile_template (parser, written) : liquid_compile_operand (parser, markup);
}

/* An attribute without a value is true, where that is allowed. */
bool
liquid_tag_compile_attribute (LiquidParser *parser, const LiquidKeyword *attribute)
{
  return attribute->value.bytes != NULL
           ? liquid_compile_operand (parser, attribute->value)
           : liquid_compile_value (parser, attribute->name, liquid_boolean (true));
}

/* Shopify takes a variable that can only be false or nil for none. */
static bool
is_false_literal (LiquidParser *parser, LiquidSlice text)
{
  LiquidValue value;

  return !parser->template->traits->is_js &&
         liquid_literal_read (parser, liquid_slice_strip (text), &value) &&
         !liquid_value_is_true (value);
}

/* Compiles what the head names, and the call. */
bool
liquid_tag_compile_partial (LiquidParser *parser, const LiquidPartialHead *head, bool is_render)
{
  LiquidArena *arena = &parser->template->arena;
  LiquidPartialInfo *info = liquid_arena_alloc (arena, sizeof *info);
  guint n_attributes = head->attributes->len;
  const LiquidSymbol **names =
    liquid_arena_alloc (arena, sizeof (LiquidSymbol *) * MAX (n_attributes, 1));
  unsigned stack = parser->stack;

  *info = (LiquidPartialInfo){
    .is_render = is_render,
    .has_variable = head->variable.bytes != NULL && !is_false_literal (parser, head->variable),
    .is_loop = head->is_loop,
    .alias =
      head->alias.bytes != NULL ? liquid_template_intern (parser->template, head->alias) : NULL,
    .attributes = names,
    .n_attributes = n_attributes,
  };
  parser->given.len = 0;
  if (!liquid_tag_compile_name (parser, head->name, is_render) ||
      (info->has_variable && !liquid_compile_operand (parser, head->variable))) {
    return false;
  }
  for (guint i = 0; i < n_attributes; i++) {
    LiquidKeyword attribute = g_array_index (head->attributes, LiquidKeyword, i);
    names[i] = liquid_template_intern (parser->template, attribute.name);
    if (!liquid_tag_compile_attribute (parser, &attribute)) {
      return false;
    }
    if (!is_render && !parser->template->traits->is_js) {
      LiquidGiven given = { names[i], parser->stack };
      LIQUID_VECTOR_ADD (parser->given, given);
    }
  }
  parser->given.len = 0;
  liquid_parser_emit (parser, LIQUID_OP_PARTIAL)->partial = info;
  parser->stack = stack;
  return true;
}

static bool
open (LiquidParser *parser, const LiquidToken *token, bool is_render)
{
  g_auto (LiquidPartialHead)
    head = { .attributes = g_array_new (FALSE, FALSE, sizeof (LiquidKeyword)) };
  uint32_t first = liquid_parser_get_position (parser);
  bool read = parser->template->mode == LIQUID_STRICT2
                ? read_head (parser, token, is_render, &head)
                : read_loose_head (parser, token, is_render, &head);
  parser->template->keeps_ends = true;
  liquid_parser_get_block (parser)->blank = false;
  if (!read || !liquid_tag_compile_partial (parser, &head, is_render)) {
    return false;
  }
  liquid_parser_guard (parser, first, parser->statement_line, 0);
  return true;
}

bool
liquid_tag_open_include (LiquidParser *parser, const LiquidToken *token)
{
  return open (parser, token, false);
}

bool
liquid_tag_open_render (LiquidParser *parser, const LiquidToken *token)
{
  return open (parser, token, true);
}
