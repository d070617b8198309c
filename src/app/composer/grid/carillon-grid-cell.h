#pragma once

#include <gtk/gtk.h>

#include "carillon-grid-model.h"

G_BEGIN_DECLS

/* One cell of the recipients grid, edited where it stands. Every change is written at once, so
 * there is nothing to lose when the row goes out of sight. As in a spreadsheet, a cell that the
 * keys lead to is selected whole: typing replaces it, Delete clears it, F2 puts the cursor into it.
 *
 * Signals: "navigate" (int dx, int dy -> gboolean) for a key that leads to another cell, "entered",
 * "paste-rows" (const char *text). */
#define CARILLON_TYPE_GRID_CELL (carillon_grid_cell_get_type ())
G_DECLARE_FINAL_TYPE (CarillonGridCell, carillon_grid_cell, CARILLON, GRID_CELL, GtkWidget)

GtkWidget *carillon_grid_cell_new (const CarillonGridColumn *column);
void carillon_grid_cell_bind (CarillonGridCell *self, CarillonGridModel *model, GtkListItem *item);
void carillon_grid_cell_unbind (CarillonGridCell *self);
void carillon_grid_cell_refresh (CarillonGridCell *self);
guint carillon_grid_cell_get_row (CarillonGridCell *self);
const CarillonGridColumn *carillon_grid_cell_get_column (CarillonGridCell *self);

G_END_DECLS
