#pragma once

#include <adwaita.h>

#include "carillon-accounts.h"
#include "carillon-connection.h"
#include "carillon-pages.h"

G_BEGIN_DECLS

/* Properties "accounts" and "connection", read-only. Actions for the pages:
 *
 *   win.show-page (s)                one of carillon_page_infos
 *   win.show-operation (s)           the status panel of an operation, by its ID
 *   win.show-user-registrations (s)  of a user, by ID
 *   win.show-user-notifications (s)       and of an operation, by ID
 *   win.show-operation-notifications (s)
 *   win.show-app (s)                 an app, by name
 *   win.show-app-credentials (s)     what it sends with
 *   win.show-trash                   what was deleted, and may come back
 *   win.show-job (s)                 what became of the rows of a job, by its number
 *   win.show-job-trash (s)           what a job deleted
 *   win.restore-job (s)              asks whether that shall be restored
 *   win.compose-to (s)               adds a user, by ID, to what is being composed
 *   win.add-recipients (a(ss))       the same for users, each with "", and tokens with providers
 *   win.compose-new-to (a(ss))       the same in another draft
 *   win.open-draft (s)               puts a draft of the archive, by ID, into the composer
 *   win.register-device (s)          the form for a device of a user, by ID, or of no user yet: ""
 *   win.register-devices (s)         those of a file, by URI, or of one yet to be chosen: ""
 */
#define CARILLON_TYPE_WINDOW (carillon_window_get_type ())
G_DECLARE_FINAL_TYPE (CarillonWindow, carillon_window, CARILLON, WINDOW, AdwApplicationWindow)

CarillonWindow *carillon_window_new (GtkApplication *application, GSettings *settings);
void carillon_window_start (CarillonWindow *self);
void carillon_window_open_files (CarillonWindow *self, GFile **files, guint n_files);
void carillon_window_try_emulator (CarillonWindow *self);
CarillonAccounts *carillon_window_get_accounts (CarillonWindow *self);
CarillonConnection *carillon_window_get_connection (CarillonWindow *self);
CarillonPages *carillon_window_get_pages (CarillonWindow *self);
void carillon_window_toggle_sidebar (CarillonWindow *self);
void carillon_window_enter_page (CarillonWindow *self, const char *name);
void carillon_window_show_accounts (CarillonWindow *self);

/* Of carillon-window-actions.c: what the window's class has as actions. */
void carillon_window_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
