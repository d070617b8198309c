#pragma once

#include "carillon-problem-fix.h"

G_BEGIN_DECLS

/* What carillon_fix_apply() does to texts: whether it can, and in how many places it did. */
gboolean carillon_fix_can_default (DispatchDraft *draft, DispatchProblem *problem);
guint carillon_fix_set_default (const CarillonFixTarget *target, const char *text);
gboolean carillon_fix_is_in_text (DispatchDraft *draft, DispatchProblem *problem);
guint carillon_fix_straighten_quotes (const CarillonFixTarget *target, const char *text);

G_END_DECLS
