/* Making the columns, and which of them are shown. */

#include "carillon-list-columns-private.h"

#include <glib/gi18n.h>

#include "carillon-list-cells.h"

/* From here on, in pixels, the columns of a list share its room. */
#define WIDE_LIST 1100
#define MANY_EXPANDING 3

G_DEFINE_FINAL_TYPE (CarillonListColumns, carillon_list_columns, G_TYPE_OBJECT)

/**
 * carillon_list_columns_find:
 * @id: (nullable): of a column of the kind
 *
 * Returns: (transfer none) (nullable): the column
 */
CarillonMadeColumn *
carillon_list_columns_find (CarillonListColumns *self, const char *id)
{
  g_return_val_if_fail (CARILLON_IS_LIST_COLUMNS (self), NULL);

  for (guint i = 0; i < self->kind->n_columns; i++) {
    if (g_strcmp0 (self->kind->columns[i].id, id) == 0) {
      return &self->columns[i];
    }
  }
  return NULL;
}

static double
get_room (CarillonListColumns *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->view));

  return adjustment != NULL ? gtk_adjustment_get_page_size (adjustment) : 0;
}

static char *
show_action_name (const CarillonColumn *column)
{
  return g_strconcat ("show-", column->id, NULL);
}

/* In a wide list one column that took all the room would push the others out of sight of it. Three
 * share it well, and what is drawn uses it itself. */
static gboolean
is_spread (CarillonListColumns *self, double room)
{
  guint n_expanding = 0;

  for (guint i = 0; i < self->kind->n_columns; i++) {
    const CarillonMadeColumn *column = &self->columns[i];

    if (column->column->expand && gtk_column_view_column_get_visible (column->made)) {
      n_expanding += column->column->create != NULL ? MANY_EXPANDING : 1;
    }
  }
  return room >= WIDE_LIST && n_expanding < MANY_EXPANDING;
}

/* GTK 4.8 measures columns anew, and leaves their cells where they are while rows stay as wide. */
static void
allocate_cells (GtkWidget *view)
{
  for (GtkWidget *part = gtk_widget_get_first_child (view); part != NULL;
       part = gtk_widget_get_next_sibling (part)) {
    gtk_widget_queue_allocate (part);
    for (GtkWidget *row = gtk_widget_get_first_child (part); row != NULL;
         row = gtk_widget_get_next_sibling (row)) {
      gtk_widget_queue_allocate (row);
    }
  }
}

static void
spread_columns (CarillonListColumns *self, gboolean spread)
{
  gboolean changes = FALSE;

  for (guint i = 0; i < self->kind->n_columns; i++) {
    GtkColumnViewColumn *made = self->columns[i].made;
    gboolean expand = spread || self->kind->columns[i].expand;

    changes |= gtk_column_view_column_get_expand (made) != expand;
    gtk_column_view_column_set_expand (made, expand);
  }
  if (changes) {
    allocate_cells (GTK_WIDGET (self->view));
  }
}

static void
fit_columns (CarillonListColumns *self)
{
  double room = get_room (self);

  for (guint i = 0; i < self->kind->n_columns; i++) {
    const CarillonMadeColumn *column = &self->columns[i];
    gboolean visible = column->visibility == CARILLON_COLUMN_BY_ROOM
                         ? room >= column->column->from_width
                         : column->visibility == CARILLON_COLUMN_SHOWN;
    g_autofree char *name = show_action_name (column->column);
    GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

    gtk_column_view_column_set_visible (column->made, visible);
    g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (visible));
  }

  spread_columns (self, is_spread (self, room));
}

static gboolean
on_tick (GtkWidget *view, GdkFrameClock *clock, gpointer user_data)
{
  CarillonListColumns *self = user_data;

  self->tick = 0;
  fit_columns (self);
  return G_SOURCE_REMOVE;
}

/* Columns can't come and go while their view is being laid out, so they do in the next frame. */
static void
on_room_changed (CarillonListColumns *self)
{
  if (self->tick == 0) {
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->view), on_tick, self, NULL);
  }
}

static guint
count_visible (CarillonListColumns *self)
{
  guint n_visible = 0;

  for (guint i = 0; i < self->kind->n_columns; i++) {
    n_visible += gtk_column_view_column_get_visible (self->columns[i].made) ? 1 : 0;
  }
  return n_visible;
}

