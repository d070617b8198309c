#include "comms-page.h"

struct _CommsPage {
  GObject parent_instance;

  GPtrArray *items;
  char *next; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (CommsPage, comms_page, G_TYPE_OBJECT)

static void
comms_page_finalize (GObject *object)
{
  CommsPage *self = COMMS_PAGE (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->next, g_free);
  G_OBJECT_CLASS (comms_page_parent_class)->finalize (object);
}

static void
comms_page_class_init (CommsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = comms_page_finalize;
}

static void
comms_page_init (CommsPage *self)
{
}

/**
 * comms_page_new:
 * @items: (transfer full) (element-type Comms.Resource): the entries
 * @next: (nullable): the token of the next page
 *
 * Returns: (transfer full): a page
 */
CommsPage *
comms_page_new (GPtrArray *items, const char *next)
{
  g_return_val_if_fail (items != NULL, NULL);

  CommsPage *self = g_object_new (COMMS_TYPE_PAGE, NULL);
  self->items = items;
  self->next = g_strdup (next);
  return self;
}

/**
 * comms_page_get_items:
 * @self: a page
 *
 * Returns: (transfer none) (element-type Comms.Resource): its entries, in the API's order
 */
GPtrArray *
comms_page_get_items (CommsPage *self)
{
  g_return_val_if_fail (COMMS_IS_PAGE (self), NULL);

  return self->items;
}

/**
 * comms_page_get_next:
 * @self: a page
 *
 * Returns: (nullable): the token of the next page, %NULL for the last one
 */
const char *
comms_page_get_next (CommsPage *self)
{
  g_return_val_if_fail (COMMS_IS_PAGE (self), NULL);

  return self->next;
}
