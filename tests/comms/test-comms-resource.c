/* Getters on what the API documents, on what its guides show instead, and on what it should not
 * say. */

#include <base-json.h>
#include <comms-client.h>

static gpointer
make (GType type, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = base_json_parse (bytes, &error);

  g_assert_no_error (error);
  return comms_resource_new (type, node);
}

static void
test_base (void)
{
  const char *text = "{\"id\":\"a\",\"createdAt\":\"2023-08-31T14:15:22Z\",\"updatedAt\":7,"
                     "\"deletedAt\":\"2023-08-31T14:15:23Z\",\"new\":{\"deep\":[null,1.5,\"é\"]},"
                     "\"related\":[7,{\"name\":\"user\"},{\"name\":\"operation\",\"id\":\"o1\"},"
                     "{\"name\":\"operation\",\"id\":\"o2\"}]}";
  CommsUser *user = make (COMMS_TYPE_USER, text);
  CommsResource *resource = COMMS_RESOURCE (user);
  g_autofree char *id = NULL;

  g_object_get (user, "id", &id, NULL);
  g_assert_cmpstr (id, ==, "a");
  g_assert_cmpint (comms_resource_get_created_at (resource), ==,
                   G_GINT64_CONSTANT (1693491322000000));
  g_assert_cmpint (comms_resource_get_updated_at (resource), ==, -1);
  g_assert_cmpint (comms_user_get_deleted_at (user), ==, G_GINT64_CONSTANT (1693491323000000));
  g_assert_null (comms_resource_get_related_id (resource, "user"));
  g_assert_null (comms_resource_get_related_id (resource, "app"));
  g_assert_cmpstr (comms_resource_get_related_id (resource, "operation"), ==, "o1");

  g_autofree char *json = comms_resource_to_json (resource);
  CommsUser *again = make (COMMS_TYPE_USER, json);
  g_assert_true (json_node_equal (comms_resource_get_node (resource),
                                  comms_resource_get_node (COMMS_RESOURCE (again))));
  g_assert_nonnull (strstr (json, "\"deep\""));
  g_assert_finalize_object (again);
  g_assert_finalize_object (user);
}

