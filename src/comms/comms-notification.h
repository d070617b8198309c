#pragma once

#include "comms-resource.h"

G_BEGIN_DECLS

#define COMMS_TYPE_NOTIFICATION (comms_notification_get_type ())
G_DECLARE_FINAL_TYPE (CommsNotification, comms_notification, COMMS, NOTIFICATION, CommsResource)
const char *comms_notification_get_status (CommsNotification *self);
const char *comms_notification_get_user_id (CommsNotification *self);  /* of its recipient */
const char *comms_notification_get_token (CommsNotification *self);    /* of its recipient */
const char *comms_notification_get_provider (CommsNotification *self); /* of its recipient */
const char *comms_notification_get_title (CommsNotification *self);    /* fetched ones only */
const char *comms_notification_get_body (CommsNotification *self);     /* fetched ones only */
const char *comms_notification_get_credential_id (CommsNotification *self);
const char *comms_notification_get_app_name (CommsNotification *self);
gint64 comms_notification_get_scheduled_for (CommsNotification *self);
const char *comms_notification_get_operation_id (CommsNotification *self);

G_END_DECLS
