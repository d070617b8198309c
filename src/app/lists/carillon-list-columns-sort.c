/* By which column the rows are sorted. GTK 4.8 does not tell, so the view's sorter is asked to
 * compare two objects that are nothing: the first column that is asked for its opinion is the one,
 * and what the view makes of its answer tells the direction. The sorting itself is the rows' own.
 */

#include "carillon-list-columns-private.h"

static int
on_compare (gconstpointer one, gconstpointer other, gpointer user_data)
{
  const CarillonMadeColumn *column = user_data;

  if (column->owner->asked == NULL) {
    column->owner->asked = column;
  }
  return -1;
}

/**
 * carillon_list_columns_make_sortable:
 * @column: a column that was made
 */
void
carillon_list_columns_make_sortable (CarillonMadeColumn *column)
{
  g_return_if_fail (column != NULL && column->made != NULL);

  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (on_compare, column, NULL));
  gtk_column_view_column_set_sorter (column->made, sorter);
}

/**
 * carillon_list_columns_get_sort:
 * @descending: (out): the direction
 *
 * Returns: (nullable): what the view is sorted by
 */
const CarillonMadeColumn *
carillon_list_columns_get_sort (CarillonListColumns *self, gboolean *descending)
{
  g_return_val_if_fail (CARILLON_IS_LIST_COLUMNS (self), NULL);
  g_return_val_if_fail (descending != NULL, NULL);

  g_autoptr (GObject) one = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GObject) other = g_object_new (G_TYPE_OBJECT, NULL);
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);

  self->asked = NULL;
  *descending = gtk_sorter_compare (sorter, one, other) == GTK_ORDERING_LARGER;
  return self->asked;
}

/**
 * carillon_list_columns_sort_by:
 * @id: (nullable): of a column; %NULL or another text for the order of the list
 *
 * As a click on its header does.
 */
void
carillon_list_columns_sort_by (CarillonListColumns *self, const char *id, gboolean descending)
{
  g_return_if_fail (CARILLON_IS_LIST_COLUMNS (self));

  const CarillonMadeColumn *column = carillon_list_columns_find (self, id);
  gtk_column_view_sort_by_column (self->view, column != NULL ? column->made : NULL,
                                  descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

static void
set_state (CarillonListColumns *self, const char *name, GVariant *state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), state);
}

/**
 * carillon_list_columns_take_sort:
 *
 * Hands on to the rows and the actions what the view is sorted by.
 */
void
carillon_list_columns_take_sort (CarillonListColumns *self)
{
  g_return_if_fail (CARILLON_IS_LIST_COLUMNS (self));

  gboolean descending = FALSE;
  const CarillonMadeColumn *sort = carillon_list_columns_get_sort (self, &descending);
  GAction *toggle = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "descending");

  set_state (self, "sort", g_variant_new_string (sort != NULL ? sort->column->id : ""));
  set_state (self, "descending", g_variant_new_boolean (sort != NULL && descending));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (toggle), sort != NULL);
  carillon_list_rows_set_sort (self->rows, sort != NULL ? sort->column : NULL,
                               sort != NULL && descending);
}

static void
on_sort_chosen (GSimpleAction *action, GVariant *state, gpointer self)
{
  carillon_list_columns_sort_by (self, g_variant_get_string (state, NULL), FALSE);
}

static void
on_descending_chosen (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  CarillonListColumns *self = user_data;
  g_autoptr (GVariant) sort =
    g_action_group_get_action_state (G_ACTION_GROUP (self->actions), "sort");

  carillon_list_columns_sort_by (self, g_variant_get_string (sort, NULL),
                                 g_variant_get_boolean (state));
}

/**
 * carillon_list_columns_add_sort_actions:
 *
 * The actions "sort", whose state is a column's ID or nothing, and "descending".
 */
void
carillon_list_columns_add_sort_actions (CarillonListColumns *self)
{
  const GActionEntry entries[] = {
    { .name = "sort", .parameter_type = "s", .state = "''", .change_state = on_sort_chosen },
    { .name = "descending", .state = "false", .change_state = on_descending_chosen },
  };

  g_return_if_fail (CARILLON_IS_LIST_COLUMNS (self));

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}
