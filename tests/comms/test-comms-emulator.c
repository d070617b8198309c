/* Every call against the other side of the protocol, which was written apart. */

#include "test-comms.h"

#include <comms-request.h>

typedef struct {
  TestEmulator *emulator;
  CommsClient *client;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->emulator = test_emulator_start ("--pace", "0", NULL);
  g_autoptr (CommsAuthorizer) authorizer = comms_basic_authorizer_new (
    test_emulator_get_sid (fixture->emulator), test_emulator_get_secret (fixture->emulator));
  g_autoptr (GError) error = NULL;
  fixture->client =
    comms_client_new (test_emulator_get_url (fixture->emulator), authorizer, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->client);
  test_emulator_stop (fixture->emulator);
}

static CommsRegistration *
fetch_registration (CommsClient *client, const char *id, GError **error)
{
  GAsyncResult *result = NULL;

  comms_client_fetch_registration_async (client, id, NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  return comms_client_fetch_registration_finish (client, done, error);
}

static CommsNotification *
fetch_notification (CommsClient *client, const char *id, GError **error)
{
  GAsyncResult *result = NULL;

  comms_client_fetch_notification_async (client, id, NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  return comms_client_fetch_notification_finish (client, done, error);
}

static CommsOperation *
fetch_operation (CommsClient *client, const char *id)
{
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;

  comms_client_fetch_operation_async (client, id, NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  CommsOperation *operation = comms_client_fetch_operation_finish (client, done, &error);
  g_assert_no_error (error);
  return operation;
}

static char *
register_device (CommsClient *client, const char *token, const char *user_id)
{
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;

  comms_client_register_device_async (client, "test_app", "FCM", token, user_id, NULL,
                                      test_store_result, &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  char *id = comms_client_register_device_finish (client, done, &error);
  g_assert_no_error (error);
  return id;
}

/* A device of a new user, and who that is. */
static CommsRegistration *
make_registration (CommsClient *client, const char *token)
{
  g_autofree char *id = register_device (client, token, NULL);
  g_autoptr (GError) error = NULL;
  CommsRegistration *registration = fetch_registration (client, id, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (comms_resource_get_id (COMMS_RESOURCE (registration)), ==, id);
  return registration;
}

static void
test_registrations (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CommsRegistration) registration = make_registration (fixture->client, "to\"ken é");
  const char *id = comms_resource_get_id (COMMS_RESOURCE (registration));
  const char *user_id = comms_registration_get_user_id (registration);
  CommsDevice device = { NULL, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (comms_registration_get_app_name (registration), ==, "test_app");
  g_assert_true (comms_registration_get_device (registration, 0, &device));
  g_assert_cmpstr (device.token, ==, "to\"ken é");
  g_assert_cmpstr (device.provider, ==, "FCM");

  g_autofree char *again = register_device (fixture->client, "another", user_id);
  g_assert_cmpstr (again, ==, id);
  const CommsFilter filter = { .user_id = user_id, .app_name = "test_app" };
  g_autoptr (CommsPage) page =
    test_list (fixture->client, comms_client_list_registrations_async, &filter, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (comms_page_get_items (page)->len, ==, 1);
  g_assert_cmpuint (comms_registration_get_n_devices (comms_page_get_items (page)->pdata[0]), ==,
                    2);

  GAsyncResult *result = NULL;
  comms_client_delete_registration_async (fixture->client, id, NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  g_assert_true (comms_client_delete_finish (fixture->client, done, &error));
  g_assert_null (fetch_registration (fixture->client, id, &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_NOT_FOUND);
  g_assert_nonnull (comms_error_get_issues (error));
}

static void
test_users (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CommsRegistration) registration = make_registration (fixture->client, "t");
  const char *id = comms_registration_get_user_id (registration);
  g_autoptr (GError) error = NULL;
  g_autoptr (CommsUser) user = test_fetch_user (fixture->client, id, &error);

  g_assert_no_error (error);
  g_assert_cmpint (comms_resource_get_created_at (COMMS_RESOURCE (user)), >, 0);
  g_assert_cmpint (comms_user_get_deleted_at (user), ==, -1);
  g_assert_true (test_delete_user (fixture->client, id, &error));
  g_assert_true (test_delete_user (fixture->client, id, &error));
  g_assert_no_error (error);
}

static void
test_user_pages (Fixture *fixture, gconstpointer data)
{
  enum { N = 7, SIZE = 3 };
  CommsList *list =
    comms_list_new_for_client (fixture->client, comms_client_list_users_async, NULL, SIZE);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < N; i++) {
    g_autofree char *token = g_strdup_printf ("t%u", i);
    g_autofree char *id = register_device (fixture->client, token, NULL);
  }
  while (comms_list_get_has_more (list)) {
    comms_list_load_more (list);
    while (comms_list_get_loading (list)) {
      g_main_context_iteration (NULL, TRUE);
    }
    g_assert_no_error (comms_list_get_error (list));
  }

  guint n_users = g_list_model_get_n_items (G_LIST_MODEL (list));
  for (guint i = 0; i < n_users; i++) {
    g_autoptr (CommsResource) item = g_list_model_get_item (G_LIST_MODEL (list), i);
    g_hash_table_add (ids, g_strdup (comms_resource_get_id (item)));
  }
  g_assert_cmpuint (n_users, >=, N);
  g_assert_cmpuint (g_hash_table_size (ids), ==, n_users);
  g_assert_finalize_object (list);
}

static CommsOperation *
wait_for_end (CommsClient *client, const char *id)
{
  CommsOperation *operation = fetch_operation (client, id);

  while (!comms_operation_has_ended (operation)) {
    g_object_unref (operation);
    operation = fetch_operation (client, id);
  }
  return operation;
}

static void
check_listed (CommsClient *client, const char *operation_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CommsPage) page =
    test_list (client, comms_client_list_operations_async, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (comms_page_get_items (page)->len, >, 0);
  for (guint i = 0; i < comms_page_get_items (page)->len; i++) {
    if (g_strcmp0 (comms_resource_get_id (comms_page_get_items (page)->pdata[i]), operation_id) ==
        0) {
      return;
    }
  }
  g_assert_not_reached ();
}

/* The main job: a send to a user and to a device, followed to its end and to what each was sent. */
static void
test_send_to_end (Fixture *fixture, gconstpointer data)
{
  const char *const tags[] = { "campaign", "gates", NULL };
  const CommsEnvelope envelope = {
    .title = "Gate \"B4\"",
    .body = "Hi {{ name | default: 'traveller' }}\n",
    .app_name = "test_app",
    .priority = "HIGH",
    .tags = tags,
  };
  g_autoptr (CommsRegistration) registration = make_registration (fixture->client, "t1");
  g_autoptr (CommsSendBody) body = comms_send_body_new (&envelope);
  comms_send_body_add_user (body, comms_registration_get_user_id (registration));
  comms_send_body_set_variable (body, "name", "Zoë \\ \"x\"");
  comms_send_body_add_device (body, "FCM", "t2");

  g_autoptr (GBytes) bytes = comms_send_body_finish (body);
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  comms_client_send_async (fixture->client, bytes, NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  g_autofree char *operation_id = comms_client_send_finish (fixture->client, done, &error);
  g_assert_no_error (error);

  g_autoptr (CommsOperation) operation = wait_for_end (fixture->client, operation_id);
  g_assert_cmpint (comms_operation_get_count (operation, COMMS_COUNT_RECIPIENTS), ==, 2);
  g_assert_cmpint (comms_operation_get_count (operation, COMMS_COUNT_QUEUED), ==, 0);
  check_listed (fixture->client, operation_id);

  const CommsFilter filter = { .operation_id = operation_id, .tags = "campaign:gates;" };
  g_autoptr (CommsPage) page =
    test_list (fixture->client, comms_client_list_notifications_async, &filter, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (comms_page_get_items (page)->len, ==, 2);
  for (guint i = 0; i < 2; i++) {
    CommsResource *listed = comms_page_get_items (page)->pdata[i];
    g_autoptr (CommsNotification) notification =
      fetch_notification (fixture->client, comms_resource_get_id (listed), &error);
    g_assert_no_error (error);
    g_assert_cmpstr (comms_notification_get_operation_id (notification), ==, operation_id);
    g_assert_cmpstr (comms_notification_get_title (notification), ==, "Gate \"B4\"");
    g_assert_nonnull (comms_notification_get_status (notification));
  }
}

static void
test_problems (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *operation = test_send (
    fixture->client, "{\"to\":[{\"token\":\"t\",\"provider\":\"XYZ\"},{}],\"content\":{}}", &error);

  g_assert_null (operation);
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_REJECTED);
  g_assert_cmpuint (comms_error_get_status (error), ==, 400);
  g_assert_false (comms_error_is_outcome_unknown (error));
  GPtrArray *issues = comms_error_get_issues (error);
  g_assert_cmpuint (issues->len, >=, 3);
  gboolean found = FALSE;
  for (guint i = 0; i < issues->len; i++) {
    found |= g_strcmp0 (((CommsIssue *) issues->pdata[i])->context, "$.to[0].provider") == 0;
  }
  g_assert_true (found);
}

static void
test_credentials (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CommsClient) stranger = test_client_new (test_emulator_get_url (fixture->emulator));
  g_autoptr (GError) error = NULL;
  g_autoptr (CommsPage) page =
    test_list (stranger, comms_client_list_users_async, NULL, NULL, &error);

  g_assert_null (page);
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_UNAUTHORIZED);
  g_assert_nonnull (comms_error_get_issues (error));
}

typedef struct {
  GCancellable *cancellable; /* (unowned) */
  GSocket *socket;           /* (owned) (nullable): of the connection */
} Racing;

static void
on_network_event (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *connection,
                  gpointer user_data)
{
  Racing *self = user_data;

  if (event == G_SOCKET_CLIENT_CONNECTED) {
    g_set_object (&self->socket, g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection)));
  }
}

/* The answer is there when it is looked for at first. */
static void
on_wrote_body (SoupMessage *message, gpointer user_data)
{
  Racing *self = user_data;

  g_assert_true (g_socket_condition_wait (self->socket, G_IO_IN, NULL, NULL));
}

static gboolean
cancel_racing (gpointer user_data)
{
  g_cancellable_cancel (((Racing *) user_data)->cancellable);
  return G_SOURCE_REMOVE;
}

/* Before anything else of the next turn. */
static void
on_got_headers (SoupMessage *message, gpointer user_data)
{
  g_idle_add_full (G_PRIORITY_HIGH, cancel_racing, user_data, NULL);
}

static void
on_queued (SoupSession *session, SoupMessage *message, gpointer user_data)
{
  g_signal_connect (message, "network-event", G_CALLBACK (on_network_event), user_data);
  g_signal_connect (message, "wrote-body", G_CALLBACK (on_wrote_body), user_data);
  g_signal_connect (message, "got-headers", G_CALLBACK (on_got_headers), user_data);
}

/* Cancelled between the head of its answer and the word of it, which no later call must suffer
 * from. */
static void
test_cancelled_late (Fixture *fixture, gconstpointer data)
{
  SoupSession *session = comms_client_get_session (fixture->client);
  Racing racing = { NULL };
  gulong id = g_signal_connect (session, "request-queued", G_CALLBACK (on_queued), &racing);

  for (guint i = 0; i < 4; i++) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    GAsyncResult *result = NULL;
    g_autoptr (GError) error = NULL;

    racing.cancellable = cancellable;
    comms_client_list_users_async (fixture->client, NULL, NULL, cancellable, test_store_result,
                                   &result);
    g_autoptr (GAsyncResult) done = test_await (&result);
    g_autoptr (CommsPage) page = comms_client_list_finish (fixture->client, done, &error);
    g_assert_true (g_cancellable_is_cancelled (cancellable));
    if (page == NULL) {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  }
  g_signal_handler_disconnect (session, id);
  g_object_unref (racing.socket);

  g_autoptr (GError) error = NULL;
  g_autoptr (CommsPage) page =
    test_list (fixture->client, comms_client_list_users_async, NULL, NULL, &error);
  g_assert_no_error (error);
}

#define ADD(name, function) \
  g_test_add ("/comms/emulator/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("registrations", test_registrations);
  ADD ("users", test_users);
  ADD ("user-pages", test_user_pages);
  ADD ("send", test_send_to_end);
  ADD ("problems", test_problems);
  ADD ("credentials", test_credentials);
  ADD ("cancelled-late", test_cancelled_late);
  return g_test_run ();
}
