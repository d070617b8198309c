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
test_related (void)
{
  g_autoptr (CommsUser) user = make (
    COMMS_TYPE_USER, "{\"tags\":{\"k\":\"v\",\"n\":7},\"related\":["
                     "{\"name\":\"operation\",\"uri\":\"/PushNotifications/Operations/01h2\"},"
                     "{\"name\":\"user\",\"uri\":\"/Users/comms_user_1\",\"id\":7},"
                     "{\"name\":\"a\",\"uri\":\"/\"},{\"name\":\"b\",\"uri\":\"x\"}]}");
  CommsResource *resource = COMMS_RESOURCE (user);

  g_assert_cmpstr (comms_resource_get_related_id (resource, "operation"), ==, "01h2");
  g_assert_cmpstr (comms_resource_get_related_id (resource, "user"), ==, "comms_user_1");
  g_assert_null (comms_resource_get_related_id (resource, "a"));
  g_assert_null (comms_resource_get_related_id (resource, "b"));
  g_assert_cmpstr (comms_resource_get_tag (resource, "k"), ==, "v");
  g_assert_null (comms_resource_get_tag (resource, "n"));
  g_assert_null (comms_resource_get_tag (resource, "x"));
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
test_notification_senders (void)
{
  const struct {
    const char *text;
    const char *credential_id;
    const char *app_name;
  } cases[] = {
    { "{\"from\":{\"fcm\":\"f\",\"apn\":\"a\"},\"to\":{\"provider\":\"APN\"}}", "a", NULL },
    { "{\"from\":{\"fcm\":\"f\",\"apn\":\"a\"},\"to\":{\"provider\":\"FCM\"}}", "f", NULL },
    { "{\"from\":{\"apn\":\"a\"}}", "a", NULL },
    { "{\"from\":{\"credentialId\":\"c\"},\"to\":{\"provider\":\"FCM\"}}", "c", NULL },
    { "{\"from\":{\"appName\":\"shop\"}}", NULL, "shop" },
    { "{\"from\":[],\"related\":[{\"name\":\"push_notification_app\",\"id\":\"shop\"}]}", NULL,
      "shop" },
    { "{\"from\":\"shop\"}", NULL, NULL },
    { "{}", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CommsNotification) notification = make (COMMS_TYPE_NOTIFICATION, cases[i].text);
    g_assert_cmpstr (comms_notification_get_credential_id (notification), ==,
                     cases[i].credential_id);
    g_assert_cmpstr (comms_notification_get_app_name (notification), ==, cases[i].app_name);
    g_assert_cmpint (comms_notification_get_scheduled_for (notification), ==, -1);
  }
  g_autoptr (CommsNotification) later =
    make (COMMS_TYPE_NOTIFICATION, "{\"scheduledFor\":\"2023-08-31T14:15:22Z\"}");
  g_assert_cmpint (comms_notification_get_scheduled_for (later), ==,
                   G_GINT64_CONSTANT (1693491322000000));
}

static void
test_app (void)
{
  g_autoptr (CommsApp) app =
    make (COMMS_TYPE_APP, "{\"name\":\"shop\",\"isDefault\":true,\"defaultCredentials\":["
                          "{\"credentialType\":\"FCM\",\"credentialId\":\"c1\"},"
                          "{\"provider\":\"APN\",\"id\":\"c2\"},\"c3\",7,{\"type\":[]}]}");
  g_autoptr (CommsApp) wrong = make (
    COMMS_TYPE_APP, "{\"name\":7,\"isDefault\":\"yes\",\"defaultCredentials\":{\"FCM\":\"c\"}}");
  const CommsDefaultCredential expected[] = {
    { "FCM", "c1" }, { "APN", "c2" }, { NULL, "c3" }, { NULL, NULL }, { NULL, NULL },
  };

  g_assert_cmpstr (comms_app_get_name (app), ==, "shop");
  g_assert_cmpstr (comms_resource_get_id (COMMS_RESOURCE (app)), ==, "shop");
  g_assert_true (comms_app_get_is_default (app));
  g_assert_cmpuint (comms_app_get_n_default_credentials (app), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    CommsDefaultCredential credential = { NULL, NULL };
    g_assert_true (comms_app_get_default_credential (app, i, &credential));
    g_assert_cmpstr (credential.credential_type, ==, expected[i].credential_type);
    g_assert_cmpstr (credential.credential_id, ==, expected[i].credential_id);
  }
  CommsDefaultCredential none = { NULL, NULL };
  g_assert_false (comms_app_get_default_credential (app, G_N_ELEMENTS (expected), &none));

  g_assert_null (comms_app_get_name (wrong));
  g_assert_false (comms_app_get_is_default (wrong));
  g_assert_cmpuint (comms_app_get_n_default_credentials (wrong), ==, 0);
}

static void
test_credential (void)
{
  g_autoptr (CommsCredential) credential =
    make (COMMS_TYPE_CREDENTIAL, "{\"id\":\"c1\",\"credentialType\":\"NEW_ONE\","
                                 "\"isDefault\":true,\"appName\":\"shop\"}");
  g_autoptr (CommsCredential) wrong =
    make (COMMS_TYPE_CREDENTIAL, "{\"credentialType\":7,\"isDefault\":1,\"appName\":null}");

  g_assert_cmpstr (comms_credential_get_credential_type (credential), ==, "NEW_ONE");
  g_assert_cmpstr (comms_credential_get_app_name (credential), ==, "shop");
  g_assert_true (comms_credential_get_is_default (credential));
  g_assert_null (comms_credential_get_credential_type (wrong));
  g_assert_null (comms_credential_get_app_name (wrong));
  g_assert_false (comms_credential_get_is_default (wrong));
}

static void
test_operation_error (void)
{
  g_autoptr (CommsOperationError) error =
    make (COMMS_TYPE_OPERATION_ERROR,
          "{\"code\":30410,\"message\":\"Gone\",\"context\":\"$.to[1]\",\"infoUrl\":\"https://x\","
          "\"related\":[{\"name\":\"push_notification\",\"id\":\"n1\"}]}");
  g_autoptr (CommsOperationError) old =
    make (COMMS_TYPE_OPERATION_ERROR,
          "{\"code\":\"30410\",\"message\":7,\"context\":\"null\",\"more_info\":\"https://x\"}");

  g_assert_cmpint (comms_operation_error_get_code (error), ==, 30410);
  g_assert_cmpstr (comms_operation_error_get_message (error), ==, "Gone");
  g_assert_cmpstr (comms_operation_error_get_context (error), ==, "$.to[1]");
  g_assert_cmpstr (comms_operation_error_get_info_url (error), ==, "https://x");
  g_assert_cmpstr (comms_operation_error_get_notification_id (error), ==, "n1");
  g_assert_cmpint (comms_operation_error_get_code (old), ==, 0);
  g_assert_null (comms_operation_error_get_message (old));
  g_assert_null (comms_operation_error_get_context (old));
  g_assert_cmpstr (comms_operation_error_get_info_url (old), ==, "https://x");
  g_assert_null (comms_operation_error_get_notification_id (old));
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
  g_assert_cmpint (comms_operation_get_stat (operation, "delivered"), ==, 9);
  g_assert_cmpint (comms_operation_get_stat (operation, "attempts"), ==, -1);
  g_assert_cmpint (comms_operation_get_stat (without, "delivered"), ==, -1);
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
  g_test_add_func ("/comms/resource/related", test_related);
  g_test_add_func ("/comms/resource/notification/senders", test_notification_senders);
  g_test_add_func ("/comms/resource/app", test_app);
  g_test_add_func ("/comms/resource/credential", test_credential);
  g_test_add_func ("/comms/resource/operation/error", test_operation_error);
  g_test_add_func ("/comms/resource/notification/content", test_notification_content);
  g_test_add_func ("/comms/resource/registration", test_registration);
  g_test_add_func ("/comms/resource/operation/counts", test_operation_counts);
  g_test_add_func ("/comms/resource/operation/end", test_operation_end);
  return g_test_run ();
}
