#pragma once

#include <gtk/gtk.h>

#include <archive-store.h>

#include "carillon-account.h"

G_BEGIN_DECLS

/* Asks whether @account shall be removed from this computer, and says what is kept of it here and
 * goes with it. */
void carillon_account_removal_ask_async (GtkWidget *parent,
                                         ArchiveStore *store, /* (nullable): none is open */
                                         CarillonAccount *account,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean carillon_account_removal_ask_finish (GAsyncResult *result); /* FALSE: it stays */

G_END_DECLS
