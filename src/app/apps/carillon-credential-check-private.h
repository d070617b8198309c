#pragma once

#include <gnutls/x509.h>

#include "carillon-credential-check.h"

G_BEGIN_DECLS

/* Among carillon-credential-check.c and what it is made of. */
void carillon_credential_check_add (CarillonCredentialCheck *self,
                                    CarillonSeverity severity,
                                    CarillonPart part,
                                    char *text); /* (transfer full) */
void carillon_credential_check_add_fact (CarillonCredentialCheck *self,
                                         const char *title,
                                         char *value); /* (transfer full) (nullable) */

/* NULL where it cannot be read. */
gnutls_x509_privkey_t carillon_private_key_read (GBytes *pem);

/* Of carillon-apns-check.c and carillon-account-check.c. */
void carillon_apns_check (CarillonCredentialCheck *self,
                          gboolean is_sandbox,
                          GBytes *certificates,
                          GBytes *key, /* (nullable) */
                          gint64 now);
void carillon_account_check (CarillonCredentialCheck *self, GBytes *account);

G_END_DECLS
