#pragma once

#include <adwaita.h>

#include "carillon-own-devices.h"

G_BEGIN_DECLS

/* A device in a list that one chooses from. Signals: "toggled", "removed". */
#define CARILLON_TYPE_OWN_DEVICE_ROW (carillon_own_device_row_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonOwnDeviceRow, carillon_own_device_row, CARILLON, OWN_DEVICE_ROW, AdwActionRow)

GtkWidget *carillon_own_device_row_new (CarillonOwnDevice *device, gboolean checked);
CarillonOwnDevice *carillon_own_device_row_get_device (CarillonOwnDeviceRow *self);
gboolean carillon_own_device_row_get_checked (CarillonOwnDeviceRow *self);

G_END_DECLS
