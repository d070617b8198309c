/* GTK 4 keeps a reference to what is hidden with the focus inside, until the next frame finds the
 * focus another place. Where an ancestor of it is hidden or removed as well before that frame, the
 * reference is overwritten and never given up, and with it stays all that was inside. Closing an
 * AdwDialog hides its sheet and removes the dialog in one go. */

#include "carillon-focus.h"

/**
 * carillon_focus_inside:
 * @widget: in a window, or not in one yet
 *
 * Returns: (transfer none) (nullable): what has the focus of the window, if that is @widget or
 *   inside of it
 */
GtkWidget *
carillon_focus_inside (GtkWidget *widget)
{
  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean inside = focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));

  return inside ? focus : NULL;
}

/**
 * carillon_focus_leave:
 * @widget: what is about to be hidden and removed
 *
 * Moves a focus inside of @widget, which takes it no more, to the first place of its window that
 * does; it is what GTK does a frame later.
 */
void
carillon_focus_leave (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  GtkRoot *root = gtk_widget_get_root (widget);

  if (carillon_focus_inside (widget) == NULL) {
    return;
  }
  gtk_widget_set_can_focus (widget, FALSE);
  gtk_root_set_focus (root, NULL);
  gtk_widget_child_focus (GTK_WIDGET (root), GTK_DIR_TAB_FORWARD);
}
