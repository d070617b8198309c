/* Where the keyboard is in a list: in its rows, or at the first control until there are some. */

#include "carillon-list-page-private.h"

#include "carillon-focus.h"

static gboolean
focus_rows (CarillonListPage *self)
{
  gboolean has_rows =
    self->notice == NULL && g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0;

  return has_rows && gtk_widget_grab_focus (self->view);
}

/**
 * carillon_list_page_unpark_focus:
 *
 * To be called when rows may have come: the focus that waited for them goes there, unless the
 * operator has gone on meanwhile.
 */
void
carillon_list_page_unpark_focus (CarillonListPage *self)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));

  if (self->parked != NULL && carillon_focus_inside (GTK_WIDGET (self)) == self->parked) {
    focus_rows (self);
  }
  g_clear_weak_pointer (&self->parked);
}

/**
 * carillon_list_page_grab_focus:
 * @widget: a list page
 *
 * Where the rows are still to come, the focus waits for them at the first control.
 *
 * Returns: whether it is in the list
 */
gboolean
carillon_list_page_grab_focus (GtkWidget *widget)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (widget);

  if (focus_rows (self)) {
    return TRUE;
  }
  if (self->notice != NULL || !comms_list_get_loading (self->list)) {
    return FALSE;
  }
  if (carillon_focus_inside (widget) == NULL) {
    gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
  }
  g_set_weak_pointer (&self->parked, carillon_focus_inside (widget));
  return self->parked != NULL;
}

/**
 * carillon_list_page_focus:
 * @widget: a list page
 *
 * Tab goes through the children only: on the way back GTK would focus the page itself after them.
 *
 * Returns: whether the focus stayed in the list
 */
gboolean
carillon_list_page_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (gtk_widget_get_first_child (widget), direction);
}
