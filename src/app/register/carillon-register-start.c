#include "carillon-register-start.h"

#include <archive-jobs.h>
#include <glib/gi18n.h>

#include "carillon-guard.h"
#include "carillon-register-summary.h"

typedef struct {
  CarillonSession *session; /* (owned) */
  DispatchDevices *devices; /* (owned): what was looked at when it was asked for */
} Start;

static void
start_free (Start *start)
{
  g_clear_object (&start->session);
  g_clear_pointer (&start->devices, dispatch_devices_unref);
  g_free (start);
}

/* From here on the job is on disk. */
static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Start *start = g_task_get_task_data (task);
  GError *error = NULL;
  gint64 job = archive_store_count_finish (ARCHIVE_STORE (source), result, &error);

  if (error != NULL) {
    g_task_return_error (task, error);
    return;
  }
  carillon_jobs_run (carillon_session_get_jobs (start->session), job);
  g_task_return_boolean (task, TRUE);
}

static void
on_allowed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Start *start = g_task_get_task_data (task);

  if (!carillon_guard_finish (result)) {
    g_task_return_boolean (task, FALSE);
    return;
  }
  CarillonAccount *account = carillon_session_get_account (start->session);
  archive_store_create_job_of_batch_async (
    carillon_session_get_store (start->session), carillon_account_get_id (account),
    dispatch_devices_get_batch (start->devices), NULL, on_saved, g_steal_pointer (&task));
}

/**
 * carillon_register_start_async:
 * @sheet: the widget that asks
 * @session: whose devices they are to be
 * @devices: what was found in a file
 *
 * Begins to register the good rows of a file.
 */
void
carillon_register_start_async (GtkWidget *sheet,
                               CarillonSession *session,
                               DispatchDevices *devices,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (GTK_IS_WIDGET (sheet));
  g_return_if_fail (CARILLON_IS_SESSION (session));
  g_return_if_fail (devices != NULL);

  guint n_good = dispatch_devices_get_n_good (devices);
  g_autofree char *heading =
    g_strdup_printf (ngettext ("Register %'u Device?", "Register %'u Devices?", n_good), n_good);
  g_autofree char *body = carillon_register_consequences (devices);
  const CarillonIntent intent = {
    .heading = heading,
    .body = body,
    .confirm = _ ("_Register"),
    .n_things = n_good,
  };
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Start *start = g_new0 (Start, 1);
  start->session = g_object_ref (session);
  start->devices = dispatch_devices_ref (devices);
  g_task_set_source_tag (task, carillon_register_start_async);
  g_task_set_task_data (task, start, (GDestroyNotify) start_free);
  carillon_guard_async (sheet, carillon_session_get_account (session), &intent, NULL, on_allowed,
                        task);
}

/**
 * carillon_register_start_finish:
 * @result: what the callback was given
 * @error: return location for an [error@Archive.Error]
 *
 * Returns: whether it has begun
 */
gboolean
carillon_register_start_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, carillon_register_start_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
