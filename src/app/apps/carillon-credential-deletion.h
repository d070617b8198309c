#pragma once

#include "carillon-session.h"

G_BEGIN_DECLS

/* What goes with a credential: whether it is its app's last one, or the last for its provider, is
 * asked of the API, and how many devices are registered under the app, of the index. What cannot be
 * found out in a moment is said to be unknown. See CarillonDeletion. */
void carillon_credential_deletion_look_async (CarillonSession *session,
                                              gpointer item, /* CommsCredential */
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
char *carillon_credential_deletion_look_finish (GAsyncResult *result, char **phrase);

G_END_DECLS
