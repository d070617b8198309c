#pragma once

#include <dispatch-check.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What recipients read, one at a time: the first, and those at whom one looks to judge a message.
 */
#define CARILLON_TYPE_REVIEW_READING (carillon_review_reading_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonReviewReading, carillon_review_reading, CARILLON, REVIEW_READING, GtkWidget)

void carillon_review_reading_show (CarillonReviewReading *self,
                                   const DispatchSnapshot *snapshot,
                                   DispatchReport *report);

G_END_DECLS
