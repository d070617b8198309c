/* What templates print: Shopify's answers, and LiquidJS's where they differ. */

#include <liquid.h>
#include <string.h>

/* name "Ann", empty "", n 5, f 4.0, no false, yes true, list [1, "zwölf", nil], user {name: "Zoë",
 * "a b": 2, size: 9}, key "name", none {}; everything else is nil. */
static LiquidHash *
make_data (void)
{
  LiquidHash *data = liquid_hash_new ();
  LiquidHash *user = liquid_hash_new ();
  LiquidArray *list = liquid_array_new ();

  liquid_array_add (list, liquid_integer (1));
  liquid_array_add (list, liquid_string ("zwölf", strlen ("zwölf")));
  liquid_array_add (list, liquid_nil ());
  liquid_hash_set (user, "name", liquid_string ("Zoë", strlen ("Zoë")));
  liquid_hash_set (user, "a b", liquid_integer (2));
  liquid_hash_set (user, "size", liquid_integer (9));
  liquid_hash_set (data, "name", liquid_string ("Ann", 3));
  liquid_hash_set (data, "empty_text", liquid_string ("", 0));
  liquid_hash_set (data, "n", liquid_integer (5));
  liquid_hash_set (data, "f", liquid_float (4.0));
  liquid_hash_set (data, "no", liquid_boolean (false));
  liquid_hash_set (data, "yes", liquid_boolean (true));
  liquid_hash_set (data, "key", liquid_string ("name", 4));
  liquid_hash_set (data, "list", liquid_array (list));
  liquid_hash_set (data, "none", liquid_hash (liquid_hash_new ()));
  liquid_hash_set (data, "user", liquid_hash (user));
  return data;
}

static char *
render (const char *text, LiquidDialect dialect)
{
  g_autoptr (LiquidHash) data = make_data ();
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LiquidTemplate) template = liquid_template_parse (text, -1, dialect, &error);

  g_assert_no_error (error);
  g_assert_true (liquid_template_render (template, liquid_hash_lookup, data, NULL, output, &error));
  g_assert_no_error (error);
  return g_string_free (g_steal_pointer (&output), FALSE);
}

typedef struct {
  const char *text;
  const char *expected;
} Case;

static void
check (LiquidDialect dialect, const Case *cases, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++) {
    g_autofree char *printed = render (cases[i].text, dialect);
    g_test_message ("%s", cases[i].text);
    g_assert_cmpstr (printed, ==, cases[i].expected);
  }
}

static void
check_both (const Case *cases, gsize n_cases)
{
  check (LIQUID_SHOPIFY, cases, n_cases);
  check (LIQUID_LIQUIDJS, cases, n_cases);
}

static void
test_text (void)
{
  const Case cases[] = {
    { "", "" },
    { "Grüße, 世界", "Grüße, 世界" },
    { "{ { }} %} a } b", "{ { }} %} a } b" },
    { "a {{ name }} b", "a Ann b" },
    { "{{name}}{{ name }}", "AnnAnn" },
    { "{{{ name }}}", "}" },
    { "Hello {{name | default: 'there'}}! Your order has shipped.",
      "Hello Ann! Your order has shipped." },
    { "Hello {{nick | default: 'there'}}!", "Hello there!" },
  };

  check (LIQUID_SHOPIFY, cases, G_N_ELEMENTS (cases));
}

static void
test_lookup (void)
{
  const Case cases[] = {
    { "{{ user.name }} {{ user['name'] }} {{ user[\"a b\"] }} {{ user[key] }}", "Zoë Zoë 2 Zoë" },
    { "{{ user.name.first }}|{{ user.name.last }}", "Z|ë" },
    { "{{ list[0] }} {{ list[-2] }} {{ list[7] }} {{ list.first }} {{ list.last }}",
      "1 zwölf  1 " },
    { "{{ list.size }} {{ list[1].size }} {{ user.size }} {{ list[1].first }}{{ list[1].last }}",
      "3 5 9 zf" },
    { "{{ ['name'] }} {{ [key] }} {{ missing.a.b }}", "Ann Ann " },
    { "{{ user[list[9]] }}{{ user.nothing }}{{ name.first.first }}", "A" },
    { "{{ user . name }}|{{ list [ 1 ] }}|{{ user\n.name | append: user [ 'a b' ] }}",
      "Zoë|zwölf|Zoë2" },
    { "{{ name .size junk }}|{{ name junk }}|{{ user..name }}", "Ann|Ann|Zoë" },
    { "{{ n.size }}|{{ f.size }}|{{ yes.size }}", "8||" },
    { "{{ user.first }} {{ user.first[1] }} {{ user.last }}", "nameZoë Zoë " },
    { "{{ list }}", "1zwölf" },
    { "{{ user }}", "{\"name\"=>\"Zoë\", \"a b\"=>2, \"size\"=>9}" },
  };

  check (LIQUID_SHOPIFY, cases, G_N_ELEMENTS (cases));
}

