#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer none) (nullable): what has the focus of its window, if that is @widget or in it. */
GtkWidget *carillon_focus_inside (GtkWidget *widget);

/* Before @widget is hidden and removed: see the .c. */
void carillon_focus_leave (GtkWidget *widget);

G_END_DECLS
