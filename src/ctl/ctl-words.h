#pragma once

#include <dispatch-check.h>
#include <dispatch-import.h>

G_BEGIN_DECLS

void ctl_words_append (GString *text, DispatchProblem *problem);
const char *ctl_words_get_reason (DispatchImportReason reason);
const char *ctl_words_get_field (DispatchField field);

G_END_DECLS
