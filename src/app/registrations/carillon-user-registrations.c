/* The device registrations of one user: the API lists them by user only (API: DeviceRegistrations).
 * The user is fetched first, because a list of nothing does not tell an ID that does not exist from
 * a user without devices. */

#include "carillon-user-registrations.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "carillon-format.h"
#include "carillon-list-page.h"
#include "carillon-problem.h"
#include "carillon-registrations-kind.h"

struct _CarillonUserRegistrations {
  GtkWidget parent_instance;

  CarillonSession *session;  /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): of the user being fetched */
  char *user_id;             /* (owned) (nullable): the user that was asked for last */

  CarillonListPage *list; /* (unowned): the only child */
  GtkWidget *entry;       /* (unowned) */
};

G_DEFINE_FINAL_TYPE (CarillonUserRegistrations, carillon_user_registrations, GTK_TYPE_WIDGET)

#define SPINNER_SIZE 32

/* With less than it likes the entry gets a line of its own, which fits the narrowest window. */
#define ENTRY_WIDTH_CHARS 4
#define ENTRY_LIKED_CHARS 20

static void fetch_user (CarillonUserRegistrations *self);

static GtkWidget *
spinner_new (void)
{
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_widget_set_tooltip_text (spinner, _ ("Looking for the user…"));
  gtk_widget_set_size_request (spinner, SPINNER_SIZE, SPINNER_SIZE);
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (spinner, GTK_ALIGN_CENTER);
  gtk_spinner_start (GTK_SPINNER (spinner));
  return spinner;
}

static GtkWidget *
invitation_new (void)
{
  return g_object_new (
    ADW_TYPE_STATUS_PAGE, "icon-name", carillon_registrations_kind.icon_name, "title",
    _ ("Choose a User"), "description",
    _ ("Registrations belong to a user. Enter a user’s ID above, or choose “Show "
       "Registrations” on the Users page. Devices of all users are found under “All Devices”."),
    NULL);
}

static GtkWidget *
problem_new (CarillonUserRegistrations *self, const GError *error)
{
  GtkWidget *problem = carillon_problem_new ();

  gtk_widget_set_name (problem, "registrations-problem");
  if (g_error_matches (error, COMMS_ERROR, COMMS_ERROR_NOT_FOUND)) {
    carillon_problem_set_text (CARILLON_PROBLEM (problem), _ ("No User Has This ID"),
                               _ ("Check that it is complete and belongs to this account. The "
                                  "Users page lists the IDs that exist."));
    return problem;
  }
  carillon_problem_set_error (CARILLON_PROBLEM (problem), error);
  g_object_set (problem, "button-label", _ ("_Try Again"), NULL);
  g_signal_connect_object (problem, "clicked", G_CALLBACK (fetch_user), self, G_CONNECT_SWAPPED);
  return problem;
}

static GtkWidget *
problem_page_new (CarillonUserRegistrations *self, const GError *error)
{
  return g_object_new (ADW_TYPE_CLAMP, "maximum-size", 480, "margin-start", 12, "margin-end", 12,
                       "child", problem_new (self, error), NULL);
}

static void
list_registrations (CarillonUserRegistrations *self, CommsUser *user)
{
  const CommsFilter filter = { .user_id = self->user_id };
  gint64 deleted_at = comms_user_get_deleted_at (user);

  carillon_list_page_set_empty_text (self->list, NULL, NULL);
  if (deleted_at >= 0) {
    g_autofree char *when = carillon_format_time (deleted_at);
    /* Translators: %s is a time. */
    g_autofree char *text = g_strdup_printf (_ ("This user was deleted: %s."), when);

    carillon_list_page_set_empty_text (self->list, NULL, text);
  }
  carillon_list_page_set_filter (self->list, &filter);
  carillon_list_page_set_notice (self->list, NULL);
}

