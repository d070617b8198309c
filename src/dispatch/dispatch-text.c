#include "dispatch-text.h"

void
dispatch_text_init (DispatchText *self)
{
  *self = (DispatchText){ .text = g_strdup ("") };
}

static void
forget_template (DispatchText *self)
{
  g_clear_pointer (&self->template, liquid_template_free);
  g_clear_error (&self->error);
}

void
dispatch_text_clear (DispatchText *self)
{
  forget_template (self);
  g_clear_pointer (&self->text, g_free);
}

/**
 * dispatch_text_set:
 * @self: a text
 * @text: (nullable): what it becomes; %NULL is ""
 *
 * Returns: whether it is another than before
 */
gboolean
dispatch_text_set (DispatchText *self, const char *text)
{
  const char *wanted = text != NULL ? text : "";

  if (g_str_equal (self->text, wanted)) {
    return FALSE;
  }
  /* @text may be part of the old one. */
  g_autofree char *old = g_steal_pointer (&self->text);
  self->text = g_strdup (wanted);
  forget_template (self);
  return TRUE;
}

/**
 * dispatch_text_get_template:
 * @self: a text
 * @error: return location for a [error@Liquid.Error]
 *
 * Returns: (transfer none) (nullable): the template, valid until the text changes
 */
const LiquidTemplate *
dispatch_text_get_template (DispatchText *self, GError **error)
{
  if (self->template == NULL && self->error == NULL) {
    self->template = liquid_template_parse (self->text, -1, LIQUID_SHOPIFY, &self->error);
  }
  if (self->error != NULL) {
    g_propagate_error (error, g_error_copy (self->error));
  }
  return self->template;
}
