#pragma once

#include <gtk/gtk.h>

#include "carillon-accounts.h"

G_BEGIN_DECLS

/* Adds or edits an account. Before new credentials are saved they are tried by a real call, and
 * what was wrong is said beside the field that it is about; everything else can be changed without
 * the server. Signal "saved" (CarillonAccount *, const char *session_secret, gboolean reconnect):
 * the secret is given only where the keyring did not take it, and without new credentials there is
 * nothing to connect anew for. */
#define CARILLON_TYPE_ACCOUNT_FORM (carillon_account_form_get_type ())
G_DECLARE_FINAL_TYPE (CarillonAccountForm, carillon_account_form, CARILLON, ACCOUNT_FORM, GtkWidget)

GtkWidget *carillon_account_form_new (CarillonAccounts *accounts,
                                      CarillonAccount *account); /* (nullable): a new one */
void carillon_account_form_present (CarillonAccountForm *self, GtkWidget *parent);

G_END_DECLS
