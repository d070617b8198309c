#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What went wrong, in place: a title, what can be done, details on demand and a button. Properties:
 * "error" (boxed GError, write: fills the texts), "title", "advice", "detail" (strings), "compact"
 * (gboolean: a bar instead of a page), "stacked" (gboolean: a bar for a narrow place),
 * "button-label" (string; no button where NULL). Signal "clicked". */
#define CARILLON_TYPE_PROBLEM (carillon_problem_get_type ())
G_DECLARE_FINAL_TYPE (CarillonProblem, carillon_problem, CARILLON, PROBLEM, GtkWidget)

GtkWidget *carillon_problem_new (void);
void carillon_problem_set_error (CarillonProblem *self, const GError *error);
void carillon_problem_set_text (CarillonProblem *self, const char *title, const char *advice);

G_END_DECLS
