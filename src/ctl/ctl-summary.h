#pragma once

#include <dispatch-check.h>

#include "ctl-source.h"

G_BEGIN_DECLS

/* The lines that are named of each finding. */
#define CTL_MAX_LINES 20

/* What was found under one code. */
typedef struct {
  const char *code;
  DispatchSeverity severity; /* the worst */
  guint count;               /* recipients, each once */
  guint lines[CTL_MAX_LINES];
  guint n_lines;
} CtlEntry;

/* How much a problem counts for scripts. */
DispatchSeverity ctl_problem_get_severity (DispatchProblem *problem);

/* Returns: (transfer full) (element-type CtlEntry): errors first */
GArray *ctl_summary_new (DispatchReport *report, const CtlSource *source);
CtlStatus ctl_summary_get_status (GArray *entries, DispatchReport *report);
void ctl_summary_append_json (GString *json, GArray *entries, guint n_recipients);

G_END_DECLS
