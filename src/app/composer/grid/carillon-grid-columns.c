/* The columns of the grid: the kinds of address that are in use, the variables that the audience
 * has, and those that the templates name. The audience learns of a variable when it gets its first
 * value, so a half-typed template leaves nothing behind. */

#include <glib/gi18n.h>

#include "carillon-recipients-grid-private.h"
#include "carillon-variables.h"

/* Milliseconds from a change of the templates to new columns: not at every letter of a name. */
#define SCAN_DELAY 200

/* In characters. */
#define NUMBER_WIDTH 4
#define ADDRESS_WIDTH 20
#define PROVIDER_WIDTH 8
#define VARIABLE_WIDTH 12

void
carillon_grid_columns_free_column (gpointer data)
{
  CarillonGridColumn *column = data;

  g_free (column->name);
  g_object_unref (column->made);
  g_free (column);
}

const char *
carillon_grid_columns_title (const CarillonGridColumn *column)
{
  switch (column->kind) {
  case CARILLON_GRID_NUMBER:
    return _ ("Number");
  case DISPATCH_COLUMN_USER:
    return _ ("User ID");
  case DISPATCH_COLUMN_TOKEN:
    return _ ("Token");
  case DISPATCH_COLUMN_PROVIDER:
    return _ ("Provider");
  default:
    return column->name;
  }
}

/**
 * carillon_grid_columns_get_id:
 *
 * Returns: a name for actions and settings, which no variable shares with a fixed column
 */
const char *
carillon_grid_columns_get_id (const CarillonGridColumn *column)
{
  static const char *const ids[] = {
    [DISPATCH_COLUMN_USER] = "#user",
    [DISPATCH_COLUMN_TOKEN] = "#token",
    [DISPATCH_COLUMN_PROVIDER] = "#provider",
  };

  if (column->kind == CARILLON_GRID_NUMBER) {
    return "#";
  }
  return column->kind == DISPATCH_COLUMN_VARIABLE ? column->name : ids[column->kind];
}

CarillonGridColumn *
carillon_grid_columns_find_id (CarillonRecipientsGrid *self, const char *id)
{
  for (guint i = 0; i < self->shown->len; i++) {
    CarillonGridColumn *column = carillon_grid_columns_at (self, i);
    if (g_str_equal (carillon_grid_columns_get_id (column), id)) {
      return column;
    }
  }
  return NULL;
}

/* As people write it in a header, with or without capitals. */
CarillonGridColumn *
carillon_grid_columns_find_title (CarillonRecipientsGrid *self, const char *title)
{
  g_autofree char *wanted = g_utf8_casefold (title, -1);

  for (guint i = 0; i < self->shown->len; i++) {
    CarillonGridColumn *column = carillon_grid_columns_at (self, i);
    g_autofree char *folded = g_utf8_casefold (carillon_grid_columns_title (column), -1);
    if (g_str_equal (g_strstrip (wanted), folded)) {
      return column;
    }
  }
  return NULL;
}

/* Making them. */

static void
on_edited (GtkListItem *item, const char *text)
{
  carillon_grid_edit_write (carillon_grid_cursor_column_of (item)->grid, item, text);
}

static void
on_done (GtkListItem *item)
{
  CarillonRecipientsGrid *self = carillon_grid_cursor_column_of (item)->grid;

  if (self->edited == CARILLON_GRID_CELL (gtk_list_item_get_child (item))) {
    carillon_grid_edit_end (self);
  }
}

static GtkWidget *
create_cell (CarillonGridColumn *column)
{
  switch (column->kind) {
  case CARILLON_GRID_NUMBER:
    return carillon_grid_cell_new (column, CARILLON_GRID_CELL_NUMBER, NUMBER_WIDTH);
  case DISPATCH_COLUMN_USER:
  case DISPATCH_COLUMN_TOKEN:
    return carillon_grid_cell_new (column, CARILLON_GRID_CELL_ADDRESS, ADDRESS_WIDTH);
  case DISPATCH_COLUMN_PROVIDER:
    return carillon_grid_cell_new (column, CARILLON_GRID_CELL_VALUE, PROVIDER_WIDTH);
  default:
    return carillon_grid_cell_new (column, CARILLON_GRID_CELL_VALUE, VARIABLE_WIDTH);
  }
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  CarillonGridColumn *column = user_data;
  GtkWidget *cell = create_cell (column);

  gtk_list_item_set_child (item, cell);
  gtk_list_item_set_selectable (item, FALSE);
  gtk_list_item_set_activatable (item, FALSE);
  g_signal_connect_object (cell, "edited", G_CALLBACK (on_edited), item, G_CONNECT_SWAPPED);
  g_signal_connect_object (cell, "done", G_CALLBACK (on_done), item, G_CONNECT_SWAPPED);
}

