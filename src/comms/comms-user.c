#include "comms-user.h"

#include <base-json.h>
#include <base-time.h>

struct _CommsUser {
  CommsResource parent_instance;
};

G_DEFINE_FINAL_TYPE (CommsUser, comms_user, COMMS_TYPE_RESOURCE)

static void
comms_user_class_init (CommsUserClass *klass)
{
}

static void
comms_user_init (CommsUser *self)
{
}

/**
 * comms_user_get_deleted_at:
 * @self: a user
 *
 * Returns: microseconds since 1970 in UTC, -1 for one that is not deleted
 */
gint64
comms_user_get_deleted_at (CommsUser *self)
{
  g_return_val_if_fail (COMMS_IS_USER (self), -1);

  JsonObject *object = base_json_node_object (comms_resource_get_node (COMMS_RESOURCE (self)));
  gint64 unix_usec = -1;
  return base_time_parse (base_json_string (object, "deletedAt"), &unix_usec) ? unix_usec : -1;
}
