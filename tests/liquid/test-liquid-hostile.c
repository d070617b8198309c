/* Templates that are made to hurt: something over and over that waits for its end, nests, or could
 * be looked at again and again. Parsing takes as long as they are long, and no more of the C stack:
 * were it the square of that, this would run for hours. So it is for a render, which is counted. */

#include <liquid.h>
#include <pthread.h>
#include <string.h>

/* Less than what recursion into any of these would take, room for the sanitisers included. */
#define SMALL_STACK (256 * 1024)
/* Bytes of each, unless it says how often it repeats. */
#define LENGTH (256 * 1024)

#define MILLION 1000000

typedef struct {
  const char *head;
  const char *body; /* over and over */
  const char *tail;
  gsize count; /* how often; 0 for LENGTH bytes */
} Hostile;

static const Hostile texts[] = {
  /* What never ends, and what ends nothing. */
  { "", "{{", "", MILLION },
  { "", "{% if", "", MILLION },
  { "", "-%}", "", MILLION },
  { "", "{% ", "", 0 },
  { "", "}}", "", 0 },
  { "", "{", "", 0 },
  { "{{ ", "{", " }}", 0 },
  { "{{ ", "} ", " }}", 0 },
  { "{% raw %}", "{% endraw ", "", MILLION },
  { "{% raw %}", "{%- endra %}", "", 0 },
  { "", "{% raw %}", "", 0 },
  { "{% comment %}", "{% endcommen %}", "", MILLION },
  { "{% comment %}", "{% comment %}", "", 0 },
  { "{% comment %}", "{% raw %}", "", 0 },
  { "{% comment %}", "{% ", "", 0 },
  { "{% doc %}", "{% enddo %}", "", 0 },
  { "{% doc %}", "{% doc %}", "", 0 },
  /* Nesting. */
  { "", "{% if a %}", "", 100000 },
  { "", "{% for i in a %}", "", 0 },
  { "", "{% case a %}{% when 1 %}", "", 0 },
  { "", "{% capture a %}", "", 0 },
  { "", "{% ifchanged %}", "", 0 },
  { "", "{% block a %}", "", 0 },
  { "{% liquid\n", "if a\n", "%}", 0 },
  { "{% liquid ", "liquid ", "%}", 0 },
  { "{{ a", "[", " }}", 0 },
  { "{{ ", "[a]", " }}", 0 },
  { "{{ ", "(", " }}", 0 },
  { "{{ ", "(1..", " }}", 0 },
  { "{% for i in ", "(", " %}{% endfor %}", 0 },
  { "{% if ", "not ", "a %}{% endif %}", 0 },
  /* One statement of many parts. */
  { "{{ a", " | upcase", " }}", 10000 },
  { "{{ a", " | foo: b", " }}", 10000 },
  { "{{ a | append: 1", ", 1", " }}", 10000 },
  { "{{ a | default: ", "b: 1, ", " }}", 10000 },
  { "{{ a | append", "::", " }}", 0 },
  { "{{ a ", "|", " }}", 0 },
  { "{{ ", "'", " }}", 0 },
  { "{{ ", "'\"", " }}", 0 },
  { "{{ a", ".b", " }}", 0 },
  { "{{ a", ".", " }}", 0 },
  { "{{ ", "a", " }}", MILLION },
  { "{{ a", "-", " }}", 0 },
  { "{{ ", "1.", " }}", 0 },
  { "{{ 1", "_1", " }}", 0 },
  { "{{ '", "\\u0041", "' }}", 0 },
  { "{{ ", "\xc2\xa0", " }}", 0 },
  { "{% ", "x", " %}", MILLION },
  { "{% if a", " and a", " %}{% endif %}", 0 },
  { "{% if a", " == a", " %}{% endif %}", 0 },
  { "{% if a %}", "{% elsif a %}", "{% endif %}", 100000 },
  { "{% if a %}", "{% else %}", "{% endif %}", 0 },
  { "{% case a %}", "{% when 1 %}x", "{% endcase %}", 100000 },
  { "{% case a %}{% when 1", ", 1", " %}{% endcase %}", 100000 },
  { "{% cycle 1", ", 1", " %}", 100000 },
  { "{% cycle a: b", ", b", " %}", 100000 },
  { "{% for i in a", " limit: 1", " %}{% endfor %}", 0 },
  { "{% for i in a", " reversed", " %}{% endfor %}", 0 },
  { "{% include 'a'", ", b: c", " %}", 0 },
  { "{% render 'a'", ", b: c", " %}", 0 },
  { "{% #", "\n# a", " %}", 0 },
  { "{% liquid\n", "assign a = 1\n", "%}", MILLION },
  { "{% liquid\n", "comment\n", "%}", 0 },
  { "{% liquid\nraw\n", "x\n", "%}", 0 },
  /* Many statements. */
  { "", "a line of text\n", "", 700000 },
  { "", "{% if a %}{{ b }}{% endif %}", "", 400000 },
  { "{{- a -}}", " ", "{{- a -}}", 10 * MILLION },
  { "", "\n{%- if a -%}\n{%- endif -%}\n", "", 0 },
  { "", "{{ x | default: allow_false: a, b }}", "", 0 },
  { "", "{% if a %}{% assign a = 1 %}{% else %}{% assign a = 2 %}{% endif %}", "", 0 },
  { "{% for i in a %}", "{% if i %}{% break %}{% endif %}", "{% endfor %}", 0 },
  { "", "{% cycle 1, 2 %}", "", 0 },
  { "", "{{1}}", "", 0 },
  { "", "{% foo %}", "", 0 },
  { "", "{% raw %}{{ a }}{% endraw %}", "", 0 },
};

