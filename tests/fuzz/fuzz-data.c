/* The data that templates made up by a fuzzer see: a value of each kind, the extremes among them,
 * under names short enough to be guessed; and partial templates, two of which call themselves. */

#include "fuzz-data.h"

#include <math.h>
#include <string.h>

static const struct {
  const char *name;
  const char *text;
} partials[] = {
  { "p", "<{{ p }}{{ a }}{% assign z = 'p' %}{% break %}>" },
  { "q", "{% include 'q' %}" },
  { "r", "{% render 'r', a: a %}{{ forloop.index }}{{ r }}" },
  { "e", "{% nothing %}" },
};

/* The text of the partial `f`, which the fuzzer makes up. */
static const char *made_up = "";
static size_t made_up_length;

void
fuzz_data_set_partial (const char *text, size_t length)
{
  made_up = text;
  made_up_length = length;
}

static void
add_strings (LiquidHash *data)
{
  static const char letters[] = "Zoë & \"co\"\n<b>ﬁ</b> ", invalid[] = "\xc3\x28 \xf0\x9f";

  liquid_hash_set (data, "s", liquid_string (letters, sizeof letters - 1));
  liquid_hash_set (data, "e", liquid_string ("", 0));
  liquid_hash_set (data, "i", liquid_string (invalid, sizeof invalid - 1));
  liquid_hash_set (data, "d", liquid_string ("2026-03-05T10:30:00+02:00", 25));
  liquid_hash_set (data, "n", liquid_string ("-12.50", 6));
}

static void
add_numbers (LiquidHash *data)
{
  liquid_hash_set (data, "x", liquid_integer (G_MAXINT64));
  liquid_hash_set (data, "y", liquid_integer (G_MININT64));
  liquid_hash_set (data, "f", liquid_float (2.5));
  liquid_hash_set (data, "g", liquid_float (NAN));
  liquid_hash_set (data, "h", liquid_float (-INFINITY));
  liquid_hash_set (data, "j", liquid_float (5e-324));
  liquid_hash_set (data, "t", liquid_boolean (true));
  liquid_hash_set (data, "u", liquid_nil ());
}

static LiquidHash *
make_person (const char *name, LiquidValue age)
{
  LiquidHash *person = liquid_hash_new ();

  liquid_hash_set (person, "a", liquid_string (name, strlen (name)));
  liquid_hash_set (person, "b", age);
  return person;
}

static void
add_containers (LiquidHash *data)
{
  LiquidArray *numbers = liquid_array_new (), *mixed = liquid_array_new ();
  LiquidArray *people = liquid_array_new ();

  for (int64_t i = 3; i > -3; i--) {
    liquid_array_add (numbers, liquid_integer (i));
  }
  liquid_array_add (mixed, liquid_nil ());
  liquid_array_add (mixed, liquid_float (1.0));
  liquid_array_add (mixed, liquid_string ("b", 1));
  liquid_array_add (mixed, liquid_array (liquid_array_new ()));
  liquid_array_add (people, liquid_hash (make_person ("Ann", liquid_integer (1))));
  liquid_array_add (people, liquid_hash (make_person ("bob", liquid_nil ())));
  liquid_hash_set (data, "a", liquid_array (numbers));
  liquid_hash_set (data, "m", liquid_array (mixed));
  liquid_hash_set (data, "l", liquid_array (people));
  liquid_hash_set (data, "k", liquid_hash (make_person ("Cy", liquid_float (0.5))));
}

/* Made once: all renders may share it. */
LiquidHash *
fuzz_data_get (void)
{
  static LiquidHash *data;

  if (data == NULL) {
    data = liquid_hash_new ();
    add_strings (data);
    add_numbers (data);
    add_containers (data);
  }
  return data;
}

static bool
find_partial (void *data, const char *name, size_t length, const char **text, size_t *text_length)
{
  if (length == 1 && *name == 'f') {
    *text = made_up;
    *text_length = made_up_length;
    return true;
  }
  for (size_t i = 0; i < G_N_ELEMENTS (partials); i++) {
    if (length == strlen (partials[i].name) && memcmp (name, partials[i].name, length) == 0) {
      *text = partials[i].text;
      *text_length = strlen (partials[i].text);
      return true;
    }
  }
  return false;
}

/* Limits low enough that whatever takes long is the engine's fault. */
LiquidRenderOptions
fuzz_data_get_options (void)
{
  return (LiquidRenderOptions){
    .lookup = liquid_hash_lookup,
    .data = fuzz_data_get (),
    .find_partial = find_partial,
    .now = G_GINT64_CONSTANT (1767225600000000),
    .limits = { .max_output = 32 * 1024, .max_steps = 20000 },
  };
}

/* What the template prints, or NULL where a limit ended it; @parsed is false where it is none. */
GString *
fuzz_render (const char *text, size_t length, LiquidDialect dialect, LiquidMode mode, bool *parsed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LiquidTemplate) template =
    liquid_template_parse_mode (text, (gssize) length, dialect, mode, &error);

  *parsed = template != NULL;
  g_assert (*parsed == (error == NULL));
  if (template == NULL) {
    return NULL;
  }
  g_autoptr (GString) output = g_string_new ("before");
  LiquidRenderOptions options = fuzz_data_get_options ();
  bool rendered = liquid_template_render_full (template, &options, output, &error);
  g_assert (rendered == (error == NULL));
  g_assert (g_str_has_prefix (output->str, "before"));
  g_assert (rendered || output->len == strlen ("before"));
  return rendered ? g_steal_pointer (&output) : NULL;
}
