#include "dispatch-backoff.h"

/**
 * dispatch_backoff_next:
 * @delay: the wait before the last poll, in milliseconds
 * @moved: whether that poll showed something new
 * @retry_after: how many seconds the server wants to be left alone; -1 where it did not say
 *
 * Returns: the wait before the next poll, in milliseconds
 */
guint
dispatch_backoff_next (guint delay, gboolean moved, gint64 retry_after)
{
  guint next = moved ? DISPATCH_BACKOFF_MIN : MIN (delay + delay / 2, (guint) DISPATCH_BACKOFF_MAX);
  gint64 asked = CLAMP (retry_after, 0, DISPATCH_BACKOFF_LIMIT / 1000) * 1000;

  return MAX (next, (guint) asked);
}
