#pragma once

#include <adwaita.h>

#include "carillon-credential-draft.h"
#include "carillon-credential-form.h"
#include "carillon-sheet.h"

G_BEGIN_DECLS

struct _CarillonCredentialForm {
  GtkWidget parent_instance;

  CarillonSession *session;       /* (owned) */
  CarillonCredentialDraft *draft; /* (owned) */
  char *wanted_app;               /* (owned) (nullable): to be chosen when the apps are there */
  CarillonSheet *sheet;           /* (unowned) (nullable): around it */
  GtkWidget *parent;              /* (weak) (nullable): that it was presented for */
  GCancellable *cancellable;      /* (owned): of the list of apps */
  GtkStringList *apps;            /* (owned): names, and last the entry for a new one */
  GPtrArray *facts;               /* (owned): of GtkWidget, rows */
  gboolean busy;
  gboolean waits; /* to create, when what was chosen is checked */

  GtkWidget *cancel_button;
  GtkWidget *problem_revealer;
  GtkWidget *problem;
  AdwComboRow *provider_row;
  AdwComboRow *app_row;
  GtkWidget *name_row;
  GtkWidget *default_switch;
  GtkWidget *app_problem;
  AdwPreferencesGroup *parts_group;
  AdwPreferencesGroup *facts_group;
  GtkWidget *part_rows[CARILLON_N_PARTS];
};

/* Of carillon-credential-form.c. */
void carillon_credential_form_set_busy (CarillonCredentialForm *self, gboolean busy);
gboolean carillon_credential_form_is_new_app (CarillonCredentialForm *self);
char *carillon_credential_form_get_app_name (CarillonCredentialForm *self); /* (transfer full) */
void carillon_credential_form_emit_created (CarillonCredentialForm *self,
                                            const char *id, /* (nullable) */
                                            const char *app_name);

/* Of carillon-credential-form-problems.c. */
void carillon_credential_form_clear_app_problem (CarillonCredentialForm *self);
void carillon_credential_form_clear_problems (CarillonCredentialForm *self);
void carillon_credential_form_show_app_problem (CarillonCredentialForm *self, const char *text);
void carillon_credential_form_show_error (CarillonCredentialForm *self, const GError *error);

/* Of carillon-credential-form-create.c. */
void carillon_credential_form_create (CarillonCredentialForm *self);

G_END_DECLS
