/* Registering one device of a file (section 8.3 of the API):
 *
 *   POST ──► read the registration back ──► into the index
 *
 * For a user who is named this is harmless to do twice: the device is in that user's registration
 * already. A device without a user is another matter, as each POST may make a user: that one is
 * going to be asked for is on disk before it is, and without an answer nothing is asked again.
 * Where the answer came and only reading back failed, the row knows its registration, and the next
 * attempt begins there. */

#include "dispatch-found.h"
#include "dispatch-job.h"
#include "dispatch-row.h"

typedef struct {
  DispatchRow *row; /* (unowned) */
  GError *error;    /* (owned) (nullable): to be returned once it is on disk what it means */
  ArchiveRegistration *found; /* (owned) (nullable) */
} Registering;

static void
registering_free (Registering *registering)
{
  g_clear_error (&registering->error);
  g_clear_pointer (&registering->found, archive_registration_free);
  g_free (registering);
}

/**
 * dispatch_register_is_repeatable:
 * @row: of a job that registers
 *
 * Returns: whether it does no harm to ask again without knowing what became of it
 */
gboolean
dispatch_register_is_repeatable (const DispatchRow *row)
{
  return row->device->user_id != NULL || row->restored_id != NULL;
}

static void
mark (GTask *task, ArchiveRowState state, GAsyncReadyCallback callback)
{
  Registering *registering = g_task_get_task_data (task);
  const DispatchRow *row = registering->row;

  archive_store_mark_job_row_async (row->store, row->account_id, row->job, row->number, state,
                                    row->restored_id, NULL, callback, task);
}

static void
on_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Registering *registering = g_task_get_task_data (task);
  GError *error = NULL;

  if (!archive_store_write_finish (ARCHIVE_STORE (source), result, &error)) {
    g_task_return_error (task, error);
  } else {
    g_task_return_error (task, g_steal_pointer (&registering->error));
  }
}

/* Takes @task and @error. A device without a user is not left on disk as one that may have been
 * registered where that is not so, nor without its registration where there is one. */
static void
return_error (GTask *task, GError *error)
{
  Registering *registering = g_task_get_task_data (task);
  const DispatchRow *row = registering->row;

  if (row->device->user_id != NULL ||
      (row->restored_id == NULL && comms_error_is_outcome_unknown (error))) {
    g_task_return_error (task, error);
    g_object_unref (task);
    return;
  }
  registering->error = error;
  mark (task, ARCHIVE_ROW_WAITING, on_kept);
}

static void
on_indexed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Registering *registering = g_task_get_task_data (task);
  DispatchRow *row = registering->row;
  GError *error = NULL;

  if (!archive_store_write_finish (ARCHIVE_STORE (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  row->state = ARCHIVE_ROW_DONE;
  g_clear_pointer (&row->reason, g_free);
  if (row->device->user_id == NULL) {
    g_free (row->new_user_id);
    row->new_user_id = g_strdup (registering->found->user_id);
  }
  g_task_return_boolean (task, TRUE);
}

static void
on_read_back (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Registering *registering = g_task_get_task_data (task);
  const DispatchRow *row = registering->row;
  GError *error = NULL;
  g_autoptr (CommsRegistration) registration =
    comms_client_fetch_registration_finish (COMMS_CLIENT (source), result, &error);

  if (registration == NULL) {
    return_error (g_steal_pointer (&task), error);
    return;
  }
  registering->found = dispatch_found_registration (registration, NULL);
  if (registering->found == NULL) {
    return_error (
      g_steal_pointer (&task),
      comms_error_new (COMMS_ERROR_NOT_THIS_API, NULL, "a registration without an ID or a user"));
    return;
  }
  archive_store_index_registration_async (row->store, row->account_id, registering->found, NULL,
                                          on_indexed, g_steal_pointer (&task));
}

/* Takes @task. */
static void
read_back (GTask *task)
{
  Registering *registering = g_task_get_task_data (task);
  const DispatchRow *row = registering->row;

  comms_client_fetch_registration_async (row->client, row->restored_id, NULL, on_read_back, task);
}

static void
on_registered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Registering *registering = g_task_get_task_data (task);
  GError *error = NULL;
  char *id = comms_client_register_device_finish (COMMS_CLIENT (source), result, &error);

  if (id == NULL) {
    return_error (g_steal_pointer (&task), error);
    return;
  }
  g_free (registering->row->restored_id);
  registering->row->restored_id = id;
  read_back (g_steal_pointer (&task));
}

/* Takes @task. */
static void
post (GTask *task)
{
  Registering *registering = g_task_get_task_data (task);
  const DispatchRow *row = registering->row;
  const ArchiveJobDevice *device = row->device;
  GError *error = NULL;

  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error)) {
    return_error (task, error);
    return;
  }
  comms_client_register_device_async (row->client, device->app_name, device->provider,
                                      device->token, device->user_id, NULL, on_registered, task);
}

static void
on_marked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!archive_store_write_finish (ARCHIVE_STORE (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  post (g_steal_pointer (&task));
}

/**
 * dispatch_register_async:
 * @row: of a job that registers
 * @cancellable: (nullable): a cancellable; a request that is out is waited for
 * @callback: called when it is known what became of it
 * @user_data: for @callback
 *
 * Registers the device. Sets the state of @row to DONE, and the user where the API chose it; or
 * fails, and then the row knows its registration if there is one by now. Finish with
 * dispatch_row_finish().
 */
void
dispatch_register_async (DispatchRow *row,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Registering *registering = g_new0 (Registering, 1);

  g_task_set_source_tag (task, dispatch_register_async);
  g_task_set_check_cancellable (task, FALSE);
  registering->row = row;
  g_task_set_task_data (task, registering, (GDestroyNotify) registering_free);
  if (row->restored_id != NULL) {
    read_back (task);
  } else if (row->device->user_id == NULL) {
    mark (task, ARCHIVE_ROW_RUNNING, on_marked);
  } else {
    post (task);
  }
}
