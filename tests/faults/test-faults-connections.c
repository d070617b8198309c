/* Each kind of call where no connection comes about: nothing was sent, and the client knows. */

#include <test-server.h>

#include "fault-calls.h"

typedef struct {
  const char *name;
  char *(*find) (TestServer *server); /* the address to call */
  CommsError code;
} Obstacle;

static char *
find_nobody (TestServer *server)
{
  return test_server_make_dead_url ();
}

/* There is never such a host (RFC 6761, section 6.4), and its name is too long for the resolver to
 * ask anyone about it. */
static char *
find_no_host (TestServer *server)
{
  g_autofree char *label = g_strnfill (64, 'a');

  return g_strdup_printf ("https://%s.invalid/v1", label);
}

static char *
find_stranger (TestServer *server)
{
  return g_strdup (test_server_get_url (server));
}

static const Obstacle obstacles[] = {
  { "refused", find_nobody, COMMS_ERROR_UNREACHABLE },
  { "no-such-host", find_no_host, COMMS_ERROR_UNREACHABLE },
  { "self-signed", find_stranger, COMMS_ERROR_TLS },
};

static CommsClient *
make_client (const char *url)
{
  const CommsRetryPolicy policy = { .max_attempts = 2, .first_wait = 1, .total = 60000 };
  g_autoptr (CommsAuthorizer) authorizer = comms_basic_authorizer_new ("ACme", "secret");
  g_autoptr (GError) error = NULL;
  CommsClient *client = comms_client_new (url, authorizer, &error);

  g_assert_no_error (error);
  comms_client_set_retry_policy (client, &policy);
  return client;
}

static void
count_retry (CommsClient *client, guint attempt, guint wait, GError *error, guint *n_retries)
{
  ++*n_retries;
}

static void
check_call (const FaultCall *call, const char *url, CommsError code)
{
  FaultWorld world = { .app = (char *) "app" };
  const FaultTarget target = { .id = (char *) "id" };
  CommsClient *client = make_client (url);
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  guint n_retries = 0;

  g_test_message ("%s", call->name);
  g_signal_connect (client, "retrying", G_CALLBACK (count_retry), &n_retries);
  call->start (&world, &target, client, &slot);
  GAsyncResult *result = test_await (&slot);
  g_assert_false (call->finish (client, result, &error));
  g_assert_error (error, COMMS_ERROR, (int) code);
  g_assert_false (comms_error_is_outcome_unknown (error));
  g_assert_cmpuint (n_retries, ==, code == COMMS_ERROR_UNREACHABLE);
  g_object_unref (result);
  g_assert_finalize_object (client);
}

static void
test_obstacle (gconstpointer data)
{
  const Obstacle *obstacle = data;
  g_autoptr (TestServer) server = test_server_new_tls ();
  g_autofree char *url = obstacle->find (server);

  for (guint i = 0; i < FAULT_N_CALLS; i++) {
    check_call (&fault_calls[i], url, obstacle->code);
  }
  g_assert_cmpuint (test_server_get_n_requests (server), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (obstacles); i++) {
    g_autofree char *path = g_strconcat ("/faults/connections/", obstacles[i].name, NULL);
    g_test_add_data_func (path, &obstacles[i], test_obstacle);
  }
  return g_test_run ();
}
