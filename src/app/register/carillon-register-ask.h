#pragma once

#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* Whether a device is to be registered: asks what the account's mode wants asked, and in any mode
 * where the device would be taken from another user, as far as the index knows. */
void carillon_register_ask_async (GtkWidget *parent,
                                  CarillonSession *session,
                                  const char *app_name,
                                  const char *provider,
                                  const char *token,
                                  const char *user_id, /* (nullable): a new one */
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean carillon_register_ask_finish (GAsyncResult *result);

G_END_DECLS