static void
on_user_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonUserRegistrations) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CommsUser) user =
    comms_client_fetch_user_finish (COMMS_CLIENT (source), result, &error);

  /* Another user was asked for meanwhile, or the page is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->list == NULL) {
    return;
  }
  g_clear_object (&self->cancellable);
  if (error != NULL) {
    gtk_widget_add_css_class (self->entry, "error");
    carillon_list_page_set_notice (self->list, problem_page_new (self, error));
    return;
  }
  list_registrations (self, user);
}

static void
forget_request (CarillonUserRegistrations *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
fetch_user (CarillonUserRegistrations *self)
{
  forget_request (self);
  gtk_widget_remove_css_class (self->entry, "error");
  carillon_list_page_set_show_details (self->list, FALSE);
  if (self->user_id == NULL) {
    carillon_list_page_set_notice (self->list, invitation_new ());
    return;
  }
  self->cancellable = g_cancellable_new ();
  carillon_list_page_set_notice (self->list, spinner_new ());
  comms_client_fetch_user_async (carillon_session_get_client (self->session), self->user_id,
                                 self->cancellable, on_user_fetched, g_object_ref (self));
}

static void
on_entered (CarillonUserRegistrations *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  /* IDs come from mails and spreadsheets, with blanks around them. */
  g_strstrip (text);
  g_free (self->user_id);
  self->user_id = *text != '\0' ? g_steal_pointer (&text) : NULL;
  fetch_user (self);
}

static void
carillon_user_registrations_dispose (GObject *object)
{
  CarillonUserRegistrations *self = CARILLON_USER_REGISTRATIONS (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  forget_request (self);
  self->list = NULL;
  self->entry = NULL;
  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (carillon_user_registrations_parent_class)->dispose (object);
}

static void
carillon_user_registrations_finalize (GObject *object)
{
  g_free (CARILLON_USER_REGISTRATIONS (object)->user_id);
  G_OBJECT_CLASS (carillon_user_registrations_parent_class)->finalize (object);
}

static gboolean
carillon_user_registrations_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (gtk_widget_get_first_child (widget));
}

static gboolean
carillon_user_registrations_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (gtk_widget_get_first_child (widget), direction);
}

static void
carillon_user_registrations_class_init (CarillonUserRegistrationsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = carillon_user_registrations_dispose;
  object_class->finalize = carillon_user_registrations_finalize;
  GTK_WIDGET_CLASS (klass)->focus = carillon_user_registrations_focus;
  GTK_WIDGET_CLASS (klass)->grab_focus = carillon_user_registrations_grab_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_user_registrations_init (CarillonUserRegistrations *self)
{
}

static void
add_controls (CarillonUserRegistrations *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Show"));

  self->entry = gtk_entry_new ();
  gtk_widget_set_name (self->entry, "registrations-user");
  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), ENTRY_WIDTH_CHARS);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), ENTRY_LIKED_CHARS);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("User ID"));
  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_PRIMARY,
                                     "avatar-default-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("User ID"), -1);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (on_entered), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_entered), self, G_CONNECT_SWAPPED);
  carillon_list_page_add_control (self->list, self->entry);
  carillon_list_page_add_control (self->list, button);
}

/**
 * carillon_user_registrations_new:
 * @session: whose users are asked for
 *
 * Returns: (transfer floating): the list, of no user yet
 */
GtkWidget *
carillon_user_registrations_new (CarillonSession *session)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);

  CarillonUserRegistrations *self = g_object_new (CARILLON_TYPE_USER_REGISTRATIONS, NULL);
  GtkWidget *list = carillon_list_page_new (session, &carillon_registrations_kind, NULL);

  self->session = g_object_ref (session);
  self->list = CARILLON_LIST_PAGE (list);
  add_controls (self);
  carillon_list_page_set_notice (self->list, invitation_new ());
  gtk_widget_set_parent (list, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

/**
 * carillon_user_registrations_show_user:
 * @user_id: the ID of a user, who need not exist
 *
 * Lists the registrations of that user, as if the ID had been entered.
 */
void
carillon_user_registrations_show_user (CarillonUserRegistrations *self, const char *user_id)
{
  g_return_if_fail (CARILLON_IS_USER_REGISTRATIONS (self));
  g_return_if_fail (user_id != NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), user_id);
  on_entered (self);
}

/**
 * carillon_user_registrations_get_user:
 *
 * Returns: (transfer none) (nullable): the ID that was entered last
 */
const char *
carillon_user_registrations_get_user (CarillonUserRegistrations *self)
{
  g_return_val_if_fail (CARILLON_IS_USER_REGISTRATIONS (self), NULL);

  return self->user_id;
}
