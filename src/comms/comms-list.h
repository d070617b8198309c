#pragma once

#include "comms-cursor.h"
#include "comms-snapshot.h"

G_BEGIN_DECLS

typedef enum {
  COMMS_LIST_IDLE,    /* nothing was asked for yet */
  COMMS_LIST_LOADING, /* the first page is under way */
  COMMS_LIST_EMPTY,   /* the API has none */
  COMMS_LIST_READY,   /* has items; maybe more is loading */
  COMMS_LIST_FAILED,  /* the first page did not arrive */
} CommsListState;

#define COMMS_TYPE_LIST_STATE (comms_list_state_get_type ())
GType comms_list_state_get_type (void);

/* A passive GListModel over a cursor: it loads when told and never because an item was asked for.
 * Properties, all read-only and notified: "state" (CommsListState), "loading", "has-more", "error"
 * (boxed GError, of the last page that failed; cleared by the next attempt). */
#define COMMS_TYPE_LIST (comms_list_get_type ())
G_DECLARE_FINAL_TYPE (CommsList, comms_list, COMMS, LIST, GObject)

CommsList *comms_list_new (CommsSource *source, guint page_size);
CommsList *comms_list_new_for_client (CommsClient *client,
                                      CommsListFunc list,
                                      const CommsFilter *filter,
                                      guint page_size);
CommsListState comms_list_get_state (CommsList *self);
gboolean comms_list_get_loading (CommsList *self);
gboolean comms_list_get_has_more (CommsList *self);
const GError *comms_list_get_error (CommsList *self);
void comms_list_set_source (CommsList *self, CommsSource *source); /* for the next reload */
void comms_list_load_more (CommsList *self); /* does nothing while loading or at the end */
void
comms_list_reload (CommsList *self); /* from the first page; the rows stay until it has arrived */
CommsSnapshot *comms_list_get_snapshot (CommsList *self);       /* (transfer full) */
void comms_list_remove (CommsList *self, CommsResource *item);  /* what was deleted elsewhere */
guint comms_list_remove_all (CommsList *self, GHashTable *ids); /* a set of them, in one pass */

G_END_DECLS
