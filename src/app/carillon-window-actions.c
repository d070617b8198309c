#include <glib/gi18n.h>

#include "carillon-account-form.h"
#include "carillon-account-removal.h"
#include "carillon-apps-page.h"
#include "carillon-ask.h"
#include "carillon-composer-page.h"
#include "carillon-jobs-leave.h"
#include "carillon-notifications-page.h"
#include "carillon-operations-page.h"
#include "carillon-register-file.h"
#include "carillon-register-form.h"
#include "carillon-registrations-page.h"
#include "carillon-secrets.h"
#include "carillon-toast.h"
#include "carillon-trash-page.h"
#include "carillon-window.h"

static const char *
text_of (GVariant *parameter)
{
  return g_variant_get_string (parameter, NULL);
}

static CarillonPages *
pages_of (GtkWidget *widget)
{
  return carillon_window_get_pages (CARILLON_WINDOW (widget));
}

static CarillonConnection *
connection_of (GtkWidget *widget)
{
  return carillon_window_get_connection (CARILLON_WINDOW (widget));
}

static CarillonAccount *
find_account (GtkWidget *widget, GVariant *id)
{
  return carillon_accounts_find (carillon_window_get_accounts (CARILLON_WINDOW (widget)),
                                 text_of (id));
}

static void
show_page (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carillon_window_enter_page (CARILLON_WINDOW (widget), text_of (parameter));
}

static void
compose (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carillon_window_enter_page (CARILLON_WINDOW (widget), "compose");
}

static void
show_operation (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *page = carillon_pages_show (pages_of (widget), "operations");

  if (page != NULL) {
    carillon_operations_page_show (CARILLON_OPERATIONS_PAGE (page), text_of (parameter));
  }
}

static void
show_user_registrations (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *page = carillon_pages_show (pages_of (widget), "registrations");

  if (page != NULL) {
    carillon_registrations_page_show_user (CARILLON_REGISTRATIONS_PAGE (page), text_of (parameter));
  }
}

static void
show_app (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *page = carillon_pages_show (pages_of (widget), "apps");

  if (page != NULL) {
    carillon_apps_page_show_app (CARILLON_APPS_PAGE (page), text_of (parameter));
  }
}

static void
show_app_credentials (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *page = carillon_pages_show (pages_of (widget), "apps");

  if (page != NULL) {
    carillon_apps_page_show_credentials (CARILLON_APPS_PAGE (page), text_of (parameter));
  }
}

static void
show_app_devices (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *page = carillon_pages_show (pages_of (widget), "registrations");

  if (page != NULL) {
    carillon_registrations_page_show_devices (CARILLON_REGISTRATIONS_PAGE (page),
                                              text_of (parameter));
  }
}

static void
show_trash (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *page = carillon_pages_show (pages_of (widget), "trash");

  if (page != NULL) {
    carillon_trash_page_show_deleted (CARILLON_TRASH_PAGE (page));
  }
}

static void
open_job (GtkWidget *widget, GVariant *job, void (*open) (CarillonTrashPage *page, const char *job))
{
  GtkWidget *page = carillon_pages_show (pages_of (widget), "trash");

  if (page != NULL) {
    open (CARILLON_TRASH_PAGE (page), text_of (job));
  }
}

static void
show_job (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open_job (widget, parameter, carillon_trash_page_show_job);
}

static void
show_job_trash (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open_job (widget, parameter, carillon_trash_page_show_deleted_by);
}

static void
restore_job (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open_job (widget, parameter, carillon_trash_page_restore_job);
}

static void
compose_to (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *page = carillon_pages_show (pages_of (widget), "compose");

  if (page != NULL) {
    carillon_composer_page_add_user (CARILLON_COMPOSER_PAGE (page), text_of (parameter));
    gtk_widget_grab_focus (page);
  }
}

static void
compose_with (GtkWidget *widget,
              GVariant *recipients,
              void (*take) (CarillonComposerPage *page, GVariant *recipients))
{
  GtkWidget *page = carillon_pages_show (pages_of (widget), "compose");

  if (page != NULL) {
    take (CARILLON_COMPOSER_PAGE (page), recipients);
    gtk_widget_grab_focus (page);
  }
}

static void
compose_new_to (GtkWidget *widget, const char *name, GVariant *parameter)
{
  compose_with (widget, parameter, carillon_composer_page_begin);
}

static void
add_recipients (GtkWidget *widget, const char *name, GVariant *parameter)
{
  compose_with (widget, parameter, carillon_composer_page_add_recipients);
}

