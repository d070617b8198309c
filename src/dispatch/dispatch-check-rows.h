#pragma once

#include "dispatch-check-template.h"
#include "dispatch-snapshot.h"

G_BEGIN_DECLS

/* A variable that every recipient needs. */
typedef struct {
  const char *path;
  guint column; /* DISPATCH_NONE: no recipient can have it */
  guint expected;
} DispatchNeed;

/* A column that the filter `date` reads. */
typedef struct {
  guint column;
  guint expected;
} DispatchDateColumn;

/* A tag whose value depends on the recipient. */
typedef struct {
  DispatchTemplate template; /* (owned): it parses */
  guint expected;
} DispatchTagCheck;

typedef struct {
  const DispatchSnapshot *snapshot;
  const DispatchTemplate *title; /* where one of them cannot be rendered, neither is */
  const DispatchTemplate *body;
  GArray *needs; /* of DispatchNeed */
  GArray *dates; /* of DispatchDateColumn */
  GArray *tags;  /* of DispatchTagCheck */
  gboolean has_text;
} DispatchRowsCheck;

gboolean dispatch_check_rows (const DispatchRowsCheck *check,
                              DispatchFindings *findings,
                              DispatchReportNumbers *numbers,
                              GCancellable *cancellable);

G_END_DECLS
