/* Times on the wire: RFC 3339 outside, microseconds since 1970 in UTC inside. */

#include "base-time.h"

/**
 * base_time_parse:
 * @text: (nullable): an RFC 3339 date-time; one without a zone is taken as UTC
 * @unix_usec: (out): microseconds since 1970-01-01T00:00:00Z
 *
 * Returns: whether @text is a time
 */
gboolean
base_time_parse (const char *text, gint64 *unix_usec)
{
  g_return_val_if_fail (unix_usec != NULL, FALSE);

  if (text == NULL) {
    return FALSE;
  }

  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, utc);
  if (time == NULL) {
    return FALSE;
  }
  *unix_usec = g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time);
  return TRUE;
}

/**
 * base_time_format:
 * @unix_usec: microseconds since 1970-01-01T00:00:00Z
 *
 * Returns: (transfer full): "2024-04-20T14:22:00Z", the form of every example of the API; parts of
 * a second are dropped
 */
char *
base_time_format (gint64 unix_usec)
{
  gint64 seconds = unix_usec / G_USEC_PER_SEC - (unix_usec % G_USEC_PER_SEC < 0 ? 1 : 0);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);

  return time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("");
}
