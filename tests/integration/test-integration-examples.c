/* The examples of the API's own documents, word for word, through the client and the emulator.
 * Their IDs exist in a new emulator. */

#include <base-json.h>
#include <comms-client.h>

#include "test-emulator.h"

typedef struct {
  TestEmulator *emulator;
  CommsClient *client;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->emulator = test_emulator_start (NULL);

  g_autoptr (GError) error = NULL;
  g_autoptr (CommsAuthorizer) authorizer = comms_basic_authorizer_new (
    test_emulator_get_sid (fixture->emulator), test_emulator_get_secret (fixture->emulator));
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

static GBytes *
read_example (const char *name)
{
  g_autofree char *path =
    g_test_build_filename (G_TEST_DIST, "integration", "examples", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  gsize length = 0;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (text, length);
}

static JsonObject *
example_object (JsonNode **node, const char *name)
{
  g_autoptr (GBytes) bytes = read_example (name);
  g_autoptr (GError) error = NULL;

  *node = base_json_parse (bytes, &error);
  g_assert_no_error (error);
  return base_json_node_object (*node);
}

static CommsRegistration *
register_example (Fixture *fixture, const char *name)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *example = example_object (&node, name);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  comms_client_register_device_async (
    fixture->client, base_json_string (example, "appName"), base_json_string (example, "provider"),
    base_json_string (example, "token"), base_json_string (example, "userId"), NULL,
    test_store_result, &result);
  g_autoptr (GAsyncResult) registered = test_await (&result);
  g_autofree char *id = comms_client_register_device_finish (fixture->client, registered, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (id, "comms_device_registration_"));

  comms_client_fetch_registration_async (fixture->client, id, NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) fetched = test_await (&result);
  CommsRegistration *registration =
    comms_client_fetch_registration_finish (fixture->client, fetched, &error);
  g_assert_no_error (error);

  CommsDevice device;
  g_assert_cmpstr (comms_registration_get_app_name (registration), ==,
                   base_json_string (example, "appName"));
  g_assert_true (comms_registration_get_device (registration, 0, &device));
  g_assert_cmpstr (device.token, ==, base_json_string (example, "token"));
  g_assert_cmpstr (device.provider, ==, base_json_string (example, "provider"));
  return registration;
}

static CommsOperation *
fetch_operation (Fixture *fixture, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  comms_client_fetch_operation_async (fixture->client, id, NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) fetched = test_await (&result);
  CommsOperation *operation =
    comms_client_fetch_operation_finish (fixture->client, fetched, &error);
  g_assert_no_error (error);
  return operation;
}

/* Sends it as it stands and follows it to its end. */
static CommsOperation *
send_example (Fixture *fixture, const char *name)
{
  g_autoptr (GBytes) body = read_example (name);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  comms_client_send_async (fixture->client, body, NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) sent = test_await (&result);
  g_autofree char *id = comms_client_send_finish (fixture->client, sent, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (id, "comms_operation_"));

  CommsOperation *operation = fetch_operation (fixture, id);
  while (!comms_operation_has_ended (operation)) {
    g_clear_object (&operation);
    operation = fetch_operation (fixture, id);
  }
  g_assert_cmpstr (comms_operation_get_status (operation), ==, "COMPLETED");
  return operation;
}

static GPtrArray *
list_notifications (Fixture *fixture, CommsOperation *operation)
{
  CommsFilter filter = { .operation_id = comms_resource_get_id (COMMS_RESOURCE (operation)) };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  comms_client_list_notifications_async (fixture->client, &filter, NULL, NULL, test_store_result,
                                         &result);
  g_autoptr (GAsyncResult) listed = test_await (&result);
  g_autoptr (CommsPage) page = comms_client_list_finish (fixture->client, listed, &error);
  g_assert_no_error (error);
  return g_ptr_array_ref (comms_page_get_items (page));
}

static void
test_register_in_reference (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CommsRegistration) registration = register_example (fixture, "000-register.json");

  g_assert_cmpstr (comms_registration_get_user_id (registration), ==,
                   "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq8");
}

static void
test_register_in_guide (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CommsRegistration) of_user = register_example (fixture, "001-register-user.json");
  g_assert_true (
    g_str_has_suffix (comms_registration_get_user_id (of_user), "_01h9krwprkeee8fzqspvwy6nq8"));

  Fixture other = { 0 };
  set_up (&other, NULL);
  g_autoptr (CommsRegistration) of_new_user = register_example (&other, "001-register.json");
  g_assert_false (
    g_str_has_suffix (comms_registration_get_user_id (of_new_user), "_01h9krwprkeee8fzqspvwy6nq8"));
  tear_down (&other, NULL);
}

static void
test_send_to_user (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CommsRegistration) registration = register_example (fixture, "001-register-user.json");
  g_autoptr (CommsOperation) operation = send_example (fixture, "001-send.json");

  g_assert_cmpint (comms_operation_get_count (operation, COMMS_COUNT_RECIPIENTS), ==, 1);
  g_assert_cmpint (comms_operation_get_count (operation, COMMS_COUNT_SENT), ==, 1);
  g_assert_cmpint (comms_operation_get_count (operation, COMMS_COUNT_UNADDRESSABLE), ==, 0);

  g_autoptr (GPtrArray) notifications = list_notifications (fixture, operation);
  g_assert_cmpuint (notifications->len, ==, 1);
  CommsNotification *notification = g_ptr_array_index (notifications, 0);
  g_assert_true (g_str_has_suffix (comms_notification_get_user_id (notification),
                                   "_01h9krwprkeee8fzqspvwy6nq8"));
}

static void
test_send_to_tokens (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CommsOperation) operation = send_example (fixture, "004-send.json");

  g_assert_cmpint (comms_operation_get_count (operation, COMMS_COUNT_RECIPIENTS), ==, 2);
  g_assert_cmpint (comms_operation_get_count (operation, COMMS_COUNT_SENT), ==, 2);

  g_autoptr (GPtrArray) notifications = list_notifications (fixture, operation);
  g_assert_cmpuint (notifications->len, ==, 2);
  for (guint i = 0; i < notifications->len; i++) {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;
    comms_client_fetch_notification_async (
      fixture->client, comms_resource_get_id (g_ptr_array_index (notifications, i)), NULL,
      test_store_result, &result);
    g_autoptr (GAsyncResult) fetched = test_await (&result);
    g_autoptr (CommsNotification) notification =
      comms_client_fetch_notification_finish (fixture->client, fetched, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (comms_notification_get_status (notification), ==, "SENT");
    g_assert_cmpstr (comms_notification_get_title (notification), ==, "Boarding time @ TLL");
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  const struct {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/integration/examples/register-in-reference", test_register_in_reference },
    { "/integration/examples/register-in-guide", test_register_in_guide },
    { "/integration/examples/send-to-user", test_send_to_user },
    { "/integration/examples/send-to-tokens", test_send_to_tokens },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  }
  return g_test_run ();
}
