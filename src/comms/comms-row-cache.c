#include "comms-row-cache.h"

#include "comms-let-go.h"

/* A view keeps some two hundred rows, and the two halves of a split one twice as many. */
#define MAX_ROWS 512

struct _CommsRowCache {
  GHashTable *items; /* (owned): of CommsSnapshotRow (owned) and CommsResource (owned), which keeps
                        its pack */
  GQueue order;      /* of CommsSnapshotRow (unowned), the oldest first */
};

static guint
hash_row (gconstpointer key)
{
  const CommsSnapshotRow *row = key;

  return g_direct_hash (row->pack) * 31 + row->row;
}

static gboolean
equal_rows (gconstpointer one, gconstpointer other)
{
  const CommsSnapshotRow *a = one, *b = other;

  return a->pack == b->pack && a->row == b->row;
}

static GHashTable *
make_items (void)
{
  return g_hash_table_new_full (hash_row, equal_rows, g_free, g_object_unref);
}

CommsRowCache *
comms_row_cache_new (void)
{
  CommsRowCache *self = g_new0 (CommsRowCache, 1);

  self->items = make_items ();
  g_queue_init (&self->order);
  return self;
}

void
comms_row_cache_free (CommsRowCache *self)
{
  g_queue_clear (&self->order);
  comms_let_go (self->items, (GDestroyNotify) g_hash_table_unref);
  g_free (self);
}

/**
 * comms_row_cache_get:
 * @rows: where it is
 * @position: in @rows
 *
 * Returns: (transfer full): the row; the same object as before unless many others were asked for
 * meanwhile
 */
CommsResource *
comms_row_cache_get (CommsRowCache *self, CommsSnapshot *rows, guint position)
{
  const CommsSnapshotRow *row = comms_snapshot_get_row (rows, position);
  CommsResource *item = g_hash_table_lookup (self->items, row);

  if (item == NULL) {
    CommsSnapshotRow *key = g_memdup2 (row, sizeof (CommsSnapshotRow));

    if (g_queue_get_length (&self->order) >= MAX_ROWS) {
      g_hash_table_remove (self->items, g_queue_pop_head (&self->order));
    }
    item = comms_snapshot_make_row (rows, position);
    g_hash_table_insert (self->items, key, item);
    g_queue_push_tail (&self->order, key);
  }
  return g_object_ref (item);
}

/**
 * comms_row_cache_clear:
 *
 * To be called when the rows are others.
 */
void
comms_row_cache_clear (CommsRowCache *self)
{
  g_queue_clear (&self->order);
  comms_let_go (self->items, (GDestroyNotify) g_hash_table_unref);
  self->items = make_items ();
}
