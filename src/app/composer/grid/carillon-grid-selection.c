#include "carillon-grid-selection.h"

typedef struct {
  guint row, column;
} Place;

struct _CarillonGridSelection {
  GObject parent_instance;

  guint n_rows, n_columns;
  Place cursor;
  Place anchor, lead; /* corners of the rectangle; the cursor is at the first, or inside */
  GtkBitset *rows;    /* (owned) (nullable): in place of the rectangle */
  guint tab_column;   /* where a run of Tab began, to which Enter goes back */
  gboolean tabbing;
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonGridSelection, carillon_grid_selection, G_TYPE_OBJECT)

static void
carillon_grid_selection_finalize (GObject *object)
{
  g_clear_pointer (&CARILLON_GRID_SELECTION (object)->rows, gtk_bitset_unref);
  G_OBJECT_CLASS (carillon_grid_selection_parent_class)->finalize (object);
}

static void
carillon_grid_selection_class_init (CarillonGridSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = carillon_grid_selection_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
carillon_grid_selection_init (CarillonGridSelection *self)
{
}

static void
changed (CarillonGridSelection *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static Place
clamp (CarillonGridSelection *self, guint row, guint column)
{
  return (Place){ MIN (row, MAX (self->n_rows, 1) - 1),
                  MIN (column, MAX (self->n_columns, 1) - 1) };
}

/**
 * carillon_grid_selection_new:
 *
 * Returns: (transfer full): a cursor in a table of no rows
 */
CarillonGridSelection *
carillon_grid_selection_new (void)
{
  return g_object_new (CARILLON_TYPE_GRID_SELECTION, NULL);
}

/**
 * carillon_grid_selection_set_size:
 * @self: the selection
 * @n_rows: of the table
 * @n_columns: of the table
 *
 * The cursor stays where it is, as far as there is such a place. A selection that does not fit is
 * given up.
 */
void
carillon_grid_selection_set_size (CarillonGridSelection *self, guint n_rows, guint n_columns)
{
  g_return_if_fail (CARILLON_IS_GRID_SELECTION (self));

  gboolean fits = MAX (self->anchor.row, self->lead.row) < n_rows &&
                  MAX (self->anchor.column, self->lead.column) < n_columns &&
                  (self->rows == NULL || gtk_bitset_get_maximum (self->rows) < n_rows);
  self->n_rows = n_rows;
  self->n_columns = n_columns;
  if (!fits) {
    carillon_grid_selection_place (self, self->cursor.row, self->cursor.column);
  }
}

guint
carillon_grid_selection_get_row (CarillonGridSelection *self)
{
  g_return_val_if_fail (CARILLON_IS_GRID_SELECTION (self), 0);
  return self->cursor.row;
}

guint
carillon_grid_selection_get_column (CarillonGridSelection *self)
{
  g_return_val_if_fail (CARILLON_IS_GRID_SELECTION (self), 0);
  return self->cursor.column;
}

guint
carillon_grid_selection_get_lead_row (CarillonGridSelection *self)
{
  g_return_val_if_fail (CARILLON_IS_GRID_SELECTION (self), 0);
  return self->lead.row;
}

guint
carillon_grid_selection_get_lead_column (CarillonGridSelection *self)
{
  g_return_val_if_fail (CARILLON_IS_GRID_SELECTION (self), 0);
  return self->lead.column;
}

/**
 * carillon_grid_selection_place:
 * @self: the selection
 * @row: a row
 * @column: a column
 *
 * Moves the cursor there, or to the cell that is nearest, and selects nothing else.
 */
void
carillon_grid_selection_place (CarillonGridSelection *self, guint row, guint column)
{
  g_return_if_fail (CARILLON_IS_GRID_SELECTION (self));

  g_clear_pointer (&self->rows, gtk_bitset_unref);
  self->cursor = self->anchor = self->lead = clamp (self, row, column);
  self->tabbing = FALSE;
  changed (self);
}

/**
 * carillon_grid_selection_extend:
 * @self: the selection
 * @row: a row
 * @column: a column
 *
 * Selects the cells from the cursor to there.
 */
void
carillon_grid_selection_extend (CarillonGridSelection *self, guint row, guint column)
{
  g_return_if_fail (CARILLON_IS_GRID_SELECTION (self));

  Place lead = clamp (self, row, column);
  if (self->rows == NULL && lead.row == self->lead.row && lead.column == self->lead.column) {
    return;
  }
  g_clear_pointer (&self->rows, gtk_bitset_unref);
  self->anchor = self->cursor;
  self->lead = lead;
  self->tabbing = FALSE;
  changed (self);
}

/**
 * carillon_grid_selection_select:
 * @self: the selection
 * @range: cells; the first becomes the cursor
 */
void
carillon_grid_selection_select (CarillonGridSelection *self, const CarillonGridRange *range)
{
  g_return_if_fail (CARILLON_IS_GRID_SELECTION (self));
  g_return_if_fail (range != NULL && range->n_rows > 0 && range->n_columns > 0);

  g_clear_pointer (&self->rows, gtk_bitset_unref);
  self->cursor = self->anchor = clamp (self, range->row, range->column);
  self->lead = clamp (self, range->row + range->n_rows - 1, range->column + range->n_columns - 1);
  self->tabbing = FALSE;
  changed (self);
}

/**
 * carillon_grid_selection_select_rows:
 * @self: the selection
 * @rows: rows, at least one, of the table
 *
 * Selects @rows, with all columns; the cursor goes to the first of them.
 */
void
carillon_grid_selection_select_rows (CarillonGridSelection *self, GtkBitset *rows)
{
  g_return_if_fail (CARILLON_IS_GRID_SELECTION (self));
  g_return_if_fail (rows != NULL && !gtk_bitset_is_empty (rows));

  g_autoptr (GtkBitset) taken = gtk_bitset_ref (rows);
  g_clear_pointer (&self->rows, gtk_bitset_unref);
  self->cursor = self->anchor = self->lead =
    clamp (self, gtk_bitset_get_minimum (rows), self->cursor.column);
  self->rows = g_steal_pointer (&taken);
  self->tabbing = FALSE;
  changed (self);
}

/* Motions. */

/* As far as the run of cells that are as empty as the next one goes; a step of @delta at a time. */
static guint
find_edge (guint start,
           guint n,
           int delta,
           gboolean (*is_empty) (guint at, gconstpointer data),
           gconstpointer data)
{
  guint last = delta > 0 ? n - 1 : 0;
  if (start == last) {
    return start;
  }
  guint at = start + (guint) delta;
  gboolean inside = !is_empty (start, data) && !is_empty (at, data);

  if (inside) {
    while (at != last && !is_empty (at + (guint) delta, data)) {
      at += (guint) delta;
    }
    return at;
  }
  while (at != last && is_empty (at, data)) {
    at += (guint) delta;
  }
  return at;
}

typedef struct {
  const CarillonGridGround *ground;
  Place at;
} Line;

static gboolean
is_empty_in_row (guint column, gconstpointer data)
{
  const Line *line = data;
  return line->ground->is_empty (line->at.row, column, line->ground->data);
}

static gboolean
is_empty_in_column (guint row, gconstpointer data)
{
  const Line *line = data;
  return line->ground->is_empty (row, line->at.column, line->ground->data);
}

static guint
back (guint from, guint by)
{
  return from > by ? from - by : 0;
}

static Place
find_target (CarillonGridSelection *self,
             Place from,
             CarillonGridMotion motion,
             const CarillonGridGround *ground)
{
  Line line = { ground, from };
  Place to = from;

  switch (motion) {
  case CARILLON_GRID_LEFT:
    to.column = back (from.column, 1);
    break;
  case CARILLON_GRID_RIGHT:
    to.column++;
    break;
  case CARILLON_GRID_UP:
    to.row = back (from.row, 1);
    break;
  case CARILLON_GRID_DOWN:
    to.row++;
    break;
  case CARILLON_GRID_PAGE_UP:
    to.row = back (from.row, MAX (ground->n_page_rows, 1));
    break;
  case CARILLON_GRID_PAGE_DOWN:
    to.row += MAX (ground->n_page_rows, 1);
    break;
  case CARILLON_GRID_EDGE_LEFT:
    to.column = find_edge (from.column, self->n_columns, -1, is_empty_in_row, &line);
    break;
  case CARILLON_GRID_EDGE_RIGHT:
    to.column = find_edge (from.column, self->n_columns, 1, is_empty_in_row, &line);
    break;
  case CARILLON_GRID_EDGE_UP:
    to.row = find_edge (from.row, self->n_rows, -1, is_empty_in_column, &line);
    break;
  case CARILLON_GRID_EDGE_DOWN:
    to.row = find_edge (from.row, self->n_rows, 1, is_empty_in_column, &line);
    break;
  case CARILLON_GRID_ROW_START:
    to.column = 0;
    break;
  case CARILLON_GRID_ROW_END:
    to.column = self->n_columns - 1;
    break;
  case CARILLON_GRID_FIRST:
    to = (Place){ 0, 0 };
    break;
  case CARILLON_GRID_LAST:
    to = (Place){ back (self->n_rows, 2), self->n_columns - 1 };
    break;
  }
  return clamp (self, to.row, to.column);
}

/**
 * carillon_grid_selection_move:
 * @self: the selection
 * @motion: where to
 * @extend: whether the cursor stays, and the selection goes as far as there
 * @ground: the table; its last row is the empty one, at which %CARILLON_GRID_LAST does not end
 */
void
carillon_grid_selection_move (CarillonGridSelection *self,
                              CarillonGridMotion motion,
                              gboolean extend,
                              const CarillonGridGround *ground)
{
  g_return_if_fail (CARILLON_IS_GRID_SELECTION (self));
  g_return_if_fail (ground != NULL);

  if (self->n_rows == 0 || self->n_columns == 0) {
    return;
  }
  Place to = find_target (self, extend ? self->lead : self->cursor, motion, ground);
  if (extend) {
    carillon_grid_selection_extend (self, to.row, to.column);
  } else {
    carillon_grid_selection_place (self, to.row, to.column);
  }
}

/* The next cell inside of what is selected, row by row or column by column, round and round. */
static void
go_round (CarillonGridSelection *self, gboolean down, gboolean back)
{
  CarillonGridRange range;
  carillon_grid_selection_get_range (self, &range);
  guint64 n_cells = (guint64) range.n_rows * range.n_columns;
  guint row = self->cursor.row - range.row;
  guint column = self->cursor.column - range.column;
  guint64 index =
    down ? (guint64) column * range.n_rows + row : (guint64) row * range.n_columns + column;

  index = (index + (back ? n_cells - 1 : 1)) % n_cells;
  row = (guint) (down ? index % range.n_rows : index / range.n_columns);
  column = (guint) (down ? index / range.n_rows : index % range.n_columns);
  self->cursor = (Place){ range.row + row, range.column + column };
  changed (self);
}

/**
 * carillon_grid_selection_tab:
 * @self: the selection
 * @back: Shift+Tab
 *
 * Goes to the next cell: of a selection of several the next of those, else that to the right, from
 * the end of a row to the next one.
 *
 * Returns: whether there was one
 */
gboolean
carillon_grid_selection_tab (CarillonGridSelection *self, gboolean back)
{
  g_return_val_if_fail (CARILLON_IS_GRID_SELECTION (self), FALSE);

  if (self->rows == NULL && !carillon_grid_selection_is_single (self)) {
    go_round (self, FALSE, back);
    return TRUE;
  }
  guint64 n_cells = (guint64) self->n_rows * self->n_columns;
  guint64 index = (guint64) self->cursor.row * self->n_columns + self->cursor.column;
  if (self->n_columns == 0 || (back ? index == 0 : index + 1 >= n_cells)) {
    return FALSE;
  }
  guint start = self->tabbing ? self->tab_column : self->cursor.column;
  index = back ? index - 1 : index + 1;
  carillon_grid_selection_place (self, (guint) (index / self->n_columns),
                                 (guint) (index % self->n_columns));
  self->tab_column = start;
  self->tabbing = TRUE;
  return TRUE;
}

/**
 * carillon_grid_selection_enter:
 * @self: the selection
 * @back: Shift+Enter
 *
 * Goes to the row below, and to the column in which a run of Tab began; in a selection of several
 * cells to the next one down.
 */
void
carillon_grid_selection_enter (CarillonGridSelection *self, gboolean back)
{
  g_return_if_fail (CARILLON_IS_GRID_SELECTION (self));

  if (self->rows == NULL && !carillon_grid_selection_is_single (self)) {
    go_round (self, TRUE, back);
    return;
  }
  guint column = self->tabbing ? self->tab_column : self->cursor.column;
  guint row = back ? MAX (self->cursor.row, 1) - 1 : self->cursor.row + 1;
  carillon_grid_selection_place (self, row, column);
}

/* What is selected. */

/**
 * carillon_grid_selection_get_range:
 * @self: the selection
 * @range: (out): the rectangle; of rows here and there, that which holds them
 */
void
carillon_grid_selection_get_range (CarillonGridSelection *self, CarillonGridRange *range)
{
  g_return_if_fail (CARILLON_IS_GRID_SELECTION (self));
  g_return_if_fail (range != NULL);

  if (self->rows != NULL) {
    guint first = gtk_bitset_get_minimum (self->rows);
    *range = (CarillonGridRange){ first, 0, gtk_bitset_get_maximum (self->rows) - first + 1,
                                  self->n_columns };
    return;
  }
  range->row = MIN (self->anchor.row, self->lead.row);
  range->column = MIN (self->anchor.column, self->lead.column);
  range->n_rows = MAX (self->anchor.row, self->lead.row) - range->row + 1;
  range->n_columns = MAX (self->anchor.column, self->lead.column) - range->column + 1;
}

gboolean
carillon_grid_selection_contains (CarillonGridSelection *self, guint row, guint column)
{
  g_return_val_if_fail (CARILLON_IS_GRID_SELECTION (self), FALSE);

  if (self->rows != NULL) {
    return gtk_bitset_contains (self->rows, row);
  }
  CarillonGridRange range;
  carillon_grid_selection_get_range (self, &range);
  return row - range.row < range.n_rows && column - range.column < range.n_columns;
}

/**
 * carillon_grid_selection_has_row:
 * @self: the selection
 * @row: a row
 *
 * Returns: whether something of it is selected
 */
gboolean
carillon_grid_selection_has_row (CarillonGridSelection *self, guint row)
{
  CarillonGridRange range;

  g_return_val_if_fail (CARILLON_IS_GRID_SELECTION (self), FALSE);
  if (self->rows != NULL) {
    return gtk_bitset_contains (self->rows, row);
  }
  carillon_grid_selection_get_range (self, &range);
  return row - range.row < range.n_rows;
}

/**
 * carillon_grid_selection_is_single:
 * @self: the selection
 *
 * Returns: whether nothing but the cell with the cursor is selected
 */
gboolean
carillon_grid_selection_is_single (CarillonGridSelection *self)
{
  g_return_val_if_fail (CARILLON_IS_GRID_SELECTION (self), TRUE);
  return self->rows == NULL && self->anchor.row == self->lead.row &&
         self->anchor.column == self->lead.column;
}

/**
 * carillon_grid_selection_dup_rows:
 * @self: the selection
 *
 * Returns: (transfer full): the rows of which something is selected
 */
GtkBitset *
carillon_grid_selection_dup_rows (CarillonGridSelection *self)
{
  g_return_val_if_fail (CARILLON_IS_GRID_SELECTION (self), NULL);

  if (self->rows != NULL) {
    return gtk_bitset_copy (self->rows);
  }
  CarillonGridRange range;
  carillon_grid_selection_get_range (self, &range);
  return gtk_bitset_new_range (range.row, range.n_rows);
}
