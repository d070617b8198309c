/* What a template lists against what a render asks for, for templates that chance writes: no name
 * is asked for that is not listed, each one that is certainly needed is asked for, and each stands
 * where the list says. */

#include <liquid.h>
#include <string.h>

/* Enough to meet every pair of statements inside each other, in a second or two. */
#define N_TEMPLATES 1500
#define MOST_DEPTH 3

static const char *const names[] = { "a", "b", "c", "d", "item", "user_name" };
static const char *const keys[] = { "first", "x", "long_key" };
static const char *const texts[] = { "é", " \r\n", "plain", "日本\n", "\n", " " };
static const char *const filters[] = { "upcase", "strip", "size", "first", "unheard" };
static const char *const partials[] = { "head", "row" };

/* A path as it was written. */
typedef struct {
  gsize start;
  gsize end;
  char *path; /* (owned) */
} Written;

typedef struct {
  GRand *rand; /* (unowned) */
  GString *text;
  GArray *paths;        /* of Written */
  GHashTable *doubtful; /* set of names that get a value in some renders only */
  LiquidDialect dialect;
  int depth;
  bool in_lines; /* of the tag `liquid` */
} Writer;

static void
written_clear (gpointer data)
{
  g_free (((Written *) data)->path);
}

static guint
draw (Writer *self, guint n)
{
  return (guint) g_rand_int_range (self->rand, 0, (int) n);
}

#define DRAW(self, table) ((table)[draw ((self), G_N_ELEMENTS (table))])

static void
put (Writer *self, const char *text)
{
  g_string_append (self->text, text);
}

static void write_path (Writer *self, int depth);

static void
write_part (Writer *self, GString *path, int depth)
{
  const char *key = DRAW (self, keys);

  switch (draw (self, 5)) {
  case 0:
    g_string_append_printf (self->text, "['a b']");
    g_string_append (path, ".a b");
    break;
  case 1:
    g_string_append_printf (self->text, "[\"%s\"]", key);
    g_string_append_printf (path, ".%s", key);
    break;
  case 2:
    put (self, "[0]");
    g_string_append (path, "[0]");
    break;
  case 3:
    if (depth < MOST_DEPTH) {
      put (self, "[");
      write_path (self, depth + 1);
      put (self, "]");
      g_string_append (path, "[]");
      break;
    }
    /* fall through */
  default:
    g_string_append_printf (self->text, ".%s", key);
    g_string_append_printf (path, ".%s", key);
  }
}

static void
write_path (Writer *self, int depth)
{
  const char *name = DRAW (self, names);
  GString *path = g_string_new (name);
  Written written = { .start = self->text->len };

  put (self, name);
  while (draw (self, 3) == 0) {
    write_part (self, path, depth);
  }
  written.end = self->text->len;
  written.path = g_string_free (path, FALSE);
  g_array_append_val (self->paths, written);
}

static void
write_value (Writer *self)
{
  static const char *const literals[] = { "1", "2.5", "'x'", "\"{y\"", "true", "nil" };

  if (draw (self, 4) == 0) {
    put (self, DRAW (self, literals));
  } else {
    write_path (self, 0);
  }
}

static void
write_filters (Writer *self)
{
  while (draw (self, 3) == 0) {
    if (draw (self, 2) == 0) {
      g_string_append_printf (self->text, " | %s", DRAW (self, filters));
    } else {
      put (self, draw (self, 2) == 0 ? " | default: " : " | append: ");
      write_value (self);
    }
  }
}

static void
write_filtered (Writer *self)
{
  static const char *const operators[] = { " or ", " and ", " == " };

  write_value (self);
  if (self->dialect == LIQUID_LIQUIDJS && draw (self, 6) == 0) {
    put (self, DRAW (self, operators));
    write_value (self);
  }
  write_filters (self);
}

static void
write_condition (Writer *self)
{
  static const char *const operators[] = { " == ", " != ", " contains " };
  static const char *const relations[] = { " and ", " or " };

  for (;;) {
    write_value (self);
    if (draw (self, 2) == 0) {
      put (self, DRAW (self, operators));
      write_value (self);
    }
    if (draw (self, 3) > 0) {
      break;
    }
    put (self, DRAW (self, relations));
  }
}

