#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a device token looks like. None of this is a rule of the API, which takes any text, so what
 * does not fit is worth a warning and no more. */
typedef enum {
  DISPATCH_TOKEN_FITS,
  DISPATCH_TOKEN_CHARACTERS, /* it has some that the provider does not use */
  DISPATCH_TOKEN_SHORT,      /* a part of it is missing, it seems */
  DISPATCH_TOKEN_ODD,        /* of hexadecimal digits, but half a byte too many or too few */
  DISPATCH_TOKEN_LONG,
  DISPATCH_TOKEN_OTHER, /* it looks like one of the other provider */
} DispatchTokenShape;

DispatchTokenShape dispatch_token_check (const char *provider, const char *token);
char *dispatch_token_clean (const char *text);
const char *dispatch_provider_parse (const char *text);
gboolean dispatch_user_id_is_valid (const char *id);
gboolean dispatch_user_id_fits (const char *id);

G_END_DECLS
