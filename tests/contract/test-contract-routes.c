/* The routes of the emulator and the paths of its description are the same ones, and the
 * description is served. */

#include "test-emulator.h"

#include <base-json.h>
#include <emulator-call.h>
#include <emulator-openapi.h>
#include <libsoup/soup.h>
#include <string.h>

static const char *const methods[] = { "get",   "put",     "post", "delete",
                                       "patch", "options", "head", "trace" };

static JsonNode *
parse (GBytes *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = base_json_parse (text, &error);

  g_assert_no_error (error);
  return node;
}

static JsonNode *
read_source (void)
{
  g_autoptr (GBytes) source = emulator_openapi_get_source ();

  return parse (source);
}

static void
add_operations (GHashTable *operations, const char *path, JsonObject *item)
{
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++) {
    if (json_object_has_member (item, methods[i])) {
      g_autofree char *method = g_ascii_strup (methods[i], -1);
      g_assert_true (g_hash_table_add (operations, g_strconcat (method, " ", path, NULL)));
    }
  }
}

static void
test_same_routes (void)
{
  g_autoptr (GHashTable) operations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (JsonNode) document = read_source ();
  JsonObject *paths = base_json_object (base_json_node_object (document), "paths");
  JsonObjectIter iter;
  const char *path = NULL;
  JsonNode *item = NULL;

  json_object_iter_init (&iter, paths);
  while (json_object_iter_next (&iter, &path, &item)) {
    add_operations (operations, path, base_json_node_object (item));
  }
  for (const EmulatorRoute *route = emulator_routes; route->method != NULL; route++) {
    g_autofree char *name = g_strconcat (route->method, " ", route->path, NULL);
    if (!g_hash_table_remove (operations, name)) {
      g_test_message ("%s is not described", name);
      g_test_fail ();
    }
  }
  GHashTableIter left;
  g_hash_table_iter_init (&left, operations);
  while (g_hash_table_iter_next (&left, (gpointer *) &path, NULL)) {
    g_test_message ("%s is described and has no route", path);
    g_test_fail ();
  }
}

static JsonNode *
fetch (TestEmulator *emulator, const char *method, guint status)
{
  g_autofree char *root = g_path_get_dirname (test_emulator_get_url (emulator));
  g_autofree char *url = g_strconcat (root, "/openapi.json", NULL);
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = soup_session_send_and_read (session, message, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, status);
  g_assert_cmpstr (
    soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL), ==,
    "application/json");
  return parse (answer);
}

/* All but the servers is what is in the tree, and those are where it was found. */
static void
test_served (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  g_autoptr (JsonNode) served = fetch (emulator, "GET", 200);
  g_autoptr (JsonNode) source = read_source ();
  JsonArray *servers = base_json_array (base_json_node_object (served), "servers");
  JsonArray *relative = base_json_array (base_json_node_object (source), "servers");
  g_autofree char *root = g_path_get_dirname (test_emulator_get_url (emulator));

  g_assert_cmpstr (base_json_string (json_array_get_object_element (servers, 0), "url"), ==,
                   test_emulator_get_url (emulator));
  g_assert_cmpuint (json_array_get_length (servers), ==, json_array_get_length (relative));
  for (guint i = 0; i < json_array_get_length (servers); i++) {
    JsonObject *server = json_array_get_object_element (servers, i);
    const char *url = base_json_string (server, "url");
    g_assert_true (g_str_has_prefix (url, root));
    g_autofree char *rest = g_strdup (url + strlen (root));
    json_object_set_string_member (server, "url", rest);
  }
  g_assert_true (json_node_equal (served, source));
}

static void
test_other_method (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  g_autoptr (JsonNode) refused = fetch (emulator, "DELETE", 405);

  g_assert_nonnull (base_json_array (base_json_node_object (refused), "errors"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contract/same-routes", test_same_routes);
  g_test_add_func ("/contract/served", test_served);
  g_test_add_func ("/contract/other-method", test_other_method);
  return g_test_run ();
}
