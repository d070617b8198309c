#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Texts in rows and columns, as a clipboard has them. Immutable once read, for any thread. */
typedef struct _CarillonGridCells CarillonGridCells;

CarillonGridCells *carillon_grid_cells_new (guint n_columns);
void carillon_grid_cells_append (CarillonGridCells *self,
                                 const char *text,
                                 gsize length); /* row by row */
CarillonGridCells *carillon_grid_cells_read (const char *text, gsize length, char delimiter);
void carillon_grid_cells_drop_row (CarillonGridCells *self);
void carillon_grid_cells_free (CarillonGridCells *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarillonGridCells, carillon_grid_cells_free)

guint carillon_grid_cells_get_n_rows (const CarillonGridCells *self);
guint carillon_grid_cells_get_n_columns (const CarillonGridCells *self);
const char *carillon_grid_cells_get (const CarillonGridCells *self, guint row, guint column);

/* For who writes them: a cell, in quotes if it needs them. */
void carillon_grid_cells_write (GString *text, const char *cell);

G_END_DECLS
