#pragma once

#include <gtk/gtk.h>

#include "carillon-checker.h"

G_BEGIN_DECLS

/* What a checker found, cause by cause, and what helps. Properties, read-write: "checker"
 * (CarillonChecker, nullable), "current-row" (guint: the recipient from which "next" goes on).
 * Signals: "problem-activated" (DispatchProblem), "show-row" (guint), "edit-text" (DispatchField,
 * as an int, and its new text: to be written where the operator can undo it), "undo-text"
 * (DispatchField, as an int) and "undo-rows": the last step there is to be taken back. */
#define CARILLON_TYPE_PROBLEMS_LIST (carillon_problems_list_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonProblemsList, carillon_problems_list, CARILLON, PROBLEMS_LIST, GtkWidget)

G_END_DECLS
