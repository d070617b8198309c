#include "comms-client-source.h"

struct _CommsClientSource {
  GObject parent_instance;

  CommsClient *client;
  CommsListFunc list;
  CommsFilter *filter; /* (owned) (nullable) */
};

static void comms_client_source_source_init (CommsSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CommsClientSource,
                               comms_client_source,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (COMMS_TYPE_SOURCE,
                                                      comms_client_source_source_init))

static void
on_page (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  CommsPage *page = comms_client_list_finish (COMMS_CLIENT (object), result, &error);

  if (page == NULL) {
    g_task_return_error (task, error);
  } else {
    g_task_return_pointer (task, page, g_object_unref);
  }
}

static void
comms_client_source_load_async (CommsSource *source,
                                const CommsPageRequest *page,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  CommsClientSource *self = COMMS_CLIENT_SOURCE (source);
  /* Whether it was cancelled is for the client to say: an answer that came is one. */
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, comms_client_source_load_async);
  self->list (self->client, self->filter, page, cancellable, on_page, task);
}

static CommsPage *
comms_client_source_load_finish (CommsSource *source, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
comms_client_source_source_init (CommsSourceInterface *iface)
{
  iface->load_async = comms_client_source_load_async;
  iface->load_finish = comms_client_source_load_finish;
}

static void
comms_client_source_finalize (GObject *object)
{
  CommsClientSource *self = COMMS_CLIENT_SOURCE (object);

  g_clear_object (&self->client);
  g_clear_pointer (&self->filter, comms_filter_free);
  G_OBJECT_CLASS (comms_client_source_parent_class)->finalize (object);
}

static void
comms_client_source_class_init (CommsClientSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = comms_client_source_finalize;
}

static void
comms_client_source_init (CommsClientSource *self)
{
}

/**
 * comms_client_source_new:
 * @client: whom to ask
 * @list: which list, such as comms_client_list_users_async()
 * @filter: (nullable): what to narrow it by; copied
 *
 * Returns: (transfer full) (type CommsClientSource): a source of its pages
 */
CommsSource *
comms_client_source_new (CommsClient *client, CommsListFunc list, const CommsFilter *filter)
{
  g_return_val_if_fail (COMMS_IS_CLIENT (client), NULL);
  g_return_val_if_fail (list != NULL, NULL);

  CommsClientSource *self = g_object_new (COMMS_TYPE_CLIENT_SOURCE, NULL);
  self->client = g_object_ref (client);
  self->list = list;
  self->filter = comms_filter_copy (filter);
  return COMMS_SOURCE (self);
}
