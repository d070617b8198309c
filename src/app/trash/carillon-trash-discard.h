#pragma once

#include <archive-trash.h>
#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* Takes items out of the trash for good, if the answer is yes: those with the numbers @items, or
 * (NULL) all that match @query. Nothing is asked of the API. Errors are those of the archive. */
void carillon_trash_discard_async (GtkWidget *parent,
                                   CarillonSession *session,
                                   GArray *items,                  /* of gint64; (nullable) */
                                   const ArchiveTrashQuery *query, /* (nullable): all */
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* How many were discarded; 0 for no, or because there was nothing; -1 on error. */
gint64 carillon_trash_discard_finish (GAsyncResult *result, GError **error);

G_END_DECLS
