/* The variables and unknown filters that a template lists. */

#include <liquid.h>
#include <string.h>

typedef struct {
  const char *path;
  const char *name;
  gsize start;
  gsize end;
  bool has_default;
  bool conditional;
} Use;

static void
check (const char *text, const Use *uses, gsize n_uses)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LiquidTemplate) template = liquid_template_parse (text, -1, LIQUID_SHOPIFY, &error);
  g_assert_no_error (error);

  size_t n_variables = 0;
  const LiquidVariable *variables = liquid_template_get_variables (template, &n_variables);
  g_assert_cmpuint (n_variables, ==, n_uses);
  for (gsize i = 0; i < n_uses; i++) {
    g_assert_cmpstr (variables[i].path, ==, uses[i].path);
    g_assert_cmpstr (variables[i].name, ==, uses[i].name);
    g_assert_cmpuint (variables[i].span.start, ==, uses[i].start);
    g_assert_cmpuint (variables[i].span.end, ==, uses[i].end);
    g_assert_cmpint (variables[i].has_default, ==, uses[i].has_default);
    g_assert_cmpint (variables[i].conditional, ==, uses[i].conditional);
  }
}

#define CHECK(text, ...)                     \
  G_STMT_START                               \
  {                                          \
    const Use uses[] = { __VA_ARGS__ };      \
    check (text, uses, G_N_ELEMENTS (uses)); \
  }                                          \
  G_STMT_END

static void
test_paths (void)
{
  CHECK ("{{ name }}", { "name", "name", 3, 7, false, false });
  CHECK ("{{ user.name }}", { "user.name", "user", 3, 12, false, false });
  CHECK ("{{ user['a b'].c }}", { "user.a b.c", "user", 3, 16, false, false });
  CHECK ("{{ list[0].x }}", { "list[0].x", "list", 3, 12, false, false });
  CHECK ("{{ ['odd name'].x }}", { "odd name.x", "odd name", 3, 17, false, false });
  CHECK ("{{ a[b.c].d }}", { "a[].d", "a", 3, 11, false, false },
         { "b.c", "b", 5, 8, false, false });
  CHECK ("{{ name }}{{ name }}", { "name", "name", 3, 7, false, false },
         { "name", "name", 13, 17, false, false });
}

static void
test_default (void)
{
  CHECK ("{{ a | default: 'x' }}", { "a", "a", 3, 4, true, false });
  CHECK ("{{ a | upcase | default: b }}", { "a", "a", 3, 4, true, false },
         { "b", "b", 25, 26, false, false });
  CHECK ("{{ 'x' | append: a | default: 'y' }}", { "a", "a", 17, 18, false, false });
  CHECK ("{{ a[b] | default: 'y' }}", { "a[]", "a", 3, 7, true, false },
         { "b", "b", 5, 6, false, false });
}

/* Only where the last default is no variable is it certain that there is one. */
static void
test_defaults_in_a_row (void)
{
  CHECK ("{{ a | default: b | default: 'x' }}", { "a", "a", 3, 4, true, false },
         { "b", "b", 16, 17, true, false });
  CHECK ("{{ 'x' | default: b | default: 'y' }}", { "b", "b", 18, 19, true, false });
  CHECK ("{{ a | default: 'x' | default: b }}", { "a", "a", 3, 4, true, false },
         { "b", "b", 31, 32, false, false });
  CHECK ("{{ a | default: b | upcase | default: 'x' }}", { "a", "a", 3, 4, true, false },
         { "b", "b", 16, 17, false, false });
}

/* What makes something of nothing leaves the default without work. */
static void
test_default_behind (void)
{
  CHECK ("{{ a | strip | upcase | default: 'x' }}", { "a", "a", 3, 4, true, false });
  CHECK ("{{ a | append: '!' | default: 'x' }}", { "a", "a", 3, 4, false, false });
  CHECK ("{{ a | default: 'x' | append: '!' }}", { "a", "a", 3, 4, true, false });
  CHECK ("{{ a | size | default: 'x' }}", { "a", "a", 3, 4, false, false });
  CHECK ("{% assign b = a | default: c %}{{ b }}", { "a", "a", 14, 15, true, false },
         { "c", "c", 27, 28, false, false });
  CHECK ("{% echo a | default: b %}", { "a", "a", 8, 9, true, false },
         { "b", "b", 21, 22, false, false });
}

