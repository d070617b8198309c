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
  gboolean is_ignored;
};

G_DEFINE_FINAL_TYPE (DispatchProblem, dispatch_problem, G_TYPE_OBJECT)

/* What the API refuses is an error. What only a provider or a reader would mind is a warning: the
 * payload is an estimate, and the service may know a filter that our engine does not, or read
 * templates by either kind of rules. */
/* `code` is what carillonctl prints; those without one are about the message, or only there to
 * read. */
static const struct {
  DispatchSeverity severity;
  const char *code; /* (nullable) */
  const char *name; /* stable: kept in drafts */
} kinds[] = {
  [DISPATCH_PROBLEM_NO_TEXT] = { DISPATCH_ERROR, "empty-text", "no-text" },
  [DISPATCH_PROBLEM_NO_RECIPIENTS] = { DISPATCH_ERROR, NULL, "no-recipients" },
  [DISPATCH_PROBLEM_TEMPLATE] = { DISPATCH_ERROR, "render-error", "template" },
  [DISPATCH_PROBLEM_UNKNOWN_TAG] = { DISPATCH_ERROR, "render-error", "unknown-tag" },
  [DISPATCH_PROBLEM_UNKNOWN_FILTER] = { DISPATCH_WARNING, "render-error", "unknown-filter" },
  [DISPATCH_PROBLEM_FILTER_OF_ONE] = { DISPATCH_WARNING, NULL, "filter-of-one" },
  [DISPATCH_PROBLEM_PARTIAL] = { DISPATCH_ERROR, "render-error", "partial" },
  [DISPATCH_PROBLEM_POSITIONAL] = { DISPATCH_WARNING, "render-error", "positional" },
  [DISPATCH_PROBLEM_CURLY_QUOTES] = { DISPATCH_WARNING, "render-error", "curly-quotes" },
  [DISPATCH_PROBLEM_DIALECT_REFUSES] = { DISPATCH_WARNING, "dialect-difference",
                                         "dialect-refuses" },
  [DISPATCH_PROBLEM_DIALECT] = { DISPATCH_WARNING, "dialect-difference", "dialect" },
  [DISPATCH_PROBLEM_NO_DEFAULT] = { DISPATCH_WARNING, NULL, "no-default" },
  [DISPATCH_PROBLEM_MISSING_VALUE] = { DISPATCH_WARNING, "missing-variable", "missing-value" },
  [DISPATCH_PROBLEM_UNUSED_COLUMN] = { DISPATCH_NOTE, NULL, "unused-column" },
  [DISPATCH_PROBLEM_DATE_DIGITS] = { DISPATCH_WARNING, NULL, "date-digits" },
  [DISPATCH_PROBLEM_RENDER] = { DISPATCH_ERROR, "render-error", "render" },
  [DISPATCH_PROBLEM_BAD_VALUE] = { DISPATCH_ERROR, "render-error", "bad-value" },
  [DISPATCH_PROBLEM_BLANK_TEXT] = { DISPATCH_ERROR, "empty-text", "blank-text" },
  [DISPATCH_PROBLEM_BLANK_PART] = { DISPATCH_WARNING, "empty-text", "blank-part" },
  [DISPATCH_PROBLEM_TRUNCATED] = { DISPATCH_WARNING, "truncated", "truncated" },
  [DISPATCH_PROBLEM_TOO_LARGE] = { DISPATCH_ERROR, "payload-too-large", "too-large" },
  [DISPATCH_PROBLEM_NO_ADDRESS] = { DISPATCH_ERROR, "bad-row", "no-address" },
  [DISPATCH_PROBLEM_TWO_ADDRESSES] = { DISPATCH_ERROR, "bad-row", "two-addresses" },
  [DISPATCH_PROBLEM_BAD_USER_ID] = { DISPATCH_ERROR, "bad-id", "bad-user-id" },
  [DISPATCH_PROBLEM_TOKEN_AS_USER] = { DISPATCH_ERROR, "bad-id", "token-as-user" },
  [DISPATCH_PROBLEM_USER_AS_TOKEN] = { DISPATCH_ERROR, "bad-id", "user-as-token" },
  [DISPATCH_PROBLEM_OTHER_TOKEN] = { DISPATCH_WARNING, "bad-id", "other-token" },
  [DISPATCH_PROBLEM_ODD_TOKEN] = { DISPATCH_WARNING, NULL, "odd-token" },
  [DISPATCH_PROBLEM_NO_PROVIDER] = { DISPATCH_ERROR, "bad-row", "no-provider" },
  [DISPATCH_PROBLEM_BAD_PROVIDER] = { DISPATCH_ERROR, "bad-row", "bad-provider" },
  [DISPATCH_PROBLEM_PROVIDER_OF_USER] = { DISPATCH_WARNING, NULL, "provider-of-user" },
  [DISPATCH_PROBLEM_NO_CREDENTIAL] = { DISPATCH_ERROR, "no-credential", "no-credential" },
  [DISPATCH_PROBLEM_UNKNOWN_USER] = { DISPATCH_WARNING, "unknown-user", "unknown-user" },
  [DISPATCH_PROBLEM_DUPLICATE] = { DISPATCH_WARNING, "duplicate", "duplicate" },
  [DISPATCH_PROBLEM_USER_AND_TOKEN] = { DISPATCH_WARNING, "duplicate", "user-and-token" },
  [DISPATCH_PROBLEM_RECENTLY_SENT] = { DISPATCH_WARNING, NULL, "recently-sent" },
  [DISPATCH_PROBLEM_APP_NAME] = { DISPATCH_ERROR, NULL, "app-name" },
  [DISPATCH_PROBLEM_TAGS] = { DISPATCH_ERROR, NULL, "tags" },
  [DISPATCH_PROBLEM_IMAGE] = { DISPATCH_ERROR, NULL, "image" },
  [DISPATCH_PROBLEM_SENDER] = { DISPATCH_ERROR, "no-credential", "sender" },
  [DISPATCH_PROBLEM_SEND_AT] = { DISPATCH_ERROR, NULL, "send-at" },
  [DISPATCH_PROBLEM_NO_TIME] = { DISPATCH_ERROR, NULL, "no-time" },
  [DISPATCH_PROBLEM_TAG] = { DISPATCH_ERROR, "render-error", "tag" },
};

