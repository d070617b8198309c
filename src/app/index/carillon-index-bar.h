#pragma once

#include <gtk/gtk.h>

#include "carillon-index.h"

G_BEGIN_DECLS

/* How an index is, and what can be done with it: above the lists that show it. Hidden where it was
 * never built, which those lists say in their own place. Properties: "index" (CarillonIndex),
 * "now" (gint64, read-only: the time that ages are told by, another one every minute). */
#define CARILLON_TYPE_INDEX_BAR (carillon_index_bar_get_type ())
G_DECLARE_FINAL_TYPE (CarillonIndexBar, carillon_index_bar, CARILLON, INDEX_BAR, GtkWidget)

GtkWidget *carillon_index_bar_new (CarillonIndex *index);

G_END_DECLS