static void
begin (Writer *self, const char *tag)
{
  g_string_append_printf (self->text, self->in_lines ? "%s " : "{%% %s ", tag);
}

static void
end (Writer *self)
{
  put (self, self->in_lines ? "\n" : draw (self, 3) == 0 ? " -%}" : " %}");
}

static void
put_tag (Writer *self, const char *tag)
{
  begin (self, tag);
  end (self);
}

static void write_statements (Writer *self);

static void
write_block (Writer *self)
{
  self->depth++;
  write_statements (self);
  self->depth--;
}

static void
write_if (Writer *self)
{
  bool negated = draw (self, 3) == 0;

  begin (self, negated ? "unless" : "if");
  write_condition (self);
  end (self);
  write_block (self);
  while (draw (self, 3) == 0) {
    begin (self, "elsif");
    write_condition (self);
    end (self);
    write_block (self);
  }
  if (draw (self, 2) == 0) {
    put_tag (self, "else");
    write_block (self);
  }
  put_tag (self, negated ? "endunless" : "endif");
}

static void
write_case (Writer *self)
{
  begin (self, "case");
  write_value (self);
  end (self);
  while (draw (self, 3) > 0) {
    begin (self, "when");
    write_value (self);
    if (draw (self, 3) == 0) {
      put (self, ", ");
      write_value (self);
    }
    end (self);
    write_block (self);
  }
  if (draw (self, 2) == 0) {
    put_tag (self, "else");
    write_block (self);
  }
  put_tag (self, "endcase");
}

static void
write_loop (Writer *self)
{
  bool is_row = draw (self, 4) == 0;

  begin (self, is_row ? "tablerow" : "for");
  g_string_append_printf (self->text, "%s in ", DRAW (self, names));
  if (draw (self, 3) == 0) {
    put (self, "(1..");
    write_path (self, MOST_DEPTH);
    put (self, ")");
  } else {
    write_path (self, 0);
  }
  if (draw (self, 3) == 0) {
    put (self, draw (self, 2) == 0 ? " limit: " : " offset: ");
    write_path (self, 0);
  }
  end (self);
  write_block (self);
  if (draw (self, 3) == 0) {
    put_tag (self, draw (self, 2) == 0 ? "break" : "continue");
  }
  if (!is_row && draw (self, 3) == 0) {
    put_tag (self, "else");
    write_block (self);
  }
  put_tag (self, is_row ? "endtablerow" : "endfor");
}

/* A name that gets a value. */
static const char *
put_target (Writer *self)
{
  const char *name = DRAW (self, names);

  put (self, name);
  if (self->depth > 0) {
    g_hash_table_add (self->doubtful, (gpointer) name);
  }
  return name;
}

static void
write_assign (Writer *self)
{
  begin (self, "assign");
  put_target (self);
  put (self, " = ");
  write_filtered (self);
  end (self);
}

static void
write_capture (Writer *self)
{
  begin (self, "capture");
  put_target (self);
  end (self);
  write_block (self);
  put_tag (self, "endcapture");
}

static void
write_count (Writer *self)
{
  begin (self, draw (self, 2) == 0 ? "increment" : "decrement");
  Written written = { .start = self->text->len };
  written.path = g_strdup (put_target (self));
  written.end = self->text->len;
  g_array_append_val (self->paths, written);
  end (self);
}

static void
write_cycle (Writer *self)
{
  begin (self, "cycle");
  write_value (self);
  put (self, draw (self, 3) == 0 ? ": " : ", ");
  write_value (self);
  put (self, ", ");
  write_value (self);
  end (self);
}

static void
write_echo (Writer *self)
{
  begin (self, "echo");
  write_filtered (self);
  end (self);
}

static void
write_partial (Writer *self)
{
  bool is_render = draw (self, 2) == 0;

  begin (self, is_render ? "render" : "include");
  g_string_append_printf (self->text, "'%s'", DRAW (self, partials));
  if (is_render && draw (self, 2) == 0) {
    put (self, draw (self, 2) == 0 ? " with " : " for ");
    write_path (self, 0);
    g_string_append_printf (self->text, " as %s", DRAW (self, names));
  }
  while (draw (self, 3) == 0) {
    g_string_append_printf (self->text, ", %s: ", DRAW (self, names));
    write_value (self);
  }
  end (self);
}

