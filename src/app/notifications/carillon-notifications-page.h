#pragma once

#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

#define CARILLON_TYPE_NOTIFICATIONS_PAGE (carillon_notifications_page_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonNotificationsPage, carillon_notifications_page, CARILLON, NOTIFICATIONS_PAGE, GtkWidget)

GtkWidget *carillon_notifications_page_new (CarillonSession *session);
void carillon_notifications_page_show (CarillonNotificationsPage *self,
                                       const char *filter,
                                       const char *id);

G_END_DECLS