/* Whether @filter, with some argument, prints what `default` says where there is no value. */
static bool
leaves_nothing (const char *filter, const char *arguments, LiquidDialect dialect)
{
  g_autofree char *text =
    g_strdup_printf ("{{ a | %s%s | default: 'nothing' }}", filter, arguments);
  g_autoptr (LiquidTemplate) template = liquid_template_parse (text, -1, dialect, NULL);
  g_autoptr (GString) output = g_string_new (NULL);
  const LiquidRenderOptions options = { .raise = true };
  size_t n_variables;

  g_assert_nonnull (template);
  bool has_default = liquid_template_get_variables (template, &n_variables)->has_default;
  if (!liquid_template_render_full (template, &options, output, NULL)) {
    return has_default;
  }
  if (has_default) {
    g_assert_cmpstr (output->str, ==, "nothing");
  }
  return has_default;
}

/* What is said to be guarded prints the default. */
static void
test_default_of_filters (void)
{
  static const char *const filters[] = {
    "abs",         "append",        "at_least",
    "at_most",     "base64_encode", "capitalize",
    "ceil",        "compact",       "concat",
    "date",        "divided_by",    "downcase",
    "escape",      "first",         "floor",
    "hmac_sha256", "inspect",       "join",
    "json",        "jsonify",       "last",
    "lstrip",      "map",           "minus",
    "modulo",      "newline_to_br", "number_of_words",
    "plus",        "pop",           "prepend",
    "push",        "remove",        "replace",
    "reverse",     "round",         "rstrip",
    "sha256",      "size",          "slice",
    "sort",        "split",         "strip",
    "strip_html",  "sum",           "times",
    "to_integer",  "truncate",      "uniq",
    "unshift",     "upcase",        "url_decode",
    "url_encode",  "where",
  };
  guint n_guarded[2] = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++) {
    n_guarded[LIQUID_SHOPIFY] += leaves_nothing (filters[i], "", LIQUID_SHOPIFY);
    n_guarded[LIQUID_SHOPIFY] += leaves_nothing (filters[i], ": 8", LIQUID_SHOPIFY);
    n_guarded[LIQUID_LIQUIDJS] += leaves_nothing (filters[i], "", LIQUID_LIQUIDJS);
    n_guarded[LIQUID_LIQUIDJS] += leaves_nothing (filters[i], ": 8", LIQUID_LIQUIDJS);
  }
  g_assert_cmpuint (n_guarded[LIQUID_SHOPIFY], >, G_N_ELEMENTS (filters) / 2);
  g_assert_cmpuint (n_guarded[LIQUID_LIQUIDJS], >, G_N_ELEMENTS (filters) / 2);
}

static void
test_date (void)
{
  g_autoptr (LiquidTemplate) template = liquid_template_parse (
    "{{ a | date: b }}{{ c | default: 'now' | date: '%F' }}{{ d | append: '1' | date: '%F' }}", -1,
    LIQUID_SHOPIFY, NULL);
  static const bool expected[] = { true, false, true, false };
  size_t n_variables;
  const LiquidVariable *variables = liquid_template_get_variables (template, &n_variables);

  g_assert_cmpuint (n_variables, ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < n_variables; i++) {
    g_assert_cmpint (variables[i].is_date, ==, expected[i]);
  }
}

static void
test_conditional (void)
{
  CHECK ("{% if a %}{{ b }}{% elsif c == d %}{% else %}{{ e }}{% endif %}{{ f }}",
         { "a", "a", 6, 7, false, true }, { "b", "b", 13, 14, false, true },
         { "c", "c", 26, 27, false, true }, { "d", "d", 31, 32, false, true },
         { "e", "e", 48, 49, false, true }, { "f", "f", 66, 67, false, false });
  CHECK ("{% unless a %}{% endunless %}", { "a", "a", 10, 11, false, true });
}

