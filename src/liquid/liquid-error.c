/* Errors that know where in the template they belong. */

#include "liquid-private.h"

typedef struct {
  LiquidSpan span;
  bool has_span;
} LiquidErrorPrivate;

static void
liquid_error_private_init (LiquidErrorPrivate *self)
{
  *self = (LiquidErrorPrivate){ 0 };
}

static void
liquid_error_private_copy (const LiquidErrorPrivate *from, LiquidErrorPrivate *to)
{
  *to = *from;
}

static void
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

  if (error->domain != LIQUID_ERROR) {
    return false;
  }
  const LiquidErrorPrivate *private = liquid_error_get_private (error);
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
  private->span = *span;
  private->has_span = true;
}
