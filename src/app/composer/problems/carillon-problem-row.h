#pragma once

#include <dispatch-check.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One problem in a list: what it is, how bad and where, its first recipients on demand, and what
 * helps. It stays the same row while recipients come and go.
 *
 * Signals: "next" (the next of its recipients is wanted), "show-row" (guint: that one), "fix" (int:
 * a CarillonFix), "ignore" (gboolean: or take it back). */
#define CARILLON_TYPE_PROBLEM_ROW (carillon_problem_row_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonProblemRow, carillon_problem_row, CARILLON, PROBLEM_ROW, GtkListBoxRow)

GtkWidget *carillon_problem_row_new (void);
void carillon_problem_row_set (CarillonProblemRow *self,
                               DispatchDraft *draft,
                               DispatchProblem *problem,
                               gboolean ignored);
DispatchProblem *carillon_problem_row_get_problem (CarillonProblemRow *self);
guint carillon_problem_row_get_order (CarillonProblemRow *self);
void carillon_problem_row_set_order (CarillonProblemRow *self, guint order);

G_END_DECLS
