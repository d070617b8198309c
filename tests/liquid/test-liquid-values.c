/* Containers: what goes in comes out, and everything is freed. */

#include <liquid.h>
#include <math.h>
#include <string.h>

static LiquidValue
text (const char *string)
{
  return liquid_string (string, strlen (string));
}

static void
test_hash (void)
{
  g_autoptr (LiquidHash) hash = liquid_hash_new ();
  LiquidValue value;

  for (int i = 0; i < 1000; i++) {
    g_autofree char *key = g_strdup_printf ("key %d", i);
    g_assert_false (liquid_hash_lookup (hash, key, strlen (key), &value));
    liquid_hash_set (hash, key, liquid_integer (i));
  }
  for (int i = 0; i < 1000; i++) {
    g_autofree char *key = g_strdup_printf ("key %d", i);
    g_assert_true (liquid_hash_lookup (hash, key, strlen (key), &value));
    g_assert_cmpint (value.type, ==, LIQUID_INTEGER);
    g_assert_cmpint (value.integer, ==, i);
  }
  g_assert_false (liquid_hash_lookup (hash, "key", 3, &value));
}

/* How many keys and items are announced changes nothing. */
static void
test_sized (void)
{
  const gsize sizes[] = { 0, 1, 12, 99, 100000 };

  liquid_hash_prefetch (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (LiquidHash) hash = liquid_hash_new_sized (sizes[i]);
    LiquidArray *array = liquid_array_new_sized (MIN (sizes[i], 1000));
    LiquidValue value;
    for (int key = 0; key < 40; key++) {
      g_autofree char *name = g_strdup_printf ("%d and more letters", key);
      liquid_hash_set (hash, name, text (name));
      liquid_array_add (array, text (name));
    }
    liquid_hash_set (hash, "list", liquid_array (array));
    liquid_hash_prefetch (hash);
    for (int key = 0; key < 40; key++) {
      g_autofree char *name = g_strdup_printf ("%d and more letters", key);
      g_assert_true (liquid_hash_lookup (hash, name, strlen (name), &value));
      g_assert_cmpmem (value.string.bytes, value.string.length, name, strlen (name));
    }
  }
}

static char *
render (LiquidHash *data, const char *source, LiquidDialect dialect)
{
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LiquidTemplate) template = liquid_template_parse (source, -1, dialect, &error);

  g_assert_no_error (error);
  g_assert_true (liquid_template_render (template, liquid_hash_lookup, data, NULL, output, &error));
  return g_string_free (g_steal_pointer (&output), FALSE);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Texts that begin alike, or are the beginning of others; `sort` goes by their bytes, and equal
 * ones stay in their order, which the number behind shows. */
static void
test_sort (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (LiquidHash) data = liquid_hash_new ();
  LiquidArray *items = liquid_array_new ();
  g_autoptr (GPtrArray) expected = g_ptr_array_new_with_free_func (g_free);

  for (int i = 0; i < 200; i++) {
    LiquidHash *item = liquid_hash_new ();
    g_autofree char *key = g_strnfill ((gsize) g_rand_int_range (rand, 0, 12), 'm');
    if (*key != '\0') {
      key[strlen (key) - 1] = (char) g_rand_int_range (rand, 'k', 'o');
    }
    liquid_hash_set (item, "key", text (key));
    liquid_hash_set (item, "number", liquid_float (i % 7 - 3.5));
    liquid_hash_set (item, "place", liquid_integer (1000 + i));
    liquid_array_add (items, liquid_hash (item));
    g_ptr_array_add (expected, g_strdup_printf ("%s!%d ", key, 1000 + i));
  }
  liquid_hash_set (data, "items", liquid_array (items));
  g_ptr_array_sort (expected, compare_texts);
  g_ptr_array_add (expected, NULL);
  g_autofree char *joined = g_strjoinv ("", (char **) expected->pdata);
  for (int dialect = LIQUID_SHOPIFY; dialect <= LIQUID_LIQUIDJS; dialect++) {
    g_autofree char *sorted = render (data,
                                      "{% assign sorted = items | sort: 'key' %}"
                                      "{% for item in sorted %}{{ item.key }}!{{ item.place }} "
                                      "{% endfor %}",
                                      (LiquidDialect) dialect);
    g_assert_cmpstr (sorted, ==, joined);
    g_autofree char *numbers = render (data,
                                       "{% assign sorted = items | sort: 'number' %}"
                                       "{{ sorted[0].number }} {{ sorted[0].place }} "
                                       "{{ sorted[1].place }} {{ sorted.last.place }}",
                                       (LiquidDialect) dialect);
    g_assert_cmpstr (numbers, ==, "-3.5 1000 1007 1195");
  }
}

static void
test_copies (void)
{
  g_autoptr (LiquidHash) hash = liquid_hash_new ();
  char key[] = "name", string[] = "Ann";
  LiquidValue value;

  liquid_hash_set (hash, key, liquid_string (string, 3));
  memset (key, 'x', 4);
  memset (string, 'x', 3);
  g_assert_true (liquid_hash_lookup (hash, "name", 4, &value));
  g_assert_cmpmem (value.string.bytes, value.string.length, "Ann", 3);
}

static void
test_replace (void)
{
  g_autoptr (LiquidHash) hash = liquid_hash_new ();
  LiquidHash *inner = liquid_hash_new ();
  LiquidValue value;

  liquid_hash_set (inner, "a", text ("b"));
  liquid_hash_set (hash, "x", liquid_hash (inner));
  liquid_hash_set (hash, "x", text ("y"));
  g_assert_true (liquid_hash_lookup (hash, "x", 1, &value));
  g_assert_cmpmem (value.string.bytes, value.string.length, "y", 1);
}

