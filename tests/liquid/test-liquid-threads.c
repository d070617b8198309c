/* One template, several threads. */

#include <liquid.h>
#include <string.h>

#define N_THREADS 4
#define N_RENDERS 2000

static gpointer
render_often (gpointer data)
{
  const LiquidTemplate *template = data;

  for (int i = 0; i < N_RENDERS; i++) {
    g_autoptr (LiquidHash) hash = liquid_hash_new ();
    g_autofree char *name = g_strdup_printf ("name %p %d", (void *) g_thread_self (), i);
    g_autofree char *expected = g_strdup_printf ("Hi NAME %s!", name + strlen ("name "));
    g_autofree char *upper = g_ascii_strup (expected + 3, -1);
    g_autoptr (GString) output = g_string_new (NULL);

    liquid_hash_set (hash, "name", liquid_string (name, strlen (name)));
    g_assert_true (liquid_template_render (template, liquid_hash_lookup, hash, NULL, output, NULL));
    g_assert_cmpstr (output->str + 3, ==, upper);
  }
  return NULL;
}

static void
test_parallel (void)
{
  g_autoptr (LiquidTemplate) template = liquid_template_parse (
    "Hi {% if name %}{{ name | upcase | default: 'x' }}{% endif %}!", -1, LIQUID_SHOPIFY, NULL);
  GThread *threads[N_THREADS];

  for (int i = 0; i < N_THREADS; i++) {
    threads[i] = g_thread_new ("render", render_often, template);
  }
  for (int i = 0; i < N_THREADS; i++) {
    g_thread_join (threads[i]);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/liquid/threads/parallel", test_parallel);
  return g_test_run ();
}
