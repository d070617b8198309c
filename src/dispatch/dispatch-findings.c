#include "dispatch-report-private.h"

typedef struct {
  DispatchProblemKind kind;
  DispatchField field;
  char *detail;  /* (nullable) */
  char *other;   /* (nullable) */
  GError *error; /* (nullable) */
  LiquidSpan span;
  gboolean has_span;
  guint mark;
} Finding;

struct _DispatchFindings {
  GPtrArray *findings; /* of Finding */
  guint n_marks;
};

static void
finding_free (gpointer data)
{
  Finding *finding = data;

  g_free (finding->detail);
  g_free (finding->other);
  g_clear_error (&finding->error);
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
add_finding (DispatchFindings *self, const DispatchCause *cause, guint mark)
{
  Finding *finding = g_new0 (Finding, 1);

  finding->kind = cause->kind;
  finding->field = cause->field;
  finding->detail = g_strdup (cause->detail);
  finding->other = g_strdup (cause->other);
  finding->error = cause->error != NULL ? g_error_copy (cause->error) : NULL;
  finding->has_span = cause->span != NULL;
  if (finding->has_span) {
    finding->span = *cause->span;
  }
  finding->mark = mark;
  g_ptr_array_add (self->findings, finding);
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
  add_finding (self, cause, DISPATCH_NO_MARK);
}

/**
 * dispatch_findings_expect:
 * @self: findings
 * @cause: what rows may have
 *
 * Returns: the mark of such rows
 */
guint
dispatch_findings_expect (DispatchFindings *self, const DispatchCause *cause)
{
  add_finding (self, cause, self->n_marks);
  return self->n_marks++;
}

/**
 * dispatch_findings_reserve:
 * @self: findings
 *
 * Returns: a mark of rows that is no finding by itself
 */
guint
dispatch_findings_reserve (DispatchFindings *self)
{
  return self->n_marks++;
}

guint
dispatch_findings_get_n_marks (const DispatchFindings *self)
{
  return self->n_marks;
}

guint
dispatch_findings_get_n_causes (const DispatchFindings *self)
{
  return self->findings->len;
}

/**
 * dispatch_findings_get:
 * @self: findings
 * @index: which
 * @cause: (out caller-allocates): the cause; its members belong to @self
 *
 * Returns: the mark of rows that have it, or %DISPATCH_NO_MARK
 */
guint
dispatch_findings_get (const DispatchFindings *self, guint index, DispatchCause *cause)
{
  const Finding *finding = self->findings->pdata[index];

  *cause = (DispatchCause){
    .kind = finding->kind,
    .field = finding->field,
    .detail = finding->detail,
    .other = finding->other,
    .span = finding->has_span ? &finding->span : NULL,
    .error = finding->error,
  };
  return finding->mark;
}
