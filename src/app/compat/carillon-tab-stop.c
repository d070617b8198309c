/* Makes a list one stop of the Tab key: arrows walk its rows, Tab goes on to what comes after it.
 * By itself GTK walks every row with Tab, and two thousand of them stand before the details. Lists
 * have a "tab-behavior" for this since GTK 4.12, list boxes since 4.18. */

#include "carillon-tab-stop.h"

struct _CarillonTabStop {
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (CarillonTabStop, carillon_tab_stop, ADW_TYPE_BIN)

static gboolean
carillon_tab_stop_focus (GtkWidget *widget, GtkDirectionType direction)
{
  gboolean tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (tab && focus != NULL && gtk_widget_is_ancestor (focus, widget)) {
    return FALSE;
  }
  return GTK_WIDGET_CLASS (carillon_tab_stop_parent_class)->focus (widget, direction);
}

static void
carillon_tab_stop_class_init (CarillonTabStopClass *klass)
{
  GTK_WIDGET_CLASS (klass)->focus = carillon_tab_stop_focus;
}

static void
carillon_tab_stop_init (CarillonTabStop *self)
{
}