static void
on_bind (CarillonRecipientsGrid *self, GtkListItem *item)
{
  if (self->model != NULL) {
    g_ptr_array_add (self->items, item);
    carillon_grid_face_refresh (self, item);
    carillon_grid_cursor_update_item (self, item);
  }
}

static void
on_unbind (CarillonRecipientsGrid *self, GtkListItem *item)
{
  CarillonGridCell *cell = CARILLON_GRID_CELL (gtk_list_item_get_child (item));

  if (self->edited == cell) {
    carillon_grid_edit_end (self);
  }
  g_ptr_array_remove_fast (self->items, item);
}

static CarillonGridColumn *
create_column (CarillonRecipientsGrid *self, int kind, const char *name)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  CarillonGridColumn *column = g_new0 (CarillonGridColumn, 1);

  column->kind = kind;
  column->name = g_strdup (name);
  column->grid = self;
  g_ptr_array_add (self->columns, column);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), column);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind), self, G_CONNECT_SWAPPED);
  const char *title = kind == CARILLON_GRID_NUMBER ? "" : carillon_grid_columns_title (column);
  column->made = gtk_column_view_column_new (title, g_steal_pointer (&factory));
  if (kind != CARILLON_GRID_NUMBER) {
    g_autoptr (GMenuModel) menu = carillon_grid_menu_new_for_header (column);
    gtk_column_view_column_set_resizable (column->made, TRUE);
    gtk_column_view_column_set_expand (column->made, kind != DISPATCH_COLUMN_PROVIDER);
    gtk_column_view_column_set_header_menu (column->made, menu);
    carillon_grid_sort_make_sortable (column);
  }
  return column;
}

/* One that was there before comes back with its width. */
static CarillonGridColumn *
get_column (CarillonRecipientsGrid *self, int kind, const char *name)
{
  for (guint i = 0; i < self->columns->len; i++) {
    CarillonGridColumn *column = g_ptr_array_index (self->columns, i);
    if (column->kind == kind && g_str_equal (column->name, name)) {
      return column;
    }
  }
  return create_column (self, kind, name);
}

/* Which are shown. */

static gboolean
has_values (CarillonRecipientsGrid *self, guint column)
{
  const DispatchTable *table =
    dispatch_audience_get_table (carillon_recipients_grid_get_audience (self));
  guint slot = dispatch_table_get_slot (table, column);
  guint n_blocks = dispatch_table_get_n_blocks (table);

  for (guint i = 0; i < n_blocks; i++) {
    guint first;
    if (dispatch_block_has_slot (dispatch_table_get_block (table, i, &first), slot)) {
      return TRUE;
    }
  }
  return FALSE;
}

static void
add_fixed (CarillonRecipientsGrid *self, GPtrArray *wanted)
{
  guint n_rows = carillon_recipients_grid_get_n_rows (self);

  self->devices = self->devices || (n_rows > 0 && (has_values (self, DISPATCH_COLUMN_TOKEN) ||
                                                   has_values (self, DISPATCH_COLUMN_PROVIDER)));
  self->users =
    self->users || !self->devices || n_rows == 0 || has_values (self, DISPATCH_COLUMN_USER);
  if (self->users) {
    g_ptr_array_add (wanted, get_column (self, DISPATCH_COLUMN_USER, ""));
  }
  if (self->devices) {
    g_ptr_array_add (wanted, get_column (self, DISPATCH_COLUMN_TOKEN, ""));
    g_ptr_array_add (wanted, get_column (self, DISPATCH_COLUMN_PROVIDER, ""));
  }
}

