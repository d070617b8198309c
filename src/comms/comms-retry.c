/* Which failures are met by another attempt, and when. Both are pure functions, so that tests need
 * no clock and no dice. */

#include "comms-retry.h"

#include <libsoup/soup.h>

#include "comms-error.h"

/* What may be otherwise in a moment. A missing answer is among them because a POST without one has
 * an unknown outcome, which is looked at first. */
static const CommsError passing[] = {
  COMMS_ERROR_UNREACHABLE,
  COMMS_ERROR_TIMED_OUT,
  COMMS_ERROR_INTERRUPTED,
  COMMS_ERROR_RATE_LIMITED,
};

static const guint passing_statuses[] = {
  SOUP_STATUS_INTERNAL_SERVER_ERROR,
  SOUP_STATUS_BAD_GATEWAY,
  SOUP_STATUS_SERVICE_UNAVAILABLE,
  SOUP_STATUS_GATEWAY_TIMEOUT,
};

/**
 * comms_retry_is_harmless:
 * @error: why an attempt failed
 *
 * Whether the same request may be made again: the failure is of a kind that passes, and nothing
 * can happen twice. That holds for whatever was refused with 429 or of which no byte was written
 * (sections 4.7 and 4.8 of the API), and for the calls that may be made any number of times, GET,
 * DELETE and PATCH; a POST whose outcome is unknown is never repeated.
 *
 * Returns: whether another attempt is harmless and may help
 */
gboolean
comms_retry_is_harmless (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  if (error->domain != COMMS_ERROR || comms_error_is_outcome_unknown (error)) {
    return FALSE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (passing); i++) {
    if (error->code == (int) passing[i]) {
      return TRUE;
    }
  }
  for (gsize i = 0; error->code == COMMS_ERROR_SERVER && i < G_N_ELEMENTS (passing_statuses); i++) {
    if (comms_error_get_status (error) == passing_statuses[i]) {
      return TRUE;
    }
  }
  return FALSE;
}

/* 2^63 doublings are more than any policy has attempts for. */
static guint64
get_bound (const CommsRetryPolicy *policy, guint n_attempts)
{
  guint64 bound = policy->first_wait;

  for (guint i = 1; i < n_attempts && bound < policy->longest_wait; i++) {
    bound *= 2;
  }
  return MIN (bound, policy->longest_wait);
}

/**
 * comms_retry_plan:
 * @policy: how often and when
 * @n_attempts: how many there were
 * @elapsed: milliseconds since the first began
 * @retry_after: seconds that the server asked for, -1 where it did not
 * @chance: a random number from 0 up to, not including, 1
 * @wait: (out): milliseconds before the next
 *
 * Exponential back-off with full jitter: a wait is spread over all of its range, so that clients
 * which failed together do not come back together. What the server asks for comes on top of that,
 * because it is a minimum (RFC 9110, section 10.2.3) that it told to all of them.
 *
 * Returns: whether there is to be another attempt
 */
gboolean
comms_retry_plan (const CommsRetryPolicy *policy,
                  guint n_attempts,
                  guint64 elapsed,
                  gint64 retry_after,
                  double chance,
                  guint *wait)
{
  g_return_val_if_fail (policy != NULL, FALSE);
  g_return_val_if_fail (chance >= 0 && chance < 1, FALSE);
  g_return_val_if_fail (wait != NULL, FALSE);

  guint64 asked = (guint64) CLAMP (retry_after, 0, G_MAXINT32) * 1000;
  guint64 planned = asked + (guint64) ((double) get_bound (policy, n_attempts) * chance);

  if (n_attempts >= policy->max_attempts || asked > policy->longest_wait ||
      elapsed + planned > policy->total) {
    return FALSE;
  }
  *wait = (guint) planned;
  return TRUE;
}
