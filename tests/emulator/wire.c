#include "wire.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* Far above what any step takes under sanitisers on a busy machine. */
#define WIRE_PATIENCE_SECONDS 60

struct _Wire {
  GSocketConnection *connection;
  GInputStream *input; /* buffered, as headers are read line by line */
  GOutputStream *output;
  char *authority;
  char *authorization;
};

Wire *
wire_open (TestEmulator *emulator)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GUri) uri = g_uri_parse (test_emulator_get_url (emulator), G_URI_FLAGS_NONE, &error);
  g_autofree char *pair =
    g_strjoin (":", test_emulator_get_sid (emulator), test_emulator_get_secret (emulator), NULL);
  Wire *self = g_new0 (Wire, 1);

  g_assert_no_error (error);
  g_socket_client_set_timeout (client, WIRE_PATIENCE_SECONDS);
  self->authority = g_strdup_printf ("%s:%d", g_uri_get_host (uri), g_uri_get_port (uri));
  self->authorization = g_base64_encode ((const guchar *) pair, strlen (pair));
  self->connection = g_socket_client_connect_to_host (client, self->authority, 0, NULL, &error);
  g_assert_no_error (error);
  self->output = g_io_stream_get_output_stream (G_IO_STREAM (self->connection));
  self->input =
    g_buffered_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)));
  return self;
}

void
wire_close (Wire *self)
{
  g_io_stream_close (G_IO_STREAM (self->connection), NULL, NULL);
  g_clear_object (&self->input);
  g_clear_object (&self->connection);
  g_free (self->authority);
  g_free (self->authorization);
  g_free (self);
}

void
wire_reset_at_end (Wire *self)
{
  const struct linger at_once = { .l_onoff = 1, .l_linger = 0 };
  int fd = g_socket_get_fd (g_socket_connection_get_socket (self->connection));

  g_assert_cmpint (setsockopt (fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once), ==, 0);
}

void
wire_write (Wire *self, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (self->output, text, strlen (text), NULL, NULL, &error);
  g_assert_no_error (error);
}

void
wire_request (Wire *self, const char *method, const char *path, const char *body)
{
  g_autofree char *json = g_strdelimit (g_strdup (body != NULL ? body : ""), "'", '"');
  g_autofree char *text =
    g_strdup_printf ("%s %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Basic %s\r\n"
                     "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                     method, path, self->authority, self->authorization, strlen (json), json);

  wire_write (self, text);
}

static char
read_byte (Wire *self)
{
  g_autoptr (GError) error = NULL;
  int byte =
    g_buffered_input_stream_read_byte (G_BUFFERED_INPUT_STREAM (self->input), NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (byte, >=, 0);
  return (char) byte;
}

GString *
wire_read (Wire *self, gsize length)
{
  g_autoptr (GError) error = NULL;
  GString *text = g_string_sized_new (length);
  gsize count = 0;

  g_string_set_size (text, length);
  g_input_stream_read_all (self->input, text->str, length, &count, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count, ==, length);
  return text;
}

WireAnswer *
wire_read_head (Wire *self)
{
  g_autoptr (GString) head = g_string_new (NULL);
  WireAnswer *answer = g_new0 (WireAnswer, 1);

  while (!g_str_has_suffix (head->str, "\r\n\r\n")) {
    g_string_append_c (head, read_byte (self));
  }
  g_string_truncate (head, head->len - strlen ("\r\n"));
  answer->head = g_string_free (g_steal_pointer (&head), FALSE);
  return answer;
}

WireAnswer *
wire_read_answer (Wire *self)
{
  WireAnswer *answer = wire_read_head (self);
  g_autofree char *length = wire_answer_get_header (answer, "Content-Length");

  answer->body =
    length != NULL ? wire_read (self, strtoul (length, NULL, 10)) : g_string_new (NULL);
  return answer;
}

/* The end has to be an orderly one: a reset would be an error. */
GString *
wire_read_rest (Wire *self)
{
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);
  char buffer[4096];
  gssize length = 0;

  while ((length = g_input_stream_read (self->input, buffer, sizeof buffer, NULL, &error)) > 0) {
    g_string_append_len (text, buffer, length);
  }
  g_assert_no_error (error);
  return text;
}

gboolean
wire_has_something (Wire *self)
{
  GSocket *socket = g_socket_connection_get_socket (self->connection);

  return g_buffered_input_stream_get_available (G_BUFFERED_INPUT_STREAM (self->input)) > 0 ||
         (g_socket_condition_check (socket, G_IO_IN) & G_IO_IN) != 0;
}

void
wire_answer_free (WireAnswer *self)
{
  if (self->body != NULL) {
    g_string_free (self->body, TRUE);
  }
  g_free (self->head);
  g_free (self);
}

guint
wire_answer_get_status (WireAnswer *self)
{
  g_assert_true (g_str_has_prefix (self->head, "HTTP/1.1 "));
  return (guint) strtoul (self->head + strlen ("HTTP/1.1 "), NULL, 10);
}

char *
wire_answer_get_header (WireAnswer *self, const char *name)
{
  g_autofree char *line = g_strdup_printf ("\r\n%s: ", name);
  const char *place = strstr (self->head, line);

  if (place == NULL) {
    return NULL;
  }
  place += strlen (line);
  g_assert_null (strstr (place, line));
  return g_strndup (place, strcspn (place, "\r"));
}
