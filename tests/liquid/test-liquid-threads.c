/* One template of each dialect, several threads, the same data: each prints what the others do. In
 * a build with -Db_sanitize=thread this shows what they would write to. */

#include <liquid.h>
#include <string.h>

#define N_THREADS 4
#define N_RENDERS 500

static const char text[] =
  "Hi {% if name %}{{ name | upcase | default: 'x' }}{% endif %}!"
  "{% for item in items reversed limit: 2 %}{{ forloop.index }}{{ item.name | append: name }}"
  "{% cycle 'a', 'b' %}{% if item.price > 1.5 %}*{% else %}-{% endif %}{% endfor %}"
  "{% assign sorted = items | sort: 'name' | map: 'name' | join: ', ' %}{{ sorted }}"
  "{% capture all %}{% render 'row' for items as item %}{% endcapture %}{{ all | split: '' | size }}"
  "{% include 'row' %}{% case name %}{% when 'Ann' %}1{% else %}2{% endcase %}"
  "{{ 0 | date: '%Y-%m-%d' }}{{ 10 | divided_by: 4.0 | round: 1 }}{% increment counter %}"
  "{% tablerow i in (1..3) cols: 2 %}{{ i }}{% endtablerow %}{{ 'a,b' | split: ',' | uniq | last }}";

/* What the threads share: nothing of it is ever written to. */
typedef struct {
  const LiquidTemplate *template;
  LiquidHash *data;
  const char *expected; /* (nullable) */
} Shared;

static bool
find_row (void *data, const char *name, size_t length, const char **row, size_t *row_length)
{
  *row = "<{{ item.name | escape }}:{{ item.price | times: 2 }}>";
  *row_length = strlen (*row);
  return true;
}

static char *
render (const Shared *shared)
{
  const LiquidRenderOptions options = {
    .lookup = liquid_hash_lookup,
    .data = shared->data,
    .find_partial = find_row,
    .now = 1,
  };
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  liquid_template_render_full (shared->template, &options, output, &error);
  g_assert_no_error (error);
  return g_string_free (g_steal_pointer (&output), FALSE);
}

static gpointer
render_often (gpointer data)
{
  const Shared *shared = data;

  for (int i = 0; i < N_RENDERS; i++) {
    g_autofree char *output = render (shared);
    g_assert_cmpstr (output, ==, shared->expected);
  }
  return NULL;
}

static LiquidHash *
make_data (void)
{
  static const char *const names[] = { "Wool socks", "Mug & spoon", "Axe" };
  LiquidHash *data = liquid_hash_new ();
  LiquidArray *items = liquid_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    LiquidHash *item = liquid_hash_new ();
    liquid_hash_set (item, "name", liquid_string (names[i], strlen (names[i])));
    liquid_hash_set (item, "price", liquid_float ((double) i + 0.75));
    liquid_array_add (items, liquid_hash (item));
  }
  liquid_hash_set (data, "name", liquid_string ("Ann", 3));
  liquid_hash_set (data, "items", liquid_array (items));
  return data;
}

static void
test_parallel (gconstpointer data)
{
  LiquidDialect dialect = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (LiquidTemplate) template = liquid_template_parse (text, -1, dialect, &error);
  g_autoptr (LiquidHash) hash = make_data ();
  GThread *threads[N_THREADS];

  g_assert_no_error (error);
  Shared shared = { .template = template, .data = hash };
  g_autofree char *expected = render (&shared);
  g_assert_true (g_str_has_prefix (expected, "Hi ANN!"));
  shared.expected = expected;
  for (int i = 0; i < N_THREADS; i++) {
    threads[i] = g_thread_new ("render", render_often, &shared);
  }
  for (int i = 0; i < N_THREADS; i++) {
    g_thread_join (threads[i]);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/liquid/threads/shopify", GUINT_TO_POINTER (LIQUID_SHOPIFY),
                        test_parallel);
  g_test_add_data_func ("/liquid/threads/liquidjs", GUINT_TO_POINTER (LIQUID_LIQUIDJS),
                        test_parallel);
  return g_test_run ();
}
