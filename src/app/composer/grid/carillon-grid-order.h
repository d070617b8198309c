#pragma once

#include <dispatch-table.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* In which order the rows of a table are shown; the table itself is not touched.
 * Immutable, for any thread. */
typedef struct _CarillonGridOrder CarillonGridOrder;

/* @rows: (transfer full): the rows of a table of @n_rows, each once. */
CarillonGridOrder *carillon_grid_order_new (guint *rows, guint n_rows);
CarillonGridOrder *carillon_grid_order_ref (CarillonGridOrder *self);
void carillon_grid_order_unref (CarillonGridOrder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarillonGridOrder, carillon_grid_order_unref)

guint carillon_grid_order_get_n_rows (const CarillonGridOrder *self);
guint carillon_grid_order_get_row (const CarillonGridOrder *self, guint position);
guint carillon_grid_order_find (const CarillonGridOrder *self, guint row); /* DISPATCH_NONE */
CarillonGridOrder *carillon_grid_order_splice (const CarillonGridOrder *self,
                                               guint row,
                                               guint n_removed,
                                               guint n_added,
                                               guint *first,
                                               guint *last);

/* Sorts, in a worker, the rows of @table (transfer full) by what is in @column: numbers, then other
 * texts as people sort them, then what is empty. */
void carillon_grid_order_sort_async (DispatchTable *table,
                                     guint column,
                                     gboolean descending,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
CarillonGridOrder *carillon_grid_order_sort_finish (GAsyncResult *result, GError **error);

G_END_DECLS
