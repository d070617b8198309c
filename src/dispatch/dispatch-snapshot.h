#pragma once

#include "dispatch-draft.h"
#include "dispatch-table.h"

G_BEGIN_DECLS

/* A draft as it was at one moment. Immutable; any thread may read it. */
typedef struct {
  char *id;
  char *title;
  char *body;
  char *app_name;
  char *sound;
  DispatchPriority priority;
  char **tags; /* key, value, key, value, ..., NULL; without blank ones */
  DispatchTable *table;
} DispatchSnapshot;

DispatchSnapshot *dispatch_snapshot_new (DispatchDraft *draft);
void dispatch_snapshot_free (DispatchSnapshot *self);
char *dispatch_snapshot_to_json (const DispatchSnapshot *self);
const char *dispatch_snapshot_get_priority (const DispatchSnapshot *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchSnapshot, dispatch_snapshot_free)

G_END_DECLS
