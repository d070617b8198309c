/* The pointer in the grid: a click moves the cursor, with Shift or by dragging it selects, on the
 * number of a row the whole row; a second click edits. */

#include "carillon-recipients-grid-private.h"

/* Milliseconds from row to row while the pointer is dragged beyond the grid. */
#define SCROLL_INTERVAL 40

typedef struct {
  guint position;
  int column; /* -1: the number of the row */
} Spot;

static CarillonGridCell *
pick (CarillonRecipientsGrid *self, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);

  if (widget != NULL && !CARILLON_IS_GRID_CELL (widget)) {
    widget = gtk_widget_get_ancestor (widget, CARILLON_TYPE_GRID_CELL);
  }
  return (CarillonGridCell *) widget;
}

static gboolean
find_spot (CarillonRecipientsGrid *self, CarillonGridCell *cell, Spot *spot)
{
  for (guint i = 0; i < self->items->len; i++) {
    GtkListItem *item = g_ptr_array_index (self->items, i);
    if (gtk_list_item_get_child (item) == (GtkWidget *) cell) {
      spot->position = gtk_list_item_get_position (item);
      spot->column = carillon_grid_columns_index (self, carillon_grid_cell_get_column (cell));
      return TRUE;
    }
  }
  return FALSE;
}

static void
select_row (CarillonRecipientsGrid *self, guint position, gboolean extend)
{
  guint last_column = self->shown->len - 1;

  if (!extend) {
    carillon_grid_selection_place (self->selection, position, 0);
  }
  carillon_grid_selection_extend (self->selection, position, last_column);
}

static void
go_to_spot (CarillonRecipientsGrid *self, const Spot *spot, gboolean extend)
{
  self->drags_rows = spot->column < 0;
  carillon_grid_edit_end (self);
  self->wants_focus = TRUE;
  if (spot->column < 0) {
    select_row (self, spot->position, extend);
  } else if (extend) {
    carillon_grid_selection_extend (self->selection, spot->position, (guint) spot->column);
  } else {
    carillon_grid_selection_place (self->selection, spot->position, (guint) spot->column);
  }
  carillon_grid_cursor_grab (self);
}

/* The gesture counts presses only until it is claimed. */
static gboolean
is_second (CarillonRecipientsGrid *self, CarillonGridCell *cell, guint32 now)
{
  int patience = 0;
  gboolean again;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-double-click-time", &patience,
                NULL);
  again = cell == self->pressed && now - self->press_time <= (guint32) patience;
  self->pressed = again ? NULL : cell;
  self->press_time = now;
  return again;
}

static void
on_pressed (GtkGestureClick *gesture, int n_press, double x, double y, CarillonRecipientsGrid *self)
{
  CarillonGridCell *cell = pick (self, x, y);
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  guint32 time = gtk_event_controller_get_current_event_time (GTK_EVENT_CONTROLLER (gesture));
  Spot spot;

  if (cell == NULL || (cell == self->edited && button == GDK_BUTTON_PRIMARY) ||
      !find_spot (self, cell, &spot)) {
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
    return;
  }
  if (button == GDK_BUTTON_SECONDARY) {
    gboolean inside =
      spot.column < 0
        ? carillon_grid_selection_has_row (self->selection, spot.position)
        : carillon_grid_selection_contains (self->selection, spot.position, (guint) spot.column);
    if (!inside) {
      go_to_spot (self, &spot, FALSE);
    }
    carillon_grid_menu_popup (self, x, y);
  } else if (is_second (self, cell, time) && spot.column >= 0) {
    carillon_grid_edit_begin (self, FALSE);
  } else {
    go_to_spot (self, &spot, (state & GDK_SHIFT_MASK) != 0);
  }
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

/* Dragging. */

static void
drag_to (CarillonRecipientsGrid *self, guint position, guint column)
{
  carillon_grid_selection_extend (self->selection, position,
                                  self->drags_rows ? self->shown->len - 1 : column);
}

static gboolean
scroll_on (gpointer user_data)
{
  CarillonRecipientsGrid *self = user_data;
  guint row = carillon_grid_selection_get_lead_row (self->selection);

  if (self->drag_y < 0 && row > 0) {
    row--;
  } else if (self->drag_y > 0) {
    row++;
  }
  drag_to (self, row, carillon_grid_selection_get_lead_column (self->selection));
  carillon_grid_cursor_scroll_to (self, carillon_grid_selection_get_lead_row (self->selection),
                                  carillon_grid_selection_get_lead_column (self->selection));
  return G_SOURCE_CONTINUE;
}

static void
on_drag_update (GtkGestureDrag *gesture, double dx, double dy, CarillonRecipientsGrid *self)
{
  double x, y;
  Spot spot;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  x += dx;
  y += dy;
  int height = gtk_widget_get_height (GTK_WIDGET (self->view));
  CarillonGridCell *cell = y >= 0 && y < height ? pick (self, x, y) : NULL;
  self->drag_y = y < 0 ? y : y >= height ? y - height + 1 : 0;
  if (cell != NULL && find_spot (self, cell, &spot)) {
    drag_to (self, spot.position, spot.column >= 0 ? (guint) spot.column : 0);
  }
  if (self->drag_y == 0) {
    g_clear_handle_id (&self->drag, g_source_remove);
  } else if (self->drag == 0) {
    self->drag = g_timeout_add (SCROLL_INTERVAL, scroll_on, self);
  }
}

static void
on_drag_end (CarillonRecipientsGrid *self)
{
  g_clear_handle_id (&self->drag, g_source_remove);
}

/**
 * carillon_grid_pointer_install:
 *
 * The two gestures are one group: what one takes, the other has, too.
 */
void
carillon_grid_pointer_install (CarillonRecipientsGrid *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_pressed), self, 0);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (on_drag_update), self, 0);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (on_drag_end), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (drag));
  gtk_gesture_group (drag, click);
}
