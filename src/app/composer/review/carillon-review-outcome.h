#pragma once

#include "carillon-send.h"

G_BEGIN_DECLS

/* What became of a send, in an operator's words, translated. */
typedef struct {
  char *title;
  char *advice;
  char *detail; /* may be "" */
} CarillonReviewOutcome;

void carillon_review_outcome_init (CarillonReviewOutcome *self, CarillonSend *send);
void carillon_review_outcome_init_late (CarillonReviewOutcome *self);
void carillon_review_outcome_clear (CarillonReviewOutcome *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CarillonReviewOutcome, carillon_review_outcome_clear)

G_END_DECLS
