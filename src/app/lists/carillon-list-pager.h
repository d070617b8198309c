#pragma once

#include <gtk/gtk.h>

#include <comms-list.h>

G_BEGIN_DECLS

/* Asks a passive list for its next page while less than two heights of the window remain below what
 * is shown. Never asks again by itself after an error. Properties "list" (CommsList), "holds",
 * "loads-all" (gboolean). */
#define CARILLON_TYPE_LIST_PAGER (carillon_list_pager_get_type ())
G_DECLARE_FINAL_TYPE (CarillonListPager, carillon_list_pager, CARILLON, LIST_PAGER, GObject)

CarillonListPager *carillon_list_pager_new (GtkAdjustment *adjustment);
void carillon_list_pager_set_list (CarillonListPager *self, CommsList *list); /* (nullable) */
void carillon_list_pager_set_holds (CarillonListPager *self, gboolean holds);
void carillon_list_pager_set_loads_all (CarillonListPager *self, gboolean loads_all);
gboolean carillon_list_pager_get_loads_all (CarillonListPager *self);

G_END_DECLS