static void
write_output (Writer *self)
{
  if (self->in_lines) {
    write_echo (self);
    return;
  }
  put (self, draw (self, 3) == 0 ? "{{-  " : "{{");
  write_filtered (self);
  put (self, draw (self, 3) == 0 ? "\n}}" : "}}");
}

static void
write_nothing (Writer *self)
{
  if (!self->in_lines) {
    put (self, draw (self, 2) == 0 ? "{% comment %}{{ never }}{% endcomment %}"
                                   : "{% raw %}{{ never }}{% endraw %}");
  }
}

static void
write_lines (Writer *self)
{
  if (self->in_lines) {
    return;
  }
  put (self, "{% liquid\n");
  self->in_lines = true;
  write_block (self);
  self->in_lines = false;
  put (self, "%}");
}

static void
write_text (Writer *self)
{
  if (!self->in_lines) {
    put (self, DRAW (self, texts));
  }
}

static void
write_statement (Writer *self)
{
  static void (*const plain[]) (Writer *) = {
    write_text,  write_output, write_output, write_assign,  write_assign,
    write_count, write_cycle,  write_echo,   write_partial, write_nothing,
  };
  static void (*const blocks[]) (Writer *) = {
    write_if, write_if, write_case, write_loop, write_loop, write_capture, write_lines,
  };

  if (self->depth < MOST_DEPTH && draw (self, 3) == 0) {
    DRAW (self, blocks) (self);
  } else {
    DRAW (self, plain) (self);
  }
}

static void
write_statements (Writer *self)
{
  for (guint n = draw (self, 4); n > 0; n--) {
    write_statement (self);
  }
}

static void
writer_init (Writer *self, GRand *rand, LiquidDialect dialect)
{
  *self = (Writer){
    .rand = rand,
    .text = g_string_new (NULL),
    .paths = g_array_new (FALSE, FALSE, sizeof (Written)),
    .doubtful = g_hash_table_new (g_str_hash, g_str_equal),
    .dialect = dialect,
  };
  g_array_set_clear_func (self->paths, written_clear);
}

static void
writer_clear (Writer *self)
{
  g_string_free (self->text, TRUE);
  g_array_unref (self->paths);
  g_hash_table_unref (self->doubtful);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writer, writer_clear)

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
    if (!lists (template, name) && !lists (partial, name) && strcmp (name, partials[0]) != 0 &&
        strcmp (name, partials[1]) != 0) {
      g_error ("“%s” is not listed in: %s\nwith: %s", (char *) name, text, world->partial);
    }
  }
}

/* What is listed without a condition is asked for, unless the template may have given it a value
 * itself by then. */
static void
check_needed (const World *world, const LiquidTemplate *template, const Writer *writer)
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
check_written (const Writer *writer, const LiquidVariable *variable)
{
  const char *text = writer->text->str;

  for (guint i = 0; i < writer->paths->len; i++) {
    const Written *written = &g_array_index (writer->paths, Written, i);
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
check_places (const Writer *writer, const LiquidTemplate *template)
{
  size_t n_variables, n_filters, n_partials;
  const LiquidVariable *variables = liquid_template_get_variables (template, &n_variables);
  const LiquidUnknownFilter *unknown = liquid_template_get_unknown_filters (template, &n_filters);
  const LiquidPartialUse *uses = liquid_template_get_partials (template, &n_partials);
  const char *text = writer->text->str;

  for (size_t i = 0; i < n_variables; i++) {
    check_written (writer, &variables[i]);
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
  g_auto (Writer) writer = { 0 }, partial_writer = { 0 };
  g_auto (World) world = { 0 };

  writer_init (&writer, rand, dialect);
  writer_init (&partial_writer, rand, dialect);
  partial_writer.depth = MOST_DEPTH - 1;
  write_statements (&partial_writer);
  while (writer.text->len == 0) {
    write_statements (&writer);
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
