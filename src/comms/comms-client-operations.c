/* Operations, one for each send: section 7 of the API. */

#include "comms-calls.h"

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
 * GET /PushNotifications/Operations (section 7.3 of the API). Ends in comms_client_list_finish().
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

  comms_calls_list (self, COMMS_COLLECTION_OPERATIONS, filter, page, cancellable, callback,
                    user_data);
}

/**
 * comms_client_fetch_operation_async:
 * @self: a client
 * @id: which one
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Fetches an operation: GET /PushNotifications/Operations/{id} (section 7.2 of the
 * API).
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

  comms_calls_fetch (self, COMMS_COLLECTION_OPERATIONS, id, comms_client_fetch_operation_async,
                     cancellable, callback, user_data);
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
  g_return_val_if_fail (comms_calls_is_result (self, result, comms_client_fetch_operation_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * comms_client_list_operation_errors_async:
 * @self: a client
 * @filter: (nullable): what to narrow the list by
 * @page: (nullable): which page
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Lists why notifications of the operation in @filter failed:
 * GET /PushNotifications/Operations/{id}/Errors (section 7.4 of the API, where it is named without
 * being described). Ends in comms_client_list_finish(); %COMMS_ERROR_NOT_FOUND is what a server
 * answers that has no such operation, and one that has no such call.
 */
void
comms_client_list_operation_errors_async (CommsClient *self,
                                          const CommsFilter *filter,
                                          const CommsPageRequest *page,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));

  comms_calls_list (self, COMMS_COLLECTION_OPERATION_ERRORS, filter, page, cancellable, callback,
                    user_data);
}

/**
 * comms_client_cancel_operation_async:
 * @self: a client
 * @id: which one
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Cancels what an operation has not sent yet: POST /PushNotifications/Operations/{id}/Cancel. That
 * is an extension (section 7.5 of the API): a server without it answers 404 or 405, which is
 * %COMMS_ERROR_UNSUPPORTED, and cannot be told from one without that operation.
 */
void
comms_client_cancel_operation_async (CommsClient *self,
                                     const char *id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));
  g_return_if_fail (id != NULL);

  comms_calls_tell (self, COMMS_COLLECTION_OPERATIONS, id, "Cancel",
                    comms_client_cancel_operation_async, cancellable, callback, user_data);
}

/**
 * comms_client_cancel_operation_finish:
 * @self: a client
 * @result: from the callback
 * @error: return location for an error
 *
 * Returns: whether the server took it on; the operation shows what came of it
 */
gboolean
comms_client_cancel_operation_finish (CommsClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (comms_calls_is_result (self, result, comms_client_cancel_operation_async),
                        FALSE);

  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}
