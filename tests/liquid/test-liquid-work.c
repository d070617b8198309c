/* What a render may do: each limit ends it where it is passed and not before, whatever the template
 * is made of, and another thread can end it at any time. Work is counted, so nothing here looks at
 * a clock. */

#include <liquid.h>
#include <string.h>

static char *
repeat (const char *text, gsize count)
{
  GString *result = g_string_new (NULL);

  for (gsize i = 0; i < count; i++) {
    g_string_append (result, text);
  }
  return g_string_free (result, FALSE);
}

static bool
render_as (LiquidDialect dialect,
           const char *text,
           const LiquidRenderOptions *options,
           GString *output,
           GError **error)
{
  g_autoptr (LiquidTemplate) template = liquid_template_parse (text, -1, dialect, error);

  return template != NULL && liquid_template_render_full (template, options, output, error);
}

static bool
render (const char *text, const LiquidRenderOptions *options, GString *output, GError **error)
{
  return render_as (LIQUID_SHOPIFY, text, options, output, error);
}

static void
assert_ends_as (LiquidDialect dialect,
                const char *text,
                const LiquidRenderOptions *options,
                LiquidError code)
{
  g_autoptr (GString) output = g_string_new ("kept");
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", text);
  g_assert_false (render_as (dialect, text, options, output, &error));
  g_assert_error (error, LIQUID_ERROR, (int) code);
  g_assert_cmpstr (output->str, ==, "kept");
}

static void
assert_ends (const char *text, const LiquidRenderOptions *options, LiquidError code)
{
  assert_ends_as (LIQUID_SHOPIFY, text, options, code);
}

