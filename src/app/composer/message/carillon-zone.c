#include "carillon-zone.h"

#include <gtk/gtk.h>
#include <string.h>

/* Of the IANA data base: a line for each zone, its name in the third column. */
#define ZONE_TABLE "zone.tab"
#define ZONE_FOLDER "/usr/share/zoneinfo"

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Without the data there is still UTC. */
static char *
read_table (void)
{
  const char *folder = g_getenv ("TZDIR");
  g_autofree char *path =
    g_build_filename (folder != NULL ? folder : ZONE_FOLDER, ZONE_TABLE, NULL);
  char *table = NULL;

  return g_file_get_contents (path, &table, NULL, NULL) ? table : g_strdup ("");
}

/**
 * carillon_zone_list_new:
 *
 * Returns: (transfer full): the zones where people live, and UTC
 */
GListModel *
carillon_zone_list_new (void)
{
  g_autofree char *table = read_table ();
  g_auto (GStrv) lines = g_strsplit (table, "\n", -1);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (names, g_strdup ("UTC"));
  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) cells = g_strsplit (lines[i], "\t", 4);
    if (*lines[i] != '#' && g_strv_length (cells) >= 3) {
      g_ptr_array_add (names, g_strdup (cells[2]));
    }
  }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return G_LIST_MODEL (gtk_string_list_new ((const char *const *) names->pdata));
}

GTimeZone *
carillon_zone_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  return *name != '\0' ? g_time_zone_new_identifier (name) : NULL;
}

/**
 * carillon_zone_dup_local:
 *
 * Returns: (transfer full): the name of the zone that the system is in
 */
char *
carillon_zone_dup_local (void)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  const char *name = g_time_zone_get_identifier (local);
  g_autoptr (GTimeZone) found = carillon_zone_find (name);

  return g_strdup (found != NULL && strchr (name, '/') != NULL && *name != '/' ? name : "UTC");
}

/* Seconds between 1970 and what a clock shows, as if it were in UTC. */
static gint64
count_seconds (const CarillonLocalTime *local)
{
  g_autoptr (GDateTime) time =
    g_date_time_new_utc (local->year, local->month, local->day, local->hour, local->minute, 0);

  return time != NULL ? g_date_time_to_unix (time) : 0;
}

static gint64
get_offset (GTimeZone *zone, gint64 unix_seconds)
{
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, unix_seconds);

  return g_time_zone_get_offset (zone, interval);
}

/**
 * carillon_zone_to_unix:
 * @zone: a zone
 * @local: what clocks show there, found valid
 * @unix_seconds: (out): when that is
 *
 * The offsets of a day before and after are all that may hold, for no zone changes its clocks
 * twice in so short a time.
 *
 * Returns: how often clocks show it
 */
CarillonClock
carillon_zone_to_unix (GTimeZone *zone, const CarillonLocalTime *local, gint64 *unix_seconds)
{
  const gint64 day = 24 * 60 * 60;
  gint64 shown = count_seconds (local);
  gint64 before = get_offset (zone, shown - day);
  gint64 after = get_offset (zone, shown + day);
  gboolean is_before = get_offset (zone, shown - before) == before;
  gboolean is_after = get_offset (zone, shown - after) == after;

  *unix_seconds = shown - (is_before || !is_after ? before : after);
  if (is_before && is_after) {
    return before == after ? CARILLON_CLOCK_ONCE : CARILLON_CLOCK_TWICE;
  }
  return is_before || is_after ? CARILLON_CLOCK_ONCE : CARILLON_CLOCK_NEVER;
}

gboolean
carillon_zone_from_unix (GTimeZone *zone, gint64 unix_seconds, CarillonLocalTime *local)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unix_seconds);
  g_autoptr (GDateTime) time = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

  if (time == NULL) {
    return FALSE;
  }
  *local = (CarillonLocalTime){
    .year = g_date_time_get_year (time),
    .month = g_date_time_get_month (time),
    .day = g_date_time_get_day_of_month (time),
    .hour = g_date_time_get_hour (time),
    .minute = g_date_time_get_minute (time),
  };
  return TRUE;
}

/* At most two digits. */
static const char *
parse_digits (const char *at, int *number)
{
  const char *start = at;

  for (*number = 0; g_ascii_isdigit (*at) && at < start + 2; at++) {
    *number = *number * 10 + g_ascii_digit_value (*at);
  }
  return at;
}

/**
 * carillon_clock_parse:
 * @text: "9:30", "09.30", "0930" or "9"
 * @hour: (out): 0 to 23
 * @minute: (out): 0 to 59
 *
 * Returns: whether it is a time of day
 */
gboolean
carillon_clock_parse (const char *text, int *hour, int *minute)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  const char *at = parse_digits (trimmed, hour);
  gboolean has_hour = at > trimmed;

  *minute = 0;
  if (*at == ':' || *at == '.') {
    const char *digits = at + 1;
    at = parse_digits (digits, minute);
    has_hour = has_hour && at == digits + 2;
  } else if (*at != '\0') {
    const char *digits = at;
    at = parse_digits (digits, minute);
    has_hour = has_hour && at == digits + 2 && digits == trimmed + 2;
  }
  return has_hour && *at == '\0' && *hour < 24 && *minute < 60;
}
