#include "carillon-list-picked.h"

struct _CarillonListPicked {
  CommsSnapshot *basis; /* (owned) */
  GArray *view;         /* (owned) (nullable) */
  GtkBitset *positions; /* (owned) */
};

/**
 * carillon_list_picked_new:
 * @basis: rows
 * @view: (nullable) (element-type guint): which of them are shown, in order; nobody changes it
 * @positions: the picked ones of those that are shown
 *
 * Returns: (transfer full): the picked rows
 */
CarillonListPicked *
carillon_list_picked_new (CommsSnapshot *basis, GArray *view, const GtkBitset *positions)
{
  g_return_val_if_fail (basis != NULL && positions != NULL, NULL);

  CarillonListPicked *self = g_new0 (CarillonListPicked, 1);
  self->basis = comms_snapshot_ref (basis);
  self->view = view != NULL ? g_array_ref (view) : NULL;
  self->positions = gtk_bitset_copy (positions);
  return self;
}

/**
 * carillon_list_picked_free:
 * @self: (transfer full): rows
 */
void
carillon_list_picked_free (CarillonListPicked *self)
{
  comms_snapshot_let_go (self->basis);
  g_clear_pointer (&self->view, g_array_unref);
  gtk_bitset_unref (self->positions);
  g_free (self);
}

/**
 * carillon_list_picked_get_n_rows:
 *
 * Returns: how many were picked
 */
guint
carillon_list_picked_get_n_rows (CarillonListPicked *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (guint) gtk_bitset_get_size (self->positions);
}

/**
 * carillon_list_picked_make_rows:
 * @first: how many of the picked ones to pass by
 * @n_rows: how many at most
 *
 * Returns: (transfer full) (element-type Comms.Resource): rows, in the order in which they are
 * shown
 */
GPtrArray *
carillon_list_picked_make_rows (CarillonListPicked *self, guint first, guint n_rows)
{
  g_return_val_if_fail (self != NULL, NULL);

  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  GtkBitsetIter iter;
  guint position = 0;

  if (first >= carillon_list_picked_get_n_rows (self)) {
    return rows;
  }
  guint from = gtk_bitset_get_nth (self->positions, first);
  for (gboolean more = gtk_bitset_iter_init_at (&iter, self->positions, from, &position);
       more && rows->len < n_rows; more = gtk_bitset_iter_next (&iter, &position)) {
    guint at = self->view != NULL ? g_array_index (self->view, guint, position) : position;

    g_ptr_array_add (rows, comms_snapshot_make_row (self->basis, at));
  }
  return rows;
}
