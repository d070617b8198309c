#pragma once

#include <dispatch-audience.h>

G_BEGIN_DECLS

/* Which cell of a row: the row's number, where it is reached, the provider, or a variable. */
typedef struct {
  int
    fixed; /* CARILLON_GRID_NUMBER, a fixed column of DispatchAudience, or CARILLON_GRID_VARIABLE */
  char *name; /* of the variable */
} CarillonGridColumn;

enum {
  CARILLON_GRID_NUMBER = -1,
  CARILLON_GRID_ADDRESS = DISPATCH_COLUMN_USER, /* of a user or a device, as its looks tell */
  CARILLON_GRID_VARIABLE = DISPATCH_N_FIXED_COLUMNS,
};

/* The rows of a grid: the recipients of an audience and one empty row behind them, which becomes a
 * recipient when something is written into it. The audience learns of a variable when it gets its
 * first value, so a half-typed template leaves nothing behind. */
#define CARILLON_TYPE_GRID_MODEL (carillon_grid_model_get_type ())
G_DECLARE_FINAL_TYPE (CarillonGridModel, carillon_grid_model, CARILLON, GRID_MODEL, GObject)

CarillonGridModel *carillon_grid_model_new (DispatchAudience *audience);
DispatchAudience *carillon_grid_model_get_audience (CarillonGridModel *self);
void carillon_grid_model_set_variables (CarillonGridModel *self, GPtrArray *variables);
char **carillon_grid_model_list_columns (CarillonGridModel *self); /* names of variables */
void carillon_grid_model_settle_columns (CarillonGridModel *self);
const char *carillon_grid_model_get_value (CarillonGridModel *self,
                                           guint row,
                                           const CarillonGridColumn *column);
void carillon_grid_model_set_value (CarillonGridModel *self,
                                    guint row,
                                    const CarillonGridColumn *column,
                                    const char *value);
const char *
carillon_grid_model_get_hint (CarillonGridModel *self, guint row, const CarillonGridColumn *column);
char *
carillon_grid_model_get_mark (CarillonGridModel *self, guint row, const CarillonGridColumn *column);
gboolean carillon_grid_model_is_recipient (CarillonGridModel *self, guint row);

G_END_DECLS
