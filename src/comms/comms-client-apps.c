/* Apps, which creating a credential makes and deleting the last one ends: section 10 of the API. */

#include "comms-calls.h"
#include "comms-json.h"

/**
 * comms_client_list_apps_async:
 * @self: a client
 * @filter: (nullable): what to narrow the list by
 * @page: (nullable): which page
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Lists Apps; filtered by dates and by whether they are the default:
 * GET /PushNotifications/Apps (section 10 of the API). Ends in comms_client_list_finish().
 */
void
comms_client_list_apps_async (CommsClient *self,
                              const CommsFilter *filter,
                              const CommsPageRequest *page,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));

  comms_calls_list (self, COMMS_COLLECTION_APPS, filter, page, cancellable, callback, user_data);
}

/**
 * comms_client_fetch_app_async:
 * @self: a client
 * @name: which one
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Fetches an App: GET /PushNotifications/Apps/{name} (section 10 of the API).
 */
void
comms_client_fetch_app_async (CommsClient *self,
                              const char *name,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));
  g_return_if_fail (name != NULL);

  comms_calls_fetch (self, COMMS_COLLECTION_APPS, name, comms_client_fetch_app_async, cancellable,
                     callback, user_data);
}

/**
 * comms_client_fetch_app_finish:
 * @self: a client
 * @result: from the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): what was asked for
 */
CommsApp *
comms_client_fetch_app_finish (CommsClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (comms_calls_is_result (self, result, comms_client_fetch_app_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static GBytes *
make_update (gboolean is_default)
{
  g_autoptr (GString) text = g_string_new ("{");

  comms_json_append_boolean (text, "isDefault", is_default);
  g_string_append_c (text, '}');
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

/**
 * comms_client_update_app_async:
 * @self: a client
 * @name: which one
 * @is_default: whether sends that name no App are to be its; what %FALSE does is not documented
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Makes an App the default: PATCH /PushNotifications/Apps/{name} (section 10 of the API). Ends in
 * comms_client_update_finish().
 */
void
comms_client_update_app_async (CommsClient *self,
                               const char *name,
                               gboolean is_default,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));
  g_return_if_fail (name != NULL);

  comms_calls_update (self, COMMS_COLLECTION_APPS, name, make_update (is_default), cancellable,
                      callback, user_data);
}
