/* Writes down what was asked and what was answered, a line of JSON for each exchange, before the
 * answer goes out:
 *
 *   {"at": "2026-01-31T12:00:00Z", "method": "GET", "path":
 * "/v1/PushNotifications/Users?pageSize=2", "request": {"headers": {"Host": "127.0.0.1:8080"},
 * "body": null}, "status": 200, "response": {"headers": {"Content-Type": "application/json"},
 * "body": "{\"users\": …}"}}
 *
 * Bodies are texts, byte for byte; one that is no UTF-8 is `bodyBase64`. Whoever signed in is not
 * written down. What bodies say is, the keys of credentials too, so the file is its owner's alone.
 */

#include "emulator-recorder.h"

#include "emulator-call.h"

#include <base-time.h>
#include <string.h>

struct _EmulatorRecorder {
  GOutputStream *stream;
};

/* They would let in whoever reads them. */
static const char *const secret_headers[] = { "authorization", "cookie", "proxy-authorization",
                                              NULL };

/**
 * emulator_recorder_new:
 * @path: (type filename): a file, to which is added where it exists
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Returns: (transfer full): a recorder
 */
EmulatorRecorder *
emulator_recorder_new (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  GFileOutputStream *stream = g_file_append_to (file, G_FILE_CREATE_PRIVATE, NULL, error);
  if (stream == NULL) {
    return NULL;
  }
  EmulatorRecorder *self = g_new0 (EmulatorRecorder, 1);
  self->stream = G_OUTPUT_STREAM (stream);
  return self;
}

/**
 * emulator_recorder_free:
 * @self: (transfer full): a recorder
 */
void
emulator_recorder_free (EmulatorRecorder *self)
{
  g_clear_object (&self->stream);
  g_free (self);
}

/* A header that came several times has its values with commas between. */
static void
write_headers (JsonBuilder *json, SoupMessageHeaders *headers)
{
  SoupMessageHeadersIter iter;
  const char *name = NULL, *value = NULL;

  json_builder_set_member_name (json, "headers");
  json_builder_begin_object (json);
  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value)) {
    g_autofree char *key = g_ascii_strdown (name, -1);
    if (!g_strv_contains (secret_headers, key)) {
      emulator_reply_string (json, name, soup_message_headers_get_list (headers, name));
    }
  }
  json_builder_end_object (json);
}

/* One that was too long to be kept is not there. */
static void
write_body (JsonBuilder *json, SoupMessageBody *body)
{
  g_autoptr (GBytes) bytes =
    soup_message_body_get_accumulate (body) ? soup_message_body_flatten (body) : NULL;
  gsize length = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  if (length == 0) {
    emulator_reply_string (json, "body", NULL);
  } else if (g_utf8_validate_len (data, length, NULL)) {
    g_autofree char *text = g_strndup (data, length);
    emulator_reply_string (json, "body", text);
  } else {
    g_autofree char *text = g_base64_encode ((const guchar *) data, length);
    emulator_reply_string (json, "bodyBase64", text);
  }
}

static void
write_half (JsonBuilder *json, const char *name, SoupMessageHeaders *headers, SoupMessageBody *body)
{
  json_builder_set_member_name (json, name);
  json_builder_begin_object (json);
  write_headers (json, headers);
  write_body (json, body);
  json_builder_end_object (json);
}

static JsonNode *
describe (SoupServerMessage *message)
{
  GUri *uri = soup_server_message_get_uri (message);
  const char *query = g_uri_get_query (uri);
  g_autofree char *path = query != NULL ? g_strconcat (g_uri_get_path (uri), "?", query, NULL)
                                        : g_strdup (g_uri_get_path (uri));
  g_autoptr (JsonBuilder) json = json_builder_new_immutable ();

  json_builder_begin_object (json);
  emulator_reply_time (json, "at", g_get_real_time ());
  emulator_reply_string (json, "method", soup_server_message_get_method (message));
  emulator_reply_string (json, "path", path);
  write_half (json, "request", soup_server_message_get_request_headers (message),
              soup_server_message_get_request_body (message));
  emulator_reply_int (json, "status", soup_server_message_get_status (message));
  write_half (json, "response", soup_server_message_get_response_headers (message),
              soup_server_message_get_response_body (message));
  json_builder_end_object (json);
  return json_builder_get_root (json);
}

/**
 * emulator_recorder_add:
 * @self: a recorder
 * @message: a request with the answer that it is about to be given
 *
 * Adds a line. Where that fails, standard error says why and the exchange goes on.
 */
void
emulator_recorder_add (EmulatorRecorder *self, SoupServerMessage *message)
{
  g_return_if_fail (self != NULL && message != NULL);

  g_autoptr (JsonNode) exchange = describe (message);
  g_autofree char *text = json_to_string (exchange, FALSE);
  g_autofree char *line = g_strconcat (text, "\n", NULL);
  g_autoptr (GError) error = NULL;

  if (!g_output_stream_write_all (self->stream, line, strlen (line), NULL, NULL, &error)) {
    g_printerr ("carillon-emulator: cannot record: %s\n", error->message);
  }
}
