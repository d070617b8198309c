#pragma once

#include <dispatch-check.h>

G_BEGIN_DECLS

/* Problems in an operator's words, translated. */
char *carillon_describe_problem (DispatchProblem *problem); /* (transfer full): one sentence */
char *carillon_describe_problem_place (DispatchProblem *problem);
const char *carillon_severity_get_icon_name (DispatchSeverity severity);
const char *carillon_severity_get_label (DispatchSeverity severity);
const char *carillon_severity_get_css_class (DispatchSeverity severity);
char *carillon_describe_paste_error (const GError *error); /* (transfer full) */

G_END_DECLS
