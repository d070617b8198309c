#include "dispatch-cells.h"
#include "dispatch-snapshot.h"

static char *
read_text (const char *text, DispatchCells *cells, GError **error)
{
  g_autoptr (LiquidTemplate) template = liquid_template_parse (text, -1, LIQUID_SHOPIFY, error);
  g_autoptr (GString) output = g_string_new (NULL);

  if (template == NULL ||
      !liquid_template_render (template, dispatch_cells_lookup, cells, NULL, output, error)) {
    return NULL;
  }
  return g_string_free (g_steal_pointer (&output), FALSE);
}

/**
 * dispatch_snapshot_read:
 * @self: a snapshot
 * @row: a recipient; one that is not there has no values
 * @title: (out) (transfer full): what it reads as the title
 * @body: (out) (transfer full): and as the body
 * @error: return location for a [error@Liquid.Error]
 *
 * Returns: whether both could be rendered
 */
gboolean
dispatch_snapshot_read (
  const DispatchSnapshot *self, guint row, char **title, char **body, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (title != NULL && body != NULL, FALSE);

  g_autoptr (DispatchValues) values = dispatch_values_new ();
  DispatchCells cells = { { self->table, row }, values };
  g_autofree char *read_title = read_text (self->content->title, &cells, error);
  g_autofree char *read_body =
    read_title != NULL ? read_text (self->content->body, &cells, error) : NULL;
  if (read_body == NULL) {
    return FALSE;
  }
  *title = g_steal_pointer (&read_title);
  *body = g_steal_pointer (&read_body);
  return TRUE;
}
