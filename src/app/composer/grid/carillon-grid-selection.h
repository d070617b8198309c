#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Cells of a table: rows and columns are counted from 0, as they are shown. */
typedef struct {
  guint row, column;
  guint n_rows, n_columns;
} CarillonGridRange;

/* Where a key leads to. */
typedef enum {
  CARILLON_GRID_LEFT,
  CARILLON_GRID_RIGHT,
  CARILLON_GRID_UP,
  CARILLON_GRID_DOWN,
  CARILLON_GRID_PAGE_UP,
  CARILLON_GRID_PAGE_DOWN,
  CARILLON_GRID_EDGE_LEFT, /* the last cell of a run of cells with values, or the first of the next
                            */
  CARILLON_GRID_EDGE_RIGHT,
  CARILLON_GRID_EDGE_UP,
  CARILLON_GRID_EDGE_DOWN,
  CARILLON_GRID_ROW_START,
  CARILLON_GRID_ROW_END,
  CARILLON_GRID_FIRST,
  CARILLON_GRID_LAST,
} CarillonGridMotion;

/* What a motion needs to know of the table. */
typedef struct {
  gboolean (*is_empty) (guint row, guint column, gpointer data);
  gpointer data;
  guint n_page_rows; /* that are in sight */
} CarillonGridGround;

/* The cursor of a table and what is selected, as in a spreadsheet: a rectangle that begins at the
 * cursor, where typing goes, and ends at the lead, which Shift moves; or rows anywhere. Signal:
 * "changed". */
#define CARILLON_TYPE_GRID_SELECTION (carillon_grid_selection_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonGridSelection, carillon_grid_selection, CARILLON, GRID_SELECTION, GObject)

CarillonGridSelection *carillon_grid_selection_new (void);
void carillon_grid_selection_set_size (CarillonGridSelection *self, guint n_rows, guint n_columns);
guint carillon_grid_selection_get_row (CarillonGridSelection *self);
guint carillon_grid_selection_get_column (CarillonGridSelection *self);
guint carillon_grid_selection_get_lead_row (CarillonGridSelection *self);
guint carillon_grid_selection_get_lead_column (CarillonGridSelection *self);

void carillon_grid_selection_place (CarillonGridSelection *self, guint row, guint column);
void carillon_grid_selection_extend (CarillonGridSelection *self, guint row, guint column);
void carillon_grid_selection_select (CarillonGridSelection *self, const CarillonGridRange *range);
void carillon_grid_selection_select_rows (CarillonGridSelection *self, GtkBitset *rows);
void carillon_grid_selection_move (CarillonGridSelection *self,
                                   CarillonGridMotion motion,
                                   gboolean extend,
                                   const CarillonGridGround *ground);
gboolean carillon_grid_selection_tab (CarillonGridSelection *self, gboolean back);
void carillon_grid_selection_enter (CarillonGridSelection *self, gboolean back);

gboolean carillon_grid_selection_contains (CarillonGridSelection *self, guint row, guint column);
gboolean carillon_grid_selection_has_row (CarillonGridSelection *self, guint row);
gboolean carillon_grid_selection_is_single (CarillonGridSelection *self);
void carillon_grid_selection_get_range (CarillonGridSelection *self, CarillonGridRange *range);
GtkBitset *carillon_grid_selection_dup_rows (CarillonGridSelection *self);

G_END_DECLS
