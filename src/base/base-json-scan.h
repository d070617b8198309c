#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private to this layer. */
gboolean
base_json_scan (const char *text, gsize length, gsize max_values, char **mended, GError **error);
void base_json_error_set_offset (GError *error, gsize offset);

G_END_DECLS
