/* The cells of a column. Items never change, so a cell is filled when it is bound and left alone
 * after that. */

#include "carillon-list-cells.h"

/* IDs and names that nobody limits must not make a column as wide as they are. */
#define DEFAULT_WIDTH_CHARS 8

static gboolean
has_icon (const CarillonColumn *column)
{
  return column->icon_name != NULL;
}

static GtkWidget *
text_cell_new (const CarillonColumn *column)
{
  GtkWidget *label = gtk_label_new (NULL);
  gboolean number = column->style == CARILLON_CELL_NUMBER;

  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), number ? 1.0 : 0.0);
  gtk_label_set_width_chars (GTK_LABEL (label), column->width_chars);
  gtk_widget_set_hexpand (label, TRUE);
  if (column->expand || column->width_chars > 0) {
    gtk_label_set_ellipsize (GTK_LABEL (label), column->style == CARILLON_CELL_ID
                                                  ? PANGO_ELLIPSIZE_MIDDLE
                                                  : PANGO_ELLIPSIZE_END);
    gtk_label_set_width_chars (GTK_LABEL (label), MAX (column->width_chars, DEFAULT_WIDTH_CHARS));
  }
  if (column->style == CARILLON_CELL_ID) {
    gtk_widget_add_css_class (label, "monospace");
  } else {
    gtk_widget_add_css_class (label, "numeric");
  }
  return label;
}

static GtkWidget *
icon_cell_new (const CarillonColumn *column)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  GtkWidget *image =
    g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), text_cell_new (column));
  return box;
}

typedef struct {
  const CarillonColumn *column;
  GtkListItem *list_item; /* (unowned): outlives its cell */
} Tooltip;

static void
tooltip_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

static gboolean
on_query_tooltip (
  GtkWidget *cell, int x, int y, gboolean keyboard, GtkTooltip *tooltip, gpointer user_data)
{
  const Tooltip *self = user_data;
  gpointer item = gtk_list_item_get_item (self->list_item);
  g_autofree char *text = item != NULL ? self->column->tooltip (item) : NULL;

  gtk_tooltip_set_text (tooltip, text);
  return text != NULL && *text != '\0';
}

/* The text is made when the pointer rests. To set one makes GTK ask the display server where the
 * pointer is, and wait for the answer, for each cell that comes into sight. */
static void
add_tooltip (const CarillonColumn *column, GtkListItem *list_item, GtkWidget *cell)
{
  Tooltip *tooltip = g_new0 (Tooltip, 1);

  tooltip->column = column;
  tooltip->list_item = list_item;
  gtk_widget_set_has_tooltip (cell, TRUE);
  g_signal_connect_data (cell, "query-tooltip", G_CALLBACK (on_query_tooltip), tooltip,
                         tooltip_free, 0);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  const CarillonColumn *column = user_data;
  GtkWidget *cell = column->create != NULL ? column->create ()
                    : has_icon (column)    ? icon_cell_new (column)
                                           : text_cell_new (column);

  if (column->tooltip != NULL) {
    add_tooltip (column, list_item, cell);
  }
  gtk_list_item_set_child (list_item, cell);
}

static void
bind_icon (const CarillonColumn *column, GtkWidget *cell, gpointer item)
{
  GtkWidget *image = gtk_widget_get_first_child (cell);

  const char *icon_name = column->icon_name (item);

  gtk_image_set_from_icon_name (GTK_IMAGE (image), icon_name);
  gtk_widget_set_visible (image, icon_name != NULL);
}

static void
bind_css_class (const CarillonColumn *column, GtkWidget *cell, gpointer item)
{
  const char *name = column->css_class (item);
  const char *names[] = { name, NULL };

  gtk_widget_set_css_classes (cell, names);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  const CarillonColumn *column = user_data;
  GtkWidget *cell = gtk_list_item_get_child (list_item);
  gpointer item = gtk_list_item_get_item (list_item);
  g_autofree char *text = column->text (item);

  if (column->bind != NULL) {
    column->bind (cell, item);
    gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    text != NULL ? text : "", -1);
    return;
  }

  GtkWidget *label = has_icon (column) ? gtk_widget_get_last_child (cell) : cell;
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  if (has_icon (column)) {
    bind_icon (column, cell, item);
    if (column->css_class != NULL) {
      bind_css_class (column, cell, item);
    }
  }
}

/**
 * carillon_list_cells_new:
 * @column: static
 *
 * Returns: (transfer full): what makes the cells of @column
 */
GtkListItemFactory *
carillon_list_cells_new (const CarillonColumn *column)
{
  g_return_val_if_fail (column != NULL, NULL);

  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), (gpointer) column);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), (gpointer) column);
  return factory;
}
