/* Sends and what became of them, recipient by recipient: section 6 of the API. */

#include "comms-calls.h"

/**
 * comms_client_send_async:
 * @self: a client
 * @body: the JSON document, see [struct@Comms.SendBody]
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Sends notifications: POST /PushNotifications (section 6.1 of the API). It is repeated only where
 * nothing can have come of it: see comms_client_set_retry_policy(). Where the error's outcome is
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

  comms_client_send_full_async (self, body, COMMS_SEND_NONE, cancellable, callback, user_data);
}

/**
 * comms_client_send_full_async:
 * @self: a client
 * @body: the JSON document, see [struct@Comms.SendBody]
 * @flags: what cancelling does
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Like comms_client_send_async(), with a choice. It ends in comms_client_send_finish() too.
 *
 * With %COMMS_SEND_UNCUT an attempt that has begun is never given up, because that would only make
 * its outcome unknown: cancelling ends a wait between attempts at once, and otherwise keeps the
 * next from being made. What %G_IO_ERROR_CANCELLED is returned for was not acted on then.
 */
void
comms_client_send_full_async (CommsClient *self,
                              GBytes *body,
                              CommsSendFlags flags,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));
  g_return_if_fail (body != NULL);

  comms_calls_create (self, COMMS_COLLECTION_NOTIFICATIONS, g_bytes_ref (body),
                      &comms_operation_creation,
                      (flags & COMMS_SEND_UNCUT) != 0 ? COMMS_POST_UNCUT : COMMS_POST_NONE,
                      comms_client_send_async, cancellable, callback, user_data);
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
  g_return_val_if_fail (comms_calls_is_result (self, result, comms_client_send_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
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
 * GET /PushNotifications (section 6.6 of the API). Ends in comms_client_list_finish().
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

  comms_calls_list (self, COMMS_COLLECTION_NOTIFICATIONS, filter, page, cancellable, callback,
                    user_data);
}

/**
 * comms_client_fetch_notification_async:
 * @self: a client
 * @id: which one
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Fetches a notification, with its content: GET /PushNotifications/{id} (section 6.7
 * of the API).
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

  comms_calls_fetch (self, COMMS_COLLECTION_NOTIFICATIONS, id,
                     comms_client_fetch_notification_async, cancellable, callback, user_data);
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
  g_return_val_if_fail (comms_calls_is_result (self, result, comms_client_fetch_notification_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