static void
assert_prints (const char *text, const LiquidRenderOptions *options, const char *expected)
{
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  render (text, options, output, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (output->str, ==, expected);
}

static const LiquidRenderOptions defaults = { 0 };

static LiquidRenderOptions
with_data (LiquidHash *data)
{
  return (LiquidRenderOptions){ .lookup = liquid_hash_lookup, .data = data };
}

/* Their length times the size of an item is more than 64 bits hold. */
static void
test_ranges (void)
{
  assert_ends ("{{ (1..768614336404564651) | reverse | first }}", &defaults, LIQUID_ERROR_LIMIT);
  assert_ends ("{{ (1..1000000000000000000) | join }}", &defaults, LIQUID_ERROR_LIMIT);
  assert_ends ("{% for i in (1..1000000000000000000) %}{% endfor %}", &defaults,
               LIQUID_ERROR_LIMIT);
  assert_prints ("{{ (1..1000000000000000000) | size }}", &defaults, "1000000000000000000");
  assert_prints ("{{ (1..1000000000000000000) | last }}", &defaults, "1000000000000000000");
  assert_prints ("{% for i in (-9223372036854775808..9223372036854775807) limit: 2 %}{{ i }} "
                 "{% endfor %}",
                 &defaults, "-9223372036854775808 -9223372036854775807 ");
}

static void
test_rounds (void)
{
  const LiquidRenderOptions ten = { .limits = { .max_rounds = 10 } };

  assert_prints ("{% for i in (1..10) %}{{ i }}{% endfor %}", &ten, "12345678910");
  assert_ends ("{% for i in (1..11) %}{{ i }}{% endfor %}", &ten, LIQUID_ERROR_LIMIT);
  assert_ends ("{% for i in (1..4) %}{% for j in (1..2) %}{% endfor %}{% endfor %}", &ten,
               LIQUID_ERROR_LIMIT);
  assert_ends ("{% tablerow i in (1..11) %}{% endtablerow %}", &ten, LIQUID_ERROR_LIMIT);
}

static void
test_memory (void)
{
  const LiquidRenderOptions small = { .limits = { .max_memory = 64 * 1024 } };
  const char *const doubling[] = {
    "{% assign s = 'x' %}{% for i in (1..64) %}{% assign s = s | append: s %}{% endfor %}",
    "{% assign s = 'xx' %}{% for i in (1..64) %}{% assign s = s | replace: 'x', s %}{% endfor %}",
    "{% assign s = 'x' %}{% for i in (1..64) %}{% capture s %}{{ s }}{{ s }}{% endcapture %}{% endfor %}",
    "{% assign a = 'x y' | split: ' ' %}{% for i in (1..64) %}{% assign a = a | concat: a %}{% endfor %}",
    "{% assign s = 'x' %}{% for i in (1..64) %}{% assign s = s | prepend: s | escape | url_encode %}"
    "{% endfor %}",
    "{% assign f = '%1024Y%1024Y%1024Y%1024Y' %}{% for i in (1..64) %}"
    "{% assign f = f | append: f %}{{ 0 | date: f }}{% endfor %}",
  };

  const char *const adding[] = {
    "{% for i in (1..100000) %}{% assign s = 'some text ' | append: i %}{% endfor %}",
    "{% for i in (1..100000) %}{% assign s = 'a name ' | append: i %}{% cycle s: '' %}{% endfor %}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (adding); i++) {
    assert_ends (adding[i], &small, LIQUID_ERROR_LIMIT);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (doubling); i++) {
    g_test_message ("%s", doubling[i]);
    assert_ends (doubling[i], &small, LIQUID_ERROR_LIMIT);
    assert_ends (doubling[i], &defaults, LIQUID_ERROR_LIMIT);
  }
}

/* A hundred thousand references to one text of ten thousand letters take little memory, written out
 * a thousand million bytes. */
static void
test_shared (void)
{
  g_autoptr (LiquidHash) data = liquid_hash_new ();
  LiquidArray *texts = liquid_array_new (), *nested = liquid_array_new ();
  g_autofree char *text = repeat ("0123456789", 1000);
  const char *const uses[] = {
    "{{ a }}",
    "{% assign s = a | append: '' %}",
    "{{ a | join | size }}",
    "{% if a == b %}{% endif %}",
    "{% assign n = n | concat: n | concat: n | concat: n %}{{ n | size }}{{ n | reverse }}",
    "{% cycle a: 1, 2 %}",
    "{{ 'x' | append: k: a }}",
  };

  liquid_array_add (texts, liquid_string (text, strlen (text)));
  liquid_hash_set (data, "a", liquid_array (texts));
  for (gsize i = 0; i < 1000; i++) {
    LiquidArray *inner = liquid_array_new ();
    liquid_array_add (inner, liquid_integer ((int64_t) i));
    liquid_array_add (nested, liquid_array (inner));
  }
  liquid_hash_set (data, "n", liquid_array (nested));
  LiquidRenderOptions options = with_data (data);
  for (gsize i = 0; i < G_N_ELEMENTS (uses); i++) {
    g_autofree char *grown =
      g_strdup_printf ("{%% for i in (1..17) %%}{%% assign a = a | concat: a %%}{%% endfor %%}"
                       "{%% assign b = a | reverse %%}{%% for i in (1..8) %%}"
                       "{%% assign n = n | concat: n %%}{%% endfor %%}%s",
                       uses[i]);
    g_test_message ("%s", uses[i]);
    assert_ends (grown, &options, LIQUID_ERROR_LIMIT);
  }
}

/* One filter or comparison may walk through a lot: that counts as many steps. */
static void
test_filters (void)
{
  g_autoptr (LiquidHash) data = liquid_hash_new ();
  g_autofree char *letters = repeat ("a", 1000 * 1000);
  g_autofree char *most = repeat ("a", 400 * 1000);
  LiquidRenderOptions options = with_data (data);
  const char *const works[] = {
    "{% for i in (1..1000) %}{{ a | upcase | size }}{% endfor %}",
    "{% for i in (1..1000) %}{{ a.size }}{% endfor %}",
    "{% for i in (1..1000) %}{% if a == b %}{% endif %}{% endfor %}",
    "{% for i in (1..1000) %}{% if a contains 'b' %}{% endif %}{% endfor %}",
    "{% for i in (1..1000) %}{% if a < b %}{% endif %}{% endfor %}",
    "{% for i in (1..1000) %}{% case a %}{% when b %}{% endcase %}{% endfor %}",
    "{% for i in (1..1000) %}{{ self[a] }}{{ h[a] }}{% endfor %}",
    "{% for i in (1..1000) %}{% for j in (a..a) %}{% endfor %}{% endfor %}",
    "{% for i in (1..1000) %}{% cycle a: 1, 2 %}{% endfor %}",
    "{% for i in (1..1000) %}{{ 'x' | truncate: a }}{% endfor %}",
    "{{ a | replace_last: c, 'x' }}",
    "{% assign l = a | split: '' %}{{ l | sort }}",
    "{% for i in (1..1000) %}{{ l | map: 'b' }}{% endfor %}",
    "{% for i in (1..1000) %}{{ l | where: 0 }}{% endfor %}",
    "{% for i in (1..1000) %}{{ l | uniq | size }}{% endfor %}",
    "{% for i in (1..20000) %}{% assign x = n | modulo: 7 %}{% endfor %}",
    "{% for i in (1..20000) %}{% assign x = n | times: m %}{% endfor %}",
  };
  const char *const js_works[] = {
    "{% for i in (1..1000) %}{{ a.size }}{% endfor %}",
    "{% for i in (1..1000) %}{{ a[999999] }}{% endfor %}",
    "{% for i in (1..1000) %}{{ h[a] }}{{ [a] }}{% endfor %}",
    "{% for i in (1..1000) %}{% for j in (a..a) %}{% endfor %}{% endfor %}",
    "{% for i in (1..1000) %}{% tablerow j in (1..2) cols: a %}{% endtablerow %}{% endfor %}",
    "{% for i in (1..1000) %}{% case a %}{% when b %}{% endcase %}{% endfor %}",
    "{% for i in (1..1000) %}{% case k %}{% when k %}{% endcase %}{% endfor %}",
    "{% for i in (1..1000) %}{% if k == k %}{% endif %}{% endfor %}",
    "{% for i in (1..1000) %}{% if a > 1 %}{% endif %}{% endfor %}",
    "{% for i in (1..1000) %}{{ a | plus: 1 }}{{ 1 | plus: a }}{% endfor %}",
    "{% for i in (1..1000) %}{{ l | where: 'x', a }}{% endfor %}",
    "{% for i in (1..1000) %}{{ k | json | size }}{% endfor %}",
    "{{ (1..1000000000) }}",
    "{{ (1..1000000000) | json }}",
    "{{ (1..1000000000) | append: 'x' }}",
    "{{ k | json: 10 }}{{ k | json: 10 }}{{ k | json: 10 }}",
  };

  liquid_hash_set (data, "a", liquid_string (letters, strlen (letters)));
  liquid_hash_set (data, "b", liquid_string (letters, strlen (letters)));
  g_autofree char *other = g_strconcat ("b", most, NULL);
  liquid_hash_set (data, "c", liquid_string (other, strlen (other)));
  liquid_hash_set (data, "h", liquid_hash (liquid_hash_new ()));
  LiquidArray *texts = liquid_array_new (), *numbers = liquid_array_new ();
  liquid_array_add (texts, liquid_string (letters, strlen (letters)));
  liquid_hash_set (data, "l", liquid_array (texts));
  for (int64_t i = 0; i < 100000; i++) {
    liquid_array_add (numbers, liquid_integer (i));
  }
  liquid_hash_set (data, "k", liquid_array (numbers));
  g_autofree char *digits = repeat ("9", 700);
  liquid_hash_set (data, "n", liquid_whole_number (digits, strlen (digits)));
  liquid_hash_set (data, "m", liquid_whole_number (digits, 300));
  for (gsize i = 0; i < G_N_ELEMENTS (works); i++) {
    assert_ends (works[i], &options, LIQUID_ERROR_LIMIT);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (js_works); i++) {
    assert_ends_as (LIQUID_LIQUIDJS, js_works[i], &options, LIQUID_ERROR_LIMIT);
  }
}

/* What would be quadratic with the obvious loop is done in few steps. */
static void
test_cheap (void)
{
  g_autoptr (LiquidHash) data = liquid_hash_new ();
  LiquidArray *numbers = liquid_array_new ();
  g_autofree char *scripts = repeat ("<script<!--<style<", 50 * 1000);
  LiquidRenderOptions options = with_data (data);

  for (int64_t i = 0; i < 20000; i++) {
    liquid_array_add (numbers, liquid_integer (i * 7919 % 20000));
  }
  liquid_hash_set (data, "n", liquid_array (numbers));
  liquid_hash_set (data, "s", liquid_string (scripts, strlen (scripts)));
  options.limits.max_steps = 200000;
  assert_prints ("{{ n | uniq | size }}", &options, "20000");
  assert_prints ("{{ n | concat: n | uniq | size }}", &options, "20000");
  options.limits.max_steps = 0;
  assert_prints ("{{ n | sort | last }}", &options, "19999");
  assert_prints ("{{ s | strip_html | size }}", &options, "900000");
  assert_prints ("{{ s | replace: '<script', '' | size }}", &options, "550000");
}

typedef struct {
  const char *text;
  guint asked;
} Partials;

static bool
find_partial (void *data, const char *name, size_t length, const char **text, size_t *text_length)
{
  Partials *partials = data;

  partials->asked++;
  *text = partials->text;
  *text_length = strlen (partials->text);
  return true;
}

static void
test_partials (void)
{
  Partials partials = { .text = "text" };
  LiquidRenderOptions options = {
    .find_partial = find_partial,
    .partials = &partials,
    .limits = { .max_partials = 10, .max_partial_text = 40 },
  };
  const char *many =
    "{% for i in (1..N) %}{% assign p = 'p' | append: i %}{% include p %}{% endfor %}";
  g_autofree char *ten = g_strdup (many), *eleven = g_strdup (many);

  *strchr (ten, 'N') = '9';
  assert_prints (ten, &options, "texttexttexttexttexttexttexttexttext");
  g_assert_cmpuint (partials.asked, ==, 9);
  *strchr (eleven, 'N') = '9';
  options.limits.max_partials = 8;
  assert_ends (eleven, &options, LIQUID_ERROR_LIMIT);
  options.limits.max_partials = 9;
  options.limits.max_partial_text = 35;
  assert_ends (eleven, &options, LIQUID_ERROR_LIMIT);
  assert_prints ("{% render 'a' %}{% render 'a' %}", &options, "texttext");
}

/* A partial that calls itself ends, in a hundred levels, however it does it. */
static void
test_recursion (void)
{
  static const char *const texts[] = {
    "{% include 'a' %}",
    "{% render 'a' %}",
    "{% render 'a' %}{% render 'a' %}",
    "{% for i in (1..9) %}{% include 'a' %}{% endfor %}",
    "{% render 'a' for l %}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    Partials partials = { .text = texts[i] };
    LiquidRenderOptions options = { .find_partial = find_partial, .partials = &partials };
    g_autoptr (GString) output = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    if (!render (texts[i], &options, output, &error)) {
      g_assert_error (error, LIQUID_ERROR, LIQUID_ERROR_LIMIT);
    } else {
      g_assert_nonnull (strstr (output->str, "Nesting too deep"));
    }
  }
}

/* Names that only an included template uses are found among each other. */
static void
test_names (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; i < 20000; i++) {
    g_string_append_printf (text, "{{ name%d }}", i);
  }
  Partials partials = { .text = text->str };
  LiquidRenderOptions options = { .find_partial = find_partial, .partials = &partials };
  assert_ends ("{% include 'a' %}", &options, LIQUID_ERROR_LIMIT);
  assert_prints ("{% render 'a' %}", &options, "");
}

