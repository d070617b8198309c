/* The description of what the emulator speaks: openapi.json beside this file, OpenAPI 3.1, which is
 * compiled in. The tests hold the answers against it and its paths against the routes, so whoever
 * changes one changes the other. */

#include "emulator-openapi.h"

#include "emulator-resources.h"

#include <base-json.h>

#define SOURCE "/carillon-emulator/openapi.json"

/**
 * emulator_openapi_get_source:
 *
 * Returns: (transfer full): the description as it is in the source tree, where the addresses of
 *   servers have no host
 */
GBytes *
emulator_openapi_get_source (void)
{
  g_autoptr (GError) error = NULL;
  GBytes *source =
    g_resource_lookup_data (emulator_get_resource (), SOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  g_assert_no_error (error);
  return source;
}

/* "/v1" becomes "http://127.0.0.1:8080/v1": the parts that are relative in the source. */
static void
complete_servers (JsonArray *servers, const char *base_url)
{
  g_autofree char *root = g_path_get_dirname (base_url);

  for (guint i = 0; i < json_array_get_length (servers); i++) {
    JsonObject *server = json_array_get_object_element (servers, i);
    g_autofree char *url = g_strconcat (root, json_object_get_string_member (server, "url"), NULL);
    json_object_set_string_member (server, "url", url);
  }
}

/**
 * emulator_openapi_write:
 * @json: where to, at the root
 * @base_url: where it listens, with the version
 *
 * Writes the description, with its servers where they are.
 */
void
emulator_openapi_write (JsonBuilder *json, const char *base_url)
{
  g_return_if_fail (json != NULL && base_url != NULL);

  g_autoptr (GBytes) source = emulator_openapi_get_source ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = base_json_parse (source, &error);
  g_assert_no_error (error);
  JsonObject *document = json_node_get_object (node);
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;

  complete_servers (json_object_get_array_member (document, "servers"), base_url);
  json_builder_begin_object (json);
  json_object_iter_init_ordered (&iter, document);
  while (json_object_iter_next_ordered (&iter, &name, &value)) {
    json_builder_set_member_name (json, name);
    json_builder_add_value (json, json_node_copy (value));
  }
  json_builder_end_object (json);
}
