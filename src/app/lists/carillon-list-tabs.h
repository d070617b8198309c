#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Several lists of one page, below a switcher that chooses one of them. */
#define CARILLON_TYPE_LIST_TABS (carillon_list_tabs_get_type ())
G_DECLARE_FINAL_TYPE (CarillonListTabs, carillon_list_tabs, CARILLON, LIST_TABS, GtkWidget)

GtkWidget *carillon_list_tabs_new (void);
void carillon_list_tabs_add (CarillonListTabs *self, GtkWidget *child, const char *title);
void
carillon_list_tabs_set_end (CarillonListTabs *self, GtkWidget *widget);  /* beside the switcher */
void carillon_list_tabs_show (CarillonListTabs *self, GtkWidget *child); /* one of those added */

G_END_DECLS
