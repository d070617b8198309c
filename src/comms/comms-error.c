/* Errors of the API client: a code that says what the caller can do, with what the server said.
 * Their messages are English detail for logs and reports; what an operator reads is written in the
 * application. */

#include "comms-error.h"

typedef struct {
  CommsErrorDetail detail;
} CommsErrorPrivate;

/* Not inlined, here and below: behind the precondition check of GLib's accessor gcc would see a
 * null pointer. */
static G_NO_INLINE void
comms_error_private_init (CommsErrorPrivate *private)
{
  private->detail.retry_after = -1;
}

static G_NO_INLINE void
comms_error_private_copy (const CommsErrorPrivate *source, CommsErrorPrivate *copy)
{
  copy->detail = source->detail;
  if (copy->detail.issues != NULL) {
    g_ptr_array_ref (copy->detail.issues);
  }
}

static G_NO_INLINE void
comms_error_private_clear (CommsErrorPrivate *private)
{
  g_clear_pointer (&private->detail.issues, g_ptr_array_unref);
}

G_DEFINE_EXTENDED_ERROR (CommsError, comms_error)

/**
 * comms_error_new:
 * @code: what went wrong
 * @detail: (nullable): what is known besides; its issues are referenced
 * @message: English text
 *
 * Returns: (transfer full): an error of this domain
 */
GError *
comms_error_new (CommsError code, const CommsErrorDetail *detail, const char *message)
{
  g_return_val_if_fail (message != NULL, NULL);

  GError *error = g_error_new_literal (COMMS_ERROR, (int) code, message);
  CommsErrorPrivate *private = detail != NULL ? comms_error_get_private (error) : NULL;
  if (private != NULL) {
    private->detail = *detail;
    if (detail->issues != NULL) {
      g_ptr_array_ref (detail->issues);
    }
  }
  return error;
}

/**
 * comms_issue_free:
 * @issue: (transfer full): an issue made with g_new0 ()
 */
void
comms_issue_free (CommsIssue *issue)
{
  g_return_if_fail (issue != NULL);

  g_free (issue->message);
  g_free (issue->context);
  g_free (issue->info_url);
  g_free (issue);
}

static const CommsErrorDetail *
get_detail (const GError *error)
{
  static const CommsErrorDetail none = { .retry_after = -1 };

  const CommsErrorPrivate *private =
    error != NULL && error->domain == COMMS_ERROR ? comms_error_get_private (error) : NULL;
  return private != NULL ? &private->detail : &none;
}

/**
 * comms_error_get_status:
 * @error: (nullable): any error
 *
 * Returns: the HTTP status of the answer, 0 where none came
 */
guint
comms_error_get_status (const GError *error)
{
  return get_detail (error)->status;
}

/**
 * comms_error_get_retry_after:
 * @error: (nullable): any error
 *
 * Returns: seconds after which the server wants to be asked again, counted from the answer; -1
 * where it did not say
 */
gint64
comms_error_get_retry_after (const GError *error)
{
  return get_detail (error)->retry_after;
}

/**
 * comms_error_is_outcome_unknown:
 * @error: (nullable): any error
 *
 * Whether the failed request may have been acted on: %TRUE for a POST whose bytes may have been
 * written and that got no answer which says that it was refused. Such a request must be looked up,
 * not repeated.
 *
 * Returns: %FALSE where nothing was sent, or the server refused it
 */
gboolean
comms_error_is_outcome_unknown (const GError *error)
{
  return get_detail (error)->outcome_unknown;
}

/**
 * comms_error_get_issues:
 * @error: (nullable): any error
 *
 * Returns: (transfer none) (element-type CommsIssue) (nullable): every problem that the server
 * named, at least one
 */
GPtrArray *
comms_error_get_issues (const GError *error)
{
  return get_detail (error)->issues;
}
