/* Registering again what stands in the trash, device by device. A device that another user has by
 * now, as far as the index knows, stays there: to register it for the one who had it before would
 * take it away, and show messages for one to another. What came of it is read back and compared. */

#include <string.h>

#include "dispatch-found.h"
#include "dispatch-job.h"
#include "dispatch-row.h"

/* Of one token: more users than have ever shared one. */
#define MAX_OWNERS 50

typedef struct {
  DispatchRow *row;       /* (unowned) */
  ArchiveTrashItem *item; /* (owned) (nullable) */
  guint device;           /* it is at */
  guint n_moved;
  char *id;                   /* (nullable): of the registration */
  ArchiveRegistration *found; /* (owned) (nullable): what it is now */
} Restore;

static void next_device (GTask *task);

static void
restore_free (Restore *restore)
{
  g_clear_pointer (&restore->item, archive_trash_item_free);
  g_clear_pointer (&restore->found, archive_registration_free);
  g_free (restore->id);
  g_free (restore);
}

static void
return_failed (GTask *finished, const char *reason)
{
  g_autoptr (GTask) task = finished;
  Restore *restore = g_task_get_task_data (task);

  restore->row->state = ARCHIVE_ROW_FAILED;
  g_free (restore->row->reason);
  restore->row->reason = g_strdup (reason);
  g_task_return_boolean (task, TRUE);
}

static gboolean
has_device (GPtrArray *devices, const char *provider, const char *token)
{
  for (guint i = 0; i < devices->len; i++) {
    const ArchiveDeviceName *device = devices->pdata[i];
    if (g_str_equal (device->provider, provider) && g_str_equal (device->token, token)) {
      return TRUE;
    }
  }
  return FALSE;
}

static guint
count_kept (const Restore *restore)
{
  guint n = 0;

  for (guint i = 0; i < restore->item->devices->len; i++) {
    const ArchiveTrashDevice *device = restore->item->devices->pdata[i];
    n += has_device (restore->found->devices, device->provider, device->token);
  }
  return n;
}

static void
add_word (GString *words, const char *word, gboolean holds)
{
  if (holds) {
    g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", word);
  }
}

static char *
compare (const Restore *restore)
{
  GString *words = g_string_new (NULL);
  guint n_kept = count_kept (restore);

  add_word (words, DISPATCH_RESTORED_ID,
            !g_str_equal (restore->found->id, restore->item->resource_id));
  add_word (words, DISPATCH_RESTORED_USER,
            !g_str_equal (restore->found->user_id, restore->item->user_id));
  add_word (words, DISPATCH_RESTORED_MOVED, restore->n_moved > 0);
  add_word (words, DISPATCH_RESTORED_MISSING,
            n_kept + restore->n_moved < restore->item->devices->len);
  add_word (words, DISPATCH_RESTORED_MORE, restore->found->devices->len > n_kept);
  return g_string_free (words, words->len == 0);
}

