#pragma once

#include "dispatch-check-rules.h"

G_BEGIN_DECLS

/* What is wrong with a draft apart from its texts, whoever gets it. */
DispatchFindings *
dispatch_check_message (const DispatchSnapshot *snapshot, const DispatchRules *rules);

G_END_DECLS
