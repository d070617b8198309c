#include "carillon-status-filter.h"

#include <glib/gi18n.h>

#include "carillon-format.h"

/**
 * carillon_status_filter_new:
 * @statuses: the statuses to choose from
 *
 * Returns: a new drop-down, at any status
 */
GtkWidget *
carillon_status_filter_new (const char *const *statuses)
{
  g_return_val_if_fail (statuses != NULL, NULL);

  GtkStringList *labels = gtk_string_list_new (NULL);
  gtk_string_list_append (labels, _ ("Any Status"));
  for (guint i = 0; statuses[i] != NULL; i++) {
    gtk_string_list_take (labels, carillon_format_status (statuses[i]));
  }
  GtkWidget *filter = gtk_drop_down_new (G_LIST_MODEL (labels), NULL);
  gtk_widget_set_tooltip_text (filter, _ ("Show only this status"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (filter), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Status"), -1);
  return filter;
}

/**
 * carillon_status_filter_get:
 * @filter: a drop-down of statuses
 * @statuses: what it was made with
 *
 * Returns: (nullable): the chosen status, or %NULL for any
 */
const char *
carillon_status_filter_get (GtkDropDown *filter, const char *const *statuses)
{
  g_return_val_if_fail (GTK_IS_DROP_DOWN (filter), NULL);
  g_return_val_if_fail (statuses != NULL, NULL);

  guint selected = gtk_drop_down_get_selected (filter);
  return selected > 0 && selected <= g_strv_length ((char **) statuses) ? statuses[selected - 1]
                                                                        : NULL;
}
