#pragma once

#include <archive-drafts.h>

#include "dispatch-snapshot.h"

G_BEGIN_DECLS

/* Which blocks of recipients the archive has of a draft, and by which IDs. Immutable; any thread
 * may read it. */
typedef struct _DispatchKept DispatchKept;

DispatchKept *dispatch_kept_ref (DispatchKept *self);
void dispatch_kept_unref (DispatchKept *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchKept, dispatch_kept_unref)

/* Drafts as the archive keeps them. A record is made of a snapshot and brings the blocks that are
 * not kept yet; once it is saved, @after is what is kept. The functions without _async are for
 * workers, and for when there is no time to wait for one. */
ArchiveDraft *dispatch_record_new (const DispatchSnapshot *snapshot,
                                   const DispatchKept *before, /* (nullable) */
                                   DispatchKept **after);      /* (out) (optional) */
void dispatch_record_new_async (DispatchSnapshot *snapshot,    /* (transfer full) */
                                DispatchKept *before,          /* (nullable) */
                                GAsyncReadyCallback callback,
                                gpointer user_data);
ArchiveDraft *dispatch_record_new_finish (GAsyncResult *result, DispatchKept **after);

DispatchDraft *dispatch_record_read (const ArchiveDraft *record,
                                     DispatchKept **kept, /* (out) (optional) */
                                     GError **error);
void dispatch_record_read_async (ArchiveDraft *record, /* (transfer full) */
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
DispatchDraft *
dispatch_record_read_finish (GAsyncResult *result, DispatchKept **kept, GError **error);

G_END_DECLS
