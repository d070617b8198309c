#pragma once

#include <gtk/gtk.h>

#include "carillon-draft-keeper.h"

G_BEGIN_DECLS

/* Drafts in files of their own: see dispatch-draft-file.h. What became of it is told to the
 * operator above @from. */
void carillon_draft_files_save (GtkWidget *from, DispatchDraft *draft);
/* Puts the draft of a file into the place of the one that is being written, which stays in the
 * archive. */
void carillon_draft_files_open (GtkWidget *from,
                                CarillonDraftKeeper *keeper,
                                GFile *file); /* (nullable): the operator is asked */

G_END_DECLS
