#include "carillon-register-text.h"

#include <dispatch-job.h>
#include <dispatch-reason.h>
#include <glib/gi18n.h>

#include "carillon-error-text.h"

const char *const carillon_register_providers[] = { "FCM", "APN", NULL };

/* In the order of carillon_register_providers. */
static const char *const provider_labels[] = {
  N_ ("Android and web (FCM)"),
  N_ ("Apple devices (APNs)"),
};

/* For FCM and for APN. */
static const char *const shape_texts[][2] = {
  [DISPATCH_TOKEN_FITS] = { NULL, NULL },
  [DISPATCH_TOKEN_CHARACTERS] = {
    N_ ("FCM tokens have only letters, digits, “_”, “-” and “:”. This one has others."),
    N_ ("APNs tokens have only the digits 0–9 and the letters a–f. This one has others."),
  },
  [DISPATCH_TOKEN_SHORT] = {
    N_ ("FCM tokens have at least 100 characters. A part of this one may be missing."),
    N_ ("APNs tokens have at least 64 digits. A part of this one may be missing."),
  },
  [DISPATCH_TOKEN_ODD] = {
    NULL,
    N_ ("APNs tokens have an even number of digits. One of this token may be missing."),
  },
  [DISPATCH_TOKEN_LONG] = {
    N_ ("FCM tokens have at most 4,096 characters. This may be several."),
    N_ ("This is longer than APNs tokens are. It may be several."),
  },
  [DISPATCH_TOKEN_OTHER] = {
    N_ ("This looks like an APNs token."),
    N_ ("This looks like an FCM token."),
  },
};

static const char *const problem_texts[DISPATCH_N_DEVICE_PROBLEMS] = {
  [DISPATCH_DEVICE_NO_TOKEN] = N_ ("There is no token"),
  [DISPATCH_DEVICE_NO_PROVIDER] = N_ ("There is no provider"),
  [DISPATCH_DEVICE_UNKNOWN_PROVIDER] = N_ ("The provider is neither FCM nor APN"),
  [DISPATCH_DEVICE_NO_APP] = N_ ("There is no app"),
  [DISPATCH_DEVICE_UNKNOWN_APP] = N_ ("The account has no such app"),
  [DISPATCH_DEVICE_BAD_USER] = N_ ("This is not the ID of a user"),
};

static const char *const results[ARCHIVE_N_ROW_STATES] = {
  [ARCHIVE_ROW_WAITING] = N_ ("Waiting"), [ARCHIVE_ROW_RUNNING] = N_ ("Under way"),
  [ARCHIVE_ROW_DONE] = N_ ("Registered"), [ARCHIVE_ROW_GONE] = N_ ("Gone"),
  [ARCHIVE_ROW_FAILED] = N_ ("Failed"),   [ARCHIVE_ROW_UNKNOWN] = N_ ("Unknown"),
  [ARCHIVE_ROW_SKIPPED] = N_ ("Skipped"),
};

/**
 * carillon_register_provider_label:
 * @provider: FCM or APN
 *
 * Returns: what it is called for people
 */
const char *
carillon_register_provider_label (const char *provider)
{
  for (guint i = 0; carillon_register_providers[i] != NULL; i++) {
    if (g_strcmp0 (provider, carillon_register_providers[i]) == 0) {
      return _ (provider_labels[i]);
    }
  }
  return provider;
}

/**
 * carillon_register_shape_text:
 * @shape: of a token
 * @provider: FCM or APN
 *
 * Returns: (nullable): a warning
 */
const char *
carillon_register_shape_text (DispatchTokenShape shape, const char *provider)
{
  const char *text = shape_texts[shape][g_strcmp0 (provider, "APN") == 0 ? 1 : 0];

  return text != NULL ? _ (text) : NULL;
}

/**
 * carillon_register_problem_text:
 * @problem: of a row of a file
 * @other_line: the earlier line that it is about, or 0
 *
 * Returns: (transfer full): why the row is skipped
 */
char *
carillon_register_problem_text (DispatchDeviceProblem problem, guint other_line)
{
  g_return_val_if_fail (problem > DISPATCH_DEVICE_GOOD && problem < DISPATCH_N_DEVICE_PROBLEMS,
                        NULL);

  if (problem == DISPATCH_DEVICE_REPEATED) {
    /* Translators: %u is the number of a line of a file */
    return g_strdup_printf (_ ("The same as line %u"), other_line);
  }
  if (problem == DISPATCH_DEVICE_CONTRADICTS) {
    /* Translators: %u is the number of a line of a file */
    return g_strdup_printf (_ ("Line %u gives the device to another user"), other_line);
  }
  return g_strdup (_ (problem_texts[problem]));
}

/**
 * carillon_register_row_result:
 * @row: of a job that registers
 *
 * Returns: what became of it
 */
const char *
carillon_register_row_result (const ArchiveJobRow *row)
{
  g_return_val_if_fail (row->state < ARCHIVE_N_ROW_STATES, NULL);

  return _ (results[row->state]);
}

static char *
error_text (const char *reason)
{
  g_autoptr (GError) error = dispatch_reason_parse (reason);

  if (error == NULL) {
    return g_strdup (reason);
  }
  g_autofree char *title = carillon_error_title (error);
  g_autofree char *message = g_utf8_make_valid (error->message, -1);
  /* Translators: %1$s is what went wrong, %2$s what the server said of it. */
  return g_strdup_printf (_ ("%1$s: %2$s"), title, message);
}

/**
 * carillon_register_reason_text:
 * @reason: (nullable): what the row of a job has as its reason
 *
 * Returns: (transfer full) (nullable): what it says, where it is one that only devices of a file
 *   have
 */
char *
carillon_register_reason_text (const char *reason)
{
  guint other_line = 0;
  DispatchDeviceProblem problem = dispatch_device_reason_parse (reason, &other_line);

  if (problem != DISPATCH_DEVICE_GOOD) {
    return carillon_register_problem_text (problem, other_line);
  }
  if (g_strcmp0 (reason, DISPATCH_REGISTERED_UNREAD) == 0) {
    return g_strdup (_ ("It could not be read back, so the index does not have it yet."));
  }
  return NULL;
}

/**
 * carillon_register_row_reason:
 * @row: of a job that registers
 *
 * Returns: (transfer full) (nullable): why it was skipped, why it failed or is not known, or what
 *   else is to be said of it
 */
char *
carillon_register_row_reason (const ArchiveJobRow *row)
{
  if (row->state == ARCHIVE_ROW_UNKNOWN) {
    return g_strdup (
      _ ("No answer came. The device may be registered, for a new user: look for its "
         "token under All Devices once the index is up to date."));
  }
  char *text = carillon_register_reason_text (row->reason);
  return text != NULL || row->reason == NULL ? text : error_text (row->reason);
}
