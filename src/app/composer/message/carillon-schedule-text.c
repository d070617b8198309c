#include "carillon-schedule-text.h"

#include <glib/gi18n.h>

#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* Users of the sibling API of bulk messages report that it takes no more; what is sent is not kept
 * longer, either. */
#define HORIZON (7 * DAY)

/* Two units, for "in 1 day" may be two days less a minute. */
static char *
describe_span (gint64 seconds)
{
  gulong days = (gulong) (seconds / DAY);
  gulong hours = (gulong) (seconds % DAY / HOUR);
  gulong minutes = (gulong) (seconds % HOUR / MINUTE);
  g_autofree char *in_days = g_strdup_printf (ngettext ("%lu day", "%lu days", days), days);
  g_autofree char *in_hours = g_strdup_printf (ngettext ("%lu hour", "%lu hours", hours), hours);
  g_autofree char *in_minutes =
    g_strdup_printf (ngettext ("%lu minute", "%lu minutes", minutes), minutes);

  if (days > 2 || (days > 0 && hours == 0)) {
    return g_steal_pointer (&in_days);
  }
  if (days > 0) {
    /* Translators: a span of time in two units, as in "1 day 3 hours" */
    return g_strdup_printf (_ ("%s %s"), in_days, in_hours);
  }
  if (hours > 0 && minutes > 0) {
    return g_strdup_printf (_ ("%s %s"), in_hours, in_minutes);
  }
  if (hours > 0) {
    return g_steal_pointer (&in_hours);
  }
  return minutes > 0 ? g_steal_pointer (&in_minutes) : g_strdup (_ ("less than a minute"));
}

char *
carillon_describe_distance (gint64 send_at, gint64 now)
{
  g_autofree char *span = describe_span (ABS (send_at - now));

  /* Translators: a span of time from now, as in "in 3 days", or until now */
  return g_strdup_printf (send_at > now ? _ ("in %s") : _ ("%s ago"), span);
}

static char *
format_in (gint64 send_at, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (send_at);
  g_autoptr (GDateTime) time = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

  /* Translators: a date and a time of day, as in "Sat, 14 Mar 2026, 09:30": see strftime(3) */
  return time != NULL ? g_date_time_format (time, _ ("%a, %-d %b %Y, %H:%M")) : g_strdup ("");
}

/**
 * carillon_describe_schedule:
 * @send_at: when it goes out
 * @zone: in which that was chosen
 * @now: the time
 *
 * Returns: (transfer full): the time in the operator's zone, in UTC, and how long that is from now;
 *   in @zone first where it is another
 */
char *
carillon_describe_schedule (gint64 send_at, const char *zone, gint64 now)
{
  g_autofree char *local_name = carillon_zone_dup_local ();
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GTimeZone) chosen = carillon_zone_find (zone);
  g_autofree char *in_local = format_in (send_at, local);
  g_autofree char *in_utc = format_in (send_at, utc);
  g_autofree char *distance = carillon_describe_distance (send_at, now);
  GString *text = g_string_new (NULL);

  if (chosen != NULL && !g_str_equal (zone, local_name) && !g_str_equal (zone, "UTC")) {
    g_autofree char *in_chosen = format_in (send_at, chosen);
    g_string_append_printf (text, "%s %s\n", in_chosen, zone);
  }
  if (!g_str_equal (local_name, "UTC")) {
    /* Translators: a date and time, in the zone of this computer */
    g_string_append_printf (text, _ ("%s your time"), in_local);
    g_string_append_c (text, '\n');
  }
  /* Translators: a date and time, in UTC */
  g_string_append_printf (text, _ ("%s UTC"), in_utc);
  g_string_append_printf (text, " · %s", distance);
  return g_string_free (text, FALSE);
}

/**
 * carillon_describe_clock:
 * @clock: how often clocks show @asked
 * @asked: what the operator typed
 * @taken: what became of it
 * @zone: where
 *
 * Returns: (transfer full) (nullable): what is odd about it
 */
char *
carillon_describe_clock (CarillonClock clock,
                         const CarillonLocalTime *asked,
                         gint64 taken,
                         GTimeZone *zone)
{
  g_autofree char *time = g_strdup_printf ("%02d:%02d", asked->hour, asked->minute);
  CarillonLocalTime shown = *asked;

  if (clock == CARILLON_CLOCK_TWICE) {
    /* Translators: a time of day, in the night in which clocks are put back */
    return g_strdup_printf (_ ("Clocks are put back that night, and show %s twice: it goes out the "
                               "first time"),
                            time);
  }
  if (clock == CARILLON_CLOCK_NEVER && carillon_zone_from_unix (zone, taken, &shown)) {
    /* Translators: times of day, in the night in which clocks are put forward */
    return g_strdup_printf (_ ("Clocks are put forward that night, and never show %s: it goes out "
                               "at %02d:%02d"),
                            time, shown.hour, shown.minute);
  }
  return NULL;
}

/**
 * carillon_schedule_judge:
 * @send_at: when it is to go out; 0 for now
 * @now: the time
 * @words: (out) (nullable): what is wrong or doubtful
 *
 * Returns: whether it can
 */
CarillonScheduleState
carillon_schedule_judge (gint64 send_at, gint64 now, char **words)
{
  *words = NULL;
  if (send_at == 0) {
    return CARILLON_SCHEDULE_FINE;
  }
  if (send_at <= now) {
    g_autofree char *distance = carillon_describe_distance (send_at, now);
    /* Translators: how long ago a time was, as in "3 minutes ago" */
    *words = g_strdup_printf (_ ("This time passed %s: choose a later one, or send now"), distance);
    return CARILLON_SCHEDULE_PASSED;
  }
  if (send_at > now + HORIZON) {
    *words = g_strdup (_ ("More than 7 days ahead: the service may refuse it"));
    return CARILLON_SCHEDULE_FAR;
  }
  return CARILLON_SCHEDULE_FINE;
}
