/* The one way that a request takes: signed, sent, received within a limit of bytes and time, read
 * in a worker, returned. Everything but the reading happens on the thread of the client, and every
 * path goes through conclude().
 *
 * The task holds the state; the worker gets the answer alone, because the last reference to a task
 * that runs in a thread may be dropped there, and a session must not be. */

#include "comms-attempt.h"

#include <string.h>

/* Read at a time; a page of 50 fits. */
#define CHUNK_SIZE (32 * 1024)

/* Answers before the answer, of which a server sends one or two, 100 and 103, or 102 now and then
 * (RFC 9110, section 15.2). libsoup reads them without returning to the main loop, so that nothing
 * else would end an endless row of them. */
#define MAX_INTERIM_ANSWERS 100

/* Before libsoup's queue, which runs at G_PRIORITY_DEFAULT. A GET or DELETE that finds its
 * connection dead is made again by that queue, and what the first attempt came to is told at this
 * priority; as of 3.6, libsoup takes what it tells after the second attempt has begun for the end
 * of that, and finishes the message twice. */
#define PRIORITY_SEND (G_PRIORITY_DEFAULT - 1)

/* Behind whatever libsoup does on the main loop. */
#define PRIORITY_STOP (G_PRIORITY_DEFAULT + 1)

typedef struct {
  /* Input. */
  const CommsRequest *request; /* (unowned): its owner waits for the result */
  SoupMessage *message;        /* (owned) */

  /* In progress. */
  GCancellable *stop; /* (owned): the caller's cancellation, or the deadline */
  gulong cancelled_id;
  GSource *deadline;      /* (owned) (nullable) */
  GInputStream *stream;   /* (owned) (nullable) */
  GByteArray *received;   /* (owned): ends in room for a chunk while one is being read */
  gboolean may_have_sent; /* bytes of the request may have left */
  gboolean is_late;       /* the deadline has passed */
  guint n_interim;        /* answers with a status of 1xx */
} Attempt;

typedef struct {
  CommsAnswer *answer;
  const CommsRequest *request; /* (unowned): its target and body are not looked at */
  char *credentials; /* (owned): what the request was signed with, overwritten in the end */
} Reading;

static void
clear_deadline (Attempt *attempt)
{
  if (attempt->deadline != NULL) {
    g_source_destroy (attempt->deadline);
    g_clear_pointer (&attempt->deadline, g_source_unref);
  }
}

static void
attempt_free (gpointer data)
{
  Attempt *attempt = data;

  clear_deadline (attempt);
  if (attempt->message != NULL) {
    g_signal_handlers_disconnect_by_data (attempt->message, attempt);
    g_clear_object (&attempt->message);
  }
  g_clear_object (&attempt->stop);
  g_clear_object (&attempt->stream);
  g_clear_pointer (&attempt->received, g_byte_array_unref);
  g_free (attempt);
}

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->answer, comms_answer_free);
  explicit_bzero (reading->credentials, strlen (reading->credentials));
  g_clear_pointer (&reading->credentials, g_free);
  g_free (reading);
}

static GError *
explain_refusal (const Reading *reading)
{
  comms_answer_hide (reading->answer, reading->credentials);
  GError *error = comms_answer_to_error (reading->answer);

  if (reading->request->is_extension &&
      g_error_matches (error, COMMS_ERROR, COMMS_ERROR_NOT_FOUND)) {
    error->code = COMMS_ERROR_UNSUPPORTED;
  }
  return error;
}

/* In a worker. */
static void
read_answer (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Reading *reading = task_data;
  CommsAnswer *answer = reading->answer;
  gboolean is_done = reading->request->gone_is_done && answer->status == SOUP_STATUS_NOT_FOUND;
  GError *error = NULL;

  if (!is_done && !comms_answer_is_success (answer)) {
    g_task_return_error (task, explain_refusal (reading));
    return;
  }
  if (!is_done && !comms_answer_parse (answer, &error)) {
    g_task_return_error (task, error);
    return;
  }

  gpointer result = reading->request->read (answer, reading->request->context, &error);
  if (result == NULL) {
    g_task_return_error (task, error);
    return;
  }
  /* Here and not with the task, which may end on the main loop: a page has many thousand nodes. */
  g_clear_pointer (&answer->root, json_node_unref);
  g_task_return_pointer (task, result, reading->request->free_result);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Attempt *attempt = g_task_get_task_data (task);
  GError *error = NULL;

  gpointer object = g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_task_return_pointer (task, object, attempt->request->free_result);
}

