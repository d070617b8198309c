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

/* Gathers causes and their rows while a check runs. */
typedef struct _DispatchFindings DispatchFindings;

DispatchFindings *dispatch_findings_new (void);
void dispatch_findings_free (DispatchFindings *self);
void dispatch_findings_add (DispatchFindings *self, const DispatchCause *cause);
guint dispatch_findings_expect (DispatchFindings *self, const DispatchCause *cause);
gboolean dispatch_findings_add_row (DispatchFindings *self, guint expected, guint row);
void dispatch_findings_explain (DispatchFindings *self, guint expected, const DispatchCause *cause);
GPtrArray *dispatch_findings_get_problems (DispatchFindings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchFindings, dispatch_findings_free)

typedef struct {
  guint n_recipients;
  guint largest_payload;
  guint largest_row;
  guint n_rendered;
  guint extremes[DISPATCH_N_EXTREMES]; /* rows, or DISPATCH_NONE */
} DispatchReportNumbers;

DispatchReport *dispatch_report_new (GPtrArray *problems, const DispatchReportNumbers *numbers);

G_END_DECLS
