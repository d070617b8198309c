/* What is known of Liquid's words, and what is proposed where. */

#include <carillon-liquid-help.h>
#include <carillon-proposals.h>
#include <string.h>

static gboolean
has_help (const CarillonLiquidHelp *table, gsize n, const char *name)
{
  for (gsize i = 0; i < n; i++) {
    if (strcmp (table[i].name, name) == 0) {
      return TRUE;
    }
  }
  return FALSE;
}

/* Whatever the engine knows has help, and only that. */
static void
test_complete (void)
{
  static const LiquidDialect dialects[] = { LIQUID_SHOPIFY, LIQUID_LIQUIDJS };
  gsize n_filters, n_tags;
  const CarillonLiquidHelp *filters = carillon_liquid_help_get_filters (&n_filters);
  const CarillonLiquidHelp *tags = carillon_liquid_help_get_tags (&n_tags);
  const char *name;

  for (gsize d = 0; d < G_N_ELEMENTS (dialects); d++) {
    for (gsize i = 0; (name = liquid_get_nth_filter (dialects[d], i, NULL)) != NULL; i++) {
      g_test_message ("filter %s", name);
      g_assert_true (has_help (filters, n_filters, name));
    }
    g_assert_cmpuint (n_filters, >, 50);
    for (gsize i = 0; (name = liquid_get_nth_tag (dialects[d], i, NULL)) != NULL; i++) {
      g_test_message ("tag %s", name);
      g_assert_true (has_help (tags, n_tags, name));
    }
  }
  for (gsize i = 0; i < n_filters; i++) {
    g_assert_true (carillon_liquid_help_has_filter (LIQUID_SHOPIFY, filters[i].name) ||
                   carillon_liquid_help_has_filter (LIQUID_LIQUIDJS, filters[i].name));
    g_assert_true (i == 0 || strcmp (filters[i - 1].name, filters[i].name) < 0);
  }
  for (gsize i = 0; i < n_tags; i++) {
    g_assert_true (carillon_liquid_help_has_tag (LIQUID_SHOPIFY, tags[i].name) ||
                   carillon_liquid_help_has_tag (LIQUID_LIQUIDJS, tags[i].name));
    g_assert_true (i == 0 || strcmp (tags[i - 1].name, tags[i].name) < 0);
  }
}

static void
check_example (const char *example, LiquidDialect dialect)
{
  const char *arrow = strstr (example, " →");
  g_autofree char *text =
    arrow != NULL ? g_strndup (example, (gsize) (arrow - example)) : g_strdup (example);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) printed = g_string_new (NULL);
  g_autoptr (LiquidHash) nothing = liquid_hash_new ();

  g_test_message ("%s", example);
  g_autoptr (LiquidTemplate) template = liquid_template_parse (text, -1, dialect, &error);
  g_assert_no_error (error);
  if (arrow != NULL) {
    const char *expected = arrow + strlen (" →");
    g_assert_true (
      liquid_template_render (template, liquid_hash_lookup, nothing, NULL, printed, &error));
    g_assert_no_error (error);
    g_assert_cmpstr (printed->str, ==, *expected == ' ' ? expected + 1 : expected);
  }
}

/* The examples print what they say, in each dialect that knows the word. */
static void
test_examples (void)
{
  static const LiquidDialect dialects[] = { LIQUID_SHOPIFY, LIQUID_LIQUIDJS };
  gsize n_filters, n_tags;
  const CarillonLiquidHelp *filters = carillon_liquid_help_get_filters (&n_filters);
  const CarillonLiquidHelp *tags = carillon_liquid_help_get_tags (&n_tags);

  for (gsize d = 0; d < G_N_ELEMENTS (dialects); d++) {
    for (gsize i = 0; i < n_filters; i++) {
      if (carillon_liquid_help_has_filter (dialects[d], filters[i].name)) {
        check_example (filters[i].example, dialects[d]);
      }
    }
    for (gsize i = 0; i < n_tags; i++) {
      if (carillon_liquid_help_has_tag (dialects[d], tags[i].name)) {
        check_example (tags[i].example, dialects[d]);
      }
    }
  }
}

