#include "test-server.h"

#include <string.h>

#define TRICKLE_MILLISECONDS 5

struct _TestServer {
  SoupServer *server;
  char *url;
  GQueue answers;      /* of TestAnswer, copied shallowly: tests have static ones */
  GPtrArray *requests; /* of TestRequest */
  GPtrArray *streams;  /* of GIOStream: taken from the server */
  GCancellable *cancellable;
  GPtrArray *sources; /* of GSource */
  gboolean is_tls;
};

/* Made for these tests, for localhost and a hundred years; it protects nothing. */
static const char certificate[] =
  "-----BEGIN CERTIFICATE-----\n"
  "MIIBnDCCAUGgAwIBAgIUT+V3r5QHPOKgmM+Hb+HQoTFWtjYwCgYIKoZIzj0EAwIw\n"
  "FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjAxMDAwMloYDzIxMjYxMDI5\n"
  "MDEwMDAyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO\n"
  "PQMBBwNCAAQHs9zJ5Rpulla3vF7Jx3Vka1/rhRsuKyeAG53E6wpSsxRtpg9dcP+E\n"
  "1cGjLUmciMuw4cC4iXGCUxU9O15wwXg5o28wbTAdBgNVHQ4EFgQUn/ZYM5lwztoU\n"
  "CKj1lziPQHGiaBQwHwYDVR0jBBgwFoAUn/ZYM5lwztoUCKj1lziPQHGiaBQwDwYD\n"
  "VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI\n"
  "zj0EAwIDSQAwRgIhAOU6TKAuTyf9k2xcdhS8FfRZFheUQPqVIbGUlmZjdXzeAiEA\n"
  "qAUMpyIS+rvkz+XIMh2sC7TemNZEi5zZEKfP/0NzC3c=\n"
  "-----END CERTIFICATE-----\n"
  "-----BEGIN PRIVATE KEY-----\n"
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgj91j68s0i6DH1o6v\n"
  "yiHap4IuGPNOPmV5k3ALOzuwo1KhRANCAAQHs9zJ5Rpulla3vF7Jx3Vka1/rhRsu\n"
  "KyeAG53E6wpSsxRtpg9dcP+E1cGjLUmciMuw4cC4iXGCUxU9O15wwXg5\n"
  "-----END PRIVATE KEY-----\n";

static void
request_free (gpointer data)
{
  TestRequest *request = data;

  g_free (request->method);
  g_free (request->target);
  g_free (request->authorization);
  g_free (request->type);
  g_free (request->cookie);
  g_free (request->body);
  g_free (request->connection);
  g_free (request);
}

static void
source_free (gpointer data)
{
  g_source_destroy (data);
  g_source_unref (data);
}

static TestRequest *
request_new (SoupServerMessage *message)
{
  GUri *uri = soup_server_message_get_uri (message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autoptr (GBytes) body =
    soup_message_body_flatten (soup_server_message_get_request_body (message));
  const char *query = g_uri_get_query (uri);
  TestRequest *request = g_new0 (TestRequest, 1);

  request->method = g_strdup (soup_server_message_get_method (message));
  request->target = g_strjoin (query != NULL ? "?" : NULL, g_uri_get_path (uri), query, NULL);
  request->authorization = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  request->cookie = g_strdup (soup_message_headers_get_one (headers, "Cookie"));
  request->type = g_strdup (soup_message_headers_get_one (headers, "Content-Type"));
  request->body = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  request->version = soup_server_message_get_http_version (message);
  request->connection = g_socket_connectable_to_string (
    G_SOCKET_CONNECTABLE (soup_server_message_get_remote_address (message)));
  return request;
}

static void
answer_whole (SoupServerMessage *message, const TestAnswer *answer)
{
  const char *body = answer->body != NULL ? answer->body : "";

  soup_server_message_set_status (message, answer->status, NULL);
  for (guint i = 0; answer->headers[i] != NULL; i += 2) {
    soup_message_headers_append (soup_server_message_get_response_headers (message),
                                 answer->headers[i], answer->headers[i + 1]);
  }
  gsize length = answer->length > 0 ? answer->length : strlen (body);
  if (length > 0) {
    soup_server_message_set_response (message,
                                      answer->type != NULL ? answer->type : "application/json",
                                      SOUP_MEMORY_COPY, body, length);
  }
}

/* The client may be gone by now, which is no concern of the server's. */
static void
write_text (GIOStream *stream, const char *text)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (stream), text, strlen (text), NULL,
                             NULL, NULL);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GBytes *bytes = g_task_get_task_data (task);

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL)) {
    g_object_unref (task);
    return;
  }
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  g_output_stream_write_all_async (G_OUTPUT_STREAM (source), data, size, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), on_written, task);
}

/* The body over and over, as one chunk after the other. */
static void
write_endlessly (TestServer *self, GIOStream *stream, const char *body)
{
  g_autoptr (GString) text = g_string_new ("10000\r\n");
  gsize head = text->len;
  GTask *task = g_task_new (NULL, self->cancellable, NULL, NULL);

  while (text->len < head + 0x10000) {
    g_string_append (text, body);
  }
  g_string_truncate (text, head + 0x10000);
  g_string_append (text, "\r\n");
  GBytes *bytes = g_string_free_to_bytes (g_steal_pointer (&text));
  g_task_set_task_data (task, bytes, (GDestroyNotify) g_bytes_unref);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (stream),
                                   g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                   G_PRIORITY_DEFAULT, self->cancellable, on_written, task);
}

static gboolean
write_a_space (gpointer user_data)
{
  write_text (user_data, "1\r\n \r\n");
  return G_SOURCE_CONTINUE;
}

