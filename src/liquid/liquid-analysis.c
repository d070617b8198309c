/* What can be said of a template before it is sent: see also the lists of variables and filters in
 * liquid-template.c. Everything is safe for threads; what is found by parsing lives as long as the
 * template. */

#include "liquid-render.h"
#include "liquid-tags-text.h"
#include "liquid-tags.h"

#include <string.h>

/**
 * liquid_template_get_partials:
 * @self: a template
 * @n_partials: (out): their number
 *
 * Lists each `include` and `render`, in the order of the text. A partial that is included sees the
 * variables of the template and may change them; what it needs itself its own template says. In
 * Shopify's dialect an `include` without `with` asks for a variable of its own name, too, which is
 * not listed.
 *
 * Returns: (transfer none) (array length=n_partials): the uses; they live as long as @self
 */
const LiquidPartialUse *
liquid_template_get_partials (const LiquidTemplate *self, size_t *n_partials)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n_partials != NULL, NULL);

  *n_partials = self->partials.len;
  return self->partials.items;
}

/**
 * liquid_template_get_positionals:
 * @self: a template
 * @n_positionals: (out): their number
 *
 * Lists each output of digits only. Texts that are stored at a service have such places for
 * parameters; Liquid prints the number.
 *
 * Returns: (transfer none) (array length=n_positionals): the outputs; they live as long as @self
 */
const LiquidPositional *
liquid_template_get_positionals (const LiquidTemplate *self, size_t *n_positionals)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n_positionals != NULL, NULL);

  *n_positionals = self->positionals.len;
  return self->positionals.items;
}

/* A walk through the tags and outputs of a text that need not be a template. */
typedef struct _Search Search;

struct _Search {
  LiquidLexer lexer;
  LiquidLocator locator;
  LiquidDialect dialect;
  void (*note) (Search *self, const LiquidToken *token);
  GArray *found;
};

/* Passes over what is no template inside the tag just read. */
static void
skip_inside (Search *self, const LiquidToken *token)
{
  const LiquidTag *tag = liquid_dialect_find_tag (self->dialect, token->name);
  LiquidSlice body;
  bool nested;

  if (tag == NULL || !tag->is_verbatim) {
    return;
  }
  if (tag->open == liquid_tag_open_comment) {
    liquid_lexer_skip_comment (&self->lexer, &body);
  } else if (tag->open == liquid_tag_open_raw) {
    liquid_lexer_skip_raw (&self->lexer, &body);
  } else {
    liquid_lexer_skip_doc (&self->lexer, &body, &nested);
  }
}

/* Each line of a tag `liquid` is a tag; where that is `liquid` again, its rest is. */
static void
walk_lines (Search *self, LiquidSlice lines)
{
  LiquidLexer outer = self->lexer;
  LiquidToken token;

  liquid_lexer_init (&self->lexer, lines, liquid_dialect_get_traits (self->dialect));
  self->lexer.lines = true;
  for (liquid_lexer_next (&self->lexer, &token); token.type != LIQUID_TOKEN_END;
       liquid_lexer_next (&self->lexer, &token)) {
    if (liquid_slice_equal (token.name, LIQUID_SLICE ("liquid"))) {
      self->lexer.next = token.markup.bytes;
      continue;
    }
    self->note (self, &token);
    skip_inside (self, &token);
  }
  self->lexer = outer;
}

static void
walk (Search *self, LiquidSlice text)
{
  LiquidToken token;

  self->locator = liquid_locator_new (text);
  liquid_lexer_init (&self->lexer, text, liquid_dialect_get_traits (self->dialect));
  for (liquid_lexer_next (&self->lexer, &token); token.type != LIQUID_TOKEN_END;
       liquid_lexer_next (&self->lexer, &token)) {
    if (liquid_slice_equal (token.name, LIQUID_SLICE ("liquid"))) {
      walk_lines (self, token.markup);
      continue;
    }
    self->note (self, &token);
    skip_inside (self, &token);
  }
}

static bool
is_known (LiquidDialect dialect, LiquidSlice name)
{
  return liquid_dialect_find_tag (dialect, name) != NULL ||
         liquid_dialect_classify_unknown (dialect, name) != LIQUID_MISTAKE_UNKNOWN_TAG;
}