static gboolean
is_unused (CarillonRecipientsGrid *self, const char *name)
{
  return self->variables != NULL && carillon_variables_find (self->variables, name) == NULL &&
         !g_hash_table_contains (self->kept, name);
}

static GPtrArray *
list_wanted (CarillonRecipientsGrid *self)
{
  DispatchAudience *audience = carillon_recipients_grid_get_audience (self);
  GPtrArray *wanted = g_ptr_array_new ();
  guint n_columns = dispatch_audience_get_n_columns (audience);

  add_fixed (self, wanted);
  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < n_columns; i++) {
    const char *name = dispatch_audience_get_column_name (audience, i);
    if (!is_unused (self, name) || has_values (self, i)) {
      g_ptr_array_add (wanted, get_column (self, DISPATCH_COLUMN_VARIABLE, name));
    }
  }
  for (guint i = 0; self->variables != NULL && i < self->variables->len; i++) {
    const CarillonVariable *variable = g_ptr_array_index (self->variables, i);
    guint column;
    if (!dispatch_audience_find_column (audience, variable->name, &column)) {
      g_ptr_array_add (wanted, get_column (self, DISPATCH_COLUMN_VARIABLE, variable->name));
    }
  }
  return wanted;
}

static void
remove_others (CarillonRecipientsGrid *self, GPtrArray *wanted)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  for (guint i = g_list_model_get_n_items (columns); i > 1; i--) {
    g_autoptr (GtkColumnViewColumn) there = g_list_model_get_item (columns, i - 1);
    gboolean stays = FALSE;
    for (guint j = 0; j < wanted->len && !stays; j++) {
      stays = ((CarillonGridColumn *) g_ptr_array_index (wanted, j))->made == there;
    }
    if (!stays) {
      gtk_column_view_remove_column (self->view, there);
    }
  }
}

static gboolean
is_as_shown (CarillonRecipientsGrid *self, GPtrArray *wanted)
{
  return wanted->len == self->shown->len &&
         memcmp (wanted->pdata, self->shown->pdata, wanted->len * sizeof (gpointer)) == 0;
}

/* What the cursor's column is stays what it is, wherever that goes. */
static void
keep_cursor (CarillonRecipientsGrid *self, const CarillonGridColumn *column)
{
  int index = column != NULL ? carillon_grid_columns_index (self, column) : -1;
  guint now = carillon_grid_selection_get_column (self->selection);

  carillon_grid_cursor_update_size (self);
  if (index >= 0 && (guint) index != now) {
    carillon_grid_selection_place (
      self->selection, carillon_grid_selection_get_row (self->selection), (guint) index);
  }
}

/* Before there is a message every column is unused. */
static gboolean
is_written (CarillonRecipientsGrid *self)
{
  return *dispatch_draft_get_title (self->draft) != '\0' ||
         *dispatch_draft_get_body (self->draft) != '\0';
}

static void
tell_unused (CarillonRecipientsGrid *self)
{
  DispatchAudience *audience = carillon_recipients_grid_get_audience (self);
  guint n_columns = dispatch_audience_get_n_columns (audience);
  const char *unused = NULL;

  for (guint i = DISPATCH_N_FIXED_COLUMNS; is_written (self) && i < n_columns; i++) {
    const char *name = dispatch_audience_get_column_name (audience, i);
    if (is_unused (self, name) && has_values (self, i)) {
      unused = name;
      break;
    }
  }
  g_autofree char *message =
    unused != NULL ? g_strdup_printf (_ ("The message does not use “%s”."), unused) : NULL;
  g_free (self->unused_name);
  self->unused_name = g_strdup (unused);
  carillon_notice_set_message (self->unused, message);
}

/**
 * carillon_grid_columns_sync:
 *
 * Shows the columns that there ought to be. Those that stay keep their widgets, and with them the
 * focus and the width.
 */