enum {
  LAX,
  STRICT,
  STRICT2,
  LIQUIDJS,
};

static const struct {
  LiquidDialect dialect;
  LiquidMode mode;
} kinds[] = {
  [LAX] = { LIQUID_SHOPIFY, LIQUID_LAX },
  [STRICT] = { LIQUID_SHOPIFY, LIQUID_STRICT },
  [STRICT2] = { LIQUID_SHOPIFY, LIQUID_STRICT2 },
  [LIQUIDJS] = { LIQUID_LIQUIDJS, LIQUID_LAX },
};

static GString *
write_text (const Hostile *hostile)
{
  gsize length = strlen (hostile->body);
  gsize count = hostile->count > 0 ? hostile->count : LENGTH / length;
  GString *text = g_string_sized_new (count * length + 64);

  g_string_append (text, hostile->head);
  for (gsize i = 0; i < count; i++) {
    g_string_append_len (text, hostile->body, (gssize) length);
  }
  return g_string_append (text, hostile->tail);
}

static void
check_error (const GError *error, gsize length)
{
  LiquidSpan span;

  g_assert_true (g_error_matches (error, LIQUID_ERROR, LIQUID_ERROR_SYNTAX) ||
                 g_error_matches (error, LIQUID_ERROR, LIQUID_ERROR_LIMIT));
  g_assert_cmpuint (strlen (error->message), <=, 16 * 1024);
  if (liquid_error_get_span (error, &span)) {
    g_assert_cmpuint (span.start, <=, span.end);
    g_assert_cmpuint (span.end, <=, length);
  }
}

static void
check_render (const LiquidTemplate *template)
{
  const LiquidLimits few = { .max_steps = 10000, .max_output = 100000, .max_memory = 1000000 };
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  if (!liquid_template_render (template, NULL, NULL, &few, output, &error)) {
    g_assert_true (g_error_matches (error, LIQUID_ERROR, LIQUID_ERROR_LIMIT) ||
                   g_error_matches (error, LIQUID_ERROR, LIQUID_ERROR_RENDER));
    g_assert_cmpuint (output->len, ==, 0);
  }
  g_assert_cmpuint (output->len, <=, few.max_output);
}

static void
check_text (const GString *text, gsize kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LiquidTemplate) template = liquid_template_parse_mode (
    text->str, (gssize) text->len, kinds[kind].dialect, kinds[kind].mode, &error);

  if (template == NULL) {
    check_error (error, text->len);
  } else {
    check_render (template);
  }
}

static void
check_unknown (const GString *text, LiquidDialect dialect)
{
  size_t n_tags = 0;
  LiquidUnknownTag *tags =
    liquid_find_unknown_tags (text->str, (gssize) text->len, dialect, &n_tags);

  liquid_unknown_tags_free (tags, n_tags);
}

static void *
run_all (void *data)
{
  const gsize *kind = data;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    GString *text = write_text (&texts[i]);
    g_test_message ("%s…%s…%s", texts[i].head, texts[i].body, texts[i].tail);
    /* The modes read what is between texts and tags in the same way. */
    if (*kind == LAX || *kind == LIQUIDJS || text->len < 3 * MILLION) {
      check_text (text, *kind);
    }
    if (*kind == LAX || *kind == LIQUIDJS) {
      check_unknown (text, kinds[*kind].dialect);
    }
    g_string_free (text, TRUE);
  }
  return NULL;
}

/* In a thread whose stack is small: what recursed would end the program. */
static void
test_kind (gconstpointer data)
{
  gsize kind = GPOINTER_TO_SIZE (data);
  pthread_attr_t attributes;
  pthread_t thread;

  g_assert_cmpint (pthread_attr_init (&attributes), ==, 0);
  g_assert_cmpint (pthread_attr_setstacksize (&attributes, SMALL_STACK), ==, 0);
  g_assert_cmpint (pthread_create (&thread, &attributes, run_all, &kind), ==, 0);
  g_assert_cmpint (pthread_join (thread, NULL), ==, 0);
  g_assert_cmpint (pthread_attr_destroy (&attributes), ==, 0);
}

int
main (int argc, char *argv[])
{
  static const char *const names[] = { "lax", "strict", "strict2", "liquidjs" };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *name = g_strconcat ("/liquid/hostile/", names[i], NULL);
    g_test_add_data_func (name, GSIZE_TO_POINTER (i), test_kind);
  }
  return g_test_run ();
}
