/* Rows, and the packs that they are in. A list appends to its snapshot in place as long as nobody
 * else looks at it, and to a copy otherwise: sixteen bytes a row. */

#include "comms-snapshot.h"

#include "comms-let-go.h"

struct _CommsSnapshot {
  gatomicrefcount n_refs;
  GArray *rows;     /* (owned): of CommsSnapshotRow */
  GPtrArray *packs; /* (owned) */
};

static CommsSnapshot *
make (GArray *rows, GPtrArray *packs)
{
  CommsSnapshot *self = g_new0 (CommsSnapshot, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->rows = rows;
  self->packs = packs;
  return self;
}

/**
 * comms_snapshot_new:
 *
 * Returns: (transfer full): no rows
 */
CommsSnapshot *
comms_snapshot_new (void)
{
  return make (g_array_new (FALSE, FALSE, sizeof (CommsSnapshotRow)),
               g_ptr_array_new_with_free_func ((GDestroyNotify) comms_pack_unref));
}

/**
 * comms_snapshot_ref:
 *
 * Returns: (transfer full): @self
 */
CommsSnapshot *
comms_snapshot_ref (CommsSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

/**
 * comms_snapshot_unref:
 * @self: (transfer full): rows
 */
void
comms_snapshot_unref (CommsSnapshot *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->n_refs)) {
    g_array_unref (self->rows);
    g_ptr_array_unref (self->packs);
    g_free (self);
  }
}

/**
 * comms_snapshot_let_go:
 * @self: (transfer full): rows
 *
 * Like comms_snapshot_unref(), for the main loop: to free many rows takes a while.
 */
void
comms_snapshot_let_go (CommsSnapshot *self)
{
  g_return_if_fail (self != NULL);

  comms_let_go (self, (GDestroyNotify) comms_snapshot_unref);
}

/**
 * comms_snapshot_get_n_rows:
 *
 * Returns: how many rows
 */
guint
comms_snapshot_get_n_rows (CommsSnapshot *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rows->len;
}

/**
 * comms_snapshot_get_row:
 *
 * Returns: (transfer none): where the row is kept
 */
const CommsSnapshotRow *
comms_snapshot_get_row (CommsSnapshot *self, guint position)
{
  g_return_val_if_fail (self != NULL && position < self->rows->len, NULL);

  return &g_array_index (self->rows, CommsSnapshotRow, position);
}

/**
 * comms_snapshot_get_id:
 *
 * Returns: (nullable): the row's ID
 */
const char *
comms_snapshot_get_id (CommsSnapshot *self, guint position)
{
  const CommsSnapshotRow *row = comms_snapshot_get_row (self, position);

  return row != NULL ? comms_pack_get_id (row->pack, row->row) : NULL;
}

/**
 * comms_snapshot_make_row:
 *
 * Returns: (transfer full): see comms_pack_make_row()
 */
CommsResource *
comms_snapshot_make_row (CommsSnapshot *self, guint position)
{
  const CommsSnapshotRow *row = comms_snapshot_get_row (self, position);

  return row != NULL ? comms_pack_make_row (row->pack, row->row) : NULL;
}

static guint
hash_id (const char *id)
{
  return id != NULL ? g_str_hash (id) : 0;
}

/**
 * comms_snapshot_find:
 * @id: (nullable): of a row
 * @position: (out): where the first one is
 *
 * Looks at four bytes of each row, and no further.
 *
 * Returns: whether there is one
 */
gboolean
comms_snapshot_find (CommsSnapshot *self, const char *id, guint *position)
{
  g_return_val_if_fail (self != NULL && position != NULL, FALSE);

  guint hash = hash_id (id);
  for (guint i = 0; i < self->rows->len; i++) {
    if (g_array_index (self->rows, CommsSnapshotRow, i).hash == hash &&
        g_strcmp0 (comms_snapshot_get_id (self, i), id) == 0) {
      *position = i;
      return TRUE;
    }
  }
  return FALSE;
}

static CommsSnapshot *
make_own (CommsSnapshot *self)
{
  if (g_atomic_ref_count_compare (&self->n_refs, 1)) {
    return self;
  }
  CommsSnapshot *own =
    make (g_array_copy (self->rows),
          g_ptr_array_copy (self->packs, (GCopyFunc) (void (*) (void)) comms_pack_ref, NULL));
  comms_snapshot_unref (self);
  return own;
}

/**
 * comms_snapshot_append:
 * @self: (transfer full): rows
 * @pack: more
 *
 * Returns: (transfer full): rows with those of @pack in the end
 */
CommsSnapshot *
comms_snapshot_append (CommsSnapshot *self, CommsPack *pack)
{
  g_return_val_if_fail (self != NULL && pack != NULL, NULL);

  self = make_own (self);
  g_ptr_array_add (self->packs, comms_pack_ref (pack));
  for (guint i = 0; i < comms_pack_get_n_rows (pack); i++) {
    CommsSnapshotRow row = { pack, i, hash_id (comms_pack_get_id (pack, i)) };

    g_array_append_val (self->rows, row);
  }
  return self;
}

/**
 * comms_snapshot_remove:
 * @self: (transfer full): rows
 *
 * Returns: (transfer full): rows without the one at @position
 */
CommsSnapshot *
comms_snapshot_remove (CommsSnapshot *self, guint position)
{
  return comms_snapshot_remove_range (self, position, 1);
}

/**
 * comms_snapshot_remove_range:
 * @self: (transfer full): rows
 *
 * Returns: (transfer full): rows without @n_rows of them from the one at @position on
 */
CommsSnapshot *
comms_snapshot_remove_range (CommsSnapshot *self, guint position, guint n_rows)
{
  g_return_val_if_fail (self != NULL && position < self->rows->len, NULL);
  g_return_val_if_fail (n_rows <= self->rows->len - position, NULL);

  self = make_own (self);
  g_array_remove_range (self->rows, position, n_rows);
  return self;
}
