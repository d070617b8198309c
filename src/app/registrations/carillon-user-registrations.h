#pragma once

#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* The registrations of one user, whose ID is entered above them. */
#define CARILLON_TYPE_USER_REGISTRATIONS (carillon_user_registrations_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonUserRegistrations, carillon_user_registrations, CARILLON, USER_REGISTRATIONS, GtkWidget)

GtkWidget *carillon_user_registrations_new (CarillonSession *session);
void carillon_user_registrations_show_user (CarillonUserRegistrations *self, const char *user_id);
const char *carillon_user_registrations_get_user (CarillonUserRegistrations *self); /* (nullable) */

G_END_DECLS
