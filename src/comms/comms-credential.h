#pragma once

#include "comms-resource.h"

G_BEGIN_DECLS

/* What the API tells about a credential: never its secret. */
#define COMMS_TYPE_CREDENTIAL (comms_credential_get_type ())
G_DECLARE_FINAL_TYPE (CommsCredential, comms_credential, COMMS, CREDENTIAL, CommsResource)
const char *comms_credential_get_credential_type (CommsCredential *self);
const char *comms_credential_get_app_name (CommsCredential *self);
gboolean comms_credential_get_is_default (CommsCredential *self);

/* A credential that is to be made. Only the client encodes the secrets, and it wipes its copies. */
typedef struct {
  const char *credential_type; /* FCM, APN, APN_SANDBOX */
  const char *app_name;        /* (nullable): a name that is not there yet makes an App; NULL is the
                                  default App */
  const char *certificate;     /* (nullable): PEM; of APN and APN_SANDBOX only */
  const char *private_key;     /* PEM; for FCM the JSON file of the service account, whole */
  gboolean is_default;
} CommsNewCredential;

GBytes *comms_new_credential_to_body (const CommsNewCredential *self);

G_END_DECLS
