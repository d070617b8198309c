/* GTK 4.8 does not tell by which column a view is sorted, so the view's sorter is asked to compare
 * two objects that are nothing: the first column that is asked for its opinion is the one, and what
 * the view makes of its answer tells the direction. The sorting itself is the rows' own. */

#include "carillon-list-columns.h"

#include <glib/gi18n.h>

#include "carillon-list-cells.h"
#include "carillon-list-choices.h"

/* Dragging a column's edge changes its width with each step of the pointer. */
#define SAVE_DELAY_MS 500

typedef enum {
  VISIBILITY_BY_ROOM, /* as wide as the list must be for it */
  VISIBILITY_SHOWN,
  VISIBILITY_HIDDEN,
} Visibility;

typedef struct {
  CarillonListColumns *owner; /* (unowned) */
  const CarillonColumn *column;
  GtkColumnViewColumn *made; /* (owned) */
  Visibility visibility;
} Column;

struct _CarillonListColumns {
  GObject parent_instance;

  GtkColumnView *view; /* (unowned): this ends with it */
  const CarillonListKind *kind;
  CarillonListRows *rows; /* (owned) */
  Column *columns;        /* (owned): as many as the kind has */
  GSimpleActionGroup *actions;
  GMenu *menu;
  GMenu *sort_menu;
  const Column *asked; /* (nullable): see the head of the file */
  guint save;          /* (nullable): source */
  guint tick;
};

G_DEFINE_FINAL_TYPE (CarillonListColumns, carillon_list_columns, G_TYPE_OBJECT)

/* Remembering. */

static Column *
find_column (CarillonListColumns *self, const char *id)
{
  for (guint i = 0; i < self->kind->n_columns; i++) {
    if (g_strcmp0 (self->kind->columns[i].id, id) == 0) {
      return &self->columns[i];
    }
  }
  return NULL;
}

static Column *
find_made (CarillonListColumns *self, GtkColumnViewColumn *made)
{
  for (guint i = 0; i < self->kind->n_columns; i++) {
    if (self->columns[i].made == made) {
      return &self->columns[i];
    }
  }
  return NULL;
}

static GVariant *
order_to_variant (CarillonListColumns *self)
{
  GListModel *model = gtk_column_view_get_columns (self->view);
  GVariantBuilder order;

  g_variant_builder_init (&order, G_VARIANT_TYPE_STRING_ARRAY);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (GtkColumnViewColumn) made = g_list_model_get_item (model, i);
    const Column *column = find_made (self, made);

    if (column != NULL) {
      g_variant_builder_add (&order, "s", column->column->id);
    }
  }
  return g_variant_builder_end (&order);
}

static void
add_columns (CarillonListColumns *self, GVariantDict *choices)
{
  GVariantBuilder shown, widths;

  g_variant_builder_init (&shown, G_VARIANT_TYPE ("a{sb}"));
  g_variant_builder_init (&widths, G_VARIANT_TYPE ("a{si}"));
  for (guint i = 0; i < self->kind->n_columns; i++) {
    const Column *column = &self->columns[i];
    int width = gtk_column_view_column_get_fixed_width (column->made);

    if (column->visibility != VISIBILITY_BY_ROOM) {
      g_variant_builder_add (&shown, "{sb}", column->column->id,
                             column->visibility == VISIBILITY_SHOWN);
    }
    if (width >= 0) {
      g_variant_builder_add (&widths, "{si}", column->column->id, width);
    }
  }
  g_variant_dict_insert_value (choices, "shown", g_variant_builder_end (&shown));
  g_variant_dict_insert_value (choices, "widths", g_variant_builder_end (&widths));
}

static const Column *
find_sort (CarillonListColumns *self, gboolean *descending)
{
  g_autoptr (GObject) one = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GObject) other = g_object_new (G_TYPE_OBJECT, NULL);
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);

  self->asked = NULL;
  *descending = gtk_sorter_compare (sorter, one, other) == GTK_ORDERING_LARGER;
  return self->asked;
}

static void
save_choices (CarillonListColumns *self)
{
  g_autoptr (GVariantDict) choices = g_variant_dict_new (NULL);
  gboolean descending = FALSE;
  const Column *sort = find_sort (self, &descending);

  g_clear_handle_id (&self->save, g_source_remove);
  add_columns (self, choices);
  g_variant_dict_insert_value (choices, "order", order_to_variant (self));
  if (sort != NULL) {
    g_variant_dict_insert (choices, "sort", "s", sort->column->id);
    g_variant_dict_insert (choices, "descending", "b", descending);
  }
  carillon_list_choices_save (self->kind->id, g_variant_dict_end (choices));
}