static void
write_slowly (TestServer *self, GIOStream *stream)
{
  GSource *source = g_timeout_source_new (TRICKLE_MILLISECONDS);

  g_source_set_callback (source, write_a_space, stream, NULL);
  g_source_attach (source, NULL);
  g_ptr_array_add (self->sources, source);
}

static void
write_head (GIOStream *stream, const TestAnswer *answer, const char *length)
{
  g_autofree char *head = g_strdup_printf (
    "HTTP/1.1 %u x\r\nContent-Type: application/json\r\n%s\r\n\r\n", answer->status, length);

  write_text (stream, head);
}

static void
answer_by_hand (TestServer *self, SoupServerMessage *message, const TestAnswer *answer)
{
  GIOStream *stream = soup_server_message_steal_connection (message);
  const char *body = answer->body != NULL ? answer->body : "";

  g_ptr_array_add (self->streams, stream);
  switch (answer->kind) {
  case TEST_ANSWER_CUT:
    write_head (stream, answer, "Content-Length: 100000");
    write_text (stream, body);
    g_io_stream_close (stream, NULL, NULL);
    break;
  case TEST_ANSWER_ENDLESS:
    write_head (stream, answer, "Transfer-Encoding: chunked");
    write_endlessly (self, stream, body);
    break;
  case TEST_ANSWER_TRICKLE:
    write_head (stream, answer, "Transfer-Encoding: chunked");
    write_slowly (self, stream);
    break;
  case TEST_ANSWER_RAW:
    write_text (stream, body);
    g_io_stream_close (stream, NULL, NULL);
    break;
  case TEST_ANSWER_NONE:
    g_io_stream_close (stream, NULL, NULL);
    break;
  case TEST_ANSWER_SILENT:
    break;
  case TEST_ANSWER_WHOLE:
  default:
    g_assert_not_reached ();
  }
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  TestServer *self = user_data;
  const TestAnswer *answer = g_queue_pop_head (&self->answers);

  g_ptr_array_add (self->requests, request_new (message));
  g_assert_nonnull (answer);
  if (answer->kind == TEST_ANSWER_WHOLE) {
    answer_whole (message, answer);
  } else {
    answer_by_hand (self, message, answer);
  }
}

static TestServer *
server_new (GTlsCertificate *tls)
{
  g_autoptr (GError) error = NULL;
  TestServer *self = g_new0 (TestServer, 1);

  self->is_tls = tls != NULL;
  self->server = soup_server_new ("tls-certificate", tls, "raw-paths", TRUE, NULL);
  self->requests = g_ptr_array_new_with_free_func (request_free);
  self->streams = g_ptr_array_new_with_free_func (g_object_unref);
  self->sources = g_ptr_array_new_with_free_func (source_free);
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->answers);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
  soup_server_listen_local (
    self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY | (tls != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0),
    &error);
  g_assert_no_error (error);

  GSList *uris = soup_server_get_uris (self->server);
  self->url = g_strdup_printf ("%s://127.0.0.1:%d/v1", tls != NULL ? "https" : "http",
                               g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return self;
}

/**
 * test_server_new:
 *
 * Returns: (transfer full): a server that expects as many requests as it is given answers
 */
TestServer *
test_server_new (void)
{
  return server_new (NULL);
}

/**
 * test_server_new_tls:
 *
 * Returns: (transfer full): a server that no client should trust
 */
TestServer *
test_server_new_tls (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) tls = g_tls_certificate_new_from_pem (certificate, -1, &error);

  g_assert_no_error (error);
  return server_new (tls);
}

const char *
test_server_get_certificate (void)
{
  return certificate;
}

/* The news that a handshake failed may come to a server of libsoup 3.6 after it has let go of the
 * connection, and then it crashes: such a server goes with the program. */
static void
keep (TestServer *self)
{
  static GPtrArray *kept = NULL;

  if (kept == NULL) {
    kept = g_ptr_array_new ();
  }
  soup_server_remove_handler (self->server, NULL);
  g_ptr_array_add (kept, g_steal_pointer (&self->server));
}

/**
 * test_server_free:
 * @self: (transfer full): a server
 */
void
test_server_free (TestServer *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_pointer (&self->streams, g_ptr_array_unref);
  if (self->is_tls) {
    keep (self);
  } else {
    soup_server_disconnect (self->server);
  }
  while (g_main_context_iteration (NULL, FALSE)) {
  }
  g_clear_object (&self->server);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->requests, g_ptr_array_unref);
  g_queue_clear (&self->answers);
  g_free (self->url);
  g_free (self);
}

const char *
test_server_get_url (TestServer *self)
{
  return self->url;
}

/**
 * test_server_push:
 * @self: a server
 * @answer: for the next request that has none yet; it must outlive the server
 */
void
test_server_push (TestServer *self, const TestAnswer *answer)
{
  g_queue_push_tail (&self->answers, (gpointer) answer);
}

guint
test_server_get_n_requests (TestServer *self)
{
  return self->requests->len;
}

const TestRequest *
test_server_get_request (TestServer *self, guint index)
{
  g_assert_cmpuint (index, <, self->requests->len);
  return self->requests->pdata[index];
}

guint
test_server_get_n_connections (TestServer *self)
{
  g_autoptr (GHashTable) addresses = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->requests->len; i++) {
    g_hash_table_add (addresses, ((TestRequest *) self->requests->pdata[i])->connection);
  }
  return g_hash_table_size (addresses);
}

/**
 * test_server_make_dead_url:
 *
 * Returns: (transfer full): the address of a server that has just gone
 */
char *
test_server_make_dead_url (void)
{
  g_autoptr (TestServer) server = test_server_new ();

  return g_strdup (test_server_get_url (server));
}
