#pragma once

#include <comms-list.h>
#include <comms-send-body.h>
#include <test-emulator.h>
#include <test-server.h>

G_BEGIN_DECLS

/* Each call of the client as its tests make it: it waits for the callback and finishes. */

static inline CommsClient *
test_client_new (const char *url)
{
  g_autoptr (CommsAuthorizer) authorizer = comms_basic_authorizer_new ("AC123", "s3cret");
  g_autoptr (GError) error = NULL;
  CommsClient *client = comms_client_new (url, authorizer, &error);

  g_assert_no_error (error);
  /* Each test says itself what is repeated. */
  comms_client_set_retry_policy (client, NULL);
  return client;
}

static inline char *
test_send (CommsClient *client, const char *body, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  GAsyncResult *result = NULL;

  comms_client_send_async (client, bytes, NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  return comms_client_send_finish (client, done, error);
}

static inline CommsPage *
test_list (CommsClient *client,
           CommsListFunc list,
           const CommsFilter *filter,
           const CommsPageRequest *page,
           GError **error)
{
  GAsyncResult *result = NULL;

  list (client, filter, page, NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  return comms_client_list_finish (client, done, error);
}

static inline CommsUser *
test_fetch_user (CommsClient *client, const char *id, GError **error)
{
  GAsyncResult *result = NULL;

  comms_client_fetch_user_async (client, id, NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  return comms_client_fetch_user_finish (client, done, error);
}

static inline gboolean
test_delete_user (CommsClient *client, const char *id, GError **error)
{
  GAsyncResult *result = NULL;

  comms_client_delete_user_async (client, id, NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  return comms_client_delete_finish (client, done, error);
}

static inline char *
test_register (CommsClient *client, const char *user_id, GError **error)
{
  GAsyncResult *result = NULL;

  comms_client_register_device_async (client, "shop", "FCM", "to\"ken", user_id, NULL,
                                      test_store_result, &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  return comms_client_register_device_finish (client, done, error);
}

static inline gboolean
test_update_app (CommsClient *client, const char *name, gboolean is_default, GError **error)
{
  GAsyncResult *result = NULL;

  comms_client_update_app_async (client, name, is_default, NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  return comms_client_update_finish (client, done, error);
}

static inline char *
test_create_credential (CommsClient *client, const CommsNewCredential *credential, GError **error)
{
  GAsyncResult *result = NULL;

  comms_client_create_credential_async (client, credential, NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  return comms_client_create_credential_finish (client, done, error);
}

static inline gboolean
test_cancel_operation (CommsClient *client, const char *id, GError **error)
{
  GAsyncResult *result = NULL;

  comms_client_cancel_operation_async (client, id, NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  return comms_client_cancel_operation_finish (client, done, error);
}

G_END_DECLS
