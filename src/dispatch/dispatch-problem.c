#include "dispatch-report-private.h"

struct _DispatchProblem {
  GObject parent_instance;

  DispatchProblemKind kind;
  DispatchField field;
  char *detail;  /* (nullable) */
  char *other;   /* (nullable) */
  GError *error; /* (nullable) */
  LiquidSpan span;
  gboolean has_span;
  GArray *rows; /* (nullable): of guint */
};

G_DEFINE_FINAL_TYPE (DispatchProblem, dispatch_problem, G_TYPE_OBJECT)

/* What the API refuses is an error. What only a provider or a reader would mind is a warning: the
 * payload is an estimate, and the service may know a filter that our engine does not, or read
 * templates by either kind of rules. */
static const DispatchSeverity severities[] = {
  [DISPATCH_PROBLEM_NO_TEXT] = DISPATCH_ERROR,
  [DISPATCH_PROBLEM_NO_RECIPIENTS] = DISPATCH_ERROR,
  [DISPATCH_PROBLEM_TEMPLATE] = DISPATCH_ERROR,
  [DISPATCH_PROBLEM_UNKNOWN_TAG] = DISPATCH_ERROR,
  [DISPATCH_PROBLEM_UNKNOWN_FILTER] = DISPATCH_WARNING,
  [DISPATCH_PROBLEM_FILTER_OF_ONE] = DISPATCH_WARNING,
  [DISPATCH_PROBLEM_PARTIAL] = DISPATCH_ERROR,
  [DISPATCH_PROBLEM_POSITIONAL] = DISPATCH_WARNING,
  [DISPATCH_PROBLEM_CURLY_QUOTES] = DISPATCH_WARNING,
  [DISPATCH_PROBLEM_DIALECT_REFUSES] = DISPATCH_WARNING,
  [DISPATCH_PROBLEM_DIALECT] = DISPATCH_WARNING,
  [DISPATCH_PROBLEM_NO_DEFAULT] = DISPATCH_WARNING,
  [DISPATCH_PROBLEM_MISSING_VALUE] = DISPATCH_WARNING,
  [DISPATCH_PROBLEM_UNUSED_COLUMN] = DISPATCH_NOTE,
  [DISPATCH_PROBLEM_DATE_DIGITS] = DISPATCH_WARNING,
  [DISPATCH_PROBLEM_RENDER] = DISPATCH_ERROR,
  [DISPATCH_PROBLEM_BLANK_TEXT] = DISPATCH_WARNING,
  [DISPATCH_PROBLEM_TOO_LARGE] = DISPATCH_WARNING,
  [DISPATCH_PROBLEM_NO_ADDRESS] = DISPATCH_ERROR,
  [DISPATCH_PROBLEM_NO_PROVIDER] = DISPATCH_ERROR,
  [DISPATCH_PROBLEM_BAD_PROVIDER] = DISPATCH_ERROR,
  [DISPATCH_PROBLEM_PROVIDER_OF_USER] = DISPATCH_WARNING,
  [DISPATCH_PROBLEM_DUPLICATE] = DISPATCH_WARNING,
  [DISPATCH_PROBLEM_APP_NAME] = DISPATCH_ERROR,
  [DISPATCH_PROBLEM_TAGS] = DISPATCH_ERROR,
  [DISPATCH_PROBLEM_TAG] = DISPATCH_ERROR,
};

/**
 * dispatch_problem_new:
 * @cause: the cause
 * @rows: (nullable): what rows it concerns, ascending; not changed any more
 *
 * Returns: (transfer full): a problem
 */
DispatchProblem *
dispatch_problem_new (const DispatchCause *cause, GArray *rows)
{
  DispatchProblem *self = g_object_new (DISPATCH_TYPE_PROBLEM, NULL);

  self->kind = cause->kind;
  self->field = cause->field;
  self->detail = g_strdup (cause->detail);
  self->other = g_strdup (cause->other);
  self->error = cause->error != NULL ? g_error_copy (cause->error) : NULL;
  self->has_span = cause->span != NULL;
  if (self->has_span) {
    self->span = *cause->span;
  }
  self->rows = rows != NULL ? g_array_ref (rows) : NULL;
  return self;
}

DispatchProblemKind
dispatch_problem_get_kind (DispatchProblem *self)
{
  g_return_val_if_fail (DISPATCH_IS_PROBLEM (self), DISPATCH_PROBLEM_NO_TEXT);

  return self->kind;
}

DispatchSeverity
dispatch_problem_get_severity (DispatchProblem *self)
{
  g_return_val_if_fail (DISPATCH_IS_PROBLEM (self), DISPATCH_ERROR);

  return severities[self->kind];
}

DispatchField
dispatch_problem_get_field (DispatchProblem *self)
{
  g_return_val_if_fail (DISPATCH_IS_PROBLEM (self), DISPATCH_FIELD_NONE);

  return self->field;
}

/**
 * dispatch_problem_get_detail:
 * @self: a problem
 *
 * Returns: (transfer none) (nullable): a name or a message; the kind says which
 */
const char *
dispatch_problem_get_detail (DispatchProblem *self)
{
  g_return_val_if_fail (DISPATCH_IS_PROBLEM (self), NULL);

  return self->detail;
}

/**
 * dispatch_problem_get_other:
 * @self: a problem
 *
 * Returns: (transfer none) (nullable): what the first recipient would read instead of the detail
 */
const char *
dispatch_problem_get_other (DispatchProblem *self)
{
  g_return_val_if_fail (DISPATCH_IS_PROBLEM (self), NULL);

  return self->other;
}

/**
 * dispatch_problem_get_error:
 * @self: a problem
 *
 * Returns: (transfer none) (nullable): an error of the template engine
 */
const GError *
dispatch_problem_get_error (DispatchProblem *self)
{
  g_return_val_if_fail (DISPATCH_IS_PROBLEM (self), NULL);

  return self->error;
}

/**
 * dispatch_problem_get_span:
 * @self: a problem
 * @span: (out caller-allocates): where in the template of its field it is
 *
 * Returns: whether it is in one place of a template
 */
gboolean
dispatch_problem_get_span (DispatchProblem *self, LiquidSpan *span)
{
  g_return_val_if_fail (DISPATCH_IS_PROBLEM (self), FALSE);
  g_return_val_if_fail (span != NULL, FALSE);

  if (self->has_span) {
    *span = self->span;
  }
  return self->has_span;
}

/**
 * dispatch_problem_get_rows:
 * @self: a problem
 * @n_rows: (out): how many
 *
 * Returns: (transfer none) (nullable) (array length=n_rows): the rows it concerns, ascending; %NULL
 *   where it does not concern single rows
 */
const guint *
dispatch_problem_get_rows (DispatchProblem *self, guint *n_rows)
{
  g_return_val_if_fail (DISPATCH_IS_PROBLEM (self), NULL);
  g_return_val_if_fail (n_rows != NULL, NULL);

  *n_rows = self->rows != NULL ? self->rows->len : 0;
  return self->rows != NULL ? (const guint *) (gpointer) self->rows->data : NULL;
}

static void
dispatch_problem_finalize (GObject *object)
{
  DispatchProblem *self = DISPATCH_PROBLEM (object);

  g_clear_pointer (&self->detail, g_free);
  g_clear_pointer (&self->other, g_free);
  g_clear_error (&self->error);
  g_clear_pointer (&self->rows, g_array_unref);
  G_OBJECT_CLASS (dispatch_problem_parent_class)->finalize (object);
}

static void
dispatch_problem_class_init (DispatchProblemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dispatch_problem_finalize;
}

static void
dispatch_problem_init (DispatchProblem *self)
{
}
