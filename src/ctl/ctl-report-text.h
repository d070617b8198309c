#pragma once

#include <dispatch-check.h>

#include "ctl-source.h"

G_BEGIN_DECLS

void ctl_report_append_text (GString *text, DispatchReport *report, const CtlSource *source);

G_END_DECLS
