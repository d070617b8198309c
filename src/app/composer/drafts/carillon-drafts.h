#pragma once

#include <gtk/gtk.h>

#include "carillon-draft-keeper.h"

G_BEGIN_DECLS

/* The drafts of an account, to open, search, name, copy and delete; for a sheet. The keys: Enter
 * opens, F2 renames, Ctrl+D copies, Delete deletes, Ctrl+Z brings back, Ctrl+N begins, what is
 * typed searches.
 *
 * Signals: "open" (string: the ID) and "begin", for who has the composer: the sheet is to be
 * closed; "discard": the draft that is being written is to be discarded, and the sheet stays. */
#define CARILLON_TYPE_DRAFTS (carillon_drafts_get_type ())
G_DECLARE_FINAL_TYPE (CarillonDrafts, carillon_drafts, CARILLON, DRAFTS, GtkWidget)

GtkWidget *carillon_drafts_new (CarillonSession *session, CarillonDraftKeeper *keeper);

G_END_DECLS
