/* The menus of the grid: of a header, and of what is selected. */

#include <glib/gi18n.h>

#include "carillon-recipients-grid-private.h"

static void
append (GMenu *menu, const char *label, const char *action)
{
  g_menu_append (menu, label, action);
}

static void
append_to (GMenu *menu, const char *label, const char *action, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

static void
append_section (GMenu *menu, GMenu *section)
{
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  g_object_unref (section);
}

static GMenu *
create_column_section (const CarillonGridColumn *column)
{
  GMenu *section = g_menu_new ();

  if (column->kind == DISPATCH_COLUMN_VARIABLE) {
    append_to (section, _ ("Re_name Column…"), "grid.rename-column", column->name);
    append_to (section, _ ("Remove _Column"), "grid.remove-column", column->name);
  }
  append (section, _ ("_Add Column…"), "grid.add-column");
  return section;
}

static GMenu *
create_sort_section (const CarillonGridColumn *column)
{
  const char *id = carillon_grid_columns_get_id (column);
  GMenu *section = g_menu_new ();

  append_to (section, _ ("Sort A_scending"), "grid.sort-ascending", id);
  append_to (section, _ ("Sort _Descending"), "grid.sort-descending", id);
  append (section, _ ("_Original Order"), "grid.sort-not");
  return section;
}

/* Returns: (transfer full): the menu of a header */
GMenuModel *
carillon_grid_menu_new_for_header (const CarillonGridColumn *column)
{
  GMenu *menu = g_menu_new ();

  append_section (menu, create_sort_section (column));
  append_section (menu, create_column_section (column));
  return G_MENU_MODEL (menu);
}

static GMenu *
create_undo_section (CarillonRecipientsGrid *self)
{
  DispatchAudience *audience = carillon_recipients_grid_get_audience (self);
  GMenu *section = g_menu_new ();
  const char *done = dispatch_audience_get_undo_label (audience);
  const char *undone = dispatch_audience_get_redo_label (audience);
  /* Translators: %s is what was done last, such as "Fill Down" */
  g_autofree char *undo =
    done != NULL ? g_strdup_printf (_ ("_Undo %s"), done) : g_strdup (_ ("_Undo"));
  /* Translators: %s is what was undone last, such as "Fill Down" */
  g_autofree char *redo =
    undone != NULL ? g_strdup_printf (_ ("_Redo %s"), undone) : g_strdup (_ ("_Redo"));

  append (section, undo, "grid.undo");
  append (section, redo, "grid.redo");
  return section;
}

static GMenu *
create_clipboard_section (void)
{
  GMenu *section = g_menu_new ();

  append (section, _ ("Cu_t"), "grid.cut");
  append (section, _ ("_Copy"), "grid.copy");
  append (section, _ ("_Paste"), "grid.paste");
  append (section, _ ("Paste as _Recipients at the End"), "grid.paste-rows");
  append (section, _ ("C_lear"), "grid.clear");
  append (section, _ ("_Fill Down"), "grid.fill-down");
  return section;
}

static GMenu *
create_rows_section (CarillonRecipientsGrid *self)
{
  GMenu *section = g_menu_new ();

  append (section, _ ("_Insert Rows"), "grid.insert-rows");
  append (section, _ ("Remo_ve Rows"), "grid.remove-rows");
  if (self->devices) {
    GMenu *providers = g_menu_new ();
    append_to (providers, _ ("FCM (Android and Browsers)"), "grid.provider", "FCM");
    append_to (providers, _ ("APN (iOS)"), "grid.provider", "APN");
    append_to (providers, _ ("None"), "grid.provider", "");
    g_menu_append_submenu (section, _ ("Pr_ovider"), G_MENU_MODEL (providers));
    g_object_unref (providers);
  }
  return section;
}

static GMenuModel *
create_menu (CarillonRecipientsGrid *self)
{
  GMenu *menu = g_menu_new ();
  CarillonGridColumn *column =
    carillon_grid_columns_at (self, carillon_grid_selection_get_column (self->selection));

  append_section (menu, create_clipboard_section ());
  append_section (menu, create_rows_section (self));
  append_section (menu, create_undo_section (self));
  if (column != NULL) {
    GMenu *sort = create_sort_section (column);
    g_menu_append_submenu (menu, _ ("_Sort"), G_MENU_MODEL (sort));
    g_object_unref (sort);
    append_section (menu, create_column_section (column));
  }
  return G_MENU_MODEL (menu);
}

/* Not while it is closing: what was chosen is activated after that. */
static gboolean
drop_menu (gpointer user_data)
{
  CarillonRecipientsGrid *self = user_data;

  if (self->menu != NULL && !gtk_widget_get_visible (self->menu)) {
    gtk_widget_unparent (g_steal_pointer (&self->menu));
  }
  return G_SOURCE_REMOVE;
}

static void
on_closed (CarillonRecipientsGrid *self)
{
  carillon_grid_cursor_grab (self);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, drop_menu, g_object_ref (self), g_object_unref);
}

/**
 * carillon_grid_menu_popup:
 * @x: in the view
 * @y: in the view
 */
void
carillon_grid_menu_popup (CarillonRecipientsGrid *self, double x, double y)
{
  g_autoptr (GMenuModel) menu = create_menu (self);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  self->menu = gtk_popover_menu_new_from_model (menu);
  gtk_widget_set_name (self->menu, "grid-menu");
  gtk_widget_set_parent (self->menu, self->scroller);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->menu), GTK_POS_BOTTOM);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  g_signal_connect_object (self->menu, "closed", G_CALLBACK (on_closed), self, G_CONNECT_SWAPPED);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
show_menu (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);
  CarillonGridCell *cell =
    carillon_grid_cursor_find_cell (self, carillon_grid_selection_get_row (self->selection),
                                    carillon_grid_selection_get_column (self->selection));
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, 0, 0);

  if (self->model == NULL) {
    return;
  }
  if (cell != NULL && !gtk_widget_compute_bounds (GTK_WIDGET (cell), self->scroller, &bounds)) {
    bounds = GRAPHENE_RECT_INIT (0, 0, 0, 0);
  }
  carillon_grid_menu_popup (self, bounds.origin.x + bounds.size.width / 2,
                            bounds.origin.y + bounds.size.height);
}

void
carillon_grid_menu_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "grid.menu", NULL, show_menu);
}
