#include "carillon-recipients-grid.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "carillon-config.h"
#include "carillon-format.h"
#include "carillon-grid-cell.h"
#include "carillon-grid-model.h"
#include "carillon-notice.h"
#include "carillon-problem-text.h"
#include "carillon-variables.h"

/* Milliseconds from a change of the templates to new columns: not at every letter of a name. */
#define SCAN_DELAY 200

/* Of the columns of the view: the number of the row, recipient, provider; variables follow. */
#define N_FIXED_VIEW_COLUMNS 3

/* Until a list has been laid out: a tick comes before the layout of its frame. */
#define N_FRAMES_OF_LAYOUT 2

struct _CarillonRecipientsGrid {
  GtkWidget parent_instance;

  DispatchDraft *draft;     /* (owned) (nullable) */
  CarillonGridModel *model; /* (owned) (nullable): of the draft's audience */
  GPtrArray *columns;       /* of CarillonGridColumn (owned); kept while any cell lives */
  GPtrArray *cells;         /* of CarillonGridCell (unowned): those that are bound */
  guint scan;               /* source ID */
  guint current_row;
  gboolean browsing; /* the grid is shown, though it may have no rows */
  guint wanted_row;  /* where the focus goes as soon as the cell is there */
  int wanted_column; /* of the view, or -1 */
  guint n_frames;    /* until the list is laid out, and the focus left alone */
  GtkSelectionModel *selection;

  GtkColumnView *view;
  GtkStack *stack;
  GtkLabel *heading;
  CarillonNotice *notice;
};

enum {
  PROP_DRAFT = 1,
  PROP_CURRENT_ROW,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CarillonRecipientsGrid, carillon_recipients_grid, GTK_TYPE_WIDGET)

static guint
n_recipients (CarillonRecipientsGrid *self)
{
  return self->draft != NULL
           ? dispatch_audience_get_n_rows (dispatch_draft_get_audience (self->draft))
           : 0;
}

static void
free_column (gpointer data)
{
  CarillonGridColumn *column = data;

  g_free (column->name);
  g_free (column);
}

/* Cells and the focus. */

static int
find_view_column (CarillonRecipientsGrid *self, const CarillonGridColumn *column)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  guint n_columns = g_list_model_get_n_items (columns);

  if (column->fixed != CARILLON_GRID_VARIABLE) {
    return column->fixed + 1;
  }
  for (guint i = N_FIXED_VIEW_COLUMNS; i < n_columns; i++) {
    g_autoptr (GtkColumnViewColumn) view_column = g_list_model_get_item (columns, i);
    if (g_strcmp0 (gtk_column_view_column_get_title (view_column), column->name) == 0) {
      return (int) i;
    }
  }
  return -1;
}

static CarillonGridCell *
find_cell (CarillonRecipientsGrid *self, guint row, int view_column)
{
  for (guint i = 0; i < self->cells->len; i++) {
    CarillonGridCell *cell = g_ptr_array_index (self->cells, i);
    if (carillon_grid_cell_get_row (cell) == row &&
        find_view_column (self, carillon_grid_cell_get_column (cell)) == view_column) {
      return cell;
    }
  }
  return NULL;
}

/* A row that is out of sight has no cells: scrolling makes them, and then on_bind() goes on. */
static void
focus_cell (CarillonRecipientsGrid *self, guint row, int view_column)
{
  CarillonGridCell *cell = find_cell (self, row, view_column);

  self->wanted_column = -1;
  if (cell != NULL && gtk_widget_grab_focus (GTK_WIDGET (cell))) {
    return;
  }
  self->wanted_row = row;
  self->wanted_column = view_column;
  if (self->cells->len > 0) {
    gtk_widget_activate_action (g_ptr_array_index (self->cells, 0), "list.scroll-to-item", "u",
                                row);
  }
}

