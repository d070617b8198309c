#pragma once

#include <dispatch-check.h>

G_BEGIN_DECLS

/* A report as an operator sees it, who ignores some of it. */
gboolean carillon_problem_is_ignored (DispatchDraft *draft, DispatchProblem *problem);
void
carillon_problem_set_ignored (DispatchDraft *draft, DispatchProblem *problem, gboolean ignored);
guint carillon_report_count (DispatchReport *report,
                             DispatchDraft *draft,
                             DispatchSeverity severity); /* without what is ignored */
char *carillon_report_summarise (DispatchReport *report, DispatchDraft *draft);

G_END_DECLS
