#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define BASE_JSON_MAX_DEPTH 64

#define BASE_JSON_ERROR (base_json_error_quark ())
GQuark base_json_error_quark (void);

typedef enum {
  BASE_JSON_ERROR_SYNTAX,
  BASE_JSON_ERROR_TOO_DEEP,
  BASE_JSON_ERROR_TOO_MANY, /* values */
  BASE_JSON_ERROR_INEXACT,  /* means one thing to one reader and another to the next */
} BaseJsonError;

gboolean base_json_error_get_offset (const GError *error, gsize *offset);

JsonNode *base_json_parse (GBytes *bytes, GError **error);
JsonNode *base_json_parse_limited (GBytes *bytes, gsize max_values, GError **error);
JsonNode *base_json_parse_exact (GBytes *bytes, gsize max_values, GError **error);

JsonObject *base_json_node_object (JsonNode *node);
const char *base_json_node_string (JsonNode *node);
JsonNode *base_json_member (JsonObject *object, const char *name);
const char *base_json_string (JsonObject *object, const char *name);
gint64 base_json_int (JsonObject *object, const char *name, gint64 fallback);
gboolean base_json_boolean (JsonObject *object, const char *name, gboolean fallback);
JsonObject *base_json_object (JsonObject *object, const char *name);
JsonArray *base_json_array (JsonObject *object, const char *name);

G_END_DECLS
