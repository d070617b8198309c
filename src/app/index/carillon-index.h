#pragma once

#include <archive-index.h>
#include <comms-client.h>

G_BEGIN_DECLS

typedef enum {
  CARILLON_INDEX_UNKNOWN,     /* the archive is being asked */
  CARILLON_INDEX_NEVER_BUILT, /* nothing is in it */
  CARILLON_INDEX_RUNNING,     /* the crawl reads users */
  CARILLON_INDEX_PAUSED,
  CARILLON_INDEX_INTERRUPTED, /* stopped, or the console was closed: the crawl can go on */
  CARILLON_INDEX_FAILED,      /* see "error"; the crawl can go on */
  CARILLON_INDEX_DONE,
} CarillonIndexState;

#define CARILLON_TYPE_INDEX_STATE (carillon_index_state_get_type ())
GType carillon_index_state_get_type (void);

/* The index of an account and the crawl that fills it: lives as long as the session, and begins
 * nothing by itself. Where a crawl is stands on disk, so one that ends with this object, or with
 * the console, goes on at the next start. There is one for each account at a time.
 *
 * Properties, read-only and notified: "state" (CarillonIndexState), "phase" (guint,
 * ArchiveCrawlPhase), "n-seen" (guint64, users that the crawl that runs or ran last has read),
 * "n-failures" (guint64, those it could not read), "rate" (double, users a second), "wait" (guint,
 * seconds until it goes on, where the server asked for a wait; 0 for none), "n-users",
 * "n-registrations", "n-devices" (guint64, in the index; while a crawl runs, a few seconds old),
 * "complete-since", "finished-at" (gint64, of the last whole crawl, microseconds since 1970; -1 for
 * none), "error" (GError, nullable), "changes" (guint, another one whenever the index has
 * changed). */
#define CARILLON_TYPE_INDEX (carillon_index_get_type ())
G_DECLARE_FINAL_TYPE (CarillonIndex, carillon_index, CARILLON, INDEX, GObject)

CarillonIndex *
carillon_index_new (CommsClient *client, ArchiveStore *store, const char *account_id);
void carillon_index_set_page_size (CarillonIndex *self, guint size); /* of the crawls from now on */
void carillon_index_start (CarillonIndex *self); /* goes on with a crawl, or begins one */
void carillon_index_pause (CarillonIndex *self);
void carillon_index_resume (CarillonIndex *self);
void carillon_index_stop (CarillonIndex *self);
void carillon_index_changed (CarillonIndex *self); /* something else has written into it */
CarillonIndexState carillon_index_get_state (CarillonIndex *self);
guint carillon_index_get_changes (CarillonIndex *self);
const ArchiveIndexState *carillon_index_get_found (CarillonIndex *self); /* (nullable) */

G_END_DECLS
