/* layout and block: what stands behind a `layout` fills the blocks of another template. */

#include "liquid-tags-layout.h"

#include "liquid-expression.h"
#include "liquid-reader.h"
#include "liquid-symbol.h"
#include "liquid-tags-partial.h"
#include "liquid-tags.h"
#include "liquid-template.h"

#include <string.h>

/* What a layout keeps until the text around it ends. */
typedef struct {
  LiquidLayoutInfo info;
  LiquidKeyword *attributes;
} Rest;

static bool
read_attributes (LiquidReader *reader, Rest *rest)
{
  LiquidArena *arena = &reader->parser->template->arena;
  g_autoptr (GArray) attributes = g_array_new (FALSE, FALSE, sizeof (LiquidKeyword));
  LiquidKeyword attribute;
  bool failed = false;

  while (liquid_reader_attribute (reader, &attribute, &failed)) {
    g_array_append_val (attributes, attribute);
  }
  size_t size = sizeof attribute * attributes->len;
  rest->info.partial.n_attributes = attributes->len;
  rest->attributes = liquid_arena_alloc (arena, MAX (size, 1));
  if (size > 0) {
    memcpy (rest->attributes, attributes->data, size);
  }
  return !failed;
}

/* Without a name there is no layout: what stands behind prints itself. */
bool
liquid_tag_open_layout (LiquidParser *parser, const LiquidToken *token)
{
  LiquidReader reader = liquid_reader_new (parser, token->markup);
  uint32_t first = liquid_parser_get_position (parser);
  Rest *rest = liquid_arena_alloc (&parser->template->arena, sizeof *rest);
  LiquidSlice name;

  *rest = (Rest){ .info.partial.is_layout = true };
  if (!liquid_reader_scan (&reader, &name)) {
    return false;
  }
  if (name.bytes == NULL) {
    return liquid_reader_fail (&reader, "Illegal file path");
  }
  LiquidBlock *block =
    liquid_parser_push_block (parser, liquid_tag_find (parser, token->name), token);
  if (block == NULL || !read_attributes (&reader, rest)) {
    return false;
  }
  if (liquid_slice_equal (name, LIQUID_SLICE ("none"))) {
    return true;
  }
  block->info = rest;
  if (!liquid_tag_compile_name (parser, name, false)) {
    return false;
  }
  liquid_parser_emit (parser, LIQUID_OP_LAYOUT)->layout = &rest->info;
  parser->stack--;
  liquid_parser_guard (parser, first, parser->statement_line, 0);
  return true;
}

/* Attributes are looked up once what stands behind the tag has run. */
bool
liquid_tag_close_layout (LiquidParser *parser)
{
  LiquidBlock *block = liquid_parser_get_block (parser);
  Rest *rest = block->info;
  unsigned stack = parser->stack;

  parser->statement = block->opening;
  if (rest != NULL) {
    LiquidPartialInfo *partial = &rest->info.partial;
    const LiquidSymbol **names = liquid_arena_alloc (
      &parser->template->arena, sizeof (LiquidSymbol *) * MAX (partial->n_attributes, 1));
    rest->info.end = liquid_parser_get_position (parser);
    bool compiled = liquid_compile_value (parser, block->opening, liquid_nil ());
    for (uint32_t i = 0; compiled && i < partial->n_attributes; i++) {
      names[i] = liquid_template_intern (parser->template, rest->attributes[i].name);
      compiled = liquid_tag_compile_attribute (parser, &rest->attributes[i]);
    }
    if (!compiled) {
      return false;
    }
    partial->attributes = names;
    liquid_parser_emit (parser, LIQUID_OP_LAYOUT_END)->layout = &rest->info;
    parser->stack = stack;
    liquid_parser_guard (parser, rest->info.end, block->line, 0);
  }
  liquid_parser_pop_block (parser);
  return true;
}

/* The first word of ASCII, if any. */
static LiquidSlice
read_name (LiquidSlice markup)
{
  const char *p = markup.bytes, *end = p + markup.length;

  while (p < end && !liquid_is_word (*p)) {
    p++;
  }
  const char *start = p;
  while (p < end && liquid_is_word (*p)) {
    p++;
  }
  return liquid_slice_range (start, p);
}

bool
liquid_tag_open_block (LiquidParser *parser, const LiquidToken *token)
{
  LiquidBlock *block =
    liquid_parser_push_block (parser, liquid_tag_find (parser, token->name), token);
  LiquidBlockInfo *info = liquid_arena_alloc (&parser->template->arena, sizeof *info);
  uint32_t first = liquid_parser_get_position (parser);

  if (block == NULL) {
    return false;
  }
  *info = (LiquidBlockInfo){ .name = read_name (token->markup) };
  block->info = info;
  liquid_parser_emit (parser, LIQUID_OP_BLOCK)->block = info;
  liquid_parser_guard (parser, first, block->line, 0);
  liquid_template_intern (parser->template, LIQUID_SLICE ("block"))->bound++;
  return true;
}

/* Whether the operations since @first ask for `block`, which is another one in blocks among them.
 */
static bool
uses_super (LiquidParser *parser, uint32_t first, const LiquidSymbol *symbol)
{
  const LiquidTemplate *template = parser->template;

  for (uint32_t i = first; i < template->ops.len; i++) {
    const LiquidOp *op = &template->ops.items[i];
    if ((op->code == LIQUID_OP_ROOT || op->code == LIQUID_OP_EMIT_ROOT) && op->symbol == symbol) {
      return true;
    }
    i = op->code == LIQUID_OP_BLOCK && op->block->end > i ? op->block->end - 1 : i;
  }
  return false;
}

bool
liquid_tag_close_block (LiquidParser *parser)
{
  const LiquidBlock *block = liquid_parser_get_block (parser);
  LiquidBlockInfo *info = block->info;
  LiquidSymbol *symbol = liquid_template_intern (parser->template, LIQUID_SLICE ("block"));
  uint32_t first = liquid_parser_get_position (parser);

  symbol->bound--;
  info->uses_super = uses_super (parser, block->first_op, symbol);
  liquid_parser_emit (parser, LIQUID_OP_BLOCK_END);
  liquid_parser_guard (parser, first, parser->statement_line, 0);
  info->end = liquid_parser_get_position (parser);
  liquid_parser_pop_block (parser);
  return true;
}
