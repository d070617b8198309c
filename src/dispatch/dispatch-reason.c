#include "dispatch-reason.h"

#include <comms-error.h>
#include <string.h>

#define SEPARATOR ": "

/* Kept on disk: a name that was given once stays. */
static const struct {
  CommsError code;
  const char *name;
} names[] = {
  { COMMS_ERROR_INVALID_URI, "invalid-uri" },
  { COMMS_ERROR_UNREACHABLE, "unreachable" },
  { COMMS_ERROR_TLS, "tls" },
  { COMMS_ERROR_TIMED_OUT, "timed-out" },
  { COMMS_ERROR_INTERRUPTED, "interrupted" },
  { COMMS_ERROR_UNAUTHORIZED, "unauthorized" },
  { COMMS_ERROR_FORBIDDEN, "forbidden" },
  { COMMS_ERROR_NOT_FOUND, "not-found" },
  { COMMS_ERROR_REJECTED, "rejected" },
  { COMMS_ERROR_RATE_LIMITED, "rate-limited" },
  { COMMS_ERROR_SERVER, "server" },
  { COMMS_ERROR_NOT_THIS_API, "not-this-api" },
  { COMMS_ERROR_TOO_LARGE, "too-large" },
  { COMMS_ERROR_UNSUPPORTED, "unsupported" },
  { COMMS_ERROR_ABANDONED, "abandoned" },
};

/* All that the server named, with the fields that are meant: "appName: …; userId: …". */
static char *
describe (const GError *error)
{
  GPtrArray *issues = comms_error_get_issues (error);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; issues != NULL && i < issues->len; i++) {
    const CommsIssue *issue = issues->pdata[i];
    if (text->len > 0) {
      g_string_append (text, "; ");
    }
    if (issue->context != NULL && g_str_has_prefix (issue->context, "$.")) {
      g_string_append_printf (text, "%s: ", issue->context + strlen ("$."));
    }
    g_string_append (text, issue->message);
  }
  return g_strdup (text->len > 0 ? text->str : error->message);
}

/**
 * dispatch_reason_new:
 * @error: any error
 *
 * Returns: (transfer full): its code and message, which names the fields where the server did, or
 * the message alone where it is of another domain than %COMMS_ERROR
 */
char *
dispatch_reason_new (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  g_autofree char *message = describe (error);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_error_matches (error, COMMS_ERROR, (int) names[i].code)) {
      return g_strconcat (names[i].name, SEPARATOR, message, NULL);
    }
  }
  return g_steal_pointer (&message);
}

/**
 * dispatch_reason_parse:
 * @reason: (nullable): what the row of a job has as its reason
 *
 * Returns: (transfer full) (nullable): the error that it was made of, with its code and message
 *   only; %NULL where it was not made of a %COMMS_ERROR
 */
GError *
dispatch_reason_parse (const char *reason)
{
  for (gsize i = 0; reason != NULL && i < G_N_ELEMENTS (names); i++) {
    gsize length = strlen (names[i].name);

    if (strncmp (reason, names[i].name, length) == 0 &&
        g_str_has_prefix (reason + length, SEPARATOR)) {
      return comms_error_new (names[i].code, NULL, reason + length + strlen (SEPARATOR));
    }
  }
  return NULL;
}
