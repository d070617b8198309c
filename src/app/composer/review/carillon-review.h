#pragma once

#include <gtk/gtk.h>

#include "carillon-checker.h"
#include "carillon-send.h"

G_BEGIN_DECLS

/* The last look before a send, and what becomes of it: who sends what to how many, and what is
 * still wrong. The content of a sheet. Signals: "anew" when the operator decides to send again
 * although the outcome of the first send is unknown. */
#define CARILLON_TYPE_REVIEW (carillon_review_get_type ())
G_DECLARE_FINAL_TYPE (CarillonReview, carillon_review, CARILLON, REVIEW, GtkWidget)

GtkWidget *
carillon_review_new (CarillonSession *session, CarillonChecker *checker, CarillonSend *send);
void carillon_review_set_send (CarillonReview *self, CarillonSend *send);

G_END_DECLS