void
carillon_grid_columns_sync (CarillonRecipientsGrid *self)
{
  if (self->model == NULL) {
    return;
  }
  g_autoptr (GPtrArray) wanted = list_wanted (self);
  GListModel *columns = gtk_column_view_get_columns (self->view);
  CarillonGridColumn *current =
    carillon_grid_columns_at (self, carillon_grid_selection_get_column (self->selection));

  tell_unused (self);
  if (is_as_shown (self, wanted)) {
    return;
  }
  if (g_list_model_get_n_items (columns) == 0) {
    gtk_column_view_append_column (self->view, get_column (self, CARILLON_GRID_NUMBER, "")->made);
  }
  remove_others (self, wanted);
  for (guint i = 0; i < wanted->len; i++) {
    CarillonGridColumn *column = g_ptr_array_index (wanted, i);
    g_autoptr (GtkColumnViewColumn) there = g_list_model_get_item (columns, i + 1);
    if (there != column->made) {
      gtk_column_view_insert_column (self->view, i + 1, column->made);
    }
  }
  g_ptr_array_unref (self->shown);
  self->shown = g_steal_pointer (&wanted);
  keep_cursor (self, current);
}

/* Looking for them. */

CarillonGridColumn *
carillon_grid_columns_at (CarillonRecipientsGrid *self, guint index)
{
  return index < self->shown->len ? g_ptr_array_index (self->shown, index) : NULL;
}

int
carillon_grid_columns_index (CarillonRecipientsGrid *self, const CarillonGridColumn *column)
{
  guint index;

  return g_ptr_array_find (self->shown, column, &index) ? (int) index : -1;
}

int
carillon_grid_columns_index_of_kind (CarillonRecipientsGrid *self, int kind)
{
  for (guint i = 0; i < self->shown->len; i++) {
    if (carillon_grid_columns_at (self, i)->kind == kind) {
      return (int) i;
    }
  }
  return -1;
}

/**
 * carillon_grid_columns_resolve:
 *
 * Returns: the column of the audience, or %DISPATCH_NONE where it has not heard of it yet
 */
guint
carillon_grid_columns_resolve (CarillonRecipientsGrid *self, const CarillonGridColumn *column)
{
  guint index;

  if (column->kind != DISPATCH_COLUMN_VARIABLE) {
    return column->kind == CARILLON_GRID_NUMBER ? DISPATCH_NONE : (guint) column->kind;
  }
  return dispatch_audience_find_column (carillon_recipients_grid_get_audience (self), column->name,
                                        &index)
           ? index
           : DISPATCH_NONE;
}

/* Gives the audience every column that is shown, in the order in which it is shown. */
static void
settle_all (CarillonRecipientsGrid *self)
{
  DispatchAudience *audience = carillon_recipients_grid_get_audience (self);

  for (guint i = 0; self->variables != NULL && i < self->variables->len; i++) {
    const CarillonVariable *variable = g_ptr_array_index (self->variables, i);
    if (dispatch_audience_get_n_columns (audience) < DISPATCH_MAX_COLUMNS) {
      dispatch_audience_add_column (audience, variable->name);
    }
  }
}

/**
 * carillon_grid_columns_settle:
 *
 * Returns: the column of the audience, which has it from now on; %DISPATCH_NONE where it has too
 *   many
 */
guint
carillon_grid_columns_settle (CarillonRecipientsGrid *self, const CarillonGridColumn *column)
{
  guint index = carillon_grid_columns_resolve (self, column);

  if (index == DISPATCH_NONE && column->kind == DISPATCH_COLUMN_VARIABLE) {
    settle_all (self);
    index = carillon_grid_columns_resolve (self, column);
  }
  return index;
}

/* What the templates name. */

void
carillon_grid_columns_scan_now (CarillonRecipientsGrid *self)
{
  g_clear_handle_id (&self->scan, g_source_remove);
  g_autoptr (GPtrArray) variables = carillon_variables_scan (self->draft);
  if (variables != NULL) {
    g_clear_pointer (&self->variables, g_ptr_array_unref);
    self->variables = g_steal_pointer (&variables);
    carillon_grid_columns_sync (self);
    carillon_grid_face_refresh_all (self);
  }
}

static gboolean
scan (gpointer user_data)
{
  CarillonRecipientsGrid *self = user_data;

  self->scan = 0;
  carillon_grid_columns_scan_now (self);
  return G_SOURCE_REMOVE;
}

void
carillon_grid_columns_template_changed (CarillonRecipientsGrid *self)
{
  g_clear_handle_id (&self->scan, g_source_remove);
  self->scan = g_timeout_add (SCAN_DELAY, scan, self);
}
