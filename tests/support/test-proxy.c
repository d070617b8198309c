#include "test-proxy.h"

struct _TestProxy {
  SoupServer *server;
  SoupSession *session;
  GUri *target;
  char *url;
  GQueue rules; /* of TestProxyRule */
  gboolean blind;
  guint n_posts;
};

typedef struct {
  SoupServerMessage *message; /* (owned) */
  SoupMessage *forwarded;     /* (owned) */
  TestProxyRule rule;
} Exchange;

static void
exchange_free (Exchange *exchange)
{
  g_object_unref (exchange->message);
  g_object_unref (exchange->forwarded);
  g_free (exchange);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Exchange, exchange_free)

static void
cut (SoupServerMessage *message)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  g_io_stream_close (stream, NULL, NULL);
}

static void
call (void (*hook) (void *), void *data)
{
  if (hook != NULL) {
    hook (data);
  }
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Exchange) exchange = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body =
    soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  SoupMessageHeaders *headers = soup_message_get_response_headers (exchange->forwarded);

  g_assert_no_error (error);
  call (exchange->rule.late_hook, exchange->rule.data);
  if (exchange->rule.action == TEST_PROXY_CUT_AFTER) {
    cut (exchange->message);
    return;
  }
  soup_server_message_set_status (exchange->message, soup_message_get_status (exchange->forwarded),
                                  NULL);
  soup_server_message_set_response (
    exchange->message, soup_message_headers_get_one (headers, "Content-Type"), SOUP_MEMORY_COPY,
    g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  soup_server_message_unpause (exchange->message);
}

static SoupMessage *
make_forwarded (TestProxy *self, SoupServerMessage *message)
{
  GUri *asked = soup_server_message_get_uri (message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autoptr (GBytes) body =
    soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autoptr (GUri) uri = g_uri_build (
    g_uri_get_flags (asked), g_uri_get_scheme (self->target), NULL, g_uri_get_host (self->target),
    g_uri_get_port (self->target), g_uri_get_path (asked), g_uri_get_query (asked), NULL);
  SoupMessage *forwarded =
    soup_message_new_from_uri (soup_server_message_get_method (message), uri);

  soup_message_headers_append (soup_message_get_request_headers (forwarded), "Authorization",
                               soup_message_headers_get_one (headers, "Authorization"));
  if (g_bytes_get_size (body) > 0) {
    soup_message_set_request_body_from_bytes (
      forwarded, soup_message_headers_get_one (headers, "Content-Type"), body);
  }
  /* A 401 is for the client to see; nobody here has other credentials. */
  soup_message_add_flags (forwarded, SOUP_MESSAGE_NO_REDIRECT);
  return forwarded;
}

static void
forward (TestProxy *self, SoupServerMessage *message, const TestProxyRule *rule)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->message = g_object_ref (message);
  exchange->forwarded = make_forwarded (self, message);
  exchange->rule = *rule;
  soup_server_message_pause (message);
  soup_session_send_and_read_async (self->session, exchange->forwarded, G_PRIORITY_DEFAULT, NULL,
                                    on_answered, exchange);
}

static void
apply (TestProxy *self, SoupServerMessage *message, const TestProxyRule *rule)
{
  switch (rule->action) {
  case TEST_PROXY_CUT_BEFORE:
    cut (message);
    break;
  case TEST_PROXY_ANSWER:
    soup_server_message_set_status (message, rule->status, NULL);
    soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, "{}", 2);
    break;
  case TEST_PROXY_PASS:
  case TEST_PROXY_CUT_AFTER:
  default:
    forward (self, message, rule);
  }
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  TestProxy *self = user_data;
  gboolean is_post = g_str_equal (soup_server_message_get_method (message), SOUP_METHOD_POST);
  g_autofree TestProxyRule *rule = is_post ? g_queue_pop_head (&self->rules) : NULL;
  const TestProxyRule pass = { .action = TEST_PROXY_PASS };
  const TestProxyRule blind = { .action = TEST_PROXY_CUT_BEFORE };

  self->n_posts += is_post;
  if (rule != NULL) {
    call (rule->hook, rule->data);
    apply (self, message, rule);
  } else {
    apply (self, message, self->blind && !is_post ? &blind : &pass);
  }
}

/**
 * test_proxy_new:
 * @url: of the server
 *
 * Returns: (transfer full): a proxy for it
 */
TestProxy *
test_proxy_new (const char *url)
{
  g_autoptr (GError) error = NULL;
  TestProxy *self = g_new0 (TestProxy, 1);

  self->target = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, &error);
  g_assert_no_error (error);
  self->session = soup_session_new ();
  self->server = soup_server_new ("raw-paths", TRUE, NULL);
  g_queue_init (&self->rules);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);

  GSList *uris = soup_server_get_uris (self->server);
  self->url = g_strdup_printf ("http://127.0.0.1:%d%s", g_uri_get_port (uris->data),
                               g_uri_get_path (self->target));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return self;
}

void
test_proxy_free (TestProxy *self)
{
  soup_server_disconnect (self->server);
  soup_session_abort (self->session);
  while (g_main_context_iteration (NULL, FALSE)) {
  }
  g_clear_object (&self->server);
  g_clear_object (&self->session);
  g_clear_pointer (&self->target, g_uri_unref);
  g_queue_clear_full (&self->rules, g_free);
  g_free (self->url);
  g_free (self);
}

const char *
test_proxy_get_url (TestProxy *self)
{
  return self->url;
}

/**
 * test_proxy_push:
 * @self: a proxy
 * @rule: for the next POST that has none yet
 */
void
test_proxy_push (TestProxy *self, const TestProxyRule *rule)
{
  g_queue_push_tail (&self->rules, g_memdup2 (rule, sizeof *rule));
}

void
test_proxy_set_blind (TestProxy *self, gboolean blind)
{
  self->blind = blind;
}

guint
test_proxy_get_n_posts (TestProxy *self)
{
  return self->n_posts;
}
