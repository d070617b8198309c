#pragma once

#include <gio/gio.h>

#include "carillon-account.h"

G_BEGIN_DECLS

/* The accounts that the operator has set up: a GListModel of CarillonAccount, kept in the key
 * "accounts" of the settings. A change to one of its accounts is saved by itself. */
#define CARILLON_TYPE_ACCOUNTS (carillon_accounts_get_type ())
G_DECLARE_FINAL_TYPE (CarillonAccounts, carillon_accounts, CARILLON, ACCOUNTS, GObject)

CarillonAccounts *carillon_accounts_new (GSettings *settings);
void carillon_accounts_add (CarillonAccounts *self, CarillonAccount *account);
void carillon_accounts_remove (CarillonAccounts *self, CarillonAccount *account);
CarillonAccount *
carillon_accounts_find (CarillonAccounts *self, const char *id); /* (transfer none) (nullable) */
CarillonAccount *
carillon_accounts_find_kind (CarillonAccounts *self,
                             CarillonAccountKind kind); /* (transfer none) (nullable): the first */

G_END_DECLS
