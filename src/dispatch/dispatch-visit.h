#pragma once

#include <archive-index.h>
#include <comms-client.h>

G_BEGIN_DECLS

/* Reads one user: everything that an index or the trash keeps of it. Private to this layer. */
typedef enum {
  DISPATCH_VISIT_NONE = 0,
  DISPATCH_VISIT_USER = 1 << 0, /* asks first whether there is such a user */
} DispatchVisitFlags;

/* Finishes with a USER or NOBODY; fails as requests do. */
void dispatch_visit_async (CommsClient *client,
                           const char *user_id,
                           DispatchVisitFlags flags,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
ArchiveFinding *dispatch_visit_finish (GAsyncResult *result, GError **error);

G_END_DECLS
