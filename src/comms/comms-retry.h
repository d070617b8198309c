#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Rides over what passes in seconds, such as the restart of a gateway, without making an operator
 * wait for the message that the server is down. */
#define COMMS_RETRY_ATTEMPTS 4
#define COMMS_RETRY_FIRST_WAIT 500 /* milliseconds */

/* Nobody watches a window for longer without asking what it does; who is told to stay away for
 * longer gives up at once and says so. */
#define COMMS_RETRY_LONGEST_WAIT (60 * 1000) /* milliseconds */

/* Twice COMMS_DEFAULT_TIMEOUT: a read whose answer never came is tried a second time, not a third.
 */
#define COMMS_RETRY_TOTAL (120 * 1000) /* milliseconds */

/* How often a call is repeated by itself, and when. What is repeated at all is not a matter of
 * policy: see comms_client_set_retry_policy (). */
typedef struct {
  guint max_attempts; /* the first included; 1 never repeats */
  guint first_wait;   /* milliseconds: bound of the wait before the second attempt; doubled for each
                         further one */
  guint longest_wait; /* milliseconds: bound of all waits; a server that asks for more ends the call
                       */
  guint total;        /* milliseconds from the start of the call within which each attempt begins */
} CommsRetryPolicy;

gboolean comms_retry_is_harmless (const GError *error);
gboolean comms_retry_plan (const CommsRetryPolicy *policy,
                           guint n_attempts,
                           guint64 elapsed,
                           gint64 retry_after,
                           double chance,
                           guint *wait);

G_END_DECLS
