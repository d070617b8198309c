#include <base-json.h>

static JsonNode *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return base_json_parse (bytes, error);
}

static void
test_members (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node =
    parse ("{\"s\":\"x\",\"i\":7,\"b\":true,\"n\":null,\"a\":[1],\"o\":{\"k\":\"v\"}}", &error);
  g_assert_no_error (error);

  JsonObject *object = base_json_node_object (node);
  g_assert_cmpstr (base_json_string (object, "s"), ==, "x");
  g_assert_cmpint (base_json_int (object, "i", -1), ==, 7);
  g_assert_true (base_json_boolean (object, "b", FALSE));
  g_assert_cmpuint (json_array_get_length (base_json_array (object, "a")), ==, 1);
  g_assert_cmpstr (base_json_string (base_json_object (object, "o"), "k"), ==, "v");
}

static void
test_other_types (void)
{
  g_autoptr (JsonNode) node =
    parse ("{\"s\":\"x\",\"i\":7,\"f\":1.5,\"n\":null,\"a\":[],\"o\":{}}", NULL);
  JsonObject *object = base_json_node_object (node);
  const char *names[] = { "s", "i", "f", "n", "a", "o", "absent" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_assert_true (i == 0 || base_json_string (object, names[i]) == NULL);
    g_assert_true (i == 1 || base_json_int (object, names[i], -1) == -1);
    g_assert_true (base_json_boolean (object, names[i], TRUE));
    g_assert_true (i == 4 || base_json_array (object, names[i]) == NULL);
    g_assert_true (i == 5 || base_json_object (object, names[i]) == NULL);
  }
  g_assert_null (base_json_string (NULL, "s"));
  g_assert_null (base_json_node_object (NULL));
}

static void
test_refused (void)
{
  const char *texts[] = { "", " ", "{", "{\"a\":}", "<html>", "[1,]x", "\xff\xfe" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = parse (texts[i], &error);
    g_assert_error (error, BASE_JSON_ERROR, BASE_JSON_ERROR_SYNTAX);
    g_assert_null (node);
  }
}

static char *
nest (guint depth)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++) {
    g_string_append_c (text, '[');
  }
  for (guint i = 0; i < depth; i++) {
    g_string_append_c (text, ']');
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_depth (void)
{
  g_autofree char *allowed = nest (BASE_JSON_MAX_DEPTH);
  g_autoptr (GError) allowed_error = NULL;
  g_autoptr (JsonNode) node = parse (allowed, &allowed_error);
  g_assert_no_error (allowed_error);
  g_assert_nonnull (node);

  const guint depths[] = { BASE_JSON_MAX_DEPTH + 1, 20000, 5000000 };
  for (gsize i = 0; i < G_N_ELEMENTS (depths); i++) {
    g_autofree char *text = nest (depths[i]);
    g_autoptr (GError) error = NULL;
    g_assert_null (parse (text, &error));
    g_assert_error (error, BASE_JSON_ERROR, BASE_JSON_ERROR_TOO_DEEP);
  }

  g_autoptr (JsonNode) brackets_in_text = parse ("[\"[[[[[\\\"[[[[\"]", NULL);
  g_assert_nonnull (brackets_in_text);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/json/members", test_members);
  g_test_add_func ("/base/json/other-types", test_other_types);
  g_test_add_func ("/base/json/refused", test_refused);
  g_test_add_func ("/base/json/depth", test_depth);
  return g_test_run ();
}
