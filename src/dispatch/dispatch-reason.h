#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Why a row of a job FAILED, in a form that lasts: what the code of the error is called, and its
 * message. */
char *dispatch_reason_new (const GError *error);
GError *dispatch_reason_parse (const char *reason); /* (transfer full) (nullable) */

G_END_DECLS
