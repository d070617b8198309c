/* GTK can announce something since 4.14. Before that a screen reader learns of what changes by
 * itself only where the widget has the role of an alert, which its template gives it. */

#include "carillon-announce.h"

/**
 * carillon_announce:
 * @from: what the words are about
 * @text: translated
 */
void
carillon_announce (GtkWidget *from, const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (text != NULL);

#if GTK_CHECK_VERSION(4, 14, 0)
  /* The backend that GTK has for tests does not announce: GTK 4.18 calls what is not there. */
  if (g_strcmp0 (g_getenv ("GTK_A11Y"), "test") == 0) {
    return;
  }
  gtk_accessible_announce (GTK_ACCESSIBLE (from), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_LOW);
#endif
}
