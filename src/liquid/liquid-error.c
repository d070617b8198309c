/* Errors that know where in the template they belong. */

#include "liquid-private.h"

typedef struct {
  LiquidSpan span;
  bool has_span;
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

/* With a span the message begins with "line L, column C: ". */
void
liquid_set_error (GError **error, LiquidError code, const LiquidSpan *span, const char *format, ...)
{
  if (error == NULL) {
    return;
  }

  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  if (span == NULL) {
    g_set_error_literal (error, LIQUID_ERROR, code, message);
    return;
  }
  g_set_error (error, LIQUID_ERROR, code, "line %u, column %u: %s", span->line, span->column,
               message);
  LiquidErrorPrivate *private = liquid_error_get_private (*error);
  if (private != NULL) {
    *private = (LiquidErrorPrivate){ *span, true };
  }
}
