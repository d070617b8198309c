#pragma once

#include <dispatch-check.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The problems that are left before a send, and apart from them those that the operator ignores for
 * it. To read: they are solved in the composer. */
#define CARILLON_TYPE_REVIEW_PROBLEMS (carillon_review_problems_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonReviewProblems, carillon_review_problems, CARILLON, REVIEW_PROBLEMS, GtkWidget)

gboolean carillon_review_problems_show (CarillonReviewProblems *self, DispatchReport *report);
/* Of those that are shown and not ignored. */
guint carillon_review_problems_get_n_warnings (CarillonReviewProblems *self);

G_END_DECLS