/* What a text with a "¦" for the cursor has there: kind, region, quote, word and block. */
static char *
describe_place (const char *marked)
{
  static const char kinds[] = "-vft", regions[] = "TOGV";
  const char *bar = strstr (marked, "¦");
  g_autofree char *before = g_strndup (marked, (gsize) (bar - marked));
  g_autofree char *text = g_strconcat (before, bar + strlen ("¦"), NULL);
  CarillonPlace place;

  carillon_liquid_place_find (text, strlen (before), &place);
  g_assert_cmpuint (place.start, <=, strlen (before));
  g_assert_cmpuint (place.end, >=, strlen (before));
  return g_strdup_printf ("%c%c%c %.*s %s", kinds[place.kind], regions[place.region],
                          place.quote != 0 ? place.quote : '-', (int) (place.end - place.start),
                          text + place.start, place.block);
}

static void
test_places (void)
{
  static const struct {
    const char *marked;
    const char *place;
  } cases[] = {
    { "¦", "-T-  " },
    { "Hi ¦", "-T-  " },
    { "Hi {¦", "-T-  " },
    { "Hi {¦{ a }}", "-T-  " },
    { "{{¦", "vO-  " },
    { "{{-¦ }}", "vO-  " },
    { "{{ na¦me }}", "vO- name " },
    { "{{ name¦ }}", "vO- name " },
    { "{{ name ¦}}", "-O-  " },
    { "{{ name }}¦", "-T-  " },
    { "{{ name }¦}", "-O-  " },
    { "{{ user.¦ }}", "-O-  " },
    { "{{ user.na¦ }}", "-O- na " },
    { "{{ name |¦", "fO-  " },
    { "{{ name | up¦", "fO- up " },
    { "{{ name | default: ¦", "vO-  " },
    { "{{ name | default: '¦' }}", "-O'  " },
    { "{{ name | default: 'a¦b", "-O'  " },
    { "{{ name | default: \"it's¦\" }}", "-O\"  " },
    { "{{ name | default: 'a'¦ }}", "-O-  " },
    { "{{ größe | plus: ää¦ }}", "vO- ää " },
    { "{%¦", "tG-  " },
    { "{% as¦", "tG- as " },
    { "{% assign ¦", "-G-  " },
    { "{% assign x = ¦", "vG-  " },
    { "{% for x in ¦ %}", "vG-  " },
    { "{% if a and ¦ %}", "vG-  " },
    { "{% if a == ¦ %}", "vG-  " },
    { "{% if a ¦", "-G-  " },
    { "{% if a %}x¦", "-T-  if" },
    { "{% if a %}x{% ¦", "tG-  if" },
    { "{% if a %}{% for x in y %}{% e¦ %}", "tG- e for" },
    { "{% if a %}{% for x in y %}{% endfor %}{% e¦ %}", "tG- e if" },
    { "{% if a %}{% endif %}¦", "-T-  " },
    { "{% raw %}{{ ¦ }}", "-V-  raw" },
    { "{% raw %}{{ a }}{% endraw %}{{ ¦ }}", "vO-  " },
    { "{% comment %}¦{% endcomment %}", "-V-  comment" },
    { "{% # a ¦ %}", "-V-  " },
    { "{% liquid\n ass¦", "tG- ass " },
    { "{% liquid\n assign a = ¦", "vG-  " },
    { "{% liquid\n assign a = 1\n ¦", "tG-  " },
    { "{{ a[¦] }}", "vO-  " },
    { "{{ (1..¦) }}", "vO-  " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *place = describe_place (cases[i].marked);
    g_test_message ("%s", cases[i].marked);
    g_assert_cmpstr (place, ==, cases[i].place);
  }
}

/* No place of no text is anything that is not in it. */
static void
test_any_place (void)
{
  static const char *const pieces[] = { "{{", "}}", "{%",    "%}",     "'",      "\"", " ", "|",
                                        ":",  "if", "endif", "raw",    "endraw", "ä",  "-", ".",
                                        "a",  "\n", "#",     "liquid", "[",      "{" };

  for (guint round = 0; round < 3000; round++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    int n = g_test_rand_int_range (0, 14);
    for (int i = 0; i < n; i++) {
      g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
    }
    for (gsize cursor = 0; cursor <= text->len; cursor++) {
      CarillonPlace place;
      carillon_liquid_place_find (text->str, cursor, &place);
      g_assert_cmpuint (place.start, <=, cursor);
      g_assert_cmpuint (place.end, >=, cursor);
      g_assert_cmpuint (place.end, <=, text->len);
    }
    carillon_liquid_place_add_names (text->str, -1, names);
  }
}

static char *
list_proposals (const char *marked)
{
  static const char *const columns[] = { "name", "due date", "city", NULL };
  static const CarillonProposalSources sources = { columns, "{{ nickname | upcase }}" };
  const char *bar = strstr (marked, "¦");
  g_autofree char *before = g_strndup (marked, (gsize) (bar - marked));
  g_autofree char *text = g_strconcat (before, bar + strlen ("¦"), NULL);
  CarillonPlace place;
  g_autoptr (GListModel) proposals =
    carillon_proposals_find (text, strlen (before), &sources, &place);
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < MIN (g_list_model_get_n_items (proposals), 4u); i++) {
    g_autoptr (CarillonProposal) proposal = g_list_model_get_item (proposals, i);
    g_assert_cmpstr (carillon_proposal_get_help (proposal), !=, "");
    g_string_append (list, i > 0 ? "," : "");
    g_string_append (list, carillon_proposal_get_name (proposal));
  }
  return g_string_free (list, FALSE);
}