/* The one that is asked for in each place is called after it. */
static void
test_decides (void)
{
  g_autoptr (LiquidTemplate) template = liquid_template_parse (
    "{% if yes and yes %}{{ no }}{% elsif yes == yes %}{% endif %}{% unless yes %}{{ no }}"
    "{% endunless %}{% case yes %}{% when yes %}{% for i in no %}{% endfor %}{% endcase %}{{ no }}"
    "{% liquid\nif yes\necho no\nendif %}{% assign x = no %}",
    -1, LIQUID_SHOPIFY, NULL);
  size_t n_variables = 0;
  const LiquidVariable *variables = liquid_template_get_variables (template, &n_variables);

  g_assert_cmpuint (n_variables, ==, 14);
  for (gsize i = 0; i < n_variables; i++) {
    g_assert_cmpint (variables[i].decides, ==, strcmp (variables[i].name, "yes") == 0);
  }
}

static void
test_none (void)
{
  check ("{% comment %}{{ a }}{% endcomment %}{% raw %}{{ b }}{% endraw %}{{ 1 }}{{ nil }}", NULL,
         0);
}

static void
test_position (void)
{
  g_autoptr (LiquidTemplate) template =
    liquid_template_parse ("é\nüü{{ a }}", -1, LIQUID_SHOPIFY, NULL);
  size_t n_variables = 0;
  const LiquidVariable *variables = liquid_template_get_variables (template, &n_variables);

  g_assert_cmpuint (n_variables, ==, 1);
  g_assert_cmpuint (variables[0].span.line, ==, 2);
  g_assert_cmpuint (variables[0].span.column, ==, 6);
}

/* Keywords are read after the arguments that stand behind them. */
static void
test_position_back (void)
{
  g_autoptr (LiquidTemplate) template =
    liquid_template_parse ("{{ 'é' | default: k: a,\n b }}{{ c }}", -1, LIQUID_SHOPIFY, NULL);
  size_t n_variables = 0;
  const LiquidVariable *variables = liquid_template_get_variables (template, &n_variables);

  for (gsize i = 0; i < n_variables; i++) {
    gsize line = strcmp (variables[i].name, "a") == 0 ? 1 : 2;
    gsize column = line == 1 ? 22 : variables[i].name[0] == 'b' ? 2 : 9;
    g_assert_cmpuint (variables[i].span.line, ==, line);
    g_assert_cmpuint (variables[i].span.column, ==, column);
  }
  g_assert_cmpuint (n_variables, ==, 3);
}

static void
test_unknown_filters (void)
{
  g_autoptr (LiquidTemplate) template = liquid_template_parse (
    "{{ a | shout: b | upcase }}\n{{ c | whisper }}", -1, LIQUID_SHOPIFY, NULL);
  size_t n_filters = 0, n_variables = 0;
  const LiquidUnknownFilter *filters = liquid_template_get_unknown_filters (template, &n_filters);

  g_assert_cmpuint (n_filters, ==, 2);
  g_assert_cmpstr (filters[0].name, ==, "shout");
  g_assert_cmpuint (filters[0].span.start, ==, 7);
  g_assert_cmpuint (filters[0].span.end, ==, 12);
  g_assert_cmpstr (filters[1].name, ==, "whisper");
  g_assert_cmpuint (filters[1].span.line, ==, 2);
  g_assert_cmpuint (filters[1].span.column, ==, 8);
  liquid_template_get_variables (template, &n_variables);
  g_assert_cmpuint (n_variables, ==, 3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/liquid/variables/paths", test_paths);
  g_test_add_func ("/liquid/variables/default", test_default);
  g_test_add_func ("/liquid/variables/defaults-in-a-row", test_defaults_in_a_row);
  g_test_add_func ("/liquid/variables/default-behind", test_default_behind);
  g_test_add_func ("/liquid/variables/default-of-filters", test_default_of_filters);
  g_test_add_func ("/liquid/variables/date", test_date);
  g_test_add_func ("/liquid/variables/conditional", test_conditional);
  g_test_add_func ("/liquid/variables/decides", test_decides);
  g_test_add_func ("/liquid/variables/none", test_none);
  g_test_add_func ("/liquid/variables/position", test_position);
  g_test_add_func ("/liquid/variables/position-back", test_position_back);
  g_test_add_func ("/liquid/variables/unknown-filters", test_unknown_filters);
  return g_test_run ();
}
