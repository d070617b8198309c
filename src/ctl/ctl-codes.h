#pragma once

#include <dispatch-check.h>

G_BEGIN_DECLS

#define CTL_CODE_BAD_ROW "bad-row"

const char *ctl_code_of_problem (DispatchProblem *problem);

G_END_DECLS
