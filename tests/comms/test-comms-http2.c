/* A server that would rather speak HTTP/2. The client does not let it, because libsoup 3.2 notices
 * neither a cancellation nor a deadline there. The server of libsoup 3.2 offers it when an
 * environment variable says so. */

#include "test-comms.h"
#include "test-tls.h"

typedef struct {
  TestServer *server;
  CommsClient *client;
  char *trusted;
} Fixture;

static const TestAnswer user = { .status = 200, .body = "{\"id\":\"u1\"}" };
static const TestAnswer accepted = { .status = 202, .body = "{\"operationId\":\"op1\"}" };

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = test_server_new_tls ();
  fixture->client = test_client_new (test_server_get_url (fixture->server));
  fixture->trusted = test_trust_server (fixture->client);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->client);
  test_server_free (fixture->server);
  g_unlink (fixture->trusted);
  g_free (fixture->trusted);
}

static void
test_offer (Fixture *fixture, gconstpointer data)
{
  SoupSession *session = comms_client_get_session (fixture->client);
  g_autofree char *address = g_strconcat (test_server_get_url (fixture->server), "/x", NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", address);
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  test_server_push (fixture->server, &user);
  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, test_store_result,
                                    &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (session, done, &error);
  g_assert_no_error (error);
  if (test_server_get_request (fixture->server, 0)->version != SOUP_HTTP_2_0) {
    g_test_skip ("this libsoup serves no HTTP/2");
  }
}

static void
test_calls (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 20; i++) {
    g_autoptr (GError) error = NULL;
    test_server_push (fixture->server, &accepted);
    g_autofree char *id = test_send (fixture->client, "{\"to\":[]}", &error);
    g_assert_no_error (error);
    g_assert_cmpstr (id, ==, "op1");
    g_assert_cmpint (test_server_get_request (fixture->server, i)->version, ==, SOUP_HTTP_1_1);
  }
  g_assert_cmpuint (test_server_get_n_connections (fixture->server), ==, 1);
}

/* The server has the request, and then nothing or worse. Nobody may make that POST again, not even
 * libsoup, and it ends in time. */
static void
test_broken (Fixture *fixture, gconstpointer data)
{
  const struct {
    TestAnswer answer;
    int code;
  } cases[] = {
    { { .kind = TEST_ANSWER_NONE }, COMMS_ERROR_INTERRUPTED },
    { { .kind = TEST_ANSWER_SILENT }, COMMS_ERROR_TIMED_OUT },
    { { .kind = TEST_ANSWER_TRICKLE, .status = 200 }, COMMS_ERROR_TIMED_OUT },
  };

  comms_client_set_timeout (fixture->client, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    test_server_push (fixture->server, &cases[i].answer);
    g_test_message ("answer %" G_GSIZE_FORMAT, i);
    g_assert_null (test_send (fixture->client, "{}", &error));
    g_assert_error (error, COMMS_ERROR, cases[i].code);
    g_assert_true (comms_error_is_outcome_unknown (error));
    g_assert_cmpuint (test_server_get_n_requests (fixture->server), ==, i + 1);
  }
}

#define ADD(name, function) \
  g_test_add ("/comms/http2/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_setenv ("SOUP_SERVER_HTTP2", "1", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("offer", test_offer);
  ADD ("calls", test_calls);
  ADD ("broken", test_broken);
  return g_test_run ();
}
