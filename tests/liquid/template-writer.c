#include "template-writer.h"

static const char *const names[] = { "a", "b", "c", "d", "item", "user_name" };
static const char *const keys[] = { "first", "x", "long_key" };
static const char *const texts[] = { "é", " \r\n", "plain", "日本\n", "\n", " " };
static const char *const filters[] = { "upcase", "strip", "size", "first", "unheard" };
const char *const template_partials[] = { "head", "row", NULL };

static void
written_clear (gpointer data)
{
  g_free (((TemplatePath *) data)->path);
}

static guint
draw (TemplateWriter *self, guint n)
{
  return (guint) g_rand_int_range (self->rand, 0, (int) n);
}

#define DRAW(self, table) ((table)[draw ((self), G_N_ELEMENTS (table))])

static void
put (TemplateWriter *self, const char *text)
{
  g_string_append (self->text, text);
}

static void write_path (TemplateWriter *self, int depth);

static void
write_part (TemplateWriter *self, GString *path, int depth)
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
    if (depth < TEMPLATE_MOST_DEPTH) {
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
write_path (TemplateWriter *self, int depth)
{
  const char *name = DRAW (self, names);
  GString *path = g_string_new (name);
  TemplatePath written = { .start = self->text->len };

  put (self, name);
  while (draw (self, 3) == 0) {
    write_part (self, path, depth);
  }
  written.end = self->text->len;
  written.path = g_string_free (path, FALSE);
  g_array_append_val (self->paths, written);
}

static void
write_value (TemplateWriter *self)
{
  static const char *const literals[] = { "1", "2.5", "'x'", "\"{y\"", "true", "nil" };

  if (draw (self, 4) == 0) {
    put (self, DRAW (self, literals));
  } else {
    write_path (self, 0);
  }
}

static void
write_filters (TemplateWriter *self)
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
write_filtered (TemplateWriter *self)
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
write_condition (TemplateWriter *self)
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
begin (TemplateWriter *self, const char *tag)
{
  g_string_append_printf (self->text, self->in_lines ? "%s " : "{%% %s ", tag);
}

static void
end (TemplateWriter *self)
{
  put (self, self->in_lines ? "\n" : draw (self, 3) == 0 ? " -%}" : " %}");
}

static void
put_tag (TemplateWriter *self, const char *tag)
{
  begin (self, tag);
  end (self);
}

static void
write_block (TemplateWriter *self)
{
  self->depth++;
  template_writer_write (self);
  self->depth--;
}

static void
write_if (TemplateWriter *self)
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
write_case (TemplateWriter *self)
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
write_loop (TemplateWriter *self)
{
  bool is_row = draw (self, 4) == 0;

  begin (self, is_row ? "tablerow" : "for");
  g_string_append_printf (self->text, "%s in ", DRAW (self, names));
  if (draw (self, 3) == 0) {
    put (self, "(1..");
    write_path (self, TEMPLATE_MOST_DEPTH);
    put (self, ")");
  } else {
    write_path (self, 0);
  }
  for (guint i = draw (self, 3); i > 0; i--) {
    put (self, i == 1 ? " offset: " : " limit: ");
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
put_target (TemplateWriter *self)
{
  const char *name = DRAW (self, names);

  put (self, name);
  if (self->depth > 0) {
    g_hash_table_add (self->doubtful, (gpointer) name);
  }
  return name;
}

static void
write_assign (TemplateWriter *self)
{
  begin (self, "assign");
  put_target (self);
  put (self, " = ");
  write_filtered (self);
  end (self);
}

static void
write_capture (TemplateWriter *self)
{
  begin (self, "capture");
  put_target (self);
  end (self);
  write_block (self);
  put_tag (self, "endcapture");
}

static void
write_count (TemplateWriter *self)
{
  begin (self, draw (self, 2) == 0 ? "increment" : "decrement");
  TemplatePath written = { .start = self->text->len };
  written.path = g_strdup (put_target (self));
  written.end = self->text->len;
  g_array_append_val (self->paths, written);
  end (self);
}

static void
write_cycle (TemplateWriter *self)
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
write_echo (TemplateWriter *self)
{
  begin (self, "echo");
  write_filtered (self);
  end (self);
}

static void
write_partial (TemplateWriter *self)
{
  bool is_render = draw (self, 2) == 0;

  begin (self, is_render ? "render" : "include");
  g_string_append_printf (self->text, "'%s'", template_partials[draw (self, 2)]);
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
write_output (TemplateWriter *self)
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
write_nothing (TemplateWriter *self)
{
  if (!self->in_lines) {
    put (self, draw (self, 2) == 0 ? "{% comment %}{{ never }}{% endcomment %}"
                                   : "{% raw %}{{ never }}{% endraw %}");
  }
}

static void
write_lines (TemplateWriter *self)
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
write_text (TemplateWriter *self)
{
  if (!self->in_lines) {
    put (self, DRAW (self, texts));
  }
}

static void
write_statement (TemplateWriter *self)
{
  static void (*const plain[]) (TemplateWriter *) = {
    write_text,  write_output, write_output, write_assign,  write_assign,
    write_count, write_cycle,  write_echo,   write_partial, write_nothing,
  };
  static void (*const blocks[]) (TemplateWriter *) = {
    write_if, write_if, write_case, write_loop, write_loop, write_capture, write_lines,
  };

  if (self->depth < TEMPLATE_MOST_DEPTH && draw (self, 3) == 0) {
    DRAW (self, blocks) (self);
  } else {
    DRAW (self, plain) (self);
  }
}

void
template_writer_write (TemplateWriter *self)
{
  for (guint n = draw (self, 4); n > 0; n--) {
    write_statement (self);
  }
}

void
template_writer_init (TemplateWriter *self, GRand *rand, LiquidDialect dialect)
{
  *self = (TemplateWriter){
    .rand = rand,
    .text = g_string_new (NULL),
    .paths = g_array_new (FALSE, FALSE, sizeof (TemplatePath)),
    .doubtful = g_hash_table_new (g_str_hash, g_str_equal),
    .dialect = dialect,
  };
  g_array_set_clear_func (self->paths, written_clear);
}

void
template_writer_clear (TemplateWriter *self)
{
  g_string_free (self->text, TRUE);
  g_array_unref (self->paths);
  g_hash_table_unref (self->doubtful);
}
