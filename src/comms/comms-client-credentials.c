/* What Apps send with: section 11 of the API. */

#include "comms-calls.h"
#include "comms-json.h"

/**
 * comms_client_list_credentials_async:
 * @self: a client
 * @filter: (nullable): what to narrow the list by
 * @page: (nullable): which page
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Lists credentials; filtered by App, type, dates and by whether they are defaults:
 * GET /PushNotifications/Credentials (section 11.3 of the API). Ends in comms_client_list_finish().
 */
void
comms_client_list_credentials_async (CommsClient *self,
                                     const CommsFilter *filter,
                                     const CommsPageRequest *page,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));

  comms_calls_list (self, COMMS_COLLECTION_CREDENTIALS, filter, page, cancellable, callback,
                    user_data);
}

/**
 * comms_client_fetch_credential_async:
 * @self: a client
 * @id: which one
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Fetches a credential, without its secret: GET /PushNotifications/Credentials/{id} (section 11.4
 * of the API).
 */
void
comms_client_fetch_credential_async (CommsClient *self,
                                     const char *id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));
  g_return_if_fail (id != NULL);

  comms_calls_fetch (self, COMMS_COLLECTION_CREDENTIALS, id, comms_client_fetch_credential_async,
                     cancellable, callback, user_data);
}

/**
 * comms_client_fetch_credential_finish:
 * @self: a client
 * @result: from the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): what was asked for
 */
CommsCredential *
comms_client_fetch_credential_finish (CommsClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (comms_calls_is_result (self, result, comms_client_fetch_credential_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * comms_client_create_credential_async:
 * @self: a client
 * @credential: what is to be made; read now, not kept
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Makes a credential, and the App that it names if that is not there yet:
 * POST /PushNotifications/Credentials (section 11.2 of the API). The secrets are kept until the
 * call ends, in a buffer that is overwritten then, and no error quotes them.
 */
void
comms_client_create_credential_async (CommsClient *self,
                                      const CommsNewCredential *credential,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));
  g_return_if_fail (credential != NULL);
  g_return_if_fail (credential->credential_type != NULL);
  g_return_if_fail (credential->private_key != NULL);

  comms_calls_create (self, COMMS_COLLECTION_CREDENTIALS, comms_new_credential_to_body (credential),
                      &comms_resource_creation, COMMS_POST_SECRET,
                      comms_client_create_credential_async, cancellable, callback, user_data);
}

/**
 * comms_client_create_credential_finish:
 * @self: a client
 * @result: from the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): the ID of the credential
 */
char *
comms_client_create_credential_finish (CommsClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (comms_calls_is_result (self, result, comms_client_create_credential_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static GBytes *
make_update (gboolean is_default, const char *const *tags)
{
  g_autoptr (GString) text = g_string_new ("{");

  comms_json_append_boolean (text, "isDefault", is_default);
  comms_json_append_pairs (text, "tags", tags);
  g_string_append_c (text, '}');
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

/**
 * comms_client_update_credential_async:
 * @self: a client
 * @id: which one
 * @is_default: whether its App uses it where a send names none of its type
 * @tags: (nullable) (array zero-terminated=1): key, value, key, value, to replace those it has;
 *   only the preview of the API documents them
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Changes what can be changed of a credential, of which its secret is no part:
 * PATCH /PushNotifications/Credentials/{id} (section 11.4 of the API). Ends in
 * comms_client_update_finish().
 */
void
comms_client_update_credential_async (CommsClient *self,
                                      const char *id,
                                      gboolean is_default,
                                      const char *const *tags,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));
  g_return_if_fail (id != NULL);

  comms_calls_update (self, COMMS_COLLECTION_CREDENTIALS, id, make_update (is_default, tags),
                      cancellable, callback, user_data);
}

/**
 * comms_client_delete_credential_async:
 * @self: a client
 * @id: which one
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Deletes a credential. Deleting the last one of an App deletes the App and its registrations too:
 * DELETE /PushNotifications/Credentials/{id} (section 11.4 of the API). Ends in
 * comms_client_delete_finish().
 */
void
comms_client_delete_credential_async (CommsClient *self,
                                      const char *id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (self));
  g_return_if_fail (id != NULL);

  comms_calls_delete (self, COMMS_COLLECTION_CREDENTIALS, id, cancellable, callback, user_data);
}
