#include "dispatch-reader.h"

#include <string.h>

static void
clear_variable (gpointer data)
{
  DispatchVariable *variable = data;

  g_clear_pointer (&variable->name, g_free);
}

GArray *
dispatch_variables_new (void)
{
  GArray *variables = g_array_new (FALSE, FALSE, sizeof (DispatchVariable));

  g_array_set_clear_func (variables, clear_variable);
  return variables;
}

/**
 * dispatch_variables_add:
 * @variables: variables
 * @table: where the values are
 * @name: a name, which may be there already
 */
void
dispatch_variables_add (GArray *variables, const DispatchTable *table, const char *name)
{
  gsize length = strlen (name);
  guint column;

  if (dispatch_variables_find (variables, name, length) != NULL) {
    return;
  }
  const DispatchVariable variable = {
    .name = g_strdup (name),
    .length = length,
    .slot = dispatch_table_find_column (table, name, length, &column)
              ? dispatch_table_get_slot (table, column)
              : DISPATCH_NONE,
  };
  g_array_append_val (variables, variable);
}

/* A message has a few variables, so that no index is faster. */
const DispatchVariable *
dispatch_variables_find (const GArray *variables, const char *name, gsize length)
{
  for (guint i = 0; i < variables->len; i++) {
    const DispatchVariable *variable = &g_array_index (variables, DispatchVariable, i);
    if (variable->length == length && memcmp (variable->name, name, length) == 0) {
      return variable;
    }
  }
  return NULL;
}

/**
 * dispatch_reader_init:
 * @self: (out caller-allocates): a reader
 * @variables: of #DispatchVariable
 * @now: what `date` takes for now
 * @cancelled: (nullable): ends a render once it is not 0
 */
void
dispatch_reader_init (DispatchReader *self,
                      const GArray *variables,
                      gint64 now,
                      const gint *cancelled)
{
  *self = (DispatchReader){
    .variables = variables,
    .now = now,
    .cancelled = cancelled,
    .values = dispatch_values_new (),
    .asked = g_new0 (guint8, MAX (variables->len, 1)),
  };
}

void
dispatch_reader_clear (DispatchReader *self)
{
  g_clear_pointer (&self->values, dispatch_values_free);
  g_clear_pointer (&self->asked, g_free);
}

/* A text asks for its variables in the order in which they were found in it. */
static const DispatchVariable *
find_next (DispatchReader *self, const char *name, gsize length)
{
  for (guint i = 0; i < self->variables->len; i++) {
    guint at = (self->next + i) % self->variables->len;
    const DispatchVariable *variable = &g_array_index (self->variables, DispatchVariable, at);
    if (variable->length == length && memcmp (variable->name, name, length) == 0) {
      self->next = at + 1;
      return variable;
    }
  }
  return NULL;
}

/* An empty cell is no value, so that the filter `default` fills it as the service will, which is
 * not sent empty variables. */
static bool
lookup (void *data, const char *name, size_t length, LiquidValue *value)
{
  DispatchReader *self = data;
  const DispatchVariable *variable = find_next (self, name, length);

  if (variable == NULL) {
    return false;
  }
  if (self->notes) {
    self->asked[variable - &g_array_index (self->variables, DispatchVariable, 0)] = TRUE;
  }
  if (variable->slot == DISPATCH_NONE) {
    return false;
  }
  const char *text = dispatch_block_get (self->block, self->row, variable->slot);
  if (*text == '\0') {
    return false;
  }
  *value = dispatch_values_read (self->values, text, strlen (text));
  self->has_json |= value->type != LIQUID_STRING;
  return true;
}

static LiquidRenderOptions
make_options (DispatchReader *self)
{
  return (LiquidRenderOptions){
    .lookup = lookup,
    .data = self,
    .now = self->now,
    .cancelled = self->cancelled,
  };
}

/* The values of a row are kept for the other texts of the message. */
static void
begin_row (DispatchReader *self)
{
  if (self->kept_block != self->block || self->kept_row != self->row) {
    dispatch_values_forget (self->values);
    self->kept_block = self->block;
    self->kept_row = self->row;
  }
}

/**
 * dispatch_reader_render:
 * @self: a reader at a row
 * @template: a template
 * @output: (out): what is read
 * @error: return location for a %LIQUID_ERROR
 *
 * Returns: whether the whole of it could be rendered
 */
gboolean
dispatch_reader_render (DispatchReader *self,
                        const LiquidTemplate *template,
                        GString *output,
                        GError **error)
{
  LiquidRenderOptions options = make_options (self);

  options.raise = TRUE;
  self->has_json = FALSE;
  begin_row (self);
  g_string_truncate (output, 0);
  return liquid_template_render_full (template, &options, output, error);
}

/**
 * dispatch_reader_render_noting:
 * @self: a reader at a row
 * @template: a template
 * @output: (out): what is read
 * @error: return location for a %LIQUID_ERROR
 *
 * Renders, and notes which variables the template asked for on its way.
 *
 * Returns: whether the whole of it could be rendered
 */
gboolean
dispatch_reader_render_noting (DispatchReader *self,
                               const LiquidTemplate *template,
                               GString *output,
                               GError **error)
{
  memset (self->asked, FALSE, self->variables->len);
  self->notes = TRUE;
  gboolean rendered = dispatch_reader_render (self, template, output, error);
  self->notes = FALSE;
  return rendered;
}

/**
 * dispatch_reader_compare:
 * @self: a reader at a row
 * @template: a template
 * @other: another one
 * @difference: (out caller-allocates): where they print something else
 *
 * Returns: whether they print the same
 */
gboolean
dispatch_reader_compare (DispatchReader *self,
                         const LiquidTemplate *template,
                         const LiquidTemplate *other,
                         LiquidDifference *difference)
{
  LiquidRenderOptions options = make_options (self);
  gboolean same = liquid_template_compare (template, other, &options, difference, NULL);

  dispatch_values_forget (self->values);
  return same;
}
