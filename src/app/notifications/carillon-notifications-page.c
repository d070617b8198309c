/* The notifications of the account, which can be narrowed by status and by operation (API:
 * PushNotifications, list). */

#include "carillon-notifications-page.h"

#include <glib/gi18n.h>

#include "carillon-list-page.h"
#include "carillon-notifications-kind.h"
#include "carillon-status-filter.h"

/* The entry asks for no more than this, so that the bar fits the narrowest window. */
#define ENTRY_WIDTH_CHARS 4

struct _CarillonNotificationsPage {
  GtkWidget parent_instance;

  CarillonListPage *list; /* (unowned): the only child */
  GtkWidget *status;      /* (unowned) */
  GtkWidget *operation;   /* (unowned) */
};

G_DEFINE_FINAL_TYPE (CarillonNotificationsPage, carillon_notifications_page, GTK_TYPE_WIDGET)

/* As the API writes them. */
static const char *const statuses[] = {
  "SCHEDULED", "QUEUED", "SENT", "FAILED", "CANCELED", NULL,
};

static void
apply_filter (CarillonNotificationsPage *self)
{
  g_autofree char *operation = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->operation)));
  g_strstrip (operation);

  const CommsFilter filter = {
    .status = carillon_status_filter_get (GTK_DROP_DOWN (self->status), statuses),
    .operation_id = *operation != '\0' ? operation : NULL,
  };
  gboolean narrowed = filter.status != NULL || filter.operation_id != NULL;

  carillon_list_page_set_empty_text (self->list, narrowed ? _ ("No Notification Matches") : NULL,
                                     narrowed ? _ ("Choose another status or operation.") : NULL);
  carillon_list_page_set_filter (self->list, &filter);
}

/* Typing asks for nothing, because half an ID matches nothing; an empty entry lifts the filter. */
static void
on_operation_changed (CarillonNotificationsPage *self)
{
  gboolean empty = *gtk_editable_get_text (GTK_EDITABLE (self->operation)) == '\0';

  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self->operation), GTK_ENTRY_ICON_SECONDARY,
                                     empty ? NULL : "edit-clear-symbolic");
  if (empty) {
    apply_filter (self);
  }
}

static void
on_clear_pressed (CarillonNotificationsPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->operation), "");
}

static void
add_status_control (CarillonNotificationsPage *self)
{
  self->status = carillon_status_filter_new (statuses);
  gtk_widget_set_name (self->status, "notifications-status");
  g_signal_connect_object (self->status, "notify::selected", G_CALLBACK (apply_filter), self,
                           G_CONNECT_SWAPPED);
  carillon_list_page_add_control (self->list, self->status);
}

static void
add_operation_control (CarillonNotificationsPage *self)
{
  GtkEntry *entry = GTK_ENTRY (gtk_entry_new ());

  self->operation = GTK_WIDGET (entry);
  gtk_widget_set_name (self->operation, "notifications-operation");
  gtk_widget_set_hexpand (self->operation, TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), ENTRY_WIDTH_CHARS);
  gtk_entry_set_placeholder_text (entry, _ ("Operation ID"));
  gtk_entry_set_icon_from_icon_name (entry, GTK_ENTRY_ICON_PRIMARY, "edit-find-symbolic");
  gtk_entry_set_icon_tooltip_text (entry, GTK_ENTRY_ICON_SECONDARY, _ ("Clear"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Operation ID"), -1);
  g_signal_connect_object (entry, "activate", G_CALLBACK (apply_filter), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_operation_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "icon-press", G_CALLBACK (on_clear_pressed), self,
                           G_CONNECT_SWAPPED);
  carillon_list_page_add_control (self->list, self->operation);
}

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
  add_status_control (self);
  add_operation_control (self);
  gtk_widget_set_parent (list, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
