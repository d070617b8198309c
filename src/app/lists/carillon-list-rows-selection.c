/* The rows as a selection: positions in what is shown. */

#include "carillon-list-rows-private.h"

/* Takes @selected in place of what is selected, and tells what became different. */
static void
take_selected (CarillonListRows *self, GtkBitset *selected)
{
  g_autoptr (GtkBitset) changed = gtk_bitset_copy (selected);

  gtk_bitset_difference (changed, self->shown->selected);
  gtk_bitset_unref (self->shown->selected);
  self->shown->selected = selected;
  if (gtk_bitset_is_empty (changed)) {
    return;
  }

  guint first = gtk_bitset_get_minimum (changed);
  self->stale = TRUE; /* a worker under way was given another selection */
  carillon_list_rows_update_only (self);
  gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), first,
                                         gtk_bitset_get_maximum (changed) - first + 1);
}

static gboolean
carillon_list_rows_is_selected (GtkSelectionModel *model, guint position)
{
  return gtk_bitset_contains (CARILLON_LIST_ROWS (model)->shown->selected, position);
}

static GtkBitset *
carillon_list_rows_get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  GtkBitset *range = gtk_bitset_new_range (position, n_items);

  gtk_bitset_intersect (range, CARILLON_LIST_ROWS (model)->shown->selected);
  return range;
}

static gboolean
carillon_list_rows_select_range (GtkSelectionModel *model,
                                 guint position,
                                 guint n_items,
                                 gboolean unselect_rest)
{
  CarillonListRows *self = CARILLON_LIST_ROWS (model);
  GtkBitset *selected =
    unselect_rest ? gtk_bitset_new_empty () : gtk_bitset_copy (self->shown->selected);

  gtk_bitset_add_range (selected, position, n_items);
  take_selected (self, selected);
  return TRUE;
}

static gboolean
carillon_list_rows_unselect_range (GtkSelectionModel *model, guint position, guint n_items)
{
  CarillonListRows *self = CARILLON_LIST_ROWS (model);
  GtkBitset *selected = gtk_bitset_copy (self->shown->selected);

  gtk_bitset_remove_range (selected, position, n_items);
  take_selected (self, selected);
  return TRUE;
}

static gboolean
carillon_list_rows_select_item (GtkSelectionModel *model, guint position, gboolean unselect_rest)
{
  return carillon_list_rows_select_range (model, position, 1, unselect_rest);
}

static gboolean
carillon_list_rows_unselect_item (GtkSelectionModel *model, guint position)
{
  return carillon_list_rows_unselect_range (model, position, 1);
}

static gboolean
carillon_list_rows_select_all_shown (GtkSelectionModel *model)
{
  return carillon_list_rows_select_range (model, 0, g_list_model_get_n_items (G_LIST_MODEL (model)),
                                          FALSE);
}

static gboolean
carillon_list_rows_unselect_all (GtkSelectionModel *model)
{
  take_selected (CARILLON_LIST_ROWS (model), gtk_bitset_new_empty ());
  return TRUE;
}

static gboolean
carillon_list_rows_set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  CarillonListRows *self = CARILLON_LIST_ROWS (model);
  GtkBitset *result = gtk_bitset_copy (self->shown->selected);
  g_autoptr (GtkBitset) added = gtk_bitset_copy (selected);

  gtk_bitset_intersect (added, mask);
  gtk_bitset_subtract (result, mask);
  gtk_bitset_union (result, added);
  take_selected (self, result);
  return TRUE;
}

void
carillon_list_rows_selection_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = carillon_list_rows_is_selected;
  iface->get_selection_in_range = carillon_list_rows_get_selection_in_range;
  iface->select_item = carillon_list_rows_select_item;
  iface->unselect_item = carillon_list_rows_unselect_item;
  iface->select_range = carillon_list_rows_select_range;
  iface->unselect_range = carillon_list_rows_unselect_range;
  iface->select_all = carillon_list_rows_select_all_shown;
  iface->unselect_all = carillon_list_rows_unselect_all;
  iface->set_selection = carillon_list_rows_set_selection;
}

/**
 * carillon_list_rows_get_n_selected:
 *
 * Returns: how many rows are selected; only shown ones ever are
 */
guint
carillon_list_rows_get_n_selected (CarillonListRows *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_ROWS (self), 0);

  return (guint) gtk_bitset_get_size (self->shown->selected);
}

/**
 * carillon_list_rows_get_selected:
 *
 * Returns: (transfer full) (element-type Comms.Resource): the selected rows as they are shown
 */
GPtrArray *
carillon_list_rows_get_selected (CarillonListRows *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_ROWS (self), NULL);

  g_autoptr (CarillonListPicked) picked = carillon_list_rows_get_picked (self);
  return carillon_list_picked_make_rows (picked, 0, G_MAXUINT);
}

/**
 * carillon_list_rows_get_picked:
 *
 * Returns: (transfer full): the selected rows as they are shown, for a worker
 */
CarillonListPicked *
carillon_list_rows_get_picked (CarillonListRows *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_ROWS (self), NULL);

  return carillon_list_picked_new (self->shown->basis, self->shown->view, self->shown->selected);
}

/**
 * carillon_list_rows_get_selected_item:
 *
 * Returns: (transfer none) (nullable): the selected row, if there is exactly one
 */
CommsResource *
carillon_list_rows_get_selected_item (CarillonListRows *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_ROWS (self), NULL);

  return self->only;
}

/**
 * carillon_list_rows_select_all:
 *
 * Selects all rows that the search finds among those of the list, the ones that are not shown yet
 * included.
 */
void
carillon_list_rows_select_all (CarillonListRows *self)
{
  g_return_if_fail (CARILLON_IS_LIST_ROWS (self));

  self->wants_all = self->cancellable != NULL;
  if (!self->wants_all) {
    gtk_selection_model_select_all (GTK_SELECTION_MODEL (self));
  }
}
