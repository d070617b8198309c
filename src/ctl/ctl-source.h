#pragma once

#include <dispatch-draft.h>

#include "ctl-options.h"

G_BEGIN_DECLS

/* A message and its recipients, read whole. */
typedef struct {
  DispatchDraft *draft; /* (owned) */
  GArray *lines;        /* (owned): of guint: where each recipient begins in its file */
  GArray *bad_lines;    /* (owned): of guint: rows that are no recipients, ascending */
} CtlSource;

CtlSource *ctl_source_load (const CtlOptions *options, GError **error);
void ctl_source_free (CtlSource *self);
guint ctl_source_get_n_recipients (const CtlSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtlSource, ctl_source_free)

G_END_DECLS
