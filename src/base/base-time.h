#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean base_time_parse (const char *text, gint64 *unix_usec);
char *base_time_format (gint64 unix_usec);

G_END_DECLS
