#pragma once

#include "archive-store.h"

G_BEGIN_DECLS

/* What went out the last time that a draft was sent, for who is about to send it again. */
typedef struct {
  ArchiveSend *send; /* (owned) */
  char *json;        /* (owned): the draft that it was begun with */
} ArchiveLastSend;

void archive_last_send_free (ArchiveLastSend *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveLastSend, archive_last_send_free)

/* The newest send of the draft, or else of another one of that name (nullable), of which something
 * may have gone out. Finishes with NULL and no error where there is none. */
void archive_store_read_last_send_async (ArchiveStore *self,
                                         const char *account_id,
                                         const char *draft_id,
                                         const char *name,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
ArchiveLastSend *
archive_store_read_last_send_finish (ArchiveStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
