#pragma once

#include "dispatch-check.h"

G_BEGIN_DECLS

/* What a problem is made of. */
typedef struct {
  DispatchProblemKind kind;
  DispatchField field;
  const char *detail;     /* (nullable) */
  const char *other;      /* (nullable) */
  const LiquidSpan *span; /* (nullable) */
  const GError *error;    /* (nullable) */
} DispatchCause;

DispatchProblem *dispatch_problem_new (const DispatchCause *cause, GArray *rows);
void dispatch_problem_ignore (DispatchProblem *self, const char *const *ignored);

/* Causes in the order in which they are told of. Some are there or not, whatever the rows; others
 * have a mark, and are there where rows have it. */
typedef struct _DispatchFindings DispatchFindings;

/* The mark of what does not depend on rows. */
#define DISPATCH_NO_MARK G_MAXUINT

DispatchFindings *dispatch_findings_new (void);
void dispatch_findings_free (DispatchFindings *self);
void dispatch_findings_add (DispatchFindings *self, const DispatchCause *cause);
guint dispatch_findings_expect (DispatchFindings *self, const DispatchCause *cause);
guint dispatch_findings_reserve (DispatchFindings *self);
guint dispatch_findings_get_n_marks (const DispatchFindings *self);
guint dispatch_findings_get_n_causes (const DispatchFindings *self);
guint dispatch_findings_get (const DispatchFindings *self, guint index, DispatchCause *cause);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchFindings, dispatch_findings_free)

typedef struct {
  guint n_recipients;
  guint largest_payload;
  guint largest_row;
  guint n_rendered;
  guint n_fine; /* recipients of whom nothing was found; DISPATCH_NONE where that says nothing */
  guint extremes[DISPATCH_N_EXTREMES]; /* rows, or DISPATCH_NONE */
} DispatchReportNumbers;

DispatchReport *dispatch_report_new (GPtrArray *problems, const DispatchReportNumbers *numbers);

G_END_DECLS
