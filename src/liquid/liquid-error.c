/* Errors that know where in the template they belong. */

#include "liquid-error.h"

#include "liquid-limits.h"

#include <string.h>

/* Not inlined, here and below: behind the precondition check of GLib's accessor gcc would see a
 * null pointer. */
static G_NO_INLINE void
liquid_error_private_init (LiquidErrorPrivate *self)
{
  *self = (LiquidErrorPrivate){ 0 };
}

static G_NO_INLINE void
liquid_error_private_copy (const LiquidErrorPrivate *from, LiquidErrorPrivate *to)
{
  *to = *from;
  to->tag = g_strdup (from->tag);
}

static G_NO_INLINE void
liquid_error_private_clear (LiquidErrorPrivate *self)
{
  g_clear_pointer (&self->tag, g_free);
}

/**
 * liquid_error_quark:
 *
 * Returns: the domain of errors, whose codes are of #LiquidError
 */
G_DEFINE_EXTENDED_ERROR (LiquidError, liquid_error)

static const LiquidErrorPrivate *
get_private (const GError *error)
{
  return error->domain == LIQUID_ERROR ? liquid_error_get_private (error) : NULL;
}

/**
 * liquid_error_get_span:
 * @error: an error of this domain
 * @span: (out): where it stands in the template; of a render the statement that failed, which is
 *   the `include` or `render` where that is inside a partial
 *
 * Returns: whether the error has a place
 */
bool
liquid_error_get_span (const GError *error, LiquidSpan *span)
{
  g_return_val_if_fail (error != NULL, false);
  g_return_val_if_fail (span != NULL, false);

  const LiquidErrorPrivate *private = get_private (error);
  if (private == NULL) {
    return false;
  }
  *span = private->span;
  return private->has_span;
}

/**
 * liquid_error_get_line:
 * @error: an error of this domain
 *
 * Returns: the line of the statement that it is about, counted as Shopify's engine does: where the
 * markup of a tag begins; 0 where it is not known
 */
unsigned
liquid_error_get_line (const GError *error)
{
  g_return_val_if_fail (error != NULL, 0);

  const LiquidErrorPrivate *private = get_private (error);
  return private != NULL ? private->line : 0;
}

/**
 * liquid_error_get_summary:
 * @error: an error of this domain
 *
 * Returns: (transfer none): its message without the place that it begins with, for those who show
 *   the place themselves; it lives as long as @error
 */
const char *
liquid_error_get_summary (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  const LiquidErrorPrivate *private = get_private (error);
  return error->message + (private != NULL ? private->summary : 0);
}

/**
 * liquid_error_get_mistake:
 * @error: a LIQUID_ERROR_SYNTAX
 * @tag: (out) (transfer none) (nullable): the tag that it is about: one that is not known, or is
 *   not closed, or whose inside cannot be read; %NULL in an output
 * @block: (out) (transfer none) (nullable): the block that is open there, where another end than
 *   its own, or a branch that it does not take, is the mistake
 *
 * The message says the same, and more, in the words of Shopify's engine or of LiquidJS.
 *
 * Returns: what is wrong; %LIQUID_MISTAKE_MARKUP for errors of other kinds
 */
LiquidMistake
liquid_error_get_mistake (const GError *error, const char **tag, const char **block)
{
  g_return_val_if_fail (error != NULL, LIQUID_MISTAKE_MARKUP);
  g_return_val_if_fail (tag != NULL, LIQUID_MISTAKE_MARKUP);
  g_return_val_if_fail (block != NULL, LIQUID_MISTAKE_MARKUP);

  const LiquidErrorPrivate *private = get_private (error);
  *tag = private != NULL ? private->tag : NULL;
  *block = private != NULL ? private->block : NULL;
  return private != NULL ? private->mistake : LIQUID_MISTAKE_MARKUP;
}

/* @facts are copied. */
void
liquid_set_error (GError **error,
                  LiquidError code,
                  const LiquidErrorPrivate *facts,
                  const char *message)
{
  if (error == NULL) {
    return;
  }

  g_autofree char *cut = NULL;
  if (strlen (message) > LIQUID_MAX_MESSAGE) {
    size_t length = LIQUID_MAX_MESSAGE;
    while (length > 0 && (message[length] & 0xc0) == 0x80) {
      length--;
    }
    cut = g_strndup (message, length);
  }
  g_set_error_literal (error, LIQUID_ERROR, code, cut != NULL ? cut : message);
  LiquidErrorPrivate *private = liquid_error_get_private (*error);
  if (private != NULL && facts != NULL) {
    liquid_error_private_copy (facts, private);
  }
}
