#include "carillon-review-text.h"

#include <glib/gi18n.h>

/* Characters of a text that tell it from another, in half the width of a sheet. */
#define SHORT_LENGTH 60

/* A day, an hour, a minute: the two largest that are in a distance. */
#define MINUTES_PER_HOUR 60
#define MINUTES_PER_DAY (24 * MINUTES_PER_HOUR)

static void
append_line (GString *text, const char *line)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
}

/**
 * carillon_review_describe_sender:
 * @content: what is sent
 *
 * Returns: (transfer full): on whose behalf
 */
char *
carillon_review_describe_sender (const DispatchContent *content)
{
  static const char *const providers[] = { "FCM", "APN" };
  g_autoptr (GString) text = g_string_new (NULL);

  if (content->sender == DISPATCH_SENDER_APP) {
    return g_strdup (*content->app_name != '\0' ? content->app_name : _ ("Default app"));
  }
  if (content->sender == DISPATCH_SENDER_DEFAULT) {
    return g_strdup (_ ("Default app"));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (providers); i++) {
    const char *id = dispatch_content_get_credential_id (content, providers[i]);
    g_autofree char *line = g_strdup_printf ("%s %s", providers[i], id);
    if (*id != '\0') {
      append_line (text, line);
    }
  }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE)
                       : g_strdup (_ ("No credential"));
}

/**
 * carillon_review_describe_tags:
 * @content: what is sent
 *
 * Returns: (transfer full): its tags, a line each
 */
char *
carillon_review_describe_tags (const DispatchContent *content)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; content->tags[i] != NULL; i += 2) {
    g_autofree char *line = g_strdup_printf ("%s: %s", content->tags[i], content->tags[i + 1]);
    append_line (text, line);
  }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : g_strdup (_ ("None"));
}

static char *
describe_minutes (gint64 minutes)
{
  return g_strdup_printf (ngettext ("%d minute", "%d minutes", (gulong) minutes), (int) minutes);
}

static char *
describe_hours (gint64 minutes)
{
  gint64 hours = minutes / MINUTES_PER_HOUR;

  return g_strdup_printf (ngettext ("%d hour", "%d hours", (gulong) hours), (int) hours);
}

static char *
describe_days (gint64 minutes)
{
  gint64 days = minutes / MINUTES_PER_DAY;

  return g_strdup_printf (ngettext ("%d day", "%d days", (gulong) days), (int) days);
}

/* In its two largest units. */
static char *
describe_distance (gint64 seconds)
{
  gint64 minutes = MAX (seconds, 0) / 60;
  gboolean has_days = minutes >= MINUTES_PER_DAY, has_hours = minutes >= MINUTES_PER_HOUR;
  gint64 rest = has_days ? minutes % MINUTES_PER_DAY / MINUTES_PER_HOUR * MINUTES_PER_HOUR
                         : minutes % MINUTES_PER_HOUR;
  g_autofree char *large = has_days    ? describe_days (minutes)
                           : has_hours ? describe_hours (minutes)
                                       : describe_minutes (minutes);
  g_autofree char *small = has_days ? describe_hours (rest) : describe_minutes (rest);

  if (rest == 0 || !has_hours) {
    /* Translators: a length of time, as in "in 3 hours" */
    return g_strdup_printf (_ ("in %s"), large);
  }
  /* Translators: two lengths of time, as in "in 2 days and 3 hours" */
  return g_strdup_printf (_ ("in %s and %s"), large, small);
}

/* The zone in which the time was chosen, where it is not the operator's. */
static void
append_chosen (GString *text, const DispatchContent *content, GDateTime *utc, GDateTime *now)
{
  g_autoptr (GTimeZone) zone =
    *content->zone != '\0' ? g_time_zone_new_identifier (content->zone) : NULL;

  if (zone == NULL ||
      g_str_equal (content->zone, g_time_zone_get_identifier (g_date_time_get_timezone (now)))) {
    return;
  }
  g_autoptr (GDateTime) time = g_date_time_to_timezone (utc, zone);
  g_autofree char *there = g_date_time_format (time, _ ("%a %-d %b %Y, %H:%M"));
  /* Translators: a time, and the name of a time zone as in "Europe/Vienna" */
  g_autofree char *line = g_strdup_printf (_ ("%s in %s"), there, content->zone);
  append_line (text, line);
}

/**
 * carillon_review_describe_time:
 * @content: what is sent
 * @now: in the operator's zone
 *
 * Returns: (transfer full): when it goes out, in the operator's zone, in the one that was chosen,
 *   in UTC and as a distance from @now, a line each
 */
char *
carillon_review_describe_time (const DispatchContent *content, GDateTime *now)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (content->send_at);
  g_autoptr (GString) text = g_string_new (NULL);

  if (content->send_at == 0 || utc == NULL) {
    return g_strdup (_ ("Now"));
  }
  if (content->send_at == DISPATCH_SEND_AT_UNDECIDED) {
    return g_strdup (_ ("At a time that is not said yet"));
  }
  gint64 distance = content->send_at - g_date_time_to_unix (now);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, g_date_time_get_timezone (now));
  /* Translators: %Z is the abbreviation of a time zone */
  g_autofree char *here = g_date_time_format (local, _ ("%a %-d %b %Y, %H:%M %Z"));
  /* Translators: a time in UTC */
  g_autofree char *universal = g_date_time_format (utc, _ ("%a %-d %b %Y, %H:%M UTC"));
  g_autofree char *far = distance > 0 ? describe_distance (distance) : g_strdup (_ ("It is over"));
  append_line (text, here);
  append_chosen (text, content, utc, now);
  if (!g_str_equal (here, universal)) {
    append_line (text, universal);
  }
  append_line (text, far);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * carillon_review_shorten:
 * @text: UTF-8
 *
 * Returns: (transfer full): one line of it
 */
char *
carillon_review_shorten (const char *text)
{
  g_autofree char *line = g_strdelimit (g_strdup (text), "\n\r\t", ' ');

  if (g_utf8_strlen (line, -1) <= SHORT_LENGTH) {
    return g_steal_pointer (&line);
  }
  g_autofree char *beginning = g_utf8_substring (line, 0, SHORT_LENGTH);
  return g_strconcat (beginning, "…", NULL);
}
