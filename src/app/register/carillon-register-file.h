#pragma once

#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* Registers the devices of a file: what is in it is shown first, then a job of the session does it.
 * Properties: "session" (construct-only); read-only: "apps" (CarillonAppList), "state" (string:
 * "choose", "reading", "failed", "preview"), "file-name", "good-text", "bad-text", "warning-text",
 * "user-text", "app-text" (strings, nullable: what is said of the rows), "findings" (GListModel,
 * nullable), "busy" (gboolean: the rows are looked at or the job is made), "saving" (gboolean: the
 * latter), "can-register" (gboolean). */
#define CARILLON_TYPE_REGISTER_FILE (carillon_register_file_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonRegisterFile, carillon_register_file, CARILLON, REGISTER_FILE, GtkWidget)

GtkWidget *carillon_register_file_new (CarillonSession *session);
void carillon_register_file_open (CarillonRegisterFile *self, GFile *file);
void carillon_register_file_present (CarillonRegisterFile *self, GtkWidget *parent);

G_END_DECLS
