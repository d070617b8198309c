/* Turns a table of columns into the columns of a GtkColumnView. Items never change, so a cell is
 * filled when it is bound and left alone after that. */

#include "carillon-list-columns.h"

#include <glib/gi18n.h>

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

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  const CarillonColumn *column = user_data;
  GtkWidget *cell = column->create != NULL ? column->create ()
                    : has_icon (column)    ? icon_cell_new (column)
                                           : text_cell_new (column);

  gtk_list_item_set_child (list_item, cell);
}

static void
bind_icon (const CarillonColumn *column, GtkWidget *cell, gpointer item)
{
  GtkWidget *image = gtk_widget_get_first_child (cell);

  gtk_image_set_from_icon_name (GTK_IMAGE (image), column->icon_name (item));
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
  g_autofree char *tooltip = column->tooltip != NULL ? column->tooltip (item) : NULL;

  gtk_widget_set_tooltip_text (cell, tooltip);
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
 * carillon_list_columns_add:
 * @kind: a table that outlives @view
 */
void
carillon_list_columns_add (GtkColumnView *view, const CarillonListKind *kind)
{
  g_return_if_fail (GTK_IS_COLUMN_VIEW (view));

  for (guint i = 0; i < kind->n_columns; i++) {
    const CarillonColumn *column = &kind->columns[i];
    GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

    g_signal_connect (factory, "setup", G_CALLBACK (on_setup), (gpointer) column);
    g_signal_connect (factory, "bind", G_CALLBACK (on_bind), (gpointer) column);

    g_autoptr (GtkColumnViewColumn) made = gtk_column_view_column_new (_ (column->title), factory);
    gtk_column_view_column_set_expand (made, column->expand);
    gtk_column_view_column_set_resizable (made, TRUE);
    gtk_column_view_append_column (view, made);
  }
}

/* Shows the columns that have room. */
static gboolean
fit_columns (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  const CarillonListKind *kind = user_data;
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (widget));
  GtkAdjustment *adjustment = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (widget));
  double width = gtk_adjustment_get_page_size (adjustment);

  for (guint i = 0; i < kind->n_columns; i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

    gtk_column_view_column_set_visible (column, width >= kind->columns[i].from_width);
  }
  return G_SOURCE_REMOVE;
}

typedef struct {
  GtkWidget *view; /* (unowned): the closure ends with it */
  const CarillonListKind *kind;
} Follower;

static void
follower_free (gpointer follower, GClosure *closure)
{
  g_free (follower);
}

/* Columns can't come and go while their view is being laid out, so they do in the next frame. */
static void
on_width_changed (GtkAdjustment *adjustment, GParamSpec *pspec, gpointer user_data)
{
  const Follower *follower = user_data;

  gtk_widget_add_tick_callback (follower->view, fit_columns, (gpointer) follower->kind, NULL);
}

/**
 * carillon_list_columns_follow_width:
 * @view: in its scrolled window
 * @kind: the table that the columns of @view were made from
 *
 * From now on shows the columns that have room in the window.
 */
void
carillon_list_columns_follow_width (GtkColumnView *view, const CarillonListKind *kind)
{
  g_return_if_fail (GTK_IS_COLUMN_VIEW (view));

  Follower *follower = g_new0 (Follower, 1);
  follower->view = GTK_WIDGET (view);
  follower->kind = kind;

  GClosure *closure = g_cclosure_new (G_CALLBACK (on_width_changed), follower, follower_free);
  g_object_watch_closure (G_OBJECT (view), closure);
  g_signal_connect_closure (gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (view)),
                            "notify::page-size", closure, FALSE);
}
