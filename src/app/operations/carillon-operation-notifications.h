#pragma once

#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* What became of each recipient of an operation: its notifications, by status. Property "operation"
 * (CommsOperation, write-only, nullable): each state of it with other counts lets the list load
 * anew, unless somebody reads further down. */
#define CARILLON_TYPE_OPERATION_NOTIFICATIONS (carillon_operation_notifications_get_type ())
G_DECLARE_FINAL_TYPE (CarillonOperationNotifications,
                      carillon_operation_notifications,
                      CARILLON,
                      OPERATION_NOTIFICATIONS,
                      GtkWidget)

GtkWidget *
carillon_operation_notifications_new (CarillonSession *session, const char *operation_id);
void carillon_operation_notifications_set_operation (CarillonOperationNotifications *self,
                                                     CommsOperation *operation);

G_END_DECLS
