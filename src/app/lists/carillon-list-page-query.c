/* What a list with a source is asked for: to act on all that matches, too. */

#include "carillon-list-page-private.h"

/**
 * carillon_list_page_set_given:
 * @id: a name that none of the filters has
 * @value: (nullable): what the source is asked for under this name
 *
 * What a list with a source is about, and the operator cannot change.
 */
void
carillon_list_page_set_given (CarillonListPage *self, const char *id, const char *value)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));
  g_return_if_fail (id != NULL);

  if (value != NULL) {
    g_hash_table_insert (self->given, g_strdup (id), g_strdup (value));
  } else {
    g_hash_table_remove (self->given, id);
  }
  carillon_list_page_list_anew (self);
}

/**
 * carillon_list_page_get_values:
 *
 * Returns: (transfer full) (element-type utf8 utf8): what the source is asked for: the values of
 *   the filters and what is given, by their IDs
 */
GHashTable *
carillon_list_page_get_values (CarillonListPage *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_PAGE (self), NULL);

  GHashTable *values = carillon_filter_bar_get_values (CARILLON_FILTER_BAR (self->filters));
  GHashTableIter iter;
  gpointer id, value;

  g_hash_table_iter_init (&iter, self->given);
  while (g_hash_table_iter_next (&iter, &id, &value)) {
    g_hash_table_insert (values, id, g_strdup (value));
  }
  return values;
}

/**
 * carillon_list_page_get_search:
 *
 * Returns: (transfer none) (nullable): what the source is to look for; %NULL where the rows are
 *   searched here
 */
const char *
carillon_list_page_get_search (CarillonListPage *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_PAGE (self), NULL);

  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  return self->kind->searches && *text != '\0' ? text : NULL;
}