static void
test_literals (void)
{
  const Case cases[] = {
    { "{{ 'a' }}{{ \"b\" }}{{ 1 }}{{ -2 }}{{ true }}{{ false }}{{ nil }}|", "ab1-2truefalse|" },
    { "{{ blank }}{{ empty }}|", "|" },
    { "{{ 4.0 }} {{ f }} {{ 1.25 }}", "4.0 4.0 1.25" },
    { "{{ 'a\\nb' }}", "a\\nb" },
    { "{{ 0.1 }} {{ 0.00001 }} {{ 100.5 }} {{ -0.5 }}", "0.1 1.0e-05 100.5 -0.5" },
    { "{{ 1000000000000000.0 }} {{ 999999999999999.0 }} {{ 3000000000000000.5 }}",
      "1.0e+15 999999999999999.0 3000000000000000.5" },
    { "{{ 007 }} {{-1}} {{ -1 }} {{ 1. }} {{ 1.2.3 }}", "71 -1 1.0 1.2" },
    { "{{ 9223372036854775807 }} {{ -9223372036854775808 }}",
      "9223372036854775807 -9223372036854775808" },
    { "{{ 1e3 }}{{ .5 }}{{ +5 }}{{ 1_000 }}|", "|" },
  };

  check (LIQUID_SHOPIFY, cases, G_N_ELEMENTS (cases));
}

static void
test_conditions (void)
{
  const Case cases[] = {
    { "{% if yes %}a{% endif %}{% if no %}b{% endif %}{% if missing %}c{% endif %}", "a" },
    { "{% if no %}a{% elsif name == 'Ann' %}b{% else %}c{% endif %}", "b" },
    { "{% if no %}a{% elsif no %}b{% else %}c{% endif %}", "c" },
    { "{% unless no %}a{% else %}b{% endunless %}{% unless yes %}a{% else %}b{% endunless %}",
      "ab" },
    { "{% unless yes %}a{% elsif yes %}b{% else %}c{% endunless %}", "b" },
    { "{% if 0 %}a{% endif %}{% if '' %}b{% endif %}{% if list %}c{% endif %}", "abc" },
    { "{% if true or false and false %}a{% endif %}{% if true and false or true %}b{% endif %}",
      "ab" },
    { "{% if false and false or true %}a{% endif %}{% if no or no or yes %}b{% endif %}", "b" },
    { "{% unless no and yes or yes %}a{% endunless %}{% unless no or no %}b{% endunless %}", "ab" },
    { "{% if n > 4 and n < 6 and n >= 5 and n <= 5 and n != 4 and n <> 3 %}a{% endif %}", "a" },
    { "{% if n == 5.0 %}a{% endif %}{% if n == '5' %}b{% endif %}{% if n > nil %}c{% endif %}",
      "a" },
    { "{% if name contains 'nn' %}a{% endif %}{% if list contains 1 %}b{% endif %}", "ab" },
    { "{% if user contains 'name' %}a{% endif %}{% if 'a5' contains n %}b{% endif %}", "ab" },
    { "{% if name contains 'x' %}a{% endif %}{% if name contains nil %}b{% endif %}", "" },
    { "{% if empty_text == empty %}a{% endif %}{% if empty_text == blank %}b{% endif %}", "ab" },
    { "{% if nil == empty %}a{% endif %}{% if nil == blank %}b{% endif %}", "b" },
    { "{% if user == user %}a{% endif %}{% if list == list %}b{% endif %}{% if list == user %}c"
      "{% endif %}",
      "ab" },
    { "{% if 9223372036854775808 > 1 %}a{% endif %}", "a" },
    { "{% if 'b'>'a' %}a{% endif %}{% if 'Z' < 'a' %}b{% endif %}", "ab" },
    { "{% if yes %}{% if no %}a{% else %}b{% endif %}c{% endif %}d", "bcd" },
    { "{% if no %}a{% else %}b{% else %}c{% elsif yes %}d{% endif %}", "b" },
  };

  check (LIQUID_SHOPIFY, cases, G_N_ELEMENTS (cases));
}

static void
test_failures (void)
{
  const Case cases[] = {
    { "a{% if n > 'x' %}b{% else %}c{% endif %}d",
      "aLiquid error (line 1): comparison of Integer with String failedd" },
    { "\n{% if no %}a{% elsif 'x' < 5 %}b{% endif %}",
      "\nLiquid error (line 2): comparison of String with 5 failed" },
    { "{% if 'x' < 5 %} {% endif %}|", "|" },
    { "{% if yes %}{{ 'a' | upcase: 1 }}b{% endif %}c",
      "Liquid error (line 1): wrong number of arguments (given 2, expected 1)bc" },
    { "{% if n = 5 %}b{% endif %}|", "Liquid error (line 1): Unknown operator =|" },
    { "{{ name | append }}|",
      "Liquid error (line 1): wrong number of arguments (given 1, expected 2)|" },
  };

  check (LIQUID_SHOPIFY, cases, G_N_ELEMENTS (cases));
}

