/* What a template lists against what a render asks for, for templates that chance writes: no name
 * is asked for that is not listed, each one that is certainly needed is asked for, and each stands
 * where the list says. */

#include <liquid.h>
#include <string.h>

#include "template-writer.h"

/* Enough to meet every pair of statements inside each other, in a second or two. */
#define N_TEMPLATES 1500

/* What is rendered, and with what. */
typedef struct {
  char *partial; /* (owned): the text of every partial */
  GHashTable *asked;
  LiquidArray *list;
  LiquidHash *object;
  GRand *rand; /* (unowned) */
  bool truthy;
} World;

static void
world_init (World *self, GRand *rand, const char *partial)
{
  *self = (World){
    .partial = g_strdup (partial),
    .asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .list = liquid_array_new (),
    .object = liquid_hash_new (),
    .rand = rand,
  };
  liquid_array_add (self->list, liquid_integer (1));
  liquid_array_add (self->list, liquid_string ("two", 3));
  liquid_hash_set (self->object, "x", liquid_integer (2));
}

static void
world_clear (World *self)
{
  g_free (self->partial);
  g_hash_table_unref (self->asked);
  liquid_array_free (self->list);
  liquid_hash_free (self->object);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static bool
look_up (void *data, const char *name, size_t length, LiquidValue *value)
{
  World *self = data;
  const LiquidValue values[] = {
    liquid_integer (2),
    liquid_string ("3", 1),
    liquid_array (self->list),
    liquid_hash (self->object),
    liquid_boolean (true),
    liquid_boolean (false),
    liquid_nil (),
  };
  int n_truthy = 5;
  int last = self->truthy ? n_truthy : (int) G_N_ELEMENTS (values) + 1;
  int chosen = g_rand_int_range (self->rand, 0, last);

  g_hash_table_add (self->asked, g_strndup (name, length));
  if (chosen == (int) G_N_ELEMENTS (values)) {
    return false;
  }
  *value = values[chosen];
  return true;
}

static bool
find_partial (void *data, const char *name, size_t length, const char **text, size_t *text_length)
{
  const World *self = data;

  *text = self->partial;
  *text_length = strlen (self->partial);
  return true;
}

static bool
render (World *self, const LiquidTemplate *template, bool truthy)
{
  const LiquidRenderOptions options = {
    .lookup = look_up,
    .data = self,
    .find_partial = find_partial,
    .partials = self,
    .raise = true,
  };
  g_autoptr (GString) output = g_string_new (NULL);

  g_hash_table_remove_all (self->asked);
  self->truthy = truthy;
  return liquid_template_render_full (template, &options, output, NULL);
}

static bool
lists (const LiquidTemplate *template, const char *name)
{
  size_t n_variables;
  const LiquidVariable *variables = liquid_template_get_variables (template, &n_variables);

  for (size_t i = 0; i < n_variables; i++) {
    if (strcmp (variables[i].name, name) == 0) {
      return true;
    }
  }
  return false;
}

/* An include asks for a variable of its own name, too. */
static void
check_asked (const World *world,
             const LiquidTemplate *template,
             const LiquidTemplate *partial,
             const char *text)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, world->asked);
  while (g_hash_table_iter_next (&iter, &name, NULL)) {
    if (!lists (template, name) && !lists (partial, name) &&
        !g_strv_contains (template_partials, name)) {
      g_error ("“%s” is not listed in: %s\nwith: %s", (char *) name, text, world->partial);
    }
  }
}

/* What is listed without a condition is asked for, unless the template may have given it a value
 * itself by then. */
static void
check_needed (const World *world, const LiquidTemplate *template, const TemplateWriter *writer)
{
  size_t n_variables;
  const LiquidVariable *variables = liquid_template_get_variables (template, &n_variables);

  for (size_t i = 0; i < n_variables; i++) {
    if (!variables[i].conditional && !g_hash_table_contains (writer->doubtful, variables[i].name) &&
        !g_hash_table_contains (world->asked, variables[i].name)) {
      g_error ("“%s” was not asked for in: %s", variables[i].path, writer->text->str);
    }
  }
}

static void
check_place (const char *text, const LiquidSpan *span)
{
  unsigned line = 1, column = 1;

  for (const char *p = text; p < text + span->start; p = g_utf8_next_char (p)) {
    column = *p == '\n' ? 1 : column + 1;
    line += *p == '\n';
  }
  g_assert_cmpuint (span->line, ==, line);
  g_assert_cmpuint (span->column, ==, column);
}

