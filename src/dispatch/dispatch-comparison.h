#pragma once

#include <archive-last-send.h>

#include "dispatch-snapshot.h"

G_BEGIN_DECLS

/* What is different from the last time that a draft was sent. */

typedef enum {
  DISPATCH_PART_TITLE,
  DISPATCH_PART_BODY,
  DISPATCH_PART_IMAGES,
  DISPATCH_PART_SENDER,
  DISPATCH_PART_PRIORITY,
  DISPATCH_PART_SOUND,
  DISPATCH_PART_TAGS,
  DISPATCH_PART_SEND_AT,
  DISPATCH_N_PARTS,
} DispatchPart;

/* Recipients are the same by their address, and changed where a value of theirs is another. */
typedef struct {
  gint64 sent_at;           /* microseconds since 1970 */
  gboolean is_other_draft;  /* of the same name */
  DispatchContent *content; /* (owned): what was sent then */
  gboolean differs[DISPATCH_N_PARTS];
  guint n_added;
  guint n_removed;
  guint n_changed;
  guint n_same;
} DispatchComparison;

void dispatch_comparison_free (DispatchComparison *self);
gboolean dispatch_comparison_is_same (const DispatchComparison *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchComparison, dispatch_comparison_free)

/* Finishes with NULL and no error where nothing was sent before. */
void dispatch_compare_async (ArchiveStore *store,
                             const char *account_id,
                             const DispatchSnapshot *snapshot,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
DispatchComparison *dispatch_compare_finish (GAsyncResult *result, GError **error);

G_END_DECLS
