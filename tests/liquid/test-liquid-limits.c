/* Limits, and input that is made to hurt: each answers, quickly, and on a C stack that stays small.
 */

#include <liquid.h>
#include <pthread.h>
#include <string.h>

/* Less than what recursion into any of these inputs would take, room for the sanitisers included.
 */
#define SMALL_STACK (256 * 1024)

static char *
repeat (const char *text, gsize count)
{
  GString *result = g_string_new (NULL);

  for (gsize i = 0; i < count; i++) {
    g_string_append (result, text);
  }
  return g_string_free (result, FALSE);
}

static LiquidTemplate *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  LiquidTemplate *template = liquid_template_parse (text, -1, LIQUID_SHOPIFY, &error);

  g_assert_no_error (error);
  return template;
}

static void
assert_refused (const char *text, LiquidError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (liquid_template_parse (text, -1, LIQUID_SHOPIFY, &error));
  g_assert_error (error, LIQUID_ERROR, (int) code);
  g_assert_cmpuint (strlen (error->message), <, 200);
}

static void
assert_renders (const char *text, const char *expected)
{
  g_autoptr (LiquidTemplate) template = parse (text);
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (liquid_template_render (template, NULL, NULL, NULL, output, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (output->str, ==, expected);
}

static void
assert_exceeds (const char *text, const LiquidLimits *limits)
{
  g_autoptr (LiquidTemplate) template = parse (text);
  g_autoptr (GString) output = g_string_new ("kept");
  g_autoptr (GError) error = NULL;

  g_assert_false (liquid_template_render (template, NULL, NULL, limits, output, &error));
  g_assert_error (error, LIQUID_ERROR, LIQUID_ERROR_LIMIT);
  g_assert_cmpstr (output->str, ==, "kept");
}

static void
test_output (void)
{
  const LiquidLimits ten = { .max_output = 10 };
  g_autofree char *long_text = repeat ("0123456789", 1024 * 1024);
  g_autoptr (LiquidTemplate) template = parse (long_text);
  g_autoptr (GString) output = g_string_new (NULL);

  assert_exceeds ("01234567890", &ten);
  assert_exceeds ("0123456789{{ 1 }}", &ten);
  assert_exceeds ("01234{{ 'abcdef' }}", &ten);
  assert_exceeds (long_text, NULL);
  g_assert_true (liquid_template_render (
    template, NULL, NULL, &(LiquidLimits){ .max_output = 16 * 1024 * 1024 }, output, NULL));
  g_assert_cmpuint (output->len, ==, 10 * 1024 * 1024);
}

/* What is printed counts, not what was in the buffer before. */
static void
test_output_exact (void)
{
  g_autoptr (LiquidTemplate) template = parse ("01234{{ '56789' }}");
  g_autoptr (GString) output = g_string_new ("before ");

  g_assert_true (liquid_template_render (template, NULL, NULL, &(LiquidLimits){ .max_output = 10 },
                                         output, NULL));
  g_assert_cmpstr (output->str, ==, "before 0123456789");
}

static void
test_unlimited (void)
{
  g_autoptr (LiquidTemplate) template = parse ("{{ 'a' | upcase }}");
  const size_t sizes[] = { SIZE_MAX, SIZE_MAX / 16 + 1, SIZE_MAX / 2 + 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GString) output = g_string_new (NULL);
    g_assert_true (liquid_template_render (
      template, NULL, NULL, &(LiquidLimits){ .max_output = sizes[i] }, output, NULL));
    g_assert_cmpstr (output->str, ==, "A");
  }
}

static void
test_steps (void)
{
  g_autofree char *many = repeat ("{{ a }}", 1000);

  assert_exceeds (many, &(LiquidLimits){ .max_steps = 1000 });
  assert_renders (many, "");
}

/* Strings that filters build on the way count too, and are freed where that ends the render. */
static void
test_scratch (void)
{
  g_autofree char *filters = repeat (" | upcase", 20);
  g_autofree char *letters = repeat ("a", 2000);
  g_autofree char *text = g_strdup_printf ("{{ '%s'%s }}", letters, filters);

  assert_exceeds (text, &(LiquidLimits){ .max_output = 2000 });
}

static void
test_nesting (void)
{
  g_autofree char *deep = repeat ("{% if a %}", 100000);
  g_autofree char *opens = repeat ("{% if true %}", 100);
  g_autofree char *closes = repeat ("{% endif %}", 100);
  g_autofree char *deepest = g_strconcat (opens, "x", closes, NULL);
  g_autofree char *too_deep = g_strconcat ("{% if true %}", opens, closes, "{% endif %}", NULL);

  assert_refused (deep, LIQUID_ERROR_LIMIT);
  assert_renders (deepest, "x");
  assert_refused (too_deep, LIQUID_ERROR_LIMIT);
}

static void
test_unterminated (void)
{
  g_autofree char *outputs = repeat ("{{", 100000);
  g_autofree char *tags = repeat ("{%", 100000);
  g_autofree char *spaced = repeat ("{% ", 100000);
  g_autofree char *comment = g_strconcat ("{% comment %}", spaced, NULL);
  g_autofree char *raw = g_strconcat ("{% raw %}", spaced, NULL);

  assert_refused (outputs, LIQUID_ERROR_SYNTAX);
  assert_refused (tags, LIQUID_ERROR_SYNTAX);
  assert_refused (comment, LIQUID_ERROR_SYNTAX);
  assert_refused (raw, LIQUID_ERROR_SYNTAX);
}

static void
test_filters (void)
{
  g_autofree char *filters = repeat (" | upcase", 10000);
  g_autofree char *text = g_strconcat ("{{ 'abc'", filters, " }}", NULL);
  g_autofree char *arguments = repeat (", 1", 100000);
  g_autofree char *many = g_strconcat ("{{ 'abc' | append: 1", arguments, " }}", NULL);

  assert_renders (text, "ABC");
  assert_refused (many, LIQUID_ERROR_LIMIT);
}

static void
test_paths (void)
{
  g_autofree char *dots = repeat (".abcdefg", 128 * 1024);
  g_autofree char *path = g_strconcat ("{{ a", dots, " }}", NULL);
  g_autofree char *opens = repeat ("[", 500000);
  g_autofree char *brackets = g_strconcat ("{{ a", opens, " }}", NULL);
  g_autofree char *pairs = repeat ("[]", 100000);
  g_autofree char *unbalanced = g_strconcat ("{{ a[[[[[[[[[[", pairs, " }}", NULL);
  g_autofree char *name = repeat ("a", 1024 * 1024);
  g_autofree char *long_name = g_strconcat ("{{ ", name, " }}", NULL);

  assert_renders (path, "");
  assert_refused (brackets, LIQUID_ERROR_LIMIT);
  assert_renders (unbalanced, "");
  assert_renders (long_name, "");
}

static void
test_conditions (void)
{
  g_autofree char *ands = repeat ("true and ", 100000);
  g_autofree char *text = g_strconcat ("{% if ", ands, "true %}x{% endif %}", NULL);
  g_autofree char *quotes = repeat ("'", 100001);
  g_autofree char *stray = g_strconcat ("{% if ", quotes, " %}{% endif %}", NULL);
  g_autofree char *branches = repeat ("{% elsif false %}a", 20000);
  g_autofree char *chain = g_strconcat ("{% if false %}", branches, "{% else %}x{% endif %}", NULL);

  assert_renders (text, "x");
  assert_renders (stray, "");
  assert_renders (chain, "x");
}

/* Arguments that stand before the values they follow send the position back and forth. */
static void
test_positions (void)
{
  g_autofree char *outputs = repeat ("{{ x | default: allow_false: a, b }}", 20000);

  assert_renders (outputs, "");
}

static void *
run_hostile (void *data)
{
  test_nesting ();
  test_unterminated ();
  test_filters ();
  test_paths ();
  test_conditions ();
  return NULL;
}

/* A thread whose stack is small: what recursed would end the program. */
static void
test_small_stack (void)
{
  pthread_attr_t attributes;
  pthread_t thread;

  g_assert_cmpint (pthread_attr_init (&attributes), ==, 0);
  g_assert_cmpint (pthread_attr_setstacksize (&attributes, SMALL_STACK), ==, 0);
  g_assert_cmpint (pthread_create (&thread, &attributes, run_hostile, NULL), ==, 0);
  g_assert_cmpint (pthread_join (thread, NULL), ==, 0);
  g_assert_cmpint (pthread_attr_destroy (&attributes), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/liquid/limits/output", test_output);
  g_test_add_func ("/liquid/limits/output-exact", test_output_exact);
  g_test_add_func ("/liquid/limits/unlimited", test_unlimited);
  g_test_add_func ("/liquid/limits/steps", test_steps);
  g_test_add_func ("/liquid/limits/scratch", test_scratch);
  g_test_add_func ("/liquid/limits/nesting", test_nesting);
  g_test_add_func ("/liquid/limits/unterminated", test_unterminated);
  g_test_add_func ("/liquid/limits/filters", test_filters);
  g_test_add_func ("/liquid/limits/paths", test_paths);
  g_test_add_func ("/liquid/limits/conditions", test_conditions);
  g_test_add_func ("/liquid/limits/positions", test_positions);
  g_test_add_func ("/liquid/limits/small-stack", test_small_stack);
  return g_test_run ();
}
