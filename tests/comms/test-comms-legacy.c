/* Every call against the real emulator, in each shape that the API ever had, and in all at once: a
 * caller sees no difference. */

#include "test-comms.h"

#include <base-time.h>

#define SERVICE_ACCOUNT                                                                    \
  "{\"type\":\"service_account\",\"project_id\":\"p\",\"private_key_id\":\"1\","           \
  "\"private_key\":\"-----BEGIN PRIVATE KEY-----\\nMIIB\\n-----END PRIVATE KEY-----\\n\"," \
  "\"client_email\":\"a@p.iam.gserviceaccount.com\",\"token_uri\":\"https://oauth2.example/token\"}"
#define CERTIFICATE "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
#define PRIVATE_KEY "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n"

static const char *const shapes[] = {
  NULL,
  "ids",
  "errors",
  "stats",
  "collection-keys",
  "headers",
  "pagination",
  "recipients",
  "ids,errors,stats,collection-keys,headers,pagination,recipients",
};

typedef struct {
  TestEmulator *emulator;
  CommsClient *client;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer legacy)
{
  fixture->emulator =
    legacy != NULL ? test_emulator_start ("--pace", "0", "--legacy", (const char *) legacy, NULL)
                   : test_emulator_start ("--pace", "0", NULL);
  g_autoptr (CommsAuthorizer) authorizer = comms_basic_authorizer_new (
    test_emulator_get_sid (fixture->emulator), test_emulator_get_secret (fixture->emulator));
  g_autoptr (GError) error = NULL;
  fixture->client =
    comms_client_new (test_emulator_get_url (fixture->emulator), authorizer, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer legacy)
{
  g_assert_finalize_object (fixture->client);
  test_emulator_stop (fixture->emulator);
}

#define FETCH(name, type)                                                             \
  static type *fetch_##name (CommsClient *client, const char *id, GError **error)     \
  {                                                                                   \
    GAsyncResult *result = NULL;                                                      \
    comms_client_fetch_##name##_async (client, id, NULL, test_store_result, &result); \
    g_autoptr (GAsyncResult) done = test_await (&result);                             \
    return comms_client_fetch_##name##_finish (client, done, error);                  \
  }

FETCH (notification, CommsNotification)
FETCH (operation, CommsOperation)
FETCH (registration, CommsRegistration)
FETCH (app, CommsApp)
FETCH (credential, CommsCredential)

#define DELETE(name)                                                                   \
  static void delete_##name (CommsClient *client, const char *id)                      \
  {                                                                                    \
    GAsyncResult *result = NULL;                                                       \
    g_autoptr (GError) error = NULL;                                                   \
    comms_client_delete_##name##_async (client, id, NULL, test_store_result, &result); \
    g_autoptr (GAsyncResult) done = test_await (&result);                              \
    g_assert_true (comms_client_delete_finish (client, done, &error));                 \
    g_assert_no_error (error);                                                         \
  }

DELETE (credential)
DELETE (registration)
DELETE (user)

/* All entries, in pages of two, in the order of the API. */
static GPtrArray *
list_all (CommsClient *client, CommsListFunc list, const CommsFilter *filter)
{
  g_autoptr (CommsCursor) cursor = comms_cursor_new_for_client (client, list, filter, 2);
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);

  while (comms_cursor_has_more (cursor)) {
    GAsyncResult *result = NULL;
    g_autoptr (GError) error = NULL;
    comms_cursor_next_async (cursor, NULL, test_store_result, &result);
    g_autoptr (GAsyncResult) done = test_await (&result);
    g_autoptr (GPtrArray) page = comms_cursor_next_finish (cursor, done, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (page->len, <=, 2);
    g_ptr_array_extend_and_steal (all, g_steal_pointer (&page));
  }
  return all;
}

static gboolean
contains (GPtrArray *items, const char *id)
{
  for (guint i = 0; i < items->len; i++) {
    if (g_strcmp0 (comms_resource_get_id (items->pdata[i]), id) == 0) {
      return TRUE;
    }
  }
  return FALSE;
}

static guint
count (CommsClient *client, CommsListFunc list, const CommsFilter *filter, const char *id)
{
  g_autoptr (GPtrArray) items = list_all (client, list, filter);

  g_assert_true (id == NULL || contains (items, id));
  return items->len;
}

static char *
create (CommsClient *client, const CommsNewCredential *credential)
{
  g_autoptr (GError) error = NULL;
  char *id = test_create_credential (client, credential, &error);

  g_assert_no_error (error);
  g_assert_nonnull (id);
  return id;
}

static void
test_apps (Fixture *fixture, gconstpointer legacy)
{
  CommsClient *client = fixture->client;
  const CommsFilter defaults = { .is_default = "true" };
  const CommsFilter others = { .is_default = "false" };
  const CommsFilter future = { .start_date = "2999-01-01T00:00:00Z" };
  const CommsNewCredential fcm = { .credential_type = "FCM",
                                   .app_name = "my_shop",
                                   .private_key = SERVICE_ACCOUNT };
  g_autoptr (GError) error = NULL;
  guint n_apps = count (client, comms_client_list_apps_async, NULL, NULL);
  g_autofree char *credential_id = create (client, &fcm);

  g_assert_cmpuint (count (client, comms_client_list_apps_async, NULL, "my_shop"), ==, n_apps + 1);
  g_assert_cmpuint (count (client, comms_client_list_apps_async, &future, NULL), ==, 0);
  g_autoptr (CommsApp) app = fetch_app (client, "my_shop", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (comms_app_get_name (app), ==, "my_shop");
  g_assert_cmpint (comms_resource_get_created_at (COMMS_RESOURCE (app)), >, 0);
  g_assert_cmpint (comms_app_get_is_default (app), ==, n_apps == 0);

  CommsDefaultCredential used = { NULL, NULL };
  g_assert_cmpuint (comms_app_get_n_default_credentials (app), ==, 1);
  g_assert_true (comms_app_get_default_credential (app, 0, &used));
  g_assert_cmpstr (used.credential_type, ==, "FCM");
  g_assert_cmpstr (used.credential_id, ==, credential_id);

  g_assert_true (test_update_app (client, "my_shop", TRUE, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count (client, comms_client_list_apps_async, &defaults, "my_shop"), ==, 1);
  g_assert_cmpuint (count (client, comms_client_list_apps_async, &others, NULL), ==, n_apps);

  delete_credential (client, credential_id);
  delete_credential (client, credential_id);
  g_assert_null (fetch_app (client, "my_shop", &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_NOT_FOUND);
  g_assert_nonnull (comms_error_get_issues (error));
}

static void
check_credential (CommsClient *client, const char *id, const char *type, gboolean is_default)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CommsCredential) credential = fetch_credential (client, id, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (comms_resource_get_id (COMMS_RESOURCE (credential)), ==, id);
  g_assert_cmpstr (comms_credential_get_credential_type (credential), ==, type);
  g_assert_cmpstr (comms_credential_get_app_name (credential), ==, "my_shop");
  g_assert_cmpint (comms_credential_get_is_default (credential), ==, is_default);
  g_autofree char *json = comms_resource_to_json (COMMS_RESOURCE (credential));
  g_assert_null (strstr (json, "rivate"));
}

static void
test_credentials (Fixture *fixture, gconstpointer legacy)
{
  static const char *const types[] = { "FCM", "APN", "APN_SANDBOX", "FCM" };
  const char *const tags[] = { "team", "blue", NULL };
  CommsClient *client = fixture->client;
  g_autoptr (GError) error = NULL;
  char *ids[G_N_ELEMENTS (types)] = { NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++) {
    gboolean is_fcm = g_str_equal (types[i], "FCM");
    const CommsNewCredential credential = {
      .credential_type = types[i],
      .app_name = "my_shop",
      .certificate = is_fcm ? NULL : CERTIFICATE,
      .private_key = is_fcm ? SERVICE_ACCOUNT : PRIVATE_KEY,
    };
    ids[i] = create (client, &credential);
    check_credential (client, ids[i], types[i], i < 3);
  }
  const struct {
    CommsFilter filter;
    guint n;
  } filters[] = {
    { { .app_name = "my_shop" }, 4 },
    { { .app_name = "my_shop", .credential_type = "FCM" }, 2 },
    { { .app_name = "my_shop", .credential_type = "APN_SANDBOX" }, 1 },
    { { .app_name = "my_shop", .is_default = "true" }, 3 },
    { { .app_name = "my_shop", .is_default = "false", .credential_type = "FCM" }, 1 },
    { { .app_name = "no_shop" }, 0 },
    { { .end_date = "1999-01-01T00:00:00Z" }, 0 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++) {
    g_test_message ("filter %" G_GSIZE_FORMAT, i);
    g_assert_cmpuint (count (client, comms_client_list_credentials_async, &filters[i].filter, NULL),
                      ==, filters[i].n);
  }

  GAsyncResult *result = NULL;
  comms_client_update_credential_async (client, ids[3], TRUE, tags, NULL, test_store_result,
                                        &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  g_assert_true (comms_client_update_finish (client, done, &error));
  g_assert_no_error (error);
  check_credential (client, ids[3], "FCM", TRUE);
  check_credential (client, ids[0], "FCM", FALSE);
  g_autoptr (CommsCredential) tagged = fetch_credential (client, ids[3], &error);
  g_assert_cmpstr (comms_resource_get_tag (COMMS_RESOURCE (tagged), "team"), ==, "blue");
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++) {
    delete_credential (client, ids[i]);
    g_free (ids[i]);
  }
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

static void
test_registrations (Fixture *fixture, gconstpointer legacy)
{
  CommsClient *client = fixture->client;
  g_autoptr (GError) error = NULL;
  guint n_users = count (client, comms_client_list_users_async, NULL, NULL);
  g_autofree char *id = register_device (client, "t1", NULL);
  g_autoptr (CommsRegistration) registration = fetch_registration (client, id, &error);
  g_assert_no_error (error);
  const char *user_id = comms_registration_get_user_id (registration);
  const CommsFilter filter = { .user_id = user_id };

  g_assert_cmpstr (comms_resource_get_related_id (COMMS_RESOURCE (registration), "user"), ==,
                   user_id);
  g_autofree char *again = register_device (client, "t2", user_id);
  g_assert_cmpstr (again, ==, id);
  g_assert_cmpuint (count (client, comms_client_list_users_async, NULL, user_id), ==, n_users + 1);
  g_assert_cmpuint (count (client, comms_client_list_registrations_async, &filter, id), ==, 1);

  delete_registration (client, id);
  g_assert_cmpuint (count (client, comms_client_list_registrations_async, &filter, NULL), ==, 0);
  delete_user (client, user_id);
  delete_user (client, user_id);
  g_autoptr (CommsUser) deleted = test_fetch_user (client, user_id, NULL);
  g_assert_true (deleted == NULL || comms_user_get_deleted_at (deleted) > 0);
}

static char *
send_to (CommsClient *client, const CommsEnvelope *envelope, const char *const *tokens)
{
  g_autoptr (CommsSendBody) body = comms_send_body_new (envelope);
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; tokens[i] != NULL; i++) {
    comms_send_body_add_device (body, "FCM", tokens[i]);
  }
  g_autoptr (GBytes) bytes = comms_send_body_finish (body);
  comms_client_send_async (client, bytes, NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  char *id = comms_client_send_finish (client, done, &error);
  g_assert_no_error (error);
  g_assert_nonnull (id);
  return id;
}

static CommsOperation *
wait_for_end (CommsClient *client, const char *id)
{
  g_autoptr (CommsOperation) operation = NULL;

  do {
    g_autoptr (GError) error = NULL;
    g_clear_object (&operation);
    operation = fetch_operation (client, id, &error);
    g_assert_no_error (error);
  } while (!comms_operation_has_ended (operation));
  return g_steal_pointer (&operation);
}

static void
check_notifications (CommsClient *client, const char *operation_id)
{
  const struct {
    CommsFilter filter;
    guint n;
  } filters[] = {
    { { .operation_id = operation_id }, 5 },
    { { .operation_id = operation_id, .status = "SENT" }, 3 },
    { { .operation_id = operation_id, .status = "FAILED" }, 2 },
    { { .operation_id = operation_id, .provider = "APN" }, 0 },
    { { .operation_id = operation_id, .tags = "k:v;" }, 5 },
    { { .operation_id = operation_id, .tags = "k:w;" }, 0 },
    { { .operation_id = operation_id, .end_date = "1999-01-01T00:00:00Z" }, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++) {
    g_test_message ("filter %" G_GSIZE_FORMAT, i);
    g_assert_cmpuint (
      count (client, comms_client_list_notifications_async, &filters[i].filter, NULL), ==,
      filters[i].n);
  }
  g_autoptr (GPtrArray) listed =
    list_all (client, comms_client_list_notifications_async, &filters[2].filter);
  g_autoptr (GError) error = NULL;
  g_autoptr (CommsNotification) failed =
    fetch_notification (client, comms_resource_get_id (listed->pdata[0]), &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (comms_notification_get_token (failed), "FAIL"));
  g_assert_cmpstr (comms_notification_get_provider (failed), ==, "FCM");
  g_assert_cmpstr (comms_notification_get_status (failed), ==, "FAILED");
  g_assert_cmpstr (comms_notification_get_operation_id (failed), ==, operation_id);
  g_assert_cmpstr (comms_notification_get_body (failed), ==, "Hi");
  g_assert_nonnull (comms_notification_get_credential_id (failed));
}

static void
check_causes (CommsClient *client, const char *operation_id)
{
  const CommsFilter filter = { .operation_id = operation_id };
  g_autoptr (GPtrArray) causes =
    list_all (client, comms_client_list_operation_errors_async, &filter);

  g_assert_cmpuint (causes->len, ==, 2);
  for (guint i = 0; i < causes->len; i++) {
    CommsOperationError *cause = causes->pdata[i];
    g_autoptr (GError) error = NULL;
    g_autoptr (CommsNotification) failed =
      fetch_notification (client, comms_operation_error_get_notification_id (cause), &error);
    g_assert_no_error (error);
    g_assert_cmpint (comms_operation_error_get_code (cause), >, 0);
    g_assert_nonnull (comms_operation_error_get_message (cause));
    g_assert_nonnull (comms_operation_error_get_info_url (cause));
    g_assert_cmpstr (comms_notification_get_status (failed), ==, "FAILED");
  }
}

static void
test_sends (Fixture *fixture, gconstpointer legacy)
{
  const char *const tokens[] = { "a", "b", "c", "FAIL_1", "FAIL_2", NULL };
  const char *const tags[] = { "k", "v", NULL };
  const CommsEnvelope envelope = { .body = "Hi", .app_name = "test_app", .tags = tags };
  const CommsFilter ended = { .status = "COMPLETED" };
  const CommsFilter nobody = { .operation_id = "comms_operation_01h9krwprkeee8fzqspvwy6nq8" };
  CommsClient *client = fixture->client;
  g_autofree char *id = send_to (client, &envelope, tokens);
  g_autoptr (CommsOperation) operation = wait_for_end (client, id);
  gboolean old_stats = legacy != NULL && strstr (legacy, "stats") != NULL;

  g_assert_cmpstr (comms_resource_get_id (COMMS_RESOURCE (operation)), ==, id);
  g_assert_cmpint (comms_operation_get_count (operation, COMMS_COUNT_RECIPIENTS), ==, 5);
  g_assert_cmpint (comms_operation_get_count (operation, COMMS_COUNT_SENT), ==, 3);
  g_assert_cmpint (comms_operation_get_count (operation, COMMS_COUNT_FAILED), ==, 2);
  g_assert_cmpint (comms_operation_get_stat (operation, "delivered"), ==, old_stats ? 3 : -1);
  g_assert_cmpuint (count (client, comms_client_list_operations_async, &ended, id), >=, 1);
  check_notifications (client, id);
  check_causes (client, id);
  g_assert_cmpuint (count (client, comms_client_list_notifications_async, &nobody, NULL), ==, 0);
}

static void
test_cancel (Fixture *fixture, gconstpointer legacy)
{
  const char *const tokens[] = { "a", "b", NULL };
  g_autofree char *tomorrow = base_time_format (g_get_real_time () + G_TIME_SPAN_DAY);
  const CommsEnvelope envelope = { .body = "Hi", .app_name = "test_app", .send_at = tomorrow };
  const CommsFilter scheduled = { .status = "SCHEDULED" };
  CommsClient *client = fixture->client;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = send_to (client, &envelope, tokens);

  g_assert_cmpuint (count (client, comms_client_list_operations_async, &scheduled, id), ==, 1);
  g_assert_true (test_cancel_operation (client, id, &error));
  g_assert_no_error (error);
  g_autoptr (CommsOperation) operation = wait_for_end (client, id);
  g_assert_cmpstr (comms_operation_get_status (operation), ==, "CANCELED");

  g_assert_false (test_cancel_operation (client, "comms_operation_none", &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_UNSUPPORTED);
}

static void
test_issues (Fixture *fixture, gconstpointer legacy)
{
  gboolean flat = legacy != NULL && strstr (legacy, "errors") != NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (test_send (fixture->client, "{\"to\":[{},{}],\"content\":{}}", &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_REJECTED);
  GPtrArray *issues = comms_error_get_issues (error);
  g_assert_nonnull (issues);
  g_assert_true (flat ? issues->len == 1 : issues->len > 1);
  const CommsIssue *issue = issues->pdata[0];
  g_assert_cmpint (issue->code, >, 0);
  g_assert_nonnull (issue->info_url);
}

static const struct {
  const char *name;
  void (*run) (Fixture *fixture, gconstpointer legacy);
} tests[] = {
  { "apps", test_apps },
  { "credentials", test_credentials },
  { "registrations", test_registrations },
  { "sends", test_sends },
  { "cancel", test_cancel },
  { "issues", test_issues },
};

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++) {
    for (gsize j = 0; j < G_N_ELEMENTS (tests); j++) {
      g_autofree char *path = g_strdup_printf ("/comms/legacy/%s/%s",
                                               shapes[i] == NULL                ? "none"
                                               : i == G_N_ELEMENTS (shapes) - 1 ? "all"
                                                                                : shapes[i],
                                               tests[j].name);
      g_test_add (path, Fixture, shapes[i], set_up, tests[j].run, tear_down);
    }
  }
  return g_test_run ();
}
