/* Users, whom registering a device makes: section 9 of the API. */

#include "comms-calls.h"

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

  comms_calls_list (self, COMMS_COLLECTION_USERS, filter, page, cancellable, callback, user_data);
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

  comms_calls_fetch (self, COMMS_COLLECTION_USERS, id, comms_client_fetch_user_async, cancellable,
                     callback, user_data);
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
  g_return_val_if_fail (comms_calls_is_result (self, result, comms_client_fetch_user_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
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

  comms_calls_delete (self, COMMS_COLLECTION_USERS, id, cancellable, callback, user_data);
}
