#pragma once

#include "carillon-zone.h"

G_BEGIN_DECLS

/* When a message goes out, in words. Times in seconds since 1970. All (transfer full). */
char *carillon_describe_distance (gint64 send_at, gint64 now); /* "in 3 days" */
char *carillon_describe_schedule (gint64 send_at, const char *zone, gint64 now);
char *carillon_describe_clock (CarillonClock clock,
                               const CarillonLocalTime *asked,
                               gint64 taken,
                               GTimeZone *zone); /* (nullable): what is odd */

typedef enum {
  CARILLON_SCHEDULE_FINE,
  CARILLON_SCHEDULE_FAR,    /* farther ahead than is known to be taken */
  CARILLON_SCHEDULE_PASSED, /* it would be refused, or go out at once */
} CarillonScheduleState;
CarillonScheduleState carillon_schedule_judge (gint64 send_at, gint64 now, char **words);

G_END_DECLS
