#pragma once

#include <gtk/gtk.h>

#include "carillon-account.h"

G_BEGIN_DECLS

/* Asks for a number of things to be typed before something is done with them, where the account
 * wants that for so many; otherwise it is not visible. It follows the account: a number that is
 * changed there counts at once. A phrase, where one is set, has to be typed in any case, and in
 * place of the number. Properties "count" (guint) and "account" (nullable), read-write;
 * "confirmed", read-only: TRUE where nothing needs to be typed, or the right number is. */
#define CARILLON_TYPE_CONFIRM_ENTRY (carillon_confirm_entry_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonConfirmEntry, carillon_confirm_entry, CARILLON, CONFIRM_ENTRY, GtkWidget)

GtkWidget *carillon_confirm_entry_new (CarillonAccount *account, guint count);
void carillon_confirm_entry_set_count (CarillonConfirmEntry *self, guint count);
void carillon_confirm_entry_set_phrase (CarillonConfirmEntry *self, const char *phrase);
gboolean carillon_confirm_entry_get_confirmed (CarillonConfirmEntry *self);
void carillon_confirm_entry_clear (CarillonConfirmEntry *self); /* what was typed */

G_END_DECLS