static gboolean
on_save (gpointer user_data)
{
  CarillonListColumns *self = user_data;

  self->save = 0;
  save_choices (self);
  return G_SOURCE_REMOVE;
}

static void
save_soon (CarillonListColumns *self)
{
  if (self->save == 0) {
    self->save = g_timeout_add (SAVE_DELAY_MS, on_save, self);
  }
}

/* Which are shown. */

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

static void
fit_columns (CarillonListColumns *self)
{
  double room = get_room (self);

  for (guint i = 0; i < self->kind->n_columns; i++) {
    const Column *column = &self->columns[i];
    gboolean visible = column->visibility == VISIBILITY_BY_ROOM
                         ? room >= column->column->from_width
                         : column->visibility == VISIBILITY_SHOWN;
    g_autofree char *name = show_action_name (column->column);
    GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

    gtk_column_view_column_set_visible (column->made, visible);
    g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (visible));
  }
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
  Column *column = user_data;
  CarillonListColumns *self = column->owner;
  gboolean show = g_variant_get_boolean (state);

  if (!show && count_visible (self) <= 1) {
    return;
  }
  column->visibility = show ? VISIBILITY_SHOWN : VISIBILITY_HIDDEN;
  fit_columns (self);
  save_soon (self);
}

/* By which they are sorted. */

static int
on_compare (gconstpointer one, gconstpointer other, gpointer user_data)
{
  const Column *column = user_data;

  if (column->owner->asked == NULL) {
    column->owner->asked = column;
  }
  return -1;
}

static void
set_state (CarillonListColumns *self, const char *name, GVariant *state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), state);
}

static void
on_sorter_changed (CarillonListColumns *self)
{
  gboolean descending = FALSE;
  const Column *sort = find_sort (self, &descending);
  GAction *toggle = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "descending");

  set_state (self, "sort", g_variant_new_string (sort != NULL ? sort->column->id : ""));
  set_state (self, "descending", g_variant_new_boolean (sort != NULL && descending));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (toggle), sort != NULL);
  carillon_list_rows_set_sort (self->rows, sort != NULL ? sort->column : NULL,
                               sort != NULL && descending);
  save_soon (self);
}