static void
show_notifications (GtkWidget *widget, const char *filter, GVariant *id)
{
  GtkWidget *page = carillon_pages_show (pages_of (widget), "notifications");

  if (page != NULL) {
    carillon_notifications_page_show (CARILLON_NOTIFICATIONS_PAGE (page), filter, text_of (id));
  }
}

static void
show_user_notifications (GtkWidget *widget, const char *name, GVariant *parameter)
{
  show_notifications (widget, "user", parameter);
}

static void
show_operation_notifications (GtkWidget *widget, const char *name, GVariant *parameter)
{
  show_notifications (widget, "operation", parameter);
}

/* Of a user, by ID, or of whoever is named in the form: "". */
static void
register_device (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarillonSession *session = carillon_connection_get_session (connection_of (widget));

  if (session != NULL) {
    GtkWidget *form = carillon_register_form_new (session, text_of (parameter));
    carillon_register_form_present (CARILLON_REGISTER_FORM (form), GTK_WIDGET (pages_of (widget)));
  }
}

/* Of the file at a URI, or of one that is yet to be chosen: "". */
static void
register_devices (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarillonSession *session = carillon_connection_get_session (connection_of (widget));

  if (session == NULL) {
    return;
  }
  GtkWidget *sheet = carillon_register_file_new (session);
  carillon_register_file_present (CARILLON_REGISTER_FILE (sheet), GTK_WIDGET (pages_of (widget)));
  if (*text_of (parameter) != '\0') {
    g_autoptr (GFile) file = g_file_new_for_uri (text_of (parameter));
    carillon_register_file_open (CARILLON_REGISTER_FILE (sheet), file);
  }
}

static void
open_draft (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *page = carillon_pages_show (pages_of (widget), "compose");

  if (page != NULL) {
    carillon_composer_page_open_draft (CARILLON_COMPOSER_PAGE (page), text_of (parameter));
  }
}

static void
toggle_sidebar (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carillon_window_toggle_sidebar (CARILLON_WINDOW (widget));
}

static void
show_accounts (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carillon_window_show_accounts (CARILLON_WINDOW (widget));
}

typedef struct {
  CarillonWindow *window;
  CarillonAccount *account;
} Switch;

static void
switch_free (Switch *to)
{
  g_object_unref (to->window);
  g_object_unref (to->account);
  g_free (to);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Switch, switch_free)

/* The account may have been removed while the question was open. */
static void
on_switch_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Switch) to = user_data;
  CarillonAccounts *accounts = carillon_window_get_accounts (to->window);
  const char *id = carillon_account_get_id (to->account);

  if (carillon_jobs_leave_finish (result) && carillon_accounts_find (accounts, id) != NULL) {
    carillon_connection_use (carillon_window_get_connection (to->window), to->account);
  }
}

/* What runs pauses with the session that it is of. */
static void
switch_to (GtkWidget *widget, CarillonAccount *account)
{
  CarillonConnection *connection = connection_of (widget);

  if (account == carillon_connection_get_account (connection)) {
    return;
  }
  Switch *to = g_new0 (Switch, 1);
  to->window = g_object_ref (CARILLON_WINDOW (widget));
  to->account = g_object_ref (account);
  carillon_jobs_leave_async (widget, carillon_connection_get_session (connection),
                             CARILLON_LEAVE_SWITCH, on_switch_answered, to);
}

static void
use_account (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarillonAccount *account = find_account (widget, parameter);

  if (account != NULL) {
    switch_to (widget, account);
  }
}

static void
on_emulator_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonWindow) window = user_data;

  if (carillon_jobs_leave_finish (result)) {
    carillon_window_try_emulator (window);
  }
}

static void
try_emulator (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarillonSession *session = carillon_connection_get_session (connection_of (widget));
  CarillonAccounts *accounts = carillon_window_get_accounts (CARILLON_WINDOW (widget));
  CarillonAccount *known = carillon_accounts_find_kind (accounts, CARILLON_ACCOUNT_EMULATOR);

  if (!carillon_jobs_leave_asks (session)) {
    carillon_window_try_emulator (CARILLON_WINDOW (widget));
  } else if (known != NULL) {
    switch_to (widget, known);
  } else {
    carillon_jobs_leave_async (widget, session, CARILLON_LEAVE_SWITCH, on_emulator_answered,
                               g_object_ref (widget));
  }
}

static void
reconnect (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carillon_connection_retry (connection_of (widget));
}

/* A secret comes along only where the keyring did not take it. Whatever else has changed is bound
 * to what shows it, and who has just saved an account that cannot be reached may want another try.
 */
