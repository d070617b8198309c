/* Deleting one thing, safely:
 *
 *   read what it is now ──► into the trash, on disk ──► DELETE
 *    └─► not there: GONE
 *
 * What is read first costs a request, but what an index or a list says of it may be old, and only
 * what the trash has can be restored. A DELETE that is out is never cut; where it got no answer the
 * item stays in the trash, and the same row is tried from the beginning. */

#include "dispatch-found.h"
#include "dispatch-row.h"
#include "dispatch-visit.h"

void
dispatch_row_free (DispatchRow *self)
{
  g_clear_object (&self->client);
  g_clear_object (&self->store);
  g_free (self->account_id);
  g_free (self->resource_id);
  g_free (self->reason);
  g_free (self->restored_id);
  g_free (self->new_user_id);
  g_clear_pointer (&self->device, archive_job_device_free);
  g_free (self);
}

static void
return_state (GTask *finished, ArchiveRowState state)
{
  g_autoptr (GTask) task = finished;
  DispatchRow *row = g_task_get_task_data (task);

  row->state = state;
  g_task_return_boolean (task, TRUE);
}

/* An answer that says no is certain. */
static gboolean
is_refusal (const GError *error)
{
  static const CommsError codes[] = {
    COMMS_ERROR_INVALID_URI,  COMMS_ERROR_UNREACHABLE, COMMS_ERROR_TLS,
    COMMS_ERROR_UNAUTHORIZED, COMMS_ERROR_FORBIDDEN,   COMMS_ERROR_REJECTED,
    COMMS_ERROR_RATE_LIMITED, COMMS_ERROR_UNSUPPORTED, COMMS_ERROR_READ_ONLY,
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    if (g_error_matches (error, COMMS_ERROR, (int) codes[i])) {
      return TRUE;
    }
  }
  return FALSE;
}

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DispatchRow *row = g_task_get_task_data (task);
  GError *error = NULL;

  if (comms_client_delete_finish (COMMS_CLIENT (source), result, &error)) {
    return_state (g_steal_pointer (&task), ARCHIVE_ROW_DONE);
    return;
  }
  row->is_unknown = row->is_unknown || !is_refusal (error);
  g_task_return_error (task, error);
}

static void
on_trashed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DispatchRow *row = g_task_get_task_data (task);
  GError *error = NULL;

  if (!archive_store_write_finish (ARCHIVE_STORE (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (g_task_return_error_if_cancelled (task)) {
    return;
  }
  if (row->kind == ARCHIVE_JOB_DELETE_USERS) {
    comms_client_delete_user_async (row->client, row->resource_id, NULL, on_deleted,
                                    g_steal_pointer (&task));
  } else {
    comms_client_delete_registration_async (row->client, row->resource_id, NULL, on_deleted,
                                            g_steal_pointer (&task));
  }
}

static void
add_devices (ArchiveTrashItem *item, const ArchiveRegistration *registration)
{
  for (guint i = 0; i < registration->devices->len; i++) {
    const ArchiveDeviceName *device = registration->devices->pdata[i];
    archive_trash_item_add_device (item, registration->app_name, device->provider, device->token);
  }
}

static void
put_into_trash (GTask *task, const ArchiveTrashItem *item)
{
  DispatchRow *row = g_task_get_task_data (task);

  archive_store_trash_job_row_async (row->store, row->account_id, row->job, row->number, item, NULL,
                                     on_trashed, task);
}

static void
on_registration (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DispatchRow *row = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (CommsRegistration) registration =
    comms_client_fetch_registration_finish (COMMS_CLIENT (source), result, &error);

  if (g_error_matches (error, COMMS_ERROR, COMMS_ERROR_NOT_FOUND)) {
    g_error_free (error);
    return_state (g_steal_pointer (&task), ARCHIVE_ROW_GONE);
    return;
  }
  if (registration == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_autoptr (ArchiveRegistration) found = dispatch_found_registration (registration, NULL);
  if (found == NULL) {
    g_task_return_error (task, comms_error_new (COMMS_ERROR_NOT_THIS_API, NULL,
                                                "a registration without an ID or a user"));
    return;
  }
  g_autoptr (ArchiveTrashItem) item = archive_trash_item_new (
    ARCHIVE_TRASH_REGISTRATION, row->resource_id, found->user_id, found->app_name);
  add_devices (item, found);
  put_into_trash (g_steal_pointer (&task), item);
}

static void
on_user (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DispatchRow *row = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (ArchiveFinding) finding = dispatch_visit_finish (result, &error);

  if (finding == NULL) {
    g_task_return_error (task, error);
    return;
  }
  if (finding->found == ARCHIVE_FOUND_NOBODY) {
    return_state (g_steal_pointer (&task), ARCHIVE_ROW_GONE);
    return;
  }
  g_autoptr (ArchiveTrashItem) item =
    archive_trash_item_new (ARCHIVE_TRASH_USER, row->resource_id, row->resource_id, NULL);
  for (guint i = 0; i < finding->registrations->len; i++) {
    add_devices (item, finding->registrations->pdata[i]);
  }
  put_into_trash (g_steal_pointer (&task), item);
}

/**
 * dispatch_deletion_async:
 * @row: of a job that deletes
 * @cancellable: (nullable): a cancellable; a DELETE that is out is waited for
 * @callback: called when it is known what became of it
 * @user_data: for @callback
 *
 * Deletes a registration or a user (sections 8.4 and 9 of the API). Sets the state of @row to DONE
 * or GONE, or fails and says whether that is certain. Finish with dispatch_row_finish().
 */
void
dispatch_deletion_async (DispatchRow *row,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, dispatch_deletion_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, row, NULL);
  if (row->kind == ARCHIVE_JOB_DELETE_USERS) {
    dispatch_visit_async (row->client, row->resource_id, DISPATCH_VISIT_USER, cancellable, on_user,
                          task);
  } else {
    comms_client_fetch_registration_async (row->client, row->resource_id, cancellable,
                                           on_registration, task);
  }
}

gboolean
dispatch_row_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