static void
test_filters (void)
{
  const Case cases[] = {
    { "{{ missing | default: name | upcase }}", "ANN" },
    { "{{ no | default: 'x' }} {{ no | default: 'x', allow_false: true }}", "x false" },
    { "{{ empty_text | default: 'x' }}{{ 0 | default: 'y' }}{{ ' ' | default: 'z' }}|", "x0 |" },
    { "{{ missing | default }}|", "|" },
    { "{{ 'straße ﬁx éa' | upcase }}", "STRASSE FIX ÉA" },
    { "{{ 'ÉCOLE İ' | downcase }}", "école i̇" },
    { "{{ 'élan VITAL' | capitalize }}", "Élan vital" },
    { "{{ ' \t a b \n' | strip }}|", "a b|" },
    { "{{ name | append: '!' | prepend: '¡' }}", "¡Ann!" },
    { "{{ \"it's <b> & co\" | escape }}{{ nil | escape }}", "it&#39;s &lt;b&gt; &amp; co" },
    { "{{ name | nonsense: 1, 2 | upcase }}", "ANN" },
    { "{{ 'a|b' | append: ':,|' }}", "a|b:,|" },
  };

  check_both (cases, G_N_ELEMENTS (cases));
}

static void
test_white_space (void)
{
  const Case cases[] = {
    { "a {{- name -}} b", "aAnnb" },
    { "a \n\t{%- if yes -%} b {%- endif -%} c", "abc" },
    { "a{{-}}b{{--}}", "ab" },
    { "{% if yes %} \n {% endif %}|", "|" },
    { "{% if yes %} {% comment %} x {% endcomment %} {% if yes %} {% endif %} {% endif %}|", "|" },
    { "{% if yes %} {{ '' }} {% endif %}|", "  |" },
    { "{% if yes %} {% if yes %}a{% endif %} {% endif %}|", " a |" },
    { "{% if no %} {% else %} {% endif %}|", "|" },
    { "a\xc2\xa0{{- name }}", "a\xc2\xa0"
                              "Ann" },
  };

  check (LIQUID_SHOPIFY, cases, G_N_ELEMENTS (cases));
}

static void
test_raw_and_comment (void)
{
  const Case cases[] = {
    { "{% raw %}{{ name }} {% if %}{% endraw %}|", "{{ name }} {% if %}|" },
    { "| {%- raw -%} x {%- endraw -%} |", "| x |" },
    { "{% raw %}{{ {% endraw %}|", "{{ |" },
    { "a{% comment %}{{ name }}{% if %}{% comment %}{% endcomment %}{% endcomment %}b", "ab" },
    { "a{% comment %}{% raw %}{% endcomment %}{% endraw %}{% endcomment %}b", "ab" },
    { "a{% # one\n # two %}b", "ab" },
  };

  check (LIQUID_SHOPIFY, cases, G_N_ELEMENTS (cases));
}

/* Where LiquidJS prints something else. */
static void
test_liquidjs (void)
{
  const Case cases[] = {
    { "{{ 4.0 }} {{ f }} {{ 1.25 }} {{ 0.000001 }} {{ 0.00000015 }}", "4 4 1.25 0.000001 1.5e-7" },
    { "{{ 'a\\nb' }}", "a\nb" },
    { "{{ '\"' | escape }}", "&#34;" },
    { "{{ '\xe3\x80\x80 a \xc2\xa0' | strip }}|{{ none | default: 'x' }}", "a|[object Object]" },
    { "{% if yes %} {% endif %}|", " |" },
    { "{{ 'ßA' | capitalize }}", "SSa" },
    { "{{ name.first }}{{ name.last }}{{ user.first }}{{ n.size }}{{ list.first }}{{ name.size }}",
      "13" },
    { "{{ user }} {{ list | append: '' }}", "[object Object] 1zwölf" },
    { "{% if n > 'x' %}a{% else %}b{% endif %}{% if n > '4' %}c{% endif %}", "bc" },
    { "{{ name | upcase: 1 }}", "ANN" },
  };
  const Case shopify[] = {
    { "{{ '\"' | escape }}", "&quot;" },
    { "{{ ' \xc2\xa0' | strip }}|{{ none | default: 'x' }}", "\xc2\xa0|x" },
    { "{{ 'ßA' | capitalize }} {{ 'ǆ' | capitalize }}", "Ssa ǅ" },
    { "{{ list | append: '' }}", "[1, \"zwölf\", nil]" },
  };

  check (LIQUID_LIQUIDJS, cases, G_N_ELEMENTS (cases));
  check (LIQUID_SHOPIFY, shopify, G_N_ELEMENTS (shopify));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/liquid/render/text", test_text);
  g_test_add_func ("/liquid/render/lookup", test_lookup);
  g_test_add_func ("/liquid/render/literals", test_literals);
  g_test_add_func ("/liquid/render/conditions", test_conditions);
  g_test_add_func ("/liquid/render/failures", test_failures);
  g_test_add_func ("/liquid/render/filters", test_filters);
  g_test_add_func ("/liquid/render/white-space", test_white_space);
  g_test_add_func ("/liquid/render/raw-and-comment", test_raw_and_comment);
  g_test_add_func ("/liquid/render/liquidjs", test_liquidjs);
  return g_test_run ();
}
