#include "carillon-apps-page.h"

#include <glib/gi18n.h>

#include "carillon-apps-kind.h"
#include "carillon-list-page.h"

struct _CarillonAppsPage {
  GtkWidget parent_instance;

  GtkWidget *box;                /* (unowned): the only child */
  GtkStack *stack;               /* (unowned): in the box */
  CarillonListPage *apps;        /* (unowned): in the stack */
  CarillonListPage *credentials; /* (unowned): in the stack */
};

G_DEFINE_FINAL_TYPE (CarillonAppsPage, carillon_apps_page, GTK_TYPE_WIDGET)

static void
carillon_apps_page_dispose (GObject *object)
{
  g_clear_pointer (&CARILLON_APPS_PAGE (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_apps_page_parent_class)->dispose (object);
}

static gboolean
carillon_apps_page_grab_focus (GtkWidget *widget)
{
  GtkWidget *list = gtk_stack_get_visible_child (CARILLON_APPS_PAGE (widget)->stack);

  return list != NULL && gtk_widget_grab_focus (list);
}

static gboolean
carillon_apps_page_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (CARILLON_APPS_PAGE (widget)->box, direction);
}

static void
carillon_apps_page_class_init (CarillonAppsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_apps_page_dispose;
  widget_class->focus = carillon_apps_page_focus;
  widget_class->grab_focus = carillon_apps_page_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_apps_page_init (CarillonAppsPage *self)
{
  GtkWidget *switcher = gtk_stack_switcher_new ();
  GtkWidget *stack = gtk_stack_new ();

  self->stack = GTK_STACK (stack);
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_widget_set_vexpand (stack, TRUE);
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), self->stack);
  gtk_widget_set_halign (switcher, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (switcher, 6);
  gtk_widget_set_margin_start (switcher, 6);
  gtk_widget_set_margin_end (switcher, 6);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), switcher);
  gtk_box_append (GTK_BOX (self->box), stack);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

static CarillonListPage *
add_list (CarillonAppsPage *self, CarillonSession *session, const CarillonListKind *kind)
{
  GtkWidget *list = carillon_list_page_new (session, kind, NULL);

  gtk_stack_add_titled (self->stack, list, kind->id, _ (kind->title));
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
  self->apps = add_list (self, session, &carillon_apps_kind);
  self->credentials = add_list (self, session, &carillon_credentials_kind);
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

  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->apps));
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

  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->credentials));
  carillon_list_page_clear_filters (self->credentials);
  carillon_list_page_set_filter_value (self->credentials, "app", app_name);
}
