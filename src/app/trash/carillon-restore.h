#pragma once

#include <archive-jobs.h>
#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* Restores what @choice has of the trash: plans the job, says what comes back and what will differ,
 * and hands it to the session's jobs where the answer is yes. @n_left_out of what was chosen is not
 * in @choice because it cannot be restored. Errors are those of the archive. */
void carillon_restore_async (GtkWidget *parent,
                             CarillonSession *session,
                             const ArchiveJobChoice *choice,
                             guint n_left_out,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean carillon_restore_finish (GAsyncResult *result,
                                  GError **error); /* FALSE without error: the answer was no */

G_END_DECLS