static void
note_tag (Search *self, const LiquidToken *token)
{
  if (token->type == LIQUID_TOKEN_TAG && token->name.length > 0 &&
      !is_known (self->dialect, token->name)) {
    LiquidUnknownTag unknown = {
      .name = g_strndup (token->name.bytes, token->name.length),
      .span = liquid_locator_find (&self->locator, token->name),
    };
    g_array_append_val (self->found, unknown);
  }
}

/**
 * liquid_find_unknown_tags:
 * @text: a text, which need not be a template
 * @length: its bytes, or -1 where a zero ends it
 * @dialect: whose tags to know
 * @n_tags: (out): their number
 *
 * Lists each tag that the engine does not know. Parsing ends at the first of them; an editor wants
 * to mark all.
 *
 * Returns: (transfer full) (nullable) (array length=n_tags): the tags, in the order of the text, to
 * be freed with liquid_unknown_tags_free()
 */
LiquidUnknownTag *
liquid_find_unknown_tags (const char *text, gssize length, LiquidDialect dialect, size_t *n_tags)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (n_tags != NULL, NULL);

  size_t n_bytes = length >= 0 ? (size_t) length : strlen (text);
  Search self = {
    .dialect = dialect,
    .note = note_tag,
    .found = g_array_new (FALSE, FALSE, sizeof (LiquidUnknownTag)),
  };

  walk (&self, (LiquidSlice){ text, n_bytes });
  *n_tags = self.found->len;
  return (LiquidUnknownTag *) (void *) g_array_free (self.found, FALSE);
}

/**
 * liquid_unknown_tags_free:
 * @tags: (nullable) (transfer full) (array length=n_tags): what liquid_find_unknown_tags() returned
 * @n_tags: their number
 *
 * Frees the list and its names.
 */
void
liquid_unknown_tags_free (LiquidUnknownTag *tags, size_t n_tags)
{
  for (size_t i = 0; i < n_tags; i++) {
    g_free (tags[i].name);
  }
  g_free (tags);
}

/* Quotation marks that word processors make of straight ones. Liquid takes them for a part of a
 * name. */
static const LiquidSlice curly_quotes[] = {
  LIQUID_SLICE ("“"), LIQUID_SLICE ("”"), LIQUID_SLICE ("„"), LIQUID_SLICE ("‟"),
  LIQUID_SLICE ("‘"), LIQUID_SLICE ("’"), LIQUID_SLICE ("‚"), LIQUID_SLICE ("‛"),
  LIQUID_SLICE ("«"), LIQUID_SLICE ("»"), LIQUID_SLICE ("‹"), LIQUID_SLICE ("›"),
  LIQUID_SLICE ("″"), LIQUID_SLICE ("′"),
};

static size_t
scan_curly_quote (const char *p, const char *end)
{
  for (size_t i = 0; i < G_N_ELEMENTS (curly_quotes); i++) {
    LiquidSlice quote = curly_quotes[i];
    if ((size_t) (end - p) >= quote.length && memcmp (p, quote.bytes, quote.length) == 0) {
      return quote.length;
    }
  }
  return 0;
}

/* Behind the text in straight quotes at @p; @p where there is none. */
static const char *
skip_quoted (const char *p, const char *end)
{
  const char *close = *p == '"' || *p == '\'' ? memchr (p + 1, *p, (size_t) (end - p - 1)) : NULL;

  return close != NULL ? close + 1 : p;
}

static void
note_quotes (Search *self, const LiquidToken *token)
{
  const char *end = token->whole.bytes + token->whole.length;
  bool is_comment = liquid_slice_equal (token->name, LIQUID_SLICE ("#"));

  for (const char *p = token->whole.bytes;
       token->type != LIQUID_TOKEN_TEXT && !is_comment && p < end;) {
    size_t length = (uint8_t) *p < 0x80 ? 0 : scan_curly_quote (p, end);
    const char *behind = length > 0 ? p + length : skip_quoted (p, end);
    if (length > 0) {
      LiquidSpan span = liquid_locator_find (&self->locator, (LiquidSlice){ p, length });
      g_array_append_val (self->found, span);
    }
    p = behind > p ? behind : p + 1;
  }
}

/**
 * liquid_find_curly_quotes:
 * @text: a text, which need not be a template
 * @length: its bytes, or -1 where a zero ends it
 * @dialect: whose tags to know
 * @n_quotes: (out): their number
 *
 * Lists each typographic quotation mark inside an output or a tag, as word processors and
 * messengers put them in place of straight ones. To Liquid they are letters of a name, so what they
 * quote is read as a variable that nobody has. Those inside straight quotes are text, and left out.
 *
 * Returns: (transfer full) (nullable) (array length=n_quotes): where they stand, to be freed with
 *   g_free()
 */
