#pragma once

#include "dispatch-check-rules.h"
#include "dispatch-facts.h"

G_BEGIN_DECLS

/* Sums up what is known of every row. */
DispatchReport *dispatch_check_sum_up (const DispatchSnapshot *snapshot,
                                       const DispatchRules *rules,
                                       const GPtrArray *verdicts,
                                       const DispatchFacts *facts,
                                       guint n_rendered);

G_END_DECLS
