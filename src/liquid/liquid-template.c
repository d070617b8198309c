/* A parsed template: immutable, so that threads may share it. */

#include "liquid-template.h"

#include "liquid-error.h"
#include "liquid-parser.h"

#include <string.h>

/* Bytes of memory for what is made of a byte of the source, up to the largest that is taken at
 * once.
 */
#define ARENA_FACTOR 2
#define LARGEST_ARENA 4096

static LiquidTemplate *
template_new (const char *text, size_t length, LiquidDialect dialect, LiquidMode mode)
{
  size_t room = MIN (length * ARENA_FACTOR, LARGEST_ARENA);
  LiquidTemplate *self = g_malloc (sizeof (LiquidTemplate) + room + length + 1);
  char *first = (char *) (self + 1);

  /* The source stands behind the first memory of the arena. */
  *self = (LiquidTemplate){ .source = first + room, .length = length, .dialect = dialect };
  memcpy (self->source, text, length);
  self->source[length] = '\0';
  self->mode = dialect == LIQUID_SHOPIFY ? mode : LIQUID_LAX;
  self->traits = liquid_dialect_get_traits (dialect);
  liquid_arena_init (&self->arena, first, room);
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
  parser->locator = liquid_locator_new ((LiquidSlice){ self->source, self->length });
  parser->statement = (LiquidSlice){ self->source, 0 };
  const char *invalid = liquid_find_invalid_utf8 (self->source, self->length);
  bool parsed =
    invalid == NULL
      ? run (parser)
      : liquid_parser_fail_mistake (parser, LIQUID_MISTAKE_ENCODING, (LiquidSlice){ NULL, 0 },
                                    liquid_slice_range (invalid, invalid + 1), "Not UTF-8");
  for (unsigned i = 0; i <= parser->depth; i++) {
    g_clear_pointer (&parser->blocks[i].votes, g_hash_table_unref);
  }
  g_free (parser->assigned.items);
  g_free (parser->words.items);
  g_free (parser->keywords.items);
  g_free (parser->given.items);
  return parsed;
}

/**
 * liquid_template_parse:
 * @text: (array length=length): the template, in UTF-8, which is copied
 * @length: its bytes, or -1 where a zero ends it
 * @dialect: whose rules to follow
 * @error: as of liquid_template_parse_mode()
 *
 * Parses in %LIQUID_LAX: what Shopify's lax mode passes over is passed over here.
 *
 * Returns: (transfer full) (nullable): the template, to be freed with liquid_template_free(); %NULL
 *   with @error set
 */
LiquidTemplate *
liquid_template_parse (const char *text, gssize length, LiquidDialect dialect, GError **error)
{
  return liquid_template_parse_mode (text, length, dialect, LIQUID_LAX, error);
}

/**
 * liquid_template_parse_mode:
 * @text: (array length=length): the template, in UTF-8, which is copied
 * @length: its bytes, or -1 where a zero ends it
 * @dialect: whose rules to follow
 * @mode: what becomes of text that is not by the grammar of %LIQUID_SHOPIFY; the other dialect has
 *   one mode only
 * @error: %LIQUID_ERROR_SYNTAX, with a span, where the text is no template: a tag that nobody
 *   knows, a block that never ends, an output or tag that is not closed, a condition without
 *   anything in it, a byte that is not UTF-8; %LIQUID_ERROR_LIMIT where it is nested deeper, or
 *   longer, than the engine takes
 *
 * Errors are worded as Shopify/liquid 5.13 or LiquidJS words them. Takes time and memory in
 * proportion to @length.
 *
 * Returns: (transfer full) (nullable): the template, to be freed with liquid_template_free(); %NULL
 *   with @error set
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

/* Parses a partial of @outer. As in Shopify's engine its text goes on where the one that was parsed
 * before it ended: a dash there, @trim, takes its leading white space. */
LiquidTemplate *
liquid_template_parse_partial (const LiquidTemplate *outer,
                               LiquidSlice text,
                               bool trim,
                               GError **error)
{
  if (text.length > LIQUID_MAX_SOURCE) {
    liquid_set_error (error, LIQUID_ERROR_LIMIT, NULL, "A template may have 64 MiB at most");
    return NULL;
  }

  g_autoptr (LiquidTemplate) self =
    template_new (text.bytes, text.length, outer->dialect, outer->mode);
  self->trims = trim && outer->dialect == LIQUID_SHOPIFY;
  return parse (self, liquid_parser_run, error) ? g_steal_pointer (&self) : NULL;
}

/* Parses an expression of LiquidJS's dialect that a filter runs. */
LiquidTemplate *
liquid_template_parse_expression (LiquidSlice text, LiquidDialect dialect, GError **error)
{
  g_autoptr (LiquidTemplate) self = template_new (text.bytes, text.length, dialect, LIQUID_LAX);

  return parse (self, liquid_parser_run_expression, error) ? g_steal_pointer (&self) : NULL;
}

/* Where a part of the source stands. */
LiquidSpan
liquid_template_locate (const LiquidTemplate *self, LiquidSlice where)
{
  LiquidLocator locator = liquid_locator_new ((LiquidSlice){ self->source, self->length });

  return liquid_locator_find (&locator, where);
}

/**
 * liquid_template_free:
 * @self: (nullable) (transfer full): a template that no thread renders any more
 *
 * Frees the template, and all that it was asked about itself.
 */
void
liquid_template_free (LiquidTemplate *self)
{
  if (self == NULL) {
    return;
  }
  g_free (self->ops.items);
  g_free (self->guards.items);
  g_free (self->variables.items);
  g_free (self->unknown.items);
  g_free (self->partials.items);
  g_free (self->positionals.items);
  g_free (self->symbols.items);
  g_clear_pointer (&self->symbol_index, g_hash_table_unref);
  liquid_arena_reset (&self->arena);
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
 * Returns: (transfer none) (array length=n_variables): the uses; they live as long as @self
 */
const LiquidVariable *
liquid_template_get_variables (const LiquidTemplate *self, size_t *n_variables)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n_variables != NULL, NULL);

  *n_variables = self->variables.len;
  return self->variables.items;
}

/**
 * liquid_template_get_unknown_filters:
 * @self: a template
 * @n_filters: (out): their number
 *
 * Lists each use of a filter that the engine does not know: the value passes it unchanged.
 *
 * Returns: (transfer none) (array length=n_filters): the uses; they live as long as @self
 */
const LiquidUnknownFilter *
liquid_template_get_unknown_filters (const LiquidTemplate *self, size_t *n_filters)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n_filters != NULL, NULL);

  *n_filters = self->unknown.len;
  return self->unknown.items;
}