static void
test_proposals (void)
{
  static const struct {
    const char *marked;
    const char *names; /* the first four */
  } cases[] = {
    { "Hi na¦", "" },
    { "{{ ¦ }}", "name,city,nickname" },
    { "{{ na¦ }}", "name,nickname" },
    { "{{ NA¦ }}", "name,nickname" },
    { "{{ city¦ }}", "" },
    { "{{ 5¦ }}", "" },
    { "{% assign total = 1 %}{{ t¦ }}", "total" },
    { "{% for item in items %}{{ i¦ }}", "item,items" },
    { "{{ name | ¦ }}", "capitalize,date,default,round" },
    { "{{ name | up¦ }}", "upcase,group_by,group_by_exp" },
    { "{{ name | upcase¦ }}", "" },
    { "{% ¦ %}", "#,assign,block,break" },
    { "{% if a %}{% ¦ %}", "endif,else,elsif,#" },
    { "{% if a %}{% e¦ %}", "endif,else,elsif,echo" },
    { "{% case a %}{% w¦ %}", "when" },
    { "{% e¦ %}", "echo" },
    { "{{ name | default: '¦' }}", "" },
    { "{% raw %}{{ ¦ }}", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *names = list_proposals (cases[i].marked);
    g_test_message ("%s", cases[i].marked);
    g_assert_cmpstr (names, ==, cases[i].names);
  }
}

/* A word of one dialect says so. */
static void
test_dialects (void)
{
  static const CarillonProposalSources sources = { NULL, NULL };
  static const struct {
    const char *text;
    const char *words;
  } cases[] = {
    { "{{ a | slug", "LiquidJS only" },
    { "{{ a | base64_url_safe_d", "Shopify’s Liquid only" },
    { "{% ifch", "Shopify’s Liquid only" },
    { "{% lay", "LiquidJS only" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    CarillonPlace place;
    g_autoptr (GListModel) proposals =
      carillon_proposals_find (cases[i].text, strlen (cases[i].text), &sources, &place);
    g_autoptr (CarillonProposal) proposal = g_list_model_get_item (proposals, 0);
    g_assert_nonnull (strstr (carillon_proposal_get_help (proposal), cases[i].words));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/composer/words/complete", test_complete);
  g_test_add_func ("/composer/words/examples", test_examples);
  g_test_add_func ("/composer/words/places", test_places);
  g_test_add_func ("/composer/words/any-place", test_any_place);
  g_test_add_func ("/composer/words/proposals", test_proposals);
  g_test_add_func ("/composer/words/dialects", test_dialects);
  return g_test_run ();
}
