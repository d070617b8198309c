/* Errors that know where in the template they belong. */

#include "liquid-error.h"

#include <string.h>

typedef struct {
  LiquidSpan span;
  bool has_span;
  unsigned line;  /* of the statement, 0 where it is not known */
  size_t summary; /* where in the message the place ends and the reason begins */
} LiquidErrorPrivate;

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
}

static G_NO_INLINE void
liquid_error_private_clear (LiquidErrorPrivate *self)
{
}
G_DEFINE_EXTENDED_ERROR (LiquidError, liquid_error)

/**
 * liquid_error_get_span:
 * @error: an error of this domain
 * @span: (out): where it stands in the template
 *
 * Returns: whether the error has a place; an error of a render may have none
 */
bool
liquid_error_get_span (const GError *error, LiquidSpan *span)
{
  g_return_val_if_fail (error != NULL, false);
  g_return_val_if_fail (span != NULL, false);

  const LiquidErrorPrivate *private =
    error->domain == LIQUID_ERROR ? liquid_error_get_private (error) : NULL;
  if (private == NULL) {
    return false;
  }
  *span = private->span;
  return private->has_span;
}

static const LiquidErrorPrivate *
get_private (const GError *error)
{
  return error->domain == LIQUID_ERROR ? liquid_error_get_private (error) : NULL;
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
 * Returns: its message without the place
 */
const char *
liquid_error_get_summary (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  const LiquidErrorPrivate *private = get_private (error);
  return error->message + (private != NULL ? private->summary : 0);
}

/* Where @span is given, it stands before @message; @line is that of the statement, or 0. */
void
liquid_set_error (
  GError **error, LiquidError code, const LiquidSpan *span, unsigned line, const char *message)
{
  if (error == NULL) {
    return;
  }

  g_autofree char *place = span != NULL
                             ? g_strdup_printf ("line %u, column %u: ", span->line, span->column)
                             : g_strdup ("");
  g_set_error (error, LIQUID_ERROR, code, "%s%s", place, message);
  LiquidErrorPrivate *private = liquid_error_get_private (*error);
  if (private != NULL) {
    *private = (LiquidErrorPrivate){
      .span = span != NULL ? *span : (LiquidSpan){ 0 },
      .has_span = span != NULL,
      .line = line,
      .summary = strlen (place),
    };
  }
}
