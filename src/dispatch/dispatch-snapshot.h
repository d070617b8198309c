#pragma once

#include "dispatch-draft.h"
#include "dispatch-table.h"

G_BEGIN_DECLS

/* A draft as it was at one moment, and all that a check or a run is given. Immutable; any thread
 * may read it. */
typedef struct {
  char *id;
  char *name;
  DispatchContent *content;
  DispatchTable *table;
  char **ignored; /* codes of problems that the operator ignores for this send */
} DispatchSnapshot;

DispatchSnapshot *dispatch_snapshot_new (DispatchDraft *draft);
DispatchSnapshot *dispatch_snapshot_copy (const DispatchSnapshot *self);
void dispatch_snapshot_free (DispatchSnapshot *self);
char *dispatch_snapshot_to_json (const DispatchSnapshot *self);
void dispatch_snapshot_append_head (const DispatchSnapshot *self, GString *json);
gboolean dispatch_snapshot_read (
  const DispatchSnapshot *self, guint row, char **title, char **body, GError **error);
gboolean dispatch_snapshot_is_same (const DispatchSnapshot *self, const DispatchSnapshot *other);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchSnapshot, dispatch_snapshot_free)

G_END_DECLS
