#pragma once

#include <dispatch-matrix.h>

G_BEGIN_DECLS

/* Many cells of a table that get other values at once: what a paste, a fill or a deletion comes to.
 * Made on the main thread, applied in a worker. */
typedef struct _CarillonGridChange CarillonGridChange;

/* @rows: (transfer full): in the order in which they are shown; cells repeat from the first on
 * where they are fewer. @cells is taken, too. */
CarillonGridChange *carillon_grid_change_new (guint *rows, guint n_rows, DispatchMatrix *cells);
void carillon_grid_change_free (CarillonGridChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarillonGridChange, carillon_grid_change_free)

void carillon_grid_change_add_column (CarillonGridChange *self,
                                      DispatchColumnKind kind,
                                      const char *name); /* of a variable, which may be new */
void carillon_grid_change_set_appended (CarillonGridChange *self,
                                        guint n_rows); /* behind all, they come last in order */

/* Returns: whether there was room for its rows and columns; the table is of no use otherwise. */
gboolean carillon_grid_change_apply (CarillonGridChange *self, DispatchTable *table);

G_END_DECLS
