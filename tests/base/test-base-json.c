#include <base-json-array.h>
#include <string.h>

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
assert_pieces (const char *text, guint n_elements)
{
  BaseJsonArray array;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) whole = parse (text, &error);
  g_assert_no_error (error);
  JsonArray *expected = base_json_array (base_json_node_object (whole), "rows");
  guint n = 0;

  g_assert_true (base_json_array_find (&array, text, strlen (text), "rows"));
  g_autoptr (JsonNode) rest = base_json_array_parse_rest (&array, strlen (text), &error);
  g_assert_no_error (error);
  JsonArray *emptied = base_json_array (base_json_node_object (rest), "rows");
  g_assert_cmpuint (json_array_get_length (emptied), ==, 0);
  g_assert_cmpuint (json_object_get_size (base_json_node_object (rest)), ==,
                    json_object_get_size (base_json_node_object (whole)));
  while (TRUE) {
    g_autoptr (JsonNode) piece = base_json_array_parse_next (&array, n_elements, &error);
    g_assert_no_error (error);
    JsonArray *elements = json_node_get_array (piece);
    if (json_array_get_length (elements) == 0) {
      break;
    }
    g_assert_cmpuint (json_array_get_length (elements), <=, n_elements);
    for (guint i = 0; i < json_array_get_length (elements); i++) {
      g_assert_true (json_node_equal (json_array_get_element (elements, i),
                                      json_array_get_element (expected, n++)));
    }
  }
  g_assert_cmpuint (n, ==, json_array_get_length (expected));
}

static void
test_pieces (void)
{
  static const char *const texts[] = {
    "{\"rows\":[]}",
    " { \"a\" : \"]}\" , \"rows\" : [ [1, \"a,]\\\"\"], {\"x\": [2, 3]}, \"\\\\\", 4 ] , \"z\":{} } ",
    "{\"x\":{\"rows\":[1]},\"y\":\"rows\",\"rows\":[\"\xc3\xa4\",[],{},null,true,-1.5e3,\"\"]}",
  };
  static const char *const others[] = {
    "", "[]", "{", "{\"rows\":1}", "{\"row\":[]}", "{\"rows\"", "{\"x\":1}", "{\"rows\":[1"
  };
  BaseJsonArray array;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    for (guint n = 1; n < 9; n++) {
      assert_pieces (texts[i], n);
    }
  }
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_assert_false (base_json_array_find (&array, others[i], strlen (others[i]), "rows"));
  }
}

static void
test_damaged_pieces (void)
{
  static const char *const texts[] = { "{\"rows\":[,1]}",  "{\"rows\":[1,]}", "{\"rows\":[1,,2]}",
                                       "{\"rows\":[1 2]}", "{\"rows\":[[}]]", "{\"rows\":[1,2]]}",
                                       "{\"rows\":[1,x]}", "{\"rows\":[1}]",  "{\"rows\":[1,{]}" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    for (guint n = 1; n < 4; n++) {
      BaseJsonArray array;
      g_autoptr (GError) error = NULL;
      gsize length = strlen (texts[i]);
      if (!base_json_array_find (&array, texts[i], length, "rows")) {
        continue;
      }
      g_autoptr (JsonNode) rest = base_json_array_parse_rest (&array, length, &error);
      gboolean goes_on = rest != NULL;
      while (goes_on) {
        g_autoptr (JsonNode) piece = base_json_array_parse_next (&array, n, &error);
        goes_on = piece != NULL && json_array_get_length (json_node_get_array (piece)) > 0;
      }
      g_assert_error (error, BASE_JSON_ERROR, BASE_JSON_ERROR_SYNTAX);
    }
  }
}

static void
test_refused (void)
{
  /* clang-format off */
  const char *texts[] = {
    "", " ", "\xef\xbb\xbf", "{", "[", "}", "]", "[}", "{]", "{\"a\":}", "{\"a\"}", "{\"a\" 1}", "{a:1}",
    "{'a':1}", "{\"a\":1,}", "[1,]", "[,1]", "[1 2]", "<html>", "[1,]x", "{}{}", "{} x", "[1],", "1 2",
    "// c\n{}", "/* c */{}", "[/**/]", "var x = 1;", "tru", "nul", "True", "NaN", "Infinity", "-", "+1",
    "01", "-01", ".5", "1.", "1e", "1e+", "0x10", "1_000", "\"", "\"a", "\"\\\"", "\"\\q\"", "\"\\u12\"",
    "\"\\u12g4\"", "\"\\u\"", "\"a\nb\"", "\"\t\"", "\"\x01\"", "\xff\xfe", "\"\xff\"", "\"\xed\xa0\x80\"",
    "\"\xc0\xaf\"",
  };
  /* clang-format on */

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = parse (texts[i], &error);
    g_assert_error (error, BASE_JSON_ERROR, BASE_JSON_ERROR_SYNTAX);
    g_assert_null (node);
  }
}

