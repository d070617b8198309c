#pragma once

#include <gtk/gtk.h>

#include "carillon-counts.h"

G_BEGIN_DECLS

/* A stacked bar of an operation's counts, which says its numbers as tooltip and to screen readers.
 * Property "operation" (CommsOperation, nullable). */
#define CARILLON_TYPE_COUNT_BAR (carillon_count_bar_get_type ())
G_DECLARE_FINAL_TYPE (CarillonCountBar, carillon_count_bar, CARILLON, COUNT_BAR, GtkWidget)

GtkWidget *carillon_count_bar_new (void);
void carillon_count_bar_set_operation (CarillonCountBar *self, CommsOperation *operation);
CommsOperation *carillon_count_bar_get_operation (CarillonCountBar *self);
void carillon_count_bar_set_counts (CarillonCountBar *self, const CarillonCounts *counts);

G_END_DECLS
