#pragma once

#include "dispatch-table.h"
#include "dispatch-verdict.h"

G_BEGIN_DECLS

GPtrArray *dispatch_verdicts_reuse (GPtrArray *old,
                                    const DispatchTable *table,
                                    const GArray *slots,
                                    guint n_marks);

G_END_DECLS
