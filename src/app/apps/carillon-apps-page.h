#pragma once

#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* The apps of the account and their credentials, two lists of one page, and the way to a new
 * credential. Actions: "apps.new-credential", "apps.new-credential-of" (s: the name of an app),
 * "apps.refresh". */
#define CARILLON_TYPE_APPS_PAGE (carillon_apps_page_get_type ())
G_DECLARE_FINAL_TYPE (CarillonAppsPage, carillon_apps_page, CARILLON, APPS_PAGE, GtkWidget)

GtkWidget *carillon_apps_page_new (CarillonSession *session);
void carillon_apps_page_show_app (CarillonAppsPage *self, const char *name);
void carillon_apps_page_show_credentials (CarillonAppsPage *self, const char *app_name);

G_END_DECLS
