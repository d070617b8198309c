/* Lines of any bytes, as input and arguments of the filters that read dates and numbers. */

#include "fuzz-data.h"

#include <string.h>

static const char template_text[] =
  "{{ v | date: w }}{{ w | date: '%c %x %s %N %z %G-%V %q %e %-m %10Y' }}{{ 'now' | date: v }}\n"
  "{{ v | plus: w }}{{ v | minus: w }}{{ v | times: w }}{{ v | divided_by: w }}{{ v | modulo: w }}\n"
  "{{ v | round: w }}{{ v | ceil }}{{ v | floor }}{{ v | abs }}{{ v | at_least: w }}{{ w | at_most: v }}\n"
  "{{ v | times: 1.0 | times: w | round }}{{ v | times: v | times: v | divided_by: w | floor }}\n"
  "{{ v | truncate: w }}{{ v | truncatewords: w }}{{ v | slice: w }}{{ v | slice: w, w }}{{ a | sum }}\n"
  "{% for i in (v..w) limit: 3 %}{{ i }}{% endfor %}{% if v < w %}{{ a[v] }}{% endif %}"
  "{{ v | split: w | sort | join: w }}{{ v | upcase | downcase | capitalize | escape | url_encode }}\n"
  "{{ v | base64_decode }}{{ v | url_decode }}{{ v | strip_html | squish }}{{ v | replace: w, v }}"
  "{% tablerow i in a cols: v limit: w %}{{ i }}{% endtablerow %}{% cycle v: w, v %}";

typedef struct {
  LiquidValue v;
  LiquidValue w;
  LiquidArray *both;
} Values;

static bool
look_up (void *data, const char *name, size_t length, LiquidValue *value)
{
  const Values *values = data;

  if (length != 1 || strchr ("vwa", *name) == NULL) {
    return false;
  }
  *value = *name == 'v' ? values->v : *name == 'w' ? values->w : liquid_array (values->both);
  return true;
}

/* A first byte says whether the line stands for text or a number. */
static LiquidValue
read_value (const char *line, size_t length)
{
  g_autofree char *text = g_strndup (line, length);

  switch (length > 0 ? *line : '\0') {
  case 'i':
    return liquid_integer (g_ascii_strtoll (text + 1, NULL, 10));
  case 'f':
    return liquid_float (g_ascii_strtod (text + 1, NULL));
  default:
    return liquid_string (line, length);
  }
}

static void
render (LiquidDialect dialect, Values *values)
{
  static LiquidTemplate *templates[2];
  g_autoptr (GString) output = g_string_new (NULL);
  LiquidRenderOptions options = fuzz_data_get_options ();

  if (templates[dialect] == NULL) {
    g_autoptr (GError) error = NULL;
    templates[dialect] = liquid_template_parse (template_text, -1, dialect, &error);
    g_assert_no_error (error);
  }
  options.lookup = look_up;
  options.data = values;
  liquid_template_render_full (templates[dialect], &options, output, NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  const char *text = (const char *) bytes;
  const char *newline = size > 0 ? memchr (text, '\n', size) : NULL;
  size_t first = newline != NULL ? (size_t) (newline - text) : size;
  size_t second = MIN (first + 1, size);
  Values values = {
    .v = read_value (text, first),
    .w = read_value (text + second, size - second),
    .both = liquid_array_new (),
  };

  liquid_array_add (values.both, values.v);
  liquid_array_add (values.both, values.w);
  render (LIQUID_SHOPIFY, &values);
  render (LIQUID_LIQUIDJS, &values);
  liquid_array_free (values.both);
  return 0;
}
