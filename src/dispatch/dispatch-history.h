#pragma once

#include "dispatch-table.h"

G_BEGIN_DECLS

/* What a table was before the last changes, and what it was before those were undone. */
typedef struct _DispatchHistory DispatchHistory;

/* More steps than anybody goes back. */
#define DISPATCH_MAX_UNDO 500

/* In bytes, of what steps keep that nobody else does. A step costs the blocks that it changed, and
 * eight kilobytes for a million rows; one that changes all of a million rows may be a hundred
 * megabytes. */
#define DISPATCH_MAX_UNDO_BYTES (256 * 1024 * 1024)

DispatchHistory *dispatch_history_new (void);
void dispatch_history_free (DispatchHistory *self);
void dispatch_history_clear (DispatchHistory *self);
void dispatch_history_push (DispatchHistory *self,
                            DispatchTable *before,
                            const char *label,
                            const DispatchTable *now);
DispatchTable *dispatch_history_undo (DispatchHistory *self, DispatchTable *now);
DispatchTable *dispatch_history_redo (DispatchHistory *self, DispatchTable *now);
gboolean dispatch_history_can_undo (const DispatchHistory *self);
gboolean dispatch_history_can_redo (const DispatchHistory *self);
const char *dispatch_history_get_undo_label (const DispatchHistory *self); /* (nullable) */
const char *dispatch_history_get_redo_label (const DispatchHistory *self); /* (nullable) */
gsize dispatch_history_get_size (const DispatchHistory *self);             /* in bytes */

G_END_DECLS