static void
on_account_saved (GtkWidget *widget,
                  CarillonAccount *account,
                  const char *session_secret,
                  gboolean reconnect)
{
  CarillonConnection *connection = connection_of (widget);
  gboolean is_current = carillon_connection_get_account (connection) == account;
  gboolean is_ready = carillon_connection_get_state (connection) == CARILLON_CONNECTION_READY;

  if (!reconnect && (is_ready || !is_current)) {
    return;
  }
  if (session_secret != NULL) {
    carillon_connection_use_secret (connection, account, session_secret);
  } else {
    carillon_connection_forget_secret (connection, account);
    carillon_connection_use (connection, account);
  }
}

static void
present_form (GtkWidget *widget, CarillonAccount *account)
{
  GtkWidget *form =
    carillon_account_form_new (carillon_window_get_accounts (CARILLON_WINDOW (widget)), account);

  g_signal_connect_object (form, "saved", G_CALLBACK (on_account_saved), widget, G_CONNECT_SWAPPED);
  carillon_account_form_present (CARILLON_ACCOUNT_FORM (form), widget);
}

static void
add_account (GtkWidget *widget, const char *name, GVariant *parameter)
{
  present_form (widget, NULL);
}

static void
edit_account (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarillonAccount *account = find_account (widget, parameter);

  if (account == NULL) {
    account = carillon_connection_get_account (connection_of (widget));
  }
  if (account != NULL) {
    present_form (widget, account);
  }
}

typedef struct {
  CarillonWindow *window;
  CarillonAccount *account;
} Removal;

static void
removal_free (Removal *removal)
{
  g_object_unref (removal->window);
  g_object_unref (removal->account);
  g_free (removal);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Removal, removal_free)

static void
on_secret_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;

  if (!carillon_secrets_clear_finish (result, &error)) {
    carillon_toast (widget, _ ("The keyring kept the secret; remove it there"));
  }
}

static void
on_removal_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Removal) removal = user_data;
  CarillonAccount *account = removal->account;

  if (!carillon_account_removal_ask_finish (result)) {
    return;
  }
  carillon_accounts_remove (carillon_window_get_accounts (removal->window), account);
  carillon_connection_forget (carillon_window_get_connection (removal->window), account);
  if (carillon_account_get_kind (account) != CARILLON_ACCOUNT_EMULATOR) {
    carillon_secrets_clear_async (carillon_account_get_id (account), NULL, on_secret_cleared,
                                  g_object_ref (removal->window));
  }
}

static void
remove_account (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarillonAccount *account = find_account (widget, parameter);

  if (account == NULL) {
    return;
  }
  Removal *removal = g_new0 (Removal, 1);
  removal->window = g_object_ref (CARILLON_WINDOW (widget));
  removal->account = g_object_ref (account);
  carillon_account_removal_ask_async (widget,
                                      carillon_connection_get_store (connection_of (widget)),
                                      account, on_removal_answered, removal);
}

/**
 * carillon_window_install_actions:
 * @widget_class: of the window
 */
void
carillon_window_install_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *name;
    const char *parameter_type; /* (nullable) */
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.show-page", "s", show_page },
    { "win.show-operation", "s", show_operation },
    { "win.show-user-registrations", "s", show_user_registrations },
    { "win.show-user-notifications", "s", show_user_notifications },
    { "win.show-operation-notifications", "s", show_operation_notifications },
    { "win.show-app", "s", show_app },
    { "win.show-app-credentials", "s", show_app_credentials },
    { "win.show-app-devices", "s", show_app_devices },
    { "win.show-trash", NULL, show_trash },
    { "win.show-job", "s", show_job },
    { "win.show-job-trash", "s", show_job_trash },
    { "win.restore-job", "s", restore_job },
    { "win.compose-to", "s", compose_to },
    { "win.compose-new-to", "a(ss)", compose_new_to },
    { "win.add-recipients", "a(ss)", add_recipients },
    { "win.open-draft", "s", open_draft },
    { "win.register-device", "s", register_device },
    { "win.register-devices", "s", register_devices },
    { "win.compose", NULL, compose },
    { "win.toggle-sidebar", NULL, toggle_sidebar },
    { "win.show-accounts", NULL, show_accounts },
    { "win.use-account", "s", use_account },
    { "win.add-account", NULL, add_account },
    { "win.edit-account", "s", edit_account },
    { "win.remove-account", "s", remove_account },
    { "win.try-emulator", NULL, try_emulator },
    { "win.reconnect", NULL, reconnect },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++) {
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter_type,
                                     actions[i].activate);
  }
}
