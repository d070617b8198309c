#pragma once

#include "carillon-accounts.h"
#include "carillon-session.h"

G_BEGIN_DECLS

typedef enum {
  CARILLON_CONNECTION_STARTING, /* nothing was chosen yet */
  CARILLON_CONNECTION_WELCOME,  /* there is no account */
  CARILLON_CONNECTION_CONNECTING,
  CARILLON_CONNECTION_KEYRING, /* the keyring did not give the secret: see "error" */
  CARILLON_CONNECTION_READY,
  CARILLON_CONNECTION_FAILED, /* see "error" */
} CarillonConnectionState;

#define CARILLON_TYPE_CONNECTION_STATE (carillon_connection_state_get_type ())
GType carillon_connection_state_get_type (void);

/* What leads from an account to a session: the archive is opened, the secret comes from the keyring
 * or the emulator is started, one after another and never blocking. Properties, read-only and
 * notified: "state", "account" (nullable: the one in use or being connected), "session" (nullable;
 * stays while another is being connected), "error" (boxed, nullable), "damaged" (nullable: the name
 * under which a damaged archive was set aside). */
#define CARILLON_TYPE_CONNECTION (carillon_connection_get_type ())
G_DECLARE_FINAL_TYPE (CarillonConnection, carillon_connection, CARILLON, CONNECTION, GObject)

CarillonConnection *
carillon_connection_new (GSettings *settings, CarillonAccounts *accounts, const char *data_dir);
void carillon_connection_start (CarillonConnection *self);
void carillon_connection_use (CarillonConnection *self, CarillonAccount *account);
void carillon_connection_use_secret (CarillonConnection *self,
                                     CarillonAccount *account,
                                     const char *secret);
void carillon_connection_use_emulator (CarillonConnection *self);
void carillon_connection_retry (CarillonConnection *self);
void carillon_connection_forget (CarillonConnection *self, CarillonAccount *account);
void carillon_connection_forget_secret (CarillonConnection *self, CarillonAccount *account);
void carillon_connection_stop (CarillonConnection *self);
void carillon_connection_close (CarillonConnection *self); /* for the end of the program */
CarillonConnectionState carillon_connection_get_state (CarillonConnection *self);
CarillonAccount *carillon_connection_get_account (CarillonConnection *self);
CarillonSession *carillon_connection_get_session (CarillonConnection *self);
ArchiveStore *carillon_connection_get_store (CarillonConnection *self); /* (nullable) */

G_END_DECLS
