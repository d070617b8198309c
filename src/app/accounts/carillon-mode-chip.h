#pragma once

#include <gtk/gtk.h>

#include "carillon-account.h"

G_BEGIN_DECLS

/* The mode of an account in words and by an icon, which leads to where it is changed. Not visible
 * for an open account, which is what one expects. Property "account" (nullable), read-write. */
#define CARILLON_TYPE_MODE_CHIP (carillon_mode_chip_get_type ())
G_DECLARE_FINAL_TYPE (CarillonModeChip, carillon_mode_chip, CARILLON, MODE_CHIP, GtkWidget)

G_END_DECLS
