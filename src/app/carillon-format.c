#include "carillon-format.h"

#include <glib/gi18n.h>
#include <langinfo.h>

/* A token is shown by its ends, which is how operators tell two apart. */
#define TOKEN_HEAD 10
#define TOKEN_TAIL 6

#define DIGITS_PER_GROUP 3

/* GLib looks on the disk for the local time zone each time that it is asked, which takes twenty
 * times as long as writing a time does. A traveller's clock may be late by so much. */
#define ZONE_LIFE (2 * G_TIME_SPAN_SECOND)

static const struct {
  const char *status;
  const char *label;
} statuses[] = {
  { "SCHEDULED", N_ ("Scheduled") },   { "QUEUED", N_ ("Queued") },
  { "PROCESSING", N_ ("Processing") }, { "SENT", N_ ("Sent") },
  { "FAILED", N_ ("Failed") },         { "CANCELED", N_ ("Canceled") },
  { "COMPLETED", N_ ("Completed") },
};

/* What "now" and "here" were a moment ago. */
typedef struct {
  GDateTime *now; /* (owned) (nullable): in the local zone */
  gint64 until;   /* monotonic */
} Clock;

static void
clock_free (gpointer data)
{
  Clock *self = data;

  g_clear_pointer (&self->now, g_date_time_unref);
  g_free (self);
}

/* Each thread has its own, so that lists can be sorted and searched in workers. */
static GDateTime *
get_now (void)
{
  static GPrivate clocks = G_PRIVATE_INIT (clock_free);
  Clock *clock = g_private_get (&clocks);
  gint64 monotonic = g_get_monotonic_time ();

  if (clock == NULL) {
    clock = g_new0 (Clock, 1);
    g_private_set (&clocks, clock);
  }
  if (clock->now == NULL || monotonic >= clock->until) {
    g_clear_pointer (&clock->now, g_date_time_unref);
    clock->now = g_date_time_new_now_local ();
    clock->until = monotonic + ZONE_LIFE;
  }
  return clock->now;
}

static const char *
time_format (GDateTime *time, GDateTime *now)
{
  gboolean this_year = g_date_time_get_year (time) == g_date_time_get_year (now);

  if (this_year && g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (now)) {
    /* Translators: a time of the current day */
    return _ ("Today, %H:%M");
  }
  if (this_year) {
    /* Translators: a time of the current year */
    return _ ("%-d %b, %H:%M");
  }
  return _ ("%-d %b %Y, %H:%M");
}

/**
 * carillon_format_time:
 * @unix_usec: microseconds since 1970
 *
 * Returns: (transfer full): the time in the operator's zone, as short as it can be told
 */
char *
carillon_format_time (gint64 unix_usec)
{
  if (unix_usec < 0) {
    return g_strdup ("");
  }
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unix_usec / G_USEC_PER_SEC);
  GDateTime *now = get_now ();
  g_autoptr (GDateTime) time =
    utc != NULL ? g_date_time_to_timezone (utc, g_date_time_get_timezone (now)) : NULL;

  return time != NULL ? g_date_time_format (time, time_format (time, now)) : g_strdup ("");
}

/**
 * carillon_format_utc:
 * @unix_usec: microseconds since 1970
 *
 * Returns: (transfer full): the time to the millisecond, as the API writes it
 */
char *
carillon_format_utc (gint64 unix_usec)
{
  if (unix_usec < 0) {
    return g_strdup ("");
  }
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (unix_usec / G_USEC_PER_SEC);
  if (time == NULL) {
    return g_strdup ("");
  }
  g_autofree char *seconds = g_date_time_format (time, "%Y-%m-%d %H:%M:%S");
  int milliseconds = (int) (unix_usec % G_USEC_PER_SEC / 1000);
  return g_strdup_printf ("%s.%03d UTC", seconds, milliseconds);
}

/**
 * carillon_format_ago:
 * @unix_usec: microseconds since 1970
 * @now: the same, not before that
 *
 * Returns: (transfer full): how long ago that was, in the largest unit that it fills
 */
char *
carillon_format_ago (gint64 unix_usec, gint64 now)
{
  gulong minutes = (gulong) (MAX (now - unix_usec, 0) / G_TIME_SPAN_MINUTE);
  gulong hours = minutes / 60;
  gulong days = hours / 24;

  if (unix_usec < 0) {
    return g_strdup ("");
  }
  if (days > 0) {
    return g_strdup_printf (ngettext ("%lu day ago", "%lu days ago", days), days);
  }
  if (hours > 0) {
    return g_strdup_printf (ngettext ("%lu hour ago", "%lu hours ago", hours), hours);
  }
  if (minutes > 0) {
    return g_strdup_printf (ngettext ("%lu minute ago", "%lu minutes ago", minutes), minutes);
  }
  return g_strdup (_ ("less than a minute ago"));
}

/* The C locale groups nothing, but its language is English. */
static const char *
group_separator (void)
{
  const char *separator = nl_langinfo (THOUSEP);

  return *separator != '\0' ? separator : ",";
}

/**
 * carillon_format_count:
 * @count: how many
 *
 * Returns: (transfer full): the number with its digits in groups
 */
char *
carillon_format_count (gint64 count)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, count);
  GString *text = g_string_new (NULL);

  for (const char *digit = digits; *digit != '\0'; digit++) {
    gboolean between = digit > digits && digit[-1] != '-';
    if (between && strlen (digit) % DIGITS_PER_GROUP == 0) {
      g_string_append (text, group_separator ());
    }
    g_string_append_c (text, *digit);
  }
  return g_string_free (text, FALSE);
}

/**
 * carillon_format_status:
 * @status: (nullable): as the API writes it; documents disagree about its case
 *
 * Returns: (transfer full): a word
 */
char *
carillon_format_status (const char *status)
{
  if (status == NULL) {
    return g_strdup ("");
  }
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++) {
    if (g_ascii_strcasecmp (status, statuses[i].status) == 0) {
      return g_strdup (_ (statuses[i].label));
    }
  }
  return g_utf8_make_valid (status, -1);
}

/**
 * carillon_format_token:
 * @token: (nullable): a device token
 *
 * Returns: (transfer full): its beginning and end, or all of it where that is no longer
 */
char *
carillon_format_token (const char *token)
{
  if (token == NULL) {
    return g_strdup ("");
  }
  g_autofree char *valid = g_utf8_make_valid (token, -1);
  glong length = g_utf8_strlen (valid, -1);
  if (length <= TOKEN_HEAD + TOKEN_TAIL + 1) {
    return g_steal_pointer (&valid);
  }
  g_autofree char *head = g_utf8_substring (valid, 0, TOKEN_HEAD);
  g_autofree char *tail = g_utf8_substring (valid, length - TOKEN_TAIL, length);
  return g_strdup_printf ("%s…%s", head, tail);
}
