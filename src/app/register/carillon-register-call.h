#pragma once

#include "carillon-session.h"

G_BEGIN_DECLS

/* What came of a device that was registered. */
typedef struct {
  char *registration_id;
  char *user_id; /* (nullable): where it could not be read back */
} CarillonRegistered;

void carillon_registered_free (CarillonRegistered *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarillonRegistered, carillon_registered_free)

/* Registers a device, reads back what came of it and puts that into the index. It cannot be
 * cancelled: whoever asked is to be told how it ended. Fails only where the device may not be
 * registered; see comms_error_is_outcome_unknown (). */
void carillon_register_async (CarillonSession *session,
                              const char *app_name,
                              const char *provider,
                              const char *token,
                              const char *user_id, /* (nullable) */
                              GAsyncReadyCallback callback,
                              gpointer user_data);
CarillonRegistered *carillon_register_finish (GAsyncResult *result, GError **error);

G_END_DECLS
