#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a cell shows. Texts are borrowed for the call. */
typedef struct {
  const char *text;   /* its value */
  const char *hint;   /* (nullable): greyed, in place of a value that is not set */
  const char *mark;   /* (nullable): what is wrong with it, or NULL */
  gboolean is_error;  /* of the mark: nothing can be sent like this */
  const char *remark; /* (nullable): what it is, for a tooltip */
  gboolean is_data;   /* the text is a list or an object */
  const char *label;  /* for those who do not see where it stands */
} CarillonGridFace;

typedef enum {
  CARILLON_GRID_CELL_VALUE,
  CARILLON_GRID_CELL_ADDRESS, /* of which the end tells more than the middle */
  CARILLON_GRID_CELL_NUMBER,  /* of the row */
} CarillonGridCellKind;

/* One cell of a table: a text that does not cost much, since hundreds come and go with each page
 * that is scrolled, and an entry in its place while it is edited. Which of them has the cursor,
 * and what is done with keys, is its grid's affair.
 *
 * Properties: "text" (read-write: writing is editing). Signals: "edited" (const char *text) with
 * each letter, "done" when the entry loses the focus. */
#define CARILLON_TYPE_GRID_CELL (carillon_grid_cell_get_type ())
G_DECLARE_FINAL_TYPE (CarillonGridCell, carillon_grid_cell, CARILLON, GRID_CELL, GtkWidget)

typedef struct _CarillonGridColumn CarillonGridColumn;

GtkWidget *
carillon_grid_cell_new (CarillonGridColumn *column, CarillonGridCellKind kind, guint width_chars);
CarillonGridColumn *carillon_grid_cell_get_column (CarillonGridCell *self); /* outlives it */
void carillon_grid_cell_set_face (CarillonGridCell *self, const CarillonGridFace *face);
void carillon_grid_cell_set_state (CarillonGridCell *self, gboolean cursor, gboolean selected);

GtkText *carillon_grid_cell_edit (CarillonGridCell *self); /* its entry, all of it selected */
void carillon_grid_cell_stop_editing (CarillonGridCell *self);
GtkText *carillon_grid_cell_get_entry (CarillonGridCell *self); /* (nullable): while edited */

G_END_DECLS
