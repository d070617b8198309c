#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The secrets of the accounts, in the keyring and nowhere else. */

#define CARILLON_SECRETS_ERROR (carillon_secrets_error_quark ())

typedef enum {
  CARILLON_SECRETS_ERROR_NO_SERVICE, /* nothing on this session keeps secrets */
  CARILLON_SECRETS_ERROR_LOCKED,     /* the keyring is locked, or its prompt was dismissed */
  CARILLON_SECRETS_ERROR_NO_ANSWER,  /* it did not answer in time */
  CARILLON_SECRETS_ERROR_NOT_FOUND,  /* it has no secret for the account */
  CARILLON_SECRETS_ERROR_FAILED,
} CarillonSecretsError;

GQuark carillon_secrets_error_quark (void);

void carillon_secrets_store_async (const char *account_id,
                                   const char *account_name,
                                   const char *secret,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean carillon_secrets_store_finish (GAsyncResult *result, GError **error);

void carillon_secrets_lookup_async (const char *account_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/* (transfer full): to be freed by secret_password_free() */
char *carillon_secrets_lookup_finish (GAsyncResult *result, GError **error);

void carillon_secrets_clear_async (const char *account_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean carillon_secrets_clear_finish (GAsyncResult *result, GError **error);

void carillon_secrets_set_time_limit (guint milliseconds); /* for tests: they do not wait so long */

G_END_DECLS
