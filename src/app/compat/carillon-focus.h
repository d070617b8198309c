#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Before @widget is hidden and removed: see the .c. */
void carillon_focus_leave (GtkWidget *widget);

G_END_DECLS
