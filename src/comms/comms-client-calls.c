/* The calls of the API: what each asks for, and what is read from its answer. */

#include "comms-client.h"

#include <base-json.h>

#include "comms-collection.h"
#include "comms-request.h"

/* Where the server names what a POST made, in the order in which to look: the API moved it between
 * generations. */
typedef struct {
  const char *member;
  const char *headers[4];
} Creation;

static const Creation send_creation = {
  .member = "operationId",
  .headers = { "Operation-Id", "OperationId", "X-Twilio-Operation-Id" },
};

static const Creation register_creation = {
  .member = "resourceId",
  .headers = { "Resource-Id", "ResourceId", "X-Twilio-Resource-Id" },
};

static gboolean
is_result_of (CommsClient *self, GAsyncResult *result, gpointer source_tag)
{
  return COMMS_IS_CLIENT (self) && g_task_is_valid (result, self) &&
         g_async_result_is_tagged (result, source_tag);
}

/* "https://host/v1/PushNotifications/Operations/ID?x" is ID. */
static char *
read_last_segment (const char *location)
{
  gsize end = strcspn (location, "?#");

  while (end > 0 && location[end - 1] == '/') {
    end--;
  }
  gsize begin = end;
  while (begin > 0 && location[begin - 1] != '/') {
    begin--;
  }
  return g_uri_unescape_segment (location + begin, location + end, "/");
}

static char *
find_created (const CommsAnswer *answer, const Creation *creation)
{
  const char *id = base_json_string (base_json_node_object (answer->root), creation->member);
  const char *location = comms_answer_get_header (answer, "Location");

  if (id == NULL && location != NULL) {
    return read_last_segment (location);
  }
  for (gsize i = 0; id == NULL && creation->headers[i] != NULL; i++) {
    id = comms_answer_get_header (answer, creation->headers[i]);
  }
  return g_strdup (id);
}

static gpointer
read_created (const CommsAnswer *answer, gconstpointer context, GError **error)
{
  const Creation *creation = context;
  g_autofree char *id = find_created (answer, creation);

  if (id == NULL || id[0] == '\0' || strlen (id) > COMMS_MAX_ID_LENGTH) {
    comms_answer_refuse (answer, error, "the answer has no %s", creation->member);
    return NULL;
  }
  return g_steal_pointer (&id);
}

static void
run_post (CommsClient *self,
          const char *path,
          GBytes *body,
          const Creation *creation,
          gpointer source_tag,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  const CommsRequest request = {
    .method = SOUP_METHOD_POST,
    .target = g_strdup (path),
    .body = g_bytes_ref (body),
    .read = read_created,
    .context = (gpointer) creation,
    .free_result = g_free,
  };

  comms_request_run (self, &request, source_tag, cancellable, callback, user_data);
}

/**
 * comms_client_send_async:
 * @self: a client
 * @body: the JSON document, see [struct@Comms.SendBody]
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Sends notifications: POST /PushNotifications. It is tried once. Where the error's outcome is
 * unknown (see comms_error_is_outcome_unknown()) they may have been sent.
 */
void
comms_client_send_async (CommsClient *self,
                         GBytes *body,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));
  g_return_if_fail (body != NULL);

  run_post (self, "/PushNotifications", body, &send_creation, comms_client_send_async, cancellable,
            callback, user_data);
}

/**
 * comms_client_send_finish:
 * @self: a client
 * @result: from the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): the ID of the operation that sends them
 */
char *
comms_client_send_finish (CommsClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (is_result_of (self, result, comms_client_send_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_list (CommsClient *self,
          CommsCollection collection,
          const CommsFilter *filter,
          const CommsPageRequest *page,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  const CommsRequest request = {
    .method = SOUP_METHOD_GET,
    .target = comms_collection_get_target (collection, filter, page),
    .read = comms_collection_read_page,
    .context = comms_list_context_new (collection, comms_client_get_base_uri (self),
                                       page != NULL ? page->token : NULL),
    .free_context = comms_list_context_free,
    .free_result = g_object_unref,
  };

  comms_request_run (self, &request, comms_client_list_finish, cancellable, callback, user_data);
}

/**
 * comms_client_list_notifications_async:
 * @self: a client
 * @filter: (nullable): what to narrow the list by
 * @page: (nullable): which page
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Lists notifications without their content, newest first; filtered by operation, user, status,
 * provider, tags and dates:
 * GET /PushNotifications. Ends in comms_client_list_finish().
 */
void
comms_client_list_notifications_async (CommsClient *self,
                                       const CommsFilter *filter,
                                       const CommsPageRequest *page,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));

  run_list (self, COMMS_COLLECTION_NOTIFICATIONS, filter, page, cancellable, callback, user_data);
}

/**
 * comms_client_list_operations_async:
 * @self: a client
 * @filter: (nullable): what to narrow the list by
 * @page: (nullable): which page
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Lists operations; filtered by status and dates:
 * GET /PushNotifications/Operations. Ends in comms_client_list_finish().
 */
void
comms_client_list_operations_async (CommsClient *self,
                                    const CommsFilter *filter,
                                    const CommsPageRequest *page,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));

  run_list (self, COMMS_COLLECTION_OPERATIONS, filter, page, cancellable, callback, user_data);
}

