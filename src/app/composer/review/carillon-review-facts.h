#pragma once

#include <dispatch-check.h>
#include <dispatch-comparison.h>
#include <dispatch-outline.h>

#include "carillon-fact-list.h"

G_BEGIN_DECLS

/* What a review says of a send, in an operator's words. */
void carillon_review_show_facts (CarillonFactList *list,
                                 const DispatchSnapshot *snapshot,
                                 DispatchReport *report);
void carillon_review_show_outline (CarillonFactList *list,
                                   const DispatchOutline *outline,
                                   DispatchReport *report);
void carillon_review_show_comparison (CarillonFactList *list, const DispatchComparison *comparison);

G_END_DECLS
