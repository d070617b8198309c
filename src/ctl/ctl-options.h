#pragma once

#include <dispatch-csv.h>

#include "ctl-status.h"

G_BEGIN_DECLS

/* What both commands take: a message, and who gets it. */
typedef struct {
  char *draft;     /* (nullable): a file */
  char *title;     /* (nullable) */
  char *body;      /* (nullable) */
  char *csv;       /* (nullable): a file */
  char *delimiter; /* (nullable): a name, as those below */
  char *encoding;  /* (nullable) */
  char *header;    /* (nullable) */
  gboolean help;
} CtlOptions;

/* What a command is called and says of itself. */
typedef struct {
  const char *usage;
  const char *summary;
  const char *description;
} CtlManual;

gboolean ctl_options_parse (CtlOptions *self,
                            const CtlManual *manual,
                            const GOptionEntry *more,
                            int argc,
                            char *argv[],
                            GError **error);
void ctl_options_apply (const CtlOptions *self, DispatchCsvOptions *how);
void ctl_options_clear (CtlOptions *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CtlOptions, ctl_options_clear)

G_END_DECLS
