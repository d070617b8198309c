#include "comms-registration.h"

#include <base-json.h>

/* The set of devices of one user under one App. */
struct _CommsRegistration {
  CommsResource parent_instance;
};

G_DEFINE_FINAL_TYPE (CommsRegistration, comms_registration, COMMS_TYPE_RESOURCE)

static void
comms_registration_class_init (CommsRegistrationClass *klass)
{
}

static void
comms_registration_init (CommsRegistration *self)
{
}

static JsonObject *
get_object (CommsRegistration *self)
{
  return base_json_node_object (comms_resource_get_node (COMMS_RESOURCE (self)));
}

/**
 * comms_registration_get_app_name:
 * @self: a registration
 *
 * Returns: (nullable): the App, which is known by its name
 */
const char *
comms_registration_get_app_name (CommsRegistration *self)
{
  g_return_val_if_fail (COMMS_IS_REGISTRATION (self), NULL);

  return base_json_string (get_object (self), "appName");
}

/**
 * comms_registration_get_user_id:
 * @self: a registration
 *
 * Returns: (nullable): whose devices these are
 */
const char *
comms_registration_get_user_id (CommsRegistration *self)
{
  g_return_val_if_fail (COMMS_IS_REGISTRATION (self), NULL);

  const char *id = base_json_string (get_object (self), "userId");
  return id != NULL ? id : comms_resource_get_related_id (COMMS_RESOURCE (self), "user");
}

/**
 * comms_registration_get_n_devices:
 * @self: a registration
 *
 * Returns: how many devices it has; the API documents 1 to 50
 */
guint
comms_registration_get_n_devices (CommsRegistration *self)
{
  g_return_val_if_fail (COMMS_IS_REGISTRATION (self), 0);

  JsonArray *devices = base_json_array (get_object (self), "devices");
  return devices != NULL ? json_array_get_length (devices) : 0;
}

/**
 * comms_registration_get_device:
 * @self: a registration
 * @index: which device
 * @device: (out caller-allocates): its provider and token, each %NULL where it is absent; they
 * belong to @self
 *
 * Returns: whether there is such a device
 */
gboolean
comms_registration_get_device (CommsRegistration *self, guint index, CommsDevice *device)
{
  g_return_val_if_fail (COMMS_IS_REGISTRATION (self), FALSE);
  g_return_val_if_fail (device != NULL, FALSE);

  if (index >= comms_registration_get_n_devices (self)) {
    return FALSE;
  }

  JsonArray *devices = base_json_array (get_object (self), "devices");
  JsonObject *entry = base_json_node_object (json_array_get_element (devices, index));
  *device = (CommsDevice){
    .provider = base_json_string (entry, "provider"),
    .token = base_json_string (entry, "token"),
  };
  return TRUE;
}
