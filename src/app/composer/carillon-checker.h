#pragma once

#include <dispatch-check.h>

G_BEGIN_DECLS

typedef enum {
  CARILLON_CHECK_PENDING, /* the draft changed, or is being checked */
  CARILLON_CHECK_DONE,    /* "report" tells of the draft as it is */
  CARILLON_CHECK_FAILED,
} CarillonCheckState;

#define CARILLON_TYPE_CHECK_STATE (carillon_check_state_get_type ())
GType carillon_check_state_get_type (void);

/* Checks a draft shortly after each change. Properties, notified: "draft" (DispatchDraft, nullable,
 * read-write), "facts" (DispatchFacts, nullable, read-write: what recipients are held against),
 * "state" (CarillonCheckState), "report" (DispatchReport, nullable: the last one, which stays while
 * a new one is made). */
#define CARILLON_TYPE_CHECKER (carillon_checker_get_type ())
G_DECLARE_FINAL_TYPE (CarillonChecker, carillon_checker, CARILLON, CHECKER, GObject)

CarillonChecker *carillon_checker_new (void);
DispatchDraft *carillon_checker_get_draft (CarillonChecker *self);
CarillonCheckState carillon_checker_get_state (CarillonChecker *self);
DispatchReport *carillon_checker_get_report (CarillonChecker *self);
void carillon_checker_hurry (CarillonChecker *self);

G_END_DECLS
