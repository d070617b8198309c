#pragma once

#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

#define CARILLON_TYPE_USERS_PAGE (carillon_users_page_get_type ())
G_DECLARE_FINAL_TYPE (CarillonUsersPage, carillon_users_page, CARILLON, USERS_PAGE, GtkWidget)

GtkWidget *carillon_users_page_new (CarillonSession *session);

G_END_DECLS
