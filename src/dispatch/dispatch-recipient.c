/* A row of an audience as an object, for views. It is made when it is asked for, and follows its
 * row while other rows come and go. */

#include "dispatch-audience-private.h"

struct _DispatchRecipient {
  GObject parent_instance;

  DispatchAudience *audience; /* (owned) */
  guint row;                  /* DISPATCH_NONE once it was removed */
};

G_DEFINE_FINAL_TYPE (DispatchRecipient, dispatch_recipient, G_TYPE_OBJECT)

DispatchRecipient *
dispatch_recipient_new (DispatchAudience *audience, guint row)
{
  DispatchRecipient *self = g_object_new (DISPATCH_TYPE_RECIPIENT, NULL);

  self->audience = g_object_ref (audience);
  self->row = row;
  return self;
}

void
dispatch_recipient_rows_replaced (DispatchRecipient *self,
                                  guint row,
                                  guint n_removed,
                                  guint n_added)
{
  if (self->row == DISPATCH_NONE || self->row < row) {
    return;
  }
  self->row = self->row - row < n_removed ? DISPATCH_NONE : self->row - n_removed + n_added;
}

/**
 * dispatch_recipient_get_audience:
 * @self: a recipient
 *
 * Returns: (transfer none): the audience it is of
 */
DispatchAudience *
dispatch_recipient_get_audience (DispatchRecipient *self)
{
  g_return_val_if_fail (DISPATCH_IS_RECIPIENT (self), NULL);

  return self->audience;
}

/**
 * dispatch_recipient_get_row:
 * @self: a recipient
 *
 * Returns: its row at this moment, [const@Dispatch.NONE] once it was removed
 */
guint
dispatch_recipient_get_row (DispatchRecipient *self)
{
  g_return_val_if_fail (DISPATCH_IS_RECIPIENT (self), DISPATCH_NONE);

  return self->row;
}

static void
dispatch_recipient_dispose (GObject *object)
{
  DispatchRecipient *self = DISPATCH_RECIPIENT (object);

  if (self->audience != NULL) {
    dispatch_audience_forget (self->audience, self);
  }
  g_clear_object (&self->audience);
  G_OBJECT_CLASS (dispatch_recipient_parent_class)->dispose (object);
}

static void
dispatch_recipient_class_init (DispatchRecipientClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispatch_recipient_dispose;
}

static void
dispatch_recipient_init (DispatchRecipient *self)
{
}
