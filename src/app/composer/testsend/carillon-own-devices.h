#pragma once

#include <archive-store.h>

G_BEGIN_DECLS

/* A device of the operator's, or a user whose devices they are. Properties, read-only: "name",
 * "user", "token", "provider"; never NULL. Either a user, or a token with its provider, is set. */
#define CARILLON_TYPE_OWN_DEVICE (carillon_own_device_get_type ())
G_DECLARE_FINAL_TYPE (CarillonOwnDevice, carillon_own_device, CARILLON, OWN_DEVICE, GObject)

CarillonOwnDevice *
carillon_own_device_new (const char *name, const char *address, const char *provider);
const char *carillon_own_device_get_name (CarillonOwnDevice *self);
const char *carillon_own_device_get_user (CarillonOwnDevice *self);
const char *carillon_own_device_get_token (CarillonOwnDevice *self);
const char *carillon_own_device_get_provider (CarillonOwnDevice *self);

/* The most of them: more is no test any more, and a list that a person looks through. */
#define CARILLON_MAX_OWN_DEVICES 50

/* Where an operator of an account sends tests to: a GListModel of CarillonOwnDevice, kept in the
 * archive. Empty until it is read; what is changed before that is written once it is, and never
 * over what could not be read. Properties, read-only: "ready", whether it was read, and all of it
 * is on disk; "error" (GError, nullable), why it could not be read or written the last time:
 * G_IO_ERROR_INVALID_DATA where what was there is no list, and was set aside for a new one. */
#define CARILLON_TYPE_OWN_DEVICES (carillon_own_devices_get_type ())
G_DECLARE_FINAL_TYPE (CarillonOwnDevices, carillon_own_devices, CARILLON, OWN_DEVICES, GObject)

CarillonOwnDevices *carillon_own_devices_new (ArchiveStore *store, const char *account_id);
gboolean carillon_own_devices_is_full (CarillonOwnDevices *self);
gboolean carillon_own_devices_add (CarillonOwnDevices *self, CarillonOwnDevice *device);
void carillon_own_devices_remove (CarillonOwnDevices *self, CarillonOwnDevice *device);
CarillonOwnDevice *carillon_own_devices_find (CarillonOwnDevices *self,
                                              const char *address); /* (transfer full) (nullable) */
void carillon_own_devices_try_again (CarillonOwnDevices *self);
gboolean carillon_own_devices_is_ready (CarillonOwnDevices *self);
const GError *carillon_own_devices_get_error (CarillonOwnDevices *self); /* (nullable) */

G_END_DECLS