static gboolean
focus_wanted (gpointer user_data)
{
  CarillonRecipientsGrid *self = user_data;
  CarillonGridCell *cell =
    self->wanted_column >= 0 ? find_cell (self, self->wanted_row, self->wanted_column) : NULL;

  if (cell != NULL && gtk_widget_grab_focus (GTK_WIDGET (cell)) && self->n_frames == 0) {
    self->wanted_column = -1;
  }
  return G_SOURCE_REMOVE;
}

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);

  self->n_frames--;
  return self->n_frames > 0 ? G_SOURCE_CONTINUE : focus_wanted (self);
}

/* The list takes the focus out of rows that went: GTK 4.18 does so only when it is laid out again,
 * and to the row before. */
static void
focus_cell_for_good (CarillonRecipientsGrid *self, guint row, int view_column)
{
  focus_cell (self, row, view_column);
  self->wanted_row = row;
  self->wanted_column = view_column;
  if (self->n_frames == 0) {
    gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
  }
  self->n_frames = N_FRAMES_OF_LAYOUT;
}

static gboolean
on_navigate (CarillonGridCell *cell, int dx, int dy, CarillonRecipientsGrid *self)
{
  int n_columns = (int) g_list_model_get_n_items (gtk_column_view_get_columns (self->view));
  int column = find_view_column (self, carillon_grid_cell_get_column (cell)) + dx;
  gint64 row = (gint64) carillon_grid_cell_get_row (cell) + dy;

  if (column >= n_columns) {
    column = 1;
    row++;
  } else if (column < 1) {
    column = n_columns - 1;
    row--;
  }
  if (row < 0 || row > n_recipients (self)) {
    return GDK_EVENT_PROPAGATE;
  }
  focus_cell (self, (guint) row, column);
  return GDK_EVENT_STOP;
}

static void
set_current_row (CarillonRecipientsGrid *self, guint row)
{
  if (self->current_row != row) {
    self->current_row = row;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT_ROW]);
  }
}

static void
on_entered (CarillonGridCell *cell, CarillonRecipientsGrid *self)
{
  guint row = carillon_grid_cell_get_row (cell);

  set_current_row (self, row);
  if (!gtk_selection_model_is_selected (self->selection, row)) {
    gtk_selection_model_select_item (self->selection, row, TRUE);
  }
}

static void
on_paste_rows (CarillonGridCell *cell, const char *text, CarillonRecipientsGrid *self)
{
  carillon_recipients_grid_paste (self, text);
}

static void
refresh_cells (CarillonRecipientsGrid *self)
{
  for (guint i = 0; i < self->cells->len; i++) {
    carillon_grid_cell_refresh (g_ptr_array_index (self->cells, i));
  }
}

static void
refresh_row (CarillonRecipientsGrid *self, guint row)
{
  for (guint i = 0; i < self->cells->len; i++) {
    CarillonGridCell *cell = g_ptr_array_index (self->cells, i);
    if (carillon_grid_cell_get_row (cell) == row) {
      carillon_grid_cell_refresh (cell);
    }
  }
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const CarillonGridColumn *column = user_data;

  gtk_list_item_set_child (item, carillon_grid_cell_new (column));
}

static void
on_bind (CarillonRecipientsGrid *self, GtkListItem *item)
{
  CarillonGridCell *cell = CARILLON_GRID_CELL (gtk_list_item_get_child (item));

  if (self->model == NULL) {
    return;
  }
  carillon_grid_cell_bind (cell, self->model, item);
  g_ptr_array_add (self->cells, cell);
  if (self->wanted_column >= 0 && carillon_grid_cell_get_row (cell) == self->wanted_row) {
    g_idle_add_full (G_PRIORITY_DEFAULT, focus_wanted, g_object_ref (self), g_object_unref);
  }
}

static void
on_unbind (CarillonRecipientsGrid *self, GtkListItem *item)
{
  CarillonGridCell *cell = CARILLON_GRID_CELL (gtk_list_item_get_child (item));

  g_ptr_array_remove_fast (self->cells, cell);
  carillon_grid_cell_unbind (cell);
}

