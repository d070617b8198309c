/* After a crash or a cut connection: asks the API about each request whose outcome is open, one
 * after the other. It posts nothing. Requests of an account are looked up, or those of one send;
 * the two differ in what is listed, and in what is handed back. */

#include "dispatch-run.h"

#include "dispatch-lookup.h"

typedef struct {
  CommsClient *client; /* (owned) */
  ArchiveStore *store; /* (owned) */
  GPtrArray *requests; /* (owned) (nullable) of ArchiveRequest */
  guint index;         /* of the one it is at */
  gboolean open_only;  /* what is settled is not handed back */
} Reconciliation;

static void step (GTask *task);

static void
reconciliation_free (Reconciliation *self)
{
  g_clear_object (&self->client);
  g_clear_object (&self->store);
  g_clear_pointer (&self->requests, g_ptr_array_unref);
  g_free (self);
}

static ArchiveRequest *
get_request (GTask *task)
{
  const Reconciliation *self = g_task_get_task_data (task);

  return self->requests->pdata[self->index];
}

static void
on_marked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reconciliation *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!archive_store_write_finish (ARCHIVE_STORE (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  self->index++;
  step (g_steal_pointer (&task));
}

static void
mark (GTask *task)
{
  const Reconciliation *self = g_task_get_task_data (task);
  const ArchiveRequest *request = get_request (task);

  archive_store_mark_request_async (self->store, request->send_id, request->index, request->state,
                                    request->operation_id, request->detail,
                                    g_task_get_cancellable (task), on_marked, task);
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ArchiveRequest *request = get_request (task);
  GError *error = NULL;
  char *operation_id = NULL;

  if (!dispatch_lookup_finish (result, &operation_id, &error)) {
    g_task_return_error (task, error);
    return;
  }
  request->state = operation_id != NULL ? ARCHIVE_REQUEST_ACCEPTED : ARCHIVE_REQUEST_UNKNOWN;
  g_free (request->operation_id);
  request->operation_id = operation_id;
  mark (g_steal_pointer (&task));
}

static gboolean
is_open (const ArchiveRequest *request)
{
  return request->state == ARCHIVE_REQUEST_POSTING || request->state == ARCHIVE_REQUEST_UNKNOWN;
}

static void
conclude (GTask *task)
{
  Reconciliation *self = g_task_get_task_data (task);

  for (guint i = self->requests->len; self->open_only && i > 0; i--) {
    if (!is_open (self->requests->pdata[i - 1])) {
      g_ptr_array_remove_index (self->requests, i - 1);
    }
  }
  g_task_return_pointer (task, g_steal_pointer (&self->requests),
                         (GDestroyNotify) g_ptr_array_unref);
}

static void
step (GTask *next)
{
  g_autoptr (GTask) task = next;
  Reconciliation *self = g_task_get_task_data (task);

  while (self->index < self->requests->len && !is_open (get_request (task))) {
    self->index++;
  }
  if (self->index == self->requests->len) {
    conclude (task);
    return;
  }
  const ArchiveRequest *request = get_request (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  dispatch_lookup_async (self->client, request->send_id, request->index, cancellable, on_looked_up,
                         g_steal_pointer (&task));
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reconciliation *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->requests = archive_store_list_requests_finish (ARCHIVE_STORE (source), result, &error);
  if (self->requests == NULL) {
    g_task_return_error (task, error);
    return;
  }
  step (g_steal_pointer (&task));
}

static GTask *
task_new (CommsClient *client,
          ArchiveStore *store,
          gpointer source_tag,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  Reconciliation *self = g_new0 (Reconciliation, 1);
  self->client = g_object_ref (client);
  self->store = g_object_ref (store);

  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, self, (GDestroyNotify) reconciliation_free);
  return task;
}

/**
 * dispatch_reconcile_async:
 * @client: whom to ask
 * @store: the journal
 * @account_id: of @client
 * @cancellable: (nullable): a cancellable
 * @callback: called when every open request was looked up
 * @user_data: for @callback
 *
 * Settles what the API knows of, and marks the rest UNKNOWN.
 */
void
dispatch_reconcile_async (CommsClient *client,
                          ArchiveStore *store,
                          const char *account_id,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (client));
  g_return_if_fail (ARCHIVE_IS_STORE (store));
  g_return_if_fail (account_id != NULL);

  GTask *task =
    task_new (client, store, dispatch_reconcile_async, cancellable, callback, user_data);
  Reconciliation *self = g_task_get_task_data (task);
  self->open_only = TRUE;
  archive_store_list_unsettled_async (store, account_id, cancellable, on_listed, task);
}

/**
 * dispatch_reconcile_finish:
 * @result: what the callback was given
 * @error: return location for a [error@Comms.Error] where the API could not be asked, a
 *   [error@Archive.Error], or %G_IO_ERROR_CANCELLED; what was settled before stays so
 *
 * Returns: (transfer full) (nullable) (element-type ArchiveRequest): what nobody knows the outcome
 *   of
 */
GPtrArray *
dispatch_reconcile_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dispatch_reconcile_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * dispatch_reconcile_send_async:
 * @client: whom to ask
 * @store: the journal
 * @send_id: a send of the account of @client that is not running
 * @cancellable: (nullable): a cancellable
 * @callback: called when its open requests were looked up
 * @user_data: for @callback
 *
 * The same as [func@Dispatch.reconcile_async] for the requests of one send.
 */
void
dispatch_reconcile_send_async (CommsClient *client,
                               ArchiveStore *store,
                               const char *send_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (client));
  g_return_if_fail (ARCHIVE_IS_STORE (store));
  g_return_if_fail (send_id != NULL);

  GTask *task =
    task_new (client, store, dispatch_reconcile_send_async, cancellable, callback, user_data);
  archive_store_list_requests_async (store, send_id, cancellable, on_listed, task);
}

/**
 * dispatch_reconcile_send_finish:
 * @result: what the callback was given
 * @error: return location for a [error@Comms.Error] where the API could not be asked, a
 *   [error@Archive.Error], or %G_IO_ERROR_CANCELLED; what was settled before stays so
 *
 * Returns: (transfer full) (nullable) (element-type ArchiveRequest): all requests of the send, as
 *   they are now
 */
GPtrArray *
dispatch_reconcile_send_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dispatch_reconcile_send_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
