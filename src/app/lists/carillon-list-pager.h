#pragma once

#include <gtk/gtk.h>

#include <comms-list.h>

G_BEGIN_DECLS

/* Asks a passive list for its next page while less than two heights of the window remain below what
 * is shown. Never asks again by itself after an error. Property "list" (CommsList). */
#define CARILLON_TYPE_LIST_PAGER (carillon_list_pager_get_type ())
G_DECLARE_FINAL_TYPE (CarillonListPager, carillon_list_pager, CARILLON, LIST_PAGER, GObject)

CarillonListPager *carillon_list_pager_new (GtkAdjustment *adjustment);
void carillon_list_pager_set_list (CarillonListPager *self, CommsList *list); /* (nullable) */

G_END_DECLS
