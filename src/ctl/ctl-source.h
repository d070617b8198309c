#pragma once

#include <dispatch-import.h>
#include <dispatch-snapshot.h>

#include "ctl-options.h"

G_BEGIN_DECLS

/* A message, and where its recipients come from. */
typedef struct {
  DispatchContent *content;       /* (owned) */
  char **ignored;                 /* (owned) */
  DispatchTable *table;           /* (owned) (nullable): the recipients of a draft */
  DispatchImport *import;         /* (owned) (nullable): their lines, and what is no recipient */
  DispatchImportFile *file;       /* (owned) (nullable): the recipients in place of those */
  DispatchImportMapping *mapping; /* (owned) (nullable): of @file */
} CtlSource;

CtlSource *ctl_source_open (const CtlOptions *options, GError **error);
void ctl_source_free (CtlSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtlSource, ctl_source_free)

/* Some recipients. @import (nullable) has their lines; without it they are numbered. */
typedef gboolean (*CtlPartFunc) (const DispatchTable *table,
                                 const DispatchImport *import,
                                 gpointer data);
gboolean ctl_source_each (const CtlSource *self, CtlPartFunc func, gpointer data, GError **error);

/* For who needs all of them at once: */
gboolean ctl_source_load (CtlSource *self, GError **error);
DispatchSnapshot *ctl_source_to_snapshot (const CtlSource *self);
guint ctl_source_get_n_recipients (const CtlSource *self);
guint ctl_source_get_line (const CtlSource *self, guint row);
guint ctl_source_get_n_bad (const CtlSource *self);

guint ctl_line_of_row (const DispatchImport *import, guint row);

G_END_DECLS
