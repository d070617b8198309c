#include <glib/gi18n.h>

#include "carillon-config.h"
#include "carillon-format.h"
#include "carillon-problem-text.h"
#include "carillon-recipients-grid-private.h"

enum {
  PROP_DRAFT = 1,
  PROP_REPORT,
  PROP_CURRENT_ROW,
  PROP_CURRENT_COLUMN,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CarillonRecipientsGrid, carillon_recipients_grid, GTK_TYPE_WIDGET)

DispatchAudience *
carillon_recipients_grid_get_audience (CarillonRecipientsGrid *self)
{
  g_assert (self->model != NULL);
  return carillon_grid_model_get_audience (self->model);
}

guint
carillon_recipients_grid_get_n_rows (CarillonRecipientsGrid *self)
{
  return self->model != NULL
           ? dispatch_audience_get_n_rows (carillon_recipients_grid_get_audience (self))
           : 0;
}

void
carillon_recipients_grid_tell (CarillonRecipientsGrid *self, const char *message)
{
  carillon_notice_set_message (self->notice, message);
}

/* What is shown around the rows. */

static void
refresh_heading (CarillonRecipientsGrid *self)
{
  guint n_rows = carillon_recipients_grid_get_n_rows (self);
  g_autofree char *count = carillon_format_count (n_rows);
  g_autofree char *heading =
    n_rows == 0 ? g_strdup (_ ("Recipients"))
                : g_strdup_printf (ngettext ("%s Recipient", "%s Recipients", n_rows), count);

  gtk_label_set_label (self->heading, heading);
  carillon_grid_cursor_show_page (self, n_rows > 0 || self->browsing ? "grid" : "empty");
  carillon_grid_commands_update (self);
}

/* Shows the grid though it may be empty. */
void
carillon_recipients_grid_browse (CarillonRecipientsGrid *self)
{
  self->browsing = TRUE;
  refresh_heading (self);
}

static void
set_current_row (CarillonRecipientsGrid *self, guint row)
{
  if (self->current_row != row) {
    self->current_row = row;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT_ROW]);
  }
}

void
carillon_recipients_grid_cursor_moved (CarillonRecipientsGrid *self)
{
  guint position = carillon_grid_selection_get_row (self->selection);
  guint row = self->model != NULL ? carillon_grid_model_get_row (self->model, position) : 0;

  set_current_row (self, row != DISPATCH_NONE ? row : carillon_recipients_grid_get_n_rows (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT_COLUMN]);
}

/* What happens to the audience. */

static void
on_rows_changed (CarillonRecipientsGrid *self, guint row, guint n_removed, guint n_added)
{
  if (n_removed > 0) {
    carillon_grid_edit_end (self); /* the cell may be another row's by now */
  }
  self->report_is_old = self->report_is_old || n_removed != n_added;
  carillon_grid_columns_sync (self);
  carillon_grid_cursor_update_size (self);
  carillon_grid_face_refresh_all (self);
  refresh_heading (self);
  if (n_removed > n_added) {
    carillon_grid_cursor_keep (self);
  }
  carillon_grid_find_changed (self);
  carillon_recipients_grid_cursor_moved (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT_ROW]);
  /* A row that somebody is typing does not jump away. */
  if (self->sorted != NULL && n_added > n_removed && self->edited == NULL) {
    carillon_grid_sort_apply (self);
  }
}

static void
on_cell_changed (CarillonRecipientsGrid *self, guint row, guint column)
{
  if (column == DISPATCH_COLUMN_TOKEN || column == DISPATCH_COLUMN_PROVIDER) {
    carillon_grid_columns_sync (self);
  }
  carillon_grid_face_refresh_rows (self, row, 1);
  carillon_grid_find_changed (self);
}

static void
on_columns_changed (CarillonRecipientsGrid *self)
{
  carillon_grid_columns_sync (self);
  carillon_grid_face_refresh_all (self);
}

/* The draft. */

