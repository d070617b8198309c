/* The owner lives for as long as its task, and the sources end with the stint. */

#include "dispatch-stint.h"

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  DispatchStint *self = user_data;

  self->step (self->owner);
  return G_SOURCE_REMOVE;
}

/**
 * dispatch_stint_begin:
 * @self: a stint that has not begun, or has ended
 * @task: (transfer full): what its end is returned with; its cancellable leads to a step
 * @client: whom to ask
 * @step: of the owner, which is the source of @task
 */
void
dispatch_stint_begin (DispatchStint *self, GTask *task, CommsClient *client, DispatchPaceFunc step)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_assert (self->task == NULL);
  /* What was done before the cancellation is still to be written. */
  g_task_set_check_cancellable (task, FALSE);
  self->task = task;
  self->owner = g_task_get_source_object (task);
  self->step = step;
  self->pace = dispatch_pace_new (client, step, self->owner);
  if (cancellable != NULL) {
    self->cancellation = g_cancellable_source_new (cancellable);
    g_source_set_callback (self->cancellation, G_SOURCE_FUNC (on_cancelled), self, NULL);
    g_source_attach (self->cancellation, g_task_get_context (task));
  }
}

/**
 * dispatch_stint_fail:
 * @self: a stint
 * @error: (transfer full): why it is going to end, unless there is a reason already
 */
void
dispatch_stint_fail (DispatchStint *self, GError *error)
{
  if (self->failure == NULL) {
    self->failure = error;
  } else {
    g_error_free (error);
  }
}

/**
 * dispatch_stint_is_failing:
 * @self: a stint that has begun
 *
 * Returns: whether it is to end before its work does, a cancellation included
 */
gboolean
dispatch_stint_is_failing (DispatchStint *self)
{
  if (self->failure == NULL) {
    g_cancellable_set_error_if_cancelled (g_task_get_cancellable (self->task), &self->failure);
  }
  return self->failure != NULL;
}

/**
 * dispatch_stint_is_quiet:
 * @self: a stint that has begun
 *
 * Returns: whether no request is under way
 */
gboolean
dispatch_stint_is_quiet (DispatchStint *self)
{
  return dispatch_pace_get_n_active (self->pace) == 0;
}

/**
 * dispatch_stint_set_paused:
 * @self: a stint, whether it has begun or not
 * @is_paused: what it is to be
 *
 * Returns: whether that is new
 */
gboolean
dispatch_stint_set_paused (DispatchStint *self, gboolean is_paused)
{
  gboolean is_new = self->is_paused != is_paused;

  self->is_paused = is_paused;
  return is_new;
}

/**
 * dispatch_stint_get_resumes_at:
 * @self: a stint, whether it has begun or not
 *
 * Returns: monotonic microseconds when the wait that the server asked for ends or has ended; 0 for
 *   none
 */
gint64
dispatch_stint_get_resumes_at (DispatchStint *self)
{
  return self->pace != NULL ? dispatch_pace_get_resumes_at (self->pace) : 0;
}

/**
 * dispatch_stint_end:
 * @self: a stint that has begun
 *
 * Nothing of it is left after this but what is to be said: the owner can tell of its end before it
 * returns it.
 *
 * Returns: (transfer full): for dispatch_stint_return()
 */
GTask *
dispatch_stint_end (DispatchStint *self)
{
  GTask *task = g_steal_pointer (&self->task);

  if (self->cancellation != NULL) {
    g_source_destroy (self->cancellation);
    g_clear_pointer (&self->cancellation, g_source_unref);
  }
  g_clear_pointer (&self->pace, dispatch_pace_free);
  if (self->failure != NULL) {
    g_task_set_task_data (task, g_steal_pointer (&self->failure), (GDestroyNotify) g_error_free);
  }
  return task;
}

/**
 * dispatch_stint_return:
 * @task: what dispatch_stint_end() gave
 *
 * Returns %TRUE with it, or why the stint failed.
 */
void
dispatch_stint_return (GTask *task)
{
  const GError *failure = g_task_get_task_data (task);

  if (failure != NULL) {
    g_task_return_error (task, g_error_copy (failure));
  } else {
    g_task_return_boolean (task, TRUE);
  }
}
