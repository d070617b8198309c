#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A time zone, chosen from a list that can be searched. Property "zone" (string, read-write,
 * notified): an IANA name. */
#define CARILLON_TYPE_ZONE_BUTTON (carillon_zone_button_get_type ())
G_DECLARE_FINAL_TYPE (CarillonZoneButton, carillon_zone_button, CARILLON, ZONE_BUTTON, GtkWidget)

G_END_DECLS