/* The last column cannot be hidden: there would be no header to bring others back from. */
static void
on_show_changed (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  CarillonMadeColumn *column = user_data;
  CarillonListColumns *self = column->owner;
  gboolean show = g_variant_get_boolean (state);

  if (!show && count_visible (self) <= 1) {
    return;
  }
  column->visibility = show ? CARILLON_COLUMN_SHOWN : CARILLON_COLUMN_HIDDEN;
  fit_columns (self);
  carillon_list_columns_save_soon (self);
}

static void
on_reset (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CarillonListColumns *self = user_data;

  carillon_list_columns_sort_by (self, NULL, FALSE);
  for (guint i = 0; i < self->kind->n_columns; i++) {
    CarillonMadeColumn *column = &self->columns[i];

    column->visibility = CARILLON_COLUMN_BY_ROOM;
    gtk_column_view_column_set_fixed_width (column->made, -1);
    gtk_column_view_insert_column (self->view, i, column->made);
  }
  fit_columns (self);
  carillon_list_columns_save_soon (self);
}

/* Making them. */

static void
add_actions (CarillonListColumns *self)
{
  const GActionEntry entries[] = {
    { .name = "reset", .activate = on_reset },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  carillon_list_columns_add_sort_actions (self);
  for (guint i = 0; i < self->kind->n_columns; i++) {
    g_autofree char *name = show_action_name (&self->kind->columns[i]);
    g_autoptr (GSimpleAction) action =
      g_simple_action_new_stateful (name, NULL, g_variant_new_boolean (TRUE));

    g_signal_connect (action, "change-state", G_CALLBACK (on_show_changed), &self->columns[i]);
    g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
  }
}

static void
fill_menus (CarillonListColumns *self)
{
  g_autoptr (GMenu) columns = g_menu_new ();
  g_autoptr (GMenu) sorts = g_menu_new ();
  g_autoptr (GMenu) reset = g_menu_new ();
  g_autoptr (GMenu) direction = g_menu_new ();

  g_menu_append (sorts, _ ("As the Server Lists Them"), "columns.sort::");
  for (guint i = 0; i < self->kind->n_columns; i++) {
    const CarillonColumn *column = &self->kind->columns[i];
    g_autofree char *show = g_strconcat ("columns.show-", column->id, NULL);
    g_autofree char *sort = g_strconcat ("columns.sort::", column->id, NULL);

    g_menu_append (columns, _ (column->title), show);
    g_menu_append (sorts, _ (column->title), sort);
  }
  g_menu_append (direction, _ ("Descending"), "columns.descending");
  g_menu_append (reset, _ ("Reset Columns"), "columns.reset");
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (columns));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (reset));
  g_menu_append_section (self->sort_menu, NULL, G_MENU_MODEL (sorts));
  g_menu_append_section (self->sort_menu, NULL, G_MENU_MODEL (direction));
}

static void
make_column (CarillonListColumns *self, CarillonMadeColumn *column)
{
  const CarillonColumn *wanted = column->column;

  column->made = gtk_column_view_column_new (_ (wanted->title), carillon_list_cells_new (wanted));
  gtk_column_view_column_set_expand (column->made, wanted->expand);
  gtk_column_view_column_set_resizable (column->made, TRUE);
  carillon_list_columns_make_sortable (column);
  gtk_column_view_column_set_header_menu (column->made, G_MENU_MODEL (self->menu));
}

/* The columns stay in the view, and know nothing of this any more. */
static void
leave_view (CarillonListColumns *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->view));

  g_signal_handlers_disconnect_by_data (gtk_column_view_get_sorter (self->view), self);
  g_signal_handlers_disconnect_by_data (gtk_column_view_get_columns (self->view), self);
  g_signal_handlers_disconnect_by_data (adjustment, self);
  g_signal_handlers_disconnect_by_data (self->choices, self);
  for (guint i = 0; i < self->kind->n_columns; i++) {
    g_signal_handlers_disconnect_by_data (self->columns[i].made, self);
    gtk_column_view_column_set_sorter (self->columns[i].made, NULL);
    g_clear_object (&self->columns[i].made);
  }
  if (self->tick != 0) {
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->view), self->tick);
  }
  self->view = NULL;
}