static void
on_indexed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Restore *restore = g_task_get_task_data (task);
  GError *error = NULL;

  if (!archive_store_write_finish (ARCHIVE_STORE (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  restore->row->state = ARCHIVE_ROW_DONE;
  g_free (restore->row->reason);
  restore->row->reason = compare (restore);
  g_free (restore->row->restored_id);
  restore->row->restored_id = g_strdup (restore->found->id);
  g_task_return_boolean (task, TRUE);
}

static void
on_read_back (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Restore *restore = g_task_get_task_data (task);
  DispatchRow *row = restore->row;
  GError *error = NULL;
  g_autoptr (CommsRegistration) registration =
    comms_client_fetch_registration_finish (COMMS_CLIENT (source), result, &error);

  if (registration == NULL) {
    g_task_return_error (task, error);
    return;
  }
  restore->found = dispatch_found_registration (registration, NULL);
  if (restore->found == NULL) {
    g_task_return_error (task, comms_error_new (COMMS_ERROR_NOT_THIS_API, NULL,
                                                "a registration without an ID or a user"));
    return;
  }
  archive_store_index_registration_async (row->store, row->account_id, restore->found, NULL,
                                          on_indexed, g_steal_pointer (&task));
}

static void
on_registered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Restore *restore = g_task_get_task_data (task);
  GError *error = NULL;
  char *id = comms_client_register_device_finish (COMMS_CLIENT (source), result, &error);

  if (id == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_free (restore->id);
  restore->id = id;
  restore->device++;
  next_device (g_steal_pointer (&task));
}

static gboolean
is_of_another (GPtrArray *rows, const Restore *restore)
{
  const ArchiveTrashDevice *device = restore->item->devices->pdata[restore->device];

  for (guint i = 0; i < rows->len; i++) {
    const ArchiveDevice *row = rows->pdata[i];
    if (g_str_equal (row->token, device->token) &&
        !g_str_equal (row->user_id, restore->item->user_id)) {
      return TRUE;
    }
  }
  return FALSE;
}

static void
on_owners (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Restore *restore = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (ArchivePage) page = archive_store_list_finish (ARCHIVE_STORE (source), result, &error);

  if (page == NULL) {
    g_task_return_error (task, error);
    return;
  }
  if (g_task_return_error_if_cancelled (task)) {
    return;
  }
  if (is_of_another (page->rows, restore)) {
    restore->n_moved++;
    restore->device++;
    next_device (g_steal_pointer (&task));
    return;
  }
  const ArchiveTrashDevice *device = restore->item->devices->pdata[restore->device];
  comms_client_register_device_async (restore->row->client, device->app_name, device->provider,
                                      device->token, restore->item->user_id, NULL, on_registered,
                                      g_steal_pointer (&task));
}

/* @task is taken. */
static void
next_device (GTask *task)
{
  Restore *restore = g_task_get_task_data (task);
  DispatchRow *row = restore->row;

  if (restore->device < restore->item->devices->len) {
    const ArchiveTrashDevice *device = restore->item->devices->pdata[restore->device];
    const ArchiveDeviceQuery query = {
      .needle = device->token,
      .app_name = device->app_name,
      .provider = device->provider,
    };
    archive_store_list_devices_async (row->store, row->account_id, &query, NULL, MAX_OWNERS, NULL,
                                      on_owners, task);
  } else if (restore->id == NULL) {
    return_failed (task, DISPATCH_RESTORED_MOVED);
  } else {
    comms_client_fetch_registration_async (row->client, restore->id, NULL, on_read_back, task);
  }
}

static void
on_item (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Restore *restore = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  restore->item = archive_store_read_trash_finish (ARCHIVE_STORE (source), result, &error);
  if (restore->item == NULL) {
    return_failed (g_steal_pointer (&task),
                   g_error_matches (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED)
                     ? DISPATCH_RESTORED_DISCARDED
                     : error->message);
  } else if (restore->item->obstacle != ARCHIVE_OBSTACLE_NONE) {
    return_failed (g_steal_pointer (&task), DISPATCH_RESTORED_OBSTACLE);
  } else {
    next_device (g_steal_pointer (&task));
  }
}

/**
 * dispatch_restore_async:
 * @row: of a job that restores
 * @cancellable: (nullable): a cancellable; a request that is out is waited for
 * @callback: called when it is known what became of it
 * @user_data: for @callback
 *
 * Registers a registration of the trash again (section 8.3 of the API), which is harmless to do
 * twice. Sets the state of @row to DONE, and says what is different, or to FAILED; or fails with
 * what passes. Finish with dispatch_row_finish().
 */
void
dispatch_restore_async (DispatchRow *row,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Restore *restore = g_new0 (Restore, 1);

  g_task_set_source_tag (task, dispatch_restore_async);
  g_task_set_check_cancellable (task, FALSE);
  restore->row = row;
  g_task_set_task_data (task, restore, (GDestroyNotify) restore_free);
  archive_store_read_trash_async (
    row->store, row->account_id, g_ascii_strtoll (row->resource_id, NULL, 10), NULL, on_item, task);
}
