#pragma once

#include "comms-resource.h"

G_BEGIN_DECLS

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

G_END_DECLS