static void
test_accepted (void)
{
  const char *texts[] = {
    "0",
    "-0",
    " [ ] ",
    "{}",
    "\t\r\n{ \"a\" : [ 1 , -2.5e-3 , 1E+2 ] }",
    "null",
    "\"\"",
    "[true,false,null]",
    "\xef\xbb\xbf{}",
    "{\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\":\"é😀\x7f\"}",
    "[99999999999999999999,-99999999999999999999,1e999]",
    "{\"a\":1,\"a\":\"x\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = parse (texts[i], &error);
    g_assert_no_error (error);
    g_assert_nonnull (node);
  }
}

/* json-glib ends a text at a NUL, and makes invalid UTF-8 of half a surrogate pair. */
static void
test_mended (void)
{
  const struct {
    const char *text;
    const char *value;
  } cases[] = {
    { "{\"a\":\"x\\u0000y\"}", "x\xef\xbf\xbdy" },
    { "{\"a\":\"\\ud800x\"}", "\xef\xbf\xbdx" },
    { "{\"a\":\"\\udc00\"}", "\xef\xbf\xbd" },
    { "{\"a\":\"\\ud83d\\u0041\"}", "\xef\xbf\xbd"
                                    "A" },
    { "{\"a\":\"\\ud83d\\ud83d\\ude00\"}", "\xef\xbf\xbd😀" },
    { "{\"a\":\"\\uD83D\\uDE00\"}", "😀" },
    { "{\"a\":\"\\\\u0000\"}", "\\u0000" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = parse (cases[i].text, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (base_json_string (base_json_node_object (node), "a"), ==, cases[i].value);
  }
}

/* Whatever was read can be written, and read again. */
static void
test_large_number (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = parse ("{\"a\":1e999,\"b\":[-2E308,2.5],\"c\":1.7e308}", &error);
  g_assert_no_error (error);
  JsonObject *object = base_json_node_object (node);
  g_autofree char *text = json_to_string (node, FALSE);

  g_assert_true (json_object_get_null_member (object, "a"));
  g_assert_cmpfloat (json_object_get_double_member (object, "c"), ==, 1.7e308);
  g_assert_null (strstr (text, "inf"));
  g_autoptr (JsonNode) again = parse (text, &error);
  g_assert_no_error (error);
  g_assert_true (json_node_equal (node, again));
}

/* Bytes that are no text end with the bytes, not with the first zero. */
static void
test_zero_byte (void)
{
  const char *texts[] = { "{\"a\":1}\0", "{\"a\":\"b\0c\"}", "\0" };
  const gsize lengths[] = { 8, 11, 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GBytes) bytes = g_bytes_new (texts[i], lengths[i]);
    g_autoptr (GError) error = NULL;
    g_assert_null (base_json_parse (bytes, &error));
    g_assert_error (error, BASE_JSON_ERROR, BASE_JSON_ERROR_SYNTAX);
  }
}

/* Every beginning of a document, in memory that ends where it does. */
static void
test_cut (void)
{
  const char text[] = " {\"a\":[1,-2.5e-3,\"\\ud83d\\ude00\\u00e9\\n\"],\"b\":{\"c\":null}} ";

  for (gsize length = 0; length + 2 < sizeof text; length++) {
    g_autoptr (GBytes) bytes = g_bytes_new (text, length);
    g_autoptr (GError) error = NULL;
    g_assert_null (base_json_parse (bytes, &error));
    g_assert_error (error, BASE_JSON_ERROR, BASE_JSON_ERROR_SYNTAX);
  }
}

static void
test_many (void)
{
  const char text[] = "{\"a\":[1,\"b\",null],\"c\":{}}";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = base_json_parse_limited (bytes, 6, &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);
  g_assert_null (base_json_parse_limited (bytes, 5, &error));
  g_assert_error (error, BASE_JSON_ERROR, BASE_JSON_ERROR_TOO_MANY);
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
  g_test_add_func ("/base/json/pieces", test_pieces);
  g_test_add_func ("/base/json/damaged-pieces", test_damaged_pieces);
  g_test_add_func ("/base/json/accepted", test_accepted);
  g_test_add_func ("/base/json/mended", test_mended);
  g_test_add_func ("/base/json/large-number", test_large_number);
  g_test_add_func ("/base/json/zero-byte", test_zero_byte);
  g_test_add_func ("/base/json/cut", test_cut);
  g_test_add_func ("/base/json/many", test_many);
  g_test_add_func ("/base/json/depth", test_depth);
  return g_test_run ();
}
