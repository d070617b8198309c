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
    { "Hi {% if", "line 1, column 4: Tag '{%' was not properly terminated with regexp: /\\%\\}/", 3,
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

static void
test_mistakes (void)
{
  static const struct {
    const char *text;
    LiquidMistake mistake;
    const char *tag;   /* (nullable) */
    const char *block; /* (nullable) */
  } cases[] = {
    { "{% fi x %}", LIQUID_MISTAKE_UNKNOWN_TAG, "fi", NULL },
    { "{% if a %}{% fi %}", LIQUID_MISTAKE_UNKNOWN_TAG, "fi", "if" },
    { "{% if a %}{% endassign %}", LIQUID_MISTAKE_UNKNOWN_TAG, "endassign", "if" },
    { "{% if a %}", LIQUID_MISTAKE_UNCLOSED_BLOCK, "if", "if" },
    { "{% raw %}", LIQUID_MISTAKE_UNCLOSED_BLOCK, "raw", NULL },
    { "{% comment %}{% raw %}", LIQUID_MISTAKE_UNCLOSED_BLOCK, "raw", NULL },
    { "{% liquid\n for i in a %}{% endfor %}", LIQUID_MISTAKE_UNCLOSED_BLOCK, "for", "for" },
    { "a {{ b", LIQUID_MISTAKE_UNCLOSED_OUTPUT, NULL, NULL },
    { "a {{ b }", LIQUID_MISTAKE_UNCLOSED_OUTPUT, NULL, NULL },
    { "a {% if b", LIQUID_MISTAKE_UNCLOSED_TAG, NULL, NULL },
    { "{% if a %}{% endfor %}", LIQUID_MISTAKE_WRONG_END, "endfor", "if" },
    { "{% endif %}", LIQUID_MISTAKE_WRONG_END, "endif", NULL },
    { "{% endraw %}", LIQUID_MISTAKE_WRONG_END, "endraw", NULL },
    { "{% else %}", LIQUID_MISTAKE_STRAY_BRANCH, "else", NULL },
    { "{% when 1 %}", LIQUID_MISTAKE_STRAY_BRANCH, "when", NULL },
    { "{% capture a %}{% elsif b %}{% endcapture %}", LIQUID_MISTAKE_STRAY_BRANCH, "elsif",
      "capture" },
    { "{% for %}{% endfor %}", LIQUID_MISTAKE_MARKUP, "for", NULL },
    { "{% assign %}", LIQUID_MISTAKE_MARKUP, "assign", NULL },
    { "\xff", LIQUID_MISTAKE_ENCODING, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    const char *tag, *block;
    g_assert_null (liquid_template_parse (cases[i].text, -1, LIQUID_SHOPIFY, &error));
    g_autoptr (GError) copy = g_error_copy (error);
    g_clear_error (&error);
    g_assert_cmpint (liquid_error_get_mistake (copy, &tag, &block), ==, cases[i].mistake);
    g_assert_cmpstr (tag, ==, cases[i].tag);
    g_assert_cmpstr (block, ==, cases[i].block);
  }
}

/* A mistake in an output is none of the tag before it. */
static void
test_mistake_in_output (void)
{
  g_autoptr (GError) error = NULL;
  const char *tag, *block;

  g_assert_null (liquid_template_parse_mode ("{% assign a = 1 %}{{ a | }}", -1, LIQUID_SHOPIFY,
                                             LIQUID_STRICT, &error));
  g_assert_cmpint (liquid_error_get_mistake (error, &tag, &block), ==, LIQUID_MISTAKE_MARKUP);
  g_assert_null (tag);
}

static bool
find_partial (void *data, const char *name, size_t length, const char **text, size_t *text_length)
{
  *text = "{{ 1 | divided_by: 0 }}";
  *text_length = strlen (*text);
  return true;
}

/* What fails while it is rendered has a place, too. */
static void
test_render (void)
{
  static const struct {
    const char *text;
    const char *statement;
    unsigned line;
    const char *summary;
  } cases[] = {
    { "é\n{{ 1 | divided_by: 0 }}!", "{{ 1 | divided_by: 0 }}", 2, "divided by 0" },
    { "{% for i in (1..3) %}\n{% if i > 'a' %}{% endif %}{% endfor %}", "{% if i > 'a' %}", 2,
      "comparison of Integer with String failed" },
    { "a{% include 'p' %}", "{% include 'p' %}", 1, "divided by 0" },
    { "a{% liquid\necho 1 | modulo: 0 %}", "echo 1 | modulo: 0 ", 2, "divided by 0" },
  };
  const LiquidRenderOptions options = { .find_partial = find_partial, .raise = true };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LiquidTemplate) template =
      liquid_template_parse (cases[i].text, -1, LIQUID_SHOPIFY, NULL);
    g_autoptr (GString) output = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    LiquidSpan span;

    g_assert_false (liquid_template_render_full (template, &options, output, &error));
    g_assert_error (error, LIQUID_ERROR, LIQUID_ERROR_RENDER);
    g_assert_true (liquid_error_get_span (error, &span));
    g_autofree char *statement = g_strndup (cases[i].text + span.start, span.end - span.start);
    g_assert_cmpstr (statement, ==, cases[i].statement);
    g_assert_cmpuint (span.line, ==, cases[i].line);
    g_assert_cmpuint (liquid_error_get_line (error), ==, i == 2 ? 1 : cases[i].line);
    g_assert_cmpstr (liquid_error_get_summary (error), ==, cases[i].summary);
  }
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
  g_test_add_func ("/liquid/errors/mistakes", test_mistakes);
  g_test_add_func ("/liquid/errors/mistake-in-output", test_mistake_in_output);
  g_test_add_func ("/liquid/errors/render", test_render);
  g_test_add_func ("/liquid/errors/foreign", test_foreign);
  g_test_add_func ("/liquid/errors/copied", test_copied);
  return g_test_run ();
}
