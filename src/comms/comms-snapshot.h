#pragma once

#include "comms-pack.h"

G_BEGIN_DECLS

/* The rows of a list as they were at some moment, for any thread. */
typedef struct _CommsSnapshot CommsSnapshot;

/* Where a row is kept. Two are the same row if they are equal. */
typedef struct {
  CommsPack *pack; /* (unowned) */
  guint row;       /* in pack */
  guint hash;      /* of its ID */
} CommsSnapshotRow;

CommsSnapshot *comms_snapshot_new (void);
CommsSnapshot *comms_snapshot_ref (CommsSnapshot *self);
void comms_snapshot_unref (CommsSnapshot *self);
void comms_snapshot_let_go (CommsSnapshot *self); /* in a worker; (transfer full) */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CommsSnapshot, comms_snapshot_unref)

guint comms_snapshot_get_n_rows (CommsSnapshot *self);
const CommsSnapshotRow *comms_snapshot_get_row (CommsSnapshot *self, guint position);
const char *comms_snapshot_get_id (CommsSnapshot *self, guint position);      /* (nullable) */
CommsResource *comms_snapshot_make_row (CommsSnapshot *self, guint position); /* (transfer full) */
gboolean comms_snapshot_find (CommsSnapshot *self, const char *id, guint *position);

/* These give @self up, and answer another one unless nobody else has it. */
CommsSnapshot *comms_snapshot_append (CommsSnapshot *self, CommsPack *pack);
CommsSnapshot *comms_snapshot_remove (CommsSnapshot *self, guint position);
CommsSnapshot *comms_snapshot_remove_range (CommsSnapshot *self, guint position, guint n_rows);

G_END_DECLS