static void
on_setup_cell (CarillonRecipientsGrid *self, GtkListItem *item)
{
  GtkWidget *cell = gtk_list_item_get_child (item);

  g_signal_connect_object (cell, "navigate", G_CALLBACK (on_navigate), self, 0);
  g_signal_connect_object (cell, "entered", G_CALLBACK (on_entered), self, 0);
  g_signal_connect_object (cell, "paste-rows", G_CALLBACK (on_paste_rows), self, 0);
}

/* Columns. */

static GtkColumnViewColumn *
create_column (CarillonRecipientsGrid *self, int fixed, const char *name, const char *title)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  CarillonGridColumn *column = g_new0 (CarillonGridColumn, 1);

  column->fixed = fixed;
  column->name = g_strdup (name);
  g_ptr_array_add (self->columns, column);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), column);
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup_cell), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind), self, G_CONNECT_SWAPPED);

  GtkColumnViewColumn *view_column = gtk_column_view_column_new (title, g_steal_pointer (&factory));
  gtk_column_view_column_set_resizable (view_column, fixed != CARILLON_GRID_NUMBER);
  gtk_column_view_column_set_expand (view_column, fixed == CARILLON_GRID_ADDRESS ||
                                                    fixed == CARILLON_GRID_VARIABLE);
  return view_column;
}

static GMenuModel *
create_header_menu (const char *name)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenuItem) item = g_menu_item_new (_ ("Remove Column"), NULL);

  g_menu_item_set_action_and_target (item, "grid.remove-column", "s", name);
  g_menu_append_item (menu, item);
  return G_MENU_MODEL (menu);
}

static void
insert_variable (CarillonRecipientsGrid *self, guint position, const char *name)
{
  g_autoptr (GtkColumnViewColumn) column = create_column (self, CARILLON_GRID_VARIABLE, name, name);
  g_autoptr (GMenuModel) menu = create_header_menu (name);

  gtk_column_view_column_set_header_menu (column, menu);
  gtk_column_view_insert_column (self->view, position, column);
}

static void
insert_fixed_columns (CarillonRecipientsGrid *self)
{
  static const struct {
    int fixed;
    const char *title;
  } fixed_columns[] = {
    { CARILLON_GRID_NUMBER, "" },
    { CARILLON_GRID_ADDRESS, N_ ("Recipient") },
    { DISPATCH_COLUMN_PROVIDER, N_ ("Provider") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fixed_columns); i++) {
    const char *title = *fixed_columns[i].title != '\0' ? _ (fixed_columns[i].title) : "";
    g_autoptr (GtkColumnViewColumn) column =
      create_column (self, fixed_columns[i].fixed, NULL, title);
    gtk_column_view_append_column (self->view, column);
  }
}

static void
remove_columns_from (CarillonRecipientsGrid *self, guint position)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  while (g_list_model_get_n_items (columns) > position) {
    g_autoptr (GtkColumnViewColumn) column =
      g_list_model_get_item (columns, g_list_model_get_n_items (columns) - 1);
    gtk_column_view_remove_column (self->view, column);
  }
}

/* Columns that stay keep their widgets, and with them the focus and the width. */
static void
sync_columns (CarillonRecipientsGrid *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  g_auto (GStrv) names = carillon_grid_model_list_columns (self->model);
  guint n_names = g_strv_length (names);

  for (guint i = 0; i < n_names; i++) {
    guint position = N_FIXED_VIEW_COLUMNS + i;
    g_autoptr (GtkColumnViewColumn) there = g_list_model_get_item (columns, position);
    const char *title = there != NULL ? gtk_column_view_column_get_title (there) : NULL;
    if (g_strcmp0 (title, names[i]) == 0) {
      continue;
    }
    if (title != NULL && !g_strv_contains ((const char *const *) names, title)) {
      gtk_column_view_remove_column (self->view, there);
      i--;
      continue;
    }
    CarillonGridColumn key = { CARILLON_GRID_VARIABLE, names[i] };
    int later = find_view_column (self, &key);
    if (later >= 0) {
      g_autoptr (GtkColumnViewColumn) moved = g_list_model_get_item (columns, (guint) later);
      gtk_column_view_insert_column (self->view, position, moved);
    } else {
      insert_variable (self, position, names[i]);
    }
  }
  remove_columns_from (self, N_FIXED_VIEW_COLUMNS + n_names);
}

