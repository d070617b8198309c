#pragma once

#include "dispatch-check-rules.h"
#include "dispatch-facts.h"
#include "dispatch-verdict.h"

G_BEGIN_DECLS

/* What only shows when all rows are seen together, or held against what is known elsewhere. */
GPtrArray *dispatch_check_whole (const DispatchSnapshot *snapshot,
                                 const DispatchRules *rules,
                                 const GPtrArray *verdicts,
                                 const DispatchFacts *facts); /* of DispatchProblem */

G_END_DECLS
