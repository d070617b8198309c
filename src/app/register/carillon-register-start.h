#pragma once

#include <dispatch-devices.h>
#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* Asks what the account's mode wants asked, writes the job and has the session run it; the bar of
 * jobs tells of it. @sheet asks. */
void carillon_register_start_async (GtkWidget *sheet,
                                    CarillonSession *session,
                                    DispatchDevices *devices,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean carillon_register_start_finish (GAsyncResult *result,
                                         GError **error); /* FALSE without an error: not wanted */

G_END_DECLS
