#include "carillon-toast.h"

#include <adwaita.h>

/**
 * carillon_toast:
 * @from: the widget that has something to say
 * @text: plain text, one line
 *
 * Tells in passing what was done. What must not be missed belongs on a page instead.
 */
void
carillon_toast (GtkWidget *from, const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (text != NULL);

  GtkWidget *overlay = gtk_widget_get_ancestor (from, ADW_TYPE_TOAST_OVERLAY);
  if (overlay == NULL) {
    return;
  }
  /* A toast's title is markup, and names of accounts or users may hold anything. */
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (escaped));
}
