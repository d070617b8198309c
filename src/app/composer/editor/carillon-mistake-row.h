#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For gtk_list_box_bind_model(). */
GtkWidget *carillon_mistake_row_create (gpointer item, gpointer user_data);

G_END_DECLS
