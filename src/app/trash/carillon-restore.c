/* Restoring: a plan on disk, what it means in words, the guard, and then the job. A plan that is
 * not wanted is discarded; what an operator confirms is exactly what is done. */

#include "carillon-restore.h"

#include <glib/gi18n.h>

#include "carillon-format.h"
#include "carillon-guard.h"

typedef struct {
  GtkWidget *parent;        /* (owned) */
  CarillonSession *session; /* (owned) */
  guint n_left_out;
  gint64 job;
} Restore;

static void
restore_free (Restore *restore)
{
  g_object_unref (restore->parent);
  g_object_unref (restore->session);
  g_free (restore);
}

static const char *
account_id (const Restore *restore)
{
  return carillon_account_get_id (carillon_session_get_account (restore->session));
}

static void
discard_plan (const Restore *restore)
{
  archive_store_discard_job_async (carillon_session_get_store (restore->session),
                                   account_id (restore), restore->job, NULL, NULL, NULL);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Restore *restore = g_task_get_task_data (task);
  gboolean wanted = carillon_guard_finish (result);

  if (wanted) {
    carillon_jobs_run (carillon_session_get_jobs (restore->session), restore->job);
  } else {
    discard_plan (restore);
  }
  g_task_return_boolean (task, wanted);
}

/* A paragraph in whose @format %s is the number, if it is not 0. */
static void
add_paragraph (GString *text, gint64 n, const char *format)
{
  g_autofree char *count = carillon_format_count (n);
  g_auto (GStrv) parts = g_strsplit (format, "%s", -1);
  g_autofree char *paragraph = g_strjoinv (count, parts);

  if (n > 0) {
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", paragraph);
  }
}

/* What comes back, and what will not be as it was; see the head of dispatch-restore.c. */
static char *
describe (const ArchiveTrashSummary *summary, guint n_left_out)
{
  gulong n_devices = (gulong) summary->n_devices;
  gulong n_without_user = (gulong) summary->n_without_user;
  gulong n_uncertain = (gulong) summary->n_uncertain;
  g_autoptr (GString) text = g_string_new (NULL);

  add_paragraph (text, summary->n_devices,
                 ngettext ("%s device is registered again for the user that had it.",
                           "%s devices are registered again, each for the user that had it.",
                           n_devices));
  g_string_append_printf (
    text, "\n\n%s",
    _ ("What differs: registrations get other IDs, and devices that other users have by now stay "
       "with them. Where the user or the app does not exist any more, nothing is restored."));
  add_paragraph (text, summary->n_without_user,
                 ngettext ("%s registration will fail: its user was deleted here, too.",
                           "%s registrations will fail: their users were deleted here, too.",
                           n_without_user));
  add_paragraph (
    text, summary->n_uncertain,
    ngettext ("The deletion of %s registration was never confirmed. If it is still there, "
              "restoring changes nothing of it.",
              "The deletion of %s registrations was never confirmed. If they are still there, "
              "restoring changes nothing of them.",
              n_uncertain));
  add_paragraph (
    text, n_left_out,
    ngettext ("%s of what was chosen cannot be restored, or was already, and is left out.",
              "%s of what was chosen cannot be restored, or were already, and are left out.",
              n_left_out));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
ask (GTask *asked, const ArchiveTrashSummary *summary)
{
  g_autoptr (GTask) task = asked;
  Restore *restore = g_task_get_task_data (task);
  g_autofree char *count = carillon_format_count (summary->n_items);
  g_autofree char *heading = g_strdup_printf (
    ngettext ("Restore %s Registration?", "Restore %s Registrations?", (gulong) summary->n_items),
    count);
  g_autofree char *body = describe (summary, restore->n_left_out);
  const CarillonIntent intent = {
    .heading = heading,
    .body = body,
    .confirm = _ ("_Restore"),
    .n_things = (guint) MIN (summary->n_items, G_MAXUINT),
    .always_asks = TRUE,
  };

  carillon_guard_async (restore->parent, carillon_session_get_account (restore->session), &intent,
                        NULL, on_answered, g_steal_pointer (&task));
}

static void
on_summed_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autofree ArchiveTrashSummary *summary =
    archive_store_sum_up_trash_finish (ARCHIVE_STORE (source), result, &error);

  if (summary == NULL || summary->n_items == 0) {
    discard_plan (g_task_get_task_data (task));
  }
  if (summary == NULL) {
    g_task_return_error (task, error);
  } else if (summary->n_items == 0) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "nothing can be restored");
  } else {
    ask (g_steal_pointer (&task), summary);
  }
}

static void
on_planned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Restore *restore = g_task_get_task_data (task);
  ArchiveStore *store = ARCHIVE_STORE (source);
  GError *error = NULL;

  restore->job = archive_store_count_finish (store, result, &error);
  if (error != NULL) {
    g_task_return_error (task, error);
    return;
  }
  archive_store_sum_up_restore_async (store, account_id (restore), restore->job, NULL, on_summed_up,
                                      g_steal_pointer (&task));
}

/**
 * carillon_restore_async:
 * @parent: whose window asks
 * @session: whose trash
 * @choice: of ARCHIVE_JOB_RESTORE
 * @n_left_out: how many more were chosen
 * @callback: called when the job runs, or will not
 * @user_data: for @callback
 */
void
carillon_restore_async (GtkWidget *parent,
                        CarillonSession *session,
                        const ArchiveJobChoice *choice,
                        guint n_left_out,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (CARILLON_IS_SESSION (session));
  g_return_if_fail (choice != NULL && choice->kind == ARCHIVE_JOB_RESTORE);

  Restore *restore = g_new0 (Restore, 1);
  restore->parent = g_object_ref (parent);
  restore->session = g_object_ref (session);
  restore->n_left_out = n_left_out;

  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, carillon_restore_async);
  g_task_set_task_data (task, restore, (GDestroyNotify) restore_free);
  archive_store_plan_job_async (carillon_session_get_store (session), account_id (restore), choice,
                                NULL, on_planned, task);
}

/**
 * carillon_restore_finish:
 *
 * Errors: those of the archive; %G_IO_ERROR_NOT_FOUND where nothing can be restored.
 *
 * Returns: whether it was begun
 */
gboolean
carillon_restore_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
