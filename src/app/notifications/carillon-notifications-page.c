/* The notifications of the account (API: PushNotifications, list). */

#include "carillon-notifications-page.h"

#include "carillon-list-page.h"
#include "carillon-notifications-kind.h"

struct _CarillonNotificationsPage {
  GtkWidget parent_instance;

  CarillonListPage *list; /* (unowned): the only child */
};

G_DEFINE_FINAL_TYPE (CarillonNotificationsPage, carillon_notifications_page, GTK_TYPE_WIDGET)

static void
carillon_notifications_page_dispose (GObject *object)
{
  CarillonNotificationsPage *self = CARILLON_NOTIFICATIONS_PAGE (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_notifications_page_parent_class)->dispose (object);
}

static gboolean
carillon_notifications_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (gtk_widget_get_first_child (widget));
}

static gboolean
carillon_notifications_page_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (gtk_widget_get_first_child (widget), direction);
}

static void
carillon_notifications_page_class_init (CarillonNotificationsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = carillon_notifications_page_dispose;
  GTK_WIDGET_CLASS (klass)->focus = carillon_notifications_page_focus;
  GTK_WIDGET_CLASS (klass)->grab_focus = carillon_notifications_page_grab_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_notifications_page_init (CarillonNotificationsPage *self)
{
}

/**
 * carillon_notifications_page_new:
 * @session: whose notifications are listed
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
carillon_notifications_page_new (CarillonSession *session)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);

  CarillonNotificationsPage *self = g_object_new (CARILLON_TYPE_NOTIFICATIONS_PAGE, NULL);
  GtkWidget *list = carillon_list_page_new (session, &carillon_notifications_kind, NULL);

  self->list = CARILLON_LIST_PAGE (list);
  gtk_widget_set_parent (list, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

/**
 * carillon_notifications_page_show:
 * @filter: "user" or "operation"
 * @id: of which one
 *
 * Lists the notifications of one user or operation, as if its ID had been entered.
 */
void
carillon_notifications_page_show (CarillonNotificationsPage *self,
                                  const char *filter,
                                  const char *id)
{
  g_return_if_fail (CARILLON_IS_NOTIFICATIONS_PAGE (self));
  g_return_if_fail (filter != NULL && id != NULL);

  carillon_list_page_clear_filters (self->list);
  carillon_list_page_set_filter_value (self->list, filter, id);
}
