#pragma once

#include <gio/gio.h>

#include "comms-authorizer.h"
#include "comms-error.h"
#include "comms-resource.h"

G_BEGIN_DECLS

/* The longest answer that is read: a page of 1,000 notifications is half a megabyte. */
#define COMMS_MAX_ANSWER (32 * 1024 * 1024)
#define COMMS_MAX_PAGE_SIZE 1000
#define COMMS_MAX_RECIPIENTS 10000
#define COMMS_MAX_TAGS 10
#define COMMS_DEFAULT_TIMEOUT 60 /* seconds */

#define COMMS_TYPE_CLIENT (comms_client_get_type ())
G_DECLARE_FINAL_TYPE (CommsClient, comms_client, COMMS, CLIENT, GObject)

/* One page of a list. */
#define COMMS_TYPE_PAGE (comms_page_get_type ())
G_DECLARE_FINAL_TYPE (CommsPage, comms_page, COMMS, PAGE, GObject)
GPtrArray *comms_page_get_items (CommsPage *self); /* of CommsResource */
const char *comms_page_get_next (CommsPage *self); /* (nullable): token of the next page */

/* Which page, and of what size: NULL or zeroes for the first and the API's default. */
typedef struct {
  const char *token;
  guint size;
} CommsPageRequest;

/* What a list can be narrowed by; a list ignores what its call does not have. NULL is "any". */
typedef struct {
  const char *operation_id;
  const char *user_id;
  const char *app_name;
  const char *status;
  const char *provider;
  const char *tags; /* "key:value;" for each */
  const char *start_date;
  const char *end_date;
} CommsFilter;

CommsClient *comms_client_new (const char *base_uri, CommsAuthorizer *authorizer, GError **error);
const char *comms_client_get_base_uri (CommsClient *self);
void comms_client_set_timeout (CommsClient *self, guint seconds);

/* POST /PushNotifications. @body is the JSON document, see CommsSendBody. */
void comms_client_send_async (CommsClient *self,
                              GBytes *body,
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
CommsPage *comms_client_list_finish (CommsClient *self, GAsyncResult *result, GError **error);

/* The type of the four above, so that one cursor serves them all. */
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
gboolean comms_client_delete_finish (CommsClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
