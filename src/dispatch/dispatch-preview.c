/* One recipient's notification, read by both kinds of rules: what a check does for all of them,
 * with the texts kept. It parses anew each time, which is 40 µs for two texts. */

#include "dispatch-preview.h"

#include <liquid.h>
#include <string.h>

#include "dispatch-audience-private.h"
#include "dispatch-cells.h"
#include "dispatch-payload.h"

/* What is looked up by name while a text is rendered with its gaps. */
typedef struct {
  DispatchCells row;
  GPtrArray *missing; /* of char *: the variables that leave a gap */
  GPtrArray *values;  /* of char *: what stands in for theirs, until the render is over */
} Gaps;

static char *
make_gap (const char *name)
{
  GString *gap = g_string_new (NULL);

  g_string_append_unichar (gap, DISPATCH_GAP_START);
  g_string_append (gap, name);
  g_string_append_unichar (gap, DISPATCH_GAP_END);
  return g_string_free (gap, FALSE);
}

static bool
lookup_with_gaps (void *data, const char *name, size_t length, LiquidValue *value)
{
  Gaps *self = data;

  if (dispatch_cells_lookup (&self->row, name, length, value)) {
    return true;
  }
  g_autofree char *wanted = g_strndup (name, length);
  if (!g_ptr_array_find_with_equal_func (self->missing, wanted, g_str_equal, NULL)) {
    return false;
  }
  char *gap = make_gap (wanted);
  g_ptr_array_add (self->values, gap);
  *value = liquid_string (gap, strlen (gap));
  return true;
}

static char *
close_gaps (const char *text)
{
  GString *closed = g_string_new (NULL);
  gboolean inside = FALSE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    inside = c == DISPATCH_GAP_START || (inside && c != DISPATCH_GAP_END);
    if (!inside && c != DISPATCH_GAP_END) {
      g_string_append_unichar (closed, c);
    }
  }
  return g_string_free (closed, FALSE);
}

/* Where a template asks whether a variable is there, or does more to it than print it, what it
 * prints without the gaps is something else than @text: then they stand nowhere. */
static char *
render_gaps (const LiquidTemplate *template,
             const DispatchCells *row,
             GPtrArray *missing,
             const char *text)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) output = g_string_new (NULL);
  Gaps gaps = { .row = *row, .missing = missing, .values = values };
  const LiquidRenderOptions options = { .lookup = lookup_with_gaps, .data = &gaps, .raise = TRUE };

  if (!liquid_template_render_full (template, &options, output, NULL) || values->len == 0 ||
      strcmp (output->str, text) == 0) {
    return NULL;
  }
  g_autofree char *closed = close_gaps (output->str);
  return strcmp (closed, text) == 0 ? g_string_free (g_steal_pointer (&output), FALSE) : NULL;
}

static gboolean
has_value (const DispatchCells *row, const char *name)
{
  DispatchCells at = *row;
  LiquidValue value;

  return dispatch_cells_lookup (&at, name, strlen (name), &value);
}

static void
add_missing (GPtrArray *missing, const LiquidTemplate *template, const DispatchCells *row)
{
  size_t n_variables;
  const LiquidVariable *variables = liquid_template_get_variables (template, &n_variables);

  for (size_t i = 0; i < n_variables; i++) {
    const LiquidVariable *variable = &variables[i];
    if (!variable->has_default && !variable->conditional && !has_value (row, variable->name) &&
        !g_ptr_array_find_with_equal_func (missing, variable->path, g_str_equal, NULL)) {
      g_ptr_array_add (missing, g_strdup (variable->path));
    }
  }
}

static char *
render (const LiquidTemplate *template, const DispatchCells *row, GError **error)
{
  DispatchCells at = *row;
  g_autoptr (GString) output = g_string_new (NULL);
  const LiquidRenderOptions options = { .lookup = dispatch_cells_lookup,
                                        .data = &at,
                                        .raise = TRUE };

  return liquid_template_render_full (template, &options, output, error)
           ? g_string_free (g_steal_pointer (&output), FALSE)
           : NULL;
}