static void
carillon_list_columns_dispose (GObject *object)
{
  CarillonListColumns *self = CARILLON_LIST_COLUMNS (object);

  if (self->save != 0) {
    carillon_list_columns_save (self);
  }
  if (self->view != NULL) {
    leave_view (self);
  }
  g_clear_object (&self->rows);
  g_clear_object (&self->choices);
  g_clear_object (&self->actions);
  g_clear_object (&self->menu);
  g_clear_object (&self->sort_menu);
  G_OBJECT_CLASS (carillon_list_columns_parent_class)->dispose (object);
}

static void
carillon_list_columns_finalize (GObject *object)
{
  g_free (CARILLON_LIST_COLUMNS (object)->columns);
  G_OBJECT_CLASS (carillon_list_columns_parent_class)->finalize (object);
}

static void
carillon_list_columns_class_init (CarillonListColumnsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = carillon_list_columns_dispose;
  G_OBJECT_CLASS (klass)->finalize = carillon_list_columns_finalize;
}

static void
carillon_list_columns_init (CarillonListColumns *self)
{
  self->actions = g_simple_action_group_new ();
  self->menu = g_menu_new ();
  self->sort_menu = g_menu_new ();
}

static void
on_sorter_changed (CarillonListColumns *self)
{
  carillon_list_columns_take_sort (self);
  carillon_list_columns_save_soon (self);
}

static void
follow_view (CarillonListColumns *self)
{
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (on_sorter_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_columns (self->view), "items-changed",
                           G_CALLBACK (carillon_list_columns_save_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->view)),
                           "notify::page-size", G_CALLBACK (on_room_changed), self,
                           G_CONNECT_SWAPPED);
  for (guint i = 0; i < self->kind->n_columns; i++) {
    g_signal_connect_object (self->columns[i].made, "notify::fixed-width",
                             G_CALLBACK (carillon_list_columns_save_soon), self, G_CONNECT_SWAPPED);
  }
}

/**
 * carillon_list_columns_new:
 * @view: without columns, in its scrolled window; outlives this
 * @kind: static
 * @rows: what @view shows
 * @choices: of the account; where what is chosen is remembered
 *
 * Makes the columns, as they were chosen when the list was last used.
 *
 * Returns: (transfer full): the columns of @view
 */
CarillonListColumns *
carillon_list_columns_new (GtkColumnView *view,
                           const CarillonListKind *kind,
                           CarillonListRows *rows,
                           CarillonListChoices *choices)
{
  g_return_val_if_fail (GTK_IS_COLUMN_VIEW (view), NULL);
  g_return_val_if_fail (kind != NULL && kind->id != NULL, NULL);
  g_return_val_if_fail (CARILLON_IS_LIST_ROWS (rows), NULL);
  g_return_val_if_fail (CARILLON_IS_LIST_CHOICES (choices), NULL);

  CarillonListColumns *self = g_object_new (CARILLON_TYPE_LIST_COLUMNS, NULL);

  self->view = view;
  self->kind = kind;
  self->rows = g_object_ref (rows);
  self->choices = g_object_ref (choices);
  self->columns = g_new0 (CarillonMadeColumn, kind->n_columns);
  for (guint i = 0; i < kind->n_columns; i++) {
    self->columns[i].owner = self;
    self->columns[i].column = &kind->columns[i];
    make_column (self, &self->columns[i]);
  }
  add_actions (self);
  fill_menus (self);
  carillon_list_columns_restore (self);
  carillon_list_columns_take_sort (self);
  follow_view (self);
  gtk_widget_insert_action_group (GTK_WIDGET (view), "columns", G_ACTION_GROUP (self->actions));
  return self;
}

/**
 * carillon_list_columns_get_actions:
 *
 * Returns: (transfer none): the group "columns"
 */
GActionGroup *
carillon_list_columns_get_actions (CarillonListColumns *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_COLUMNS (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

/**
 * carillon_list_columns_get_menu:
 *
 * Returns: (transfer none): which columns to show
 */
GMenuModel *
carillon_list_columns_get_menu (CarillonListColumns *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_COLUMNS (self), NULL);

  return G_MENU_MODEL (self->menu);
}

/**
 * carillon_list_columns_get_sort_menu:
 *
 * Returns: (transfer none): what to sort by
 */
GMenuModel *
carillon_list_columns_get_sort_menu (CarillonListColumns *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_COLUMNS (self), NULL);

  return G_MENU_MODEL (self->sort_menu);
}
