#pragma once

#include <gtk/gtk.h>

#include "carillon-counts.h"

G_BEGIN_DECLS

/* The numbers of an operation, each with the swatch of its part in the bar and its name, in as many
 * rows as the width asks for. Property "operation" (CommsOperation, nullable). */
#define CARILLON_TYPE_COUNT_LEGEND (carillon_count_legend_get_type ())
G_DECLARE_FINAL_TYPE (CarillonCountLegend, carillon_count_legend, CARILLON, COUNT_LEGEND, GtkWidget)

GtkWidget *carillon_count_legend_new (void);
void carillon_count_legend_set_operation (CarillonCountLegend *self, CommsOperation *operation);
void carillon_count_legend_set_counts (CarillonCountLegend *self, const CarillonCounts *counts);

G_END_DECLS
