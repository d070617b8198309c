#pragma once

#include "dispatch-report-private.h"
#include "dispatch-snapshot.h"

G_BEGIN_DECLS

/* A variable that every recipient needs. */
typedef struct {
  const char *path;
  guint column; /* DISPATCH_NONE: no recipient can have it */
  guint expected;
} DispatchNeed;

/* A tag whose value depends on the recipient. */
typedef struct {
  LiquidTemplate *template; /* (owned) */
  guint expected;
} DispatchTagCheck;

typedef struct {
  const DispatchSnapshot *snapshot;
  const LiquidTemplate *title; /* (nullable): without templates nothing is rendered */
  const LiquidTemplate *body;  /* (nullable) */
  GArray *needs;               /* of DispatchNeed */
  GArray *tags;                /* of DispatchTagCheck */
  gboolean has_text;
} DispatchRowsCheck;

gboolean dispatch_check_rows (const DispatchRowsCheck *check,
                              DispatchFindings *findings,
                              DispatchReportNumbers *numbers,
                              GCancellable *cancellable);

G_END_DECLS
