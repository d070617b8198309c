#include "carillon-jobs-leave.h"

#include <glib/gi18n.h>

#include "carillon-ask.h"
#include "carillon-job-text.h"

static const struct {
  const char *heading;
  const char *after;
  const char *confirm;
} texts[] = {
  [CARILLON_LEAVE_CLOSE] = {
    N_ ("Close While a Job Runs?"),
    N_ ("It pauses now, and is offered to go on when Carillon is started again."),
    N_ ("_Close"),
  },
  [CARILLON_LEAVE_SWITCH] = {
    N_ ("Switch Accounts While a Job Runs?"),
    N_ ("It pauses now, and is offered to go on when this account is chosen again."),
    N_ ("_Switch"),
  },
};

gboolean
carillon_jobs_leave_asks (CarillonSession *session)
{
  g_return_val_if_fail (session == NULL || CARILLON_IS_SESSION (session), FALSE);

  return session != NULL && carillon_jobs_get_running (carillon_session_get_jobs (session));
}

static char *
describe (CarillonJobs *jobs, CarillonLeave leave)
{
  CarillonJob *job = carillon_jobs_get_current (jobs);
  g_autofree char *title = carillon_job_title (job);
  g_autofree char *counts = carillon_job_counts (job);

  /* Translators: "Deleting users: 312 of 1,000 deleted." and what happens to it */
  return g_strdup_printf (_ ("%s: %s. %s"), title, counts, _ (texts[leave].after));
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_boolean (task, carillon_ask_finish (result));
}

/**
 * carillon_jobs_leave_async:
 * @parent: the widget that asks
 * @session: (nullable): what is left
 * @leave: why
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks whether to pause what runs. Where nothing runs the answer is yes.
 */
void
carillon_jobs_leave_async (GtkWidget *parent,
                           CarillonSession *session,
                           CarillonLeave leave,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (session == NULL || CARILLON_IS_SESSION (session));

  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, carillon_jobs_leave_async);
  if (!carillon_jobs_leave_asks (session)) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  g_autofree char *body = describe (carillon_session_get_jobs (session), leave);
  carillon_ask_async (parent, _ (texts[leave].heading), body, _ (texts[leave].confirm),
                      CARILLON_ASK_DEFAULT, NULL, NULL, on_answered, g_steal_pointer (&task));
}

gboolean
carillon_jobs_leave_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