static const char *const fields[] = {
  [DISPATCH_FIELD_NONE] = "message",      [DISPATCH_FIELD_TITLE] = "title",
  [DISPATCH_FIELD_BODY] = "body",         [DISPATCH_FIELD_RECIPIENTS] = "recipients",
  [DISPATCH_FIELD_APP_NAME] = "app-name", [DISPATCH_FIELD_TAGS] = "tags",
  [DISPATCH_FIELD_IMAGES] = "images",     [DISPATCH_FIELD_SENDER] = "sender",
  [DISPATCH_FIELD_SEND_AT] = "send-at",
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

/**
 * dispatch_problem_ignore:
 * @self: a problem
 * @ignored: keys or codes that an operator does not want to be told of for this send
 *
 * Errors stay what they are: the API would refuse them whatever the operator says.
 */
void
dispatch_problem_ignore (DispatchProblem *self, const char *const *ignored)
{
  self->is_ignored = dispatch_problem_is_among (self, ignored);
}

/**
 * dispatch_problem_is_among:
 * @self: a problem
 * @ignored: (array zero-terminated=1): keys or codes
 *
 * Returns: whether an operator who ignores these ignores it
 */
gboolean
dispatch_problem_is_among (DispatchProblem *self, const char *const *ignored)
{
  g_return_val_if_fail (DISPATCH_IS_PROBLEM (self), FALSE);
  g_return_val_if_fail (ignored != NULL, FALSE);

  g_autofree char *key = dispatch_problem_get_key (self);
  const char *code = dispatch_problem_get_code (self);
  return kinds[self->kind].severity != DISPATCH_ERROR &&
         (g_strv_contains (ignored, key) || (code != NULL && g_strv_contains (ignored, code)));
}

gboolean
dispatch_problem_is_ignored (DispatchProblem *self)
{
  g_return_val_if_fail (DISPATCH_IS_PROBLEM (self), FALSE);

  return self->is_ignored;
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

  return kinds[self->kind].severity;
}

/**
 * dispatch_problem_get_code:
 * @self: a problem
 *
 * Returns: (nullable): the name of its sort for other programs, the same for several kinds
 */
const char *
dispatch_problem_get_code (DispatchProblem *self)
{
  g_return_val_if_fail (DISPATCH_IS_PROBLEM (self), NULL);

  return kinds[self->kind].code;
}

static gboolean
has_stable_detail (DispatchProblem *self)
{
  switch ((guint) self->kind) {
  case DISPATCH_PROBLEM_DIALECT:   /* what the first of its rows reads */
  case DISPATCH_PROBLEM_RENDER:    /* likewise: why it fails */
  case DISPATCH_PROBLEM_TRUNCATED: /* how many characters there is room for */
    return FALSE;
  default:
    return self->detail != NULL;
  }
}

/**
 * dispatch_problem_get_key:
 * @self: a problem
 *
 * What an operator chose not to be told of is kept by this name: it stays the same while rows come
 * and go.
 *
 * Returns: (transfer full): "missing-value:recipients:name" or the like
 */
char *
dispatch_problem_get_key (DispatchProblem *self)
{
  g_return_val_if_fail (DISPATCH_IS_PROBLEM (self), NULL);

  return g_strdup_printf ("%s:%s%s%s", kinds[self->kind].name, fields[self->field],
                          has_stable_detail (self) ? ":" : "",
                          has_stable_detail (self) ? self->detail : "");
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