static void
check_written (const TemplateWriter *writer, const LiquidVariable *variable)
{
  const char *text = writer->text->str;

  for (guint i = 0; i < writer->paths->len; i++) {
    const TemplatePath *written = &g_array_index (writer->paths, TemplatePath, i);
    if (written->start == variable->span.start) {
      g_assert_cmpuint (written->end, ==, variable->span.end);
      g_assert_cmpstr (written->path, ==, variable->path);
      check_place (text, &variable->span);
      return;
    }
  }
  g_error ("Nothing begins at %zu, where “%s” is to stand: %s", variable->span.start,
           variable->path, text);
}

static void
check_places (const TemplateWriter *writer, const LiquidTemplate *template)
{
  size_t n_variables, n_filters, n_partials;
  const LiquidVariable *variables = liquid_template_get_variables (template, &n_variables);
  const LiquidUnknownFilter *unknown = liquid_template_get_unknown_filters (template, &n_filters);
  const LiquidPartialUse *uses = liquid_template_get_partials (template, &n_partials);
  const char *text = writer->text->str;

  for (size_t i = 0; i < n_variables; i++) {
    check_written (writer, &variables[i]);
    g_assert_cmpuint (variables[i].span.start, >, i > 0 ? variables[i - 1].span.start : 0);
  }
  for (size_t i = 0; i < n_filters; i++) {
    g_assert_true (g_str_has_prefix (text + unknown[i].span.start, unknown[i].name));
    check_place (text, &unknown[i].span);
  }
  for (size_t i = 0; i < n_partials; i++) {
    g_assert_true (g_str_has_prefix (text + uses[i].span.start + 1, uses[i].name));
    g_assert_cmpuint (uses[i].span.end, ==, uses[i].span.start + strlen (uses[i].name) + 2);
    check_place (text, &uses[i].span);
  }
}

static LiquidTemplate *
parse (const char *text, LiquidDialect dialect, LiquidMode mode)
{
  g_autoptr (GError) error = NULL;
  LiquidTemplate *template = liquid_template_parse_mode (text, -1, dialect, mode, &error);

  if (template == NULL) {
    g_error ("%s: %s", error->message, text);
  }
  return template;
}

/* What is included shares its variables. */
static void
add_names (GHashTable *names_of_both, GHashTable *others)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, others);
  while (g_hash_table_iter_next (&iter, &name, NULL)) {
    g_hash_table_add (names_of_both, name);
  }
}

static bool
check_one (GRand *rand, LiquidDialect dialect, LiquidMode mode)
{
  g_auto (TemplateWriter) writer = { 0 }, partial_writer = { 0 };
  g_auto (World) world = { 0 };

  template_writer_init (&writer, rand, dialect);
  template_writer_init (&partial_writer, rand, dialect);
  partial_writer.depth = TEMPLATE_MOST_DEPTH - 1;
  template_writer_write (&partial_writer);
  while (writer.text->len == 0) {
    template_writer_write (&writer);
  }
  add_names (writer.doubtful, partial_writer.doubtful);
  world_init (&world, rand, partial_writer.text->str);
  g_autoptr (LiquidTemplate) template = parse (writer.text->str, dialect, mode);
  g_autoptr (LiquidTemplate) partial = parse (partial_writer.text->str, dialect, mode);

  check_places (&writer, template);
  render (&world, template, false);
  check_asked (&world, template, partial, writer.text->str);
  bool rendered = render (&world, template, true);
  check_asked (&world, template, partial, writer.text->str);
  if (rendered) {
    check_needed (&world, template, &writer);
  }
  return rendered;
}

typedef struct {
  const char *path;
  LiquidDialect dialect;
  LiquidMode mode;
} Case;

static void
test_listed (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261122);
  guint n_rendered = 0;

  for (guint i = 0; i < N_TEMPLATES; i++) {
    n_rendered += check_one (rand, test->dialect, test->mode);
  }
  g_assert_cmpuint (n_rendered, >, N_TEMPLATES / 3);
}

int
main (int argc, char *argv[])
{
  static const Case cases[] = {
    { "/liquid/properties/lax", LIQUID_SHOPIFY, LIQUID_LAX },
    { "/liquid/properties/strict", LIQUID_SHOPIFY, LIQUID_STRICT },
    { "/liquid/properties/strict2", LIQUID_SHOPIFY, LIQUID_STRICT2 },
    { "/liquid/properties/liquidjs", LIQUID_LIQUIDJS, LIQUID_LAX },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_add_data_func (cases[i].path, &cases[i], test_listed);
  }
  return g_test_run ();
}
