#include "fault-calls.h"

#define CERTIFICATE "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
#define PRIVATE_KEY "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n"

const char *const fault_methods[] = {
  [FAULT_POST] = "POST",
  [FAULT_READ] = "GET",
  [FAULT_DELETE] = "DELETE",
  [FAULT_PATCH] = "PATCH",
};

FaultWorld *
fault_world_new (void)
{
  FaultWorld *self = g_new0 (FaultWorld, 1);

  self->emulator = test_emulator_start ("--control", "--pace", "0", NULL);
  self->api =
    api_new (test_emulator_get_url (self->emulator), test_emulator_get_sid (self->emulator),
             test_emulator_get_secret (self->emulator));
  return self;
}

void
fault_world_free (FaultWorld *self)
{
  api_free (self->api);
  test_emulator_stop (self->emulator);
  g_free (self->app);
  g_free (self);
}

/* The credential that keeps the app. */
void
fault_world_begin_round (FaultWorld *self)
{
  g_free (self->app);
  self->app = g_strdup_printf ("app_%u", self->n_rounds++);
  g_autofree char *credential = api_add_credential (self->api, "FCM", self->app, FALSE);
}

CommsClient *
fault_world_make_client (FaultWorld *self)
{
  g_autoptr (CommsAuthorizer) authorizer = comms_basic_authorizer_new (
    test_emulator_get_sid (self->emulator), test_emulator_get_secret (self->emulator));
  g_autoptr (GError) error = NULL;
  CommsClient *client =
    comms_client_new (test_emulator_get_url (self->emulator), authorizer, &error);

  g_assert_no_error (error);
  return client;
}

void
fault_target_clear (FaultTarget *target)
{
  g_clear_pointer (&target->id, g_free);
  g_clear_pointer (&target->owner, g_free);
}

/* POST /PushNotifications: a tag of its own tells how often it was acted on. */

static void
prepare_token (FaultWorld *world, FaultTarget *target)
{
  target->id = g_strdup_printf ("token-%u", world->n_tokens++);
}

static GBytes *
make_send (const char *token)
{
  char *text = g_strdup_printf (
    "{'to':[{'token':'%s','provider':'FCM'}],'content':{'body':'B'},'tags':{'call':'%s'}}", token,
    token);

  g_strdelimit (text, "'", '"');
  return g_bytes_new_take (text, strlen (text));
}

static void
start_send (FaultWorld *world, const FaultTarget *target, CommsClient *client, GAsyncResult **slot)
{
  g_autoptr (GBytes) body = make_send (target->id);

  comms_client_send_async (client, body, NULL, test_store_result, slot);
}

static gboolean
finish_send (CommsClient *client, GAsyncResult *result, GError **error)
{
  g_autofree char *id = comms_client_send_finish (client, result, error);

  return id != NULL;
}

static guint
count_send (FaultWorld *world, const FaultTarget *target)
{
  JsonObject *answer = api_get (world->api, 200, "/PushNotifications?tags=call:%s;", target->id);

  return api_count (answer, "notifications");
}

/* POST /PushNotifications/DeviceRegistrations */

static void
start_register (FaultWorld *world,
                const FaultTarget *target,
                CommsClient *client,
                GAsyncResult **slot)
{
  comms_client_register_device_async (client, world->app, "FCM", target->id, API_USER, NULL,
                                      test_store_result, slot);
}

static gboolean
finish_register (CommsClient *client, GAsyncResult *result, GError **error)
{
  g_autofree char *id = comms_client_register_device_finish (client, result, error);

  return id != NULL;
}

static guint
count_register (FaultWorld *world, const FaultTarget *target)
{
  JsonObject *answer =
    api_get (world->api, 200,
             "/PushNotifications/DeviceRegistrations?userId=" API_USER "&appName=%s", world->app);
  guint n = 0;

  for (guint i = 0; i < api_count (answer, "deviceRegistrations"); i++) {
    JsonArray *devices =
      base_json_array (api_element (answer, "deviceRegistrations", i), "devices");
    for (guint j = 0; j < json_array_get_length (devices); j++) {
      JsonObject *device = json_array_get_object_element (devices, j);
      n += g_strcmp0 (base_json_string (device, "token"), target->id) == 0;
    }
  }
  return n;
}

