/* What a template says of itself: what it assigns, which partials it names, tags that nobody knows,
 * places of parameters, and where two dialects part. */

#include <liquid.h>
#include <string.h>

static LiquidTemplate *
parse (const char *text, LiquidDialect dialect)
{
  g_autoptr (GError) error = NULL;
  LiquidTemplate *template = liquid_template_parse (text, -1, dialect, &error);

  g_assert_no_error (error);
  return template;
}

/* The paths that the data must have, those that only some data need in parentheses. */
static void
check_uses (const char *text, const char *expected)
{
  g_autoptr (LiquidTemplate) template = parse (text, LIQUID_SHOPIFY);
  g_autoptr (GString) paths = g_string_new (NULL);
  size_t n_variables;
  const LiquidVariable *variables = liquid_template_get_variables (template, &n_variables);

  for (size_t i = 0; i < n_variables; i++) {
    g_string_append_printf (paths, variables[i].conditional ? "%s(%s)" : "%s%s", i > 0 ? " " : "",
                            variables[i].path);
  }
  g_assert_cmpstr (paths->str, ==, expected);
}

static void
test_assigned (void)
{
  check_uses ("{% assign a = b %}{{ a }}", "b");
  check_uses ("{{ a }}{% assign a = 1 %}{{ a }}", "a");
  check_uses ("{% assign a = a | default: 'x' %}{{ a }}", "a");
  check_uses ("{% capture a %}{{ b }}{% endcapture %}{{ a }}", "b");
  check_uses ("{% capture c %}{% assign a = 1 %}{% endcapture %}{{ a }}", "");
  check_uses ("{% increment n %}{{ n }}", "");
  check_uses ("{% ifchanged %}{% assign a = 1 %}{% endifchanged %}{{ a }}", "");
  check_uses ("{% liquid\nassign a = 1\necho a\necho b\n%}", "b");
}

static void
test_branches (void)
{
  check_uses ("{% if c %}{% assign a = 1 %}{{ a }}{% endif %}{{ a }}", "(c) a");
  check_uses ("{% if c %}{% assign a = 1 %}{% else %}{{ a }}{% endif %}", "(c) (a)");
  check_uses ("{% if c %}{% assign a = 1 %}{% else %}{% assign a = 2 %}{% endif %}{{ a }}", "(c)");
  check_uses (
    "{% if c %}{% assign a = 1 %}{% elsif d %}{% else %}{% assign a = 2 %}{% endif %}{{ a }}",
    "(c) (d) a");
  check_uses ("{% if c %}{% assign a = 1 %}{% elsif d %}{% assign a = 2 %}{% endif %}{{ a }}",
              "(c) (d) a");
  check_uses ("{% unless c %}{% assign a = 1 %}{% else %}{% assign a = 2 %}{% endunless %}{{ a }}",
              "(c)");
  check_uses (
    "{% if c %}{% if d %}{% assign a = 1 %}{% else %}{% assign a = 2 %}{% endif %}{% else %}"
    "{% assign a = 3 %}{% endif %}{{ a }}",
    "(c) (d)");
  check_uses ("{% assign a = 0 %}{% if c %}{% assign a = 1 %}{% endif %}{{ a }}", "(c)");
}

static void
test_cases (void)
{
  check_uses ("{% case c %}{% when 1 %}{% assign a = 1 %}{% endcase %}{{ a }}", "(c) a");
  check_uses (
    "{% case c %}{% when 1, d %}{% assign a = 1 %}{% else %}{% assign a = 2 %}{% endcase %}{{ a }}",
    "(c) (d)");
  check_uses (
    "{% case c %}{% assign a = 1 %}{% when 1 %}{% else %}{% assign a = 2 %}{% endcase %}{{ a }}",
    "(c) a");
  check_uses ("{% case c.d %}{% when 1 %}{% when 2 %}{% when 3 %}{% endcase %}", "(c.d)");
  check_uses ("{% case c %}{% endcase %}", "(c)");
}

