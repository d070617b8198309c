/* What "Create" does: the last look at what was entered, the guard, the request. */

#include "carillon-credential-form-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "carillon-apps-kind.h"
#include "carillon-error-text.h"
#include "carillon-guard.h"
#include "carillon-toast.h"

/* The API's own limits of an app's name (API: Apps). */
#define APP_NAME_LETTERS G_CSET_a_2_z G_CSET_DIGITS "_"
#define MAX_APP_NAME 64

typedef struct {
  CarillonCredentialForm *form; /* (owned) */
  char *app_name;               /* (owned) */
} Creation;

static void
creation_free (Creation *creation)
{
  g_object_unref (creation->form);
  g_free (creation->app_name);
  g_free (creation);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Creation, creation_free)

/* What was sent is not called back when the form is closed. Its end is told on the page, if that is
 * still there: the form has no more listeners then. */
static void
tell_late (CarillonCredentialForm *self, const GError *error)
{
  g_autofree char *title = error != NULL ? carillon_error_title (error) : NULL;
  g_autofree char *text = error == NULL
                            ? g_strdup (_ ("Credential created"))
                            /* Translators: %s is what went wrong, "The Server Has a Problem" */
                            : g_strdup_printf (_ ("Creating the credential: %s"), title);

  if (self->parent != NULL) {
    carillon_toast (self->parent, text);
    gtk_widget_activate_action (self->parent, "apps.refresh", NULL);
  }
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Creation) creation = user_data;
  CarillonCredentialForm *self = creation->form;
  g_autoptr (GError) error = NULL;

  g_autofree char *id =
    comms_client_create_credential_finish (COMMS_CLIENT (source), result, &error);
  carillon_credential_form_set_busy (self, FALSE);
  if (self->sheet == NULL) {
    tell_late (self, error);
  } else if (id != NULL) {
    carillon_credential_form_emit_created (self, id, creation->app_name);
    g_clear_pointer (&self->sheet, carillon_sheet_close);
  } else {
    carillon_credential_form_show_error (self, error);
  }
}

static void
on_guarded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Creation) creation = user_data;
  CarillonCredentialForm *self = creation->form;
  CommsNewCredential credential = { .app_name = creation->app_name };

  if (!carillon_guard_finish (result) || self->sheet == NULL ||
      !carillon_credential_draft_complete (self->draft)) {
    return;
  }
  carillon_credential_form_set_busy (self, TRUE);
  credential.is_default = gtk_switch_get_active (GTK_SWITCH (self->default_switch));
  carillon_credential_draft_fill (self->draft, &credential);
  comms_client_create_credential_async (carillon_session_get_client (self->session), &credential,
                                        NULL, on_created, g_steal_pointer (&creation));
}

static void
guard (CarillonCredentialForm *self, const char *app_name)
{
  g_autofree char *type =
    carillon_credential_type_label (carillon_credential_draft_get_credential_type (self->draft));
  g_autofree char *body =
    /* Translators: %1$s is the name of an app, %2$s a provider: "Google (FCM)" */
    g_strdup_printf (_ ("The app %1$s can send to %2$s with it."), app_name, type);
  const CarillonIntent intent = {
    .heading = _ ("Create Credential?"),
    .body = body,
    .confirm = _ ("Cr_eate"),
    .n_things = 1,
  };
  Creation *creation = g_new0 (Creation, 1);

  creation->form = g_object_ref (self);
  creation->app_name = g_strdup (app_name);
  carillon_guard_async (GTK_WIDGET (self), carillon_session_get_account (self->session), &intent,
                        NULL, on_guarded, creation);
}

static gboolean
check_app_name (CarillonCredentialForm *self, const char *name)
{
  gsize length = strlen (name);

  if (length == 0) {
    carillon_credential_form_show_app_problem (self, _ ("Give the app a name."));
  } else if (length > MAX_APP_NAME || strspn (name, APP_NAME_LETTERS) < length) {
    carillon_credential_form_show_app_problem (
      self, _ ("The name of an app is made of lower-case letters from a to z, "
               "digits and underscores, 64 at most."));
  } else {
    return TRUE;
  }
  return FALSE;
}

static gboolean
has_error (CarillonCredentialForm *self, CarillonPart part)
{
  CarillonCredentialCheck *check = carillon_credential_draft_get_check (self->draft);
  const CarillonFinding *first =
    check != NULL && check->findings->len > 0 ? check->findings->pdata[0] : NULL;

  return carillon_credential_draft_get_problem (self->draft, part) != NULL ||
         (first != NULL && first->severity == CARILLON_FINDING_ERROR && first->part == part);
}

static void
focus_first_error (CarillonCredentialForm *self)
{
  for (CarillonPart part = 0; part < CARILLON_N_PARTS; part++) {
    if (gtk_widget_get_visible (self->part_rows[part]) && has_error (self, part)) {
      gtk_widget_grab_focus (self->part_rows[part]);
      return;
    }
  }
}

/**
 * carillon_credential_form_create:
 *
 * Creates what was entered, or says why not. While something is still read or checked it waits for
 * that.
 */
void
carillon_credential_form_create (CarillonCredentialForm *self)
{
  g_autofree char *app_name = carillon_credential_form_get_app_name (self);

  self->waits = carillon_credential_draft_get_busy (self->draft);
  if (self->busy || self->waits) {
    return;
  }
  carillon_credential_form_clear_problems (self);
  if (!carillon_credential_draft_complete (self->draft)) {
    focus_first_error (self);
    /* Both are shown, and what stands first is to be mended first. */
    check_app_name (self, app_name);
  } else if (check_app_name (self, app_name)) {
    guard (self, app_name);
  }
}
