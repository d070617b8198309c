#pragma once

#include <dispatch-audience.h>

#include "carillon-grid-order.h"

G_BEGIN_DECLS

/* The rows of a grid: those recipients of an audience that are shown, in the order in which they
 * are, and one empty row behind them, which becomes a recipient when something is written into it.
 * A position is counted in the grid, a row in the audience. */
#define CARILLON_TYPE_GRID_MODEL (carillon_grid_model_get_type ())
G_DECLARE_FINAL_TYPE (CarillonGridModel, carillon_grid_model, CARILLON, GRID_MODEL, GObject)

CarillonGridModel *carillon_grid_model_new (DispatchAudience *audience);
DispatchAudience *carillon_grid_model_get_audience (CarillonGridModel *self);
guint carillon_grid_model_get_n_shown (CarillonGridModel *self); /* without the empty row */
guint carillon_grid_model_get_row (CarillonGridModel *self,
                                   guint position); /* DISPATCH_NONE: the empty row */
guint
carillon_grid_model_find (CarillonGridModel *self, guint row); /* DISPATCH_NONE: it is not shown */
CarillonGridOrder *carillon_grid_model_get_order (CarillonGridModel *self); /* (nullable) */
void carillon_grid_model_set_order (CarillonGridModel *self, CarillonGridOrder *order);

G_END_DECLS
