/* How many steps filters and tags take, by the length of what they are given: at least what they
 * walk through, and twice as many for twice as much. The steps of a render are the least limit with
 * which it ends, so that nothing here looks at a clock. */

#include <liquid.h>
#include <string.h>

#define SHORT 400
/* Steps of the statement itself, which are the same whatever it is given. */
#define OVERHEAD 12
#define MOST_STEPS (1 << 23)
/* Bytes of text for one step. */
#define BYTES_PER_STEP 64

static const char *const text_filters[] = {
  "append: 'x'",
  "base64_encode",
  "capitalize",
  "downcase",
  "escape",
  "escape_once",
  "lstrip",
  "newline_to_br",
  "prepend: 'x'",
  "remove: 'b'",
  "remove_first: 'b'",
  "remove_last: 'b'",
  "replace: 'a', 'b'",
  "replace: 'b', 'c'",
  "replace_first: 'b', 'c'",
  "replace_last: 'b', 'c'",
  "rstrip",
  "slice: -3, 2",
  "size",
  "split: 'a'",
  "split: ' '",
  "split: ''",
  "strip",
  "strip_html",
  "strip_newlines",
  "truncate: 5",
  "truncatewords: 2",
  "upcase",
  "url_decode",
  "url_encode",
  "plus: 1",
  "times: 2",
};

static const char *const text_filters_of_js[] = {
  "cgi_escape", "json",    "normalize_whitespace", "number_of_words",
  "sha256",     "slugify", "uri_escape",           "xml_escape",
};

static const char *const list_filters[] = {
  "compact",       "concat: v",
  "join: ','",     "map: 'a'",
  "reverse",       "sort",
  "sort: 'a'",     "sort_natural: 'a'",
  "sum: 'b'",      "uniq: 'b'",
  "where: 'b', 3", "where: 'a'",
  "find: 'b', -1", "find_index: 'b', -1",
  "has: 'b', -1",  "reject: 'b', 3",
};

static const char *const list_filters_of_js[] = {
  "array_to_sentence_string",
  "find_exp: 'i', 'i.b == -1'",
  "group_by: 'a'",
  "map: 'b' | uniq",
  "group_by_exp: 'i', 'i.b | modulo: 3'",
  "inspect",
  "json",
  "push: 1",
  "shift",
  "unshift: 1",
  "where_exp: 'i', 'i.b > 3'",
};

static const char *const list_statements[] = {
  "{% for i in v %}{{ i.b }}{% endfor %}",
  "{% for i in v reversed %}{% if i.b == 3 %}{{ i.b }}{% endif %}{% endfor %}",
  "{% tablerow i in v cols: 3 %}{% endtablerow %}",
  "{% if v contains 'x' %}{% endif %}",
};

static const char *const text_statements[] = {
  "{% if v == w %}{% endif %}",
  "{% if v contains 'b' %}{% endif %}",
  "{% if v < w %}{% endif %}",
  "{% case v %}{% when w %}{% endcase %}",
  "{{ h[v] }}",
  "{{ v.size }}",
};

static bool
ends (const LiquidTemplate *template, LiquidHash *data, size_t max_steps)
{
  const LiquidRenderOptions options = {
    .lookup = liquid_hash_lookup,
    .data = data,
    .now = 1,
    .limits = { .max_steps = max_steps, .max_output = 1 << 24, .max_memory = 1 << 28 },
  };
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  return liquid_template_render_full (template, &options, output, &error) ||
         !g_error_matches (error, LIQUID_ERROR, LIQUID_ERROR_LIMIT);
}

static size_t
count_steps (const LiquidTemplate *template, LiquidHash *data)
{
  size_t low = 0, high = SHORT;

  while (!ends (template, data, high)) {
    low = high;
    high *= 2;
    g_assert_cmpuint (high, <, MOST_STEPS);
  }
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    *(ends (template, data, middle) ? &high : &low) = middle;
  }
  return high;
}

