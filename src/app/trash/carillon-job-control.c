/* Jobs are run by the session's CarillonJobs, which knows those of this session and what an earlier
 * one left; older ones are known to the archive only, and become known by being run. */

#include "carillon-job-control.h"

#include <glib/gi18n.h>

#include "carillon-ask.h"
#include "carillon-format.h"
#include "carillon-guard.h"
#include "carillon-jobs-kind.h"

typedef struct {
  GtkWidget *parent;        /* (owned) */
  CarillonSession *session; /* (owned) */
  CommsResource *item;      /* (owned) */
  CarillonJobCommand command;
} Control;

static void
control_free (Control *control)
{
  g_object_unref (control->parent);
  g_object_unref (control->session);
  g_object_unref (control->item);
  g_free (control);
}

static CarillonJob *
find_live (CarillonSession *session, gpointer item)
{
  return carillon_jobs_find (carillon_session_get_jobs (session),
                             carillon_job_item_get_number (item));
}

static gboolean
is_active (CarillonJob *live)
{
  CarillonJobState state = live != NULL ? carillon_job_get_state (live) : CARILLON_JOB_DONE;

  return state == CARILLON_JOB_RUNNING || state == CARILLON_JOB_WAITING;
}

static gint64
count_left (gpointer item)
{
  return carillon_job_item_count (item, ARCHIVE_ROW_WAITING) +
         carillon_job_item_count (item, ARCHIVE_ROW_RUNNING);
}

/**
 * carillon_job_control_can:
 * @session: whose job
 * @item: a row of the list of jobs
 * @command: what is wanted
 *
 * Returns: whether that makes sense now
 */
gboolean
carillon_job_control_can (CarillonSession *session, gpointer item, CarillonJobCommand command)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), FALSE);
  g_return_val_if_fail (COMMS_IS_RESOURCE (item), FALSE);

  gboolean active = is_active (find_live (session, item));
  const char *state = comms_resource_get_string (item, "state");
  gboolean is_open = g_strcmp0 (state, "running") == 0 || g_strcmp0 (state, "paused") == 0;
  gboolean is_unfinished = is_open && count_left (item) > 0;

  switch (command) {
  case CARILLON_JOB_CONTINUE:
    return !active && count_left (item) > 0;
  case CARILLON_JOB_STOP:
    return active || is_unfinished;
  case CARILLON_JOB_RETRY:
    return !active && carillon_job_item_count (item, ARCHIVE_ROW_FAILED) > 0;
  case CARILLON_JOB_REMOVE: /* what is unfinished has to be given up first */
    return !active && !is_unfinished;
  case CARILLON_N_JOB_COMMANDS:
  default:
    return FALSE;
  }
}

static ArchiveStore *
store_of (const Control *control)
{
  return carillon_session_get_store (control->session);
}

static const char *
account_id (const Control *control)
{
  return carillon_account_get_id (carillon_session_get_account (control->session));
}

static void
on_state_set (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Control *control = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (ArchiveJob) job =
    archive_store_read_job_finish (ARCHIVE_STORE (source), result, &error);

  if (job == NULL) {
    g_task_return_error (task, error);
    return;
  }
  if (control->command == CARILLON_JOB_RETRY) {
    carillon_jobs_run (carillon_session_get_jobs (control->session), job->id);
  }
  g_task_return_boolean (task, TRUE);
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (archive_store_write_finish (ARCHIVE_STORE (source), result, &error)) {
    g_task_return_boolean (task, TRUE);
  } else {
    g_task_return_error (task, error);
  }
}

/* What the archive knows, and this session does not. */
static void
command_archive (GTask *task, Control *control)
{
  gint64 id = carillon_job_item_get_number (control->item);

  if (control->command == CARILLON_JOB_REMOVE) {
    archive_store_discard_job_async (store_of (control), account_id (control), id, NULL, on_removed,
                                     task);
    return;
  }
  gboolean again = control->command == CARILLON_JOB_RETRY;
  archive_store_set_job_state_async (store_of (control), account_id (control), id,
                                     again ? ARCHIVE_JOB_RUNNING : ARCHIVE_JOB_STOPPED, again, NULL,
                                     on_state_set, task);
}