/* What is done with each text of a draft. */
typedef struct {
  const DispatchCells *row;
  LiquidDialect dialect;
  GPtrArray *missing; /* (nullable): to be added to */
  char **gaps;        /* (nullable): where to put the text with its gaps; needs @missing */
} Reading;

static char *
read_text (const Reading *reading, const char *text, GError **error)
{
  g_autoptr (LiquidTemplate) template = liquid_template_parse (text, -1, reading->dialect, error);
  char *rendered = template != NULL ? render (template, reading->row, error) : NULL;

  if (template != NULL && reading->missing != NULL) {
    add_missing (reading->missing, template, reading->row);
  }
  if (rendered != NULL && reading->gaps != NULL) {
    *reading->gaps = render_gaps (template, reading->row, reading->missing, rendered);
  }
  return rendered;
}

static void
measure (DispatchReading *self, DispatchDraft *draft)
{
  g_autoptr (GString) title = g_string_new (self->title);
  g_autoptr (GString) body = g_string_new (self->body);
  g_autoptr (DispatchContent) content = dispatch_draft_get_content (draft);
  DispatchPayload payload;

  dispatch_payload_init (&payload, content);
  self->n_characters =
    (gsize) g_utf8_strlen (title->str, -1) + (gsize) g_utf8_strlen (body->str, -1);
  self->n_bytes_fcm = dispatch_payload_measure (&payload, DISPATCH_REACH_FCM, title, body);
  self->n_bytes_apn = dispatch_payload_measure (&payload, DISPATCH_REACH_APN, title, body);
}

static void
read_all (DispatchPreview *self, DispatchDraft *draft, const DispatchCells *row)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();

  for (guint i = 0; i < DISPATCH_N_DIALECTS; i++) {
    gboolean first = i == LIQUID_SHOPIFY;
    DispatchReading *reading = &self->readings[i];
    Reading how = { .row = row, .dialect = i, .missing = first ? missing : NULL };
    how.gaps = first ? &self->gaps_title : NULL;
    reading->title = read_text (&how, dispatch_draft_get_title (draft), &reading->title_error);
    how.gaps = first ? &self->gaps_body : NULL;
    reading->body = read_text (&how, dispatch_draft_get_body (draft), &reading->body_error);
    measure (reading, draft);
  }
  g_ptr_array_add (missing, NULL);
  self->missing = (char **) g_ptr_array_free (g_steal_pointer (&missing), FALSE);
}

/**
 * dispatch_preview_new:
 * @draft: a draft
 * @row: a recipient; one that is not there has no values
 *
 * Returns: (transfer full): what it would read
 */
DispatchPreview *
dispatch_preview_new (DispatchDraft *draft, guint row)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (draft), NULL);

  g_autoptr (DispatchValues) values = dispatch_values_new ();
  const DispatchCells at = {
    { dispatch_audience_get_table (dispatch_draft_get_audience (draft)), row }, values
  };
  DispatchPreview *self = g_new0 (DispatchPreview, 1);
  const DispatchReading *shopify = &self->readings[LIQUID_SHOPIFY];
  const DispatchReading *liquidjs = &self->readings[LIQUID_LIQUIDJS];

  read_all (self, draft, &at);
  self->differs = g_strcmp0 (shopify->title, liquidjs->title) != 0 ||
                  g_strcmp0 (shopify->body, liquidjs->body) != 0;
  return self;
}

static void
clear_reading (DispatchReading *self)
{
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->body, g_free);
  g_clear_error (&self->title_error);
  g_clear_error (&self->body_error);
}

void
dispatch_preview_free (DispatchPreview *self)
{
  for (guint i = 0; i < DISPATCH_N_DIALECTS; i++) {
    clear_reading (&self->readings[i]);
  }
  g_clear_pointer (&self->gaps_title, g_free);
  g_clear_pointer (&self->gaps_body, g_free);
  g_clear_pointer (&self->missing, g_strfreev);
  g_free (self);
}