/* A text of letters and blanks, under two names. */
static LiquidHash *
make_text (size_t length)
{
  LiquidHash *data = liquid_hash_new ();
  g_autofree char *text = g_malloc (length);

  memset (text, 'a', length);
  for (size_t i = 7; i < length; i += 8) {
    text[i] = ' ';
  }
  liquid_hash_set (data, "v", liquid_string (text, length));
  liquid_hash_set (data, "w", liquid_string (text, length));
  liquid_hash_set (data, "h", liquid_hash (liquid_hash_new ()));
  return data;
}

static LiquidHash *
make_list (size_t length)
{
  LiquidHash *data = liquid_hash_new ();
  LiquidArray *items = liquid_array_new ();

  for (size_t i = 0; i < length; i++) {
    LiquidHash *item = liquid_hash_new ();
    g_autofree char *name = g_strdup_printf ("name %u", (guint) (i * 7919 % length));
    liquid_hash_set (item, "a", liquid_string (name, strlen (name)));
    liquid_hash_set (item, "b", liquid_integer ((int64_t) (i * 7919 % length)));
    liquid_array_add (items, liquid_hash (item));
  }
  liquid_hash_set (data, "v", liquid_array (items));
  return data;
}

static void
check (LiquidDialect dialect,
       const char *text,
       LiquidHash *(*make) (size_t),
       size_t length,
       size_t least)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LiquidTemplate) template = liquid_template_parse (text, -1, dialect, &error);
  g_autoptr (LiquidHash) once = make (length), twice = make (2 * length);

  g_assert_no_error (error);
  size_t steps = count_steps (template, once), more = count_steps (template, twice);
  g_test_message ("%s: %" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT, text, steps, more);
  g_assert_cmpuint (steps, >=, least);
  /* Sorting takes a little more than twice as many. */
  g_assert_cmpuint (more, <=, steps * 5 / 2 + OVERHEAD);
}

static void
check_filters (LiquidDialect dialect,
               const char *const *filters,
               size_t n_filters,
               LiquidHash *(*make) (size_t),
               size_t length,
               size_t least)
{
  for (size_t i = 0; i < n_filters; i++) {
    g_autofree char *text = g_strdup_printf ("{%% assign x = v | %s %%}", filters[i]);
    check (dialect, text, make, length, least);
  }
}

static void
check_statements (const char *const *statements,
                  size_t n_statements,
                  LiquidHash *(*make) (size_t),
                  size_t length,
                  size_t least)
{
  for (size_t i = 0; i < n_statements; i++) {
    check (LIQUID_SHOPIFY, statements[i], make, length, least);
    check (LIQUID_LIQUIDJS, statements[i], make, length, least);
  }
}

#define TEXT make_text, SHORT *BYTES_PER_STEP, SHORT
#define LIST make_list, SHORT, SHORT

static void
test_texts (void)
{
  check_filters (LIQUID_SHOPIFY, text_filters, G_N_ELEMENTS (text_filters), TEXT);
  check_filters (LIQUID_LIQUIDJS, text_filters, G_N_ELEMENTS (text_filters), TEXT);
  check_filters (LIQUID_LIQUIDJS, text_filters_of_js, G_N_ELEMENTS (text_filters_of_js), TEXT);
  check_statements (text_statements, G_N_ELEMENTS (text_statements), TEXT);
}

static void
test_lists (void)
{
  check_filters (LIQUID_SHOPIFY, list_filters, G_N_ELEMENTS (list_filters), LIST);
  check_filters (LIQUID_LIQUIDJS, list_filters, G_N_ELEMENTS (list_filters), LIST);
  check_filters (LIQUID_LIQUIDJS, list_filters_of_js, G_N_ELEMENTS (list_filters_of_js), LIST);
  check_statements (list_statements, G_N_ELEMENTS (list_statements), LIST);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/liquid/steps/texts", test_texts);
  g_test_add_func ("/liquid/steps/lists", test_lists);
  return g_test_run ();
}