static gboolean
scan_variables (gpointer user_data)
{
  CarillonRecipientsGrid *self = user_data;
  g_autoptr (GPtrArray) variables = carillon_variables_scan (self->draft);

  self->scan = 0;
  if (variables != NULL) {
    carillon_grid_model_set_variables (self->model, variables);
    sync_columns (self);
    refresh_cells (self);
  }
  return G_SOURCE_REMOVE;
}

static void
on_template_changed (CarillonRecipientsGrid *self)
{
  g_clear_handle_id (&self->scan, g_source_remove);
  self->scan = g_timeout_add (SCAN_DELAY, scan_variables, self);
}

/* Rows. */

static void
refresh_heading (CarillonRecipientsGrid *self)
{
  guint n_rows = n_recipients (self);
  g_autofree char *count = carillon_format_count (n_rows);
  g_autofree char *heading =
    n_rows == 0 ? g_strdup (_ ("Recipients"))
                : g_strdup_printf (ngettext ("%s Recipient", "%s Recipients", n_rows), count);

  gtk_label_set_label (self->heading, heading);
  gtk_stack_set_visible_child_name (self->stack, n_rows > 0 || self->browsing ? "grid" : "empty");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "grid.remove-rows", n_rows > 0);
}

static void
on_rows_changed (CarillonRecipientsGrid *self)
{
  guint n_rows = n_recipients (self);

  self->current_row = MIN (self->current_row, n_rows);
  refresh_cells (self);
  refresh_heading (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT_ROW]);
}

static void
on_cell_changed (CarillonRecipientsGrid *self, guint row, guint column)
{
  refresh_row (self, row);
}

static void
disconnect_draft (CarillonRecipientsGrid *self)
{
  if (self->draft != NULL) {
    DispatchAudience *audience = dispatch_draft_get_audience (self->draft);
    g_signal_handlers_disconnect_by_data (audience, self);
    g_signal_handlers_disconnect_by_data (self->draft, self);
  }
  g_clear_handle_id (&self->scan, g_source_remove);
  self->wanted_column = -1;
  self->current_row = 0;
  self->browsing = FALSE;
}

