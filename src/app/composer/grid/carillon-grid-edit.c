/* Editing in the grid. Every letter is written at once, so there is nothing to lose when the row
 * goes out of sight or the power does; all letters of a cell are one step of undo. */

#include <string.h>

#include "carillon-recipients-grid-private.h"

/* The empty row becomes a recipient with the first letter. */
static guint
get_row_to_write (CarillonRecipientsGrid *self, guint position, const char *text)
{
  DispatchAudience *audience = carillon_recipients_grid_get_audience (self);
  guint row = carillon_grid_model_get_row (self->model, position);

  if (row != DISPATCH_NONE || *text == '\0') {
    return row;
  }
  row = dispatch_audience_get_n_rows (audience);
  return dispatch_audience_insert_blank (audience, row, 1) ? row : DISPATCH_NONE;
}

/**
 * carillon_grid_edit_write:
 * @item: a cell
 * @text: what it holds from now on
 */
void
carillon_grid_edit_write (CarillonRecipientsGrid *self, GtkListItem *item, const char *text)
{
  CarillonGridColumn *column = carillon_grid_cursor_column_of (item);
  DispatchAudience *audience = carillon_recipients_grid_get_audience (self);

  if (self->working != NULL) {
    return;
  }
  g_object_ref (audience);
  dispatch_audience_begin_edit (audience);
  guint row = get_row_to_write (self, gtk_list_item_get_position (item), text);
  guint index = row != DISPATCH_NONE ? carillon_grid_columns_settle (self, column) : DISPATCH_NONE;
  if (index != DISPATCH_NONE) {
    dispatch_audience_set_value (audience, row, index, text);
  }
  dispatch_audience_end_edit (audience);
  g_object_unref (audience);
}

/**
 * carillon_grid_edit_begin:
 * @quick: whether the arrows go on to other cells, as where one only types
 *
 * Edits the cell with the cursor.
 */
void
carillon_grid_edit_begin (CarillonRecipientsGrid *self, gboolean quick)
{
  guint position = carillon_grid_selection_get_row (self->selection);
  guint column = carillon_grid_selection_get_column (self->selection);

  if (self->edited != NULL || self->working != NULL) {
    return;
  }
  carillon_grid_cursor_scroll_to (self, position, column);
  CarillonGridCell *cell = carillon_grid_cursor_find_cell (self, position, column);
  if (cell == NULL) {
    return;
  }
  self->edited = cell;
  self->quick = quick;
  dispatch_audience_begin_edit (carillon_recipients_grid_get_audience (self));
  GtkText *entry = carillon_grid_cell_edit (cell);
  if (quick) {
    gtk_editable_select_region (GTK_EDITABLE (entry), 0, -1);
  } else {
    gtk_editable_set_position (GTK_EDITABLE (entry), -1);
  }
}

static void
stop (CarillonRecipientsGrid *self)
{
  g_autoptr (CarillonGridCell) cell = g_object_ref (g_steal_pointer (&self->edited));
  gboolean had_focus = gtk_widget_has_focus (GTK_WIDGET (carillon_grid_cell_get_entry (cell)));

  if (had_focus) {
    carillon_grid_cursor_grab (self);
    gtk_widget_grab_focus (GTK_WIDGET (cell));
  }
  carillon_grid_cell_stop_editing (cell);
}

/**
 * carillon_grid_edit_end:
 *
 * What was written stays.
 */
void
carillon_grid_edit_end (CarillonRecipientsGrid *self)
{
  if (self->edited != NULL) {
    stop (self);
    dispatch_audience_end_edit (carillon_recipients_grid_get_audience (self));
  }
}

/**
 * carillon_grid_edit_cancel:
 *
 * The cell, and the row if it is new, become what they were.
 */
void
carillon_grid_edit_cancel (CarillonRecipientsGrid *self)
{
  if (self->edited != NULL) {
    stop (self);
    dispatch_audience_cancel_edit (carillon_recipients_grid_get_audience (self));
  }
}