static void
disconnect_draft (CarillonRecipientsGrid *self)
{
  if (self->model == NULL) {
    return;
  }
  carillon_grid_edit_end (self);
  g_signal_handlers_disconnect_by_data (carillon_recipients_grid_get_audience (self), self);
  g_signal_handlers_disconnect_by_data (self->draft, self);
  g_clear_handle_id (&self->scan, g_source_remove);
  g_clear_handle_id (&self->drag, g_source_remove);
  g_free (carillon_grid_work_stop (self));
  carillon_grid_sort_reset (self);
  carillon_grid_find_stop (self);
  carillon_notice_set_message (self->notice, NULL);
  carillon_notice_set_message (self->unused, NULL);
  gtk_column_view_set_model (self->view, NULL);
  g_clear_object (&self->model);
  gtk_search_bar_set_search_mode (self->find_bar, FALSE);
  g_clear_pointer (&self->variables, g_ptr_array_unref);
  g_hash_table_remove_all (self->kept);
  self->current_row = 0;
  self->browsing = self->users = self->devices = FALSE;
}

static void
connect_draft (CarillonRecipientsGrid *self)
{
  DispatchAudience *audience = dispatch_draft_get_audience (self->draft);

  self->model = carillon_grid_model_new (audience);
  g_autoptr (GtkSelectionModel) rows =
    GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->model))));
  gtk_column_view_set_model (self->view, rows);
  g_signal_connect_object (audience, "items-changed", G_CALLBACK (on_rows_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (audience, "cell-changed", G_CALLBACK (on_cell_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (audience, "columns-changed", G_CALLBACK (on_columns_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (audience, "notify", G_CALLBACK (carillon_grid_commands_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->draft, "notify::title",
                           G_CALLBACK (carillon_grid_columns_template_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->draft, "notify::body",
                           G_CALLBACK (carillon_grid_columns_template_changed), self,
                           G_CONNECT_SWAPPED);
  carillon_grid_columns_sync (self);
  carillon_grid_columns_scan_now (self);
  carillon_grid_cursor_update_size (self);
  carillon_grid_selection_place (self->selection, 0, 0);
}

static void
set_draft (CarillonRecipientsGrid *self, DispatchDraft *draft)
{
  if (self->draft == draft) {
    return;
  }
  g_autofree char *stopped = carillon_grid_work_stop (self);
  disconnect_draft (self);
  g_set_object (&self->draft, draft);
  if (draft != NULL) {
    connect_draft (self);
  }
  if (stopped != NULL) {
    g_autofree char *message = g_strdup_printf (
      _ ("“%s” was not finished when another draft was opened, and changed nothing."), stopped);
    carillon_recipients_grid_tell (self, message);
  }
  g_clear_object (&self->report);
  refresh_heading (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAFT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT_ROW]);
}

static void
set_report (CarillonRecipientsGrid *self, DispatchReport *report)
{
  self->report_is_old = FALSE;
  if (g_set_object (&self->report, report)) {
    if (self->model != NULL) {
      carillon_grid_face_refresh_all (self);
    }
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPORT]);
  }
}

/* What others do with it. */

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

static gboolean
find_position (CarillonRecipientsGrid *self, guint row, guint *position)
{
  if (self->model == NULL || row >= carillon_recipients_grid_get_n_rows (self)) {
    return FALSE;
  }
  *position = carillon_grid_model_find (self->model, row);
  return *position != DISPATCH_NONE;
}

/**
 * carillon_recipients_grid_show_row:
 * @self: the grid
 * @row: a recipient
 *
 * Makes @row the current one, and scrolls to it; the focus stays where it is.
 */
void
carillon_recipients_grid_show_row (CarillonRecipientsGrid *self, guint row)
{
  guint position;

  g_return_if_fail (CARILLON_IS_RECIPIENTS_GRID (self));
  if (find_position (self, row, &position)) {
    guint column = carillon_grid_selection_get_column (self->selection);
    carillon_grid_edit_end (self);
    carillon_grid_selection_place (self->selection, position, column);
    carillon_grid_cursor_scroll_to (self, position, column);
  }
}

/**
 * carillon_recipients_grid_go_to:
 * @self: the grid
 * @row: a recipient
 * @column: as "current-column" said, or an empty text for the first
 *
 * Takes cursor and focus there.
 */
void
carillon_recipients_grid_go_to (CarillonRecipientsGrid *self, guint row, const char *column)
{
  guint position;

  g_return_if_fail (CARILLON_IS_RECIPIENTS_GRID (self));
  g_return_if_fail (column != NULL);
  if (find_position (self, row, &position)) {
    CarillonGridColumn *there = carillon_grid_columns_find_id (self, column);
    int index = there != NULL ? carillon_grid_columns_index (self, there) : 0;
    carillon_grid_cursor_go (self, position, (guint) index);
  }
}

/**
 * carillon_recipients_grid_select_rows:
 * @self: the grid
 * @rows: (array length=n_rows): recipients, ascending
 * @n_rows: how many
 *
 * Selects @rows and nothing else, and takes the focus to the first of them that is shown.
 */
void
carillon_recipients_grid_select_rows (CarillonRecipientsGrid *self, const guint *rows, guint n_rows)
{
  g_autoptr (GtkBitset) positions = gtk_bitset_new_empty ();
  guint position;

  g_return_if_fail (CARILLON_IS_RECIPIENTS_GRID (self));
  carillon_grid_edit_end (self);
  for (guint i = 0; i < n_rows; i++) {
    if (find_position (self, rows[i], &position)) {
      gtk_bitset_add (positions, position);
    }
  }
  if (!gtk_bitset_is_empty (positions)) {
    position = gtk_bitset_get_minimum (positions);
    if (gtk_bitset_get_size (positions) == 1) {
      carillon_grid_selection_place (self->selection, position, 0);
    } else {
      carillon_grid_selection_select_rows (self->selection, positions);
    }
    carillon_grid_cursor_scroll_to (self, position, 0);
    carillon_grid_cursor_grab (self);
  }
}

static void
go_to_new (CarillonRecipientsGrid *self, DispatchColumnKind kind)
{
  if (self->model == NULL) {
    return;
  }
  carillon_grid_edit_end (self);
  carillon_recipients_grid_browse (self);
  carillon_grid_columns_sync (self);
  carillon_grid_cursor_go (self, carillon_grid_model_get_n_shown (self->model),
                           (guint) MAX (carillon_grid_columns_index_of_kind (self, kind), 0));
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

  self->users = TRUE;
  go_to_new (self, DISPATCH_COLUMN_USER);
}

static void
add_recipient (GtkWidget *widget, const char *action, GVariant *parameter)
{
  carillon_recipients_grid_add (CARILLON_RECIPIENTS_GRID (widget));
}

static void
add_device (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);

  self->devices = TRUE;
  go_to_new (self, DISPATCH_COLUMN_TOKEN);
}

/* Offers. */

static void
remove_unused (CarillonRecipientsGrid *self)
{
  if (self->unused_name != NULL) {
    gtk_widget_activate_action (GTK_WIDGET (self), "grid.remove-column", "s", self->unused_name);
  }
}

static void
keep_unused (CarillonRecipientsGrid *self)
{
  if (self->unused_name != NULL) {
    g_hash_table_add (self->kept, g_strdup (self->unused_name));
    carillon_grid_columns_sync (self);
  }
}

static void
find_on (CarillonRecipientsGrid *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "grid.find-next", NULL);
}

/* The object. */

static char *
get_current_column (CarillonRecipientsGrid *self)
{
  CarillonGridColumn *column =
    carillon_grid_columns_at (self, carillon_grid_selection_get_column (self->selection));

  return g_strdup (column != NULL ? carillon_grid_columns_get_id (column) : "");
}

static void
carillon_recipients_grid_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (object);

  switch (id) {
  case PROP_DRAFT:
    g_value_set_object (value, self->draft);
    break;
  case PROP_REPORT:
    g_value_set_object (value, self->report);
    break;
  case PROP_CURRENT_ROW:
    g_value_set_uint (value, self->current_row);
    break;
  case PROP_CURRENT_COLUMN:
    g_value_take_string (value, get_current_column (self));
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
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (object);

  switch (id) {
  case PROP_DRAFT:
    set_draft (self, g_value_get_object (value));
    break;
  case PROP_REPORT:
    set_report (self, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_recipients_grid_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (object);

  if (self->view != NULL) {
    disconnect_draft (self);
    g_clear_object (&self->draft);
    g_clear_pointer (&self->menu, gtk_widget_unparent);
  }
  g_clear_object (&self->report);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_RECIPIENTS_GRID);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_recipients_grid_parent_class)->dispose (object);
}

static void
carillon_recipients_grid_finalize (GObject *object)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (object);

  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->shown);
  g_ptr_array_unref (self->columns);
  g_hash_table_unref (self->kept);
  g_free (self->unused_name);
  g_object_unref (self->selection);
  G_OBJECT_CLASS (carillon_recipients_grid_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/grid/carillon-recipients-grid.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonRecipientsGrid, view);
  gtk_widget_class_bind_template_child (widget_class, CarillonRecipientsGrid, scroller);
  gtk_widget_class_bind_template_child (widget_class, CarillonRecipientsGrid, progress);
  gtk_widget_class_bind_template_child (widget_class, CarillonRecipientsGrid, stack);
  gtk_widget_class_bind_template_child (widget_class, CarillonRecipientsGrid, import_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonRecipientsGrid, paste_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonRecipientsGrid, heading);
  gtk_widget_class_bind_template_child (widget_class, CarillonRecipientsGrid, notice);
  gtk_widget_class_bind_template_child (widget_class, CarillonRecipientsGrid, unused);
  gtk_widget_class_bind_template_child (widget_class, CarillonRecipientsGrid, find_bar);
  gtk_widget_class_bind_template_child (widget_class, CarillonRecipientsGrid, find_entry);
  gtk_widget_class_bind_template_child (widget_class, CarillonRecipientsGrid, replace_entry);
  gtk_widget_class_bind_template_child (widget_class, CarillonRecipientsGrid, replace_box);
  gtk_widget_class_bind_template_child (widget_class, CarillonRecipientsGrid, find_scope);
  gtk_widget_class_bind_template_child (widget_class, CarillonRecipientsGrid, find_case);
  gtk_widget_class_bind_template_child (widget_class, CarillonRecipientsGrid, find_whole);
  gtk_widget_class_bind_template_child (widget_class, CarillonRecipientsGrid, find_count);
  gtk_widget_class_bind_template_callback (widget_class, remove_unused);
  gtk_widget_class_bind_template_callback (widget_class, keep_unused);
  gtk_widget_class_bind_template_callback (widget_class, find_on);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_DRAFT] =
    g_param_spec_object ("draft", NULL, NULL, DISPATCH_TYPE_DRAFT, G_PARAM_READWRITE | flags);
  properties[PROP_REPORT] =
    g_param_spec_object ("report", NULL, NULL, DISPATCH_TYPE_REPORT, G_PARAM_READWRITE | flags);
  properties[PROP_CURRENT_ROW] =
    g_param_spec_uint ("current-row", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | flags);
  properties[PROP_CURRENT_COLUMN] =
    g_param_spec_string ("current-column", NULL, NULL, NULL, G_PARAM_READABLE | flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
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
  install_properties (object_class);
  g_type_ensure (CARILLON_TYPE_NOTICE);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "grid.add", NULL, add_recipient);
  gtk_widget_class_install_action (widget_class, "grid.add-device", NULL, add_device);
  carillon_grid_commands_install (widget_class);
  carillon_grid_clipboard_install (widget_class);
  carillon_grid_dialogs_install (widget_class);
  carillon_grid_menu_install (widget_class);
  carillon_grid_sort_install (widget_class);
  carillon_grid_find_install (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "recipientsgrid");
}

static void
carillon_recipients_grid_init (CarillonRecipientsGrid *self)
{
  self->selection = carillon_grid_selection_new ();
  self->columns = g_ptr_array_new_with_free_func (carillon_grid_columns_free_column);
  self->shown = g_ptr_array_new ();
  self->items = g_ptr_array_new ();
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  carillon_grid_keys_install (self);
  carillon_grid_cursor_install (self);
  carillon_grid_pointer_install (self);
  carillon_grid_sort_watch (self);
  carillon_grid_find_watch (self);
  g_signal_connect_object (self->selection, "changed", G_CALLBACK (carillon_grid_cursor_on_changed),
                           self, G_CONNECT_SWAPPED);
  carillon_grid_commands_update (self);
}
