/* A parsed template: immutable, so that threads may share it. */

#include "liquid-template.h"

#include "liquid-error.h"
#include "liquid-grammar.h"

#include <string.h>

/* What a message of a few lines needs. */
#define FEW_WORDS 32
#define FEW_OPS 128
#define FEW_GUARDS 32

static LiquidTemplate *
template_new (const char *text, size_t length, LiquidDialect dialect, LiquidMode mode)
{
  LiquidTemplate *self = g_new0 (LiquidTemplate, 1);

  self->source = g_malloc (length + 1);
  memcpy (self->source, text, length);
  self->source[length] = '\0';
  self->length = length;
  self->dialect = dialect;
  self->mode = dialect == LIQUID_SHOPIFY ? mode : LIQUID_LAX;
  self->traits = liquid_dialect_get_traits (dialect);
  liquid_arena_init (&self->arena, NULL, 0);
  self->ops = g_array_sized_new (FALSE, TRUE, sizeof (LiquidOp), FEW_OPS);
  self->guards = g_array_sized_new (FALSE, TRUE, sizeof (LiquidGuard), FEW_GUARDS);
  self->variables = g_array_new (FALSE, TRUE, sizeof (LiquidVariable));
  self->unknown = g_array_new (FALSE, TRUE, sizeof (LiquidUnknownFilter));
  self->partials = g_array_new (FALSE, TRUE, sizeof (LiquidPartialUse));
  self->positionals = g_array_new (FALSE, TRUE, sizeof (LiquidPositional));
  self->symbols = g_ptr_array_new ();
  return self;
}

static bool
parse (LiquidTemplate *self, bool (*run) (LiquidParser *parser), GError **error)
{
  /* Blocks are set when they are opened. */
  g_autofree LiquidParser *parser = g_malloc (sizeof (LiquidParser));

  memset (parser, 0, offsetof (LiquidParser, blocks) + sizeof (LiquidBlock));
  parser->template = self;
  parser->error = error;
  parser->cursor = self->source;
  parser->line = 1;
  parser->column = 1;
  parser->words = g_array_sized_new (FALSE, FALSE, sizeof (LiquidWord), FEW_WORDS);
  parser->statement = (LiquidSlice){ self->source, 0 };
  parser->given = g_array_new (FALSE, FALSE, sizeof (LiquidGiven));
  parser->assigned = g_ptr_array_new ();
  parser->keywords = g_array_new (FALSE, FALSE, sizeof (LiquidKeyword));
  const char *invalid = liquid_find_invalid_utf8 (self->source, self->length);
  bool parsed =
    invalid == NULL
      ? run (parser)
      : liquid_parser_fail_mistake (parser, LIQUID_MISTAKE_ENCODING, (LiquidSlice){ NULL, 0 },
                                    liquid_slice_range (invalid, invalid + 1), "Not UTF-8");
  for (unsigned i = 0; i <= parser->depth; i++) {
    g_clear_pointer (&parser->blocks[i].votes, g_hash_table_unref);
  }
  g_ptr_array_unref (parser->assigned);
  g_array_unref (parser->words);
  g_array_unref (parser->keywords);
  g_array_unref (parser->given);
  return parsed;
}

/**
 * liquid_template_parse:
 * @text: the template, in UTF-8
 * @length: its bytes, or -1 where a zero ends it
 * @dialect: whose rules to follow
 * @error: as of liquid_template_parse_mode()
 *
 * Parses in %LIQUID_LAX: what Shopify's lax mode passes over is passed over here.
 *
 * Returns: (transfer full) (nullable): the template, to be freed with liquid_template_free()
 */
LiquidTemplate *
liquid_template_parse (const char *text, gssize length, LiquidDialect dialect, GError **error)
{
  return liquid_template_parse_mode (text, length, dialect, LIQUID_LAX, error);
}

/**
 * liquid_template_parse_mode:
 * @text: the template, in UTF-8
 * @length: its bytes, or -1 where a zero ends it
 * @dialect: whose rules to follow
 * @mode: what becomes of text that is not by the grammar of %LIQUID_SHOPIFY; the other dialect has
 *   one mode only
 * @error: LIQUID_ERROR_SYNTAX, with a span, where the text is no template: a tag that nobody
 *   knows, a block that never ends, an output or tag that is not closed, a condition without
 *   anything in it; LIQUID_ERROR_LIMIT where it is nested deeper, or longer, than the engine takes
 *
 * Returns: (transfer full) (nullable): the template, to be freed with liquid_template_free()
 */
LiquidTemplate *
liquid_template_parse_mode (
  const char *text, gssize length, LiquidDialect dialect, LiquidMode mode, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (dialect == LIQUID_SHOPIFY || dialect == LIQUID_LIQUIDJS, NULL);

  size_t n_bytes = length >= 0 ? (size_t) length : strlen (text);
  if (n_bytes > LIQUID_MAX_SOURCE) {
    liquid_set_error (error, LIQUID_ERROR_LIMIT, NULL, "A template may have 64 MiB at most");
    return NULL;
  }

  g_autoptr (LiquidTemplate) self = template_new (text, n_bytes, dialect, mode);
  return parse (self, liquid_parser_run, error) ? g_steal_pointer (&self) : NULL;
}

/* Parses an expression of LiquidJS's dialect that a filter runs. */
LiquidTemplate *
liquid_template_parse_expression (LiquidSlice text, LiquidDialect dialect, GError **error)
{
  g_autoptr (LiquidTemplate) self = template_new (text.bytes, text.length, dialect, LIQUID_LAX);

  return parse (self, liquid_parser_run_expression, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * liquid_template_free:
 * @self: (nullable) (transfer full): a template that no thread renders any more
 */
void
liquid_template_free (LiquidTemplate *self)
{
  if (self == NULL) {
    return;
  }
  g_array_unref (self->ops);
  g_array_unref (self->guards);
  g_array_unref (self->variables);
  g_array_unref (self->unknown);
  g_array_unref (self->partials);
  g_array_unref (self->positionals);
  g_ptr_array_unref (self->symbols);
  g_clear_pointer (&self->symbol_index, g_hash_table_unref);
  liquid_arena_reset (&self->arena);
  g_free (self->source);
  g_free (self);
}

/**
 * liquid_template_get_variables:
 * @self: a template
 * @n_variables: (out): their number
 *
 * Lists each use of a variable, in the order of the text. What a path asks of a value that is only
 * known when it is rendered (`a[b]`) stands as empty brackets in it.
 *
 * Returns: (array length=n_variables): the uses; they live as long as @self
 */
const LiquidVariable *
liquid_template_get_variables (const LiquidTemplate *self, size_t *n_variables)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n_variables != NULL, NULL);

  *n_variables = self->variables->len;
  return (const LiquidVariable *) (const void *) self->variables->data;
}

/**
 * liquid_template_get_unknown_filters:
 * @self: a template
 * @n_filters: (out): their number
 *
 * Lists each use of a filter that the engine does not know: the value passes it unchanged.
 *
 * Returns: (array length=n_filters): the uses; they live as long as @self
 */
const LiquidUnknownFilter *
liquid_template_get_unknown_filters (const LiquidTemplate *self, size_t *n_filters)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n_filters != NULL, NULL);

  *n_filters = self->unknown->len;
  return (const LiquidUnknownFilter *) (const void *) self->unknown->data;
}
