#include "comms-source.h"

G_DEFINE_INTERFACE (CommsSource, comms_source, G_TYPE_OBJECT)

static void
comms_source_default_init (CommsSourceInterface *iface)
{
}

/**
 * comms_source_load_async:
 * @self: a source
 * @page: which page
 *
 * Asks for one page. Several may be under way.
 */
void
comms_source_load_async (CommsSource *self,
                         const CommsPageRequest *page,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (COMMS_IS_SOURCE (self));
  g_return_if_fail (page != NULL);

  COMMS_SOURCE_GET_IFACE (self)->load_async (self, page, cancellable, callback, user_data);
}

/**
 * comms_source_load_finish:
 * @self: a source
 *
 * Errors are those of what answers: %COMMS_ERROR for the API.
 *
 * Returns: (transfer full): the page
 */
CommsPage *
comms_source_load_finish (CommsSource *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (COMMS_IS_SOURCE (self), NULL);

  return COMMS_SOURCE_GET_IFACE (self)->load_finish (self, result, error);
}
