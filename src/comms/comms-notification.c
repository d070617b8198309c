#include "comms-notification.h"

#include <base-json.h>
#include <base-time.h>

struct _CommsNotification {
  CommsResource parent_instance;
};

G_DEFINE_FINAL_TYPE (CommsNotification, comms_notification, COMMS_TYPE_RESOURCE)

static void
comms_notification_class_init (CommsNotificationClass *klass)
{
}

static void
comms_notification_init (CommsNotification *self)
{
}

static JsonObject *
get_object (CommsNotification *self)
{
  return base_json_node_object (comms_resource_get_node (COMMS_RESOURCE (self)));
}

/* The reference has an object in "to", the tracking guide an array with one. */
static const char *
get_recipient_string (CommsNotification *self, const char *name)
{
  JsonNode *to = base_json_member (get_object (self), "to");

  if (to != NULL && JSON_NODE_HOLDS_ARRAY (to)) {
    JsonArray *recipients = json_node_get_array (to);
    to = json_array_get_length (recipients) > 0 ? json_array_get_element (recipients, 0) : NULL;
  }
  return base_json_string (base_json_node_object (to), name);
}

static const char *
get_content_string (CommsNotification *self, const char *name)
{
  return base_json_string (base_json_object (get_object (self), "content"), name);
}

/**
 * comms_notification_get_status:
 * @self: a notification
 *
 * Returns: (nullable): as the API wrote it: SCHEDULED, QUEUED, SENT, FAILED, CANCELED; compare
 * without case
 */
const char *
comms_notification_get_status (CommsNotification *self)
{
  g_return_val_if_fail (COMMS_IS_NOTIFICATION (self), NULL);

  return base_json_string (get_object (self), "status");
}

/**
 * comms_notification_get_user_id:
 * @self: a notification
 *
 * Returns: (nullable): the user that it went to; %NULL for one to a device
 */
const char *
comms_notification_get_user_id (CommsNotification *self)
{
  g_return_val_if_fail (COMMS_IS_NOTIFICATION (self), NULL);

  const char *id = get_recipient_string (self, "userId");
  return id != NULL ? id : comms_resource_get_related_id (COMMS_RESOURCE (self), "user");
}

/**
 * comms_notification_get_token:
 * @self: a notification
 *
 * Returns: (nullable): the device that it went to; %NULL for one to a user
 */
const char *
comms_notification_get_token (CommsNotification *self)
{
  g_return_val_if_fail (COMMS_IS_NOTIFICATION (self), NULL);

  return get_recipient_string (self, "token");
}

/**
 * comms_notification_get_provider:
 * @self: a notification
 *
 * Returns: (nullable): FCM or APN, the provider of the device
 */
const char *
comms_notification_get_provider (CommsNotification *self)
{
  g_return_val_if_fail (COMMS_IS_NOTIFICATION (self), NULL);

  return get_recipient_string (self, "provider");
}

/**
 * comms_notification_get_title:
 * @self: a notification
 *
 * Returns: (nullable): its title; lists leave the content out
 */
const char *
comms_notification_get_title (CommsNotification *self)
{
  g_return_val_if_fail (COMMS_IS_NOTIFICATION (self), NULL);

  return get_content_string (self, "title");
}

/**
 * comms_notification_get_body:
 * @self: a notification
 *
 * Returns: (nullable): its text; lists leave the content out
 */
const char *
comms_notification_get_body (CommsNotification *self)
{
  g_return_val_if_fail (COMMS_IS_NOTIFICATION (self), NULL);

  return get_content_string (self, "body");
}

/**
 * comms_notification_get_operation_id:
 * @self: a notification
 *
 * Returns: (nullable): the operation that it belongs to
 */
const char *
comms_notification_get_operation_id (CommsNotification *self)
{
  g_return_val_if_fail (COMMS_IS_NOTIFICATION (self), NULL);

  const char *id = comms_resource_get_related_id (COMMS_RESOURCE (self), "operation");
  return id != NULL ? id : base_json_string (get_object (self), "operationId");
}

/**
 * comms_notification_get_credential_id:
 * @self: a notification
 *
 * The reference has an ID for each provider in "from", an older text one "credentialId" (section
 * 6.7 of the API).
 *
 * Returns: (nullable): the credential that it was sent with
 */
const char *
comms_notification_get_credential_id (CommsNotification *self)
{
  g_return_val_if_fail (COMMS_IS_NOTIFICATION (self), NULL);

  static const char *const names[] = { "credentialId", "fcm", "apn" };
  JsonObject *from = base_json_object (get_object (self), "from");
  const char *provider = comms_notification_get_provider (self);
  g_autofree char *own = provider != NULL ? g_ascii_strdown (provider, -1) : NULL;
  const char *id = own != NULL ? base_json_string (from, own) : NULL;

  for (gsize i = 0; id == NULL && i < G_N_ELEMENTS (names); i++) {
    id = base_json_string (from, names[i]);
  }
  return id;
}

/**
 * comms_notification_get_app_name:
 * @self: a notification
 *
 * Returns: (nullable): the App that it was sent from, where the API says so
 */
const char *
comms_notification_get_app_name (CommsNotification *self)
{
  g_return_val_if_fail (COMMS_IS_NOTIFICATION (self), NULL);

  const char *name = base_json_string (base_json_object (get_object (self), "from"), "appName");
  return name != NULL
           ? name
           : comms_resource_get_related_id (COMMS_RESOURCE (self), "push_notification_app");
}

/**
 * comms_notification_get_scheduled_for:
 * @self: a notification
 *
 * Returns: microseconds since 1970 in UTC, -1 for one without a schedule
 */
gint64
comms_notification_get_scheduled_for (CommsNotification *self)
{
  g_return_val_if_fail (COMMS_IS_NOTIFICATION (self), -1);

  gint64 unix_usec = -1;
  const char *time = base_json_string (get_object (self), "scheduledFor");
  return base_time_parse (time, &unix_usec) ? unix_usec : -1;
}
