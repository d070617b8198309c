#pragma once

#include <gtk/gtk.h>

#include "carillon-filter.h"

G_BEGIN_DECLS

/* One thing that a list is narrowed by: opens its editor, and can be taken away. It is seen only
 * while it has a value or is being edited. Property "value" (string, nullable). */
#define CARILLON_TYPE_FILTER_CHIP (carillon_filter_chip_get_type ())
G_DECLARE_FINAL_TYPE (CarillonFilterChip, carillon_filter_chip, CARILLON, FILTER_CHIP, GtkWidget)

GtkWidget *carillon_filter_chip_new (const CarillonFilterField *field); /* static */
const CarillonFilterField *carillon_filter_chip_get_field (CarillonFilterChip *self);
const char *carillon_filter_chip_get_value (CarillonFilterChip *self); /* (nullable) */
void carillon_filter_chip_set_value (CarillonFilterChip *self, const char *value);
void carillon_filter_chip_edit (CarillonFilterChip *self);

G_END_DECLS
