#include "dispatch-report-private.h"

typedef struct {
  DispatchProblemKind kind;
  DispatchField field;
  char *detail;  /* (nullable) */
  char *other;   /* (nullable) */
  GError *error; /* (nullable) */
  LiquidSpan span;
  gboolean has_span;
  GArray *rows; /* (nullable): of guint; with rows it counts only if there are any */
} Finding;

struct _DispatchFindings {
  GPtrArray *findings; /* of Finding */
};

static void
finding_free (gpointer data)
{
  Finding *finding = data;

  g_free (finding->detail);
  g_free (finding->other);
  g_clear_error (&finding->error);
  g_clear_pointer (&finding->rows, g_array_unref);
  g_free (finding);
}

DispatchFindings *
dispatch_findings_new (void)
{
  DispatchFindings *self = g_new0 (DispatchFindings, 1);

  self->findings = g_ptr_array_new_with_free_func (finding_free);
  return self;
}

void
dispatch_findings_free (DispatchFindings *self)
{
  g_ptr_array_unref (self->findings);
  g_free (self);
}

static void
explain (Finding *finding, const DispatchCause *cause)
{
  finding->detail = g_strdup (cause->detail);
  finding->other = g_strdup (cause->other);
  finding->error = cause->error != NULL ? g_error_copy (cause->error) : NULL;
  finding->has_span = cause->span != NULL;
  if (finding->has_span) {
    finding->span = *cause->span;
  }
}

static Finding *
add_finding (DispatchFindings *self, const DispatchCause *cause)
{
  Finding *finding = g_new0 (Finding, 1);

  finding->kind = cause->kind;
  finding->field = cause->field;
  explain (finding, cause);
  g_ptr_array_add (self->findings, finding);
  return finding;
}

/**
 * dispatch_findings_add:
 * @self: findings
 * @cause: what was found
 *
 * Notes what does not depend on rows.
 */
void
dispatch_findings_add (DispatchFindings *self, const DispatchCause *cause)
{
  add_finding (self, cause);
}

/**
 * dispatch_findings_expect:
 * @self: findings
 * @cause: what rows may have
 *
 * Returns: what to add rows to; without rows it was not found
 */
guint
dispatch_findings_expect (DispatchFindings *self, const DispatchCause *cause)
{
  add_finding (self, cause)->rows = g_array_new (FALSE, FALSE, sizeof (guint));
  return self->findings->len - 1;
}

/* Returns: whether it is the first. */
gboolean
dispatch_findings_add_row (DispatchFindings *self, guint expected, guint row)
{
  const Finding *finding = self->findings->pdata[expected];

  g_array_append_val (finding->rows, row);
  return finding->rows->len == 1;
}

/**
 * dispatch_findings_explain:
 * @self: findings
 * @expected: what rows have, of which nothing was known yet
 * @cause: what its first row has; the kind and the field stay
 */
void
dispatch_findings_explain (DispatchFindings *self, guint expected, const DispatchCause *cause)
{
  Finding *finding = self->findings->pdata[expected];

  g_return_if_fail (finding->detail == NULL && finding->error == NULL);

  explain (finding, cause);
}

/**
 * dispatch_findings_get_problems:
 * @self: findings
 *
 * Returns: (transfer full) (element-type DispatchProblem): what was found
 */
GPtrArray *
dispatch_findings_get_problems (DispatchFindings *self)
{
  GPtrArray *problems = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->findings->len; i++) {
    const Finding *finding = self->findings->pdata[i];
    const DispatchCause cause = {
      .kind = finding->kind,
      .field = finding->field,
      .detail = finding->detail,
      .other = finding->other,
      .span = finding->has_span ? &finding->span : NULL,
      .error = finding->error,
    };
    if (finding->rows == NULL || finding->rows->len > 0) {
      g_ptr_array_add (problems, dispatch_problem_new (&cause, finding->rows));
    }
  }
  return problems;
}
