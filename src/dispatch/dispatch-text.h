#pragma once

#include <liquid.h>

G_BEGIN_DECLS

/* A text with its template, which is parsed when it is first asked for and kept until the text
 * changes. */
typedef struct {
  char *text;               /* (not nullable) once initialised */
  LiquidTemplate *template; /* (nullable) */
  GError *error;            /* (nullable): why there is no template */
} DispatchText;

void dispatch_text_init (DispatchText *self);
void dispatch_text_clear (DispatchText *self);
gboolean dispatch_text_set (DispatchText *self, const char *text);
const LiquidTemplate *dispatch_text_get_template (DispatchText *self, GError **error);

G_END_DECLS
