#include "dispatch-request-private.h"

#include <string.h>

typedef struct {
  guint line;
  guint column;
} DispatchRequestErrorPrivate;

/* Not inlined, here and below: behind the precondition check of GLib's accessor gcc would see a
 * null pointer. */
static G_NO_INLINE void
dispatch_request_error_private_init (DispatchRequestErrorPrivate *priv)
{
}

static G_NO_INLINE void
dispatch_request_error_private_copy (const DispatchRequestErrorPrivate *from,
                                     DispatchRequestErrorPrivate *to)
{
  *to = *from;
}

static G_NO_INLINE void
dispatch_request_error_private_clear (DispatchRequestErrorPrivate *priv)
{
}

G_DEFINE_EXTENDED_ERROR (DispatchRequestError, dispatch_request_error)

/* @text is what was pasted, and @offset the byte of it that is wrong; without a text there is no
 * place. */
void
dispatch_request_set_error (
  GError **error, DispatchRequestError code, const char *text, gsize offset, const char *message)
{
  GError *created = g_error_new_literal (DISPATCH_REQUEST_ERROR, code, message);
  DispatchRequestErrorPrivate *priv = dispatch_request_error_get_private (created);

  if (text != NULL && priv != NULL) {
    const char *line = text;
    priv->line = 1;
    for (const char *at = text; at < text + offset && *at != '\0'; at++) {
      if (*at == '\n') {
        priv->line++;
        line = at + 1;
      }
    }
    priv->column = (guint) g_utf8_strlen (line, text + offset - line) + 1;
  }
  g_propagate_error (error, created);
}

static DispatchRequestErrorPrivate
get_place (const GError *error)
{
  const DispatchRequestErrorPrivate *priv = error != NULL && error->domain == DISPATCH_REQUEST_ERROR
                                              ? dispatch_request_error_get_private (error)
                                              : NULL;

  return priv != NULL ? *priv : (DispatchRequestErrorPrivate){ 0 };
}

guint
dispatch_request_error_get_line (const GError *error)
{
  return get_place (error).line;
}

guint
dispatch_request_error_get_column (const GError *error)
{
  return get_place (error).column;
}
