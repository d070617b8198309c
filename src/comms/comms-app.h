#pragma once

#include "comms-resource.h"

G_BEGIN_DECLS

typedef struct {
  const char *credential_type; /* (nullable): FCM, APN, APN_SANDBOX */
  const char *credential_id;   /* (nullable) */
} CommsDefaultCredential;

/* An App has no ID but its name, which comms_resource_get_id () answers. */
#define COMMS_TYPE_APP (comms_app_get_type ())
G_DECLARE_FINAL_TYPE (CommsApp, comms_app, COMMS, APP, CommsResource)
const char *comms_app_get_name (CommsApp *self);
gboolean comms_app_get_is_default (CommsApp *self);
guint comms_app_get_n_default_credentials (CommsApp *self);
gboolean
comms_app_get_default_credential (CommsApp *self, guint index, CommsDefaultCredential *credential);

G_END_DECLS
