#pragma once

#include "archive-store.h"

G_BEGIN_DECLS

/* Whom sends went to. Each send keeps the hashes of its recipients' user IDs and tokens
 * (base-hash.h), eight bytes each, so that a later one can say who got something already. */

/* They go with the first send that begins so many days later: by then the API itself has forgotten
 * what became of them. */
#define ARCHIVE_ADDRESS_DAYS 7

/* The hashes that a list of sends has at most, 40 MB. Older sends are left out. */
#define ARCHIVE_MAX_ADDRESSES 5000000

typedef struct {
  char *send_id;
  char *draft_id; /* (nullable) */
  char *name;
  gint64 sent_at;    /* microseconds since 1970 */
  GBytes *addresses; /* guint64, ascending */
} ArchiveRecent;

void archive_recent_free (ArchiveRecent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveRecent, archive_recent_free)

void archive_store_list_recent_async (ArchiveStore *self,
                                      const char *account_id,
                                      gint64 since,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
GPtrArray *archive_store_list_recent_finish (ArchiveStore *self,
                                             GAsyncResult *result,
                                             GError **error); /* of ArchiveRecent, newest first */

G_END_DECLS
