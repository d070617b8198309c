#include <dispatch-facts.h>
#include <dispatch-value.h>
#include <string.h>

#include "value-fixture.h"

static void
test_is_json (void)
{
  static const char *const json[] = {
    "[]", "{}", "[1,2]", "{\"a\":[{\"b\":null}]}", "[ \"x\" ] ", "[1e5,true]",
  };
  static const char *const texts[] = {
    "", "1", "true", "null", "\"x\"", " [1]", "[sic]", "[1,]", "{a:1}", "[1] x", "[", "{\"a\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (json); i++) {
    g_test_message ("%s", json[i]);
    g_assert_true (dispatch_value_is_json (json[i]));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_test_message ("%s", texts[i]);
    g_assert_false (dispatch_value_is_json (texts[i]));
  }
}

static gboolean
is_refused (const char *cell)
{
  g_autoptr (DispatchValues) values = dispatch_values_new ();
  LiquidValue value = dispatch_values_read (values, cell, strlen (cell));
  gboolean refused = dispatch_values_get_n_refused (values) > 0;

  g_assert_cmpint (value.type != LIQUID_STRING, ==, dispatch_value_is_json (cell));
  g_assert_false (refused && value.type != LIQUID_STRING);
  return refused;
}

/* What readers take for different things is a text, and told of. */
static void
test_refused (void)
{
  static const char *const refused[] = {
    "[\"a\\u0000\"]",
    "[\"\\udc00\"]",
    "{\"a\":1,\"a\":1}",
    "{\"\\u0061\":1,\"a\":1}",
    "[1e999]",
    "[-1e999]",
    "[9223372036854775808]",
    "[-9223372036854775808]",
    "[{\"a\":[{\"\":0,\"\":1}]}]",
  };
  static const char *const others[] = { "[sic]", "[1,]", "[1e999", "a\\u0000",
                                        "[9223372036854775807]" };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_test_message ("%s", refused[i]);
    g_assert_true (is_refused (refused[i]));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_test_message ("%s", others[i]);
    g_assert_false (is_refused (others[i]));
  }
}

static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  guint n_exact = 0;

  for (guint i = 0; i < 3000; i++) {
    gboolean is_exact;
    g_autofree char *text = value_fixture_make (random, &is_exact);
    g_test_message ("%s", text);
    g_assert_cmpint (is_refused (text), ==, !is_exact);
    n_exact += is_exact ? 1 : 0;
    text[strlen (text) - 1] = '\0';
    g_assert_false (dispatch_value_is_json (text));
  }
  g_assert_cmpuint (n_exact, >, 1000);
  g_assert_cmpuint (n_exact, <, 3000);
}

/* A list so long that nobody would read it is refused, however deep or long it is. */
static void
test_limits (void)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autoptr (GString) wide = g_string_new ("[0");

  for (guint i = 0; i < 20000; i++) {
    g_string_append (wide, ",0");
  }
  g_string_append_c (wide, ']');
  g_assert_true (is_refused (deep));
  g_assert_true (is_refused (wide->str));
}

typedef struct {
  DispatchValues *values;
  const char *cell;
} Row;

static bool
lookup (void *data, const char *name, size_t length, LiquidValue *value)
{
  const Row *row = data;

  *value = dispatch_values_read (row->values, row->cell, strlen (row->cell));
  return true;
}

static void
test_read (void)
{
  static const struct {
    const char *cell;
    const char *template;
    const char *text;
  } cases[] = {
    { "Ann", "{{ a }} {{ a.size }}", "Ann 3" },
    { "[1]x", "{{ a }} {{ a.size }}", "[1]x 4" },
    { "[\"Ann\",\"Zoë\",3,4.5,true,null]", "{{ a | join: '+' }} {{ a.size }}",
      "Ann+Zoë+3+4.5+true+ 6" },
    { "[{\"n\":\"tea\",\"c\":[1,2]},{\"n\":\"\\u00e9\"}]",
      "{% for i in a %}{{ i.n }}{{ i.c[1] }};{% endfor %}", "tea2;é;" },
    { "{\"b\":{\"c\":\"d\"}}", "{{ a.b.c }}", "d" },
  };
  g_autoptr (DispatchValues) values = dispatch_values_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LiquidTemplate) template =
      liquid_template_parse (cases[i].template, -1, LIQUID_SHOPIFY, NULL);
    g_autoptr (GString) output = g_string_new (NULL);
    Row row = { values, cases[i].cell };
    g_assert_true (liquid_template_render (template, lookup, &row, NULL, output, NULL));
    dispatch_values_forget (values);
    g_assert_cmpstr (output->str, ==, cases[i].text);
  }
}

