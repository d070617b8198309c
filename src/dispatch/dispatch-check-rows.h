#pragma once

#include "dispatch-check-rules.h"
#include "dispatch-verdict.h"

G_BEGIN_DECLS

/* Looks at every row that is still to do, with so many threads, until @cancelled is not 0. */
guint dispatch_check_rows (const DispatchRules *rules,
                           GPtrArray *verdicts,
                           guint n_threads,
                           const gint *cancelled);

G_END_DECLS
