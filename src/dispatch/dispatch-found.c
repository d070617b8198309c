#include "dispatch-found.h"

/**
 * dispatch_found_registration:
 * @registration: what the API answered
 * @user_id: (nullable): whose it was said to be; %NULL is whose it says
 *
 * Devices without a provider or a token, which the API does not have, are left out.
 *
 * Returns: (transfer full) (nullable): the same; %NULL where it has no ID or no owner
 */
ArchiveRegistration *
dispatch_found_registration (CommsRegistration *registration, const char *user_id)
{
  const char *id = comms_resource_get_id (COMMS_RESOURCE (registration));
  const char *owner = user_id != NULL ? user_id : comms_registration_get_user_id (registration);
  const char *app_name = comms_registration_get_app_name (registration);
  CommsDevice device;

  if (id == NULL || owner == NULL) {
    return NULL;
  }
  ArchiveRegistration *found =
    archive_registration_new (id, owner, app_name != NULL ? app_name : "");
  found->created_at = comms_resource_get_created_at (COMMS_RESOURCE (registration));
  found->updated_at = comms_resource_get_updated_at (COMMS_RESOURCE (registration));
  for (guint i = 0; comms_registration_get_device (registration, i, &device); i++) {
    if (device.provider != NULL && device.token != NULL) {
      archive_registration_add_device (found, device.provider, device.token);
    }
  }
  return found;
}
