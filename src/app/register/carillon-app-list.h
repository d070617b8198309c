#pragma once

#include <comms-client.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* The Apps of an account, to choose one of. Properties, read-only and notified: "state" (string:
 * "loading", "failed", "empty" or "ready"), "names" (GListModel of GtkStringObject), "default"
 * (guint: the position of the App that the account uses where none is named), "problem" (string,
 * nullable: why it failed, for people). */
#define CARILLON_TYPE_APP_LIST (carillon_app_list_get_type ())
G_DECLARE_FINAL_TYPE (CarillonAppList, carillon_app_list, CARILLON, APP_LIST, GObject)

CarillonAppList *carillon_app_list_new (CommsClient *client);
void carillon_app_list_load (CarillonAppList *self); /* again, where it failed */
const char *carillon_app_list_get_name (CarillonAppList *self, guint position); /* (nullable) */
/* FALSE where it is known that the App has no credential for the provider. */
gboolean carillon_app_list_reaches (CarillonAppList *self, guint position, const char *provider);
char **carillon_app_list_dup_names (CarillonAppList *self); /* (nullable): while not known */

G_END_DECLS
