#pragma once

#include <archive-jobs.h>
#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* The report of a job that registered the devices of a file: the columns that the file had, the
 * line of each row, and what became of it, as CSV. */
void carillon_register_report_async (ArchiveStore *store,
                                     const char *account_id,
                                     gint64 job,
                                     GFile *file,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean carillon_register_report_finish (GAsyncResult *result, GError **error);

/* Asks for a file, writes the report and tells how that ended. */
void carillon_register_report_save (GtkWidget *parent, CarillonSession *session, gint64 job);

G_END_DECLS
