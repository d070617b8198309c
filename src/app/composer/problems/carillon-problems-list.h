#pragma once

#include <gtk/gtk.h>

#include "carillon-checker.h"

G_BEGIN_DECLS

/* What a checker found, cause by cause. Property "checker" (CarillonChecker, nullable, read-write).
 * Signal "problem-activated" (DispatchProblem). */
#define CARILLON_TYPE_PROBLEMS_LIST (carillon_problems_list_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonProblemsList, carillon_problems_list, CARILLON, PROBLEMS_LIST, GtkWidget)

G_END_DECLS
