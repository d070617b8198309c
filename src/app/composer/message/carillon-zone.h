#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Time zones by their IANA names, as the system's data have them. */
GListModel *carillon_zone_list_new (void);        /* of GtkStringObject, sorted */
char *carillon_zone_dup_local (void);             /* the operator's; "UTC" where it has no name */
GTimeZone *carillon_zone_find (const char *name); /* (nullable): NULL for an unknown one */

/* Clocks are put forward and back, so a time of day may not be, or be twice. */
typedef enum {
  CARILLON_CLOCK_ONCE,
  CARILLON_CLOCK_TWICE, /* the first of the two was taken */
  CARILLON_CLOCK_NEVER, /* the time that clocks show in its place was taken */
} CarillonClock;

typedef struct {
  int year;
  int month; /* from 1 */
  int day;   /* from 1 */
  int hour;
  int minute;
} CarillonLocalTime;

CarillonClock
carillon_zone_to_unix (GTimeZone *zone, const CarillonLocalTime *local, gint64 *unix_seconds);
gboolean carillon_zone_from_unix (GTimeZone *zone, gint64 unix_seconds, CarillonLocalTime *local);
gboolean carillon_clock_parse (const char *text, int *hour, int *minute);

G_END_DECLS