/* Whether "a" equals "b" in a template. */
static bool
are_equal (LiquidValue a, LiquidValue b)
{
  g_autoptr (LiquidHash) hash = liquid_hash_new ();
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (LiquidTemplate) template =
    liquid_template_parse ("{% if a == b %}yes{% endif %}", -1, LIQUID_SHOPIFY, NULL);

  liquid_hash_set (hash, "a", a);
  liquid_hash_set (hash, "b", b);
  g_assert_true (liquid_template_render (template, liquid_hash_lookup, hash, NULL, output, NULL));
  return strcmp (output->str, "yes") == 0;
}

static LiquidValue
make_array (int first, int count)
{
  LiquidArray *array = liquid_array_new ();

  for (int i = 0; i < count; i++) {
    liquid_array_add (array, liquid_integer (first + i));
  }
  return liquid_array (array);
}

static LiquidValue
make_hash (const char *key, LiquidValue value)
{
  LiquidHash *hash = liquid_hash_new ();

  liquid_hash_set (hash, key, value);
  return liquid_hash (hash);
}

/* Containers compare by what is in them. */
static void
test_equal (void)
{
  g_assert_true (are_equal (make_array (1, 3), make_array (1, 3)));
  g_assert_false (are_equal (make_array (1, 3), make_array (1, 2)));
  g_assert_false (are_equal (make_array (1, 2), make_array (1, 3)));
  g_assert_false (are_equal (make_array (1, 3), make_array (2, 3)));
  g_assert_true (
    are_equal (make_hash ("a", make_array (1, 1)), make_hash ("a", make_array (1, 1))));
  g_assert_false (are_equal (make_hash ("a", text ("b")), make_hash ("a", text ("c"))));
  g_assert_false (are_equal (make_hash ("a", text ("b")), make_hash ("c", text ("b"))));
  g_assert_false (are_equal (make_hash ("a", text ("b")), make_array (1, 1)));
  g_assert_true (are_equal (liquid_integer (1), liquid_float (1.0)));
  g_assert_false (are_equal (liquid_integer (1), liquid_boolean (true)));
}

/* Data as deep as someone likes are freed without recursion, and refused where they are printed. */
static void
test_deep (void)
{
  g_autoptr (LiquidHash) hash = liquid_hash_new ();
  LiquidValue value = text ("bottom");

  for (int i = 0; i < 200000; i++) {
    LiquidArray *array = liquid_array_new ();
    liquid_array_add (array, value);
    value = liquid_array (array);
  }
  liquid_hash_set (hash, "deep", value);

  g_autoptr (LiquidTemplate) template =
    liquid_template_parse ("{% if deep == deep %}{% endif %}{{ deep }}", -1, LIQUID_SHOPIFY, NULL);
  g_autoptr (GString) output = g_string_new ("before");
  g_autoptr (GError) error = NULL;
  g_assert_false (
    liquid_template_render (template, liquid_hash_lookup, hash, NULL, output, &error));
  g_assert_error (error, LIQUID_ERROR, LIQUID_ERROR_LIMIT);
  g_assert_cmpstr (output->str, ==, "before");
}

static void
test_nothing (void)
{
  liquid_array_free (NULL);
  liquid_hash_free (NULL);
  liquid_template_free (NULL);

  g_autoptr (LiquidTemplate) template =
    liquid_template_parse ("a{{ b.c }}", -1, LIQUID_SHOPIFY, NULL);
  g_autoptr (GString) output = g_string_new (NULL);
  g_assert_true (liquid_template_render (template, NULL, NULL, NULL, output, NULL));
  g_assert_cmpstr (output->str, ==, "a");
}

/* Numbers that are not finite print as such, but cannot be rounded. */
static void
test_not_finite (void)
{
  static const struct {
    double number;
    const char *printed;
  } cases[] = {
    { NAN, "NaN Liquid error (line 1): Computation results in 'NaN' (Not a Number)" },
    { INFINITY, "Infinity Liquid error (line 1): Computation results in 'Infinity'" },
    { -INFINITY, "-Infinity Liquid error (line 1): Computation results in '-Infinity'" },
  };
  g_autoptr (LiquidTemplate) template =
    liquid_template_parse ("{{ x }} {{ x | round }}", -1, LIQUID_SHOPIFY, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LiquidHash) hash = liquid_hash_new ();
    g_autoptr (GString) output = g_string_new (NULL);
    liquid_hash_set (hash, "x", liquid_float (cases[i].number));
    g_assert_true (liquid_template_render (template, liquid_hash_lookup, hash, NULL, output, NULL));
    g_assert_cmpstr (output->str, ==, cases[i].printed);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/liquid/values/hash", test_hash);
  g_test_add_func ("/liquid/values/sized", test_sized);
  g_test_add_func ("/liquid/values/sort", test_sort);
  g_test_add_func ("/liquid/values/copies", test_copies);
  g_test_add_func ("/liquid/values/replace", test_replace);
  g_test_add_func ("/liquid/values/equal", test_equal);
  g_test_add_func ("/liquid/values/deep", test_deep);
  g_test_add_func ("/liquid/values/nothing", test_nothing);
  g_test_add_func ("/liquid/values/not-finite", test_not_finite);
  return g_test_run ();
}