static void
test_notification_recipients (void)
{
  const struct {
    const char *text;
    const char *user_id;
    const char *token;
    const char *provider;
    const char *operation_id;
  } cases[] = {
    { "{\"to\":{\"token\":\"t\",\"provider\":\"FCM\"}}", NULL, "t", "FCM", NULL },
    { "{\"to\":[{\"token\":\"t\",\"provider\":\"APN\"}]}", NULL, "t", "APN", NULL },
    { "{\"to\":{\"userId\":\"u\"},\"operationId\":\"o\"}", "u", NULL, NULL, "o" },
    { "{\"to\":[],\"related\":[{\"name\":\"user\",\"id\":\"u\"},{\"name\":\"operation\",\"id\":\"o\"}]}",
      "u", NULL, NULL, "o" },
    { "{\"to\":\"t\",\"related\":{}}", NULL, NULL, NULL, NULL },
    { "{\"to\":[[]]}", NULL, NULL, NULL, NULL },
    { "{}", NULL, NULL, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    CommsNotification *notification = make (COMMS_TYPE_NOTIFICATION, cases[i].text);
    g_assert_cmpstr (comms_notification_get_user_id (notification), ==, cases[i].user_id);
    g_assert_cmpstr (comms_notification_get_token (notification), ==, cases[i].token);
    g_assert_cmpstr (comms_notification_get_provider (notification), ==, cases[i].provider);
    g_assert_cmpstr (comms_notification_get_operation_id (notification), ==, cases[i].operation_id);
    g_assert_finalize_object (notification);
  }
}

static void
test_notification_content (void)
{
  g_autoptr (CommsNotification) fetched = make (
    COMMS_TYPE_NOTIFICATION, "{\"status\":\"SENT\",\"content\":{\"title\":\"T\",\"body\":\"B\"}}");
  g_autoptr (CommsNotification) wrong =
    make (COMMS_TYPE_NOTIFICATION, "{\"status\":1,\"content\":[\"title\"]}");

  g_assert_cmpstr (comms_notification_get_status (fetched), ==, "SENT");
  g_assert_cmpstr (comms_notification_get_title (fetched), ==, "T");
  g_assert_cmpstr (comms_notification_get_body (fetched), ==, "B");
  g_assert_null (comms_notification_get_status (wrong));
  g_assert_null (comms_notification_get_title (wrong));
  g_assert_null (comms_notification_get_body (wrong));
}

static void
test_registration (void)
{
  g_autoptr (CommsRegistration) registration = make (
    COMMS_TYPE_REGISTRATION,
    "{\"appName\":\"shop\",\"userId\":\"u\",\"devices\":[{\"provider\":\"FCM\",\"token\":\"t\"},"
    "7,{\"token\":[]}]}");
  g_autoptr (CommsRegistration) wrong = make (
    COMMS_TYPE_REGISTRATION, "{\"devices\":{},\"related\":[{\"name\":\"user\",\"id\":\"u2\"}]}");
  CommsDevice device = { NULL, NULL };

  g_assert_cmpstr (comms_registration_get_app_name (registration), ==, "shop");
  g_assert_cmpstr (comms_registration_get_user_id (registration), ==, "u");
  g_assert_cmpuint (comms_registration_get_n_devices (registration), ==, 3);
  g_assert_true (comms_registration_get_device (registration, 0, &device));
  g_assert_cmpstr (device.provider, ==, "FCM");
  g_assert_cmpstr (device.token, ==, "t");
  g_assert_true (comms_registration_get_device (registration, 1, &device));
  g_assert_null (device.provider);
  g_assert_true (comms_registration_get_device (registration, 2, &device));
  g_assert_null (device.token);
  g_assert_false (comms_registration_get_device (registration, 3, &device));

  g_assert_null (comms_registration_get_app_name (wrong));
  g_assert_cmpstr (comms_registration_get_user_id (wrong), ==, "u2");
  g_assert_cmpuint (comms_registration_get_n_devices (wrong), ==, 0);
}

static void
test_operation_counts (void)
{
  g_autoptr (CommsOperation) operation =
    make (COMMS_TYPE_OPERATION,
          "{\"status\":\"PROCESSING\",\"stats\":{\"total\":1,\"recipients\":2,\"unaddressable\":3,"
          "\"scheduled\":4,\"queued\":5,\"sent\":6,\"failed\":7,\"canceled\":8,\"delivered\":9}}");
  g_autoptr (CommsOperation) wrong =
    make (COMMS_TYPE_OPERATION, "{\"stats\":{\"total\":\"1\",\"sent\":-6,\"failed\":1.5}}");
  g_autoptr (CommsOperation) without = make (COMMS_TYPE_OPERATION, "{\"stats\":[]}");

  for (guint i = 0; i < COMMS_N_COUNTS; i++) {
    g_assert_cmpint (comms_operation_get_count (operation, (CommsCount) i), ==, i + 1);
    g_assert_cmpint (comms_operation_get_count (wrong, (CommsCount) i), ==, 0);
    g_assert_cmpint (comms_operation_get_count (without, (CommsCount) i), ==, 0);
  }
  g_assert_cmpstr (comms_operation_get_status (operation), ==, "PROCESSING");
}

static void
test_operation_end (void)
{
  const struct {
    const char *text;
    gboolean has_ended;
  } cases[] = {
    { "{\"status\":\"COMPLETED\"}", TRUE },  { "{\"status\":\"completed\"}", TRUE },
    { "{\"status\":\"Canceled\"}", TRUE },   { "{\"status\":\"PROCESSING\"}", FALSE },
    { "{\"status\":\"SCHEDULED\"}", FALSE }, { "{\"status\":\"NEW_ONE\"}", FALSE },
    { "{\"status\":null}", FALSE },          { "{}", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CommsOperation) operation = make (COMMS_TYPE_OPERATION, cases[i].text);
    g_assert_cmpint (comms_operation_has_ended (operation), ==, cases[i].has_ended);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/comms/resource/base", test_base);
  g_test_add_func ("/comms/resource/notification/recipients", test_notification_recipients);
  g_test_add_func ("/comms/resource/notification/content", test_notification_content);
  g_test_add_func ("/comms/resource/registration", test_registration);
  g_test_add_func ("/comms/resource/operation/counts", test_operation_counts);
  g_test_add_func ("/comms/resource/operation/end", test_operation_end);
  return g_test_run ();
}
