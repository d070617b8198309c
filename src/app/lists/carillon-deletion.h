#pragma once

#include "carillon-list-kind.h"

G_BEGIN_DECLS

/* Asks whether @item shall go, and deletes it if so. */
void carillon_deletion_run_async (GtkWidget *parent,
                                  CarillonSession *session,
                                  const CarillonDeletion *deletion,
                                  CommsResource *item,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean carillon_deletion_run_finish (GAsyncResult *result,
                                       GError **error); /* FALSE without error: the answer was no */

G_END_DECLS
