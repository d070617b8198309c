#pragma once

#include <gtk/gtk.h>

#include "carillon-counts.h"

G_BEGIN_DECLS

/* A small square with the colour and pattern of a part, for legends. */
#define CARILLON_TYPE_COUNT_SWATCH (carillon_count_swatch_get_type ())
G_DECLARE_FINAL_TYPE (CarillonCountSwatch, carillon_count_swatch, CARILLON, COUNT_SWATCH, GtkWidget)

GtkWidget *carillon_count_swatch_new (CarillonPart part);

G_END_DECLS
