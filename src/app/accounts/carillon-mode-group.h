#pragma once

#include <adwaita.h>

#include "carillon-account.h"

G_BEGIN_DECLS

/* The rows of a form for what may be written with an account: its mode, and the number above which
 * a number has to be typed. */
#define CARILLON_TYPE_MODE_GROUP (carillon_mode_group_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonModeGroup, carillon_mode_group, CARILLON, MODE_GROUP, AdwPreferencesGroup)

void carillon_mode_group_show_account (CarillonModeGroup *self, CarillonAccount *account);
void carillon_mode_group_show_kind (CarillonModeGroup *self, CarillonAccountKind kind);
void carillon_mode_group_apply (CarillonModeGroup *self, CarillonAccount *account);

G_END_DECLS
