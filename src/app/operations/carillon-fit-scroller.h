#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Scrolls its child up and down where there is too little room, and asks for just the height that
 * the child has at the given width; GtkScrolledWindow asks for the one at its natural width.
 * Property "child" (GtkWidget). */
#define CARILLON_TYPE_FIT_SCROLLER (carillon_fit_scroller_get_type ())
G_DECLARE_FINAL_TYPE (CarillonFitScroller, carillon_fit_scroller, CARILLON, FIT_SCROLLER, GtkWidget)

GtkWidget *carillon_fit_scroller_new (GtkWidget *child);

G_END_DECLS