typedef struct {
  GMutex mutex;
  GCond cond;
  gboolean begun;
  gint cancelled;
} Cancel;

static bool
note_begun (void *data, const char *name, size_t length, LiquidValue *value)
{
  Cancel *cancel = data;

  g_mutex_lock (&cancel->mutex);
  cancel->begun = TRUE;
  g_cond_signal (&cancel->cond);
  g_mutex_unlock (&cancel->mutex);
  return false;
}

static gpointer
run_endless (gpointer data)
{
  Cancel *cancel = data;
  const LiquidRenderOptions options = {
    .lookup = note_begun,
    .data = cancel,
    .cancelled = &cancel->cancelled,
    .limits = { .max_steps = SIZE_MAX, .max_rounds = SIZE_MAX },
  };

  assert_ends ("{{ a }}{% for i in (1..1000000000000000000) %}{% endfor %}", &options,
               LIQUID_ERROR_CANCELLED);
  return NULL;
}

static void
test_cancel (void)
{
  Cancel cancel = { 0 };

  g_mutex_init (&cancel.mutex);
  g_cond_init (&cancel.cond);
  GThread *thread = g_thread_new ("render", run_endless, &cancel);
  g_mutex_lock (&cancel.mutex);
  while (!cancel.begun) {
    g_cond_wait (&cancel.cond, &cancel.mutex);
  }
  g_mutex_unlock (&cancel.mutex);
  g_atomic_int_set (&cancel.cancelled, 1);
  g_thread_join (thread);
  g_mutex_clear (&cancel.mutex);
  g_cond_clear (&cancel.cond);
}

