/* What libsoup would never write: answers that are late, cut, endless or not there. A connection is
 * taken away from the server and written to from the main loop, a piece whenever the peer has taken
 * the one before; nothing waits for a peer but its own connection. */

#include "emulator-player.h"

#include <string.h>

/* How much of an endless body is on its way at once. */
#define BLOCK_ELEMENTS 8192

struct _EmulatorPlayer {
  GCancellable *cancellable; /* of all that is being written */
  GHashTable *delays;        /* of Delay, a set */
};

/* An answer that is late. */
typedef struct {
  EmulatorPlayer *player; /* (unowned) */
  SoupServerMessage *message;
  guint timeout;
} Delay;

/* A connection that is written to, and closed at the end. */
typedef struct {
  GIOStream *stream;
  GCancellable *cancellable;
  GBytes *beginning;
  GBytes *block; /* (nullable): what follows over and over */
} Writing;

static void
delay_free (gpointer data)
{
  Delay *self = data;

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_object (&self->message);
  g_free (self);
}

EmulatorPlayer *
emulator_player_new (void)
{
  EmulatorPlayer *self = g_new0 (EmulatorPlayer, 1);

  self->cancellable = g_cancellable_new ();
  self->delays = g_hash_table_new_full (NULL, NULL, delay_free, NULL);
  return self;
}

/**
 * emulator_player_free:
 * @self: (transfer full): a player
 *
 * Ends what it plays.
 */
void
emulator_player_free (EmulatorPlayer *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->delays, g_hash_table_unref);
  g_free (self);
}

static void
writing_free (Writing *self)
{
  g_io_stream_close (self->stream, NULL, NULL);
  g_clear_object (&self->stream);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->beginning, g_bytes_unref);
  g_clear_pointer (&self->block, g_bytes_unref);
  g_free (self);
}

static void on_written (GObject *source, GAsyncResult *result, gpointer user_data);

/* Behind everything else that there is to do, however fast the peer reads. */
static void
write_bytes (Writing *self, GBytes *bytes)
{
  gsize size = 0;
  const void *data = g_bytes_get_data (bytes, &size);

  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream), data, size,
                                   G_PRIORITY_LOW, self->cancellable, on_written, self);
}

/* A peer that is gone is no error: that is what it was waited for. */
static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Writing *self = user_data;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL) &&
      self->block != NULL) {
    write_bytes (self, self->block);
  } else {
    writing_free (self);
  }
}

static void
append_header (const char *name, const char *value, gpointer user_data)
{
  if (g_ascii_strcasecmp (name, "Content-Length") != 0) {
    g_string_append_printf (user_data, "%s: %s\r\n", name, value);
  }
}

/* The status line and the headers that libsoup has made, but for the length of the body. */
static GString *
make_head (SoupServerMessage *message)
{
  GString *head = g_string_new (NULL);

  g_string_append_printf (head, "HTTP/1.1 %u %s\r\n", soup_server_message_get_status (message),
                          soup_server_message_get_reason_phrase (message));
  soup_message_headers_foreach (soup_server_message_get_response_headers (message), append_header,
                                head);
  return head;
}

static void
write_instead (EmulatorPlayer *self, SoupServerMessage *message, GString *beginning, GBytes *block)
{
  Writing *writing = g_new0 (Writing, 1);

  writing->beginning = g_string_free_to_bytes (beginning);
  writing->block = block;
  writing->cancellable = g_object_ref (self->cancellable);
  writing->stream = soup_server_message_steal_connection (message);
  write_bytes (writing, writing->beginning);
}

static void
cut (EmulatorPlayer *self, SoupServerMessage *message)
{
  g_autoptr (GBytes) body =
    soup_message_body_flatten (soup_server_message_get_response_body (message));
  gsize size = 0;
  const char *data = g_bytes_get_data (body, &size);
  GString *text = make_head (message);

  g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", size);
  if (!g_str_equal (soup_server_message_get_method (message), SOUP_METHOD_HEAD)) {
    g_string_append_len (text, data, (gssize) (size / 2));
  }
  write_instead (self, message, text, NULL);
}

static void
append_chunk (GString *text, const char *piece, guint count)
{
  g_string_append_printf (text, "%x\r\n", (guint) strlen (piece) * count);
  for (guint i = 0; i < count; i++) {
    g_string_append (text, piece);
  }
  g_string_append (text, "\r\n");
}

/* An array that goes on and on. */
static void
write_endlessly (EmulatorPlayer *self, SoupServerMessage *message)
{
  GString *text = make_head (message);
  GString *block = g_string_new (NULL);

  g_string_append (text, "Transfer-Encoding: chunked\r\n\r\n");
  append_chunk (text, "{\"endless\":[0", 1);
  append_chunk (block, ",0", BLOCK_ELEMENTS);
  write_instead (self, message, text, g_string_free_to_bytes (block));
}

static void
close_connection (SoupServerMessage *message)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  g_io_stream_close (stream, NULL, NULL);
}

static gboolean
on_delayed (gpointer user_data)
{
  Delay *delay = user_data;

  delay->timeout = 0;
  soup_server_message_unpause (delay->message);
  g_hash_table_remove (delay->player->delays, delay);
  return G_SOURCE_REMOVE;
}

static void
put_off (EmulatorPlayer *self, SoupServerMessage *message, guint milliseconds)
{
  Delay *delay = g_new0 (Delay, 1);

  delay->player = self;
  delay->message = g_object_ref (message);
  delay->timeout = g_timeout_add (milliseconds, on_delayed, delay);
  g_hash_table_add (self->delays, delay);
  soup_server_message_pause (message);
}

/**
 * emulator_player_play:
 * @self: a player
 * @fault: a fault that was met
 * @message: (transfer none): the request, with its answer ready to go out
 *
 * Does to the connection what the fault says. Where that is nothing, the answer goes its way.
 */
void
emulator_player_play (EmulatorPlayer *self, EmulatorFault *fault, SoupServerMessage *message)
{
  g_return_if_fail (self != NULL && fault != NULL && message != NULL);

  switch (emulator_fault_get_play (fault)) {
  case EMULATOR_PLAY_CLOSE:
    close_connection (message);
    break;
  case EMULATOR_PLAY_LATE:
    put_off (self, message, emulator_fault_get_delay (fault));
    break;
  case EMULATOR_PLAY_CUT:
    cut (self, message);
    break;
  case EMULATOR_PLAY_ENDLESS:
    write_endlessly (self, message);
    break;
  case EMULATOR_PLAY_ANSWER:
  default:
    break;
  }
}