static void
connect_draft (CarillonRecipientsGrid *self)
{
  DispatchAudience *audience = dispatch_draft_get_audience (self->draft);

  self->model = carillon_grid_model_new (audience);
  self->selection =
    GTK_SELECTION_MODEL (gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->model))));
  g_signal_connect_object (audience, "items-changed", G_CALLBACK (on_rows_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (audience, "cell-changed", G_CALLBACK (on_cell_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (audience, "columns-changed", G_CALLBACK (sync_columns), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->draft, "notify::title", G_CALLBACK (on_template_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->draft, "notify::body", G_CALLBACK (on_template_changed), self,
                           G_CONNECT_SWAPPED);
  gtk_column_view_set_model (self->view, self->selection);
  sync_columns (self);
  scan_variables (self);
}

static void
set_draft (CarillonRecipientsGrid *self, DispatchDraft *draft)
{
  if (self->draft == draft) {
    return;
  }
  disconnect_draft (self);
  if (self->view != NULL) {
    gtk_column_view_set_model (self->view, NULL);
  }
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_set_object (&self->draft, draft);
  if (draft != NULL) {
    connect_draft (self);
    on_rows_changed (self);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAFT]);
}

/**
 * carillon_recipients_grid_get_current_row:
 * @self: the grid
 *
 * Returns: the recipient that is being looked at, 0 where there is none
 */
guint
carillon_recipients_grid_get_current_row (CarillonRecipientsGrid *self)
{
  g_return_val_if_fail (CARILLON_IS_RECIPIENTS_GRID (self), 0);
  return self->current_row;
}

/**
 * carillon_recipients_grid_show_row:
 * @self: the grid
 * @row: a recipient
 *
 * Makes @row the current one, and scrolls to it.
 */
void
carillon_recipients_grid_show_row (CarillonRecipientsGrid *self, guint row)
{
  g_return_if_fail (CARILLON_IS_RECIPIENTS_GRID (self));

  if (row >= n_recipients (self)) {
    return;
  }
  set_current_row (self, row);
  gtk_selection_model_select_item (self->selection, row, TRUE);
  if (self->cells->len > 0) {
    gtk_widget_activate_action (g_ptr_array_index (self->cells, 0), "list.scroll-to-item", "u",
                                row);
  }
}

/**
 * carillon_recipients_grid_select_rows:
 * @self: the grid
 * @rows: (array length=n_rows): recipients
 * @n_rows: how many
 *
 * Selects @rows and nothing else, and takes the focus to the first.
 */
void
carillon_recipients_grid_select_rows (CarillonRecipientsGrid *self, const guint *rows, guint n_rows)
{
  g_return_if_fail (CARILLON_IS_RECIPIENTS_GRID (self));

  if (n_rows == 0 || self->selection == NULL) {
    return;
  }
  g_autoptr (GtkBitset) selected = gtk_bitset_new_empty ();
  g_autoptr (GtkBitset) mask = gtk_bitset_new_range (0, n_recipients (self) + 1);
  for (guint i = 0; i < n_rows; i++) {
    gtk_bitset_add (selected, rows[i]);
  }
  gtk_selection_model_set_selection (self->selection, selected, mask);
  set_current_row (self, rows[0]);
  focus_cell (self, rows[0], CARILLON_GRID_ADDRESS + 1);
}

/**
 * carillon_recipients_grid_add:
 * @self: the grid
 *
 * Takes the focus to the empty row, which becomes a recipient with the first letter.
 */
void
carillon_recipients_grid_add (CarillonRecipientsGrid *self)
{
  g_return_if_fail (CARILLON_IS_RECIPIENTS_GRID (self));

  self->browsing = TRUE;
  refresh_heading (self);
  focus_cell (self, n_recipients (self), CARILLON_GRID_ADDRESS + 1);
}

/**
 * carillon_recipients_grid_paste:
 * @self: the grid
 * @text: (nullable): rows, or %NULL for what could not be read as text
 *
 * Appends rows of a spreadsheet; where that is not possible, tells why and changes nothing.
 *
 * Returns: whether rows were added
 */
gboolean
carillon_recipients_grid_paste (CarillonRecipientsGrid *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  guint n_added = 0;

  g_return_val_if_fail (CARILLON_IS_RECIPIENTS_GRID (self), FALSE);
  if (self->draft == NULL) {
    return FALSE;
  }
  if (self->scan != 0) {
    g_clear_handle_id (&self->scan, g_source_remove);
    scan_variables (self);
  }
  if (text == NULL) {
    g_set_error_literal (&error, DISPATCH_PASTE_ERROR, DISPATCH_PASTE_ERROR_NOT_TEXT, "not text");
  } else {
    carillon_grid_model_settle_columns (self->model);
    dispatch_audience_paste (dispatch_draft_get_audience (self->draft), text, &n_added, &error);
  }
  g_autofree char *message = error != NULL ? carillon_describe_paste_error (error) : NULL;
  carillon_notice_set_message (self->notice, message);
  if (n_added > 0) {
    focus_cell (self, n_recipients (self) - n_added, CARILLON_GRID_ADDRESS + 1);
  }
  return error == NULL;
}

static void
on_clipboard_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonRecipientsGrid) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  carillon_recipients_grid_paste (self, text);
}

static void
paste_rows (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, on_clipboard_read,
                                 g_object_ref (widget));
}

static void
add_recipient (GtkWidget *widget, const char *action, GVariant *parameter)
{
  carillon_recipients_grid_add (CARILLON_RECIPIENTS_GRID (widget));
}