typedef struct {
  gint cancelled;
  LiquidArray *numbers;
} Late;

static bool
cancel_and_find (void *data, const char *name, size_t length, LiquidValue *value)
{
  Late *late = data;

  g_atomic_int_set (&late->cancelled, 1);
  *value = liquid_array (late->numbers);
  return true;
}

/* A filter that takes long sees it, too, and so does a render that is cancelled before it begins.
 */
static void
test_cancel_filter (void)
{
  g_autoptr (LiquidArray) numbers = liquid_array_new ();
  Late late = { .numbers = numbers };
  LiquidRenderOptions options = { .lookup = cancel_and_find,
                                  .data = &late,
                                  .cancelled = &late.cancelled };

  for (int64_t i = 0; i < 10000; i++) {
    liquid_array_add (numbers, liquid_integer (-i));
  }
  assert_ends ("{{ n | sort | first }}", &options, LIQUID_ERROR_CANCELLED);
  g_assert_cmpint (late.cancelled, ==, 1);
  assert_ends ("text", &options, LIQUID_ERROR_CANCELLED);
}

static bool
find_invalid (void *data, const char *name, size_t length, LiquidValue *value)
{
  *value = liquid_string ("\xc3\x28 \xf0\x9f", 5);
  return true;
}

/* Texts that are cut in the middle of a letter must not lead filters behind their end. */
static void
test_invalid (void)
{
  g_autoptr (LiquidHash) data = liquid_hash_new ();
  const LiquidRenderOptions found = { .lookup = find_invalid };

  liquid_hash_set (data, "i", liquid_string ("\xf0\x9f", 2));
  liquid_hash_set (data, "\xc3", liquid_string ("value", 5));
  LiquidRenderOptions kept = with_data (data);
  assert_prints ("{{ i | split: '' | join: '-' }}", &kept, "\xef\xbf\xbd-\xef\xbf\xbd");
  assert_prints ("{{ i }}{{ i | size }}", &found,
                 "\xef\xbf\xbd( \xef\xbf\xbd\xef\xbf\xbd"
                 "5");
  for (LiquidDialect dialect = LIQUID_SHOPIFY; dialect <= LIQUID_LIQUIDJS; dialect++) {
    g_autoptr (LiquidTemplate) template = liquid_template_parse (
      "{{ i | upcase | split: '' | reverse | first }}{{ i | truncate: 1 | capitalize | slice: -1 }}",
      -1, dialect, NULL);
    g_autoptr (GString) output = g_string_new (NULL);
    g_assert_true (liquid_template_render_full (template, &found, output, NULL));
    g_assert_true (g_utf8_validate (output->str, (gssize) output->len, NULL));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/liquid/effort/ranges", test_ranges);
  g_test_add_func ("/liquid/effort/rounds", test_rounds);
  g_test_add_func ("/liquid/effort/memory", test_memory);
  g_test_add_func ("/liquid/effort/shared", test_shared);
  g_test_add_func ("/liquid/effort/filters", test_filters);
  g_test_add_func ("/liquid/effort/cheap", test_cheap);
  g_test_add_func ("/liquid/effort/partials", test_partials);
  g_test_add_func ("/liquid/effort/recursion", test_recursion);
  g_test_add_func ("/liquid/effort/names", test_names);
  g_test_add_func ("/liquid/effort/cancel", test_cancel);
  g_test_add_func ("/liquid/effort/cancel-filter", test_cancel_filter);
  g_test_add_func ("/liquid/effort/invalid", test_invalid);
  return g_test_run ();
}