static void
test_loops (void)
{
  check_uses ("{% for i in items limit: n %}{{ i.x }}{{ forloop.index }}{{ b }}{% endfor %}{{ i }}",
              "items n (b) i");
  check_uses ("{% for i in (1..n) %}{% assign a = i %}{% else %}{{ i }}{% endfor %}{{ a }}",
              "n (i) a");
  check_uses (
    "{% tablerow i in items cols: n %}{{ tablerowloop.col }}{{ i }}{{ b }}{% endtablerow %}",
    "items n (b)");
  check_uses ("{% for i in a %}{% for i in i %}{{ i }}{% endfor %}{{ i }}{% endfor %}", "a");
  check_uses ("{% cycle a, b %}{% cycle c: d, 'e' %}", "a (b) c (d)");
}

static void
test_self (void)
{
  g_autoptr (LiquidTemplate) template =
    parse ("{{ self.user.name }}{{ self['a b'] }}", LIQUID_SHOPIFY);
  size_t n_variables;
  const LiquidVariable *variables = liquid_template_get_variables (template, &n_variables);

  g_assert_cmpuint (n_variables, ==, 2);
  g_assert_cmpstr (variables[0].name, ==, "user");
  g_assert_cmpstr (variables[0].path, ==, "user.name");
  g_assert_cmpstr (variables[1].name, ==, "a b");
}

static void
test_partials (void)
{
  g_autoptr (LiquidTemplate) template =
    parse ("{% include 'head' %}\n{% if a %}{% render \"row\", x: b %}{% endif %}{% include c.d %}",
           LIQUID_SHOPIFY);
  size_t n_partials;
  const LiquidPartialUse *partials = liquid_template_get_partials (template, &n_partials);

  g_assert_cmpuint (n_partials, ==, 3);
  g_assert_cmpstr (partials[0].name, ==, "head");
  g_assert_cmpuint (partials[0].span.start, ==, 11);
  g_assert_cmpuint (partials[0].span.end, ==, 17);
  g_assert_false (partials[0].is_render);
  g_assert_false (partials[0].conditional);
  g_assert_cmpstr (partials[1].name, ==, "row");
  g_assert_cmpuint (partials[1].span.line, ==, 2);
  g_assert_cmpuint (partials[1].span.column, ==, 21);
  g_assert_true (partials[1].is_render);
  g_assert_true (partials[1].conditional);
  g_assert_null (partials[2].name);
  check_uses ("{% include 'p', x: b %}{% include c.d with e %}{% render 'q' for f as g %}",
              "b c.d e f");
}

static void
test_positionals (void)
{
  g_autoptr (LiquidTemplate) template =
    parse ("{{1}} {{ 2 }}{{-3-}}{{ 1.5 }}{{ 4 | plus: 1 }}{{ a }}{{ '5' }}{{}}", LIQUID_SHOPIFY);
  size_t n_positionals;
  const LiquidPositional *positionals = liquid_template_get_positionals (template, &n_positionals);

  g_assert_cmpuint (n_positionals, ==, 3);
  g_assert_cmpstr (positionals[0].name, ==, "1");
  g_assert_cmpuint (positionals[0].span.start, ==, 0);
  g_assert_cmpuint (positionals[0].span.end, ==, 5);
  g_assert_cmpstr (positionals[1].name, ==, "2");
  g_assert_cmpuint (positionals[1].span.column, ==, 7);
  g_assert_cmpstr (positionals[2].name, ==, "3");
}

