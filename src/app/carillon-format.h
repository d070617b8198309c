#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Values as an operator reads them. All (transfer full) and translated. */
char *carillon_format_time (gint64 unix_usec); /* in the operator's zone; "" for a negative time */
char *carillon_format_utc (gint64 unix_usec);  /* exact, for tooltips */
char *carillon_format_ago (gint64 unix_usec, gint64 now); /* "2 hours ago" */
char *carillon_format_count (gint64 count);               /* grouped digits */
char *
carillon_format_status (const char *status); /* "SENT" is "Sent"; an unknown one stays as it is */
char *carillon_format_token (const char *token); /* shortened in the middle */

G_END_DECLS
