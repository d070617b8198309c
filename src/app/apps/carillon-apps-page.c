#include "carillon-apps-page.h"

#include <glib/gi18n.h>

#include "carillon-apps-kind.h"
#include "carillon-credential-form.h"
#include "carillon-list-page.h"
#include "carillon-list-tabs.h"
#include "carillon-toast.h"

struct _CarillonAppsPage {
  GtkWidget parent_instance;

  CarillonSession *session; /* (owned) */
  char *wanted_id;          /* (owned) (nullable): a credential to be selected when it is there */
  CarillonListTabs *tabs;   /* (unowned) (nullable): the only child */
  CarillonListPage *apps;   /* (unowned): in the tabs */
  CarillonListPage *credentials; /* (unowned): in the tabs */
};

G_DEFINE_FINAL_TYPE (CarillonAppsPage, carillon_apps_page, GTK_TYPE_WIDGET)

/* Only the list view inside a column view scrolls to an item, in GTK 4.8. */
static void
scroll_to (CarillonListPage *list, guint position)
{
  GtkWidget *child = gtk_widget_get_first_child (carillon_list_page_get_view (list));

  for (; child != NULL; child = gtk_widget_get_next_sibling (child)) {
    if (GTK_IS_LIST_VIEW (child)) {
      gtk_widget_activate_action (child, "list.scroll-to-item", "u", position);
    }
  }
}

/* A new credential is in the list only when that was loaded again. */
static void
on_rows_changed (CarillonAppsPage *self, guint at, guint removed, guint added, GListModel *rows)
{
  for (guint i = at; self->wanted_id != NULL && i < at + added; i++) {
    g_autoptr (CommsResource) item = g_list_model_get_item (rows, i);

    if (g_strcmp0 (comms_resource_get_id (item), self->wanted_id) == 0) {
      g_clear_pointer (&self->wanted_id, g_free);
      gtk_selection_model_select_item (GTK_SELECTION_MODEL (rows), i, TRUE);
      scroll_to (self->credentials, i);
    }
  }
}

static void
refresh (CarillonAppsPage *self)
{
  carillon_list_page_refresh (self->apps);
  carillon_list_page_refresh (self->credentials);
}

static void
on_refresh (GtkWidget *widget, const char *action, GVariant *parameter)
{
  refresh (CARILLON_APPS_PAGE (widget));
}

/* Filters and search that would hide what was made are lifted. */
static void
on_created (CarillonAppsPage *self, const char *id, const char *app_name)
{
  carillon_apps_page_show_credentials (self, app_name);
  if (carillon_list_rows_get_search (carillon_list_page_get_rows (self->credentials)) != NULL) {
    carillon_list_page_search (self->credentials, "");
  }
  refresh (self);
  if (id != NULL) {
    g_free (self->wanted_id);
    self->wanted_id = g_strdup (id);
    carillon_toast (GTK_WIDGET (self), _ ("Credential created"));
  }
}

static void
on_new_credential (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonAppsPage *self = CARILLON_APPS_PAGE (widget);
  const char *app_name = parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL;
  GtkWidget *form = carillon_credential_form_new (self->session, app_name);

  g_signal_connect_object (form, "created", G_CALLBACK (on_created), self, G_CONNECT_SWAPPED);
  carillon_credential_form_present (CARILLON_CREDENTIAL_FORM (form), widget);
}

static void
carillon_apps_page_dispose (GObject *object)
{
  CarillonAppsPage *self = CARILLON_APPS_PAGE (object);
  GtkWidget *tabs = GTK_WIDGET (self->tabs);

  self->tabs = NULL;
  g_clear_pointer (&tabs, gtk_widget_unparent);
  g_clear_object (&self->session);
  g_clear_pointer (&self->wanted_id, g_free);
  G_OBJECT_CLASS (carillon_apps_page_parent_class)->dispose (object);
}

static gboolean
carillon_apps_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CARILLON_APPS_PAGE (widget)->tabs));
}

static gboolean
carillon_apps_page_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (GTK_WIDGET (CARILLON_APPS_PAGE (widget)->tabs), direction);
}

static void
carillon_apps_page_class_init (CarillonAppsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_apps_page_dispose;
  widget_class->focus = carillon_apps_page_focus;
  widget_class->grab_focus = carillon_apps_page_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "apps.new-credential", NULL, on_new_credential);
  gtk_widget_class_install_action (widget_class, "apps.new-credential-of", "s", on_new_credential);
  gtk_widget_class_install_action (widget_class, "apps.refresh", NULL, on_refresh);
}

static GtkWidget *
new_button_new (void)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("list-add-symbolic");
  const char *name = _ ("New Credential…");

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "apps.new-credential");
  gtk_widget_set_name (button, "new-credential");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

static void
carillon_apps_page_init (CarillonAppsPage *self)
{
  GtkWidget *tabs = carillon_list_tabs_new ();

  self->tabs = CARILLON_LIST_TABS (tabs);
  carillon_list_tabs_set_end (self->tabs, new_button_new ());
  gtk_widget_set_parent (tabs, GTK_WIDGET (self));
}

static CarillonListPage *
add_list (CarillonAppsPage *self, CarillonSession *session, const CarillonListKind *kind)
{
  GtkWidget *list = carillon_list_page_new (session, kind, NULL);

  carillon_list_tabs_add (self->tabs, list, _ (kind->title));
  return CARILLON_LIST_PAGE (list);
}

/**
 * carillon_apps_page_new:
 * @session: whose apps are listed
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
carillon_apps_page_new (CarillonSession *session)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);

  CarillonAppsPage *self = g_object_new (CARILLON_TYPE_APPS_PAGE, NULL);
  self->session = g_object_ref (session);
  self->apps = add_list (self, session, &carillon_apps_kind);
  self->credentials = add_list (self, session, &carillon_credentials_kind);
  g_signal_connect_object (carillon_list_page_get_rows (self->credentials), "items-changed",
                           G_CALLBACK (on_rows_changed), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * carillon_apps_page_show_app:
 * @name: of an app
 *
 * Lists the apps that have @name somewhere: the API has no filter for it, and there are ten at
 * most.
 */
void
carillon_apps_page_show_app (CarillonAppsPage *self, const char *name)
{
  g_return_if_fail (CARILLON_IS_APPS_PAGE (self));
  g_return_if_fail (name != NULL);

  carillon_list_tabs_show (self->tabs, GTK_WIDGET (self->apps));
  carillon_list_page_clear_filters (self->apps);
  carillon_list_page_search (self->apps, name);
}

/**
 * carillon_apps_page_show_credentials:
 * @app_name: of an app
 *
 * Lists its credentials, as if its name had been entered.
 */
void
carillon_apps_page_show_credentials (CarillonAppsPage *self, const char *app_name)
{
  g_return_if_fail (CARILLON_IS_APPS_PAGE (self));
  g_return_if_fail (app_name != NULL);

  carillon_list_tabs_show (self->tabs, GTK_WIDGET (self->credentials));
  carillon_list_page_clear_filters (self->credentials);
  carillon_list_page_set_filter_value (self->credentials, "app", app_name);
}
