#pragma once

#include <dispatch-draft.h>

#include "carillon-session.h"

G_BEGIN_DECLS

typedef enum {
  CARILLON_KEEPER_LOADING,
  CARILLON_KEEPER_SAVED, /* also where there is nothing to save yet */
  CARILLON_KEEPER_UNSAVED,
  CARILLON_KEEPER_FAILED, /* the last save failed, and is tried again */
} CarillonKeeperState;

#define CARILLON_TYPE_KEEPER_STATE (carillon_keeper_state_get_type ())
GType carillon_keeper_state_get_type (void);

/* Keeps the draft that is being written: finds the newest in the archive, and saves each change
 * soon after it is made. Properties, read-only and notified: "draft" (DispatchDraft, NULL until it
 * is loaded), "state" (CarillonKeeperState), "error" (GError of the last save or load, nullable).
 */
#define CARILLON_TYPE_DRAFT_KEEPER (carillon_draft_keeper_get_type ())
G_DECLARE_FINAL_TYPE (CarillonDraftKeeper, carillon_draft_keeper, CARILLON, DRAFT_KEEPER, GObject)

/* Where the operator is in the draft, as JSON: (transfer full) (nullable). */
typedef char *(*CarillonPlaceFunc) (gpointer data);

CarillonDraftKeeper *carillon_draft_keeper_new (CarillonSession *session);
void carillon_draft_keeper_load (CarillonDraftKeeper *self);
DispatchDraft *carillon_draft_keeper_get_draft (CarillonDraftKeeper *self);
CarillonKeeperState carillon_draft_keeper_get_state (CarillonDraftKeeper *self);
const GError *carillon_draft_keeper_get_error (CarillonDraftKeeper *self);
void carillon_draft_keeper_set_place_func (CarillonDraftKeeper *self,
                                           CarillonPlaceFunc get_place,
                                           gpointer data);
void carillon_draft_keeper_note_place (CarillonDraftKeeper *self);
const char *carillon_draft_keeper_get_place (CarillonDraftKeeper *self); /* (nullable) */
void carillon_draft_keeper_save (CarillonDraftKeeper *self);
void carillon_draft_keeper_close (CarillonDraftKeeper *self);
void carillon_draft_keeper_hold (CarillonDraftKeeper *self);
void carillon_draft_keeper_release (CarillonDraftKeeper *self);
void carillon_draft_keeper_open (CarillonDraftKeeper *self, const char *draft_id);
void carillon_draft_keeper_begin (CarillonDraftKeeper *self);
void carillon_draft_keeper_adopt (CarillonDraftKeeper *self, DispatchDraft *draft);
void carillon_draft_keeper_discard (CarillonDraftKeeper *self);

G_END_DECLS
