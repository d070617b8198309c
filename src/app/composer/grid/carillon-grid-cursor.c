/* The cursor of the grid: the selection is what counts, and cells show it. The cell with the cursor
 * has the focus, so that assistive technologies read it; a row that is out of sight has no cells,
 * so the focus may come a frame later, and keys do not wait for it. */

#include "carillon-recipients-grid-private.h"

/* Until a list has been laid out: a tick comes before the layout of its frame. */
#define N_FRAMES_OF_LAYOUT 2

/* Until a list that was hidden has cells at all; more than a slow machine needs. */
#define N_FRAMES_OF_PATIENCE 60

CarillonGridColumn *
carillon_grid_cursor_column_of (GtkListItem *item)
{
  return carillon_grid_cell_get_column (CARILLON_GRID_CELL (gtk_list_item_get_child (item)));
}

static GtkListItem *
find_item (CarillonRecipientsGrid *self, guint position, const CarillonGridColumn *column)
{
  for (guint i = 0; i < self->items->len; i++) {
    GtkListItem *item = g_ptr_array_index (self->items, i);
    if (gtk_list_item_get_position (item) == position &&
        carillon_grid_cursor_column_of (item) == column) {
      return item;
    }
  }
  return NULL;
}

/* Returns: (nullable): the cell, if it has a widget */
CarillonGridCell *
carillon_grid_cursor_find_cell (CarillonRecipientsGrid *self, guint position, guint column)
{
  CarillonGridColumn *shown = carillon_grid_columns_at (self, column);
  GtkListItem *item = shown != NULL ? find_item (self, position, shown) : NULL;

  return item != NULL ? CARILLON_GRID_CELL (gtk_list_item_get_child (item)) : NULL;
}

static CarillonGridCell *
find_cursor_cell (CarillonRecipientsGrid *self)
{
  return carillon_grid_cursor_find_cell (self, carillon_grid_selection_get_row (self->selection),
                                         carillon_grid_selection_get_column (self->selection));
}

void
carillon_grid_cursor_update_item (CarillonRecipientsGrid *self, GtkListItem *item)
{
  guint position = gtk_list_item_get_position (item);
  int column = carillon_grid_columns_index (self, carillon_grid_cursor_column_of (item));
  guint row = carillon_grid_selection_get_row (self->selection);
  gboolean cursor = position == row && column >= 0 &&
                    (guint) column == carillon_grid_selection_get_column (self->selection);
  gboolean single = carillon_grid_selection_is_single (self->selection);
  /* The number of a row shows that something of it is selected. */
  gboolean selected =
    column >= 0
      ? !single && carillon_grid_selection_contains (self->selection, position, (guint) column)
      : carillon_grid_selection_has_row (self->selection, position);

  carillon_grid_cell_set_state (CARILLON_GRID_CELL (gtk_list_item_get_child (item)), cursor,
                                selected);
}

/* Scrolling. */

static void
scroll_to_row (CarillonRecipientsGrid *self, guint position)
{
  if (self->items->len > 0) {
    GtkListItem *item = g_ptr_array_index (self->items, 0);
    gtk_widget_activate_action (gtk_list_item_get_child (item), "list.scroll-to-item", "u",
                                position);
  }
}

static void
scroll_to_column (CarillonRecipientsGrid *self, const CarillonGridColumn *column)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->view));
  graphene_rect_t bounds;

  for (guint i = 0; i < self->items->len; i++) {
    GtkListItem *item = g_ptr_array_index (self->items, i);
    GtkWidget *cell = gtk_list_item_get_child (item);
    if (carillon_grid_cursor_column_of (item) != column || !gtk_widget_get_mapped (cell) ||
        !gtk_widget_compute_bounds (cell, GTK_WIDGET (self->view), &bounds)) {
      continue;
    }
    double value = gtk_adjustment_get_value (adjustment);
    double left = value + bounds.origin.x;
    gtk_adjustment_clamp_page (adjustment, left, left + bounds.size.width);
    return;
  }
}

void
carillon_grid_cursor_scroll_to (CarillonRecipientsGrid *self, guint position, guint column)
{
  scroll_to_row (self, position);
  if (column == 0) {
    gtk_adjustment_set_value (gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->view)), 0);
  } else if (column < self->shown->len) {
    scroll_to_column (self, carillon_grid_columns_at (self, column));
  }
}

guint
carillon_grid_cursor_count_page (CarillonRecipientsGrid *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));
  GtkListItem *item = self->items->len > 0 ? g_ptr_array_index (self->items, 0) : NULL;
  int height = item != NULL ? gtk_widget_get_height (gtk_list_item_get_child (item)) : 0;

  return height > 0 ? MAX (1, (guint) gtk_adjustment_get_page_size (adjustment) / (guint) height)
                    : 1;
}

/* The focus. */

