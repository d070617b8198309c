#pragma once

#include <gtk/gtk.h>

#include "carillon-accounts.h"
#include "carillon-connection.h"

G_BEGIN_DECLS

/* A button that shows the account in use, and opens the list of all. Properties "accounts" and
 * "connection" (read-write, nullable); "compact": only the icon is shown. */
#define CARILLON_TYPE_ACCOUNT_SWITCHER (carillon_account_switcher_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonAccountSwitcher, carillon_account_switcher, CARILLON, ACCOUNT_SWITCHER, GtkWidget)

void carillon_account_switcher_popup (CarillonAccountSwitcher *self);

G_END_DECLS