/* "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==" without the scheme. */
static char *
copy_credentials (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  const char *header = soup_message_headers_get_one (headers, "Authorization");
  const char *space = header != NULL ? strrchr (header, ' ') : NULL;

  return g_strdup (space != NULL ? space + 1 : "");
}

static void
read_in_worker (GTask *task)
{
  Attempt *attempt = g_task_get_task_data (task);
  Reading *reading = g_new0 (Reading, 1);

  reading->answer = comms_answer_new (
    attempt->message, g_byte_array_free_to_bytes (g_steal_pointer (&attempt->received)));
  reading->answer->is_secret = attempt->request->is_secret;
  reading->request = attempt->request;
  reading->credentials = copy_credentials (attempt->message);

  g_autoptr (GTask) worker = g_task_new (NULL, NULL, on_read, task);
  g_task_set_source_tag (worker, read_in_worker);
  g_task_set_task_data (worker, reading, reading_free);
  g_task_run_in_thread (worker, read_answer);
}

/* Which code a transport error is, given whether the request had begun to be written. */
static CommsError
code_of_failure (const Attempt *attempt, const GError *failure)
{
  if (!attempt->may_have_sent) {
    return failure->domain == G_TLS_ERROR ? COMMS_ERROR_TLS : COMMS_ERROR_UNREACHABLE;
  }
  if (attempt->is_late || g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)) {
    return COMMS_ERROR_TIMED_OUT;
  }
  if (attempt->n_interim > MAX_INTERIM_ANSWERS ||
      g_error_matches (failure, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING)) {
    return COMMS_ERROR_NOT_THIS_API;
  }
  if (g_error_matches (failure, COMMS_ERROR, COMMS_ERROR_TOO_LARGE)) {
    return COMMS_ERROR_TOO_LARGE;
  }
  return COMMS_ERROR_INTERRUPTED;
}

static const char *
get_reason (const Attempt *attempt, const GError *failure)
{
  if (attempt->is_late) {
    return "the time for an answer is over";
  }
  return attempt->n_interim > MAX_INTERIM_ANSWERS ? "the answer never begins" : failure->message;
}

/* The status of the answer. Before the request there is none, but libsoup hands on that of a proxy
 * which does not connect. */
static guint
get_status (const Attempt *attempt)
{
  return attempt->may_have_sent ? soup_message_get_status (attempt->message) : SOUP_STATUS_NONE;
}

static GError *
explain_failure (const Attempt *attempt, GCancellable *cancellable, const GError *failure)
{
  gboolean is_cancelled = g_cancellable_is_cancelled (cancellable);
  const CommsErrorDetail detail = {
    .status = get_status (attempt),
    .retry_after = -1,
    .outcome_unknown =
      attempt->may_have_sent && g_str_equal (attempt->request->method, SOUP_METHOD_POST),
  };

  if (is_cancelled && detail.outcome_unknown) {
    return comms_error_new (COMMS_ERROR_ABANDONED, &detail,
                            "cancelled after it may have been sent");
  }
  if (is_cancelled) {
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  }
  return comms_error_new (code_of_failure (attempt, failure), &detail,
                          get_reason (attempt, failure));
}

/* An error's status says enough, even if the body that explains it never came: 429 must not turn
 * into a cut connection. */
static gboolean
status_speaks (const Attempt *attempt, GCancellable *cancellable)
{
  guint status = get_status (attempt);

  return (SOUP_STATUS_IS_CLIENT_ERROR (status) || SOUP_STATUS_IS_SERVER_ERROR (status)) &&
         !g_cancellable_is_cancelled (cancellable);
}

/* Whether a successful answer ends before it says: libsoup does not mind where the connection was
 * to be closed anyway. */
