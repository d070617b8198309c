#pragma once

#include <comms-client.h>
#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  CARILLON_SENDERS_LOADING,
  CARILLON_SENDERS_FAILED,
  CARILLON_SENDERS_READY,
} CarillonSendersState;

/* The Apps and credentials of an account, to send from. Signal "changed": they were loaded, or
 * could not be. */
#define CARILLON_TYPE_SENDERS (carillon_senders_get_type ())
G_DECLARE_FINAL_TYPE (CarillonSenders, carillon_senders, CARILLON, SENDERS, GObject)

CarillonSenders *carillon_senders_new (CommsClient *client);
void carillon_senders_load (CarillonSenders *self); /* again */
void carillon_senders_stop (CarillonSenders *self);
CarillonSendersState carillon_senders_get_state (CarillonSenders *self);
const GError *carillon_senders_get_error (CarillonSenders *self);    /* (nullable): why it failed */
GPtrArray *carillon_senders_get_apps (CarillonSenders *self);        /* of CommsApp */
GPtrArray *carillon_senders_get_credentials (CarillonSenders *self); /* of CommsCredential */

CommsApp *carillon_senders_find_app (CarillonSenders *self, const char *name); /* (nullable) */
CommsApp *carillon_senders_find_default_app (CarillonSenders *self);           /* (nullable) */
CommsCredential *
carillon_senders_find_credential (CarillonSenders *self, const char *id); /* (nullable) */

/* "FCM" or "APN", of any type of credential. */
const char *carillon_credential_get_provider (CommsCredential *credential);

G_END_DECLS
