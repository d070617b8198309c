#pragma once

#include "carillon-index.h"

G_BEGIN_DECLS

/* An index in an operator's words, for the expressions of a template: of the properties of a
 * CarillonIndex. @now is in microseconds since 1970. All texts are translated. */

/* A crawl of a large account takes a night, and apps replace tokens every day: an index older than
 * this misses enough to mislead whoever looks for a new device. */
#define CARILLON_INDEX_OLD_AFTER G_TIME_SPAN_DAY

gboolean carillon_index_is_shown (gpointer object, CarillonIndexState state);
gboolean carillon_index_is_under_way (gpointer object, CarillonIndexState state);
gboolean carillon_index_is_running (gpointer object, CarillonIndexState state);
gboolean carillon_index_can_start (gpointer object, CarillonIndexState state);
gboolean
carillon_index_is_old (gpointer object, CarillonIndexState state, gint64 since, gint64 now);

char *carillon_index_title (gpointer object,
                            CarillonIndexState state,
                            guint phase,
                            guint wait,
                            gint64 since,
                            guint64 n_devices,
                            guint64 n_users,
                            GError *error);
char *carillon_index_detail (gpointer object,
                             CarillonIndexState state,
                             guint wait,
                             guint64 n_seen,
                             double rate,
                             guint64 n_failures,
                             gint64 since,
                             gint64 now,
                             guint64 n_devices,
                             guint64 n_users,
                             GError *error);
char *carillon_index_exact_time (gpointer object, gint64 since); /* (nullable) */
char *carillon_index_icon (gpointer object, CarillonIndexState state, gint64 since, gint64 now);
char *carillon_index_start_label (gpointer object, CarillonIndexState state);
char *carillon_index_hold_label (gpointer object, CarillonIndexState state);

/* Of a crawl that is not the first: how much of what the index has it has seen; 0 for unknown. */
double carillon_index_fraction (
  gpointer object, CarillonIndexState state, guint64 n_seen, guint64 n_users, gint64 since);
gboolean carillon_index_has_fraction (gpointer object, double fraction);

G_END_DECLS
