#pragma once

#include <adwaita.h>

#include "carillon-own-devices.h"

G_BEGIN_DECLS

/* Which of some devices to add to one's own, and under what name. Property
 * "answered" (read-only): whether it can be added as it is. */
#define CARILLON_TYPE_OWN_DEVICE_ENTRY (carillon_own_device_entry_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonOwnDeviceEntry, carillon_own_device_entry, CARILLON, OWN_DEVICE_ENTRY, AdwBin)

GtkWidget *carillon_own_device_entry_new (CarillonOwnDevices *devices,
                                          GVariant *recipients); /* a(ss): one or more */
CarillonOwnDevice *
carillon_own_device_entry_create (CarillonOwnDeviceEntry *self); /* (transfer full) */

G_END_DECLS