/* POST /PushNotifications/Credentials: the only one of its type. */

static void
start_create (FaultWorld *world,
              const FaultTarget *target,
              CommsClient *client,
              GAsyncResult **slot)
{
  const CommsNewCredential credential = {
    .credential_type = "APN",
    .app_name = world->app,
    .certificate = CERTIFICATE,
    .private_key = PRIVATE_KEY,
  };

  comms_client_create_credential_async (client, &credential, NULL, test_store_result, slot);
}

static gboolean
finish_create (CommsClient *client, GAsyncResult *result, GError **error)
{
  g_autofree char *id = comms_client_create_credential_finish (client, result, error);

  return id != NULL;
}

static guint
count_credentials (FaultWorld *world, const char *member, const char *value)
{
  JsonObject *answer = api_get (world->api, 200, "/PushNotifications/Credentials?pageSize=1000");
  guint n = 0;

  for (guint i = 0; i < api_count (answer, "credentials"); i++) {
    JsonObject *credential = api_element (answer, "credentials", i);
    n += g_strcmp0 (base_json_string (credential, "appName"), world->app) == 0 &&
         g_strcmp0 (base_json_string (credential, member), value) == 0;
  }
  return n;
}

static guint
count_create (FaultWorld *world, const FaultTarget *target)
{
  return count_credentials (world, "credentialType", "APN");
}

/* POST /PushNotifications/Operations/{operationId}/Cancel */

static void
prepare_operation (FaultWorld *world, FaultTarget *target)
{
  g_autofree char *token = g_strdup_printf ("token-%u", world->n_tokens++);
  g_autofree char *body =
    g_strdup_printf ("{'to':[{'token':'%s','provider':'FCM'}],'content':{'body':'B'}}", token);

  target->id = api_send (world->api, body);
}

static void
prepare_scheduled (FaultWorld *world, FaultTarget *target)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_hours (now, 1);
  g_autofree char *time = g_date_time_format_iso8601 (then);
  g_autofree char *body =
    g_strdup_printf ("{'to':[{'token':'token-%u','provider':'FCM'}],'content':{'body':'B'},"
                     "'schedule':{'sendAt':['%s']}}",
                     world->n_tokens++, time);

  target->id = api_send (world->api, body);
}

static void
start_cancel (FaultWorld *world,
              const FaultTarget *target,
              CommsClient *client,
              GAsyncResult **slot)
{
  comms_client_cancel_operation_async (client, target->id, NULL, test_store_result, slot);
}

static guint
count_cancel (FaultWorld *world, const FaultTarget *target)
{
  JsonObject *operation = api_get (world->api, 200, "/PushNotifications/Operations/%s", target->id);

  return g_strcmp0 (base_json_string (operation, "status"), "CANCELED") == 0;
}

/* The lists. */

#define DEFINE_LIST(name, ...)                                                               \
  static void start_list_##name (FaultWorld *world, const FaultTarget *target,               \
                                 CommsClient *client, GAsyncResult **slot)                   \
  {                                                                                          \
    const CommsFilter filter = __VA_ARGS__;                                                  \
    comms_client_list_##name##_async (client, &filter, NULL, NULL, test_store_result, slot); \
  }

DEFINE_LIST (notifications, { 0 })
DEFINE_LIST (operations, { 0 })
DEFINE_LIST (registrations, { .user_id = API_USER })
DEFINE_LIST (users, { 0 })
DEFINE_LIST (apps, { 0 })
DEFINE_LIST (credentials, { 0 })
DEFINE_LIST (operation_errors, { .operation_id = target->id })

static gboolean
finish_list (CommsClient *client, GAsyncResult *result, GError **error)
{
  g_autoptr (CommsPage) page = comms_client_list_finish (client, result, error);

  return page != NULL;
}

