/* What is wrong with a credential that is to be made: at its field, and what belongs to none above
 * all. */

#include "carillon-credential-form-private.h"

#include <glib/gi18n.h>

#include "carillon-error-text.h"
#include "carillon-problem.h"

void
carillon_credential_form_clear_app_problem (CarillonCredentialForm *self)
{
  gtk_widget_remove_css_class (self->name_row, "error");
  gtk_widget_set_visible (self->app_problem, FALSE);
}

void
carillon_credential_form_clear_problems (CarillonCredentialForm *self)
{
  carillon_credential_form_clear_app_problem (self);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->problem_revealer), FALSE);
}

void
carillon_credential_form_show_app_problem (CarillonCredentialForm *self, const char *text)
{
  gtk_label_set_text (GTK_LABEL (self->app_problem), text);
  gtk_widget_set_visible (self->app_problem, TRUE);
  gtk_widget_add_css_class (self->name_row, "error");
  gtk_widget_grab_focus (carillon_credential_form_is_new_app (self) ? self->name_row
                                                                    : GTK_WIDGET (self->app_row));
}

static void
show_part_problem (CarillonCredentialForm *self, CarillonPart part, const char *text)
{
  carillon_credential_draft_set_problem (self->draft, part, text);
  gtk_widget_grab_focus (self->part_rows[part]);
}

/* Where the API's names of fields stand in the form. */
static const struct {
  const char *context;
  CarillonPart part; /* CARILLON_N_PARTS for the app and all that is beside it */
} contexts[] = {
  { "$.appName", CARILLON_N_PARTS },
  { "$.credentialType", CARILLON_N_PARTS },
  { "$.isDefault", CARILLON_N_PARTS },
  { "$.content.certificate", CARILLON_PART_CERTIFICATE },
  { "$.content.privateKey", CARILLON_PART_KEY },
};

/* The key of a service account is the file. */
static CarillonPart
part_to_blame (CarillonCredentialForm *self, CarillonPart part)
{
  const char *type = carillon_credential_draft_get_credential_type (self->draft);

  return part == CARILLON_N_PARTS || carillon_credential_type_has_part (type, part)
           ? part
           : CARILLON_PART_ACCOUNT;
}

/* Returns: whether there is a field for it */
static gboolean
show_issue (CarillonCredentialForm *self, const CommsIssue *issue)
{
  for (gsize i = 0; i < G_N_ELEMENTS (contexts); i++) {
    if (g_strcmp0 (contexts[i].context, issue->context) != 0) {
      continue;
    }

    /* Translators: %s is what the server says, in English */
    g_autofree char *text = g_strdup_printf (_ ("The server: %s"), issue->message);
    CarillonPart part = part_to_blame (self, contexts[i].part);
    if (part == CARILLON_N_PARTS) {
      carillon_credential_form_show_app_problem (self, text);
    } else {
      show_part_problem (self, part, text);
    }
    return TRUE;
  }
  return FALSE;
}

static gboolean
show_issues (CarillonCredentialForm *self, const GError *error)
{
  GPtrArray *issues = comms_error_get_issues (error);
  gboolean all = TRUE;

  for (guint i = 0; issues != NULL && i < issues->len; i++) {
    all = show_issue (self, g_ptr_array_index (issues, i)) && all;
  }
  return all;
}

/* What the server names is not said twice. */
void
carillon_credential_form_show_error (CarillonCredentialForm *self, const GError *error)
{
  gboolean unknown = comms_error_is_outcome_unknown (error);
  g_autofree char *title = carillon_error_title (error);
  g_autofree char *advice =
    unknown ? g_strdup (_ ("It is not known whether the credential was created. Look at what the "
                           "app has before you try again: an app has room for ten."))
            : carillon_error_advice (error);

  carillon_problem_set_error (CARILLON_PROBLEM (self->problem), error);
  if (show_issues (self, error) || unknown) {
    carillon_problem_set_text (CARILLON_PROBLEM (self->problem), title, advice);
  }
  g_object_set (self->problem, "button-label", unknown ? _ ("_Show the Credentials") : NULL, NULL);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->problem_revealer), TRUE);
}
