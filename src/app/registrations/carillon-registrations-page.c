/* Registrations in two ways: those of one user from the API, which lists them by user only (API:
 * DeviceRegistrations), and all devices from the index. */

#include "carillon-registrations-page.h"

#include <glib/gi18n.h>

#include "carillon-index-kinds.h"
#include "carillon-indexed-list.h"
#include "carillon-list-tabs.h"
#include "carillon-user-registrations.h"

struct _CarillonRegistrationsPage {
  GtkWidget parent_instance;

  CarillonListTabs *tabs;             /* (unowned): the only child */
  CarillonUserRegistrations *by_user; /* (unowned): in the tabs */
  CarillonIndexedList *devices;       /* (unowned): in the tabs */
};

G_DEFINE_FINAL_TYPE (CarillonRegistrationsPage, carillon_registrations_page, GTK_TYPE_WIDGET)

static void
carillon_registrations_page_dispose (GObject *object)
{
  CarillonRegistrationsPage *self = CARILLON_REGISTRATIONS_PAGE (object);
  GtkWidget *tabs = GTK_WIDGET (self->tabs);

  self->tabs = NULL;
  g_clear_pointer (&tabs, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_registrations_page_parent_class)->dispose (object);
}

/* Of the user that is shown, if there is one. */
static void
register_device (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarillonRegistrationsPage *self = CARILLON_REGISTRATIONS_PAGE (widget);
  gboolean is_shown = gtk_widget_get_mapped (GTK_WIDGET (self->by_user));
  const char *user_id = is_shown ? carillon_user_registrations_get_user (self->by_user) : NULL;

  gtk_widget_activate_action (widget, "win.register-device", "s", user_id != NULL ? user_id : "");
}

static gboolean
on_drop (CarillonRegistrationsPage *self, const GValue *value)
{
  GFile *file = g_value_get_object (value);
  g_autofree char *uri = file != NULL ? g_file_get_uri (file) : NULL;

  return uri != NULL &&
         gtk_widget_activate_action (GTK_WIDGET (self), "win.register-devices", "s", uri);
}

static void
take_files (CarillonRegistrationsPage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static GtkWidget *
register_button_new (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  g_menu_append (menu, _ ("_Register Device…"), "registrations.register");
  g_menu_append (menu, _ ("Register Devices from _File…"), "win.register-devices::");
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "list-add-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, _ ("Register Devices"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Register Devices"), -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_name (button, "registrations-register");
  return button;
}

static gboolean
carillon_registrations_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (gtk_widget_get_first_child (widget));
}

static gboolean
carillon_registrations_page_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (gtk_widget_get_first_child (widget), direction);
}

static void
carillon_registrations_page_class_init (CarillonRegistrationsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_registrations_page_dispose;
  widget_class->focus = carillon_registrations_page_focus;
  widget_class->grab_focus = carillon_registrations_page_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "registrations.register", NULL, register_device);
}

static void
carillon_registrations_page_init (CarillonRegistrationsPage *self)
{
  GtkWidget *tabs = carillon_list_tabs_new ();

  self->tabs = CARILLON_LIST_TABS (tabs);
  gtk_widget_set_parent (tabs, GTK_WIDGET (self));
  take_files (self);
}

/**
 * carillon_registrations_page_new:
 * @session: what is listed
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
carillon_registrations_page_new (CarillonSession *session)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);

  CarillonRegistrationsPage *self = g_object_new (CARILLON_TYPE_REGISTRATIONS_PAGE, NULL);
  GtkWidget *by_user = carillon_user_registrations_new (session);
  GtkWidget *devices = carillon_indexed_list_new (
    session, &carillon_devices_kind,
    _ (
      "The API lists registrations by user only. Build an index to search all devices: it asks for "
      "every user once, can be paused, and goes on after a restart."));

  self->by_user = CARILLON_USER_REGISTRATIONS (by_user);
  self->devices = CARILLON_INDEXED_LIST (devices);
  /* Looking for a token is what most come for. */
  carillon_list_page_search (carillon_indexed_list_get_list (self->devices), "");
  carillon_list_tabs_set_end (self->tabs, register_button_new ());
  carillon_list_tabs_add (self->tabs, by_user, _ ("By User"));
  carillon_list_tabs_add (self->tabs, devices, _ ("All Devices"));
  return GTK_WIDGET (self);
}

/**
 * carillon_registrations_page_show_user:
 * @user_id: the ID of a user, who need not exist
 *
 * Lists the registrations of that user, as if the ID had been entered.
 */
void
carillon_registrations_page_show_user (CarillonRegistrationsPage *self, const char *user_id)
{
  g_return_if_fail (CARILLON_IS_REGISTRATIONS_PAGE (self));
  g_return_if_fail (user_id != NULL);

  carillon_list_tabs_show (self->tabs, GTK_WIDGET (self->by_user));
  carillon_user_registrations_show_user (self->by_user, user_id);
}

/**
 * carillon_registrations_page_show_devices:
 * @app_name: of an app
 *
 * Lists the devices that the index has of an app, as if its name had been entered.
 */
void
carillon_registrations_page_show_devices (CarillonRegistrationsPage *self, const char *app_name)
{
  g_return_if_fail (CARILLON_IS_REGISTRATIONS_PAGE (self));
  g_return_if_fail (app_name != NULL);

  CarillonListPage *list = carillon_indexed_list_get_list (self->devices);
  carillon_list_tabs_show (self->tabs, GTK_WIDGET (self->devices));
  carillon_list_page_clear_filters (list);
  carillon_list_page_search (list, "");
  carillon_list_page_set_filter_value (list, "app", app_name);
}