static void
check_tags_of (const char *text, LiquidDialect dialect, const char *expected)
{
  g_autoptr (GString) names = g_string_new (NULL);
  size_t n_tags;
  LiquidUnknownTag *tags = liquid_find_unknown_tags (text, -1, dialect, &n_tags);

  for (size_t i = 0; i < n_tags; i++) {
    const LiquidSpan *span = &tags[i].span;
    g_assert_cmpuint (span->end - span->start, ==, strlen (tags[i].name));
    g_assert_cmpint (memcmp (text + span->start, tags[i].name, span->end - span->start), ==, 0);
    g_string_append_printf (names, "%s%s %u:%u", i > 0 ? ", " : "", tags[i].name, span->line,
                            span->column);
  }
  g_assert_cmpstr (names->str, ==, expected);
  liquid_unknown_tags_free (tags, n_tags);
}

static void
check_tags (const char *text, const char *expected)
{
  check_tags_of (text, LIQUID_SHOPIFY, expected);
}

static void
test_unknown_tags (void)
{
  check_tags ("{% if a %}{% elsif b %}{% else %}{% endif %}{% case a %}{% when 1 %}{% endcase %}",
              "");
  check_tags ("é{% shout %}\n{%- whisper a -%}{% endshout %}",
              "shout 1:5, whisper 2:5, endshout 2:21");
  check_tags (
    "{% raw %}{% a %}{% endraw %}{% comment %}{% b %}{% endcomment %}{% doc %}{% c %}{% enddoc %}",
    "");
  check_tags ("{% liquid\n assign a = 1\n shout a\n echo a %}{% d %}", "shout 3:2, d 4:14");
  check_tags ("{% raw %}{% a %}", "");
  check_tags ("{% endassign %}{% endif %}{% endraw %}", "endassign 1:4");
  check_tags ("{% liquid\n liquid shout\n comment\n whisper\n endcomment\n cry %}",
              "shout 2:9, cry 6:2");
  check_tags ("a\r\nb{% c %}", "c 2:5");
  check_tags ("{% a ", "");
  check_tags ("", "");
}

/* A tag of one dialect only is none in the other, and neither is what stands in it passed over. */
static void
test_unknown_tags_of_dialects (void)
{
  const char *text = "{% doc %}{% a %}{% enddoc %}{% ifchanged %}{% endifchanged %}{% block b %}"
                     "{% endblock %}{% layout 'x' %}";

  check_tags_of (text, LIQUID_SHOPIFY, "block 1:65, endblock 1:78, layout 1:92");
  check_tags_of (text, LIQUID_LIQUIDJS,
                 "doc 1:4, a 1:13, enddoc 1:20, ifchanged 1:32, endifchanged 1:47");
}

static void
test_unknown_filters_of_dialects (void)
{
  const char *text = "{{ a | json | h | plus: 1 | base64_url_safe_encode | shout }}";
  static const char *const unknown[][3] = {
    [LIQUID_SHOPIFY] = { "json", "shout" },
    [LIQUID_LIQUIDJS] = { "h", "base64_url_safe_encode", "shout" },
  };

  for (guint dialect = 0; dialect < G_N_ELEMENTS (unknown); dialect++) {
    g_autoptr (LiquidTemplate) template = parse (text, (LiquidDialect) dialect);
    size_t n_filters;
    const LiquidUnknownFilter *filters = liquid_template_get_unknown_filters (template, &n_filters);
    g_assert_cmpuint (n_filters, ==, dialect == LIQUID_SHOPIFY ? 2 : 3);
    for (gsize i = 0; i < n_filters; i++) {
      g_assert_cmpstr (filters[i].name, ==, unknown[dialect][i]);
      g_assert_true (g_str_has_prefix (text + filters[i].span.start, filters[i].name));
    }
  }
}