static void
test_facts (void)
{
  static const guint64 users[] = { 2, 5, G_MAXUINT64 };
  static const DispatchOwner owners[] = { { 3, 2 }, { 7, 2 }, { 7, 5 }, { 9, 1 } };
  g_autoptr (DispatchFacts) facts = dispatch_facts_new ();
  g_autoptr (GBytes) user_bytes = g_bytes_new_static (users, sizeof users);
  g_autoptr (GBytes) owner_bytes = g_bytes_new_static (owners, sizeof owners);
  gsize n_owners = 7;

  g_assert_false (dispatch_facts_knows_users (facts));
  g_assert_null (dispatch_facts_find_owners (facts, 7, &n_owners));
  g_assert_cmpuint (n_owners, ==, 0);
  g_assert_cmpint (dispatch_facts_get_credential (facts, "FCM"), ==, DISPATCH_CREDENTIAL_UNKNOWN);

  dispatch_facts_set_users (facts, user_bytes);
  dispatch_facts_set_owners (facts, owner_bytes);
  dispatch_facts_set_credential (facts, "APN", DISPATCH_CREDENTIAL_MISSING);
  dispatch_facts_add_recent (facts, "s", NULL, 4, user_bytes);
  g_assert_cmpint (dispatch_facts_get_credential (facts, "APN"), ==, DISPATCH_CREDENTIAL_MISSING);
  g_assert_cmpint (dispatch_facts_get_credential (facts, "FCM"), ==, DISPATCH_CREDENTIAL_UNKNOWN);
  for (guint64 hash = 0; hash < 8; hash++) {
    g_assert_cmpint (dispatch_facts_has_user (facts, hash), ==, hash == 2 || hash == 5);
  }
  g_assert_true (dispatch_facts_has_user (facts, G_MAXUINT64));
  g_assert_true (dispatch_facts_find_owners (facts, 7, &n_owners) == owners + 1);
  g_assert_cmpuint (n_owners, ==, 2);
  g_assert_true (dispatch_facts_find_owners (facts, 9, &n_owners) == owners + 3);
  g_assert_null (dispatch_facts_find_owners (facts, 8, &n_owners));
  g_assert_cmpuint (dispatch_facts_get_n_recent (facts), ==, 1);
}

/* A row is rendered several times: its lists are read once. */
static void
test_known (void)
{
  g_autoptr (DispatchValues) values = dispatch_values_new ();
  const char cells[] = "[1]\0[1]";
  LiquidValue first = dispatch_values_read (values, cells, 3);
  LiquidValue again = dispatch_values_read (values, cells, 3);
  LiquidValue other = dispatch_values_read (values, cells + 4, 3);

  g_assert_cmpint (first.type, ==, LIQUID_ARRAY);
  g_assert_true (again.array == first.array);
  g_assert_true (other.array != first.array);
}

/* Another row may stand where one stood. */
static void
test_forget (void)
{
  g_autoptr (DispatchValues) values = dispatch_values_new ();
  char cell[] = "[1]";

  g_assert_cmpint (dispatch_values_read (values, cell, 3).type, ==, LIQUID_ARRAY);
  dispatch_values_forget (values);
  strcpy (cell, "{}");
  g_assert_cmpint (dispatch_values_read (values, cell, 2).type, ==, LIQUID_HASH);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dispatch/value/is-json", test_is_json);
  g_test_add_func ("/dispatch/value/refused", test_refused);
  g_test_add_func ("/dispatch/value/random", test_random);
  g_test_add_func ("/dispatch/value/limits", test_limits);
  g_test_add_func ("/dispatch/value/read", test_read);
  g_test_add_func ("/dispatch/facts", test_facts);
  g_test_add_func ("/dispatch/value/known", test_known);
  g_test_add_func ("/dispatch/value/forget", test_forget);
  return g_test_run ();
}
