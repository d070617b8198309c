#pragma once

#include <gtk/gtk.h>

#include <comms-list.h>

G_BEGIN_DECLS

/* Called by the bindings of carillon-list-page.ui; @object is the page. */
char *carillon_list_state_to_page (gpointer object, CommsListState state, GtkWidget *notice);
gboolean carillon_list_is_first_page (gpointer object, CommsListState state);
gboolean carillon_list_is_later_page_failed (gpointer object, CommsListState state, GError *error);
char *carillon_list_busy_to_page (gpointer object, gboolean loading);

G_END_DECLS