/* From the last to the first, so that the numbers of what is still to go stay right. */
static void
remove_rows (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);
  guint n_rows = n_recipients (self);
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  g_autoptr (GtkBitset) rows = gtk_bitset_copy (selected);

  gtk_bitset_remove_range_closed (rows, n_rows, G_MAXUINT);
  if (gtk_bitset_is_empty (rows)) {
    return;
  }
  guint first = gtk_bitset_get_minimum (rows);
  DispatchAudience *audience = dispatch_draft_get_audience (self->draft);
  while (!gtk_bitset_is_empty (rows)) {
    guint last = gtk_bitset_get_maximum (rows);
    guint start = last;
    while (start > 0 && gtk_bitset_contains (rows, start - 1)) {
      start--;
    }
    dispatch_audience_remove (audience, start, last - start + 1);
    gtk_bitset_remove_range_closed (rows, start, last);
  }
  if (n_recipients (self) > 0) {
    focus_cell_for_good (self, MIN (first, n_recipients (self) - 1), CARILLON_GRID_ADDRESS + 1);
  }
}

static void
remove_column (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);
  DispatchAudience *audience = dispatch_draft_get_audience (self->draft);
  guint column;

  if (dispatch_audience_find_column (audience, g_variant_get_string (parameter, NULL), &column)) {
    dispatch_audience_remove_column (audience, column);
  }
}

static void
carillon_recipients_grid_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (object);

  switch (id) {
  case PROP_DRAFT:
    g_value_set_object (value, self->draft);
    break;
  case PROP_CURRENT_ROW:
    g_value_set_uint (value, self->current_row);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_recipients_grid_set_property (GObject *object,
                                       guint id,
                                       const GValue *value,
                                       GParamSpec *pspec)
{
  if (id == PROP_DRAFT) {
    set_draft (CARILLON_RECIPIENTS_GRID (object), g_value_get_object (value));
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_recipients_grid_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (object);

  set_draft (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_RECIPIENTS_GRID);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_recipients_grid_parent_class)->dispose (object);
}

static void
carillon_recipients_grid_finalize (GObject *object)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (object);

  g_ptr_array_unref (self->cells);
  g_ptr_array_unref (self->columns);
  G_OBJECT_CLASS (carillon_recipients_grid_parent_class)->finalize (object);
}

static void
carillon_recipients_grid_class_init (CarillonRecipientsGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = carillon_recipients_grid_get_property;
  object_class->set_property = carillon_recipients_grid_set_property;
  object_class->dispose = carillon_recipients_grid_dispose;
  object_class->finalize = carillon_recipients_grid_finalize;
  properties[PROP_DRAFT] =
    g_param_spec_object ("draft", NULL, NULL, DISPATCH_TYPE_DRAFT,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_CURRENT_ROW] =
    g_param_spec_uint ("current-row", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (CARILLON_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/grid/carillon-recipients-grid.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonRecipientsGrid, view);
  gtk_widget_class_bind_template_child (widget_class, CarillonRecipientsGrid, stack);
  gtk_widget_class_bind_template_child (widget_class, CarillonRecipientsGrid, heading);
  gtk_widget_class_bind_template_child (widget_class, CarillonRecipientsGrid, notice);
  gtk_widget_class_install_action (widget_class, "grid.add", NULL, add_recipient);
  gtk_widget_class_install_action (widget_class, "grid.paste", NULL, paste_rows);
  gtk_widget_class_install_action (widget_class, "grid.remove-rows", NULL, remove_rows);
  gtk_widget_class_install_action (widget_class, "grid.remove-column", "s", remove_column);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "grid.paste",
                                       NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "recipientsgrid");
}

static void
carillon_recipients_grid_init (CarillonRecipientsGrid *self)
{
  self->wanted_column = -1;
  self->columns = g_ptr_array_new_with_free_func (free_column);
  self->cells = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  insert_fixed_columns (self);
}
