#pragma once

#include <gio/gio.h>

#include "comms-app.h"
#include "comms-authorizer.h"
#include "comms-credential.h"
#include "comms-error.h"
#include "comms-filter.h"
#include "comms-notification.h"
#include "comms-operation-error.h"
#include "comms-operation.h"
#include "comms-page.h"
#include "comms-registration.h"
#include "comms-retry.h"
#include "comms-source.h"
#include "comms-user.h"

G_BEGIN_DECLS

/* The longest answer that is read: a page of 1,000 notifications is half a megabyte. */
#define COMMS_MAX_ANSWER (32 * 1024 * 1024)
#define COMMS_MAX_PAGE_SIZE 1000
#define COMMS_MAX_RECIPIENTS 10000
#define COMMS_MAX_TAGS 10
#define COMMS_MAX_ID_LENGTH 80
#define COMMS_DEFAULT_TIMEOUT 60 /* seconds */

/* The API over HTTP. Properties: "base-uri" (string, read-only), "timeout" (seconds, of each
 * attempt), "read-only" (nothing but GET leaves this client, nor those it shares connections with).
 * Signal: "retrying" (uint attempt, uint milliseconds, GError), before each wait for another
 * attempt. It lives on the thread that made it and completes every call there; answers are parsed
 * in a worker. */
#define COMMS_TYPE_CLIENT (comms_client_get_type ())
G_DECLARE_FINAL_TYPE (CommsClient, comms_client, COMMS, CLIENT, GObject)

CommsClient *comms_client_new (const char *base_uri, CommsAuthorizer *authorizer, GError **error);
CommsClient *comms_client_derive (CommsClient *self, const CommsRetryPolicy *policy);
const char *comms_client_get_base_uri (CommsClient *self);
char *comms_client_get_resource_uri (CommsClient *self,
                                     CommsResource *resource); /* (transfer full) (nullable) */
guint comms_client_get_timeout (CommsClient *self);
void comms_client_set_timeout (CommsClient *self, guint seconds);
const CommsRetryPolicy *comms_client_get_retry_policy (CommsClient *self);
void comms_client_set_retry_policy (CommsClient *self,
                                    const CommsRetryPolicy *policy); /* (nullable): once */
gboolean comms_client_get_read_only (CommsClient *self);
void comms_client_set_read_only (CommsClient *self, gboolean read_only);

typedef enum {
  COMMS_SEND_NONE = 0,
  COMMS_SEND_UNCUT = 1 << 0, /* cancelling ends the waits between attempts, but no attempt */
} CommsSendFlags;

/* POST /PushNotifications. @body is the JSON document, see CommsSendBody. */
void comms_client_send_async (CommsClient *self,
                              GBytes *body,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
void comms_client_send_full_async (CommsClient *self,
                                   GBytes *body,
                                   CommsSendFlags flags,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
char *comms_client_send_finish (CommsClient *self,
                                GAsyncResult *result,
                                GError **error); /* operation ID */

void comms_client_list_notifications_async (CommsClient *self,
                                            const CommsFilter *filter,
                                            const CommsPageRequest *page,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
void comms_client_list_operations_async (CommsClient *self,
                                         const CommsFilter *filter,
                                         const CommsPageRequest *page,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
void comms_client_list_registrations_async (CommsClient *self,
                                            const CommsFilter *filter,
                                            const CommsPageRequest *page,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
void comms_client_list_users_async (CommsClient *self,
                                    const CommsFilter *filter,
                                    const CommsPageRequest *page,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
void comms_client_list_apps_async (CommsClient *self,
                                   const CommsFilter *filter,
                                   const CommsPageRequest *page,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
void comms_client_list_credentials_async (CommsClient *self,
                                          const CommsFilter *filter,
                                          const CommsPageRequest *page,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
/* Of the operation in the filter. */
void comms_client_list_operation_errors_async (CommsClient *self,
                                               const CommsFilter *filter,
                                               const CommsPageRequest *page,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
CommsPage *comms_client_list_finish (CommsClient *self, GAsyncResult *result, GError **error);

/* The type of those above, so that one cursor serves them all. */
typedef void (*CommsListFunc) (CommsClient *self,
                               const CommsFilter *filter,
                               const CommsPageRequest *page,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

void comms_client_fetch_notification_async (CommsClient *self,
                                            const char *id,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
CommsNotification *
comms_client_fetch_notification_finish (CommsClient *self, GAsyncResult *result, GError **error);
void comms_client_fetch_operation_async (CommsClient *self,
                                         const char *id,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
CommsOperation *
comms_client_fetch_operation_finish (CommsClient *self, GAsyncResult *result, GError **error);
void comms_client_fetch_registration_async (CommsClient *self,
                                            const char *id,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
CommsRegistration *
comms_client_fetch_registration_finish (CommsClient *self, GAsyncResult *result, GError **error);
void comms_client_fetch_user_async (CommsClient *self,
                                    const char *id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
CommsUser *comms_client_fetch_user_finish (CommsClient *self, GAsyncResult *result, GError **error);
void comms_client_fetch_app_async (CommsClient *self,
                                   const char *name,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
CommsApp *comms_client_fetch_app_finish (CommsClient *self, GAsyncResult *result, GError **error);
void comms_client_fetch_credential_async (CommsClient *self,
                                          const char *id,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
CommsCredential *
comms_client_fetch_credential_finish (CommsClient *self, GAsyncResult *result, GError **error);

/* POST /PushNotifications/DeviceRegistrations; user_id may be NULL. Finishes with the
 * registration's ID. */
void comms_client_register_device_async (CommsClient *self,
                                         const char *app_name,
                                         const char *provider,
                                         const char *token,
                                         const char *user_id,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
char *comms_client_register_device_finish (CommsClient *self, GAsyncResult *result, GError **error);

/* POST /PushNotifications/Credentials. Finishes with the credential's ID. */
void comms_client_create_credential_async (CommsClient *self,
                                           const CommsNewCredential *credential,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
char *
comms_client_create_credential_finish (CommsClient *self, GAsyncResult *result, GError **error);

/* An extension of the API: COMMS_ERROR_UNSUPPORTED where the server lacks it. */
void comms_client_cancel_operation_async (CommsClient *self,
                                          const char *id,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean
comms_client_cancel_operation_finish (CommsClient *self, GAsyncResult *result, GError **error);

void comms_client_update_app_async (CommsClient *self,
                                    const char *name,
                                    gboolean is_default,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
void comms_client_update_credential_async (CommsClient *self,
                                           const char *id,
                                           gboolean is_default,
                                           const char *const *tags,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean comms_client_update_finish (CommsClient *self, GAsyncResult *result, GError **error);

/* A 404 is success: what was to be gone is gone. */
void comms_client_delete_registration_async (CommsClient *self,
                                             const char *id,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
void comms_client_delete_user_async (CommsClient *self,
                                     const char *id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
void comms_client_delete_credential_async (CommsClient *self,
                                           const char *id,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean comms_client_delete_finish (CommsClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
