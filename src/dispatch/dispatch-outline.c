#include "dispatch-outline.h"

#include <string.h>

#include "dispatch-plan.h"

static void
count_recipients (DispatchOutline *self, const DispatchTable *table)
{
  for (guint row = 0; row < dispatch_table_get_n_rows (table); row++) {
    const char *provider = dispatch_table_get (table, row, DISPATCH_COLUMN_PROVIDER);
    if (dispatch_table_is_user (table, row)) {
      self->n_users++;
    } else if (strcmp (provider, "FCM") == 0) {
      self->n_fcm++;
    } else {
      self->n_apn++;
    }
  }
}

/* The requests themselves, one after the other; their tags are as long as those that are sent. */
static gboolean
count_bytes (DispatchOutline *self, const DispatchSnapshot *snapshot, GCancellable *cancellable)
{
  g_autofree char *send_id = g_uuid_string_random ();
  g_autoptr (DispatchPlan) plan = dispatch_plan_new (dispatch_snapshot_copy (snapshot), send_id);

  self->n_requests = dispatch_plan_get_n_requests (plan);
  for (guint i = 0; i < self->n_requests; i++) {
    if (g_cancellable_is_cancelled (cancellable)) {
      return FALSE;
    }
    g_autoptr (GBytes) body = dispatch_plan_build (plan, i);
    self->n_bytes += g_bytes_get_size (body);
  }
  return TRUE;
}

static void
count_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const DispatchSnapshot *snapshot = data;
  g_autofree DispatchOutline *self = g_new0 (DispatchOutline, 1);

  count_recipients (self, snapshot->table);
  if (count_bytes (self, snapshot, cancellable)) {
    g_task_return_pointer (task, g_steal_pointer (&self), g_free);
  } else {
    g_task_return_error_if_cancelled (task);
  }
}

/**
 * dispatch_outline_async:
 * @snapshot: what is about to be sent
 * @cancellable: (nullable): a cancellable
 * @callback: called when it was counted
 * @user_data: for @callback
 */
void
dispatch_outline_async (const DispatchSnapshot *snapshot,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (snapshot != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, dispatch_outline_async);
  g_task_set_task_data (task, dispatch_snapshot_copy (snapshot),
                        (GDestroyNotify) dispatch_snapshot_free);
  g_task_run_in_thread (task, count_in_thread);
}

/**
 * dispatch_outline_finish:
 * @result: what the callback was given
 * @outline: (out caller-allocates): what was counted
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it came to the end
 */
gboolean
dispatch_outline_finish (GAsyncResult *result, DispatchOutline *outline, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dispatch_outline_async), FALSE);

  g_autofree DispatchOutline *counted = g_task_propagate_pointer (G_TASK (result), error);
  if (counted != NULL) {
    *outline = *counted;
  }
  return counted != NULL;
}
