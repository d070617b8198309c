/* Before 3.3 the server of libsoup kept every connection that its peer closed between two requests,
 * with a file descriptor each (libsoup d20c6601, "do not leak idle connections closed by the
 * client"): after a thousand calls of curl nobody could connect any more. So a connection is
 * watched from the end of an answer to the beginning of the next request, and taken away from the
 * server when it ends in between, before the server reads of that. */

#include "emulator-idle.h"

#include <errno.h>
#include <sys/socket.h>

struct _EmulatorIdle {
  SoupServer *server;  /* (unowned) */
  GHashTable *watches; /* of Watch by GSocket */
};

typedef struct {
  EmulatorIdle *idle;         /* (unowned) */
  SoupServerMessage *message; /* the last one of the connection, by which to get hold of it */
  GSource *source;
} Watch;

static void
watch_free (gpointer data)
{
  Watch *self = data;

  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_object (&self->message);
  g_free (self);
}

/* A peer that did not want the last answer to its end resets the connection. */
static gboolean
has_ended (GSocket *socket)
{
  char byte = 0;
  gssize length = recv (g_socket_get_fd (socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT);

  return length == 0 || (length < 0 && errno != EAGAIN && errno != EINTR);
}

static void
take_away (SoupServerMessage *message)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  if (stream != NULL) {
    g_io_stream_close (stream, NULL, NULL);
  }
}

/* What else there is to read is the next request, or the server has closed the connection. */
static gboolean
on_ready (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  Watch *watch = user_data;
  EmulatorIdle *self = watch->idle;
  g_autoptr (SoupServerMessage) message = g_object_ref (watch->message);
  g_autoptr (GSocket) held = g_object_ref (socket);

  g_hash_table_remove (self->watches, socket);
  if (!g_socket_is_closed (held) && has_ended (held)) {
    take_away (message);
  }
  return G_SOURCE_REMOVE;
}

static void
on_started (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  EmulatorIdle *self = user_data;
  GSocket *socket = soup_server_message_get_socket (message);

  if (socket != NULL) {
    g_hash_table_remove (self->watches, socket);
  }
}

/* Its source comes before that of the server, which has no way back once it has read the end. */
static void
on_finished (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  EmulatorIdle *self = user_data;
  GSocket *socket = soup_server_message_get_socket (message);

  if (socket == NULL || g_socket_is_closed (socket)) {
    return;
  }
  Watch *watch = g_new0 (Watch, 1);
  watch->idle = self;
  watch->message = g_object_ref (message);
  watch->source = g_socket_create_source (socket, G_IO_IN | G_IO_HUP, NULL);
  g_source_set_priority (watch->source, G_PRIORITY_HIGH);
  g_source_set_callback (watch->source, G_SOURCE_FUNC (on_ready), watch, NULL);
  g_source_attach (watch->source, g_main_context_get_thread_default ());
  g_hash_table_insert (self->watches, g_object_ref (socket), watch);
  /* Only the connection of the message is still wanted. */
  soup_message_body_truncate (soup_server_message_get_request_body (message));
  soup_message_body_truncate (soup_server_message_get_response_body (message));
}

/**
 * emulator_idle_new:
 * @server: (transfer none): whose connections to watch; outlives it
 *
 * Returns: (transfer full): the watch; it does nothing where libsoup does not need it
 */
EmulatorIdle *
emulator_idle_new (SoupServer *server)
{
  g_return_val_if_fail (SOUP_IS_SERVER (server), NULL);

  EmulatorIdle *self = g_new0 (EmulatorIdle, 1);
  self->server = server;
  self->watches = g_hash_table_new_full (NULL, NULL, g_object_unref, watch_free);
  if (!soup_check_version (3, 3, 0)) {
    g_signal_connect (server, "request-started", G_CALLBACK (on_started), self);
    g_signal_connect (server, "request-finished", G_CALLBACK (on_finished), self);
    /* What libsoup calls one that was answered with 500, too. */
    g_signal_connect (server, "request-aborted", G_CALLBACK (on_finished), self);
  }
  return self;
}

void
emulator_idle_free (EmulatorIdle *self)
{
  g_signal_handlers_disconnect_by_data (self->server, self);
  g_clear_pointer (&self->watches, g_hash_table_unref);
  g_free (self);
}