static void
sort_by (CarillonListColumns *self, const char *id, gboolean descending)
{
  const Column *column = find_column (self, id);

  gtk_column_view_sort_by_column (self->view, column != NULL ? column->made : NULL,
                                  descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

static void
on_sort_chosen (GSimpleAction *action, GVariant *state, gpointer self)
{
  sort_by (self, g_variant_get_string (state, NULL), FALSE);
}

static void
on_descending_chosen (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  CarillonListColumns *self = user_data;
  g_autoptr (GVariant) sort =
    g_action_group_get_action_state (G_ACTION_GROUP (self->actions), "sort");

  sort_by (self, g_variant_get_string (sort, NULL), g_variant_get_boolean (state));
}

static void
on_reset (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CarillonListColumns *self = user_data;

  sort_by (self, NULL, FALSE);
  for (guint i = 0; i < self->kind->n_columns; i++) {
    Column *column = &self->columns[i];

    column->visibility = VISIBILITY_BY_ROOM;
    gtk_column_view_column_set_fixed_width (column->made, -1);
    gtk_column_view_insert_column (self->view, i, column->made);
  }
  fit_columns (self);
  save_soon (self);
}

/* Making them. */

static void
add_actions (CarillonListColumns *self)
{
  const GActionEntry entries[] = {
    { .name = "sort", .parameter_type = "s", .state = "''", .change_state = on_sort_chosen },
    { .name = "descending", .state = "false", .change_state = on_descending_chosen },
    { .name = "reset", .activate = on_reset },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
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
make_column (CarillonListColumns *self, Column *column)
{
  const CarillonColumn *wanted = column->column;
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (on_compare, column, NULL));

  column->made = gtk_column_view_column_new (_ (wanted->title), carillon_list_cells_new (wanted));
  gtk_column_view_column_set_expand (column->made, wanted->expand);
  gtk_column_view_column_set_resizable (column->made, TRUE);
  gtk_column_view_column_set_sorter (column->made, sorter);
  gtk_column_view_column_set_header_menu (column->made, G_MENU_MODEL (self->menu));
}

static void
append_column (CarillonListColumns *self, Column *column)
{
  gtk_column_view_append_column (self->view, column->made);
  g_signal_connect_object (column->made, "notify::fixed-width", G_CALLBACK (save_soon), self,
                           G_CONNECT_SWAPPED);
}

static gboolean
is_appended (const Column *column)
{
  return gtk_column_view_column_get_column_view (column->made) != NULL;
}

/* In the order that was chosen; columns that were not there then follow. */
static void
append_columns (CarillonListColumns *self, GVariant *choices)
{
  g_autofree const char **order = NULL;

  g_variant_lookup (choices, "order", "^a&s", &order);
  for (guint i = 0; order != NULL && order[i] != NULL; i++) {
    Column *column = find_column (self, order[i]);

    if (column != NULL && !is_appended (column)) {
      append_column (self, column);
    }
  }
  for (guint i = 0; i < self->kind->n_columns; i++) {
    if (!is_appended (&self->columns[i])) {
      append_column (self, &self->columns[i]);
    }
  }
}

static void
restore_columns (CarillonListColumns *self, GVariant *choices)
{
  g_autoptr (GVariant) shown = g_variant_lookup_value (choices, "shown", G_VARIANT_TYPE ("a{sb}"));
  g_autoptr (GVariant) widths =
    g_variant_lookup_value (choices, "widths", G_VARIANT_TYPE ("a{si}"));

  for (guint i = 0; i < self->kind->n_columns; i++) {
    Column *column = &self->columns[i];
    gboolean show = TRUE;
    int width = -1;

    if (shown != NULL && g_variant_lookup (shown, column->column->id, "b", &show)) {
      column->visibility = show ? VISIBILITY_SHOWN : VISIBILITY_HIDDEN;
    }
    if (widths != NULL && g_variant_lookup (widths, column->column->id, "i", &width)) {
      gtk_column_view_column_set_fixed_width (column->made, MAX (width, -1));
    }
  }
}

static void
restore_sort (CarillonListColumns *self, GVariant *choices)
{
  const char *id = NULL;
  gboolean descending = FALSE;

  g_variant_lookup (choices, "descending", "b", &descending);
  if (g_variant_lookup (choices, "sort", "&s", &id)) {
    sort_by (self, id, descending);
  }
}

/* The columns stay in the view, and know nothing of this any more. */
static void
leave_view (CarillonListColumns *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->view));

  g_signal_handlers_disconnect_by_data (gtk_column_view_get_sorter (self->view), self);
  g_signal_handlers_disconnect_by_data (gtk_column_view_get_columns (self->view), self);
  g_signal_handlers_disconnect_by_data (adjustment, self);
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
    save_choices (self);
  }
  if (self->view != NULL) {
    leave_view (self);
  }
  g_clear_object (&self->rows);
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
follow_view (CarillonListColumns *self)
{
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (on_sorter_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_columns (self->view), "items-changed",
                           G_CALLBACK (save_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->view)),
                           "notify::page-size", G_CALLBACK (on_room_changed), self,
                           G_CONNECT_SWAPPED);
}

/**
 * carillon_list_columns_new:
 * @view: without columns, in its scrolled window; outlives this
 * @kind: static
 * @rows: what @view shows
 *
 * Makes the columns, as they were chosen when the list was last used.
 *
 * Returns: (transfer full): the columns of @view
 */
CarillonListColumns *
carillon_list_columns_new (GtkColumnView *view,
                           const CarillonListKind *kind,
                           CarillonListRows *rows)
{
  g_return_val_if_fail (GTK_IS_COLUMN_VIEW (view), NULL);
  g_return_val_if_fail (kind != NULL && kind->id != NULL, NULL);
  g_return_val_if_fail (CARILLON_IS_LIST_ROWS (rows), NULL);

  CarillonListColumns *self = g_object_new (CARILLON_TYPE_LIST_COLUMNS, NULL);
  g_autoptr (GVariant) choices = carillon_list_choices_load (kind->id);

  self->view = view;
  self->kind = kind;
  self->rows = g_object_ref (rows);
  self->columns = g_new0 (Column, kind->n_columns);
  for (guint i = 0; i < kind->n_columns; i++) {
    self->columns[i].owner = self;
    self->columns[i].column = &kind->columns[i];
    make_column (self, &self->columns[i]);
  }
  add_actions (self);
  fill_menus (self);
  restore_columns (self, choices);
  append_columns (self, choices);
  restore_sort (self, choices);
  on_sorter_changed (self);
  g_clear_handle_id (&self->save, g_source_remove);
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