/**
 * comms_client_list_registrations_async:
 * @self: a client
 * @filter: (nullable): what to narrow the list by
 * @page: (nullable): which page
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Lists the registrations of the user in @filter, which the API requires; filtered by App:
 * GET /PushNotifications/DeviceRegistrations. Ends in comms_client_list_finish().
 */
void
comms_client_list_registrations_async (CommsClient *self,
                                       const CommsFilter *filter,
                                       const CommsPageRequest *page,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));

  run_list (self, COMMS_COLLECTION_REGISTRATIONS, filter, page, cancellable, callback, user_data);
}

/**
 * comms_client_list_users_async:
 * @self: a client
 * @filter: (nullable): what to narrow the list by
 * @page: (nullable): which page
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Lists users; the API has no filter for them:
 * GET /PushNotifications/Users. Ends in comms_client_list_finish().
 */
void
comms_client_list_users_async (CommsClient *self,
                               const CommsFilter *filter,
                               const CommsPageRequest *page,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));

  run_list (self, COMMS_COLLECTION_USERS, filter, page, cancellable, callback, user_data);
}

/**
 * comms_client_list_finish:
 * @self: a client
 * @result: from the callback of any of the lists
 * @error: return location for an error
 *
 * Returns: (transfer full): the page
 */
CommsPage *
comms_client_list_finish (CommsClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (is_result_of (self, result, comms_client_list_finish), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_fetch (CommsClient *self,
           CommsCollection collection,
           const char *id,
           gpointer source_tag,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  const CommsRequest request = {
    .method = SOUP_METHOD_GET,
    .target = comms_collection_get_item_target (collection, id),
    .read = comms_collection_read_item,
    .context = GUINT_TO_POINTER (collection),
    .free_result = g_object_unref,
  };

  comms_request_run (self, &request, source_tag, cancellable, callback, user_data);
}

/**
 * comms_client_fetch_notification_async:
 * @self: a client
 * @id: which one
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Fetches a notification, with its content: GET /PushNotifications/{id}.
 */
void
comms_client_fetch_notification_async (CommsClient *self,
                                       const char *id,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));
  g_return_if_fail (id != NULL);

  run_fetch (self, COMMS_COLLECTION_NOTIFICATIONS, id, comms_client_fetch_notification_async,
             cancellable, callback, user_data);
}

/**
 * comms_client_fetch_notification_finish:
 * @self: a client
 * @result: from the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): what was asked for
 */
