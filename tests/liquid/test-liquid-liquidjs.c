/* LiquidJS's dialect: how it reads expressions, what its values are, its tags and its filters. */

#include <liquid.h>
#include <string.h>

static LiquidHash *
make_data (void)
{
  LiquidHash *data = liquid_hash_new ();
  LiquidArray *people = liquid_array_new ();
  const struct {
    const char *name;
    const char *team;
    int64_t age;
  } rows[] = { { "Ann", "red", 31 }, { "Bo", "blue", 17 }, { "Cy", "red", 52 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    LiquidHash *person = liquid_hash_new ();
    liquid_hash_set (person, "name", liquid_string (rows[i].name, strlen (rows[i].name)));
    liquid_hash_set (person, "team", liquid_string (rows[i].team, strlen (rows[i].team)));
    liquid_hash_set (person, "age", liquid_integer (rows[i].age));
    liquid_array_add (people, liquid_hash (person));
  }
  liquid_hash_set (data, "people", liquid_array (people));
  liquid_hash_set (data, "n", liquid_integer (5));
  liquid_hash_set (data, "yes", liquid_boolean (true));
  liquid_hash_set (data, "null_data", liquid_nil ());
  liquid_hash_set (data, "word", liquid_string ("w😀rd", 7));
  return data;
}

static bool
find_partial (void *data, const char *name, size_t length, const char **text, size_t *text_length)
{
  static const char *const partials[][2] = {
    { "show", "[{{ show }}{{ x }}{{ n }}]" },
    { "head", "[{% block title %}s{% endblock %}]" },
    { "page", "<{% block title %}T{% endblock %}|{% block %}{% endblock %}|{{ v }}"
              "{% block foot %}F{{ n }}{% endblock %}>" },
    { "section", "{% layout 'page', v: x %}{% block title %}S:{{ block.super }}{% endblock %}"
                 "{% block foot %}{% assign x = 2 %}f{% endblock %}" },
    { "item", "{{ p.name }}{{ forloop.index }}{% assign seen = p.name %}{{ seen }} " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (partials); i++) {
    if (strlen (partials[i][0]) == length && memcmp (partials[i][0], name, length) == 0) {
      *text = partials[i][1];
      *text_length = strlen (*text);
      return true;
    }
  }
  return false;
}

static char *
render (const char *text, GError **error)
{
  g_autoptr (LiquidHash) data = make_data ();
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (LiquidTemplate) template = liquid_template_parse (text, -1, LIQUID_LIQUIDJS, error);
  LiquidRenderOptions options = {
    .lookup = liquid_hash_lookup,
    .data = data,
    .find_partial = find_partial,
    .now = G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC,
  };

  if (template == NULL || !liquid_template_render_full (template, &options, output, error)) {
    return NULL;
  }
  return g_string_free (g_steal_pointer (&output), FALSE);
}

typedef struct {
  const char *text;
  const char *expected; /* (nullable): it fails */
} Case;

static void
check (const Case *cases, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *printed = render (cases[i].text, &error);
    g_test_message ("%s", cases[i].text);
    g_assert_cmpstr (printed, ==, cases[i].expected);
    g_assert_true ((printed == NULL) == (error != NULL));
  }
}

static void
test_expressions (void)
{
  const Case cases[] = {
    { "{{ n == 5 }} {{ not yes }} {{ n > 1 and n < 3 }} {{ 1 < 2 or nowhere }}",
      "true false false true" },
    { "{% if people | size == 3 %}{% endif %}", NULL },
    { "{% if word | size %}a{% endif %}{% if 'a' | append: 'b' | contains: 1 %}c{% endif %}",
      "ac" },
    { "{{ true or false and false }} {{ not true or true }} {{ n a b }}", "true true 5" },
    { "{{ 'a\\u0041\\'\\n\\101' }}|{{ '}}' }}|{{ \"%\" }}", "aA'\nA|}}|%" },
    { "{{ people[0].name }}{{ people[-1]['name'] }}{{ people.last.name }}{{ people.length }}",
      "AnnCyCy3" },
    { "{{ word.size }} {{ word[0] }} {{ (1..4).last }} {{ (1.5..3) | join: ' ' }}",
      "5 w 4 1.5 2.5 3.5" },
    { "{{ nowhere == null_data }} {{ nil == null_data }} {{ nil < 1 }} {{ null_data < 1 }}",
      "false true false true" },
    { "{{ +3 }} {{ 1. }} {{ 9007199254740993 }} {{ -n }}", "3 1 9007199254740992 " },
    { "{{ n | }}{{ n | plus: 1, }}", "56" },
    { "{{ n ! }}", NULL },
    { "{{ a[ }}", NULL },
    { "{{ (1..n }}", NULL },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_tags (void)
{
  const Case cases[] = {
    { "{% for i in (1..9) limit: -6 offset: 1 reversed %}{{ i }}{% endfor %}", "32" },
    { "{% for i in (1..6) limit: 2 %}{{ i }}{% endfor %}"
      "{% for i in (1..6) limit: 2 offset: continue %}{{ i }}{% endfor %}",
      "1234" },
    { "{% for p in people %}{{ forloop.name }}{% break %}{% endfor %}", "p-people" },
    { "{% for p in nowhere %}a{% else %}b{% endfor %}{% for p in 'text' %}{{ p }}{% endfor %}",
      "btext" },
    { "{% tablerow i in (1..3) cols: 2 %}{{ i }}{% endtablerow %}",
      "<tr class=\"row1\"><td class=\"col1\">1</td><td class=\"col2\">2</td></tr>"
      "<tr class=\"row2\"><td class=\"col1\">3</td></tr>" },
    { "{% case n %}x{% when 4, 5 or 5 %}a{% when 5 %}b{% else %}c{% when 6 %}d{% endcase %}",
      "ab" },
    { "{% case 9 %}{% when 1 %}a{% else %}c{% when 9 %}d{% else %}e{% endcase %}", "cd" },
    { "{% cycle 'g': 1, 2 %}{% cycle 'g': 3, 4 %}{% cycle 'g': 1, 2 %}{% cycle 0, 1 %}", "132" },
    { "{% increment n %}{% increment n %}{{ n }}{% decrement n %}{{ n }}", "56766" },
    { "{% capture 'a b' %}{{ n }}{% endcapture %}{{ ['a b'] }}", "5" },
    { "{% assign x = n | times: 2 == 10 %}", NULL },
    { "{% if yes %}{% else %}{% elsif n %}{% endif %}", NULL },
    { "{% unless yes %}a{% else %}b{% elsif n %}c{% else %}d{% endunless %}", "b" },
    { "{% block a %}b{% endblock %}{% echo %}{% liquid\nassign q = 1\necho q %}", "b1" },
    { "{% comment %}{% comment %}{% endcomment %}a{% raw %}{{ x {% endraw %}", "a{{ x " },
    { "a {%- assign x = 1 -%}\xc2\xa0 b{% doc %}{% enddoc %}", NULL },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_loops_and_markup (void)
{
  const Case cases[] = {
    { "{% tablerow i in (1..4) cols: 2.6 %}{{ i }}{{ tablerowloop.col }}{{ tablerowloop.row }}{% endtablerow %}",
      "<tr class=\"row1\"><td class=\"col1\">111</td><td class=\"col2\">221</td><td class=\"col3\">331</td><td class=\"col1.4\">41.42</td></tr>" },
    { "{% tablerow i in (1..3) cols: -2 reversed %}{{ tablerowloop.row }}{% endtablerow %}{% tablerow i in (1..2) cols: '0' %}{{ i }}{% endtablerow %}",
      "<tr class=\"row1\"><td class=\"col1\">1</td><td class=\"col2\">0</td></tr><tr class=\"row0\"><td class=\"col1\">0</td></tr><td class=\"colNaN\">1</td><td class=\"colNaN\">2</td></tr>" },
    { "{% tablerow i in (1..3) cols: '2' %}{{ tablerowloop.col_last }}{{ tablerowloop.cols | json }}{% endtablerow %}",
      "<tr class=\"row1\"><td class=\"col1\">false\"2\"</td><td class=\"col2\">false\"2\"</td></tr><tr class=\"row2\"><td class=\"col1\">false\"2\"</td></tr>" },
    { "{% tablerow i in (1..9) offset: 1 limit: '2' %}{{ i }}{% endtablerow %}{% tablerow i in (1..9) offset: '1' limit: 2 %}{{ i }}{% endtablerow %}",
      "<tr class=\"row1\"><td class=\"col1\">2</td><td class=\"col2\">3</td><td class=\"col3\">4</td><td class=\"col4\">5</td><td class=\"col5\">6</td><td class=\"col6\">7</td><td class=\"col7\">8</td><td class=\"col8\">9</td></tr><tr class=\"row1\"><td class=\"col1\">2</td><td class=\"col2\">3</td><td class=\"col3\">4</td><td class=\"col4\">5</td><td class=\"col5\">6</td><td class=\"col6\">7</td><td class=\"col7\">8</td><td class=\"col8\">9</td></tr>" },
    { "{% tablerow i in (1..3) %}{{ i }}{% if i == 2 %}b{% break %}{% endif %}c{% endtablerow %}d",
      "<tr class=\"row1\"><td class=\"col1\">1c</td><td class=\"col2\">2b</td><td class=\"col3\">3</td></tr>" },
    { "{% for j in (1..2) %}{% tablerow i in (1..3) %}{% continue %}{{ i }}{% endtablerow %}x{% endfor %}y",
      "<tr class=\"row1\"><td class=\"col1\"></td><td class=\"col2\"></td><td class=\"col3\"></td></tr><tr class=\"row1\"><td class=\"col1\"></td><td class=\"col2\"></td><td class=\"col3\"></td></tr>y" },
    { "{% for j in (1..2) %}{% tablerow i in (1..3) %}{% for k in (1..2) %}{{ k }}{% endfor %}{% break %}{% endtablerow %}x{% endfor %}y",
      "<tr class=\"row1\"><td class=\"col1\">12</td><td class=\"col2\">12</td><td class=\"col3\">12</td></tr>y" },
    { "{% for p in people %}{{ forloop.i }}{{ forloop.parentloop }}{% endfor %}{% for f in people limit: 1 %}{% for x in forloop %}{{ x }}{% endfor %}{% endfor %}",
      "012{\"i\":0,\"length\":1,\"name\":\"f-people\"}" },
    { "{% for forloop in people %}{% endfor %}", NULL },
    { "{% for forloop in (1..3) %}{% break %}{% endfor %}a", "a" },
    { "{% for i in (1..5) limit: 2 %}{{ i }}{% endfor %}{% for i in (1..5) offset: continue limit: '1' %}{{ i }}{% endfor %}{% for i in (1..5) offset: continue %}{{ i }}{% endfor %}",
      "12345" },
    { "{% for i in (1..3) offset: continue %}{{ i }}{% endfor %}{% for i in (1..3) offset: continue %}{{ i }}{% endfor %}",
      "123123" },
    { "{% cycle n | plus: 1, 'b' | upcase %}{% cycle n | plus: 1, 'b' | upcase %}{% cycle 1, 2 %}{% cycle 1,2 %}{% cycle nowhere: 1, 2 %}",
      "66111" },
    { "{% cycle 'a', , 'b' %}", NULL },
    { "{% cycle 'a': %}", NULL },
    { "{% cycle 'a' b, %}{% cycle 0, 1 %}", "a" },
    { "{% case nowhere %}{% when null_data %}a{% when nowhere %}b{% endcase %}{% case nil %}{% when null_data %}c{% endcase %}",
      "bc" },
    { "{% if yes %}a{% endif now %}", NULL },
    { "{% for i in people %}a{% else x %}b{% endfor %}", NULL },
    { "{% unless yes %}a{% else x %}b{% endunless x %}", "b" },
    { "{%\302\240assign x = 1 -%} {{ x }}{% # a\n\302\240# b %}{% echo 'a %}|{{ \"“\" }}", "1|“" },
    { "{{ “n” }}", NULL },
    { "{% render 'show' with 2 as %}{% render 'show' for (1..2) %}{% include 'show' with n, x: 2 %}",
      "[2][][][525]" },
    { "{% raw %}a{% endraw {% b %}c{% endraw ! %}d", "a{% endraw {% b %}cd" },
    { "{{ n, 1 }}{{ n | plus: 1), 3 }}{% if n ) %}a{% endif %}{% assign z = n | plus: 2 , 3 ) x %}{{ z }}",
      "56a7" },
    { "{{ n | plus 1 }}", NULL },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_partials (void)
{
  const Case cases[] = {
    { "{% include 'show', x: 1 %}{% include 'show' with 2 %}{% include 'show' n %}",
      "[15][25][true]" },
    { "{% render 'show', x: 1 %}{% render 'show' with 2 as x %}", "[1][2]" },
    { "{% render 'item' for people as p %}{{ seen }}", "Ann1Ann Bo2Bo Cy3Cy " },
    { "a{% render 'nowhere' %}", NULL },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_layouts (void)
{
  const Case cases[] = {
    { "{% layout 'page' %}body{% block title %}mine{% endblock %} {% assign n = 7 %}",
      "<mine|body |F7>" },
    { "{% layout 'page', v: z %}{% assign z = 3 %}{% block title %}{{ block.super }}+{{ block.super }}{% endblock %}",
      "<T+T||3F5>" },
    { "{% layout 'section' %}{% block title %}[{{ block.super }}]{% endblock %}rest",
      "<[S:T]|rest|f>" },
    { "a{% layout none %}{% block title %}x{{ block.super }}{% endblock %}b", "axb" },
    { "{% layout 'page' %}{% include 'head' %}{% render 'head' %}{% for p in people %}{% block title %}{{ p.name }}{% endblock %}{% endfor %}",
      "<|[s][s]|F5>" },
    { "{% layout 'page' %}{% block title %}{% block title %}{% endblock %}{% endblock %}", NULL },
    { "{% layout 'page' %}{% block %}anon{% endblock %}{% block foot %}{% break %}x{% endblock %}",
      "<T|anon|" },
    { "{% if yes %}{% layout 'page' %}{% endif %}", NULL },
    { "{% layout 'page' %}{% endlayout %}", NULL },
    { "{% layout 'nowhere' %}", NULL },
    { "{% layout nowhere %}", NULL },
    { "{% layout %}", NULL },
    { "{% block a %}b", NULL },
    { "{{ block.super }}{% block a %}c{{ block.super }}{% endblock %}", "c" },
    { "{% liquid\nlayout 'page'\necho n %}after", "<T|5|F5>after" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_numbers (void)
{
  const Case cases[] = {
    { "{{ 9 | divided_by: 2 }} {{ 9 | divided_by: 2, true }} {{ 1 | divided_by: 0 }}",
      "4.5 4 Infinity" },
    { "{{ 0.1 | plus: 0.2 }} {{ '0x10' | plus: '1e1' }} {{ 'x' | minus: 1 }} {{ -5 | modulo: 3 }}",
      "0.30000000000000004 26 -1 1" },
    { "{{ 2.5 | round }} {{ -2.5 | round }} {{ 1.005 | round: 2 }} {{ 5 | times }}",
      "3 -3 1.01 NaN" },
    { "{{ '3.5' | to_integer }} {{ 3 | at_least: '4' }} {{ -1.5 | abs }} {{ 1.2 | ceil }}",
      "3.5 4 1.5 2" },
    { "{{ 1 | at_least: 2, 9, 4 }} {{ 8 | at_most: 9, '7' }} {{ 12 | divided_by: '-0' }} {{ 5 | round: 16 }}",
      "9 7 Infinity 5" },
    { "{{ 1e21 | round }} {{ '1e21' | round: 2 }} {{ 2.345 | round: 2 }} {{ -1.45 | round: 1 }} {{ 1234 | round: -2 }} {{ 7 | round: 1.5 }}",
      "0 1e+21 2.35 -1.5 1200 7" },
    { "{{ 9007199254740993 | append: '' }} {{ 5e-324 }} {{ '5e-324' | plus: 0 }} {{ '\357\273\2777\302\240' | plus: 1 }}",
      "9007199254740992  5e-324 8" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_texts (void)
{
  const Case cases[] = {
    { "{{ 'a b  c' | split: ' ' | json }} {{ 'ab' | split: '' | json }}",
      "[\"a\",\"b\",\"\",\"c\"] [\"a\",\"b\"]" },
    { "{{ word | slice: 0, 3 }}|{{ word | truncate: 4, '.' }}|{{ 'a b' | truncatewords: 2 }}",
      "w😀r|w😀rd|a b..." },
    { "{{ 'xxaxx' | strip: 'x' }}{{ 'aXa' | replace: 'a', 'b' }}{{ 'abab' | remove_last: 'b' }}",
      "abXbaba" },
    { "{{ '<b>&amp;\"' | escape_once }} {{ 'a b+*' | url_encode }} {{ 'a b!' | cgi_escape }}",
      "&lt;b&gt;&amp;&#34; a+b%2B* a+b%21" },
    { "{{ '%zz' | url_decode }}", NULL },
    { "{{ 'Größe & Maß' | slugify }} {{ 'Größe' | slugify: 'latin' }}", "größe-maß grosse" },
    { "{{ 'a\tb  c' | normalize_whitespace }} {{ '你好 a b' | number_of_words: 'cjk' }}",
      "a b c 4" },
    { "{{ 'YQ' | base64_decode }} {{ 'a' | sha256 | slice: 0, 8 }} {{ 'a' | append }}", NULL },
    { "{{ 'a<script>b</script><i>c' | strip_html }} {{ 'YQ' | base64_decode }}", "ac a" },
    { "{{ ' a \302\240\n b ' | squish }}|{{ ' a\341\240\216b ' | squish }}|{{ '\357\273\277 a ' | strip }}|",
      "a b|a\341\240\216b|a|" },
    { "{{ 'ab' | strip: 0 }}{{ '0a0' | strip: 0 }}{{ ' a ' | strip: empty }}|", "ab0a0 a |" },
    { "{{ 'w😀rd' | truncate: 3 }} {{ 'w😀rd' | truncate: 4 }} {{ 'abcdef' | truncate: '4', '…' }}|{{ 'ab' | truncate: 'x' }}",
      "... w😀rd abc…|..." },
    { "{{ ' a b ' | truncatewords: 2 }}|{{ ' a b ' | truncatewords: 9 }}|{{ 'a b c' | truncatewords: 'x' }}|{{ 'a b' | truncatewords: nil }}|",
      "a b...|a b ||a...|" },
    { "{{ 'w😀rd' | slice: 1 }} {{ 'abcdef' | slice: '-2', 3 }} {{ 'abc' | slice: -5, 2 }}|{{ 'abcdef' | slice: 2, '3' }}|{{ 'abc' | slice }}",
      "😀 abc |cde|a" },
    { "{{ 'Y Q\n==' | base64_decode }} {{ 'YWI' | base64_decode }}", "a ab" },
    { "{{ 'a-b_' | base64_decode }}", NULL },
    { "{{ 'YWJjZ' | base64_decode }}", NULL },
    { "{{ nil | json }}{{ empty | inspect }}{{ nowhere | json }}{{ 'a' | push: nil | json }}{{ 'a' | push: nowhere | json: '--' }}",
      "{}{}[\"a\",{}][\n--\"a\",\n--null\n]" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_lists (void)
{
  const Case cases[] = {
    { "{{ people | where: 'team', 'red' | map: 'name' | join }}", "Ann Cy" },
    { "{{ people | where_exp: 'p', 'p.age > 18 and p.team == \"red\"' | size }}", "2" },
    { "{% assign g = people | group_by: 'team' %}{% for t in g %}{{ t.name }}{{ t.items.size }} "
      "{% endfor %}",
      "red2 blue1 " },
    { "{% assign g = people | group_by_exp: 'p', 'p.age | divided_by: 20 | floor' %}"
      "{{ g | map: 'name' | join: ',' }}",
      "1,0,2" },
    { "{% assign p = people | find_exp: 'p', 'p.age < n' %}{{ p.name }}|"
      "{{ people | find_index: 'name', 'Bo' }}{{ people | has_exp: 'p', 'p.age == 52' }}",
      "|1true" },
    { "{{ people | where_exp: 'p', 'p ==' | size }} {{ people | where_exp: 'p', '|' }}", NULL },
    { "{{ people | sort: 'age' | map: 'name' | join }} {{ people | sum: 'age' }}",
      "Bo Ann Cy 100" },
    { "{{ (1..3) | push: 4 | shift | unshift: 0 | pop | join }} {{ 'a' | concat: n | json }}",
      "0 2 3 [\"a\",5]" },
    { "{{ 'a,b,c' | split: ',' | array_to_sentence_string: 'or' }}", "a, b, or c" },
    { "{{ people[0] | json }} {{ nowhere | json }}",
      "{\"name\":\"Ann\",\"team\":\"red\",\"age\":31} " },
    { "{{ n | default: 1 }} {{ nowhere | default: 1 }} {{ false | default: 1, allow_false: true }}",
      "5 1 false" },
    { "{{ 'b,10,9,a' | split: ',' | push: 9 | unshift: 10 | sort | join }} {{ (1..3) | push: 'x' | unshift: 7 | push: 2 | sort | join }}",
      "10 10 9 a b 9 1 2 2 3 7 x" },
    { "{{ (1..3) | push: nil | push: nowhere | sort | json }} {{ 'a' | push: nil | join: '+' }} {{ 'a' | push: nowhere | push: nil | array_to_sentence_string }}",
      "[{},1,2,3,null] a+[object Object] a, , and [object Object]" },
    { "{{ 5 | array_to_sentence_string | json }} {{ null_data | concat: n | push: nowhere | array_to_sentence_string }}",
      "5 5 and undefined" },
    { "{{ (1..6) | slice: '1' }} {{ (1..6) | slice: 1, '3' | json }} {{ (1..6) | slice: -2, 9 | json }} {{ (1..6) | slice | json }}",
      "23456 [2,3,4,5,6] [5,6] []" },
    { "{{ (1..3) | concat: people | uniq | size }} {{ null_data | push: null_data | push: null_data | push: nowhere | push: nil | uniq | json }}",
      "6 [null,null,{}]" },
    { "{{ false | default: 1, 2 }}", NULL },
    { "{{ nowhere | default | json }}{{ nil | default: 'a', allow_false: true }}{{ false | default: 1, people, allow_false: yes }}",
      "afalse" },
    { "{{ people | find: 'size' | json }} {{ word | where: '[1]' | size }} {{ people | map: 'name.size' | join }} {{ people | has: \"['name']\", 'Bo' }}",
      "{\"name\":\"Ann\",\"team\":\"red\",\"age\":31} 1 3 2 2 true" },
    { "{{ people | group_by | map: 'name' | json }} {{ people | group_by: 'nowhere' | json }}",
      "[null] [{\"items\":[{\"name\":\"Ann\",\"team\":\"red\",\"age\":31},{\"name\":\"Bo\",\"team\":\"blue\",\"age\":17},{\"name\":\"Cy\",\"team\":\"red\",\"age\":52}]}]" },
    { "{{ people | find: '[' }}", NULL },
    { "{{ people | where_exp: 'p', 'p.age > 20, x' | size }} {{ people | find_exp: 'p', 'nil' | map: 'name' }} {{ '' | where_exp: 'p', '' }}",
      NULL },
    { "{{ people['-1'] | json }}|{{ people[-1].name }}|{{ people[1.0].name }}|{{ people[0.5] }}|{{ size }}|{{ nil.x | json }}|{{ (1..9)[-2] }}",
      "|Cy|Bo||0||8" },
    { "{{ blank contains '' }} {{ 'a' contains empty }} {{ '￿' < '😀' }} {{ 'a\357\273\277' == blank }} {{ '\357\273\277 ' == blank }}",
      "true true false false true" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_dates (void)
{
  const Case cases[] = {
    { "{{ 'now' | date: '%Y-%m-%d %-H:%M %q' }}", "2023-11-14 22:13 th" },
    { "{{ '2024-02-29T23:30:00-05:00' | date: '%a %d %b %_d' }}", "Fri 01 Mar  1" },
    { "{{ 'March 5, 2026 3:04 pm' | date }}", "Thursday, March 5, 2026 at 3:04 pm +0000" },
    { "{{ 0 | date: '%c|%D|%^a|%5Y', 360 }}", "12/31/1969, 6:00:00 PM|%D|WED|01969" },
    { "{{ 'soon' | date: '%Y' }} {{ '' | date: '%Y' }} {{ '2/30/2024' | date: '%F %j' }}",
      "soon  %F 061" },
    { "{{ 86400 | date_to_xmlschema }} {{ 86400 | date_to_string: 'ordinal' }}",
      "1970-01-02T00:00:00+00:00 2nd Jan 1970" },
    { "{{ 0 | date: '%Y', 'Nowhere/Land' }}", NULL },
    { "{{ true | date: '%Y' }} {{ false | date_to_xmlschema }} {{ people | date: '%Y' }}|{{ '2024' | split: ',' | date: '%Y-%m' }}",
      "1970 1970-01-01T00:00:00+00:00 [object Object][object Object][object Object]|2024-01" },
    { "{{ '0999-05-01' | date: '%Y %C %y %5Y' }} {{ '-000005-01-01' | date: '%Y %C %y %x' }} {{ 1.5 | date: '%N %3N %L %s' }} {{ -1.5 | date: '%s %3N' }}",
      "0999 09 99 00999 -005 -1 95 1/1/6 500000000 500 500 1 -2 500" },
    { "{{ 0 | date: '%Z %z %:z', 'Asia/Kolkata' }} {{ 0 | date: '%Z', 0 }} {{ 0 | date: '%Z' }} {{ 0 | date: '%Z %H', 'PST' }} {{ 0 | date: '%Z', nil }} {{ 3600 | date: '%s %H', 60 }}",
      "Asia/Kolkata +0530 +05:30 +0000 UTC PST 16 +0000 3600 00" },
    { "{{ '2023-01-01' | date: '%U %W %j' }} {{ '2024-12-30' | date: '%U %W %j' }} {{ '2024-01-07' | date: '%U %W' }}",
      "01 00 001 52 53 365 01 01" },
    { "{{ '24:00 1/2/2024' | date: '%F %H' }} {{ '1/2/2024 13:00 pm' | date: '%H' }} {{ 'Sept 5' | date: '%Y-%m-%d' }} {{ '5-Mar-99 10:30:15.5 GMT-0330' | date: '%Y %H:%M:%S.%L' }}",
      "%F 00 1/2/2024 13:00 pm 2001-09-05 1999 14:00:15.500" },
    { "{{ '2024-02-30T10:00' | date: '%m-%d %H' }} {{ '2024-02-30T25:00' | date: '%d' }} {{ '2024-1-2' | date: '%d' }} {{ 'Tue Mar 05 2024 10:00:00 GMT+0100 (CET)' | date: '%H' }} {{ '10.30' | date: '%d' }}",
      "03-01 10 2024-02-30T25:00 02 09 30" },
    { "{{ 'soon' | date: '%Y', 'Nowhere/Land' }}", "soon" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/liquid/liquidjs/expressions", test_expressions);
  g_test_add_func ("/liquid/liquidjs/tags", test_tags);
  g_test_add_func ("/liquid/liquidjs/loops-and-markup", test_loops_and_markup);
  g_test_add_func ("/liquid/liquidjs/partials", test_partials);
  g_test_add_func ("/liquid/liquidjs/layouts", test_layouts);
  g_test_add_func ("/liquid/liquidjs/numbers", test_numbers);
  g_test_add_func ("/liquid/liquidjs/texts", test_texts);
  g_test_add_func ("/liquid/liquidjs/lists", test_lists);
  g_test_add_func ("/liquid/liquidjs/dates", test_dates);
  return g_test_run ();
}
