/* Texts that are no templates: what is said, and where. */

#include <liquid.h>
#include <string.h>

typedef struct {
  const char *text;
  const char *message;
  gsize start;
  gsize end;
} Case;

static void
check (const Case *cases, gsize n_cases, LiquidDialect dialect)
{
  for (gsize i = 0; i < n_cases; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (LiquidTemplate) template =
      liquid_template_parse (cases[i].text, -1, dialect, &error);
    LiquidSpan span = { 0 };

    g_assert_null (template);
    g_assert_error (error, LIQUID_ERROR, LIQUID_ERROR_SYNTAX);
    g_assert_cmpstr (error->message, ==, cases[i].message);
    g_assert_true (liquid_error_get_span (error, &span));
    g_assert_cmpuint (span.start, ==, cases[i].start);
    g_assert_cmpuint (span.end, ==, cases[i].end);
  }
}

static void
test_tags (void)
{
  const Case cases[] = {
    { "Hi {% fi x %}", "line 1, column 4: Unknown tag 'fi'", 3, 13 },
    { "ä\n€ {% IF x %}", "line 2, column 3: Unknown tag 'IF'", 7, 17 },
    { "{%  %}", "line 1, column 1: Unknown tag '{%  %}'", 0, 6 },
    { "{% else %}", "line 1, column 1: Unexpected outer 'else' tag", 0, 10 },
    { "{% endif %}", "line 1, column 1: Unknown tag 'endif'", 0, 11 },
    { "{% if a %}{% endunless %}",
      "line 1, column 11: 'endunless' is not a valid delimiter for if tags. use endif", 10, 25 },
    { "{% unless a %}{% whoops %}{% endunless %}", "line 1, column 15: Unknown tag 'whoops'", 14,
      26 },
    { "{% # a\n b %}",
      "line 2, column 2: Syntax error in tag '#' - Each line of comments must be prefixed by the '#' character",
      8, 9 },
  };

  const Case raw[] = {
    { "{% raw x %}{% endraw %}", "line 1, column 8: Syntax Error in 'raw' - Valid syntax: raw", 7,
      9 },
  };

  check (cases, G_N_ELEMENTS (cases), LIQUID_SHOPIFY);
  check (cases, G_N_ELEMENTS (cases), LIQUID_LIQUIDJS);
  check (raw, G_N_ELEMENTS (raw), LIQUID_SHOPIFY);
}

static void
test_unclosed (void)
{
  const Case cases[] = {
    { "a\n{% if x %}b", "line 2, column 1: 'if' tag was never closed", 2, 12 },
    { "{% unless x %}{% if y %}{% endif %}", "line 1, column 1: 'unless' tag was never closed", 0,
      14 },
    { "{% comment %}x", "line 1, column 1: 'comment' tag was never closed", 0, 13 },
    { "{% raw %}x", "line 1, column 1: 'raw' tag was never closed", 0, 9 },
    { "{% comment %}{% raw %}{% endcomment %}", "line 1, column 1: 'raw' tag was never closed", 0,
      13 },
    { "Hi {{ name",
      "line 1, column 4: Variable '{{' was not properly terminated with regexp: /\\}\\}/", 3, 10 },
    { "Hi {{ name }!",
      "line 1, column 4: Variable '{{ name }' was not properly terminated with regexp: /\\}\\}/", 3,
      12 },
    { "Hi {% if", "line 1, column 4: Tag '{%' was not properly terminated with regexp: /%\\}/", 3,
      8 },
    { "{{ a {% if %}",
      "line 1, column 1: Variable '{{ a {% if %}' was not properly terminated with regexp: /\\}\\}/",
      0, 13 },
    { "{{ äääääääääääääääääääääääääääääääääääääääääääää",
      "line 1, column 1: Variable '{{' was not properly terminated with regexp: /\\}\\}/", 0, 93 },
  };

  check (cases, G_N_ELEMENTS (cases), LIQUID_SHOPIFY);
}

static void
test_conditions (void)
{
  const char *texts[] = {
    "{% if %}{% endif %}",       "{% if | %}{% endif %}",    "{% unless %}{% endunless %}",
    "{% if a and %}{% endif %}", "{% if or a %}{% endif %}", "{% if a %}{% elsif %}{% endif %}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (liquid_template_parse (texts[i], -1, LIQUID_SHOPIFY, &error));
    g_assert_error (error, LIQUID_ERROR, LIQUID_ERROR_SYNTAX);
    g_assert_nonnull (
      strstr (error->message, "Syntax Error in tag 'if' - Valid syntax: if [expression]"));
  }
}

static void
test_encoding (void)
{
  const Case cases[] = {
    { "a\nb\xff", "line 2, column 2: Not UTF-8", 3, 4 },
    { "{{ x }}\xc3", "line 1, column 8: Not UTF-8", 7, 8 },
  };

  check (cases, G_N_ELEMENTS (cases), LIQUID_SHOPIFY);
}

static void
test_empty_output (void)
{
  const Case cases[] = { { "a{{ }}", "line 1, column 5: Invalid value expression", 4, 4 } };
  g_autoptr (LiquidTemplate) template =
    liquid_template_parse (cases[0].text, -1, LIQUID_SHOPIFY, NULL);

  g_assert_nonnull (template);
  check (cases, G_N_ELEMENTS (cases), LIQUID_LIQUIDJS);
}

/* An error of another domain has no place in a template; nobody has to ask for errors. */
static void
test_foreign (void)
{
  g_autoptr (GError) error = g_error_new (G_MARKUP_ERROR, 1, "x");
  LiquidSpan span;

  g_assert_false (liquid_error_get_span (error, &span));
  g_assert_null (liquid_template_parse ("{% if %}", -1, LIQUID_SHOPIFY, NULL));
}

static void
test_copied (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (liquid_template_parse ("ab{% x %}", -1, LIQUID_SHOPIFY, &error));
  g_autoptr (GError) copy = g_error_copy (error);
  LiquidSpan span;

  g_assert_true (liquid_error_get_span (copy, &span));
  g_assert_cmpuint (span.start, ==, 2);
  g_assert_cmpuint (span.column, ==, 3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/liquid/errors/tags", test_tags);
  g_test_add_func ("/liquid/errors/unclosed", test_unclosed);
  g_test_add_func ("/liquid/errors/conditions", test_conditions);
  g_test_add_func ("/liquid/errors/encoding", test_encoding);
  g_test_add_func ("/liquid/errors/empty-output", test_empty_output);
  g_test_add_func ("/liquid/errors/foreign", test_foreign);
  g_test_add_func ("/liquid/errors/copied", test_copied);
  return g_test_run ();
}