static gboolean
is_short (const Attempt *attempt)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (attempt->message);
  guint status = soup_message_get_status (attempt->message);

  return SOUP_STATUS_IS_SUCCESSFUL (status) && status != SOUP_STATUS_NO_CONTENT &&
         soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
         soup_message_headers_get_one (headers, "Content-Encoding") == NULL &&
         soup_message_headers_get_content_length (headers) > (goffset) attempt->received->len;
}

/* What is wrong where the transport complains of nothing. */
static GError *
find_fault (const Attempt *attempt)
{
  if (!attempt->may_have_sent) {
    return g_error_new (G_IO_ERROR, G_IO_ERROR_PROXY_FAILED,
                        "a proxy answered %u in place of connecting",
                        soup_message_get_status (attempt->message));
  }
  if (is_short (attempt)) {
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
                                "the answer is shorter than it says");
  }
  return NULL;
}

/* The end of the transport: @failure says why the answer did not come whole, NULL that it did. */
static void
conclude (GTask *finished, const GError *failure)
{
  g_autoptr (GTask) task = finished;
  Attempt *attempt = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) fault = failure == NULL ? find_fault (attempt) : NULL;

  clear_deadline (attempt);
  g_cancellable_disconnect (cancellable, attempt->cancelled_id);
  attempt->cancelled_id = 0;
  failure = failure != NULL ? failure : fault;
  if (failure != NULL) {
    /* Ends what is still under way of an answer that nobody reads to its end. */
    g_cancellable_cancel (attempt->stop);
  }

  if (failure != NULL && !status_speaks (attempt, cancellable)) {
    g_task_return_error (task, explain_failure (attempt, cancellable, failure));
    return;
  }
  read_in_worker (g_steal_pointer (&task));
}

static void read_chunk (GTask *task);

static void
on_chunk (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Attempt *attempt = g_task_get_task_data (task);
  g_autoptr (GError) failure = NULL;

  gssize n_read = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &failure);
  g_byte_array_set_size (attempt->received,
                         attempt->received->len - CHUNK_SIZE + (guint) MAX (n_read, 0));
  if (n_read > 0 && attempt->received->len > COMMS_MAX_ANSWER) {
    failure = comms_error_new (COMMS_ERROR_TOO_LARGE, NULL, "the answer does not end");
  }
  if (failure != NULL || n_read == 0) {
    conclude (g_steal_pointer (&task), failure);
    return;
  }
  read_chunk (g_steal_pointer (&task));
}

static void
read_chunk (GTask *task)
{
  Attempt *attempt = g_task_get_task_data (task);
  guint length = attempt->received->len;

  g_byte_array_set_size (attempt->received, length + CHUNK_SIZE);
  g_input_stream_read_async (attempt->stream, attempt->received->data + length, CHUNK_SIZE,
                             G_PRIORITY_DEFAULT, attempt->stop, on_chunk, task);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Attempt *attempt = g_task_get_task_data (task);
  g_autoptr (GError) failure = NULL;

  attempt->stream = soup_session_send_finish (SOUP_SESSION (source), result, &failure);
  if (attempt->stream == NULL) {
    conclude (g_steal_pointer (&task), failure);
    return;
  }
  read_chunk (g_steal_pointer (&task));
}

/* HTTP/1.1 alone, also where the server has HTTP/2: in that, libsoup 3.2 notices neither a
 * cancellation nor a deadline while nothing arrives, and one dead connection is that of all. What
 * is offered is in the handshake (RFC 7301). */
static void
on_network_event (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *connection,
                  gpointer user_data)
{
  static const char *const protocols[] = { "http/1.1", NULL };

  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING && G_IS_TLS_CONNECTION (connection)) {
    g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (connection), protocols);
  }
}

static void
on_starting (SoupMessage *message, gpointer user_data)
{
  Attempt *attempt = user_data;

  attempt->may_have_sent = TRUE;
}

static gboolean
on_stopping (gpointer user_data)
{
  g_cancellable_cancel (G_CANCELLABLE (user_data));
  return G_SOURCE_REMOVE;
}