static gboolean
has_focus (CarillonRecipientsGrid *self)
{
  return gtk_widget_get_focus_child (self->scroller) != NULL;
}

static void
try_grab (CarillonRecipientsGrid *self)
{
  CarillonGridCell *cell = find_cursor_cell (self);

  if (self->wants_focus && self->edited == NULL && cell != NULL &&
      gtk_widget_get_child_visible (self->scroller)) {
    gtk_widget_grab_focus (GTK_WIDGET (cell));
  }
}

/* The list takes the focus out of rows that went: GTK 4.18 does so only when it is laid out again,
 * and to the row before. */
static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);

  self->n_frames--;
  if (find_cursor_cell (self) != NULL) {
    self->n_frames = MIN (self->n_frames, N_FRAMES_OF_LAYOUT);
  }
  try_grab (self);
  if (self->n_frames > 0) {
    return G_SOURCE_CONTINUE;
  }
  self->wants_focus = FALSE;
  return G_SOURCE_REMOVE;
}

/**
 * carillon_grid_cursor_grab:
 *
 * Takes the focus to the cursor, as soon as there is a widget for its cell.
 */
void
carillon_grid_cursor_grab (CarillonRecipientsGrid *self)
{
  self->wants_focus = TRUE;
  try_grab (self);
  if (self->n_frames == 0) {
    gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
  }
  self->n_frames = find_cursor_cell (self) != NULL ? N_FRAMES_OF_LAYOUT : N_FRAMES_OF_PATIENCE;
}

void
carillon_grid_cursor_go (CarillonRecipientsGrid *self, guint position, guint column)
{
  carillon_grid_selection_place (self->selection, position, column);
  carillon_grid_cursor_scroll_to (self, position, column);
  carillon_grid_cursor_grab (self);
}

/* (nullable): what has the focus of the window, a cell that the list has just removed, too. */
static GtkWidget *
find_focus (CarillonRecipientsGrid *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return root != NULL ? gtk_root_get_focus (root) : NULL;
}

static gboolean
is_inside (GtkWidget *focus, GtkWidget *widget)
{
  return gtk_widget_get_root (focus) == NULL || gtk_widget_is_ancestor (focus, widget);
}

static void
take_focus (CarillonRecipientsGrid *self)
{
  if (gtk_widget_get_child_visible (self->scroller)) {
    carillon_grid_cursor_grab (self);
  } else if (!gtk_widget_grab_focus (self->import_button)) {
    gtk_widget_grab_focus (self->paste_button);
  }
}

/* The focus goes on to what is shown instead: GTK would take it out of what is hidden some time
 * later, and to another pane. */
void
carillon_grid_cursor_show_page (CarillonRecipientsGrid *self, const char *name)
{
  gboolean changes = !g_str_equal (gtk_stack_get_visible_child_name (self->stack), name);
  GtkWidget *focus = find_focus (self);
  gboolean moves = changes && focus != NULL && is_inside (focus, GTK_WIDGET (self->stack));

  if (moves) {
    gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
  }
  gtk_stack_set_visible_child_name (self->stack, name);
  if (moves) {
    take_focus (self);
  }
}

/* Of rows that go the list may have made the others anew: it is elsewhere then, without the focus.
 */
void
carillon_grid_cursor_keep (CarillonRecipientsGrid *self)
{
  GtkWidget *focus = find_focus (self);

  carillon_grid_cursor_scroll_to (self, carillon_grid_selection_get_row (self->selection),
                                  carillon_grid_selection_get_column (self->selection));
  if (focus == NULL || is_inside (focus, self->scroller)) {
    take_focus (self);
  }
}

void
carillon_grid_cursor_on_changed (CarillonRecipientsGrid *self)
{
  for (guint i = 0; i < self->items->len; i++) {
    carillon_grid_cursor_update_item (self, g_ptr_array_index (self->items, i));
  }
  if (has_focus (self) || self->wants_focus) {
    carillon_grid_cursor_grab (self);
  }
  carillon_recipients_grid_cursor_moved (self);
}

void
carillon_grid_cursor_update_size (CarillonRecipientsGrid *self)
{
  guint n_rows = self->model != NULL ? carillon_grid_model_get_n_shown (self->model) + 1 : 0;

  carillon_grid_selection_set_size (self->selection, n_rows, self->shown->len);
  for (guint i = 0; i < self->items->len; i++) {
    carillon_grid_cursor_update_item (self, g_ptr_array_index (self->items, i));
  }
}

/* From anywhere in the list, such as a row that GTK gave the focus to, back to the cursor. */
static void
on_focus_entered (CarillonRecipientsGrid *self)
{
  if (self->edited == NULL) {
    carillon_grid_cursor_grab (self);
  }
}

void
carillon_grid_cursor_install (CarillonRecipientsGrid *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_object (focus, "enter", G_CALLBACK (on_focus_entered), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->scroller, focus);
}