static void
check_quotes (const char *text, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);
  size_t n_quotes;
  g_autofree LiquidSpan *quotes = liquid_find_curly_quotes (text, -1, LIQUID_SHOPIFY, &n_quotes);

  for (size_t i = 0; i < n_quotes; i++) {
    g_string_append_printf (found, "%s%.*s %u:%u", i > 0 ? ", " : "",
                            (int) (quotes[i].end - quotes[i].start), text + quotes[i].start,
                            quotes[i].line, quotes[i].column);
  }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_quotes (void)
{
  check_quotes ("“Hi” {{ name | default: “there” }}", "“ 1:25, ” 1:31");
  check_quotes ("{{ name | default: 'it’s “me”' }}", "");
  check_quotes ("{{ name | default: 'there’ }}\n{% assign a = «b» %}", "’ 1:26, « 2:15, » 2:17");
  check_quotes (
    "{% # “no” %}{% raw %}{{ “no” }}{% endraw %}{% comment %}{{ “no” }}{% endcomment %}", "");
  check_quotes ("{% liquid\n echo ‘a’\n # ‘b’ %}", "‘ 2:7, ’ 2:9");
  check_quotes ("{{ “a", "“ 1:4");
  check_quotes ("", "");
}

/* Positions where lines end in two characters, or stand inside a tag. */
static void
test_lines (void)
{
  g_autoptr (LiquidTemplate) template =
    parse ("é\r\n{{ a['b c'][d.e] }}\r\n{% liquid\r\n  assign x = f\r\n  echo 日 | plus: g\r\n%}",
           LIQUID_LIQUIDJS);
  static const struct {
    const char *path;
    unsigned line, column;
    size_t length;
  } expected[] = {
    { "a.b c[]", 2, 4, 13 }, { "d.e", 2, 13, 3 }, { "f", 4, 14, 1 },
    { "日", 5, 8, 3 },       { "g", 5, 18, 1 },
  };
  size_t n_variables;
  const LiquidVariable *variables = liquid_template_get_variables (template, &n_variables);

  g_assert_cmpuint (n_variables, ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < n_variables; i++) {
    g_assert_cmpstr (variables[i].path, ==, expected[i].path);
    g_assert_cmpuint (variables[i].span.line, ==, expected[i].line);
    g_assert_cmpuint (variables[i].span.column, ==, expected[i].column);
    g_assert_cmpuint (variables[i].span.end - variables[i].span.start, ==, expected[i].length);
  }
}

static void
check_difference (const char *text, LiquidHash *data, size_t offset, const char *statement)
{
  g_autoptr (LiquidTemplate) shopify = parse (text, LIQUID_SHOPIFY);
  g_autoptr (LiquidTemplate) liquidjs = parse (text, LIQUID_LIQUIDJS);
  g_auto (LiquidDifference) difference = { 0 };
  g_autoptr (GError) error = NULL;
  const LiquidRenderOptions options = { .lookup = liquid_hash_lookup, .data = data };
  bool same = liquid_template_compare (shopify, liquidjs, &options, &difference, &error);

  g_assert_no_error (error);
  g_assert_cmpint (same, ==, statement == NULL);
  if (statement == NULL) {
    return;
  }
  g_assert_cmpuint (difference.offset, ==, offset);
  g_assert_cmpstr (difference.text, !=, difference.other_text);
  g_assert_true (difference.has_span);
  g_autofree char *found =
    g_strndup (text + difference.span.start, difference.span.end - difference.span.start);
  g_assert_cmpstr (found, ==, statement);
}

