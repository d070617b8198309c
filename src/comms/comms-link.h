#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Links to the next page of a list, which older generations of the API have in place of a token.
 * Private to this layer. */
gboolean comms_link_is_link (const char *text);
char *comms_link_read (const char *link, const char *base_uri);       /* (nullable): a page token */
char *comms_link_get_target (const char *link, const char *base_uri); /* (nullable) */

G_END_DECLS
