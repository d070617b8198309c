/* The devices of users: section 8 of the API. */

#include "comms-calls.h"
#include "comms-json.h"

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
 * GET /PushNotifications/DeviceRegistrations (section 8.2 of the API). Ends in
 * comms_client_list_finish().
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

  comms_calls_list (self, COMMS_COLLECTION_REGISTRATIONS, filter, page, cancellable, callback,
                    user_data);
}

/**
 * comms_client_fetch_registration_async:
 * @self: a client
 * @id: which one
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Fetches a registration: GET /PushNotifications/DeviceRegistrations/{id} (section 8.4 of the
 * API).
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

  comms_calls_fetch (self, COMMS_COLLECTION_REGISTRATIONS, id,
                     comms_client_fetch_registration_async, cancellable, callback, user_data);
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
  g_return_val_if_fail (comms_calls_is_result (self, result, comms_client_fetch_registration_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static GBytes *
make_registration (const char *app_name,
                   const char *provider,
                   const char *token,
                   const char *user_id)
{
  g_autoptr (GString) text = g_string_new ("{");

  comms_json_append_member (text, "appName", app_name);
  comms_json_append_member (text, "provider", provider);
  comms_json_append_member (text, "token", token);
  comms_json_append_member (text, "userId", user_id);
  g_string_append_c (text, '}');
  return g_string_free_to_bytes (g_steal_pointer (&text));
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
 * Adds a device to the registration of a user: POST /PushNotifications/DeviceRegistrations
 * (section 8.3 of the API). The user that was made is named by the registration only, so fetch
 * that.
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

  comms_calls_create (self, COMMS_COLLECTION_REGISTRATIONS,
                      make_registration (app_name, provider, token, user_id),
                      &comms_resource_creation, COMMS_POST_NONE, comms_client_register_device_async,
                      cancellable, callback, user_data);
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
  g_return_val_if_fail (comms_calls_is_result (self, result, comms_client_register_device_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
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

  comms_calls_delete (self, COMMS_COLLECTION_REGISTRATIONS, id, cancellable, callback, user_data);
}
