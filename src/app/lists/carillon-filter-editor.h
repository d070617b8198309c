#pragma once

#include <gtk/gtk.h>

#include "carillon-filter.h"

G_BEGIN_DECLS

/* What chooses the value of a filter, for a popover. Signal "chosen" (string: the value, "" to lift
 * the filter). */
#define CARILLON_TYPE_FILTER_EDITOR (carillon_filter_editor_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonFilterEditor, carillon_filter_editor, CARILLON, FILTER_EDITOR, GtkWidget)

GtkWidget *carillon_filter_editor_new (const CarillonFilterField *field);         /* static */
void carillon_filter_editor_show (CarillonFilterEditor *self, const char *value); /* (nullable) */

G_END_DECLS
