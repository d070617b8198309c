#pragma once

#include <gtk/gtk.h>

#include "carillon-account.h"
#include "carillon-connection.h"

G_BEGIN_DECLS

/* An account in the list of accounts, with buttons to edit and remove it. Properties "account" and
 * "connection", construct-only. */
#define CARILLON_TYPE_ACCOUNT_ROW (carillon_account_row_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonAccountRow, carillon_account_row, CARILLON, ACCOUNT_ROW, GtkListBoxRow)

GtkWidget *carillon_account_row_new (CarillonAccount *account, CarillonConnection *connection);
CarillonAccount *carillon_account_row_get_account (CarillonAccountRow *self);

G_END_DECLS
