#pragma once

#include <dispatch-crawl.h>

#include "carillon-index.h"

G_BEGIN_DECLS

struct _CarillonIndex {
  GObject parent_instance;

  CommsClient *client; /* (owned) */
  ArchiveStore *store; /* (owned) */
  char *account_id;
  guint page_size; /* 0 for the crawl's own */

  ArchiveIndexState *found; /* (owned) (nullable): as the archive has it */
  GCancellable *reading;    /* (owned) (nullable): of the archive being asked */
  GError *error;            /* (owned) (nullable): of what was tried last */

  DispatchCrawl *crawl;  /* (owned) (nullable): that runs */
  GCancellable *running; /* (owned) (nullable): of the crawl */
  gboolean is_over;      /* the crawl has ended; the archive is being asked what it has now */
  guint tick;            /* (nullable): source, once a second while it runs */
  guint n_ticks;         /* since the archive was asked */
  gint64 paced_at;       /* monotonic: since when the rate is measured; 0 for not yet */
  guint64 paced_from;    /* users that were read then */
  guint64 n_seen_last;   /* users when the last change was noted */

  guint changes;
};

/* The properties, in groups that change together. */
typedef enum {
  CARILLON_INDEX_PROP_STATE = 1,
  CARILLON_INDEX_PROP_PHASE,
  CARILLON_INDEX_PROP_N_SEEN,
  CARILLON_INDEX_PROP_N_FAILURES,
  CARILLON_INDEX_PROP_RATE,
  CARILLON_INDEX_PROP_WAIT,
  CARILLON_INDEX_PROP_N_USERS,
  CARILLON_INDEX_PROP_N_REGISTRATIONS,
  CARILLON_INDEX_PROP_N_DEVICES,
  CARILLON_INDEX_PROP_COMPLETE_SINCE,
  CARILLON_INDEX_PROP_FINISHED_AT,
  CARILLON_INDEX_PROP_ERROR,
  CARILLON_INDEX_PROP_CHANGES,
} CarillonIndexProperty;

/* Of carillon-index.c. */
void carillon_index_notify (CarillonIndex *self,
                            CarillonIndexProperty first,
                            CarillonIndexProperty last);
void carillon_index_note_change (CarillonIndex *self);
void carillon_index_take_error (CarillonIndex *self, GError *error); /* (nullable) */
void carillon_index_read (CarillonIndex *self);
guint64 carillon_index_count_seen (CarillonIndex *self);
GWeakRef *carillon_index_make_weak (CarillonIndex *self); /* for a callback */
CarillonIndex *carillon_index_from_weak (GWeakRef *weak); /* (transfer full) (nullable): frees it */

/* Of carillon-index-crawl.c. */
void carillon_index_drop_crawl (CarillonIndex *self);
double carillon_index_measure_rate (CarillonIndex *self);
guint carillon_index_measure_wait (CarillonIndex *self);

G_END_DECLS
