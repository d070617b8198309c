#pragma once

#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

#define CARILLON_TYPE_REGISTRATIONS_PAGE (carillon_registrations_page_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonRegistrationsPage, carillon_registrations_page, CARILLON, REGISTRATIONS_PAGE, GtkWidget)

GtkWidget *carillon_registrations_page_new (CarillonSession *session);
void carillon_registrations_page_show_user (CarillonRegistrationsPage *self, const char *user_id);
void
carillon_registrations_page_show_devices (CarillonRegistrationsPage *self, const char *app_name);

G_END_DECLS
