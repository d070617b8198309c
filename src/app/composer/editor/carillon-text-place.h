#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void carillon_text_place_get_area (GtkTextView *view,
                                   const GtkTextIter *place,
                                   GtkWidget *around,
                                   GdkRectangle *area);

G_END_DECLS