static void
test_difference (void)
{
  g_autoptr (LiquidHash) data = liquid_hash_new ();

  liquid_hash_set (data, "price", liquid_float (4));
  liquid_hash_set (data, "half", liquid_float (4.5));
  liquid_hash_set (data, "name", liquid_string ("Zoë", 4));
  check_difference ("Hello {{ name }}, {{ half }}", data, 0, NULL);
  check_difference ("Hello {{ name }}, {{ price }}", data, 13, "{{ price }}");
  check_difference ("{% capture c %}xxxxxxxxxx{% endcapture %}a {{ price }} b", data, 3,
                    "{{ price }}");
  check_difference ("{% for i in (1..2) %}{{ i }}{{ price }}{% endfor %}", data, 2, "{{ price }}");
  check_difference ("{% if true %} \n{% endif %}b", data, 0, "b");
  check_difference ("a{% echo price %}", data, 2, "{% echo price %}");
  check_difference ("a{% liquid\necho price\n%}", data, 2, "echo price");
  check_difference ("é{{ '\"' | escape }}", data, 3, "{{ '\"' | escape }}");
  check_difference ("{% capture c %}{{ price }}{% endcapture %}a{{ c }}", data, 2, "{{ c }}");
  check_difference ("a{% cycle price, 1 %}", data, 2, "{% cycle price, 1 %}");
  check_difference ("{% for i in (1..2) %}{% if i == 2 %}{{ price }}{% endif %}{% endfor %}", data,
                    1, "{{ price }}");
  check_difference ("{% if 0 == '0' or price == 4 %}{{ price | times: 1.0 }}{% endif %}", data, 1,
                    "{{ price | times: 1.0 }}");
}

/* What one prints and the other does not. */
static void
test_difference_at_end (void)
{
  g_autoptr (LiquidHash) data = liquid_hash_new ();

  check_difference ("a{% if true %} {% endif %}", data, 1, " ");
}

/* An error that only the other one has. */
static void
test_difference_error (void)
{
  const char *text = "a\n{{ 'x' | strip }}{% include 'p' %}";
  g_autoptr (LiquidTemplate) shopify = parse (text, LIQUID_SHOPIFY);
  g_autoptr (LiquidTemplate) liquidjs = parse (text, LIQUID_LIQUIDJS);
  g_auto (LiquidDifference) difference = { 0 };
  g_autoptr (GError) error = NULL;
  const LiquidRenderOptions options = { 0 };

  g_assert_false (liquid_template_compare (shopify, liquidjs, &options, &difference, &error));
  g_assert_no_error (error);
  g_assert_null (difference.other_text);
  g_assert_nonnull (difference.other_error);
  g_assert_true (difference.has_span);
  g_assert_cmpstr (text + difference.span.start, ==, "{% include 'p' %}");
  g_assert_cmpuint (difference.span.line, ==, 2);
}

static void
test_difference_fails (void)
{
  g_autoptr (LiquidTemplate) template =
    parse ("{% for i in (1..100) %}{% endfor %}", LIQUID_SHOPIFY);
  g_auto (LiquidDifference) difference = { 0 };
  g_autoptr (GError) error = NULL;
  const LiquidRenderOptions options = { .limits = { .max_steps = 10 } };

  g_assert_false (liquid_template_compare (template, template, &options, &difference, &error));
  g_assert_error (error, LIQUID_ERROR, LIQUID_ERROR_LIMIT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/liquid/analysis/assigned", test_assigned);
  g_test_add_func ("/liquid/analysis/branches", test_branches);
  g_test_add_func ("/liquid/analysis/cases", test_cases);
  g_test_add_func ("/liquid/analysis/loops", test_loops);
  g_test_add_func ("/liquid/analysis/self", test_self);
  g_test_add_func ("/liquid/analysis/partials", test_partials);
  g_test_add_func ("/liquid/analysis/positionals", test_positionals);
  g_test_add_func ("/liquid/analysis/unknown-tags", test_unknown_tags);
  g_test_add_func ("/liquid/analysis/unknown-tags-of-dialects", test_unknown_tags_of_dialects);
  g_test_add_func ("/liquid/analysis/unknown-filters-of-dialects",
                   test_unknown_filters_of_dialects);
  g_test_add_func ("/liquid/analysis/quotes", test_quotes);
  g_test_add_func ("/liquid/analysis/lines", test_lines);
  g_test_add_func ("/liquid/analysis/difference", test_difference);
  g_test_add_func ("/liquid/analysis/difference-error", test_difference_error);
  g_test_add_func ("/liquid/analysis/difference-at-end", test_difference_at_end);
  g_test_add_func ("/liquid/analysis/difference-fails", test_difference_fails);
  return g_test_run ();
}