LiquidSpan *
liquid_find_curly_quotes (const char *text, gssize length, LiquidDialect dialect, size_t *n_quotes)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (n_quotes != NULL, NULL);

  size_t n_bytes = length >= 0 ? (size_t) length : strlen (text);
  Search self = {
    .dialect = dialect,
    .note = note_quotes,
    .found = g_array_new (FALSE, FALSE, sizeof (LiquidSpan)),
  };

  walk (&self, (LiquidSlice){ text, n_bytes });
  *n_quotes = self.found->len;
  return (LiquidSpan *) (void *) g_array_free (self.found, FALSE);
}

/* Finds the statement of @template that prints the byte at @offset. */
static bool
find_statement (const LiquidTemplate *template,
                const LiquidRenderOptions *options,
                size_t offset,
                LiquidSpan *span)
{
  g_autoptr (GString) output = g_string_new (NULL);
  LiquidWatch watch = { .offset = offset };

  liquid_render_run (template, options, &watch, output, NULL);
  if (!watch.found || watch.statement.bytes == NULL) {
    return false;
  }
  *span = liquid_template_locate (template, watch.statement);
  return true;
}

static size_t
find_difference (const GString *text, const GString *other)
{
  size_t offset = 0;

  while (offset < text->len && offset < other->len && text->str[offset] == other->str[offset]) {
    offset++;
  }
  /* Whole characters differ. */
  while (offset > 0 && ((offset < text->len && (text->str[offset] & 0xc0) == 0x80) ||
                        (offset < other->len && (other->str[offset] & 0xc0) == 0x80))) {
    offset--;
  }
  return offset;
}

/**
 * liquid_template_compare:
 * @self: a template
 * @other: another one, which is usually the same text in another dialect
 * @options: the data and what a render may do; asked for each of them
 * @difference: (out caller-allocates): what is different, to be cleared with
 *   liquid_difference_clear(); set where this returns false without an error
 * @error: as of liquid_template_render_full(), where @self does not render
 *
 * Renders both and compares what they print, byte by byte. The span of the difference is of the
 * statement in @self that prints the first byte that differs; of the one in @other where @self
 * prints nothing there; or of the error where @other does not render. A loop or a partial counts as
 * the statement where nothing finer is known.
 *
 * Returns: whether both print the same
 */
bool
liquid_template_compare (const LiquidTemplate *self,
                         const LiquidTemplate *other,
                         const LiquidRenderOptions *options,
                         LiquidDifference *difference,
                         GError **error)
{
  g_return_val_if_fail (self != NULL, false);
  g_return_val_if_fail (other != NULL, false);
  g_return_val_if_fail (options != NULL, false);
  g_return_val_if_fail (difference != NULL, false);

  g_autoptr (GString) text = g_string_new (NULL), other_text = g_string_new (NULL);
  g_autoptr (GError) other_error = NULL;

  *difference = (LiquidDifference){ 0 };
  if (!liquid_template_render_full (self, options, text, error)) {
    return false;
  }
  bool rendered = liquid_template_render_full (other, options, other_text, &other_error);
  if (rendered && g_string_equal (text, other_text)) {
    return true;
  }
  if (rendered) {
    difference->offset = find_difference (text, other_text);
    difference->has_span = find_statement (difference->offset < text->len ? self : other, options,
                                           difference->offset, &difference->span);
    difference->other_text = g_string_free (g_steal_pointer (&other_text), FALSE);
  } else {
    difference->has_span = liquid_error_get_span (other_error, &difference->span);
    difference->other_error = g_strdup (other_error->message);
  }
  difference->text = g_string_free (g_steal_pointer (&text), FALSE);
  return false;
}

/**
 * liquid_difference_clear:
 * @difference: a difference, or zeroes
 *
 * Frees the texts of a difference.
 */
void
liquid_difference_clear (LiquidDifference *difference)
{
  g_return_if_fail (difference != NULL);

  g_clear_pointer (&difference->text, g_free);
  g_clear_pointer (&difference->other_text, g_free);
  g_clear_pointer (&difference->other_error, g_free);
}
