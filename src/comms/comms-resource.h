#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What the API answered, whole: a resource keeps the immutable JSON and its getters read from it,
 * so that unknown fields survive. Getters answer NULL, 0 or -1 where a field is absent or of
 * another type. */
#define COMMS_TYPE_RESOURCE (comms_resource_get_type ())
G_DECLARE_DERIVABLE_TYPE (CommsResource, comms_resource, COMMS, RESOURCE, GObject)

struct _CommsResourceClass {
  GObjectClass parent_class;
};

typedef struct {
  const char *name;
  const char *id;
  const char *uri;
} CommsRelated;

const char *comms_resource_get_id (CommsResource *self);
gint64 comms_resource_get_created_at (CommsResource *self); /* microseconds since 1970, or -1 */
gint64 comms_resource_get_updated_at (CommsResource *self);
const char *comms_resource_get_related_id (CommsResource *self, const char *name);
JsonNode *comms_resource_get_node (CommsResource *self);
char *comms_resource_to_json (CommsResource *self); /* indented */

#define COMMS_TYPE_USER (comms_user_get_type ())
G_DECLARE_FINAL_TYPE (CommsUser, comms_user, COMMS, USER, CommsResource)
gint64 comms_user_get_deleted_at (CommsUser *self);

typedef struct {
  const char *provider;
  const char *token;
} CommsDevice;

#define COMMS_TYPE_REGISTRATION (comms_registration_get_type ())
G_DECLARE_FINAL_TYPE (CommsRegistration, comms_registration, COMMS, REGISTRATION, CommsResource)
const char *comms_registration_get_app_name (CommsRegistration *self);
const char *comms_registration_get_user_id (CommsRegistration *self);
guint comms_registration_get_n_devices (CommsRegistration *self);
gboolean comms_registration_get_device (CommsRegistration *self, guint index, CommsDevice *device);

#define COMMS_TYPE_NOTIFICATION (comms_notification_get_type ())
G_DECLARE_FINAL_TYPE (CommsNotification, comms_notification, COMMS, NOTIFICATION, CommsResource)
const char *comms_notification_get_status (CommsNotification *self);
const char *comms_notification_get_user_id (CommsNotification *self);  /* of its recipient */
const char *comms_notification_get_token (CommsNotification *self);    /* of its recipient */
const char *comms_notification_get_provider (CommsNotification *self); /* of its recipient */
const char *comms_notification_get_title (CommsNotification *self);    /* fetched ones only */
const char *comms_notification_get_body (CommsNotification *self);     /* fetched ones only */
const char *comms_notification_get_operation_id (CommsNotification *self);

/* The counts of an operation, in the order of their names below. */
typedef enum {
  COMMS_COUNT_TOTAL,
  COMMS_COUNT_RECIPIENTS,
  COMMS_COUNT_UNADDRESSABLE,
  COMMS_COUNT_SCHEDULED,
  COMMS_COUNT_QUEUED,
  COMMS_COUNT_SENT,
  COMMS_COUNT_FAILED,
  COMMS_COUNT_CANCELED,
  COMMS_N_COUNTS,
} CommsCount;

#define COMMS_TYPE_OPERATION (comms_operation_get_type ())
G_DECLARE_FINAL_TYPE (CommsOperation, comms_operation, COMMS, OPERATION, CommsResource)
const char *comms_operation_get_status (CommsOperation *self);
gint64 comms_operation_get_count (CommsOperation *self, CommsCount count);
gboolean comms_operation_has_ended (CommsOperation *self);

G_END_DECLS
