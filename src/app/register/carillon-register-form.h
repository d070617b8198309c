#pragma once

#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* Registers a device by hand. Properties: "session" (construct-only), "apps" (CarillonAppList) and
 * "busy" (gboolean), read-only. */
#define CARILLON_TYPE_REGISTER_FORM (carillon_register_form_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonRegisterForm, carillon_register_form, CARILLON, REGISTER_FORM, GtkWidget)

GtkWidget *carillon_register_form_new (CarillonSession *session, const char *user_id);
void carillon_register_form_present (CarillonRegisterForm *self, GtkWidget *parent);

G_END_DECLS