CommsNotification *
comms_client_fetch_notification_finish (CommsClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (is_result_of (self, result, comms_client_fetch_notification_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * comms_client_fetch_operation_async:
 * @self: a client
 * @id: which one
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Fetches an operation: GET /PushNotifications/Operations/{id}.
 */
void
comms_client_fetch_operation_async (CommsClient *self,
                                    const char *id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));
  g_return_if_fail (id != NULL);

  run_fetch (self, COMMS_COLLECTION_OPERATIONS, id, comms_client_fetch_operation_async, cancellable,
             callback, user_data);
}

/**
 * comms_client_fetch_operation_finish:
 * @self: a client
 * @result: from the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): what was asked for
 */
CommsOperation *
comms_client_fetch_operation_finish (CommsClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (is_result_of (self, result, comms_client_fetch_operation_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * comms_client_fetch_registration_async:
 * @self: a client
 * @id: which one
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Fetches a registration: GET /PushNotifications/DeviceRegistrations/{id}.
 */
void
comms_client_fetch_registration_async (CommsClient *self,
                                       const char *id,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));
  g_return_if_fail (id != NULL);

  run_fetch (self, COMMS_COLLECTION_REGISTRATIONS, id, comms_client_fetch_registration_async,
             cancellable, callback, user_data);
}

/**
 * comms_client_fetch_registration_finish:
 * @self: a client
 * @result: from the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): what was asked for
 */
CommsRegistration *
comms_client_fetch_registration_finish (CommsClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (is_result_of (self, result, comms_client_fetch_registration_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * comms_client_fetch_user_async:
 * @self: a client
 * @id: which one
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Fetches a user: GET /PushNotifications/Users/{id}.
 */
void
comms_client_fetch_user_async (CommsClient *self,
                               const char *id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));
  g_return_if_fail (id != NULL);

  run_fetch (self, COMMS_COLLECTION_USERS, id, comms_client_fetch_user_async, cancellable, callback,
             user_data);
}

/**
 * comms_client_fetch_user_finish:
 * @self: a client
 * @result: from the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): what was asked for
 */
CommsUser *
comms_client_fetch_user_finish (CommsClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (is_result_of (self, result, comms_client_fetch_user_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static GBytes *
make_registration (const char *app_name,
                   const char *provider,
                   const char *token,
                   const char *user_id)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "appName", app_name);
  json_object_set_string_member (object, "provider", provider);
  json_object_set_string_member (object, "token", token);
  if (user_id != NULL) {
    json_object_set_string_member (object, "userId", user_id);
  }
  json_node_set_object (root, object);
  char *text = json_to_string (root, FALSE);
  return g_bytes_new_take (text, strlen (text));
}

/**
 * comms_client_register_device_async:
 * @self: a client
 * @app_name: an App
 * @provider: FCM or APN
 * @token: the device
 * @user_id: (nullable): whose device it is; %NULL makes a new user
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Adds a device to the registration of a user: POST /PushNotifications/DeviceRegistrations. The
 * user that was made is named by the registration only, so fetch that.
 */
void
comms_client_register_device_async (CommsClient *self,
                                    const char *app_name,
                                    const char *provider,
                                    const char *token,
                                    const char *user_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));
  g_return_if_fail (app_name != NULL);
  g_return_if_fail (provider != NULL);
  g_return_if_fail (token != NULL);

  g_autoptr (GBytes) body = make_registration (app_name, provider, token, user_id);
  run_post (self, "/PushNotifications/DeviceRegistrations", body, &register_creation,
            comms_client_register_device_async, cancellable, callback, user_data);
}

/**
 * comms_client_register_device_finish:
 * @self: a client
 * @result: from the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): the ID of the registration
 */
char *
comms_client_register_device_finish (CommsClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (is_result_of (self, result, comms_client_register_device_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
read_deleted (const CommsAnswer *answer, gconstpointer context, GError **error)
{
  return GINT_TO_POINTER (TRUE);
}

static void
run_delete (CommsClient *self,
            CommsCollection collection,
            const char *id,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  const CommsRequest request = {
    .method = SOUP_METHOD_DELETE,
    .target = comms_collection_get_item_target (collection, id),
    .read = read_deleted,
    .gone_is_done = TRUE,
  };

  comms_request_run (self, &request, comms_client_delete_finish, cancellable, callback, user_data);
}

/**
 * comms_client_delete_registration_async:
 * @self: a client
 * @id: which one
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Deletes a registration: the whole set of devices that a user has under an App.
 * DELETE /PushNotifications/DeviceRegistrations/{id}. Ends in comms_client_delete_finish().
 */
void
comms_client_delete_registration_async (CommsClient *self,
                                        const char *id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));
  g_return_if_fail (id != NULL);

  run_delete (self, COMMS_COLLECTION_REGISTRATIONS, id, cancellable, callback, user_data);
}

/**
 * comms_client_delete_user_async:
 * @self: a client
 * @id: which one
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Deletes a user, for good.
 * DELETE /PushNotifications/Users/{id}. Ends in comms_client_delete_finish().
 */
void
comms_client_delete_user_async (CommsClient *self,
                                const char *id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));
  g_return_if_fail (id != NULL);

  run_delete (self, COMMS_COLLECTION_USERS, id, cancellable, callback, user_data);
}

/**
 * comms_client_delete_finish:
 * @self: a client
 * @result: from the callback of any of the deletions
 * @error: return location for an error
 *
 * Returns: whether it is gone, now or before
 */
gboolean
comms_client_delete_finish (CommsClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (is_result_of (self, result, comms_client_delete_finish), FALSE);

  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}
