/* A call: as many attempts as it takes and the policy of its client allows. The task holds the
 * request, so that every attempt can borrow it, and the wait between two of them, which ends with
 * the caller's cancellation at once. */

#include "comms-request.h"

#include "comms-attempt.h"

typedef struct {
  CommsRequest request;
  CommsRetryPolicy policy;
  gint64 began; /* microseconds, monotonic */
  guint n_attempts;
  GSource *wait; /* (owned) (nullable) */
} Call;

static void begin_attempt (GTask *task);

static void
call_free (gpointer data)
{
  Call *call = data;

  if (call->request.context != NULL && call->request.free_context != NULL) {
    call->request.free_context (g_steal_pointer (&call->request.context));
  }
  g_clear_pointer (&call->request.target, g_free);
  g_clear_pointer (&call->request.body, g_bytes_unref);
  g_clear_pointer (&call->wait, g_source_unref);
  g_free (call);
}

static gboolean
on_waited (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);

  g_clear_pointer (&call->wait, g_source_unref);
  /* The attempts before were refused or never sent: nothing is in doubt. */
  if (!g_task_return_error_if_cancelled (task)) {
    begin_attempt (g_steal_pointer (&task));
  }
  return G_SOURCE_REMOVE;
}

static void
wait_for_next (GTask *task, guint milliseconds)
{
  Call *call = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  call->wait = g_timeout_source_new (milliseconds);
  if (cancellable != NULL) {
    g_autoptr (GSource) cancellation = g_cancellable_source_new (cancellable);
    g_source_set_dummy_callback (cancellation);
    g_source_add_child_source (call->wait, cancellation);
  }
  g_source_set_callback (call->wait, on_waited, task, NULL);
  g_source_attach (call->wait, g_task_get_context (task));
}

static gboolean
plan_next (const Call *call, const GError *error, guint *wait)
{
  guint64 elapsed = (guint64) (g_get_monotonic_time () - call->began) / 1000;

  return comms_retry_is_harmless (error) &&
         comms_retry_plan (&call->policy, call->n_attempts, elapsed,
                           comms_error_get_retry_after (error), g_random_double (), wait);
}

static void
on_attempted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  guint wait = 0;

  gpointer object = comms_attempt_finish (result, &error);
  if (error == NULL) {
    g_task_return_pointer (task, object, call->request.free_result);
    return;
  }
  if (!plan_next (call, error, &wait)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  comms_client_tell_retrying (COMMS_CLIENT (source), call->n_attempts + 1, wait, error);
  wait_for_next (g_steal_pointer (&task), wait);
}

/* The one place that every request passes, each time that it is made. */
static gboolean
is_refused (CommsClient *client, const CommsRequest *request)
{
  return comms_client_get_read_only (client) && !g_str_equal (request->method, SOUP_METHOD_GET);
}

/* Takes @task over. */
static void
begin_attempt (GTask *begun)
{
  g_autoptr (GTask) task = begun;
  CommsClient *client = COMMS_CLIENT (g_task_get_source_object (task));
  Call *call = g_task_get_task_data (task);
  GCancellable *cancellable = call->request.is_uncut ? NULL : g_task_get_cancellable (task);

  if (is_refused (client, &call->request)) {
    g_task_return_error (task,
                         comms_error_new (COMMS_ERROR_READ_ONLY, NULL, "the client only reads"));
    return;
  }
  call->n_attempts++;
  comms_attempt_run (client, &call->request, cancellable, on_attempted, g_steal_pointer (&task));
}

/**
 * comms_request_run:
 * @client: who asks
 * @request: what for; its target, body and context are taken over
 * @source_tag: of the public function
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Returns the result of the reader, after as many attempts as comms_retry_is_harmless() and the
 * policy of @client allow; the error is that of the last. Cancelling while it waits fails with
 * %G_IO_ERROR_CANCELLED at once; for what it does to an attempt see comms_attempt_run().
 */
void
comms_request_run (CommsClient *client,
                   const CommsRequest *request,
                   gpointer source_tag,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);

  g_task_set_source_tag (task, source_tag);
  /* A POST that is cancelled must not lose what is known about it. */
  g_task_set_check_cancellable (task, FALSE);
  call->request = *request;
  call->policy = *comms_client_get_retry_policy (client);
  call->began = g_get_monotonic_time ();
  g_task_set_task_data (task, call, call_free);
  if (request->target == NULL) {
    g_task_return_error (
      task, comms_error_new (COMMS_ERROR_REJECTED, NULL, "an ID has 1 to 80 characters"));
    return;
  }
  if (request->is_uncut && g_task_return_error_if_cancelled (task)) {
    return;
  }
  begin_attempt (g_steal_pointer (&task));
}
