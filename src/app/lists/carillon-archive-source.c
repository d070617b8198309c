/* The archive answers on the main thread with plain structs; a worker makes resources of them,
 * because a page for a file has a thousand rows. */

#include "carillon-archive-source.h"

#include <archive-index.h>

#include "carillon-record.h"

/* Rows of a page whose size nobody has asked for. */
#define DEFAULT_PAGE_SIZE 100

struct _CarillonArchiveSource {
  GObject parent_instance;

  ArchiveStore *store; /* (owned) */
  char *account_id;    /* (owned) */
  const CarillonArchiveList *list;
  gpointer query; /* (owned) (nullable) */
  GDestroyNotify free_query;
};

static void carillon_archive_source_source_init (CommsSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CarillonArchiveSource,
                               carillon_archive_source,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (COMMS_TYPE_SOURCE,
                                                      carillon_archive_source_source_init))

static CarillonRecord *
make_record (const CarillonArchiveList *list, gconstpointer row)
{
  JsonObject *object = json_object_new ();

  list->describe (row, object);
  return carillon_record_new (object);
}

static void
make_records (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  CarillonArchiveSource *self = CARILLON_ARCHIVE_SOURCE (source);
  ArchivePage *page = task_data;
  GPtrArray *records = g_ptr_array_new_full (page->rows->len, g_object_unref);

  for (guint i = 0; i < page->rows->len; i++) {
    g_ptr_array_add (records, make_record (self->list, page->rows->pdata[i]));
  }
  g_task_return_pointer (task, comms_page_new (records, page->next), g_object_unref);
}

static void
on_page (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  ArchivePage *page = archive_store_list_finish (ARCHIVE_STORE (object), result, &error);

  if (page == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_task_set_task_data (task, page, (GDestroyNotify) archive_page_free);
  g_task_run_in_thread (task, make_records);
}

static void
carillon_archive_source_load_async (CommsSource *source,
                                    const CommsPageRequest *page,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  CarillonArchiveSource *self = CARILLON_ARCHIVE_SOURCE (source);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, carillon_archive_source_load_async);
  self->list->list_async (self->store, self->account_id, self->query, page->token,
                          page->size > 0 ? page->size : DEFAULT_PAGE_SIZE, cancellable, on_page,
                          task);
}

static CommsPage *
carillon_archive_source_load_finish (CommsSource *source, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
carillon_archive_source_source_init (CommsSourceInterface *iface)
{
  iface->load_async = carillon_archive_source_load_async;
  iface->load_finish = carillon_archive_source_load_finish;
}

static void
carillon_archive_source_finalize (GObject *object)
{
  CarillonArchiveSource *self = CARILLON_ARCHIVE_SOURCE (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->account_id, g_free);
  if (self->free_query != NULL) {
    g_clear_pointer (&self->query, self->free_query);
  }
  G_OBJECT_CLASS (carillon_archive_source_parent_class)->finalize (object);
}

static void
carillon_archive_source_class_init (CarillonArchiveSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = carillon_archive_source_finalize;
}

static void
carillon_archive_source_init (CarillonArchiveSource *self)
{
}

/**
 * carillon_archive_source_new:
 * @session: whose archive and account
 * @list: which list; static
 * @query: (transfer full) (nullable): what narrows it, as @list understands it
 * @free_query: (nullable): frees @query
 *
 * Returns: (transfer full) (type CarillonArchiveSource): a source of its pages; errors are those of
 * the archive
 */
CommsSource *
carillon_archive_source_new (CarillonSession *session,
                             const CarillonArchiveList *list,
                             gpointer query,
                             GDestroyNotify free_query)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);
  g_return_val_if_fail (list != NULL, NULL);

  CarillonArchiveSource *self = g_object_new (CARILLON_TYPE_ARCHIVE_SOURCE, NULL);
  self->store = g_object_ref (carillon_session_get_store (session));
  self->account_id = g_strdup (carillon_account_get_id (carillon_session_get_account (session)));
  self->list = list;
  self->query = query;
  self->free_query = free_query;
  return COMMS_SOURCE (self);
}