/* @task is taken. */
static void
carry_out (GTask *task)
{
  Control *control = g_task_get_task_data (task);
  CarillonJobs *jobs = carillon_session_get_jobs (control->session);
  CarillonJob *live = find_live (control->session, control->item);

  if (control->command == CARILLON_JOB_CONTINUE) {
    carillon_jobs_run (jobs, carillon_job_item_get_number (control->item));
  } else if (control->command == CARILLON_JOB_STOP && live != NULL) {
    carillon_jobs_stop (jobs, live);
  } else if (control->command == CARILLON_JOB_RETRY && live != NULL) {
    carillon_jobs_retry (jobs, live);
  } else {
    if (control->command == CARILLON_JOB_REMOVE && live != NULL) {
      carillon_jobs_dismiss (jobs, live);
    }
    command_archive (task, control);
    return;
  }
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
go_on (GTask *decided, gboolean wanted)
{
  g_autoptr (GTask) task = decided;

  if (wanted) {
    carry_out (g_steal_pointer (&task));
  } else {
    g_task_return_boolean (task, FALSE);
  }
}

static void
on_guard_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  go_on (user_data, carillon_guard_finish (result));
}

static void
on_removal_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  go_on (user_data, carillon_ask_finish (result));
}

/* What the rows write to the account. */
static void
guard (GTask *task, Control *control)
{
  gboolean again = control->command == CARILLON_JOB_RETRY;
  const char *kind = comms_resource_get_string (control->item, "kind");
  gint64 n = count_left (control->item) +
             (again ? carillon_job_item_count (control->item, ARCHIVE_ROW_FAILED) : 0);
  g_autofree char *count = carillon_format_count (n);
  g_autofree char *what = carillon_job_item_describe (control->item);
  g_autofree char *heading = g_strdup_printf (
    again ? ngettext ("Run %s Row Again?", "Run %s Rows Again?", (gulong) n)
          : ngettext ("Continue with %s Row?", "Continue with %s Rows?", (gulong) n),
    count);
  const CarillonIntent intent = {
    .heading = heading,
    .body = what,
    .confirm = again ? _ ("_Run Again") : _ ("_Continue"),
    .n_things = (guint) MIN (n, G_MAXUINT),
    .is_destructive = kind != NULL && g_str_has_prefix (kind, "delete"),
  };

  carillon_guard_async (control->parent, carillon_session_get_account (control->session), &intent,
                        NULL, on_guard_answered, task);
}

static void
ask_for_removal (GTask *task, Control *control)
{
  carillon_ask_async (control->parent, _ ("Remove Job from History?"),
                      _ ("What became of its rows, and why some failed, is not told any more. What "
                         "it deleted stays in the trash, and on the server nothing changes."),
                      _ ("_Remove"), CARILLON_ASK_DESTRUCTIVE, NULL, NULL, on_removal_answered,
                      task);
}

/**
 * carillon_job_control_async:
 * @parent: whose window asks, where that is needed
 * @session: whose job
 * @item: a row of the list of jobs
 * @command: what is wanted
 * @callback: called when it is on its way or will not be
 * @user_data: for @callback
 */
void
carillon_job_control_async (GtkWidget *parent,
                            CarillonSession *session,
                            gpointer item,
                            CarillonJobCommand command,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (CARILLON_IS_SESSION (session));
  g_return_if_fail (COMMS_IS_RESOURCE (item));

  Control *control = g_new0 (Control, 1);
  control->parent = g_object_ref (parent);
  control->session = g_object_ref (session);
  control->item = g_object_ref (item);
  control->command = command;

  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, carillon_job_control_async);
  g_task_set_task_data (task, control, (GDestroyNotify) control_free);
  switch (command) {
  case CARILLON_JOB_CONTINUE:
  case CARILLON_JOB_RETRY:
    guard (task, control);
    break;
  case CARILLON_JOB_REMOVE:
    ask_for_removal (task, control);
    break;
  case CARILLON_JOB_STOP:
  case CARILLON_N_JOB_COMMANDS:
  default:
    carry_out (task);
  }
}

/**
 * carillon_job_control_finish:
 *
 * Errors: those of the archive.
 *
 * Returns: whether it was done
 */
gboolean
carillon_job_control_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