/* The fetches. */

static void
prepare_notification (FaultWorld *world, FaultTarget *target)
{
  g_auto (FaultTarget) operation = { 0 };

  prepare_operation (world, &operation);
  JsonObject *answer = api_get (world->api, 200, "/PushNotifications?operationId=%s", operation.id);
  target->id = g_strdup (base_json_string (api_element (answer, "notifications", 0), "id"));
}

/* A device of a new user. */
static void
prepare_registration (FaultWorld *world, FaultTarget *target)
{
  g_autofree char *token = g_strdup_printf ("token-%u", world->n_tokens++);

  target->id = api_register (world->api, world->app, token, NULL);
  JsonObject *registration =
    api_get (world->api, 200, "/PushNotifications/DeviceRegistrations/%s", target->id);
  target->owner = g_strdup (base_json_string (registration, "userId"));
}

static void
prepare_user (FaultWorld *world, FaultTarget *target)
{
  g_auto (FaultTarget) registration = { 0 };

  prepare_registration (world, &registration);
  target->id = g_steal_pointer (&registration.owner);
}

static void
prepare_app (FaultWorld *world, FaultTarget *target)
{
  target->id = g_strdup (world->app);
}

/* Not the first, which would be the default and keep the app. */
static void
prepare_credential (FaultWorld *world, FaultTarget *target)
{
  target->id = api_add_credential (world->api, "FCM", world->app, FALSE);
}

#define DEFINE_FETCH(name)                                                                        \
  static void start_fetch_##name (FaultWorld *world, const FaultTarget *target,                   \
                                  CommsClient *client, GAsyncResult **slot)                       \
  {                                                                                               \
    comms_client_fetch_##name##_async (client, target->id, NULL, test_store_result, slot);        \
  }                                                                                               \
  static gboolean finish_fetch_##name (CommsClient *client, GAsyncResult *result, GError **error) \
  {                                                                                               \
    g_autoptr (GObject) object =                                                                  \
      (GObject *) comms_client_fetch_##name##_finish (client, result, error);                     \
    return object != NULL;                                                                        \
  }

DEFINE_FETCH (notification)
DEFINE_FETCH (operation)
DEFINE_FETCH (registration)
DEFINE_FETCH (user)
DEFINE_FETCH (app)
DEFINE_FETCH (credential)

/* The deletions. */

#define DEFINE_DELETE(name)                                                                 \
  static void start_delete_##name (FaultWorld *world, const FaultTarget *target,            \
                                   CommsClient *client, GAsyncResult **slot)                \
  {                                                                                         \
    comms_client_delete_##name##_async (client, target->id, NULL, test_store_result, slot); \
  }

DEFINE_DELETE (user)
DEFINE_DELETE (registration)
DEFINE_DELETE (credential)

static guint
count_delete_user (FaultWorld *world, const FaultTarget *target)
{
  JsonObject *user = api_get (world->api, 200, "/PushNotifications/Users/%s", target->id);

  return base_json_string (user, "deletedAt") != NULL;
}

static guint
count_delete_registration (FaultWorld *world, const FaultTarget *target)
{
  JsonObject *answer =
    api_get (world->api, 200, "/PushNotifications/DeviceRegistrations?userId=%s", target->owner);

  return api_count (answer, "deviceRegistrations") == 0;
}

static guint
count_delete_credential (FaultWorld *world, const FaultTarget *target)
{
  return count_credentials (world, "id", target->id) == 0;
}

/* The changes. */

static void
start_update_app (FaultWorld *world,
                  const FaultTarget *target,
                  CommsClient *client,
                  GAsyncResult **slot)
{
  comms_client_update_app_async (client, target->id, TRUE, NULL, test_store_result, slot);
}

static void
start_update_credential (FaultWorld *world,
                         const FaultTarget *target,
                         CommsClient *client,
                         GAsyncResult **slot)
{
  comms_client_update_credential_async (client, target->id, TRUE, NULL, NULL, test_store_result,
                                        slot);
}

