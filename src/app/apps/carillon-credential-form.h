#pragma once

#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* Makes a credential, and an app where a new one is named. What was chosen is checked before it is
 * sent, and stays when the server refuses it. Signal "created" (const char *id, const char
 * *app_name): the ID is NULL where it is not known whether it was, and the operator wants to see.
 */
#define CARILLON_TYPE_CREDENTIAL_FORM (carillon_credential_form_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonCredentialForm, carillon_credential_form, CARILLON, CREDENTIAL_FORM, GtkWidget)

GtkWidget *carillon_credential_form_new (CarillonSession *session,
                                         const char *app_name); /* (nullable): to begin with */
void carillon_credential_form_present (CarillonCredentialForm *self, GtkWidget *parent);

G_END_DECLS
