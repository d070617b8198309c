#pragma once

#include <archive-jobs.h>
#include <comms-client.h>

G_BEGIN_DECLS

/* One row of a job. Private to this layer. */
typedef struct {
  CommsClient *client; /* (owned) */
  ArchiveStore *store; /* (owned) */
  char *account_id;
  gint64 job;
  ArchiveJobKind kind;
  guint number;
  char *resource_id;
  ArchiveJobDevice *device; /* (owned) (nullable): to be registered */
  guint n_attempts;

  /* What became of it. */
  ArchiveRowState state;
  gboolean is_unknown; /* it was asked to be deleted, and no answer came */
  char *reason;        /* (nullable) */
  char *restored_id;   /* (nullable): also of one that is registered and not DONE yet */
  char *new_user_id;   /* (nullable) */
} DispatchRow;

void dispatch_row_free (DispatchRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchRow, dispatch_row_free)

/* @row belongs to the caller, who keeps it until the callback. */
void dispatch_deletion_async (DispatchRow *row,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
void dispatch_restore_async (DispatchRow *row,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
void dispatch_register_async (DispatchRow *row,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean dispatch_register_is_repeatable (const DispatchRow *row);
gboolean dispatch_row_finish (GAsyncResult *result, GError **error); /* of all */

G_END_DECLS
