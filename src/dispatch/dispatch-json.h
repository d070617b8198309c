#pragma once

#include <glib.h>

G_BEGIN_DECLS

void dispatch_json_append_string (GString *json, const char *text);
gsize dispatch_json_measure_string (const char *text, gsize length);

G_END_DECLS
