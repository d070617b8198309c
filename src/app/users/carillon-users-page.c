/* Users in two ways: all of them from the API, and by what they have from the index. */

#include "carillon-users-page.h"

#include <glib/gi18n.h>

#include "carillon-index-kinds.h"
#include "carillon-indexed-list.h"
#include "carillon-list-tabs.h"
#include "carillon-users-kind.h"

struct _CarillonUsersPage {
  GtkWidget parent_instance;

  CarillonListTabs *tabs; /* (unowned): the only child */
};

G_DEFINE_FINAL_TYPE (CarillonUsersPage, carillon_users_page, GTK_TYPE_WIDGET)

static void
carillon_users_page_dispose (GObject *object)
{
  CarillonUsersPage *self = CARILLON_USERS_PAGE (object);
  GtkWidget *tabs = GTK_WIDGET (self->tabs);

  self->tabs = NULL;
  g_clear_pointer (&tabs, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_users_page_parent_class)->dispose (object);
}

static gboolean
carillon_users_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (gtk_widget_get_first_child (widget));
}

static gboolean
carillon_users_page_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (gtk_widget_get_first_child (widget), direction);
}

static void
carillon_users_page_class_init (CarillonUsersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_users_page_dispose;
  widget_class->focus = carillon_users_page_focus;
  widget_class->grab_focus = carillon_users_page_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_users_page_init (CarillonUsersPage *self)
{
  GtkWidget *tabs = carillon_list_tabs_new ();

  self->tabs = CARILLON_LIST_TABS (tabs);
  gtk_widget_set_parent (tabs, GTK_WIDGET (self));
}

/**
 * carillon_users_page_new:
 * @session: what is listed
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
carillon_users_page_new (CarillonSession *session)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);

  CarillonUsersPage *self = g_object_new (CARILLON_TYPE_USERS_PAGE, NULL);
  carillon_list_tabs_add (self->tabs, carillon_list_page_new (session, &carillon_users_kind, NULL),
                          _ ("All Users"));
  carillon_list_tabs_add (
    self->tabs,
    carillon_indexed_list_new (
      session, &carillon_indexed_users_kind,
      _ (
        "The API does not tell how many devices a user has. Build an index to find users without "
        "a device, or with too many: it asks for every user once, can be paused, and goes on after "
        "a restart.")),
    _ ("In the Index"));
  return GTK_WIDGET (self);
}