/* Ends the attempt, but while libsoup waits for an answer not at once: from 3.4 until 3.6.6 it
 * finishes a message twice, and drops references that are not its own, if that is cancelled when
 * the head of its answer was read and the main loop is yet to tell. Behind it, nothing is left to
 * tell. */
static void
stop (GTask *task)
{
  Attempt *attempt = g_task_get_task_data (task);

  if (!attempt->may_have_sent || attempt->stream != NULL) {
    g_cancellable_cancel (attempt->stop);
    return;
  }
  g_autoptr (GSource) source = g_idle_source_new ();
  g_source_set_priority (source, PRIORITY_STOP);
  g_source_set_callback (source, on_stopping, g_object_ref (attempt->stop), g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static void
on_informational (SoupMessage *message, gpointer user_data)
{
  Attempt *attempt = user_data;

  if (++attempt->n_interim > MAX_INTERIM_ANSWERS) {
    g_cancellable_cancel (attempt->stop);
  }
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  stop (G_TASK (user_data));
}

static gboolean
on_deadline (gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  Attempt *attempt = g_task_get_task_data (task);

  attempt->is_late = TRUE;
  stop (task);
  return G_SOURCE_REMOVE;
}

static SoupMessage *
make_message (CommsClient *client, const CommsRequest *request)
{
  g_autofree char *text = g_strconcat (comms_client_get_base_uri (client), request->target, NULL);
  g_autoptr (GUri) uri = g_uri_parse (text, SOUP_HTTP_URI_FLAGS, NULL);
  /* Idempotent chooses the connection only: without it libsoup makes a new one for each POST. It
   * does not repeat a POST. */
  SoupMessageFlags flags = SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_IDEMPOTENT;

  g_assert (uri != NULL);
  SoupMessage *message = soup_message_new_from_uri (request->method, uri);
  soup_message_set_flags (message, flags);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept",
                                "application/json");
  if (request->body != NULL) {
    soup_message_set_request_body_from_bytes (message, "application/json", request->body);
  }
  comms_authorizer_authorize (comms_client_get_authorizer (client), message);
  return message;
}

static void
start (GTask *task, Attempt *attempt)
{
  CommsClient *client = COMMS_CLIENT (g_task_get_source_object (task));
  GCancellable *cancellable = g_task_get_cancellable (task);

  attempt->stop = g_cancellable_new ();
  attempt->received = g_byte_array_new ();
  g_signal_connect (attempt->message, "starting", G_CALLBACK (on_starting), attempt);
  g_signal_connect (attempt->message, "got-informational", G_CALLBACK (on_informational), attempt);
  g_signal_connect (attempt->message, "network-event", G_CALLBACK (on_network_event), attempt);
  if (cancellable != NULL) {
    attempt->cancelled_id =
      g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), task, NULL);
  }
  attempt->deadline = g_timeout_source_new_seconds (comms_client_get_timeout (client));
  g_source_set_callback (attempt->deadline, on_deadline, task, NULL);
  g_source_attach (attempt->deadline, g_task_get_context (task));
}

/**
 * comms_attempt_run:
 * @client: who asks
 * @request: what for
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Makes @request once. A GET, DELETE or PATCH that is cancelled fails with %G_IO_ERROR_CANCELLED,
 * and so does a POST of which nothing was written; another POST fails with
 * %COMMS_ERROR_ABANDONED, and one that was answered in time succeeds.
 */
void
comms_attempt_run (CommsClient *client,
                   const CommsRequest *request,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, user_data);
  Attempt *attempt = g_new0 (Attempt, 1);

  g_task_set_source_tag (task, comms_attempt_run);
  /* A POST that is cancelled must not lose what is known about it. */
  g_task_set_check_cancellable (task, FALSE);
  attempt->request = request;
  attempt->message = make_message (client, request);
  g_task_set_task_data (task, attempt, attempt_free);
  start (task, attempt);
  soup_session_send_async (comms_client_get_session (client), attempt->message, PRIORITY_SEND,
                           attempt->stop, on_answered, g_steal_pointer (&task));
}

/**
 * comms_attempt_finish:
 * @result: from the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): what the reader of the request made; %NULL with @error set
 */
gpointer
comms_attempt_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