static guint
count_update_app (FaultWorld *world, const FaultTarget *target)
{
  JsonObject *app = api_get (world->api, 200, "/PushNotifications/Apps/%s", target->id);

  return base_json_boolean (app, "isDefault", FALSE);
}

static guint
count_update_credential (FaultWorld *world, const FaultTarget *target)
{
  JsonObject *credential =
    api_get (world->api, 200, "/PushNotifications/Credentials/%s", target->id);

  return base_json_boolean (credential, "isDefault", FALSE);
}

#define PUSH "/PushNotifications"

const FaultCall fault_calls[FAULT_N_CALLS] = {
  { "send", FAULT_POST, PUSH, prepare_token, start_send, finish_send, count_send },
  { "register-device", FAULT_POST, PUSH "/DeviceRegistrations", prepare_token, start_register,
    finish_register, count_register },
  { "create-credential", FAULT_POST, PUSH "/Credentials", NULL, start_create, finish_create,
    count_create },
  { "cancel-operation", FAULT_POST, PUSH "/Operations/{operationId}/Cancel", prepare_scheduled,
    start_cancel, comms_client_cancel_operation_finish, count_cancel },

  { "list-notifications", FAULT_READ, PUSH, NULL, start_list_notifications, finish_list, NULL },
  { "list-operations", FAULT_READ, PUSH "/Operations", NULL, start_list_operations, finish_list,
    NULL },
  { "list-registrations", FAULT_READ, PUSH "/DeviceRegistrations", NULL, start_list_registrations,
    finish_list, NULL },
  { "list-users", FAULT_READ, PUSH "/Users", NULL, start_list_users, finish_list, NULL },
  { "list-apps", FAULT_READ, PUSH "/Apps", NULL, start_list_apps, finish_list, NULL },
  { "list-credentials", FAULT_READ, PUSH "/Credentials", NULL, start_list_credentials, finish_list,
    NULL },
  { "list-operation-errors", FAULT_READ, PUSH "/Operations/{operationId}/Errors", prepare_operation,
    start_list_operation_errors, finish_list, NULL },

  { "fetch-notification", FAULT_READ, PUSH "/{pushNotificationId}", prepare_notification,
    start_fetch_notification, finish_fetch_notification, NULL },
  { "fetch-operation", FAULT_READ, PUSH "/Operations/{operationId}", prepare_operation,
    start_fetch_operation, finish_fetch_operation, NULL },
  { "fetch-registration", FAULT_READ, PUSH "/DeviceRegistrations/{deviceRegistrationId}",
    prepare_registration, start_fetch_registration, finish_fetch_registration, NULL },
  { "fetch-user", FAULT_READ, PUSH "/Users/{userId}", prepare_user, start_fetch_user,
    finish_fetch_user, NULL },
  { "fetch-app", FAULT_READ, PUSH "/Apps/{appName}", prepare_app, start_fetch_app, finish_fetch_app,
    NULL },
  { "fetch-credential", FAULT_READ, PUSH "/Credentials/{credentialId}", prepare_credential,
    start_fetch_credential, finish_fetch_credential, NULL },

  { "delete-user", FAULT_DELETE, PUSH "/Users/{userId}", prepare_user, start_delete_user,
    comms_client_delete_finish, count_delete_user },
  { "delete-registration", FAULT_DELETE, PUSH "/DeviceRegistrations/{deviceRegistrationId}",
    prepare_registration, start_delete_registration, comms_client_delete_finish,
    count_delete_registration },
  { "delete-credential", FAULT_DELETE, PUSH "/Credentials/{credentialId}", prepare_credential,
    start_delete_credential, comms_client_delete_finish, count_delete_credential },

  { "update-app", FAULT_PATCH, PUSH "/Apps/{appName}", prepare_app, start_update_app,
    comms_client_update_finish, count_update_app },
  { "update-credential", FAULT_PATCH, PUSH "/Credentials/{credentialId}", prepare_credential,
    start_update_credential, comms_client_update_finish, count_update_credential },
};
