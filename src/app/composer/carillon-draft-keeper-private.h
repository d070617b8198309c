#pragma once

#include <dispatch-record.h>

#include "carillon-draft-keeper.h"

G_BEGIN_DECLS

/* Between the files of the keeper only: carillon-draft-keeper-save.c brings a draft into the
 * archive, -restore.c out of it, and -replace.c puts another one in its place. */

/* Seconds from a failed save to the next, doubled each time: a full disk is noticed and emptied in
 * minutes, and another change tries again anyway. */
#define CARILLON_KEEPER_RETRY_FIRST 2

struct _CarillonDraftKeeper {
  GObject parent_instance;

  CarillonSession *session; /* (owned) */
  DispatchDraft *draft;     /* (owned) (nullable) */
  DispatchKept *kept;       /* (owned) (nullable): what the archive has of it */
  DispatchKept *coming;     /* (owned) (nullable): and what it has when it has done what it does */
  char *place;              /* (nullable): where the operator was when it was saved last */
  CarillonPlaceFunc get_place;
  gpointer place_data;
  GError *error;   /* (owned) (nullable) */
  char *wanted;    /* (nullable): ID of the draft to open rather than the newest */
  guint n_skipped; /* drafts that could not be read */
  GError *failure; /* (owned) (nullable): why not, of the first of them */
  CarillonKeeperState state;
  gulong changed_handler;
  guint timer;           /* source ID: of the next save */
  guint place_timer;     /* source ID: of noting where the operator is */
  guint retry_delay;     /* seconds */
  gint64 dirty_since;    /* monotonic time of the first change that is not saved */
  gboolean dirty;        /* changed since the last save was begun */
  gboolean stored;       /* the archive has the draft in some state */
  gboolean held;         /* a send has the draft, and the journal what is in it */
  DispatchDraft *saving; /* (owned) (nullable): what is being written; another after a discard */
  gboolean is_made;      /* the archive has been given what is being written */
  guint serial;          /* of the save; one of an older number is not given to the archive */
  gboolean begins;       /* another draft, when this one is saved */
  GQueue next;           /* of DispatchDraft (owned): those, where they are not an empty one */
};

/* carillon-draft-keeper.c */
const char *carillon_draft_keeper_get_account_id (CarillonDraftKeeper *self);
void carillon_draft_keeper_set_state (CarillonDraftKeeper *self,
                                      CarillonKeeperState state,
                                      GError *error); /* (transfer full) (nullable) */

/* carillon-draft-keeper-save.c */
void carillon_draft_keeper_changed (CarillonDraftKeeper *self);
void carillon_draft_keeper_take_back (CarillonDraftKeeper *self);
void carillon_draft_keeper_flush (CarillonDraftKeeper *self);

/* carillon-draft-keeper-replace.c */
void carillon_draft_keeper_drop (CarillonDraftKeeper *self);
gboolean carillon_draft_keeper_wants (CarillonDraftKeeper *self, DispatchDraft *draft);
void carillon_draft_keeper_show_fresh (CarillonDraftKeeper *self);
void carillon_draft_keeper_show_read (CarillonDraftKeeper *self,
                                      DispatchDraft *draft,
                                      DispatchKept *kept, /* (transfer full) */
                                      const char *place);
void carillon_draft_keeper_show_next (CarillonDraftKeeper *self);

G_END_DECLS
