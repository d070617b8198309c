#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* JSON text, written rather than built. Private to this layer. */
void comms_json_append_string (GString *text, const char *value);
void comms_json_append_name (GString *text, const char *name);
void comms_json_append_member (GString *text, const char *name, const char *value);
void comms_json_append_boolean (GString *text, const char *name, gboolean value);
void comms_json_append_pairs (GString *text, const char *name, const char *const *pairs);

G_END_DECLS
